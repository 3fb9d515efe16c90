// The user's names in a text.
#pragma once

#include <vector>

#include "hearim/read.h"
#include "read/actor.h"
#include "read/name_matcher.h"

namespace hearim {

// Immutable, thread-safe.
class NameList {
 public:
  explicit NameList(std::vector<KnownName> names);

  const KnownName& name(std::size_t index) const { return names_[index]; }

  // Puts the names of the list in place of what the rules found there. A longer name around one
  // stays ("Harbour Times Foundation" where "Harbour Times" is listed). A listed name that begins
  // with a capital is met only where the text has one.
  void find(const StoryView& view, std::vector<Actor>& actors) const;

 private:
  struct Spelling {
    std::uint32_t name;
    bool capital;
  };
  std::vector<KnownName> names_;
  std::vector<Spelling> spellings_;
  NameMatcher matcher_;
};

}  // namespace hearim
