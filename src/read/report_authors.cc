// Who made a report: "a report by X", "X released a report", "X's report".
#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kAuthorReach = 12;  // lexemes

}  // namespace

void SpeechReader::find_authors() {
  for (std::size_t k = 0; k < actors.size(); ++k) {
    const Actor& work = actors[k];
    if (work.type != MentionType::work) continue;
    const Sentence& sentence = view.sentences[view.sentence_of[work.first]];
    std::int32_t& author = out.author_of[static_cast<std::size_t>(work.entity)];
    if (author >= 0) continue;
    // "a report by X", "a study released on Friday by the law firm X", "the report "Dust", which X
    // published"
    for (std::size_t i = work.last; i < sentence.last && i < work.last + kAuthorReach; ++i) {
      if (view.sign(i) == U',' || view.is_quote_mark(i)) continue;
      const bool released = view.has(i, C::speech_release);
      if (view.sign(i) != 0 || (view.has(i, C::finite) && !released)) break;
      if (!word_is(i, U"by") && !word_is(i, U"de") && !word_is(i, U"del") && !word_is(i, U"عن") &&
          !(released && author_follows()))
        continue;
      for (std::size_t j = i + 1; j < sentence.last && j < i + 8; ++j) {
        const std::int32_t found = index.at(j);
        if (found >= 0 && is_speaker(found))
          work_by[static_cast<std::size_t>(found)] = static_cast<std::int32_t>(k);
        if (found >= 0 && actor(found).named && is_speaker(found)) {
          author = found;
          work_by[static_cast<std::size_t>(found)] = static_cast<std::int32_t>(k);
          break;
        }
        if (view.sign(j) == U',' || view.has(j, C::finite)) break;
      }
      break;
    }
    if (author >= 0) continue;
    // "X released a report", "X's report"
    for (std::size_t i = work.first; i > sentence.first && i + 14 > work.first; --i) {
      if (!view.has(i - 1, C::speech_release) &&
          !(i - 1 > sentence.first && view.letters(i - 1) == U"s" && view.glued(i - 1)))
        continue;
      std::int32_t subject = -1;  // the last one named before the verb
      for (std::size_t m = index.first_from(sentence.first);
           m < actors.size() && actors[m].first < i - 1; ++m) {
        if (!is_speaker(static_cast<std::int32_t>(m)) || actors[m].type == MentionType::work)
          continue;
        if (subject < 0 || actors[m].named || !actor(subject).named)
          subject = static_cast<std::int32_t>(m);
      }
      author = subject;
      break;
    }
  }
}

}  // namespace hearim
