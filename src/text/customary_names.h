// Spellings that no rule gives: how bearers of a name write it in Latin letters by custom.
//
//   김 kim gim; 이 lee yi rhee i; 陈 chen chan tan tran; محمد mohammed muhammad mohamed; 영 young
//
// Tables written for this program from the standards and common knowledge of the customs; they
// name nobody. Surname rows are grouped: two Latin spellings in one row can be one surname.
// Immutable; lookups cost a hash each.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

// Latin spellings, most customary first; empty if the name is not in the table.
// Keys are folded, Han keys simplified.
std::span<const std::string> korean_surname_spellings(std::u32string_view surname);
std::span<const std::string> chinese_surname_spellings(std::u32string_view surname);
std::span<const std::string> korean_syllable_spellings(char32_t syllable);
std::span<const std::string> arabic_name_spellings(std::u32string_view name);

// A surname of two syllables or characters (남궁, 欧阳).
bool is_compound_korean_surname(std::u32string_view two);
bool is_compound_chinese_surname(std::u32string_view two);
bool is_chinese_surname(char32_t character);

// The rows of surnames in which a Latin spelling stands, sorted; "lee" stands in 이 and in 李.
// Rows of all tables are numbered together.
std::vector<std::uint16_t> surname_groups(std::string_view latin);
std::span<const std::string> surname_group_spellings(std::uint16_t group);

}  // namespace hearim
