#include "steps/column_use.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

TEST(ColumnUse, coordinates_are_known_in_the_ways_they_are_written) {
  for (const std::string_view text :
       {"41.7763, 129.7921", "(41.776,129.792)", "-33.8688 151.2093", "at 37°33'59\"N",
        "41.77630;129.79210", "found at 41.7763/129.7921."})
    EXPECT_TRUE(holds_coordinates(text)) << text;
}

TEST(ColumnUse, other_numbers_are_no_coordinates) {
  for (const std::string_view text :
       {"30,000 people", "p = 0.021", "from 1.5 to 2.25", "0.951 of 1999.123456", "2023-03-24",
        "10.123", "192.168.1.12", "", "12.5 %, 13.5 %"})
    EXPECT_FALSE(holds_coordinates(text)) << text;
}

}  // namespace
}  // namespace hearim
