// What is said: where the clause of a verb of saying begins and ends. What may follow a verb is
// data; the order of words is the business of this file.
#include "read/speech_reader.h"

#include <algorithm>

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kThatReach = 16;  // from a verb to its "that"

}  // namespace

bool SpeechReader::finite_between(std::size_t first, std::size_t last) const {
  for (std::size_t i = first; i < last; ++i) {
    if (!view.is_word(i)) continue;
    if (view.has(i, C::finite)) return true;
    const auto word = view.letters(i);
    if (!view.lexemes[i].capital && word.size() > 3 &&
        (word.substr(word.size() - 2) == U"ed" || word.back() == U's'))
      return true;
    if (view.has(i, C::act) || view.has(i, C::speech_cue)) return true;
  }
  return false;
}

std::size_t SpeechReader::words_between(std::size_t first, std::size_t last) const {
  std::size_t words = 0;
  for (std::size_t i = first; i < last; ++i)
    words += view.lexemes[i].kind != LexemeKind::punctuation;
  return words;
}

// "that" (or a colon), over a date and the place where it was said; where the clause begins.
std::size_t SpeechReader::clause_after_that(std::size_t after, const Sentence& sentence) const {
  for (std::size_t i = after; i < sentence.last && i < after + kThatReach; ++i) {
    if (view.has(i, C::speech_that) &&
        (i == after || !view.has(i, C::relative) || word_is(i, U"that") || word_is(i, U"que"))) {
      // "in a report that described": the verb follows at once
      if (i > after && view.has(i + 1, C::speech_cue)) return 0;
      if (i > after && view.has(i + 1, C::finite)) return 0;
      // "said in a report that accuses ...": a relative clause
      if (i > after && index.before(i) >= 0 && relative_verb(i + 1)) return 0;
      std::size_t begin = i + 1;
      if (view.sign(begin) == U',') ++begin;
      return begin < sentence.last ? begin : 0;
    }
    if (view.sign(i) == U':' && !view.is_quote_mark(i + 1))
      return i + 1 < sentence.last ? i + 1 : 0;
    if (view.is_quote_mark(i) && i == after) return 0;
    if (view.sign(i) == U';' || (view.sign(i) == U',' && i == after)) return 0;
    if (view.has(i, C::finite) && !view.in_date[i] && i > after) return 0;
    if (view.has(i, C::pronoun)) return 0;
  }
  return 0;
}

bool SpeechReader::relative_verb(std::size_t i) const {
  if (!view.is_word(i) || view.lexemes[i].capital || view.has(i, C::determiner) ||
      view.has(i, C::pronoun) || view.has(i, C::person_noun) || view.has(i, C::role) ||
      view.has(i, C::not_name))
    return false;
  const auto word = view.letters(i);
  return word.size() > 3 && (word.back() == U's' || word.substr(word.size() - 2) == U"ed");
}

// Over dates, adverbs and "in a statement ..." right behind the verb.
std::size_t SpeechReader::over_circumstances(std::size_t after, const Sentence& sentence) const {
  std::size_t i = after;
  while (i < sentence.last) {
    if (view.in_date[i] || (view.has(i, C::speech_adverb) && !view.has(i, C::finite))) {
      ++i;
    } else if ((word_is(i, U"on") || word_is(i, U"in")) && view.in_date[i + 1]) {
      ++i;
    } else {
      break;
    }
  }
  return i;
}

bool SpeechReader::preposition(std::size_t i) const {
  static constexpr std::u32string_view kWords[] = {
      U"in", U"on", U"at", U"to", U"during", U"after", U"via", U"from", U"by", U"for", U"with"};
  if (i >= view.size() || !view.is_word(i)) return false;
  return std::find(std::begin(kWords), std::end(kWords), view.letters(i)) != std::end(kWords);
}

// The end of a clause that begins at `first`.
std::size_t SpeechReader::clause_end(std::size_t first, const Sentence& sentence) const {
  std::size_t end = sentence.last;
  for (std::size_t i = first + 1; i < sentence.last; ++i) {
    if (view.is_quote_mark(i) && !in_direct[i - 1] &&
        (view.sign(i - 1) == U',' || view.sign(i - 1) == U':') && i + 1 < view.size() &&
        in_direct[i + 1]) {
      end = i;
      break;
    }
    // ", while Crake cautioned": somebody else speaks
    if (view.sign(i) == U',' || view.sign(i) == U';') {
      std::size_t j = i + 1;
      const bool joins = view.has(j, C::name_and) || word_is(j, U"while") || word_is(j, U"but") ||
                         word_is(j, U"whereas") || word_is(j, U"mientras") || word_is(j, U"pero");
      if (!joins) continue;
      ++j;
      for (std::size_t step = 0; step < 5 && j < sentence.last; ++step, ++j) {
        if (view.has(j, C::speech_cue) && !no_verb(j)) return trimmed_end(first, i);
        if (view.sign(j) != 0) break;
      }
    }
  }
  return trimmed_end(first, end);
}

std::size_t SpeechReader::trimmed_end(std::size_t first, std::size_t end) const {
  while (
      end > first && view.lexemes[end - 1].kind == LexemeKind::punctuation &&
      view.sign(end - 1) != U')' && view.sign(end - 1) != U'%' &&
      !(view.is_quote_mark(end - 1) && end >= 2 && in_direct[end - 2] && in_direct[first] == false))
    --end;
  return end;
}

bool SpeechReader::mostly_direct(std::size_t first, std::size_t last) const {
  std::size_t inside = 0;
  for (std::size_t i = first; i < last; ++i) inside += in_direct[i];
  return inside * 2 > last - first;
}

// "GENEVA, March 14 (Reuters) - ..."
std::size_t SpeechReader::after_dateline(const Sentence& sentence) const {
  if (!view.is_word(sentence.first) || !view.lexemes[sentence.first].latin ||
      !view.all_capitals(sentence.first))
    return sentence.first;
  for (std::size_t i = sentence.first; i < sentence.last && i < sentence.first + 16; ++i) {
    const char32_t sign = view.sign(i);
    if ((sign == U'-' || sign == U'–' || sign == U'—') && view.lexemes[i].space_before &&
        i + 1 < sentence.last && view.lexemes[i + 1].space_before)
      return i + 1;
  }
  return sentence.first;
}

bool SpeechReader::participle_at(std::size_t k) const {
  const auto word = view.letters(k);
  return word.size() > 4 && word.substr(word.size() - 3) == U"ing";
}

}  // namespace hearim
