#include "report/claims_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/number_text.h"
#include "report/quantity_words.h"
#include "report/reading_json.h"
#include "report/terminal_lines.h"
#include "report/text_width.h"
#include "report/untrusted_text.h"
#include "text/letter_folding.h"

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
    write_same("Accounts told in several documents", board_.testimonies, &BoardText::account);
    write_same("Words quoted in several documents", board_.quotes, &BoardText::quotation);
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
    std::set<std::uint32_t> grouped;
    for (const Lineage& lineage : board_.lineages)
      grouped.insert(lineage.documents.begin(), lineage.documents.end());
    std::vector<std::uint32_t> alone;
    for (std::uint32_t d = 0; d < documents_.size(); ++d)
      if (!grouped.contains(d)) alone.push_back(d);
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
    switch (kind) {
      case EvidenceKind::cites:
        row.add("cite the same: ", TextStyle::quiet);
        break;
      case EvidenceKind::speaker:
        row.add("let the same speak: ", TextStyle::quiet);
        break;
      case EvidenceKind::quote:
        row.add("quote the same words: ", TextStyle::quiet);
        break;
      case EvidenceKind::testimony:
        row.add("tell the same account: ", TextStyle::quiet);
        break;
      case EvidenceKind::figure:
        row.add("print the same figure: ", TextStyle::quiet);
        break;
      case EvidenceKind::wording:
        row.add("share their wording: ", TextStyle::quiet);
        break;
    }
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

  const Quantity& quantity(const AnnotationRef& at) const {
    const auto& all = documents_[at.document].reading->quantities;
    return *std::find_if(all.begin(), all.end(),
                         [&](const Quantity& q) { return q.id == at.annotation; });
  }

  // What disagrees first, then what is said most often.
  void write_claims() {
    std::vector<const Claim*> order;
    for (const Claim& claim : board_.claims) order.push_back(&claim);
    std::stable_sort(order.begin(), order.end(), [](const Claim* a, const Claim* b) {
      const bool x = a->agreement == Agreement::conflict, y = b->agreement == Agreement::conflict;
      if (x != y) return x;
      return a->statements.size() > b->statements.size();
    });
    bool once = false;
    for (const Claim* claim : order) {
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
    const Quantity& q = quantity(statement.at);
    const ClaimDocument& document = documents_[statement.at.document];
    StyledText row;
    row.add(quantity_words(q.value, q.unit), TextStyle::quantity);
    row.add(": \"" + exact_words(document, q) + "\"");
    lines_.paragraph(row, indent, std::string(indent) + "    ");
    std::string where = document.name + " (" + statement.at.annotation + ")";
    std::string chain;
    for (const SourceStep& step : statement.chain)
      chain += (chain.empty() ? "" : " <- ") + step.name + (step.stated ? "" : " (inferred)");
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

  // The figure with what it counts, as printed; where they stand apart, with the words around it.
  static std::string exact_words(const ClaimDocument& document, const Quantity& q) {
    constexpr std::uint32_t kReach = 60, kAround = 45;
    TextSpan span = q.span;
    if (!q.counted.empty() && q.counted.start >= span.end && q.counted.start - span.end <= kReach) {
      span.end = q.counted.end;
    } else if (!q.counted.empty() && q.counted.end <= span.start &&
               span.start - q.counted.end <= kReach) {
      span.start = q.counted.start;
    } else if (q.counted.empty()) {
      const std::u32string_view text = document.text;
      const auto is_gap = [&](std::size_t i) { return text[i] == U' ' || text[i] == U'\n'; };
      const std::size_t least = span.start > kAround ? span.start - kAround : 0;
      const std::size_t most = std::min<std::size_t>(text.size(), span.end + kAround);
      // Whole words of the same line.
      std::size_t from = span.start, to = span.end;
      for (std::size_t i = span.start; i > least && text[i - 1] != U'\n'; --i)
        if (i - 1 == 0 || is_gap(i - 2)) from = i - 1;
      for (std::size_t i = span.end; i < most && text[i] != U'\n'; ++i)
        if (i + 1 == text.size() || is_gap(i + 1)) to = i + 1;
      span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
      return "... " + clean_text(text_at(text, span)) + " ...";
    }
    return clean_text(text_at(document.text, span));
  }

  // Why they disagree: each pair of different values once.
  void write_pairs(const Claim& claim) {
    std::set<std::string> said;
    int shown = 0;
    constexpr int kShown = 6;
    for (const Agreement kind : {Agreement::conflict, Agreement::not_comparable}) {
      for (const StatementPair& pair : claim.pairs) {
        if (pair.agreement != kind) continue;
        if (kind == Agreement::not_comparable && pair.why.starts_with("they do not say")) continue;
        if (!said.insert(pair.why).second) continue;
        if (++shown > kShown) break;
        StyledText row;
        row.add(kind == Agreement::conflict ? "conflict: " : "not compared: ",
                kind == Agreement::conflict ? TextStyle::warning : TextStyle::quiet);
        row.add(pair.why + " (" + documents_[pair.a.document].name +
                (pair.a.document == pair.b.document ? ", within it"
                                                    : ", " + documents_[pair.b.document].name) +
                ")");
        lines_.paragraph(row, "  ", kIndent);
      }
    }
    if (shown > kShown) lines_.paragraph(fmt::format("and {} more", shown - kShown), "  ");
  }

  std::string account(const AnnotationRef& at) const {
    const Reading& reading = *documents_[at.document].reading;
    for (const Testimony& t : reading.testimonies)
      if (t.id == at.annotation) return text_at(documents_[at.document].text, t.span);
    return "";
  }

  std::string quotation(const AnnotationRef& at) const {
    const Reading& reading = *documents_[at.document].reading;
    for (const Quote& quote : reading.quotes)
      if (quote.id == at.annotation) return text_at(documents_[at.document].text, quote.span);
    return "";
  }

  void write_same(std::string_view heading, const std::vector<SameStatements>& groups,
                  std::string (BoardText::*words)(const AnnotationRef&) const) {
    if (groups.empty()) return;
    lines_.heading(heading);
    for (const SameStatements& group : groups) {
      lines_.paragraph(group.id + "  " + group.why, "", kIndent);
      for (const AnnotationRef& at : group.statements) {
        const std::string text =
            fit_text(clean_text((this->*words)(at)), 2.0 * width_ - 30, terminal_measure());
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
      // Forms that differ by more than case and an article.
      std::set<std::string> forms;
      for (const std::string& name : entity.names) {
        std::string folded = to_utf8(fold_letters(name));
        if (folded.starts_with("the ")) folded.erase(0, 4);
        forms.insert(folded);
      }
      if (forms.size() < 2) continue;
      if (first) lines_.heading("One by several names");
      first = false;
      std::string row;
      for (const std::string& name : entity.names)
        row += (row.empty() ? "" : " = ") + clean_text(name);
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
