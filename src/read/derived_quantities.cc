#include "read/derived_quantities.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace hearim {
namespace {

constexpr std::size_t kRatioReach = 30;  // lexemes from a ratio word to its base

}  // namespace

void join_bounds(const QuantityView& view, std::vector<QuantityDraft>& drafts) {
  std::size_t kept = 0;  // drafts[0, kept) is what stays
  for (QuantityDraft& each : drafts) {
    if (kept > 0) {
      QuantityDraft& before = drafts[kept - 1];
      QuantityValue& a = before.quantity.value;
      const QuantityValue& b = each.quantity.value;
      const bool one_each = a.form == ValueForm::bound && b.form == ValueForm::bound &&
                            a.low.has_value() != a.high.has_value() &&
                            b.low.has_value() != b.high.has_value() &&
                            a.low.has_value() == b.high.has_value();
      const std::size_t gap = each.first - before.last;
      const bool linked = gap == 0 ? view.syllabic()
                                   : gap == 1 && (view.is(before.last, U',') ||
                                                  view.has(before.last, view.classes.number_and) ||
                                                  view.key(before.last) == U"에서");
      // "thirteen dollars and forty-five cents"
      const bool small_change =
          a.form == ValueForm::exact && b.form == ValueForm::exact && gap == 1 &&
          view.has(before.last, view.classes.number_and) &&
          before.quantity.unit == each.quantity.unit && before.quantity.unit.size() == 3 &&
          std::isupper(static_cast<unsigned char>(before.quantity.unit[0])) != 0 && a.low &&
          b.low && *a.low >= 1 && *b.low < 1 && *a.low == std::floor(*a.low);
      if (small_change) {
        a.low = a.high = *a.low + *b.low;
        before.last = each.last;
        before.quantity.span.end = each.quantity.span.end;
        before.quantity.number.end = each.quantity.number.end;
        before.quantity.measure.end = each.quantity.measure.end;
        continue;
      }
      if (one_each && linked && !view.lexemes[each.first].break_before &&
          (before.quantity.unit == each.quantity.unit || before.quantity.unit.empty() ||
           each.quantity.unit.empty()) &&
          (a.low ? *a.low < *b.high : *b.low < *a.high)) {
        if (b.low) {
          a.low = b.low;
          a.low_inclusive = b.low_inclusive;
        } else {
          a.high = b.high;
          a.high_inclusive = b.high_inclusive;
        }
        a.form = ValueForm::range;
        before.last = each.last;
        Quantity& q = before.quantity;
        q.span.end = each.quantity.span.end;
        q.number.end = each.quantity.number.end;
        q.measure.end = each.quantity.measure.end;
        q.counted = each.quantity.counted;
        if (q.unit.empty()) q.unit = each.quantity.unit;
        continue;
      }
    }
    if (&drafts[kept] != &each) drafts[kept] = std::move(each);
    ++kept;
  }
  drafts.resize(kept);
}

void add_article_durations(const QuantityView& view, std::vector<QuantityDraft>& drafts) {
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
    QuantityDraft one;
    Quantity& q = one.quantity;
    const LexiconEntry* found = nullptr;
    const std::size_t start = view.ending_at(i, view.classes.bound, found);
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
    one.first = found != nullptr ? start : i;
    one.last = i + 1 + length;
    q.span = view.span_of(one.first, one.last);
    q.number = view.span_of(i, i + 1);
    q.measure = view.span_of(i, one.last);
    q.unit = name;
    q.unit_text = view.utf8(i + 1, one.last);
    drafts.push_back(std::move(one));
  }
}

void add_ratios(const QuantityView& view, std::vector<QuantityDraft>& drafts) {
  if (view.classes.ratio == kNoClass) return;
  const bool any = std::any_of(view.lexemes.begin(), view.lexemes.end(), [&](const Lexeme& lexeme) {
    return view.lexicon.classes(lexeme.word).test(view.classes.ratio);
  });
  if (!any) return;
  std::vector<std::pair<std::size_t, std::size_t>> starts;  // lexeme, index in drafts
  for (std::size_t k = 0; k < drafts.size(); ++k) starts.emplace_back(drafts[k].first, k);
  std::sort(starts.begin(), starts.end());
  std::vector<QuantityDraft> ratios;
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
    const Quantity& base = drafts[next->second].quantity;
    if (!same_sentence || !base.value.low || !base.unit.empty()) {
      if (!same_sentence || !base.value.low || (base.unit != "person")) continue;
    }
    QuantityDraft one;
    Quantity& q = one.quantity;
    const LexiconEntry* found = nullptr;
    const std::size_t start = view.ending_at(i, view.classes.bound, found);
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
    one.first = found != nullptr ? start : i;
    one.last = i + length;
    q.span = view.span_of(one.first, one.last);
    q.number = q.measure = view.span_of(i, i + length);
    q.unit = base.unit;
    ratios.push_back(std::move(one));
  }
  for (QuantityDraft& each : ratios) drafts.push_back(std::move(each));
}

}  // namespace hearim
