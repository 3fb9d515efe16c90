// The arrays that make_han_readings writes; only han_readings.cc reads them. Indexed by code point
// from kFirst to kLast.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearim::han_data {

inline constexpr char32_t kFirst = 0x3400;
inline constexpr char32_t kLast = 0x9FFF;

extern const char* const kSyllables[];
extern const std::size_t kSyllableCount;
extern const std::uint16_t kPinyin[];         // into kSyllables; 0: none
extern const std::uint16_t kSurnamePinyin[];  // into kSyllables; 0: none
extern const std::uint16_t kSimplified[];     // code point; 0: none
extern const std::uint16_t kHangul[];         // code point; 0: none

}  // namespace hearim::han_data
