// What a figure is of: whom or what it counts, what befell them, where and when.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hearim/claims.h"
#include "read/claim_entities.h"
#include "read/concepts.h"

namespace hearim {

struct ClaimTopic {
  std::string unit;                   // person where people are counted without a unit
  std::vector<ConceptId> people;      // sex, age, role; sorted
  std::vector<ConceptId> fates;       // sorted
  std::vector<std::uint64_t> nouns;   // other words of what is counted; sorted
  std::vector<std::string> groups;    // beginnings of capitalised words (a people, a place); sorted
  std::vector<std::uint64_t> around;  // content of the sentence, for figures that count no people
  std::vector<int> places;            // entities named in the sentence; sorted
  std::optional<std::pair<int, int>> years;
  bool anybody = false;    // "people", "victims": says nothing of whom
  bool inherited = false;  // population taken from the figure before it
  bool earlier = false;    // the base that another figure is measured against
  bool change = false;     // a rise or fall, not a level
  double scale = 1;        // of the value, to the unit: 100 for a fraction told as a percentage
};

std::vector<ClaimTopic> topics_of(std::uint32_t index, const ClaimDocument& document,
                                  const ClaimEntities& entities);

// Whether two figures may be compared at all, and why not. `same_matter` is what makes them
// statements of one claim; then place and period may still forbid the comparison.
struct TopicComparison {
  bool same_matter = false;
  bool comparable = false;
  std::string why;  // why not, or a caution where it is comparable; empty if there is none
};
TopicComparison compare_topics(const ClaimTopic& a, const ClaimTopic& b,
                               const ClaimEntities& entities);

// The sentence around a place: full stops that end one, line ends.
TextSpan sentence_around(std::u32string_view text, TextSpan place);

}  // namespace hearim
