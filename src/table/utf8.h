// Is it UTF-8 (RFC 3629)? Overlong forms, surrogates and values above U+10FFFF are not.
// Plain ASCII is checked eight bytes at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hearim {

// The length in bytes (1 to 4) of the well-formed character at `offset`, or 0.
// REQUIRES: offset < bytes.size().
std::size_t utf8_character_size(std::string_view bytes, std::size_t offset);

// The offset of the first byte at or after `from` that begins no well-formed character;
// std::string_view::npos when there is none.
std::size_t find_invalid_utf8(std::string_view bytes, std::size_t from = 0);

// At most `characters_max` characters of a cell, for a message: cut with "…", and with control
// characters and line breaks shown as "·". REQUIRES: text is UTF-8.
std::string quotable(std::string_view text, std::size_t characters_max = 40);

}  // namespace hearim
