#include "read/actor_index.h"

#include <algorithm>

namespace hearim {
namespace {

constexpr std::size_t kSentencesBack = 4;
constexpr std::size_t kActorsBack = 24;

}  // namespace

ActorIndex::ActorIndex(const StoryView& v, const std::vector<Actor>& a)
    : view(v), actors(a), starting(v.size() + 1, -1), ending(v.size() + 1, -1) {
  for (std::size_t k = 0; k < actors.size(); ++k) {
    std::int32_t& start = starting[actors[k].first];
    if (start < 0) start = static_cast<std::int32_t>(k);  // the longest comes first
    std::int32_t& end = ending[actors[k].last];
    if (end < 0) end = static_cast<std::int32_t>(k);  // so does the one that begins earlier
    if (actors[k].past > actors[k].last) ending[actors[k].past] = static_cast<std::int32_t>(k);
  }
}

std::size_t ActorIndex::first_from(std::size_t lexeme) const {
  return static_cast<std::size_t>(
      std::lower_bound(actors.begin(), actors.end(), lexeme,
                       [](const Actor& a, std::size_t b) { return a.first < b; }) -
      actors.begin());
}

bool ActorIndex::fits(std::int32_t k, char gender) const {
  const Actor& a = actors[static_cast<std::size_t>(k)];
  if (a.type != MentionType::person || a.plural) return false;
  return a.gender == Gender::unknown || gender == 0 ||
         (a.gender == Gender::female) == (gender == 'f');
}

std::int32_t ActorIndex::antecedent(std::size_t lexeme, std::int32_t last_speaker,
                                    std::uint32_t last_paragraph) const {
  std::size_t length = 0;
  const LexiconEntry* e = view.entry(lexeme, StoryClass::pronoun, length);
  if (e == nullptr) return -1;
  const char gender = view.value(*e).empty() ? 0 : view.value(*e).front();
  const auto word = view.letters(lexeme);
  const bool thing = word == U"it" || word == U"It" || word == U"its";
  const std::size_t here = view.sentence_of[lexeme];
  const std::uint32_t paragraph = view.sentences[here].paragraph;
  if (gender != 0) {
    const bool speaker_fits = last_speaker >= 0 && fits(last_speaker, gender);
    if (speaker_fits && last_paragraph == paragraph) return last_speaker;
    // The subject of this sentence or of one before it in the paragraph.
    for (std::size_t s = here + 1; s > 0 && here + 1 - s < kSentencesBack; --s) {
      const Sentence& sentence = view.sentences[s - 1];
      if (sentence.paragraph != paragraph) break;
      for (std::size_t k = first_from(sentence.first);
           k < actors.size() && actors[k].first < std::min<std::size_t>(sentence.last, lexeme);
           ++k) {
        if (fits(static_cast<std::int32_t>(k), gender)) return static_cast<std::int32_t>(k);
      }
    }
    if (speaker_fits && last_paragraph + 1 == paragraph) return last_speaker;
    std::size_t k = first_from(lexeme);
    for (std::size_t steps = 0; k > 0 && steps < kActorsBack; ++steps) {
      --k;
      if (actors[k].named && fits(static_cast<std::int32_t>(k), gender))
        return static_cast<std::int32_t>(k);
    }
    return -1;
  }
  if (!thing || here == 0) return -1;
  const Sentence& previous = view.sentences[here - 1];
  if (previous.paragraph != paragraph) return -1;
  for (std::size_t k = first_from(previous.first);
       k < actors.size() && actors[k].first < previous.last; ++k) {
    if (actors[k].type == MentionType::work || actors[k].type == MentionType::organisation)
      return static_cast<std::int32_t>(k);
  }
  return -1;
}

}  // namespace hearim
