// Around every verb of saying (speech.txt) the same questions are asked, in this order: is it one
// here (no "the report", no "was told")? who is its subject? does a clause follow it, or does it
// close one?
#include "read/speech_reader.h"

#include <algorithm>

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kClauseMin = 3;  // words

}  // namespace

unsigned SpeechReader::kinds_at(std::size_t i, std::size_t& length) const {
  unsigned kinds = 0;
  length = 0;
  if (!view.has(i, C::speech_cue)) return 0;
  const WordClass c = view.words.of(C::speech_cue);
  std::size_t longest = 0;
  entry_at(view.lexemes, view.lexicon, i, c, longest);
  if (longest == 0) return 0;
  for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[i].word)) {
    if (e.word_class != c || e.words.size() != longest) continue;
    const std::string& kind = view.value(e);
    kinds |= kind == "say"    ? kSay
             : kind == "that" ? kThat
             : kind == "tell" ? kTell
             : kind == "urge" ? kUrge
             : kind == "for"  ? kFor
             : kind == "of"   ? kOf
                              : kAsk;
  }
  length = longest;
  return kinds;
}

// A noun that looks like the verb, a passive, an infinitive.
bool SpeechReader::no_verb(std::size_t i) const {
  if (i == 0) return false;
  const std::size_t before = i - 1;
  if (view.lexemes[i].capital && !view.sentences[view.sentence_of[i]].headline &&
      i != view.sentences[view.sentence_of[i]].first)
    return true;
  if (view.lexemes[i].capital && view.lexicon.language() == ReadLanguage::english) return true;
  if (view.sentence_of[before] != view.sentence_of[i]) return false;
  if (be_form(before) || word_is(before, U"to") || word_is(before, U"of") ||
      word_is(before, U"not"))
    return true;
  if (view.has(before, C::speech_adverb) && i > 1 && be_form(i - 2)) return true;
  if (view.has(before, C::determiner) && index.before(i) < 0 && !view.has(before, C::relative))
    return true;
  // Inside a phrase or a name: "a report", "claims office"
  const std::size_t k = index.first_from(i + 1);
  for (std::size_t m = k; m > 0 && m + 3 > k; --m) {
    if (actors[m - 1].first <= i && i < actors[m - 1].last) return true;
  }
  return false;
}

void SpeechReader::verb(std::size_t k, std::size_t length, unsigned kinds,
                        const Sentence& sentence) {
  const Subject subject = subject_before(k, sentence.first);
  std::int32_t who = subject.who;
  std::size_t after = k + length;
  std::int32_t hearer = -1;
  if ((kinds & kTell) != 0) {
    hearer = hearer_at(after, sentence);
  } else if (word_is(after, U"to") || word_is(after, U"a") || word_is(after, U"al")) {
    std::size_t at = after + 1;
    const std::int32_t found = hearer_at(at, sentence);
    if (found >= 0 && (kinds & (kUrge | kFor)) == 0) {
      hearer = found;
      after = at;
    }
  }
  bool inverted = false;
  const bool after_comma =
      k > sentence.first && (view.sign(k - 1) == U',' || view.is_quote_mark(k - 1));
  if (who < 0 || (after_comma && subject.first + kAppositionMax < k)) {
    const std::int32_t behind = subject_after(k + length, sentence);
    if (behind >= 0) {
      who = behind;
      inverted = true;
      after = std::max(after, index.past(behind));
      // "روت امرأة من X للمركز"
      for (std::size_t i = after;
           view.lexicon.language() == ReadLanguage::arabic && i < sentence.last && i < after + 5;
           ++i) {
        const std::int32_t to = index.at(i);
        if (view.has(i, C::speech_that)) break;
        if (to < 0 || actor(to).type == MentionType::place || view.letters(i).front() != U'ل')
          continue;
        hearer = to;
        after = index.past(to);
        break;
      }
      // "dijo una mujer de X al diario Y"
      if (word_is(after, U"a") || word_is(after, U"al")) {
        std::size_t at = after + 1;
        hearer = hearer_at(at, sentence);
        if (hearer >= 0) after = at;
      }
    }
  }
  if (k > sentence.first && view.has(k - 1, C::name_and) && said_by >= 0) who = said_by;
  if (who < 0 && !subject_is_pronoun(k, sentence)) return;
  said_by = who;
  const bool participle = participle_at(k);
  if (who >= 0 && actor(who).type == MentionType::work && participle && author(who) >= 0)
    who = author(who);
  // What follows.
  std::size_t begin = clause_after_that(after, sentence);
  if (begin == 0 && (kinds & (kUrge | kFor | kAsk)) != 0 && (kinds & kSay) == 0) {
    if ((kinds & kFor) != 0) begin = after;
    for (std::size_t i = after; begin == 0 && i < sentence.last && i < after + 12; ++i) {
      // "who asked not to be named" asks nobody
      if (i == after && (word_is(i, U"to") || word_is(i, U"not"))) break;
      if (word_is(i, U"to") || word_is(i, U"whether") || word_is(i, U"if")) begin = after;
    }
    if (begin != 0) {
      const std::size_t before = out.acts.size();
      add(begin, clause_end(begin, sentence), who, -1, k, k + length);
      if (out.acts.size() > before) out.acts.back().asserts = false;
      speak(who, sentence);
    }
    return;
  }
  if (begin == 0 && !inverted) {
    const std::size_t next = over_circumstances(after, sentence);
    const bool bare = (kinds & kSay) != 0 || ((kinds & kTell) != 0 && hearer >= 0);
    const bool starts = next < sentence.last &&
                        (view.is_word(next) || view.lexemes[next].kind == LexemeKind::digits) &&
                        !preposition(next) && !in_direct[next];
    if (bare && starts) {
      const std::size_t end = clause_end(next, sentence);
      if (words_between(next, end) >= kClauseMin && finite_between(next, end)) begin = next;
    }
    if (begin == 0 && (kinds & kOf) != 0 && starts && !participle) {
      const std::size_t end = clause_end(next, sentence);
      if (words_between(next, end) >= kClauseMin) begin = next;
    }
  }
  if (begin != 0) {
    const std::size_t end = clause_end(begin, sentence);
    // "said: "..."": the quotation has its own act
    if (!in_direct[begin] && !view.is_opening_mark(begin)) {
      add(begin, end, who, hearer, k, k + length);
      speak(who, sentence);
    }
    return;
  }
  // What stands before.
  if (cue_used[k] || participle || (kinds & (kSay | kThat | kTell)) == 0) return;
  const std::size_t comma = inverted ? k : subject.first;
  if (comma <= sentence.first || comma == 0) return;
  std::size_t end = comma;
  const bool single_mark = (view.sign(end - 1) == U'\'' || view.sign(end - 1) == U'’') &&
                           end >= 2 && view.sign(end - 2) == U',';
  if (view.sign(end - 1) != U',' && !view.is_quote_mark(end - 1) && !single_mark) return;
  if (view.is_quote_mark(end - 1) && in_direct[end >= 2 ? end - 2 : 0]) return;
  end = trimmed_end(sentence.first, end);
  const std::size_t start = after_dateline(sentence);
  if (end < start || words_between(start, end) < kClauseMin || mostly_direct(start, end)) return;
  if (!finite_between(start, end)) return;
  add(start, end, who, hearer, k, k + length);
  speak(who, sentence);
  // "..., the judge noted, and thousands remain": it goes on.
  if (view.sign(after) == U',' && after + 2 < sentence.last && !in_direct[after + 1]) {
    std::size_t rest = after + 1;
    if (view.has(rest, C::name_and)) ++rest;
    const std::size_t rest_end = clause_end(rest, sentence);
    if (words_between(rest, rest_end) >= kClauseMin && finite_between(rest, rest_end) &&
        !view.has(rest, C::relative))
      add(rest, rest_end, who, hearer, k, k + length);
  }
}

void SpeechReader::according(std::size_t k, std::size_t length, const Sentence& sentence) {
  const std::int32_t who = subject_after(k + length, sentence);
  if (who < 0) return;
  std::size_t after = actor(who).last;
  while (after < sentence.last && (view.is_quote_mark(after) || view.sign(after) == U')')) ++after;
  const bool first =
      k == sentence.first ||
      (k > sentence.first && (view.sign(k - 1) == U',' || view.has(k - 1, C::name_and) ||
                              view.has(k - 1, C::speech_that)));
  // An apposition of the speaker: "according to X, head of Y, ..."
  std::size_t comma = after;
  if (comma < sentence.last && view.sign(comma) != U',') {
    while (comma < sentence.last && comma < after + 10 && view.sign(comma) != U',') ++comma;
  }
  const bool goes_on =
      comma < sentence.last && view.sign(comma) == U',' && comma + 2 < sentence.last;
  // "Three died, according to X, citing Y": what is whole before it is what X says.
  const std::size_t start = after_dateline(sentence);
  const bool whole_before = k > start && view.sign(k - 1) == U',' &&
                            words_between(start, k) >= kClauseMin && finite_between(start, k) &&
                            !view.has(k - 2, C::speech_that);
  if (first && goes_on && !whole_before) {
    const std::size_t end = clause_end(comma + 1, sentence);
    if (words_between(comma + 1, end) >= 2) {
      add(comma + 1, end, who, -1, k, k + length);
      speak(who, sentence);
      return;
    }
  }
  if (first && k == sentence.first) {
    // No comma: "Según el informe menos del 10 % ..."
    const std::size_t end = clause_end(after, sentence);
    if (words_between(after, end) >= kClauseMin) add(after, end, who, -1, k, k + length);
    return;
  }
  std::size_t begin = sentence.first;
  for (std::size_t i = sentence.first; i < k; ++i) {
    if (view.has(i, C::speech_that) && i > sentence.first && view.has(i - 1, C::speech_cue))
      begin = i + 1;
  }
  const std::size_t end = trimmed_end(begin, k);
  if (words_between(begin, end) >= kClauseMin) {
    add(begin, end, who, -1, k, k + length);
    speak(who, sentence);
  }
}

}  // namespace hearim
