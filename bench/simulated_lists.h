// A population of known size and lists that each record part of it, with the errors lists have.
// Invented people: names are made of syllables, with the skewed frequencies real names have.
//
// Capture depends on the list and on the person (some people are hard to reach on every list), so
// that lists are dependent as real ones are. Used by tests and benchmarks; not in the product.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/rng.h"
#include "hearim/link.h"

namespace hearim {

struct SimulatedListsOptions {
  std::uint32_t people = 1000;
  int lists = 3;
  double capture = 0.45;       // of a person by a list, on average
  double hard_to_reach = 0.3;  // spread of that over people, 0 none
  double duplicates = 0.0;     // further records of a person on a list that has them
  double typo = 0.10;          // per name
  double missing = 0.06;       // per value
  double swapped = 0.02;       // given and family name
  double wrong_date = 0.06;
  double default_date = 0.05;  // only the year was known: 1 January
  double moved = 0.10;
  bool clean = true;
};

struct SimulatedLists {
  LinkRecords records;
  std::vector<std::uint32_t> truth;  // person of each record
  std::uint32_t people_seen = 0;
};

class NameFrequencies {
 public:
  NameFrequencies(std::uint32_t count, double exponent) {
    double sum = 0.0;
    for (std::uint32_t i = 0; i < count; ++i) {
      sum += std::pow(static_cast<double>(i) + 2.0, -exponent);
      upto_.push_back(sum);
    }
    for (double& x : upto_) x /= sum;
  }
  std::uint32_t draw(Rng& rng) const {
    const double u = rng.uniform();
    std::size_t low = 0;
    std::size_t high = upto_.size() - 1;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (upto_[middle] < u) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return static_cast<std::uint32_t>(low);
  }

 private:
  std::vector<double> upto_;
};

// A pronounceable word that only this number has.
inline std::string syllable_word(std::uint32_t number, std::uint64_t kind) {
  static constexpr std::array<std::string_view, 16> onsets = {
      "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh"};
  static constexpr std::array<std::string_view, 8> vowels = {"a", "e",  "i",  "o",
                                                             "u", "ai", "ou", "ia"};
  std::uint64_t state = (number + 1) * 0x9E3779B97F4A7C15ULL + kind * 0xBF58476D1CE4E5B9ULL;
  std::string word;
  const int syllables = 2 + static_cast<int>((state >> 60) % 2);
  for (int s = 0; s < syllables; ++s) {
    state ^= state >> 29;
    state *= 0x94D049BB133111EBULL;
    word += onsets[state >> 40 & 15];
    word += vowels[state >> 50 & 7];
  }
  static constexpr std::array<std::string_view, 8> codas = {"", "n", "r", "s", "l", "m", "k", "t"};
  word += codas[state >> 20 & 7];
  return word;
}

inline void make_typo(std::string& word, Rng& rng) {
  if (word.size() < 3) return;
  const std::size_t at = 1 + rng.below(word.size() - 1);
  const char letter = static_cast<char>('a' + rng.below(26));
  switch (rng.below(4)) {
    case 0:
      word[at] = letter;
      break;
    case 1:
      word.insert(at, 1, letter);
      break;
    case 2:
      word.erase(at, 1);
      break;
    default:
      std::swap(word[at], word[at - 1]);
      break;
  }
}

inline SimulatedLists simulate_lists(const SimulatedListsOptions& options, std::uint64_t seed) {
  std::vector<LinkField> fields = {
      {"given", FieldType::given_name}, {"family", FieldType::family_name},
      {"born", FieldType::birth_date},  {"town", FieldType::place},
      {"sex", FieldType::sex},          {"work", FieldType::category}};
  std::vector<LinkList> lists;
  for (int l = 0; l < options.lists; ++l) {
    lists.push_back({std::string(1, static_cast<char>('A' + l)), options.clean});
  }
  SimulatedLists result{LinkRecords(fields, lists), {}, 0};
  const std::uint32_t scale = options.people;
  const NameFrequencies given(std::min(4000U, 200 + scale / 10), 0.8);
  const NameFrequencies family(std::min(60000U, 400 + scale / 4), 0.7);
  const NameFrequencies town(std::min(3000U, 20 + scale / 50), 0.9);
  const NameFrequencies work(120, 1.0);
  std::vector<std::uint64_t> rows(lists.size(), 0);
  std::array<std::string, 6> value;
  std::array<std::string_view, 6> view;
  for (std::uint32_t person = 0; person < options.people; ++person) {
    Rng rng(seed, "simulated person", person);
    const std::string given_name = syllable_word(given.draw(rng), 1);
    const std::string family_name = syllable_word(family.draw(rng), 2);
    const int year = 1930 + static_cast<int>(rng.below(80));
    const int month = 1 + static_cast<int>(rng.below(12));
    const int day = 1 + static_cast<int>(rng.below(28));
    const std::string home = syllable_word(town.draw(rng), 3);
    const std::string trade = syllable_word(work.draw(rng), 4);
    const std::string sex = rng.below(2) == 0 ? "f" : "m";
    const double reach = std::exp(options.hard_to_reach * (rng.uniform() * 4 - 2));
    bool seen = false;
    for (std::uint32_t list = 0; list < lists.size(); ++list) {
      const double odds = options.capture / (1 - options.capture) * reach;
      if (rng.uniform() > odds / (1 + odds)) continue;
      seen = true;
      for (bool again = true; again; again = rng.uniform() < options.duplicates) {
        value = {given_name, family_name, "", home, sex, trade};
        if (rng.uniform() < options.typo) make_typo(value[0], rng);
        if (rng.uniform() < options.typo) make_typo(value[1], rng);
        if (rng.uniform() < options.swapped) std::swap(value[0], value[1]);
        int y = year;
        int m = month;
        int d = day;
        if (rng.uniform() < options.wrong_date) {
          switch (rng.below(3)) {
            case 0:
              y += static_cast<int>(rng.below(2)) * 2 - 1;
              break;
            case 1:
              d = 1 + static_cast<int>(rng.below(28));
              break;
            default:
              if (d <= 12) std::swap(m, d);
          }
        }
        if (rng.uniform() < options.default_date) m = d = 1;
        std::array<char, 40> date;
        std::snprintf(date.data(), date.size(), "%04d-%02d-%02d", y, m, d);
        value[2] = date.data();
        if (rng.uniform() < options.moved) value[3] = syllable_word(town.draw(rng), 3);
        for (std::size_t f = 0; f < value.size(); ++f) {
          if (rng.uniform() < options.missing) value[f].clear();
          view[f] = value[f];
        }
        result.records.add(list, ++rows[list], view);
        result.truth.push_back(person);
        if (options.clean) break;
      }
    }
    result.people_seen += seen;
  }
  return result;
}

}  // namespace hearim
