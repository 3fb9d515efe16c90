// The elements of date patterns that are no plain words: {day}, {year} and other numerals of a
// certain kind, and {class}es of words that say something about the date. Each reads what stands
// at a lexeme into the slots of the date and gives the number of lexemes it took, 0 if it does not
// fit.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "read/date_slots.h"
#include "read/numerals.h"

namespace hearim {

struct DateText {
  const std::vector<Lexeme>& lexemes;
  const Lexicon& lexicon;
  const Numerals& numerals;

  bool is(std::size_t i, char32_t c) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::punctuation &&
           lexemes[i].word != 0 && lexicon.key(lexemes[i].word).front() == c;
  }
  bool digits(std::size_t i) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::digits && !lexemes[i].grouped &&
           !lexemes[i].decimal;
  }
};

using DateElement = std::uint16_t;  // of {day}, {year} ...
using DateSlot = std::uint8_t;      // what the words of a class say

std::optional<DateElement> date_element_named(std::string_view name);
// The slot of every class of the lexicon, by class.
std::vector<DateSlot> date_slots_of_classes(const Lexicon& lexicon);

// It fits no one to three digits that are followed by digits: it wants four, a sign, an ending.
bool never_before_digits(DateElement element);
// Whether it is worth trying: cheap, and never false where the element would fit.
bool may_be_date_element(const DateText& text, DateElement element, std::size_t at);
// `start`: where the date begins.
std::size_t read_date_element(const DateText& text, DateElement element, std::size_t at,
                              std::size_t start, DateSlots& s);
std::size_t read_date_words(const DateText& text, DateSlot slot, std::size_t at,
                            WordClass word_class, DateSlots& s);
// 2016-03-04, 4/3/2016, 4.3.2016, 4/3, 2016-11.
std::size_t read_numeric_date(const DateText& text, std::size_t at, DateSlots& s);

}  // namespace hearim
