// Text with the differences removed that do not make another name: case, width, marks, letter
// variants, kinds of hyphen, apostrophe, space and digit.
//
//   "Müller-Ñúñez" -> "muller-nunez"     "ＫＩＭ" -> "kim"       "Ёлкин" -> "елкин"
//   "أَحْمَد" -> "احمد"   "يحيى" -> "يحيي"   "فاطمة" -> "فاطمه"   "۱۹۹۹" -> "1999"
//
// Arabic: harakat and tatweel dropped; alef with hamza, madda or wasla is alef; waw and yeh with
// hamza are waw and yeh; alef maqsura and Persian yeh are yeh; Persian kaf is kaf; ta marbuta and
// Persian heh are heh. A hamza standing alone is dropped. Persian letters of their own stay.
// Latin: marks dropped and ligatures opened, so that letters are a-z wherever Unicode or a
// national custom gives one (ø o, ł l, đ d, ß ss, æ ae, þ th). Cyrillic: ё is е; й, ї, ў stay.
// Invalid UTF-8, control and formatting characters (zero-width, direction marks) are dropped.
// Pure, thread-safe; needs no locale. About 50 ns for an ASCII name, a few microseconds where
// combining characters make ICU compose first.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

std::u32string fold_letters(std::string_view utf8);

std::string to_utf8(std::u32string_view text);
void append_utf8(char32_t letter, std::string& out);

// Code points of valid UTF-8; invalid bytes are dropped.
std::u32string from_utf8(std::string_view utf8);

}  // namespace hearim
