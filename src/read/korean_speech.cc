// Korean: the topic of the sentence says what stands between it and "-고" before the verb.
#include "read/hangul_names.h"
#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kSpeakerReach = 16;  // lexemes

bool ends_said(std::u32string_view word) {
  return word == U"고" || (word.size() >= 2 && (word.substr(word.size() - 2) == U"다고" ||
                                                word.substr(word.size() - 2) == U"라고"));
}

}  // namespace

std::int32_t SpeechReader::korean_topic(std::size_t from, std::size_t to,
                                        std::size_t& after) const {
  std::int32_t found = -1;
  for (std::size_t k = index.first_from(from); k < actors.size() && actors[k].last <= to; ++k) {
    const Actor& a = actors[k];
    // "한빛(Hanbit)은": the particle stands behind the bracket
    const std::size_t past = index.past(static_cast<std::int32_t>(k));
    const std::uint32_t end = past > a.last ? view.lexemes[past - 1].end : a.span.end;
    std::uint32_t word_end = view.lexemes[past - 1].end;
    if (past < view.size() && view.glued(past) && view.is_word(past))
      word_end = view.lexemes[past].end;
    const auto tail = view.text.substr(end, word_end - end);
    // "민다솔 센터장은": the particle stands behind the title
    bool topic = tail == U"은" || tail == U"는" || tail == U"이" || tail == U"가";
    std::size_t last = past;
    if (!topic && a.type == MentionType::person && tail.empty()) {
      std::size_t i = past;
      while (i < to && i < past + 5 && !view.is_word(i)) ++i;  // (27세)
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
    const auto who = static_cast<std::int32_t>(k);
    const std::size_t past = index.past(who);
    std::size_t end = past;
    while (end < to && view.glued(end) && view.is_word(end)) ++end;
    const std::uint32_t from_letter =
        past > actors[k].last ? view.lexemes[past - 1].end : actors[k].span.end;
    const auto tail = view.text.substr(from_letter, view.lexemes[end - 1].end - from_letter);
    if (hangul_ends_with(tail, "hearer")) return who;
    if (actors[k].type != MentionType::organisation) continue;
    // "해오름일보에 말했다", "해오름일보와의 인터뷰에서"
    if (tail == U"에") return who;
    if ((tail == U"와의" || tail == U"과의") && end < to && view.has(end, C::work_noun)) return who;
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
  // "...숨졌다고 한빛이 10일 밝혔다": the speaker stands between what is said and the verb.
  std::int32_t between = -1;
  for (std::size_t e = i; e > sentence.first + 1 && e + kSpeakerReach > i; --e) {
    const auto word = view.letters(e - 1);
    if (e < i && !view.lexemes[e].space_before) continue;
    if (in_direct[e - 1] || view.sign(e - 1) == U',') break;
    if (!ends_said(word)) continue;
    std::size_t ignored = 0;
    if (e < i) between = korean_topic(e, i, ignored);
    if (e == i || between >= 0) end = e;
    break;
  }
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
  const std::int32_t who = between >= 0 ? between : korean_topic(sentence.first, i, begin);
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
