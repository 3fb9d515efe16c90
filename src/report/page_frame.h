// What every page of the product has in common: its head, its style, and figures drawn twice.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "report/markup.h"

namespace hearim {

struct PageFrame {
  std::string title;
  std::string_view question;   // "How many in all?"
  std::string_view made_from;  // " An estimate from overlapping lists, by Hearim"
  std::string_view last_words;
  std::string title_figure = {};  // the number of the figure that the title is; empty: none
};

// One self-contained page without scripts, in which nothing can be loaded from anywhere. `header`
// writes what stands below the title, `main` the sections.
std::string framed_page(const PageFrame& frame, const std::function<void(Markup&)>& header,
                        const std::function<void(Markup&)>& main);

// The same chart for a page and for a telephone; the style sheet shows one of them.
void write_figure(Markup& page, const std::function<Markup(double width)>& chart,
                  std::string_view caption);

}  // namespace hearim
