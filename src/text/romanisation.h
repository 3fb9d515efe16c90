// The Latin spellings a word of another script is given under the customs for its script.
//
// Hangul: Revised Romanisation (2000), McCune-Reischauer (1939), customary surnames and syllables.
// Han: Pinyin, Wade-Giles, customary surnames (Cantonese, Hokkien, Vietnamese), Sino-Korean.
// Arabic: customary spellings of common names; a plain rendering of the consonants with short
// vowels guessed. Cyrillic: BGN/PCGN, ISO 9 without marks, Russian passports (ICAO), French,
// German, Ukrainian (2010). Kana: Hepburn and Kunrei. Hebrew: consonants, vowels guessed.
//
// Lower-case a-z only, distinct, most customary first, at most kRomanisationsMax. A short list for
// exact meetings and keys; how well any other spelling fits is judged by the spelling model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/name_forms.h"

namespace hearim {

inline constexpr size_t kRomanisationsMax = 8;

// What the word is in the name, as far as known: surnames have readings of their own.
enum class NamePlace : std::uint8_t { unknown, surname, given };

std::vector<std::string> romanise(std::u32string_view folded, NameScript script, NamePlace place);

// The Sino-Korean reading of a Han word with the initial sound rule (李 이, 李敏 이민, 敏女 민녀);
// empty if a character has none.
std::u32string sino_korean(std::u32string_view han);

}  // namespace hearim
