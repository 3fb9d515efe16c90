#include "report/claims_view.h"

#include <algorithm>
#include <array>
#include <set>

#include "report/reading_json.h"
#include "report/untrusted_text.h"
#include "text/letter_folding.h"

namespace hearim {

const Quantity& quantity_at(std::span<const ClaimDocument> documents, const AnnotationRef& at) {
  const auto& all = documents[at.document].reading->quantities;
  return *std::find_if(all.begin(), all.end(),
                       [&](const Quantity& q) { return q.id == at.annotation; });
}

std::vector<const Claim*> claims_in_order(const ClaimBoard& board) {
  std::vector<const Claim*> order;
  for (const Claim& claim : board.claims) order.push_back(&claim);
  std::stable_sort(order.begin(), order.end(), [](const Claim* a, const Claim* b) {
    const bool x = a->agreement == Agreement::conflict, y = b->agreement == Agreement::conflict;
    if (x != y) return x;
    return a->statements.size() > b->statements.size();
  });
  return order;
}

std::string printed_words(std::span<const ClaimDocument> documents, const AnnotationRef& at) {
  constexpr std::uint32_t kReach = 60, kAround = 45;
  const Quantity& q = quantity_at(documents, at);
  const std::u32string_view text = documents[at.document].text;
  TextSpan span = q.span;
  if (!q.counted.empty()) {
    if (q.counted.start >= span.end && q.counted.start - span.end <= kReach)
      span.end = q.counted.end;
    else if (q.counted.end <= span.start && span.start - q.counted.end <= kReach)
      span.start = q.counted.start;
    return clean_text(text_at(text, span));
  }
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

std::string chain_words(const ClaimStatement& statement) {
  std::string out;
  for (const SourceStep& step : statement.chain)
    out += (out.empty() ? "" : " <- ") + clean_text(step.name) + (step.stated ? "" : " (inferred)");
  return out;
}

std::vector<const StatementPair*> telling_pairs(const Claim& claim) {
  std::vector<const StatementPair*> out;
  std::set<std::string> said;
  for (const Agreement kind : {Agreement::conflict, Agreement::not_comparable})
    for (const StatementPair& pair : claim.pairs) {
      if (pair.agreement != kind) continue;
      if (kind == Agreement::not_comparable && pair.why.starts_with("they do not say")) continue;
      if (said.insert(pair.why).second) out.push_back(&pair);
    }
  return out;
}

std::string_view evidence_phrase(EvidenceKind kind) {
  constexpr std::array<std::string_view, 6> kPhrases = {
      "cite the same",         "let the same speak",    "quote the same words",
      "tell the same account", "print the same figure", "share their wording"};
  return kPhrases[static_cast<std::size_t>(kind)];
}

std::vector<std::string> different_names(const ClaimEntity& entity) {
  std::vector<std::string> out;
  std::set<std::string> forms;
  for (const std::string& name : entity.names) {
    std::string folded = to_utf8(fold_letters(name));
    if (folded.starts_with("the ")) folded.erase(0, 4);
    if (forms.insert(folded).second) out.push_back(clean_text(name));
  }
  if (out.size() < 2) out.clear();
  return out;
}

std::vector<std::uint32_t> documents_alone(const ClaimBoard& board, std::size_t document_count) {
  std::set<std::uint32_t> grouped;
  for (const Lineage& lineage : board.lineages)
    grouped.insert(lineage.documents.begin(), lineage.documents.end());
  std::vector<std::uint32_t> alone;
  for (std::uint32_t d = 0; d < document_count; ++d)
    if (!grouped.contains(d)) alone.push_back(d);
  return alone;
}

std::string statement_words(std::span<const ClaimDocument> documents, const AnnotationRef& at) {
  const ClaimDocument& document = documents[at.document];
  for (const Testimony& t : document.reading->testimonies)
    if (t.id == at.annotation) return clean_text(text_at(document.text, t.span));
  for (const Quote& quote : document.reading->quotes)
    if (quote.id == at.annotation) return clean_text(text_at(document.text, quote.span));
  return "";
}

}  // namespace hearim
