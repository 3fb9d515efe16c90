// The vocabulary files as they are in the tree.
#pragma once

#include <string_view>

namespace hearim {

std::string_view vocabulary_text(std::string_view name);  // empty if there is no such file

}  // namespace hearim
