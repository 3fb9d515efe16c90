// A name cut into its words: at spaces, hyphens and changes of script; Arabic names of two words
// joined (Abd al-Rahman, Abu Bakr, Salah al-Din) and articles set apart (al-Asad); Korean and
// Chinese names written without a space cut into surname and given name; hyphenated syllables of
// Korean and Chinese given names joined (Min-ji).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/name_forms.h"
#include "text/romanisation.h"

namespace hearim {

struct NameWord {
  std::u32string folded;
  NameScript script = NameScript::latin;
  NameTokenRole role = NameTokenRole::name;
  NamePlace place = NamePlace::unknown;
  // Another way to write a joined Latin word: "abdul" + the rest, the rest + "uddin".
  std::u32string canonical;
};

std::vector<NameWord> split_name(std::u32string_view folded, NamePart part);

NameScript script_of_letter(char32_t folded);  // `other` for digits and scripts not understood
bool is_name_letter(char32_t folded);

}  // namespace hearim
