// Do two values agree? Interval logic, nothing else:
//
//   20,000-99,999 ("tens of thousands") and 200,000-999,999       share no number: conflict
//   more than 200,000                   and 200,000-999,999       share some:      compatible
//   at least 40                         and at least 40           the same:        equal
//
// An end that is left out lies exactly at the edge: "fewer than 50" and "at least 50" conflict. An
// approximate value reaches 10 % beyond its ends, as rounding to one digit and "about" do in
// newspapers. Not for values of different units, periods or people: that is decided before.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "hearim/claims.h"

namespace hearim {
namespace {

constexpr double kApproximate = 0.1;

struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_in = true, high_in = true;
};

Interval interval_of(const QuantityValue& value) {
  Interval out;
  // "About" before an open bound ("about 40 or more") leaves the open end open.
  const double reach = value.approx && value.form != ValueForm::vague ? kApproximate : 0;
  if (value.low) out.low = *value.low - reach * std::fabs(*value.low);
  if (value.high) out.high = *value.high + reach * std::fabs(*value.high);
  out.low_in = value.low_inclusive || reach > 0;
  out.high_in = value.high_inclusive || reach > 0;
  return out;
}

std::string figure(double value) {
  if (std::isinf(value)) return "no end";
  std::string digits = value == std::trunc(value) && std::fabs(value) < 1e15
                           ? fmt::format("{:.0f}", value)
                           : fmt::format("{:g}", value);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  if (digits.find_first_of(".e") == std::string::npos)
    for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

bool below(const Interval& a, const Interval& b) {
  return a.high < b.low || (a.high == b.low && !(a.high_in && b.low_in));
}

std::string top(const Interval& i) {
  return (i.high_in ? "at most " : "less than ") + figure(i.high);
}
std::string bottom(const Interval& i) {
  return (i.low_in ? "at least " : "more than ") + figure(i.low);
}

}  // namespace

ValueAgreement compare_values(const QuantityValue& a, const QuantityValue& b) {
  if (a.low == b.low && a.high == b.high && a.approx == b.approx &&
      (!a.low || a.low_inclusive == b.low_inclusive) &&
      (!a.high || a.high_inclusive == b.high_inclusive))
    return {Agreement::equal, "the same value"};
  const Interval x = interval_of(a), y = interval_of(b);
  if (below(x, y)) return {Agreement::conflict, top(x) + " against " + bottom(y)};
  if (below(y, x)) return {Agreement::conflict, bottom(x) + " against " + top(y)};
  const double low = std::max(x.low, y.low), high = std::min(x.high, y.high);
  if (low == high) return {Agreement::compatible, "both allow " + figure(low)};
  if (std::isinf(low)) return {Agreement::compatible, "both allow up to " + figure(high)};
  if (std::isinf(high)) return {Agreement::compatible, "both allow " + figure(low) + " and more"};
  return {Agreement::compatible, "both allow " + figure(low) + " to " + figure(high)};
}

}  // namespace hearim
