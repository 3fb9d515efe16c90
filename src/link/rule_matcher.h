// Which rules bring two records together, found from what the two values of each field share
// instead of from the keys of every rule: a rule is met exactly when all its parts are shared.
//
// Each part of any rule is one bit; two records give a word of bits, and a table gives the rules.
// Immutable; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/blocks.h"
#include "link/record_rows.h"

namespace hearim {

// What two records share in one field of names or places.
struct SharedWords {
  WordBags::Common words;
  int sound_count = 0;      // looked for only where a rule asks
  std::uint32_t sound = 0;  // the first
};

class RuleMatcher {
 public:
  RuleMatcher(const RecordKeys& keys, const RecordRows& rows);

  // Rules met by two records, as bits, block sizes not looked at; fills `shared`, one for each
  // field of names or places.
  std::uint32_t rules_met(const RecordView& x, const RecordView& y, SharedWords* shared) const {
    std::uint32_t parts = 0;
    for (const WordTest& test : word_tests_) {
      parts |= x.row[test.word] == y.row[test.word] && x.row[test.word] != 0 ? test.bit : 0;
    }
    for (std::size_t k = 0; k < bag_tests_.size(); ++k) {
      const BagTest& test = bag_tests_[k];
      SharedWords& found = shared[k];
      found = {};
      const std::uint32_t* const x_signature = x.row + test.signature;
      const std::uint32_t* const y_signature = y.row + test.signature;
      if ((x_signature[0] & y_signature[0]) != 0) {
        found.words = WordBags::common(x.bags[k], y.bags[k]);
        parts |= (found.words.count > 0 ? test.token : 0) |
                 (found.words.count > 1 ? test.token_pair : 0);
      }
      if (test.skeleton != 0 && (x_signature[1] & y_signature[1]) != 0) {
        count_sounds(x.bags[k], y.bags[k], found);
        parts |= found.sound_count > 0 ? test.skeleton : 0;
      }
    }
    return rules_by_parts_.empty() ? rules_of_parts(parts) : rules_by_parts_[parts];
  }

  // The key under which two records that meet a rule do so, where there is only one; 0 otherwise.
  // REQUIRES: rules_met() has this rule, and `shared` is from there.
  std::uint32_t only_key(int rule, const RecordView& x, const SharedWords* shared) const;

 private:
  struct WordTest {  // of one word of a row
    std::uint32_t word;
    std::uint32_t bit;  // of the part
  };
  struct BagTest {
    std::uint32_t signature;                    // where in the row
    std::uint32_t token, skeleton, token_pair;  // bits; 0 where no rule has the part
  };
  struct PartPlace {
    RuleKeyMaker::Part part;
    std::uint32_t at;  // word of the row; of parts with several keys, number of the bag
  };

  std::uint32_t rules_of_parts(std::uint32_t parts) const;
  static void count_sounds(const WordBags::Bag& x, const WordBags::Bag& y, SharedWords& found);

  std::vector<WordTest> word_tests_;
  std::vector<BagTest> bag_tests_;  // one for each field of names or places
  std::vector<std::uint32_t> parts_of_rule_;
  std::vector<std::vector<PartPlace>> places_of_rule_;
  std::vector<std::uint32_t> rules_by_parts_;  // empty where there are too many parts
};

}  // namespace hearim
