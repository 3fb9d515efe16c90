// What the passes over names in capitals share; latin_names.cc leads, each group below is in the
// file named over it. Lives for one call, thread-compatible.
#pragma once

#include <array>
#include <unordered_map>
#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

inline constexpr std::size_t kTypes = 5;
inline constexpr std::size_t kNameLexemesMax = 24;

struct NameCandidate {
  std::uint32_t first = 0, last = 0;
  std::uint64_t key = 0, last_word = 0, first_word = 0;
  std::array<int, kTypes> votes{};
  Gender gender = Gender::unknown;
  bool weak = false, headline = false, single = false, article = false, known = false;
};

struct WordCount {
  std::uint32_t lower = 0, capital = 0;
};

struct NameReader {
  const StoryView& view;
  std::unordered_map<std::uint64_t, WordCount> word_counts;
  std::vector<NameCandidate> candidates;

  static int& vote(NameCandidate& c, MentionType type) {
    return c.votes[static_cast<std::size_t>(type)];
  }
  bool is(std::size_t i, StoryClass c) const {  // a word of the class, alone
    if (!view.has(i, c)) return false;
    for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[i].word)) {
      if (e.word_class == view.words.of(c) && e.words.size() == 1) return true;
    }
    return false;
  }
  bool capital(std::size_t i) const {
    if (i >= view.size()) return false;
    const Lexeme& lexeme = view.lexemes[i];
    return lexeme.kind == LexemeKind::word && lexeme.latin && lexeme.capital && !lexeme.inert &&
           !view.in_date[i] && !view.has(i, StoryClass::weekday);
  }
  bool common(std::size_t i) const { return is(i, StoryClass::not_name); }

  WordCount counted(std::size_t i) const {
    const auto found = word_counts.find(view.key(i, i + 1));
    return found == word_counts.end() ? WordCount{} : found->second;
  }

  // latin_names.cc
  std::vector<Actor> run();
  void count_words();
  void collect();
  void take_run(std::size_t i, std::size_t j, const Sentence& sentence);
  std::size_t take_quoted(std::size_t at, const Sentence& sentence);
  void add(std::size_t first, std::size_t last, const Sentence& sentence, int person,
           Gender gender);

  // name_run.cc
  std::size_t run_end(std::size_t i, const Sentence& sentence) const;
  bool plural_owner(std::size_t i) const;
  std::size_t demonym_length(std::size_t i) const;
  bool adjective_shape(std::size_t i, std::size_t last) const;

  // name_evidence.cc
  bool weak_place(std::size_t i, const Sentence& sentence) const;
  bool known_organisation(std::size_t first, std::size_t last) const;
  bool known_place(std::size_t first, std::size_t last) const;
  bool foreign_head(std::size_t i) const;
  bool common_noun(const NameCandidate& c) const;
  bool worth(const NameCandidate& c) const;
  void judge_inside(NameCandidate& c) const;
  void judge_around(NameCandidate& c, const Sentence& sentence) const;
};

}  // namespace hearim
