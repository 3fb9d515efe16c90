#include "read/story_words.h"

namespace hearim {
namespace {

constexpr const char* kNames[] = {"honorific",
                                  "role",
                                  "person_noun",
                                  "org_noun",
                                  "work_noun",
                                  "org_head",
                                  "org_known",
                                  "place_known",
                                  "place_head",
                                  "place_first",
                                  "work_head",
                                  "event_head",
                                  "demonym",
                                  "given_name",
                                  "organisation_before",
                                  "place_before",
                                  "place_of",
                                  "perhaps_place_before",
                                  "place_after",
                                  "name_article",
                                  "name_particle",
                                  "org_link",
                                  "name_and",
                                  "quoted_title",
                                  "not_name",
                                  "relative",
                                  "determiner",
                                  "speech_cue",
                                  "speech_according",
                                  "speech_that",
                                  "speech_adverb",
                                  "speech_by",
                                  "speech_release",
                                  "speech_puts",
                                  "speech_noun",
                                  "caveat",
                                  "caveat_figure",
                                  "pronoun",
                                  "count_noun",
                                  "count_be",
                                  "finite",
                                  "act",
                                  "weekday",
                                  "month",
                                  "surname",
                                  "particle_end",
                                  "media",
                                  "any_org"};
static_assert(sizeof(kNames) / sizeof(kNames[0]) == static_cast<std::size_t>(StoryClass::count));
static_assert(static_cast<std::size_t>(StoryClass::count) <= 64);

}  // namespace

StoryWords::StoryWords(const Lexicon& lexicon) : flags_(lexicon.word_count(), 0) {
  for (std::size_t c = 0; c < static_cast<std::size_t>(StoryClass::count); ++c) {
    classes_[c] = lexicon.class_named(kNames[c]);
    if (classes_[c] == kNoClass) continue;
    for (std::size_t word = 0; word < flags_.size(); ++word) {
      if (lexicon.classes(static_cast<WordId>(word)).test(classes_[c]))
        flags_[word] |= std::uint64_t{1} << c;
    }
  }
}

}  // namespace hearim
