// Every numeral is drafted into a quantity of its own; then what takes two figures is joined, what
// has no numeral is added, all are put in order, and ids are given.
#include "read/quantities.h"

#include <algorithm>
#include <charconv>

#include "read/derived_quantities.h"

namespace hearim {

std::vector<Quantity> quantities_of(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                                    const Numerals& numerals, const std::vector<DateSpan>& dates,
                                    const LanguageRules& rules) {
  const QuantityView view(text, lexemes, numerals, dates, rules.lexicon);
  QuantityDrafts drafts;
  drafts.quantities.reserve(numerals.all.size());
  drafts.ranges.reserve(numerals.all.size());
  for (std::size_t k = 0; k < numerals.all.size(); ++k) {
    // "por ciento" after a figure is its unit and no figure
    if (drafts.size() > 0 && numerals.all[k].first < drafts.ranges.back().last) continue;
    if (draft_quantity(view, k, drafts)) join_to_last(view, drafts);
  }
  add_article_durations(view, drafts);
  add_ratios(view, drafts);
  std::vector<Quantity> out = std::move(drafts.quantities);
  const auto earlier = [](const Quantity& a, const Quantity& b) {
    return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
  };
  if (!std::is_sorted(out.begin(), out.end(), earlier)) {
    std::stable_sort(out.begin(), out.end(), earlier);
  }
  bool any_base = false;
  char id[24] = "q";
  for (std::size_t k = 0; k < out.size(); ++k) {
    const auto end = std::to_chars(id + 1, id + sizeof id, k + 1).ptr;
    out[k].id.assign(id, end);
    any_base = any_base || !out[k].value.base.empty();
  }
  if (!any_base) return out;
  // Bases are places while the order is open, and become ids now.
  std::vector<std::pair<std::uint32_t, std::size_t>> places;
  for (std::size_t k = 0; k < out.size(); ++k) places.emplace_back(out[k].number.start, k);
  std::sort(places.begin(), places.end());
  for (Quantity& each : out) {
    if (each.value.base.empty()) continue;
    const auto place = static_cast<std::uint32_t>(std::stoul(each.value.base));
    const auto at =
        std::lower_bound(places.begin(), places.end(), std::pair{place, std::size_t{0}});
    each.value.base = out[at->second].id;
  }
  return out;
}

}  // namespace hearim
