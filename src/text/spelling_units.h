// A word of another script as the sequence of units that its Latin spelling is made from: letters
// of Arabic, Cyrillic and kana; jamo of Hangul; initial and final of each Han character's Mandarin
// reading. What carries no sound of its own for the purpose (punctuation, unknown letters) is left
// out. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/name_forms.h"

namespace hearim {

struct SpellingUnit {
  std::uint8_t code = 0;   // below kSpellingUnitMax, per script
  char32_t character = 0;  // on the first unit of a Han character: its simplified form; else 0
};
inline constexpr int kSpellingUnitMax = 128;

// `folded` as fold_letters() gives it. Empty for scripts that have no units (Latin, other).
std::vector<SpellingUnit> spelling_units(std::u32string_view folded, NameScript script);

// How a unit is written in the model's tables: "ㅂ", "ㅏ", "_ㄴ" (final consonant), "zh+", "+ang",
// "ш". Distinct within a script.
std::string spelling_unit_name(std::uint8_t code, NameScript script);

// The number of units of a script; codes are below it.
int spelling_unit_count(NameScript script);

}  // namespace hearim
