// Words beside a name that are not the name: titles (Dr, 선생님, 先生, الدكتور) and particles
// (de, van, al, بن). Also what turns two Arabic words into one name (abd, abu, din, allah).
// Words are folded, one token each.
#pragma once

#include <string_view>

#include "text/name_forms.h"

namespace hearim {

NameTokenRole role_of_word(std::u32string_view folded);
// A particle only between other words; first or last it is a name (Ben, An, San, La).
bool is_particle_only_inside(std::u32string_view folded);

// "abd", "abdul", "عبد": the next word (after an article) belongs to it.
bool is_servant_word(std::u32string_view folded);
// "abu", "umm", "ابو", "ام": likewise.
bool is_parent_word(std::u32string_view folded);
// "al", "el", "ال".
bool is_article(std::u32string_view folded);
// "din", "deen", "uddin", "الدين", "allah", "الله": belongs to the word before it.
bool is_religious_ending(std::u32string_view folded);

// Ivanovich, Petrovna, Иванович, Ильинична.
bool is_patronymic(std::u32string_view folded);

// Whether a Latin word is one syllable of a Chinese or Korean given name: then hyphenated ones are
// one name (Min-ji, Xiao-ping), while Jean-Pierre is two.
bool is_east_asian_syllable(std::string_view latin);

}  // namespace hearim
