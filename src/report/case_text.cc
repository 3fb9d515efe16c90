#include "report/case_text.h"

#include <fmt/format.h>

#include "report/number_text.h"

namespace hearim {

std::string linkage_text(const Json& linkage, int width, TextColour colour) {
  TerminalLines lines(width, colour);
  const Json& report = linkage.at("report");
  lines.heading("Lists");
  for (const Json& list : report.at("input").at("lists")) {
    lines.paragraph(
        fmt::format("{}: {}, {} rejected; {}", list.value("name", ""),
                    counted(list.value("rows", 0), "row"), count_text(list.value("rejected", 0)),
                    list.value("people", 0) == 1 ? "1 person"
                                                 : count_text(list.value("people", 0)) + " people"),
        "  ", "    ");
    std::string understood;
    for (const Json& column : list.at("columns")) {
      if (!column.contains("field")) continue;
      if (!understood.empty()) understood += ", ";
      understood += fmt::format("{} = {}", column.value("column", ""), column.value("type", ""));
    }
    lines.paragraph("understood: " + understood, "    ", "      ");
  }
  for (const Json& list : linkage.at("left_out"))
    lines.paragraph(
        fmt::format("list {} is left out: {}", list.value("list", 0), list.value("why", "")),
        "  ! ", "    ");
  lines.blank();
  const Json& people = report.at("people");
  const std::string best = count_text(people.value("count", std::int64_t{0}));
  const std::string records = count_text(report.at("input").value("records", std::int64_t{0}));
  lines.paragraph(
      people.contains("low")
          ? fmt::format(
                "{} records name {} to {} distinct people with the doubt that remains; {} in "
                "the one best grouping.",
                records, count_text(people.value("low", std::int64_t{0})),
                count_text(people.value("high", std::int64_t{0})), best)
          : fmt::format("{} records name {} distinct people.", records, best));
  lines.paragraph(
      fmt::format("{} in doubt; {} judged by people.",
                  counted(report.at("doubt").value("pairs", std::int64_t{0}), "pair"),
                  counted(linkage.at("judged").value("pairs", std::int64_t{0}), "pair")));
  for (const Json& conflict : linkage.at("judged").at("conflicts"))
    lines.paragraph(conflict.get<std::string>(), "  ! ", "    ");
  return lines.take();
}

std::string board_text(const Json& board, int width, TextColour colour) {
  TerminalLines lines(width, colour);
  lines.heading(
      fmt::format("{} in {}, from {} independent {}",
                  counted(static_cast<std::int64_t>(board.at("claims").size()), "claim"),
                  counted(static_cast<std::int64_t>(board.at("documents").size()), "document"),
                  number_word(board.value("independent_sources", std::int64_t{0})),
                  board.value("independent_sources", 0) == 1 ? "source" : "sources"));
  for (const Json& claim : board.at("claims")) {
    if (claim.at("statements").size() < 2) continue;  // nothing to compare
    lines.blank();
    lines.paragraph(fmt::format("{} {}: {}", claim.value("id", ""), claim.value("agreement", ""),
                                claim.value("about", "")));
    for (const Json& said : claim.at("statements"))
      lines.paragraph(fmt::format("{} — {} {}", said.value("text", ""), said.value("document", ""),
                                  said.value("annotation", "")),
                      "  ", "      ");
  }
  return lines.take();
}

}  // namespace hearim
