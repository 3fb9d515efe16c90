// The words that decide whether two figures are of the same people and the same fate, in every
// language at once: rules/all/concepts.txt, compiled once.
//
//   "North Korean women were sold" -> [?north] [?korean] [sex: women] [?were] [fate: exploited]
//   "여성 300명이 숨졌다"           -> [sex: women] [?300] [anybody] [fate: killed]
//
// Words are keyed by letter_key. Words of alphabets are whole; English and Spanish plurals and
// endings are taken off where the word itself is not known; Arabic words also without their
// article and one-letter prefixes; Han and Hangul words are the longest found at each place, the
// rest of a Hangul run is one word, a Han character alone is a word.
// Linear in the length of the text. Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/read.h"

namespace hearim {

enum class ConceptKind : std::uint8_t { none, sex, age, role, anybody, fate };

struct Concept {
  ConceptKind kind = ConceptKind::none;
  std::string name;
};

using ConceptId = std::uint16_t;

struct ContentWord {
  TextSpan span;
  std::uint64_t key = 0;            // equal for words of one stem; 0 for function words
  std::vector<ConceptId> concepts;  // several: "girls" is a sex and an age
  bool capital = false;
};

const Concept& concept_of(ConceptId id);

// The words of the span, in order.
std::vector<ContentWord> content_words(std::u32string_view text, TextSpan span);

}  // namespace hearim
