#include <gtest/gtest.h>

#include "hearim/claims.h"

namespace hearim {
namespace {

QuantityValue between(std::optional<double> low, std::optional<double> high) {
  QuantityValue value;
  value.low = low;
  value.high = high;
  return value;
}

QuantityValue more_than(double low) {
  QuantityValue value = between(low, {});
  value.low_inclusive = false;
  return value;
}

QuantityValue about(double figure) {
  QuantityValue value = between(figure, figure);
  value.approx = true;
  return value;
}

TEST(ValueAgreement, is_decided_by_intervals) {
  const struct {
    QuantityValue a, b;
    Agreement expected;
    const char* why;
  } cases[] = {
      {between(20000, 99999), between(200000, 999999), Agreement::conflict,
       "at most 99,999 against at least 200,000"},
      {between(20000, 99999), more_than(200000), Agreement::conflict,
       "at most 99,999 against more than 200,000"},
      {more_than(200000), between(200000, 999999), Agreement::compatible,
       "both allow 200,000 to 999,999"},
      {between({}, 30000), between(40, {}), Agreement::compatible, "both allow 40 to 30,000"},
      {between({}, 40), between({}, 50), Agreement::compatible, "both allow up to 40"},
      {between(40, {}), between(40, {}), Agreement::equal, "the same value"},
      {more_than(40), between(40, 40), Agreement::conflict, "more than 40 against at most 40"},
      {between(40, 40), between(40, {}), Agreement::compatible, "both allow 40"},
      {about(100), between(105, 105), Agreement::compatible, "both allow 105"},
      {about(100), between(120, 120), Agreement::conflict, "at most 110 against at least 120"},
      {about(100), about(100), Agreement::equal, "the same value"},
      {about(100), between(100, 100), Agreement::compatible, "both allow 100"},
  };
  for (const auto& c : cases) {
    const ValueAgreement found = compare_values(c.a, c.b);
    EXPECT_EQ(found.agreement, c.expected) << c.why;
    EXPECT_EQ(found.why, c.why);
    EXPECT_EQ(compare_values(c.b, c.a).agreement, c.expected);  // symmetric
  }
}

}  // namespace
}  // namespace hearim
