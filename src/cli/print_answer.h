// Standard output, with its errors: a full disk is said, a reader that has seen enough is not one.
#pragma once

#include <string_view>

namespace hearim {

// Throws Error(io).
void print_answer(std::string_view text);

}  // namespace hearim
