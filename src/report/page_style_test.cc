#include "report/page_style.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

namespace hearim {
namespace {

using Palette = std::map<std::string, std::string>;

// The variables that follow `start`, up to the end of that block.
Palette palette_after(std::string_view css, std::string_view start) {
  Palette palette;
  const std::size_t from = css.find(start);
  EXPECT_NE(from, std::string_view::npos);
  const std::string_view block = css.substr(from, css.find('}', from) - from);
  for (std::size_t at = block.find("--"); at != std::string_view::npos;
       at = block.find("--", at + 2)) {
    const std::size_t colon = block.find(':', at);
    if (block.substr(colon + 1, 1) != "#") continue;
    const std::size_t end = block.find_first_of(";}", colon);
    palette[std::string(block.substr(at + 2, colon - at - 2))] =
        std::string(block.substr(colon + 2, end - colon - 2));
  }
  return palette;
}

// Relative luminance and contrast of WCAG 2.
double luminance(const std::string& hex) {
  EXPECT_TRUE(hex.size() == 3 || hex.size() == 6) << hex;
  double weights[] = {0.2126, 0.7152, 0.0722}, sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string pair = hex.size() == 3 ? std::string(2, hex[i]) : hex.substr(2 * i, 2);
    const double value = std::stoi(pair, nullptr, 16) / 255.0;
    sum += weights[i] * (value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
  }
  return sum;
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(PageStyle, words_and_marks_keep_the_contrast_of_wcag_aa_in_light_dark_and_print) {
  const Palette light = palette_after(page_style(), ":root{color-scheme:light dark");
  const Palette dark = palette_after(page_style(), "(prefers-color-scheme:dark)");
  Palette print = light;
  for (const auto& [name, colour] : palette_after(page_style(), "@media print"))
    print[name] = colour;
  EXPECT_EQ(print.at("paper"), "fff");
  for (const Palette& palette : {light, dark, print})
    for (const char* ground : {"paper", "under", "tint"}) {
      SCOPED_TRACE(palette.at("paper") + ", on " + ground);
      for (const char* words : {"ink", "soft"})
        EXPECT_GE(contrast(palette.at(words), palette.at(ground)), 4.5) << words;
      for (const char* mark : {"c1", "c2", "c3", "c4", "quiet"})
        EXPECT_GE(contrast(palette.at(mark), palette.at(ground)), 3) << mark;
    }
}

TEST(PageStyle, dark_never_reaches_the_printer) {
  // The dark palette is for screens alone, so that print falls back to the light one.
  EXPECT_NE(page_style().find("@media screen and (prefers-color-scheme:dark)"),
            std::string_view::npos);
}

}  // namespace
}  // namespace hearim
