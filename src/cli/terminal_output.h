// Standard output: how wide it is, whether it shows colours, and text written to it whole.
#pragma once

#include <string_view>

#include "report/estimate_text.h"

namespace hearim {

int output_width();  // columns, 60 to 100; 80 where it is no terminal

// Colours only for a person at a terminal who has not asked for none (https://no-color.org).
TextColour output_colour();

// Quiet where the reader has seen enough and closed the pipe. Throws Error(io).
void print_output(std::string_view text);

}  // namespace hearim
