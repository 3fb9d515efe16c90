// What a column of a list of the case may be used for when something leaves: whether it names
// persons, says where somebody is, or neither. Wider than what the linkage takes: the name of a
// father or a witness is a name, too. Headers and the first values are asked, and the linkage.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hearim/case.h"
#include "steps/case_step.h"

namespace hearim {

enum class ColumnUse : std::uint8_t {
  name,         // of a person
  other_name,   // of somebody else, or of something that bears a name
  number,       // of a person: passport, telephone, e-mail
  place,        // a place, an address, coordinates
  description,  // sex, age, date of birth
  unknown,
};

// One per column of `list`. `linkage`: content of the linkage that stands, or null.
std::vector<ColumnUse> column_uses(const Case& from, const List& list, const Json& linkage);

// 37.5665, 126.9780; 37°33'59"N: what points to a spot on the earth.
bool holds_coordinates(std::string_view text);

}  // namespace hearim
