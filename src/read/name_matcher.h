// Names that are known beforehand, looked for in a text: the user's lists, and names of a document
// that stand in it a second time alone.
//
// Names are compared letter by letter by their letter_key()s, blanks as one, full stops and marks
// dropped. Kept sorted, so that a walk over the text narrows a range of names at each letter:
// O(log names) a letter, and nearly always over after one or two. Immutable, thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "read/story_view.h"

namespace hearim {

class NameMatcher {
 public:
  void add(std::u32string_view name, std::uint32_t index);  // names of one letter are not kept
  void sort();                                              // before the first match
  bool empty() const { return names_.empty(); }

  struct Match {
    std::uint32_t end = 0;  // code point; 0: none
    std::uint32_t index = 0;
  };
  // The longest name at `at` whose end is accepted; of equal ones the one added first.
  Match at(std::u32string_view text, std::uint32_t at,
           const std::function<bool(std::uint32_t end)>& may_end) const;

 private:
  struct Name {
    std::u32string folded;
    std::uint32_t index = 0;
  };
  std::vector<Name> names_;
};

// Calls found(span, first lexeme, last lexeme, index) for the names in a text, from left to right
// and none over another. A name begins with a word (Han: anywhere; Arabic: also behind a one-letter
// conjunction or preposition) and ends with one; behind a Korean name a particle may stand.
void for_each_known_name(
    const StoryView& view, const NameMatcher& names,
    const std::function<void(TextSpan, std::size_t, std::size_t, std::uint32_t)>& found);

}  // namespace hearim
