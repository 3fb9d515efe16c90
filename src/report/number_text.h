// Numbers as people read them: thousands separated, no more digits than are meant.
// Every function takes any double; what is not finite reads "unknown", never "nan" or "inf".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearim {

std::string count_text(std::int64_t count);  // 11,313
std::string people_text(double people);      // 11,313: to the whole person, for tables
std::string about_text(double people);       // 11,300: three significant digits, for prose
// Two significant digits, rounded down or up, so that a range said aloud holds the range meant;
// below 100 to the whole person.
std::string rounded_down_text(double people);            // 8,785 -> 8,700
std::string rounded_up_text(double people);              // 33,481 -> 34,000
std::string axis_text(double value);                     // 20,000; 2 million; 0.05
std::string compact_text(double value);                  // 20k; 2m: where there is no room for more
std::string percent_text(double share);                  // 0.95 -> 95%; 0.0004 -> 0.04%
std::string factor_text(double ratio);                   // 2.03 -> 2.0; 3.4 -> 3.4; 12.3 -> 12
std::string digits_text(double value, int significant);  // 1.0042, 4 -> 1.004
std::string number_word(std::int64_t count);             // two, three, ... ten, 11
// The first letter (a to z) as a capital.
std::string sentence_start(std::string text);
// "1 list", "5 lists": the count and the word, with an s unless it is one.
std::string counted(std::int64_t count, std::string_view noun);

}  // namespace hearim
