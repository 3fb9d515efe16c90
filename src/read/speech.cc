// One pass over the sentences: each verb of saying goes to the file that knows its language's order
// of words; then acts are put in order and quotations without a verb get the speaker beside them.
#include "read/speech.h"

#include <algorithm>

#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

void SpeechReader::add(std::size_t first, std::size_t last, std::int32_t speaker,
                       std::int32_t hearer, std::size_t cue_first, std::size_t cue_last) {
  while (first < last && view.lexemes[first].kind == LexemeKind::punctuation &&
         !view.is_opening_mark(first))
    ++first;
  if (last <= first || words_between(first, last) < 2) return;
  SpeechAct act;
  act.first = static_cast<std::uint32_t>(first);
  act.last = static_cast<std::uint32_t>(last);
  act.span = view.span(first, last);
  act.cue_first = static_cast<std::uint32_t>(cue_first);
  act.cue_last = static_cast<std::uint32_t>(cue_last);
  act.speaker = speaker;
  act.hearer = hearer == speaker ? -1 : hearer;
  out.acts.push_back(act);
}

void SpeechReader::speak(std::int32_t who, const Sentence& sentence) {
  if (who < 0 || actor(who).type != MentionType::person || actor(who).plural) return;
  last_speaker = who;
  last_paragraph = sentence.paragraph;
}

void SpeechReader::indirect() {
  std::size_t next_direct = 0;
  const std::size_t directs = out.acts.size();
  last_speaker = -1;
  for (const Sentence& sentence : view.sentences) {
    said_by = -1;
    for (std::size_t i = sentence.first; i < sentence.last; ++i) {
      while (next_direct < directs && out.acts[next_direct].last <= i) {
        speak(out.acts[next_direct].speaker, sentence);
        ++next_direct;
      }
      if (in_direct[i] || !view.is_word(i)) continue;
      std::size_t length = 0;
      if (view.lexicon.language() == ReadLanguage::korean) {
        korean(i, sentence);
        continue;
      }
      if (view.lexicon.language() == ReadLanguage::chinese) {
        if (chinese(i, sentence, length)) i += length - 1;
        continue;
      }
      if (view.entry(i, C::speech_according, length) != nullptr) {
        according(i, length, sentence);
        continue;
      }
      const unsigned kinds = kinds_at(i, length);
      if (kinds == 0 || no_verb(i)) continue;
      verb(i, length, kinds, sentence);
      i += length - 1;
    }
  }
}

Speech SpeechReader::run(const std::vector<Quote>& quotes) {
  find_authors();
  direct(quotes);
  indirect();
  // A quotation without a verb beside an indirect one of its sentence has its speaker.

  std::stable_sort(out.acts.begin(), out.acts.end(), [](const SpeechAct& a, const SpeechAct& b) {
    return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
  });
  std::int32_t beside = -1;
  for (std::size_t k = 0; k < out.acts.size(); ++k) {
    SpeechAct& act = out.acts[k];
    if (act.form == QuoteForm::indirect) {
      if (act.speaker >= 0) beside = static_cast<std::int32_t>(k);
      continue;
    }
    if (act.cue_first != act.cue_last || beside < 0) continue;
    const SpeechAct& other = out.acts[static_cast<std::size_t>(beside)];
    if (view.sentence_of[other.first] != view.sentence_of[act.first]) continue;
    act.speaker = other.speaker;
    act.hearer = other.hearer;
  }
  // One act for one place and speaker.
  out.acts.erase(std::unique(out.acts.begin(), out.acts.end(),
                             [](const SpeechAct& a, const SpeechAct& b) {
                               return a.span == b.span && a.form == b.form;
                             }),
                 out.acts.end());
  return std::move(out);
}

Speech speech_of(const ActorIndex& index, std::int32_t entity_count,
                 const std::vector<Quote>& quotes) {
  return SpeechReader(index, entity_count).run(quotes);
}

}  // namespace hearim
