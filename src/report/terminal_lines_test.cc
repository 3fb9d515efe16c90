#include "report/terminal_lines.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/text_width.h"

namespace hearim {
namespace {

std::string wrapped(std::string_view text, int width, TextColour colour = TextColour::off) {
  TerminalLines lines(width, colour);
  lines.paragraph(text, "a ", "b ");
  return lines.take();
}

TEST(TerminalLines, break_at_spaces_and_beside_wide_characters) {
  EXPECT_EQ(wrapped("one two three", 10), "a one two\nb three\n");
  EXPECT_EQ(wrapped("약가나다라", 10), "a 약가나다\nb 라\n");
  EXPECT_EQ(wrapped("abcdefghijkl", 10), "a abcdefgh\nb ijkl\n");
  EXPECT_EQ(wrapped("", 10), "a\n");
}

TEST(TerminalLines, no_line_is_wider_than_asked) {
  const std::string text =
      "At least 약 300명의 주민이 숨졌다고 말했다 قالت المنظمة aaaaaaaaaaaaaaaaaaaaaaa 😀😀";
  for (int width = 12; width < 40; ++width) {
    std::istringstream lines(wrapped(text, width));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(terminal_width(line), width);
  }
}

TEST(TerminalLines, nothing_acts_on_the_terminal) {
  const std::string out = wrapped("x\x1b[31m\x07\xE2\x80\xAE y", 60, TextColour::on);
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(out.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(TerminalLines, a_style_ends_with_its_line) {
  TerminalLines lines(9, TextColour::on);
  lines.paragraph(StyledText().add("one two three", TextStyle::date));
  EXPECT_EQ(lines.take(), "\x1b[0;36mone two\x1b[0m\n\x1b[0;36mthree\x1b[0m\n");
}

}  // namespace
}  // namespace hearim
