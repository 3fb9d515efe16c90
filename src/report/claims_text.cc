#include "report/claims_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/claims_view.h"
#include "report/number_text.h"
#include "report/quantity_words.h"
#include "report/reading_json.h"
#include "report/terminal_lines.h"
#include "report/text_width.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

constexpr std::string_view kIndent = "    ";
constexpr std::string_view kDeep = "      ";

class BoardText {
 public:
  BoardText(const ClaimBoard& board, std::span<const ClaimDocument> documents, int width,
            TextColour colour)
      : board_(board), documents_(documents), width_(width), lines_(width, colour) {}

  std::string write() {
    const auto sources = board_.independent_sources;
    lines_.paragraph(
        StyledText().add(counted(static_cast<std::int64_t>(documents_.size()), "document") + ", " +
                             counted(sources, "independent source"),
                         TextStyle::heading));
    write_lineages();
    write_claims();
    write_same("Accounts told in several documents", board_.testimonies);
    write_same("Words quoted in several documents", board_.quotes);
    write_names();
    return lines_.take();
  }

 private:
  std::string names(const std::vector<std::uint32_t>& documents) const {
    std::string out;
    for (const std::uint32_t d : documents) out += (out.empty() ? "" : ", ") + documents_[d].name;
    return out;
  }

  void write_lineages() {
    int number = 0;
    for (const Lineage& lineage : board_.lineages) {
      lines_.blank();
      lines_.paragraph(StyledText()
                           .add(fmt::format("Lineage {}: {} documents from one origin: ", ++number,
                                            lineage.documents.size()),
                                TextStyle::heading)
                           .add(lineage.origin, TextStyle::organisation),
                       "", kIndent);
      lines_.paragraph(names(lineage.documents), kIndent, kIndent);
      // One row for each kind of evidence.
      std::map<EvidenceKind, std::vector<const LineageEvidence*>> of_kind;
      for (const LineageEvidence& evidence : lineage.evidence)
        of_kind[evidence.kind].push_back(&evidence);
      for (const auto& [kind, pieces] : of_kind)
        lines_.paragraph(evidence_row(kind, pieces, lineage), kIndent, kDeep);
    }
    const std::vector<std::uint32_t> alone = documents_alone(board_, documents_.size());
    if (alone.empty()) return;
    lines_.blank();
    lines_.paragraph(
        StyledText()
            .add(alone.size() == 1 ? "By itself: " : "Each by itself: ", TextStyle::heading)
            .add(names(alone)),
        "", kIndent);
  }

  StyledText evidence_row(EvidenceKind kind, const std::vector<const LineageEvidence*>& pieces,
                          const Lineage& lineage) const {
    StyledText row;
    row.add(std::string(evidence_phrase(kind)) + ": ", TextStyle::quiet);
    constexpr std::size_t kShown = 6;
    for (std::size_t i = 0; i < pieces.size() && i < kShown; ++i) {
      if (i > 0) row.add("; ");
      row.add(pieces[i]->what);
      if (pieces[i]->documents.size() < lineage.documents.size())
        row.add(
            fmt::format(" ({})", pieces[i]->documents.size() <= 2
                                     ? names(pieces[i]->documents)
                                     : fmt::format("{} documents", pieces[i]->documents.size())));
    }
    if (pieces.size() > kShown) row.add(fmt::format("; and {} more", pieces.size() - kShown));
    return row;
  }

  void write_claims() {
    bool once = false;
    for (const Claim* claim : claims_in_order(board_)) {
      if (claim->statements.size() == 1 && !once) {
        lines_.heading("Said once");
        once = true;
      }
      if (once)
        write_statement(*claim, claim->statements[0], "  ");
      else
        write_claim(*claim);
    }
  }

  static std::string verdict(const Claim& claim) {
    switch (claim.agreement) {
      case Agreement::conflict:
        return "CONFLICT";
      case Agreement::equal:
        return "equal";
      case Agreement::compatible:
        return "compatible";
      case Agreement::not_comparable:
        return "not comparable";
    }
    return "";
  }

  void write_claim(const Claim& claim) {
    lines_.blank();
    lines_.paragraph(
        StyledText()
            .add(claim.id + "  " + claim.about + ": ", TextStyle::heading)
            .add(verdict(claim),
                 claim.agreement == Agreement::conflict ? TextStyle::warning : TextStyle::good)
            .add(fmt::format(
                ", {}, {}", counted(static_cast<std::int64_t>(claim.statements.size()), "printing"),
                counted(claim.independent_sources, "independent source"))),
        "", kIndent);
    for (const ClaimStatement& statement : claim.statements)
      write_statement(claim, statement, kIndent.substr(0, 2));
    write_pairs(claim);
  }

  // "more than double the 100,000" -> the words, the value, where, who.
  void write_statement(const Claim& claim, const ClaimStatement& statement,
                       std::string_view indent) {
    const Quantity& q = quantity_at(documents_, statement.at);
    const ClaimDocument& document = documents_[statement.at.document];
    StyledText row;
    row.add(quantity_words(q.value, q.unit), TextStyle::quantity);
    row.add(": \"" + printed_words(documents_, statement.at) + "\"");
    lines_.paragraph(row, indent, std::string(indent) + "    ");
    std::string where = document.name + " (" + statement.at.annotation + ")";
    const std::string chain = chain_words(statement);
    StyledText from;
    from.add(where, TextStyle::quiet);
    from.add(chain.empty() ? ": nobody is named" : ": " + chain);
    if (claim.independent_sources > 1) from.add(fmt::format(" [source {}]", statement.origin));
    lines_.paragraph(from, std::string(indent) + "    ", std::string(indent) + "      ");
    if (!q.caveat.empty())
      lines_.paragraph(StyledText()
                           .add("caveat: ", TextStyle::quiet)
                           .add("\"" + text_at(document.text, q.caveat) + "\""),
                       std::string(indent) + "    ", std::string(indent) + "      ");
  }

  // Why they disagree: each pair of different values once.
  void write_pairs(const Claim& claim) {
    constexpr std::size_t kShown = 6;
    const std::vector<const StatementPair*> pairs = telling_pairs(claim);
    for (std::size_t i = 0; i < std::min(kShown, pairs.size()); ++i) {
      const StatementPair& pair = *pairs[i];
      const bool conflict = pair.agreement == Agreement::conflict;
      StyledText row;
      row.add(conflict ? "conflict: " : "not compared: ",
              conflict ? TextStyle::warning : TextStyle::quiet);
      row.add(pair.why + " (" + documents_[pair.a.document].name +
              (pair.a.document == pair.b.document ? ", within it"
                                                  : ", " + documents_[pair.b.document].name) +
              ")");
      lines_.paragraph(row, "  ", kIndent);
    }
    if (pairs.size() > kShown)
      lines_.paragraph(fmt::format("and {} more", pairs.size() - kShown), "  ");
  }

  void write_same(std::string_view heading, const std::vector<SameStatements>& groups) {
    if (groups.empty()) return;
    lines_.heading(heading);
    for (const SameStatements& group : groups) {
      lines_.paragraph(group.id + "  " + group.why, "", kIndent);
      for (const AnnotationRef& at : group.statements) {
        const std::string text =
            fit_text(statement_words(documents_, at), 2.0 * width_ - 30, terminal_measure());
        lines_.paragraph(StyledText()
                             .add(documents_[at.document].name + ": ", TextStyle::quiet)
                             .add("\"" + text + "\""),
                         "  ", kIndent);
      }
    }
  }

  void write_names() {
    bool first = true;
    for (const ClaimEntity& entity : board_.entities) {
      const std::vector<std::string> names = different_names(entity);
      if (names.empty()) continue;
      if (first) lines_.heading("One by several names");
      first = false;
      std::string row;
      for (const std::string& name : names) row += (row.empty() ? "" : " = ") + name;
      std::set<std::uint32_t> in;
      for (const AnnotationRef& at : entity.mentions) in.insert(at.document);
      row += fmt::format(" ({})", counted(static_cast<std::int64_t>(in.size()), "document"));
      lines_.paragraph(entity.id + "  " + row, "", kIndent);
    }
  }

  const ClaimBoard& board_;
  std::span<const ClaimDocument> documents_;
  int width_;
  TerminalLines lines_;
};

}  // namespace

std::string claims_text(const ClaimBoard& board, std::span<const ClaimDocument> documents,
                        int width, TextColour colour) {
  return BoardText(board, documents, width, colour).write();
}

}  // namespace hearim
