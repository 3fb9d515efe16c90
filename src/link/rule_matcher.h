// Which rules bring two records together, found from what the two values of each field share
// instead of from the keys of every rule: a rule is met exactly when all its parts are shared.
//
// Each part of any rule is one bit; two records give a word of bits, and a table gives the rules.
// Immutable; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/blocks.h"
#include "link/comparison.h"

namespace hearim {

class RuleMatcher {
 public:
  RuleMatcher(std::span<const Comparison> comparisons, std::span<const BlockingRule> rules);

  // Words of a record's row beside its comparison values: keys of dates, signatures of names.
  std::size_t slot_count() const { return single_slots_.size() + 2 * bag_tests_.size(); }
  void fill_slots(const std::uint32_t* values, std::uint32_t* slots) const;

  // Rules met by two records, as bits, block sizes not looked at.
  std::uint32_t rules_met(const std::uint32_t* x_values, const std::uint32_t* x_slots,
                          const std::uint32_t* y_values, const std::uint32_t* y_slots) const;

  bool several_keys(int rule) const { return (several_ >> rule & 1) != 0; }

 private:
  struct ValueTest {
    std::uint32_t comparison;
    std::uint32_t bit;  // of the part
  };
  struct SingleSlot {
    std::uint32_t comparison;
    KeyKind kind;
    std::uint32_t bit;
  };
  struct BagTest {
    std::uint32_t comparison;
    std::uint32_t token, skeleton, token_pair;  // bits; 0 where no rule has the part
  };

  std::uint32_t rules_of_parts(std::uint32_t parts) const;

  std::span<const Comparison> comparisons_;
  std::vector<ValueTest> value_tests_;
  std::vector<SingleSlot> single_slots_;
  std::vector<BagTest> bag_tests_;
  std::vector<std::uint32_t> parts_of_rule_;
  std::vector<std::uint32_t> rules_by_parts_;  // empty where there are too many parts
  std::uint32_t several_ = 0;                  // rules under which a record has several keys
};

}  // namespace hearim
