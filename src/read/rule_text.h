// The rule files of src/read/rules as they are in the tree.
#pragma once

#include <string_view>

namespace hearim {

// Empty if there is no such file. The language is its code ("en").
std::string_view rule_text(std::string_view language, std::string_view name);

}  // namespace hearim
