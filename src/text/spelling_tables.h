// The numbers of the spelling model, as text; format in docs/text/names.md, "The tables".
#pragma once

#include <string_view>

#include "text/name_forms.h"

namespace hearim {

std::string_view spelling_table(NameScript script);  // empty if the script has none
std::string_view letter_pair_table();

}  // namespace hearim
