// Every numeral is drafted into a quantity of its own; then what takes two figures is joined, what
// has no numeral is added, all are put in order, and ids are given.
#include "read/quantities.h"

#include <algorithm>

#include "read/derived_quantities.h"

namespace hearim {

std::vector<Quantity> quantities_of(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                                    const Numerals& numerals, const std::vector<DateSpan>& dates,
                                    const LanguageRules& rules) {
  const QuantityView view(text, lexemes, numerals, dates, rules.lexicon);
  std::vector<QuantityDraft> drafts;
  drafts.reserve(std::min<std::size_t>(numerals.all.size(), 1 << 16));
  for (std::size_t k = 0; k < numerals.all.size(); ++k) {
    // "por ciento" after a figure is its unit and no figure
    if (!drafts.empty() && numerals.all[k].first < drafts.back().last) continue;
    QuantityDraft one;
    if (draft_quantity(view, k, one)) {
      k = one.numeral;
      drafts.push_back(std::move(one));
    }
  }
  join_bounds(view, drafts);
  add_article_durations(view, drafts);
  add_ratios(view, drafts);
  const auto earlier = [](const QuantityDraft& a, const QuantityDraft& b) {
    return a.quantity.span.start != b.quantity.span.start
               ? a.quantity.span.start < b.quantity.span.start
               : a.quantity.span.end > b.quantity.span.end;
  };
  if (!std::is_sorted(drafts.begin(), drafts.end(), earlier)) {
    std::stable_sort(drafts.begin(), drafts.end(), earlier);
  }
  std::vector<Quantity> out;
  out.reserve(drafts.size());
  // Bases are kept as places while the order is open, and become ids now.
  const bool any_base = std::any_of(drafts.begin(), drafts.end(), [](const QuantityDraft& each) {
    return !each.quantity.value.base.empty();
  });
  std::vector<std::pair<std::uint32_t, std::string>> ids;
  for (std::size_t k = 0; k < drafts.size(); ++k) {
    drafts[k].quantity.id = "q" + std::to_string(k + 1);
    if (any_base) ids.emplace_back(drafts[k].quantity.number.start, drafts[k].quantity.id);
  }
  std::sort(ids.begin(), ids.end());
  for (QuantityDraft& each : drafts) {
    if (!each.quantity.value.base.empty()) {
      const auto place = static_cast<std::uint32_t>(std::stoul(each.quantity.value.base));
      const auto id = std::lower_bound(ids.begin(), ids.end(), place,
                                       [](const auto& a, std::uint32_t b) { return a.first < b; });
      each.quantity.value.base = id->second;
    }
    out.push_back(std::move(each.quantity));
  }
  return out;
}

}  // namespace hearim
