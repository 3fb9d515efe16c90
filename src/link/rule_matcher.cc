#include "link/rule_matcher.h"

#include <algorithm>

#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kTablePartsMax = 14;

bool is_single(KeyKind kind) {
  return kind == KeyKind::value || kind == KeyKind::year || kind == KeyKind::month_day;
}

}  // namespace

RuleMatcher::RuleMatcher(std::span<const Comparison> comparisons,
                         std::span<const BlockingRule> rules)
    : comparisons_(comparisons) {
  struct Part {
    std::uint32_t comparison;
    KeyKind kind;
    bool operator==(const Part&) const = default;
  };
  std::vector<Part> parts;
  for (std::size_t q = 0; q < rules.size(); ++q) {
    std::uint32_t of_rule = 0;
    for (const BlockingKey& key : rules[q].keys) {
      const Part part{static_cast<std::uint32_t>(comparison_of_field(comparisons, key.field)),
                      key.kind};
      const auto at = std::find(parts.begin(), parts.end(), part);
      const auto index = static_cast<std::uint32_t>(at - parts.begin());
      if (at == parts.end()) parts.push_back(part);
      if (parts.size() > 32) {
        throw Error(ErrorCode::limit, "blocking rules use more than 32 different keys");
      }
      of_rule |= 1U << index;
      if (!is_single(key.kind)) several_ |= 1U << q;
    }
    parts_of_rule_.push_back(of_rule);
  }
  for (std::uint32_t p = 0; p < parts.size(); ++p) {
    const Part& part = parts[p];
    const std::uint32_t bit = 1U << p;
    if (part.kind == KeyKind::value) {
      value_tests_.push_back({part.comparison, bit});
    } else if (is_single(part.kind)) {
      single_slots_.push_back({part.comparison, part.kind, bit});
    } else {
      auto at = std::find_if(bag_tests_.begin(), bag_tests_.end(), [&](const BagTest& test) {
        return test.comparison == part.comparison;
      });
      if (at == bag_tests_.end()) {
        bag_tests_.push_back({part.comparison, 0, 0, 0});
        at = bag_tests_.end() - 1;
      }
      (part.kind == KeyKind::token      ? at->token
       : part.kind == KeyKind::skeleton ? at->skeleton
                                        : at->token_pair) = bit;
    }
  }
  if (parts.size() <= kTablePartsMax) {
    std::vector<std::uint32_t> table;
    for (std::uint32_t set = 0; set < 1U << parts.size(); ++set) {
      table.push_back(rules_of_parts(set));
    }
    rules_by_parts_ = std::move(table);
  }
}

std::uint32_t RuleMatcher::rules_of_parts(std::uint32_t parts) const {
  std::uint32_t rules = 0;
  for (std::size_t q = 0; q < parts_of_rule_.size(); ++q) {
    if ((parts_of_rule_[q] & ~parts) == 0) rules |= 1U << q;
  }
  return rules;
}

void RuleMatcher::fill_slots(const std::uint32_t* values, std::uint32_t* slots) const {
  for (const SingleSlot& slot : single_slots_) {
    *slots++ = comparisons_[slot.comparison].single_key(slot.kind, values[slot.comparison]);
  }
  for (const BagTest& test : bag_tests_) {
    const std::uint64_t signature =
        comparisons_[test.comparison].bags().signature(values[test.comparison]);
    *slots++ = static_cast<std::uint32_t>(signature);
    *slots++ = static_cast<std::uint32_t>(signature >> 32);
  }
}

std::uint32_t RuleMatcher::rules_met(const std::uint32_t* x_values, const std::uint32_t* x_slots,
                                     const std::uint32_t* y_values,
                                     const std::uint32_t* y_slots) const {
  std::uint32_t parts = 0;
  for (const ValueTest& test : value_tests_) {
    const std::uint32_t value = x_values[test.comparison];
    parts |= value == y_values[test.comparison] && value != 0 ? test.bit : 0;
  }
  for (const SingleSlot& slot : single_slots_) {
    parts |= *x_slots == *y_slots && *x_slots != 0 ? slot.bit : 0;
    ++x_slots;
    ++y_slots;
  }
  for (const BagTest& test : bag_tests_) {
    if (((x_slots[0] & y_slots[0]) | (x_slots[1] & y_slots[1])) != 0) {
      const WordBags::Shared shared = comparisons_[test.comparison].bags().shared(
          x_values[test.comparison], y_values[test.comparison]);
      parts |= (shared.words > 0 ? test.token : 0) | (shared.words > 1 ? test.token_pair : 0) |
               (shared.sound ? test.skeleton : 0);
    }
    x_slots += 2;
    y_slots += 2;
  }
  return rules_by_parts_.empty() ? rules_of_parts(parts) : rules_by_parts_[parts];
}

}  // namespace hearim
