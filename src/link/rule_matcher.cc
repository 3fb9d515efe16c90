#include "link/rule_matcher.h"

#include <algorithm>
#include <bit>

#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kTablePartsMax = 14;

bool has_several_keys(KeyKind kind) {
  return kind == KeyKind::token || kind == KeyKind::skeleton || kind == KeyKind::token_pair;
}

}  // namespace

RuleMatcher::RuleMatcher(const RecordKeys& keys, const RecordRows& rows) {
  for (std::size_t k = 0; k < rows.bag_count(); ++k) {
    bag_tests_.push_back({static_cast<std::uint32_t>(rows.signature_at(k)), 0, 0, 0});
  }
  struct Part {
    std::uint32_t comparison;
    KeyKind kind;
    bool operator==(const Part&) const = default;
  };
  std::vector<Part> parts;
  for (int q = 0; q < keys.rule_count(); ++q) {
    std::uint32_t of_rule = 0;
    std::vector<PartPlace> places;
    for (const RuleKeyMaker::Part& key : keys.of_rule(q).parts()) {
      const Part part{key.comparison_index, key.kind};
      const auto at = std::find(parts.begin(), parts.end(), part);
      const auto index = static_cast<std::uint32_t>(at - parts.begin());
      const std::uint32_t bit = 1U << index;
      of_rule |= bit;
      if (has_several_keys(key.kind)) {
        const std::size_t bag = rows.bag_of_comparison(key.comparison_index);
        places.push_back({key, static_cast<std::uint32_t>(bag)});
        BagTest& test = bag_tests_[bag];
        (key.kind == KeyKind::token      ? test.token
         : key.kind == KeyKind::skeleton ? test.skeleton
                                         : test.token_pair) = bit;
      } else {
        const auto word = static_cast<std::uint32_t>(rows.word_of(key.comparison_index, key.kind));
        places.push_back({key, word});
        if (at == parts.end()) word_tests_.push_back({word, bit});
      }
      if (at == parts.end()) parts.push_back(part);
      if (parts.size() > 32) {
        throw Error(ErrorCode::limit, "blocking rules use more than 32 different keys");
      }
    }
    parts_of_rule_.push_back(of_rule);
    places_of_rule_.push_back(std::move(places));
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

void RuleMatcher::count_sounds(const WordBags::Bag& x, const WordBags::Bag& y, SharedWords& found) {
  std::uint32_t i = 0;
  std::uint32_t j = 0;
  while (i < x.sound_count && j < y.sound_count) {
    if (x.sounds[i] < y.sounds[j]) {
      ++i;
    } else if (y.sounds[j] < x.sounds[i]) {
      ++j;
    } else {
      if (found.sound_count++ == 0) found.sound = x.sounds[i];
      ++i;
      ++j;
    }
  }
}

std::uint32_t RuleMatcher::only_key(int rule, const RecordView& x,
                                    const SharedWords* shared) const {
  std::uint32_t key = 0;
  const std::vector<PartPlace>& places = places_of_rule_[static_cast<std::size_t>(rule)];
  for (std::size_t p = 0; p < places.size(); ++p) {
    const PartPlace& place = places[p];
    std::uint32_t only = 0;
    switch (place.part.kind) {
      case KeyKind::token: {
        const WordBags::Common& words = shared[place.at].words;
        if (words.count != 1) return 0;
        only = x.bags[place.at].words[std::countr_zero(words.in_x)].id;
        break;
      }
      case KeyKind::token_pair: {
        const WordBags::Common& words = shared[place.at].words;
        if (words.count != 2) return 0;
        const WordBags::BagWord* of_x = x.bags[place.at].words;
        only = word_pair_key(of_x[std::countr_zero(words.in_x)].id,
                             of_x[std::countr_zero(words.in_x & (words.in_x - 1))].id);
        break;
      }
      case KeyKind::skeleton:
        if (shared[place.at].sound_count != 1) return 0;
        only = shared[place.at].sound;
        break;
      default:
        only = x.row[place.at];
    }
    key = p == 0 ? RuleKeyMaker::start_key(place.part, only)
                 : RuleKeyMaker::join_key(key, place.part, only);
  }
  return RuleKeyMaker::finish_key(key);
}

}  // namespace hearim
