// Whose words stand in quotation marks: the subject of the verb beside them, else who spoke before.
#include <algorithm>

#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

void SpeechReader::direct(const std::vector<Quote>& quotes) {
  std::int32_t before = -1;
  std::uint32_t paragraph_before = 0;
  for (const Quote& quote : quotes) {
    SpeechAct act;
    act.form = QuoteForm::direct;
    act.span = quote.span;
    act.first = static_cast<std::uint32_t>(view.lexeme_at(quote.span.start));
    act.last = static_cast<std::uint32_t>(view.lexeme_at(quote.span.end - 1)) + 1;
    for (std::uint32_t i = act.first; i < act.last; ++i) in_direct[i] = true;
    out.acts.push_back(act);
  }
  for (std::size_t k = 0; k < quotes.size(); ++k) {
    SpeechAct& act = out.acts[k];
    const Quote& quote = quotes[k];
    const std::uint32_t paragraph = view.sentences[view.sentence_of[act.first]].paragraph;
    last_speaker = before;
    last_paragraph = paragraph_before;
    if (view.lexicon.language() == ReadLanguage::korean) {
      const Sentence& sentence = view.sentences[view.sentence_of[act.first]];
      std::size_t after = 0;
      act.speaker = korean_topic(sentence.first, act.first, after);
      if (act.speaker >= 0) act.hearer = korean_hearer(after, act.first);
    }
    if (!quote.cue.empty()) {
      act.cue_first = static_cast<std::uint32_t>(view.lexeme_at(quote.cue.start));
      act.cue_last = static_cast<std::uint32_t>(view.lexeme_at(quote.cue.end - 1)) + 1;
      cue_used[act.cue_first] = true;
    }
    if (view.lexicon.language() == ReadLanguage::korean && act.hearer < 0 &&
        act.cue_first > act.last)
      act.hearer = korean_hearer(act.last, act.cue_first);
    if (!quote.cue.empty() && view.lexicon.language() == ReadLanguage::chinese) {
      const Sentence& sentence = view.sentences[view.sentence_of[act.cue_first]];
      act.speaker = chinese_subject(act.cue_first, sentence, act.hearer);
    }
    if (!quote.cue.empty() && act.speaker < 0) {
      const Sentence& sentence = view.sentences[view.sentence_of[act.cue_first]];
      std::size_t after = act.cue_last;
      if (act.cue_first >= act.last) {
        // Behind the quotation: between it and the verb, or behind the verb.
        const Subject subject = subject_before(act.cue_first, act.last + 1);
        act.speaker = subject.who;
        if (act.speaker < 0) {
          act.speaker = subject_after(act.cue_last, sentence);
          if (act.speaker >= 0) after = actor(act.speaker).last;
        }
      } else {
        const std::size_t from = sentence.first < act.cue_first ? sentence.first : act.cue_first;
        act.speaker = subject_before(act.cue_first, from).who;
        if (act.speaker < 0) {
          act.speaker = subject_after(act.cue_last, sentence);
          if (act.speaker >= 0) after = actor(act.speaker).last;
        }
      }
      if (view.lexicon.language() == ReadLanguage::arabic) {
        act.hearer = arabic_hearer(after, sentence.last);
      } else if (tells(act.cue_first) || after > act.cue_last) {
        const std::size_t place = after;
        const bool to = word_is(place, U"to") || word_is(place, U"a") || word_is(place, U"al");
        if (tells(act.cue_first) || to) {
          std::size_t at = to ? place + 1 : place;
          act.hearer = hearer_at(at, sentence);
        }
      }
      if (act.hearer == act.speaker) act.hearer = -1;
    }
    if (act.speaker < 0 && quote.cue.empty()) {
      // No verb: who spoke before in this paragraph, or the subject before it.
      if (before >= 0 && paragraph == paragraph_before) {
        act.speaker = before;
      } else {
        act.speaker = paragraph_subject(act.first);
      }
    }
    if (act.speaker >= 0) {
      before = act.speaker;
      paragraph_before = paragraph;
    }
  }
}

bool SpeechReader::tells(std::size_t cue) const {
  for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[cue].word)) {
    if (e.word_class == view.words.of(C::speech_cue) && view.value(e) == "tell") return true;
  }
  return false;
}

std::int32_t SpeechReader::paragraph_subject(std::size_t lexeme) const {
  const std::size_t here = view.sentence_of[lexeme];
  for (std::size_t s = here + 1; s > 0 && here + 1 - s < 4; --s) {
    const Sentence& sentence = view.sentences[s - 1];
    if (sentence.paragraph != view.sentences[here].paragraph) break;
    for (std::size_t k = index.first_from(sentence.first);
         k < actors.size() && actors[k].first < std::min<std::size_t>(lexeme, sentence.last); ++k) {
      if (actors[k].type == MentionType::person && !actors[k].plural)
        return static_cast<std::int32_t>(k);
    }
  }
  return -1;
}

}  // namespace hearim
