// How rare a value is, in classes of 2.5 bits, so that "agree on a rare value" and "agree on a
// common value" are levels of their own and the model stays exact on counts of level patterns
// (term-frequency adjustment, as bins).
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace hearim {

inline constexpr double kRarityFirstBits = 7.5;
inline constexpr double kRarityStepBits = 2.5;

// 0 the commonest .. class_count - 1 the rarest: `count` of `total` records have the value.
class RarityScale {
 public:
  explicit RarityScale(std::uint64_t total = 1) : total_(static_cast<double>(total)) {
    for (int c = 0; c < kClassesMax; ++c) {
      count_below_[c] = total_ * std::exp2(-(kRarityFirstBits + kRarityStepBits * c));
    }
  }
  int rarity(std::uint64_t count, int class_count) const {
    const double n = static_cast<double>(count);
    int c = 0;
    while (c + 1 < class_count && n < count_below_[c]) ++c;
    return c;
  }
  static constexpr int kClassesMax = 8;
  // The class among fewer, of a class among kClassesMax.
  static int within(int rarity, int class_count) {
    return rarity < class_count ? rarity : class_count - 1;
  }

 private:
  double total_;
  double count_below_[kClassesMax];
};

// "about 1 in 180 or more have it", "1 in 180 to 1 in 1,000 have it", "fewer than 1 in 1,000 ..."
std::string rarity_words(int rarity, int class_count);

}  // namespace hearim
