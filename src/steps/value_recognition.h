// What a column holds, by its values: for columns whose header says nothing, and against headers
// that mislead.
//
// Only what values alone can prove is taken: dates, words for the sexes, e-mail addresses, and
// whole names in Hangul, Han or Arabic script that begin with (or hold) names known to be names.
// Words in Latin letters could be a name, a village or a trade, and numbers an age, a row number or
// a telephone: those are never guessed. The evidence is told in shares, never by showing a value.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hearim/link.h"

namespace hearim {

inline constexpr std::size_t kValuesLookedAt = 2000;  // from the top of a list
inline constexpr std::size_t kValuesEnough = 10;      // fewer prove nothing

struct ValueEvidence {
  FieldType type = FieldType::name;
  std::string words;  // "98 % of 1,200 values are dates"
};

// `values`: those that are not empty. Absent where they prove nothing.
std::optional<ValueEvidence> recognise_values(std::span<const std::string> values);

// Whether the linkage can read the value as this type; what it cannot read counts as missing.
bool can_read(FieldType type, std::string_view value);

// "98 % of 1,200 values are dates" for types whose values can be unreadable; absent for the others.
std::optional<std::string> readable_words(FieldType type, std::span<const std::string> values);
double readable_share(FieldType type, std::span<const std::string> values);

}  // namespace hearim
