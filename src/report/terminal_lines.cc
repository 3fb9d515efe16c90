#include "report/terminal_lines.h"

#include <array>
#include <optional>

#include "hearim/read.h"
#include "report/text_width.h"
#include "report/untrusted_text.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 11> kSgr = {"",   "1",  "2",  "1;33", "36", "32",
                                                   "35", "34", "95", "32",   "31"};

std::string escape_of(const StyledCharacter& c) {
  std::string codes = "0";
  const std::string_view style = kSgr[static_cast<std::size_t>(c.style)];
  if (!style.empty()) codes += ";" + std::string(style);
  if (c.underlined) codes += ";4";
  return "\x1b[" + codes + "m";
}

}  // namespace

StyledText& StyledText::add(std::string_view utf8, TextStyle style) {
  for (const char32_t c : decode_text(utf8)) add(c, style, false);
  return *this;
}

StyledText& StyledText::add(char32_t c, TextStyle style, bool underlined) {
  const char32_t shown = shown_character(c);
  if (shown == ' ' && (characters_.empty() || characters_.back().character == ' ')) return *this;
  characters_.push_back({shown, style, underlined});
  return *this;
}

void TerminalLines::blank() {
  if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
}

void TerminalLines::heading(std::string_view words) {
  blank();
  paragraph(StyledText().add(words, TextStyle::heading));
}

void TerminalLines::paragraph(std::string_view text, std::string_view first,
                              std::string_view rest) {
  paragraph(StyledText().add(text), first, rest);
}

void TerminalLines::paragraph(const StyledText& text, std::string_view first,
                              std::string_view rest) {
  const std::vector<StyledCharacter>& all = text.characters();
  std::string_view lead = first;
  std::size_t at = 0;
  do {
    const int room = std::max(8, width_ - terminal_width(lead));
    // The end of the line: as many columns as there is room for, back to the last break.
    int columns = 0;
    std::size_t end = at;
    std::optional<std::size_t> break_at;  // the line may end before this character
    while (end < all.size()) {
      const char32_t c = all[end].character;
      const int wide = terminal_width(c);
      if (columns + wide > room && end > at && c != ' ') break;
      if (c == ' ' || (wide == 2 && end > at)) break_at = end;
      columns += wide;
      ++end;
      if (wide == 2) break_at = end;
    }
    if (end < all.size() && break_at && *break_at > at) end = *break_at;
    std::size_t stop = end;
    while (stop > at && all[stop - 1].character == ' ') --stop;
    out_ += lead;
    bool styled = false;
    for (std::size_t i = at; i < stop; ++i) {
      const bool changes =
          i == at ? all[i].style != TextStyle::plain || all[i].underlined
                  : all[i].style != all[i - 1].style || all[i].underlined != all[i - 1].underlined;
      if (colour_ == TextColour::on && changes) {
        out_ += escape_of(all[i]);
        styled = true;
      }
      append_utf8(all[i].character, out_);
    }
    if (styled) out_ += "\x1b[0m";
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    out_ += '\n';
    at = end;
    while (at < all.size() && all[at].character == ' ') ++at;
    lead = rest;
  } while (at < all.size());
}

}  // namespace hearim
