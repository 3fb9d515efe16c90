// Every example in rules/LANGUAGE/dates.txt, run: "+ text | found | EDTF" and "- text".
#include <gtest/gtest.h>

#include <sstream>

#include "hearim/read.h"
#include "read/rule_text.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  while (!text.empty() && text.front() == ' ') text.erase(text.begin());
  return text;
}

class DateExamples : public testing::TestWithParam<ReadLanguage> {};

TEST_P(DateExamples, are_found_with_their_value_or_not_at_all) {
  std::istringstream lines{std::string(rule_text(language_code(GetParam()), "dates"))};
  std::string line;
  int examples = 0, number = 0;
  while (std::getline(lines, line)) {
    ++number;
    const std::string example = trimmed(line);
    if (line.empty() || line.front() != ' ' || example.size() < 3) continue;
    ++examples;
    SCOPED_TRACE("line " + std::to_string(number) + ": " + example);
    const bool wanted = example.front() == '+';
    std::vector<std::string> parts;
    std::istringstream fields(example.substr(2));
    for (std::string part; std::getline(fields, part, '|');) parts.push_back(trimmed(part));
    const auto text = decode_text(parts.at(0));
    const Reading reading =
        read_text(text, {.language = GetParam(), .document_date = CalendarDay{2016, 11, 7}});
    if (!wanted) {
      EXPECT_TRUE(reading.dates.empty());
      continue;
    }
    ASSERT_EQ(parts.size(), 3u);
    ASSERT_EQ(reading.dates.size(), 1u);
    const TextSpan span = reading.dates[0].span;
    EXPECT_EQ(to_utf8(text.substr(span.start, span.end - span.start)), parts[1]);
    EXPECT_EQ(reading.dates[0].value, parts[2] == "-" ? "" : parts[2]);
  }
  EXPECT_GE(examples, 10);
}

INSTANTIATE_TEST_SUITE_P(Languages, DateExamples,
                         testing::Values(ReadLanguage::english, ReadLanguage::spanish,
                                         ReadLanguage::arabic, ReadLanguage::chinese,
                                         ReadLanguage::korean),
                         [](const auto& each) { return std::string(language_code(each.param)); });

}  // namespace
}  // namespace hearim
