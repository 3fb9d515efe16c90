// Marked text and labelled rows for a terminal: wrapped by columns, styled or plain.
//
// Characters that act on a terminal or on the order of a line are shown as U+FFFD. Lines break at
// spaces and beside wide East Asian characters; a word too long for a line is broken inside. With
// colour off there is no escape sequence at all. Thread-compatible.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/estimate_text.h"

namespace hearim {

// SGR parameters, written only with colour on.
enum class TextStyle : std::uint8_t {
  plain,
  heading,
  quiet,
  quantity,
  date,
  person,
  organisation,
  place,
  work,
  good,
  warning,
};

struct StyledCharacter {
  char32_t character = 0;
  TextStyle style = TextStyle::plain;
  bool underlined = false;
};

class StyledText {
 public:
  StyledText& add(std::string_view utf8, TextStyle style = TextStyle::plain);
  StyledText& add(char32_t c, TextStyle style, bool underlined);
  bool empty() const { return characters_.empty(); }
  const std::vector<StyledCharacter>& characters() const { return characters_; }

 private:
  std::vector<StyledCharacter> characters_;
};

class TerminalLines {
 public:
  TerminalLines(int width, TextColour colour) : width_(width), colour_(colour) {}

  void blank();
  void heading(std::string_view words);
  // The first line begins with `first`, the others with `rest`: both are ours, plain, of columns
  // that terminal_width counts.
  void paragraph(const StyledText& text, std::string_view first = "", std::string_view rest = "");
  void paragraph(std::string_view text, std::string_view first = "", std::string_view rest = "");

  std::string take() { return std::move(out_); }

 private:
  int width_;
  TextColour colour_;
  std::string out_;
};

}  // namespace hearim
