#include "hearim/error.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/check.h"

namespace hearim {
namespace {

struct Case {
  ErrorSubject subject;
  const char* hint;
  const char* text;
};

TEST(Error, the_text_holds_the_parts_that_are_known_and_no_others) {
  const Case cases[] = {
      {{}, "", "message"},
      {{}, "hint", "message (hint)"},
      {{.file = "t.csv"}, "", "t.csv: message"},
      {{.file = "t.csv", .line = 3}, "", "t.csv:3: message"},
      {{.file = "t.csv", .line = 3, .column = 2}, "", "t.csv:3:2: message"},
      {{.file = "t.csv", .line = 3, .column = 2, .field = "PF"},
       "do",
       "t.csv:3:2: PF: message (do)"},
      {{.line = 3}, "", "line 3: message"},
      {{.line = 3, .column = 2}, "", "line 3:2: message"},
      {{.column = 2}, "", "column 2: message"},
      {{.field = "PF"}, "", "PF: message"},
  };
  for (const Case& c : cases)
    EXPECT_STREQ(Error(ErrorCode::invalid_input, "message", c.subject, c.hint).what(), c.text);
}

TEST(Error, keeps_its_parts) {
  const Error error(ErrorCode::limit, "too much", {.file = "f", .line = 9}, "less");
  EXPECT_EQ(error.code(), ErrorCode::limit);
  EXPECT_EQ(error.message(), "too much");
  EXPECT_EQ(error.subject().line, 9u);
  EXPECT_EQ(error.hint(), "less");
  try {
    throw error;  // copies
  } catch (const Error& caught) {
    EXPECT_STREQ(caught.what(), "f:9: too much (less)");
  }
}

TEST(Error, every_code_has_its_own_name_and_the_documented_exit_status) {
  const std::pair<ErrorCode, std::pair<const char*, int>> table[] = {
      {ErrorCode::invalid_input, {"invalid_input", 2}},
      {ErrorCode::not_found, {"not_found", 2}},
      {ErrorCode::conflict, {"conflict", 2}},
      {ErrorCode::corrupt, {"corrupt", 1}},
      {ErrorCode::io, {"io", 3}},
      {ErrorCode::limit, {"limit", 3}},
      {ErrorCode::cancelled, {"cancelled", 3}},
      {ErrorCode::refused, {"refused", 1}},
      {ErrorCode::internal, {"internal", 4}}};
  std::set<std::string_view> names;
  for (const auto& [code, expected] : table) {
    EXPECT_EQ(error_code_name(code), expected.first);
    EXPECT_EQ(exit_status(code), expected.second);
    names.insert(error_code_name(code));
  }
  EXPECT_EQ(names.size(), std::size(table));
}

TEST(Check, a_failed_condition_is_a_bug_and_names_its_place_without_folders) {
  EXPECT_NO_THROW(CHECK(1 + 1 == 2));
  try {
    CHECK(1 + 1 == 3);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::internal);
    EXPECT_EQ(exit_status(error.code()), 4);
    const std::string text = error.what();
    EXPECT_NE(text.find("'1 + 1 == 3' does not hold at error_test.cc:"), std::string::npos);
    EXPECT_EQ(text.find('/'), std::string::npos);
  }
}

}  // namespace
}  // namespace hearim
