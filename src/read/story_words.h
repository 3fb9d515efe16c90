// The classes of names.txt, speech.txt and acts.txt by number, and of every word the set of them
// that it may begin, so that a pass over a text asks one table per word. Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "read/lexicon.h"

namespace hearim {

enum class StoryClass : std::uint8_t {
  honorific,
  role,
  person_noun,
  org_noun,
  work_noun,
  org_head,
  org_known,
  place_known,
  place_head,
  place_first,
  work_head,
  event_head,
  demonym,
  given_name,
  organisation_before,
  place_before,
  place_of,
  perhaps_place_before,
  place_after,
  name_article,
  name_particle,
  org_link,
  name_and,
  quoted_title,
  not_name,
  relative,
  determiner,
  speech_cue,
  speech_according,
  speech_that,
  speech_adverb,
  speech_by,
  speech_release,
  speech_puts,
  speech_noun,
  caveat,
  caveat_figure,
  pronoun,
  count_noun,
  count_be,
  finite,
  act,
  weekday,
  month,
  surname,
  particle_end,
  media,
  any_org,
  count
};

class StoryWords {
 public:
  explicit StoryWords(const Lexicon& lexicon);
  // Whether some entry of the class begins with the word.
  bool begins(WordId word, StoryClass c) const {
    return (flags_[word] >> static_cast<unsigned>(c)) & 1U;
  }
  std::uint64_t flags(WordId word) const { return flags_[word]; }
  WordClass of(StoryClass c) const { return classes_[static_cast<std::size_t>(c)]; }

 private:
  WordClass classes_[static_cast<std::size_t>(StoryClass::count)];
  std::vector<std::uint64_t> flags_;
};

}  // namespace hearim
