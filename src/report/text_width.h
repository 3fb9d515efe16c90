// How wide a text is before it is drawn: in columns of a terminal, and in pixels of a chart.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

// Columns of a terminal: 2 for wide East Asian characters (UAX #11: W and F), 0 for combining
// marks, format characters and the medial and final jamo of decomposed Hangul, else 1.
int terminal_width(std::string_view text);
int terminal_width(char32_t c);

// An upper estimate, in pixels, for the sans-serif faces the page asks for: Helvetica's advance
// widths, some per cent wider for the faces that stand in for it. A chart has no other way to
// know whether two labels touch, since the page is made without a browser.
struct FontSize {
  double pixels = 12;
  bool bold = false;
};
double chart_width(std::string_view text, FontSize font);

// Measures a text in whatever unit a line is counted in.
using TextMeasure = std::function<double(std::string_view)>;

// Lines no wider than `width`, broken at spaces; a word too long for a line is broken inside.
std::vector<std::string> wrap_text(std::string_view text, double width, const TextMeasure& measure);

// `text`, or as much of it as fits followed by an ellipsis.
std::string fit_text(std::string_view text, double width, const TextMeasure& measure);

// The same with the ellipsis in the middle: long names of one kind differ at their ends.
std::string fit_name(std::string_view name, double width, const TextMeasure& measure);

// At most `lines_max` lines; the last one ends in an ellipsis when something is left out.
std::vector<std::string> wrap_text_to(std::string_view text, double width, int lines_max,
                                      const TextMeasure& measure);

// The same in pixels of a chart.
TextMeasure chart_measure(FontSize font);
TextMeasure terminal_measure();

}  // namespace hearim
