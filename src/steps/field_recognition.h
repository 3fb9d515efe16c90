// What a column of a list of people holds, by its header. What cannot be recognised is left out and
// said, never guessed from values alone: a wrong guess would be evidence.
#pragma once

#include <optional>
#include <string_view>

#include "hearim/link.h"

namespace hearim {

// Headers in English, Spanish, French, Russian, Korean, Chinese and Arabic as lists use them.
// A list's own row number ("id", "rec_id") is no field.
std::optional<FieldType> recognise_field(std::string_view column);

}  // namespace hearim
