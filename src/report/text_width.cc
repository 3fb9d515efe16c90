#include "report/text_width.h"

#include <unicode/uchar.h>

#include <array>

#include "report/code_points.h"

namespace hearim {
namespace {

// Advance widths of Helvetica for U+0020..U+007E, in thousandths of the font size (Adobe's font
// metrics, as in the 14 standard fonts of ISO 32000).
constexpr std::array<int, 95> kHelvetica = {
    278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,  // space to /
    556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,  // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,  // @ to O
    667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,  // P to _
    333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,  // ` to o
    556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};      // p to ~
constexpr double kStandInFactor = 1.07;  // Noto Sans, Roboto and Segoe against Helvetica
constexpr double kBoldFactor = 1.08;

bool takes_no_room(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  const int kind = u_charType(point);
  if (kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK || kind == U_FORMAT_CHAR) return true;
  const int jamo = u_getIntPropertyValue(point, UCHAR_HANGUL_SYLLABLE_TYPE);
  return jamo == U_HST_VOWEL_JAMO || jamo == U_HST_TRAILING_JAMO;
}

bool is_wide(char32_t c) {
  const int width = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

double advance(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return kHelvetica[c - 0x20] / 1000.0;
  if (c == kMalformed) return 1;
  if (takes_no_room(c)) return 0;
  if (is_wide(c)) return 1;
  return c == 0xB7 ? 0.3 : 0.6;  // middle dot; the letters of other alphabets
}

// Leading text of at most `width`, cut between code points.
std::string_view prefix_within(std::string_view text, double width, const TextMeasure& measure) {
  std::size_t end = 0;
  bool full = false;
  for_each_code_point(text, [&](std::string_view bytes, char32_t) {
    const auto next = static_cast<std::size_t>(bytes.data() - text.data()) + bytes.size();
    full = full || (end > 0 && measure(text.substr(0, next)) > width);
    if (!full) end = next;
  });
  return text.substr(0, end);
}

}  // namespace

int terminal_width(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  return c == kMalformed ? 1 : takes_no_room(c) ? 0 : is_wide(c) ? 2 : 1;
}

int terminal_width(std::string_view text) {
  int width = 0;
  for_each_code_point(text, [&](std::string_view, char32_t c) { width += terminal_width(c); });
  return width;
}

double chart_width(std::string_view text, FontSize font) {
  double width = 0;
  for_each_code_point(text, [&](std::string_view, char32_t c) { width += advance(c); });
  return width * font.pixels * kStandInFactor * (font.bold ? kBoldFactor : 1);
}

std::vector<std::string> wrap_text(std::string_view text, double width,
                                   const TextMeasure& measure) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    std::string_view word = text.substr(at, space - at);
    at = space + 1;
    if (word.empty()) continue;
    if (!line.empty() && measure(line + " " + std::string(word)) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    while (line.empty() && measure(word) > width) {
      const std::string_view part = prefix_within(word, width, measure);
      if (part.size() == word.size()) break;
      lines.emplace_back(part);
      word.remove_prefix(part.size());
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string fit_text(std::string_view text, double width, const TextMeasure& measure) {
  if (measure(text) <= width) return std::string(text);
  std::string_view part = prefix_within(text, width - measure("…"), measure);
  while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
  return std::string(part) + "…";
}

std::string fit_name(std::string_view name, double width, const TextMeasure& measure) {
  if (measure(name) <= width) return std::string(name);
  const double room = width - measure("…");
  std::string_view start = prefix_within(name, room / 2, measure);
  std::size_t end_at = name.size();
  for_each_code_point(name, [&](std::string_view bytes, char32_t) {
    const auto at = static_cast<std::size_t>(bytes.data() - name.data());
    if (end_at == name.size() && at >= start.size() && measure(name.substr(at)) <= room / 2)
      end_at = at;
  });
  std::string_view end = name.substr(end_at);
  while (!start.empty() && start.back() == ' ') start.remove_suffix(1);
  while (!end.empty() && end.front() == ' ') end.remove_prefix(1);
  return std::string(start) + "…" + std::string(end);
}

std::vector<std::string> wrap_text_to(std::string_view text, double width, int lines_max,
                                      const TextMeasure& measure) {
  std::vector<std::string> lines = wrap_text(text, width, measure);
  const auto kept = static_cast<std::size_t>(std::max(1, lines_max));
  if (lines.size() <= kept) return lines;
  lines.resize(kept);
  std::string& last = lines.back();
  if (measure(last + "…") > width) last = fit_text(last, width - measure("…"), measure);
  if (!last.ends_with("…")) last += "…";
  return lines;
}

TextMeasure chart_measure(FontSize font) {
  return [font](std::string_view text) { return chart_width(text, font); };
}

TextMeasure terminal_measure() {
  return [](std::string_view text) { return static_cast<double>(terminal_width(text)); };
}

}  // namespace hearim
