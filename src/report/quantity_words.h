// A quantity's value in plain words: "more than 200,000", "20,000 to 99,999, vague", "about 70%".
#pragma once

#include <string>

#include "hearim/read.h"

namespace hearim {

std::string quantity_words(const QuantityValue& value, const std::string& unit);

}  // namespace hearim
