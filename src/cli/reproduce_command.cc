#include "cli/reproduce_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <set>

#include "base/version.h"
#include "cli/case_verbs.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "report/number_text.h"
#include "report/reading_json.h"
#include "report/terminal_lines.h"
#include "steps/reproduce_case.h"

namespace hearim {
namespace {

struct ReproduceArguments {
  CaseArguments at;
  std::vector<std::string> figures;
  bool all = false, json = false;
  int threads = 0;
};

std::vector<Figure> figures_asked(const ReproduceArguments& a, const Case& from) {
  std::vector<Figure> all = from.figures();
  if (a.all) {
    std::erase_if(all, [](const Figure& figure) { return !figure.stale.empty(); });
    return all;
  }
  std::vector<Figure> asked;
  for (const std::string& name : a.figures) {
    const auto it = std::find_if(all.begin(), all.end(), [&](const Figure& figure) {
      return name == fmt::format("figure:{}", figure.id) || name == std::to_string(figure.id);
    });
    if (it == all.end())
      throw Error(ErrorCode::not_found, fmt::format("there is no figure '{}' in the case", name),
                  {}, "hearim show CASE lists them; hearim report CASE makes them");
    asked.push_back(*it);
  }
  return asked;
}

Json figure_json(const ReproducedFigure& done) {
  Json out{{"figure", done.figure.id},
           {"name", done.figure.name},
           {"published", done.figure.value},
           {"same", done.same()}};
  if (!done.again.empty()) out["again"] = done.again;
  if (!done.differs.empty()) out["differs"] = done.differs;
  out["results"] = done.results;
  return out;
}

int run_reproduce(const ReproduceArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  if (a.all == !a.figures.empty())
    throw Error(ErrorCode::invalid_input, "name the figures to compute again, or say --all", {},
                "hearim reproduce CASE figure:1");
  Case open = open_case(a.at, cancel);
  ProgressLine progress;
  Run run = run_with(cancel, progress);
  run.threads = thread_count(a.threads);
  const std::vector<Figure> asked = figures_asked(a, open);
  Reproduction reproduction(open, run);
  std::vector<ReproducedFigure> done;
  std::set<std::int64_t> results;
  for (const Figure& figure : asked) {
    done.push_back(reproduction.figure(figure));
    results.insert(done.back().results.begin(), done.back().results.end());
  }
  progress.clear();
  const auto same = static_cast<std::size_t>(std::count_if(
      done.begin(), done.end(), [](const ReproducedFigure& figure) { return figure.same(); }));
  if (a.json) {
    Json out{{"command", "reproduce"}, {"version", kVersion}, {"figures", Json::array()}};
    for (const ReproducedFigure& figure : done) out["figures"].push_back(figure_json(figure));
    out["same"] = same;
    print_output(out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    TerminalLines lines(output_width(), output_colour());
    for (const ReproducedFigure& figure : done) {
      if (a.all && figure.same()) continue;  // counted below
      lines.paragraph(fmt::format("figure:{} {}: {}", figure.figure.id, figure.figure.name,
                                  figure.figure.value));
      lines.paragraph(figure.same() ? "the same, to the last digit" : figure.differs,
                      figure.same() ? "  = " : "  ! ", "    ");
    }
    lines.paragraph(fmt::format("{} of {} the same; {} made again and compared byte for byte.",
                                same, counted(static_cast<std::int64_t>(done.size()), "figure"),
                                counted(static_cast<std::int64_t>(results.size()), "result")));
    std::set<std::string> programs;
    for (const std::int64_t id : results)
      if (const std::string& other = reproduction.result(id).other_program; !other.empty())
        programs.insert(other);
    for (const std::string& other : programs)
      lines.paragraph(fmt::format("made by {}, and again by hearim {}", other, kVersion), "  ",
                      "  ");
    print_output(lines.take());
  }
  return same == done.size() ? 0 : 1;
}

}  // namespace

void add_reproduce_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ReproduceArguments>();
  CLI::App* verb = app.add_subcommand(
      "reproduce", "Compute a figure again from the case alone, and compare to the last digit");
  add_case_arguments(*verb, a->at);
  verb->add_option("FIGURE", a->figures, "figure:1, as in the report");
  verb->add_flag("--all", a->all, "Every figure that stands");
  verb->add_option("--threads", a->threads, "Use at most this many")->check(CLI::Range(1, 1024));
  verb->add_flag("--json", a->json, "For programs: one JSON object");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_reproduce(*a, cancel); }; });
}

}  // namespace hearim
