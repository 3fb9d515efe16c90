// Actors by place, and pronouns: whom "she" stands for.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

struct ActorIndex {
  ActorIndex(const StoryView& view, const std::vector<Actor>& actors);

  const StoryView& view;
  const std::vector<Actor>& actors;
  std::vector<std::int32_t> starting, ending;  // by lexeme: the longest that begins / ends there

  // The first actor at or after a lexeme; actors.size() if there is none.
  std::size_t first_from(std::size_t lexeme) const;
  std::int32_t at(std::size_t lexeme) const {
    return lexeme < starting.size() ? starting[lexeme] : -1;
  }
  std::int32_t before(std::size_t lexeme) const {
    return lexeme < ending.size() ? ending[lexeme] : -1;
  }
  // One past an actor and what explains it in brackets.
  std::size_t past(std::int32_t k) const {
    const Actor& a = actors[static_cast<std::size_t>(k)];
    return a.past > a.last ? a.past : a.last;
  }
  // Whom the pronoun at `lexeme` stands for; -1 if that is open. `last_speaker`: who
  // spoke last, in the paragraph `last_paragraph`.
  std::int32_t antecedent(std::size_t lexeme, std::int32_t last_speaker,
                          std::uint32_t last_paragraph) const;
  bool fits(std::int32_t actor, char gender) const;  // 'f', 'm'
};

}  // namespace hearim
