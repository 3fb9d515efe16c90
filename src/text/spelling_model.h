// How likely a Latin spelling is for a word of another script.
//
// The model is a weighted transducer without memory: a word is cut into chunks of one unit or two
// (src/text/spelling_units.h), each chunk is written as nought to four Latin letters with its own
// probability, and stray Latin letters may be inserted. The score of a pair is
//
//     evidence = log P(spelling | word) - log P(spelling by chance)
//
// in natural logarithms, the best cutting counted alone (Viterbi), the chance being a model of
// letter pairs in names. Positive: the spelling says more for the word than against it. Costs are
// whole numbers (1/64 nat), so results are the same on every machine.
//
// Where the numbers come from: docs/text/names.md. Not for finding a spelling, only for judging
// one; not for words of more than 32 Latin letters (the rest is not read).
// Ristad, E. S., Yianilos, P. N. (1998), Learning string-edit distance, IEEE PAMI 20, 522-532.
// Jiampojamarn, S., Kondrak, G., Sherif, T. (2007), Applying many-to-many alignments and hidden
// Markov models to letter-to-phoneme conversion, NAACL-HLT, 372-379.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/name_forms.h"
#include "text/spelling_units.h"

namespace hearim {

inline constexpr int kSpellingLettersMax = 32;
inline constexpr double kSpellingCostUnit = 1.0 / 64;  // of a nat

// The chunks that begin at each unit of a word: two numbers per unit (one unit long, two units
// long), kNoChunk where there is none. Words are joined by joining their sounds.
inline constexpr std::uint16_t kNoChunk = 0xFFFF;
std::vector<std::uint16_t> spelling_sounds(std::u32string_view folded, NameScript script);

struct SpellingScore {
  double evidence = 0;         // nats; very negative if the spelling cannot be made at all
  double spelling_chance = 0;  // -log P(spelling by chance), nats, positive
};

// REQUIRES: script has units; sounds come from spelling_sounds() of that script; latin is a-z.
SpellingScore score_spelling(NameScript script, std::span<const std::uint16_t> sounds,
                             std::string_view latin);

bool has_spelling_model(NameScript script);

}  // namespace hearim
