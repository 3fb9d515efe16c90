// What one pass over the speech of a text carries from verb to verb, and the questions that every
// language asks of a verb of saying. speech.cc leads; each group below is in the file named over
// it. Lives for one call, thread-compatible.
#pragma once

#include "read/actor_index.h"
#include "read/speech.h"

namespace hearim {

inline constexpr std::size_t kAppositionMax = 25;  // lexemes

struct SpeechReader {
  const StoryView& view;
  const std::vector<Actor>& actors;
  const ActorIndex& index;
  Speech out;
  std::vector<std::int32_t> work_by;  // by actor named behind "by": the work
  std::vector<bool> in_direct;        // by lexeme
  std::vector<bool> cue_used;         // by a direct quotation
  std::int32_t last_speaker = -1;
  std::uint32_t last_paragraph = 0;  // in which he spoke
  std::int32_t said_by = -1;         // subject of the verb before in this sentence

  SpeechReader(const ActorIndex& i, std::int32_t entities)
      : view(i.view),
        actors(i.actors),
        index(i),
        work_by(i.actors.size(), -1),
        in_direct(i.view.size() + 1, false),
        cue_used(i.view.size() + 1, false) {
    out.author_of.assign(static_cast<std::size_t>(entities), -1);
  }
  const Actor& actor(std::int32_t k) const { return actors[static_cast<std::size_t>(k)]; }
  bool word_is(std::size_t i, std::u32string_view word) const {
    return i < view.size() && view.letters(i) == word;
  }
  bool be_form(std::size_t i) const {
    return word_is(i, U"was") || word_is(i, U"were") || word_is(i, U"is") || word_is(i, U"are") ||
           word_is(i, U"been") || word_is(i, U"be") || word_is(i, U"being");
  }

  bool is_speaker(std::int32_t k) const {
    return actor(k).type == MentionType::person || actor(k).type == MentionType::organisation ||
           actor(k).type == MentionType::work;
  }
  std::int32_t author(std::int32_t k) const {
    return k < 0 || actor(k).type != MentionType::work
               ? -1
               : out.author_of[static_cast<std::size_t>(actor(k).entity)];
  }

  // speech.cc
  Speech run(const std::vector<Quote>& quotes);
  void indirect();
  void add(std::size_t first, std::size_t last, std::int32_t speaker, std::int32_t hearer,
           std::size_t cue_first, std::size_t cue_last);
  void speak(std::int32_t who, const Sentence& sentence);

  // report_authors.cc
  void find_authors();
  // Whether a verb of publishing may stand before who does it.
  bool author_follows() const {
    return view.lexicon.language() == ReadLanguage::spanish ||
           view.lexicon.language() == ReadLanguage::arabic;
  }

  // speech_subject.cc
  struct Subject {
    std::int32_t who = -1;
    std::size_t first = 0;  // where its phrase begins
  };
  Subject subject_before(std::size_t verb, std::size_t from) const;
  Subject bare_subject_before(std::size_t verb, std::size_t from) const;
  bool whole_name_before(const Subject& subject, std::size_t from) const;
  std::int32_t better(std::int32_t a, std::int32_t b) const;
  std::int32_t widened(std::int32_t k, std::size_t from) const;
  std::int32_t subject_after(std::size_t after, const Sentence& sentence) const;
  std::int32_t arabic_hearer(std::size_t from, std::size_t to) const;
  std::int32_t hearer_at(std::size_t& after, const Sentence& sentence) const;
  bool subject_is_pronoun(std::size_t k, const Sentence& sentence) const;

  // direct_speech.cc
  void direct(const std::vector<Quote>& quotes);
  bool tells(std::size_t cue) const;
  std::int32_t paragraph_subject(std::size_t lexeme) const;

  // speech_clause.cc
  bool finite_between(std::size_t first, std::size_t last) const;
  std::size_t words_between(std::size_t first, std::size_t last) const;
  std::size_t clause_after_that(std::size_t after, const Sentence& sentence) const;
  bool relative_verb(std::size_t i) const;
  std::size_t over_circumstances(std::size_t after, const Sentence& sentence) const;
  bool preposition(std::size_t i) const;
  std::size_t clause_end(std::size_t first, const Sentence& sentence) const;
  std::size_t trimmed_end(std::size_t first, std::size_t end) const;
  bool mostly_direct(std::size_t first, std::size_t last) const;
  std::size_t after_dateline(const Sentence& sentence) const;
  bool participle_at(std::size_t k) const;

  // indirect_speech.cc: languages whose subject stands beside the verb
  enum : unsigned { kSay = 1, kThat = 2, kTell = 4, kUrge = 8, kFor = 16, kOf = 32, kAsk = 64 };
  unsigned kinds_at(std::size_t i, std::size_t& length) const;
  bool no_verb(std::size_t i) const;
  void verb(std::size_t k, std::size_t length, unsigned kinds, const Sentence& sentence);
  void according(std::size_t k, std::size_t length, const Sentence& sentence);

  // chinese_speech.cc
  std::int32_t chinese_subject(std::size_t verb, const Sentence& sentence,
                               std::int32_t& hearer) const;
  bool chinese(std::size_t i, const Sentence& sentence, std::size_t& length);

  // korean_speech.cc
  std::int32_t korean_topic(std::size_t from, std::size_t to, std::size_t& after) const;
  std::int32_t korean_hearer(std::size_t from, std::size_t to) const;
  std::int32_t korean_whole(std::size_t lexeme) const;
  void korean(std::size_t i, const Sentence& sentence);
};

}  // namespace hearim
