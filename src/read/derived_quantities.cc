#include "read/derived_quantities.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace hearim {
namespace {

constexpr std::size_t kRatioReach = 30;  // lexemes from a ratio word to its base

}  // namespace

void join_to_last(const QuantityView& view, QuantityDrafts& drafts) {
  if (drafts.size() < 2) return;
  Quantity &before = drafts.quantities[drafts.size() - 2], &each = drafts.quantities.back();
  LexemeRange& range = drafts.ranges[drafts.size() - 2];
  const LexemeRange next = drafts.ranges.back();
  const std::size_t gap = next.first - range.last;
  if (gap > 1 || (gap == 0 && !view.syllabic())) return;
  QuantityValue& a = before.value;
  const QuantityValue& b = each.value;
  const bool linked = gap == 0 || view.is(range.last, U',') ||
                      view.has(range.last, view.classes.number_and) ||
                      view.key(range.last) == U"에서";
  if (!linked) return;
  const auto join = [&] {
    range.last = next.last;
    before.span.end = each.span.end;
    before.number.end = each.number.end;
    before.measure.end = each.measure.end;
  };
  // "thirteen dollars and forty-five cents"
  if (a.form == ValueForm::exact && b.form == ValueForm::exact && gap == 1 &&
      view.has(range.last, view.classes.number_and) && before.unit == each.unit &&
      before.unit.size() == 3 && std::isupper(static_cast<unsigned char>(before.unit[0])) != 0 &&
      a.low && b.low && *a.low >= 1 && *b.low < 1 && *a.low == std::floor(*a.low)) {
    a.low = a.high = *a.low + *b.low;
    join();
    drafts.drop_last();
    return;
  }
  const bool one_each = a.form == ValueForm::bound && b.form == ValueForm::bound &&
                        a.low.has_value() != a.high.has_value() &&
                        b.low.has_value() != b.high.has_value() &&
                        a.low.has_value() == b.high.has_value();
  if (!one_each || view.lexemes[next.first].break_before ||
      !(before.unit == each.unit || before.unit.empty() || each.unit.empty()) ||
      !(a.low ? *a.low < *b.high : *b.low < *a.high))
    return;
  if (b.low) {
    a.low = b.low;
    a.low_inclusive = b.low_inclusive;
  } else {
    a.high = b.high;
    a.high_inclusive = b.high_inclusive;
  }
  a.form = ValueForm::range;
  join();
  before.counted = each.counted;
  if (before.unit.empty()) before.unit = each.unit;
  drafts.drop_last();
}

void add_article_durations(const QuantityView& view, QuantityDrafts& drafts) {
  if (!view.english()) return;
  static constexpr std::u32string_view kBefore[] = {U"for",  U"within", U"after",  U"least",
                                                    U"than", U"about",  U"nearly", U"almost",
                                                    U"over", U"only"};
  for (std::size_t i = 1; i + 1 < view.lexemes.size(); ++i) {
    if (!view.has(i, view.classes.article) || view.in_date[i] || view.lexemes[i].break_before ||
        view.lexemes[i + 1].break_before)
      continue;
    if (view.numerals.at[i] >= 0 ||
        std::find(std::begin(kBefore), std::end(kBefore), view.key(i - 1)) == std::end(kBefore))
      continue;
    std::size_t length = 0;
    const LexiconEntry* unit = view.entry(i + 1, view.classes.unit, length);
    if (unit == nullptr || view.has(i + 1 + length, view.classes.ago)) continue;
    const std::string& name = view.value(unit);
    if (name != "second" && name != "minute" && name != "hour" && name != "day" &&
        name != "night" && name != "week" && name != "month" && name != "year" &&
        name != "decade" && name != "century" && name != "fortnight") {
      continue;
    }
    const LexiconEntry* found = nullptr;
    const std::size_t start = view.ending_at(i, view.classes.bound, found);
    const LexemeRange range{static_cast<std::uint32_t>(found != nullptr ? start : i),
                            static_cast<std::uint32_t>(i + 1 + length)};
    Quantity& q = drafts.add(range);
    q.value.low = q.value.high = 1;
    if (found != nullptr) {
      const std::string& code = view.value(found);
      if (code == "<=" || code == "<") q.value.low.reset();
      if (code == ">=" || code == ">") q.value.high.reset();
      q.value.low_inclusive = code != ">";
      q.value.high_inclusive = code != "<";
      q.value.approx = code == "~";
      q.value.form = code == "~" ? ValueForm::approximate : ValueForm::bound;
      if (code == "=") q.value.form = ValueForm::exact;
    }
    q.span = view.span_of(range.first, range.last);
    q.number = view.span_of(i, i + 1);
    q.measure = view.span_of(i, range.last);
    q.unit = name;
    q.unit_text = view.utf8(i + 1, range.last);
  }
}

void add_ratios(const QuantityView& view, QuantityDrafts& drafts) {
  if (view.classes.ratio == kNoClass) return;
  const bool any = std::any_of(view.lexemes.begin(), view.lexemes.end(), [&](const Lexeme& lexeme) {
    return view.lexicon.classes(lexeme.word).test(view.classes.ratio);
  });
  if (!any) return;
  std::vector<std::pair<std::size_t, std::size_t>> starts;  // lexeme, index in drafts
  for (std::size_t k = 0; k < drafts.size(); ++k) starts.emplace_back(drafts.ranges[k].first, k);
  std::sort(starts.begin(), starts.end());
  std::vector<Quantity> ratios;  // added last: `base` is a place in the drafts
  std::vector<LexemeRange> ranges;
  for (std::size_t i = 0; i < view.lexemes.size(); ++i) {
    std::size_t length = 0;
    const LexiconEntry* ratio = view.entry(i, view.classes.ratio, length);
    if (ratio == nullptr || view.in_date[i]) continue;
    const auto next =
        std::lower_bound(starts.begin(), starts.end(), std::make_pair(i + length, std::size_t{0}));
    if (next == starts.end() || next->first - i > kRatioReach) continue;
    bool same_sentence = true;
    for (std::size_t j = i + length; j < next->first && same_sentence; ++j) {
      same_sentence = !view.ends_sentence(j) && !view.is(j, U'?') && !view.is(j, U';') &&
                      !view.lexemes[j].break_before;
    }
    const Quantity& base = drafts.quantities[next->second];
    if (!same_sentence || !base.value.low || !base.unit.empty()) {
      if (!same_sentence || !base.value.low || (base.unit != "person")) continue;
    }
    const LexiconEntry* found = nullptr;
    const std::size_t start = view.ending_at(i, view.classes.bound, found);
    Quantity& q = ratios.emplace_back();
    q.value.low = q.value.high = *base.value.low * ratio->number;
    q.value.form = ValueForm::ratio;
    q.value.approx = base.value.approx;
    if (found != nullptr) {
      const std::string& code = view.value(found);
      if (code == ">" || code == ">=") q.value.high.reset();
      if (code == "<" || code == "<=") q.value.low.reset();
      q.value.low_inclusive = code != ">";
      q.value.high_inclusive = code != "<";
      if (code == "~") q.value.approx = true;
    }
    q.value.base = std::to_string(base.number.start);
    const LexemeRange range{static_cast<std::uint32_t>(found != nullptr ? start : i),
                            static_cast<std::uint32_t>(i + length)};
    ranges.push_back(range);
    q.span = view.span_of(range.first, range.last);
    q.number = q.measure = view.span_of(i, i + length);
    q.unit = base.unit;
  }
  for (std::size_t k = 0; k < ratios.size(); ++k) drafts.add(ranges[k]) = std::move(ratios[k]);
}

}  // namespace hearim
