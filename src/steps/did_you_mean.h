// The known word that a mistyped one was probably meant to be, as a hint for an error message.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hearim {

// "did you mean 'birth_date'?", or empty where nothing known is near. Near: a third of the letters
// or fewer are other ones (case, marks and kinds of space do not count), or one holds the other.
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

}  // namespace hearim
