// Chinese: subject, verb, whom it is told, then the clause to the end of its sentence; "据" and a
// source, perhaps with 报道 behind it, then the clause.
#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

// Who says it: right before the verb, or before "对" and whom it is told.
std::int32_t SpeechReader::chinese_subject(std::size_t verb, const Sentence& sentence,
                                           std::int32_t& hearer) const {
  std::size_t p = verb;
  while (p > sentence.first &&
         (view.has(p - 1, C::speech_adverb) || view.in_date[p - 1] || view.sign(p - 1) == U'》'))
    --p;
  if (p > sentence.first && view.has(p - 1, C::pronoun))
    return index.antecedent(p - 1, last_speaker, last_paragraph);
  const std::int32_t near = index.before(p);
  if (near < 0 || !is_speaker(near)) return -1;
  std::size_t to = actor(near).first;
  if (to > sentence.first && view.sign(to - 1) == U'《') --to;
  if (to > sentence.first && (word_is(to - 1, U"对") || word_is(to - 1, U"向"))) {
    const std::int32_t who = index.before(to - 1);
    if (who >= 0 && is_speaker(who)) {
      hearer = near;
      return who;
    }
  }
  return near;
}

bool SpeechReader::chinese(std::size_t i, const Sentence& sentence, std::size_t& length) {
  const auto clause = [&](std::size_t begin, std::int32_t who, std::int32_t hearer,
                          std::size_t cue_last) {
    while (begin < sentence.last && (view.sign(begin) == U',' || view.sign(begin) == U':')) ++begin;
    if (begin >= sentence.last || in_direct[begin] || view.is_opening_mark(begin)) return;
    const std::size_t end = clause_end(begin, sentence);
    if (end <= begin || view.lexemes[end - 1].end - view.lexemes[begin].start < 3) return;
    add(begin, end, who, hearer, i, cue_last);
    speak(who, sentence);
  };
  if (view.entry(i, C::speech_according, length) != nullptr) {
    std::size_t at = i + length;
    while (at < sentence.last && at < i + 3 && index.at(at) < 0) ++at;
    const std::int32_t who = index.at(at);
    if (who < 0 || !is_speaker(who)) return false;
    std::size_t after = index.past(who);
    if (view.sign(after) == U'》') ++after;
    while (after < sentence.last && view.in_date[after]) ++after;
    std::size_t verb = 0;
    if (view.entry(after, C::speech_cue, verb) != nullptr) {
      cue_used[after] = true;
      after += verb;
    }
    clause(after, who, -1, i + length);
    return true;
  }
  if (view.entry(i, C::speech_cue, length) == nullptr) return false;
  if (cue_used[i]) return true;
  std::int32_t hearer = -1;
  std::int32_t who = chinese_subject(i, sentence, hearer);
  if (who < 0) return true;
  // "...发布报告称": who brought the report out
  if (actor(who).type == MentionType::work && author(who) >= 0 &&
      view.sentence_of[actor(author(who)).first] == view.sentence_of[i])
    who = author(who);
  std::size_t after = i + length;
  if (tells(i)) {
    hearer = index.at(after);
    if (hearer < 0) return true;
    after = index.past(hearer);
  }
  clause(after, who, hearer, i + length);
  return true;
}

}  // namespace hearim
