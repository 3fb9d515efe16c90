// The style sheet of the page: one constant, no fonts or images from anywhere.
#pragma once

#include <string_view>

namespace hearim {

std::string_view page_style();

}  // namespace hearim
