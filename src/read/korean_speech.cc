// Korean: the topic of the sentence says what stands between it and "-고" before the verb.
#include "read/hangul_names.h"
#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

std::int32_t SpeechReader::korean_topic(std::size_t from, std::size_t to,
                                        std::size_t& after) const {
  std::int32_t found = -1;
  for (std::size_t k = index.first_from(from); k < actors.size() && actors[k].last <= to; ++k) {
    const Actor& a = actors[k];
    const std::uint32_t end = view.lexemes[a.last - 1].end;
    std::uint32_t word_end = end;
    if (a.last < view.size() && view.glued(a.last) && view.is_word(a.last))
      word_end = view.lexemes[a.last].end;
    const auto tail = view.text.substr(a.span.end, word_end - a.span.end);
    // "민다솔 센터장은": the particle stands behind the title
    bool topic = tail == U"은" || tail == U"는" || tail == U"이" || tail == U"가";
    std::size_t last = a.last;
    if (!topic && a.type == MentionType::person && tail.empty()) {
      std::size_t i = a.last;
      while (i < to && i < a.last + 5 && !view.is_word(i)) ++i;  // (27세)
      for (std::size_t step = 0; i < to && step < 6; ++step, ++i) {
        const auto word = view.letters(i);
        if (!word.empty() && (word.back() == U'은' || word.back() == U'는' ||
                              word.back() == U'이' || word.back() == U'가')) {
          topic = true;
          last = i + 1;
          break;
        }
        if (view.is_quote_mark(i)) break;
      }
    }
    if (!topic || !is_speaker(static_cast<std::int32_t>(k))) continue;
    found = static_cast<std::int32_t>(k);
    after = last;
    while (after < to && view.glued(after) && view.is_word(after)) ++after;
    break;
  }
  return found;
}

std::int32_t SpeechReader::korean_hearer(std::size_t from, std::size_t to) const {
  for (std::size_t k = index.first_from(from); k < actors.size() && actors[k].first < to; ++k) {
    std::size_t end = actors[k].last - 1;
    while (end + 1 < to && view.glued(end + 1) && view.is_word(end + 1)) ++end;
    const auto word =
        view.text.substr(actors[k].span.start, view.lexemes[end].end - actors[k].span.start);
    if (hangul_ends_with(word, "hearer")) return static_cast<std::int32_t>(k);
  }
  return -1;
}

void SpeechReader::korean(std::size_t i, const Sentence& sentence) {
  std::size_t length = 0;
  if (view.entry(i, C::speech_according, length) != nullptr) {
    const std::int32_t who = index.before(i) >= 0 ? index.before(i) : korean_whole(i);
    std::size_t begin = i + length;
    if (view.sign(begin) == U',') ++begin;
    if (who >= 0 && begin < sentence.last)
      add(begin, trimmed_end(begin, sentence.last), who, -1, i, i + length);
    return;
  }
  if (view.entry(i, C::speech_cue, length) == nullptr || cue_used[i] || i < sentence.first + 2)
    return;
  // The word before the verb ends in "-다고": what is said ends there.
  if (view.lexemes[i].start == view.lexemes[i - 1].end) return;
  std::size_t end = i;
  const auto before = view.letters(end - 1);
  const std::size_t cut = before == U"고" || before == U"라고" ? before.size() : 0;
  TextSpan said{};
  if (cut > 0 && (view.is_quote_mark(end - 2) || in_direct[end - 2])) return;
  if (cut > 0) {
    said.end = view.lexemes[end - 1].start;
  } else if (before.size() > 2 && (before.substr(before.size() - 2) == U"다고" ||
                                   before.substr(before.size() - 2) == U"라고")) {
    said.end = view.lexemes[end - 1].end - 1;
  } else {
    return;
  }
  std::size_t begin = sentence.first;
  const std::int32_t who = korean_topic(sentence.first, i, begin);
  if (who < 0) return;
  // A verb in between ends the circumstances ("보고서를 내고").
  for (std::size_t k = begin; k + 2 < i; ++k) {
    const auto word = view.letters(k);
    if (word == U"내고" || word == U"통해" || word == U"인용해" || word == U"열고" ||
        word == U"펴내고")
      begin = k + 1;
  }
  if (begin >= end || mostly_direct(begin, end)) return;
  said.start = view.lexemes[begin].start;
  if (said.end <= said.start + 2) return;
  add(begin, end, who, -1, i, i + length);
  out.acts.back().span = said;
  out.acts.back().hearer = korean_hearer(begin, i);
  if (out.acts.back().hearer == who) out.acts.back().hearer = -1;
  speak(who, sentence);
}

// The actor whose word goes on up to a lexeme ("보고서" of "보고서에").
std::int32_t SpeechReader::korean_whole(std::size_t lexeme) const {
  for (std::size_t back = 1; back <= 3 && back <= lexeme; ++back) {
    if (index.before(lexeme - back + 0) >= 0 && view.glued(lexeme - back))
      return index.before(lexeme - back);
    const std::int32_t at = index.at(lexeme - back);
    if (at >= 0) return at;
  }
  return -1;
}

}  // namespace hearim
