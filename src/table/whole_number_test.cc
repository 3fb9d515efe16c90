#include "table/whole_number.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

constexpr std::int64_t kMax = std::int64_t{1} << 62;

TEST(WholeNumber, what_programs_write_for_whole_numbers_is_taken) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"0", 0},        {"1", 1},        {" 54 ", 54},
      {"007", 7},      {"+3", 3},       {"1.0", 1},
      {"0.00", 0},     {"54.", 54},     {"1e+05", 100000},
      {"1E5", 100000}, {"2.5e3", 2500}, {"1.234e3", 1234},
      {"-0", 0},       {"0e999", 0},    {"3e0", 3},
      {"5e-0", 5},     {"54.0000", 54}, {"4611686018427387904", kMax}};
  for (const auto& [text, value] : cases) {
    const WholeNumber number = parse_whole_number(text, kMax);
    EXPECT_EQ(number.fault, NumberFault::none) << text;
    EXPECT_EQ(number.value, value) << text;
  }
}

TEST(WholeNumber, everything_else_has_its_own_fault) {
  const std::pair<const char*, NumberFault> cases[] = {
      {"", NumberFault::empty},
      {"  ", NumberFault::empty},
      {"-3", NumberFault::negative},
      {"−3", NumberFault::negative},
      {"1.5", NumberFault::fraction},
      {"0.25e1", NumberFault::fraction},
      {"1e-3", NumberFault::fraction},
      {"1,0", NumberFault::comma},
      {"1,000", NumberFault::comma},
      {"1,234,567", NumberFault::comma},
      {"1,234.5", NumberFault::comma},
      {"1.000", NumberFault::point},
      {"1.234", NumberFault::point},
      {"1.234.567", NumberFault::point},
      {"4611686018427387905", NumberFault::too_large},
      {"99999999999999999999999", NumberFault::too_large},
      {"1e40", NumberFault::too_large},
      {"1e999999999999999999999", NumberFault::too_large},
      {"NA", NumberFault::not_a_number},
      {"12a", NumberFault::not_a_number},
      {"1e", NumberFault::not_a_number},
      {"1e+", NumberFault::not_a_number},
      {"1e5x", NumberFault::not_a_number},
      {"-", NumberFault::not_a_number},
      {"1 000", NumberFault::not_a_number},
      {".", NumberFault::not_a_number},
      {"0x10", NumberFault::not_a_number},
      {"١٢", NumberFault::not_a_number}};
  for (const auto& [text, fault] : cases)
    EXPECT_EQ(parse_whole_number(text, kMax).fault, fault) << text;
}

TEST(WholeNumber, the_limit_is_the_callers) {
  EXPECT_EQ(parse_whole_number("9", 9).fault, NumberFault::none);
  EXPECT_EQ(parse_whole_number("10", 9).fault, NumberFault::too_large);
  EXPECT_EQ(parse_whole_number("10", 10).value, 10);
}

}  // namespace
}  // namespace hearim
