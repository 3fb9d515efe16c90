// Levels of agreement between two bags of words.
//
// Words are matched one to one: first those that are the same, then, among the rest, those that
// are spelt or sound alike. "john edward morris" and "morrice john" give one word the same, one
// alike, and none of the shorter name left over. The level is the kind of agreement with how rare
// the agreed words are *together*: the number of records that hold both words is counted, so that
// "1st baronet" is known to be common although neither word is.
//
// Kinds, from strongest; a word "left over" is one that the other name should have had:
//   same, several words | shorter inside longer | the same with spelling variants | the same in
//   another script | several agree, some left over | same, one word | one agrees, none left over |
//   one alike | one agrees, others differ | one alike, others differ | nothing
//
// Not for free text: at most eight words of a value are looked at.
//
// A pair is decided without string work whenever letters alone rule it out: each edit changes at
// most two bits of a letter mask (letters, second occurrences, digits).
#include "link/word_bag.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "base/check.h"
#include "link/word_pair_hash.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

struct Kind {
  int first;    // level of the commonest class
  int classes;  // of rarity
  double m;     // shared among the classes, before learning
  double u;
  std::string_view words;
};
constexpr Kind kSameSeveral = {1, 6, 0.40, 1e-4, "all words agree"};
constexpr Kind kInside = {7, 4, 0.12, 1e-4, "every word of the shorter stands in the longer"};
constexpr Kind kVariants = {11, 4, 0.18, 3e-4, "the same words, some spelt differently"};
constexpr Kind kAcrossScripts = {15, 4, 0.10, 1e-4, "the same words in another script"};
constexpr Kind kSeveral = {19, 4, 0.06, 3e-4, "two or more words agree, others differ"};
constexpr Kind kSameOne = {23, 5, 0.10, 2e-3, "the only word agrees"};
constexpr Kind kOneInside = {28, 4, 0.03, 4e-3, "the one word of the shorter agrees"};
constexpr Kind kOneAlike = {32, 2, 0.03, 6e-3, "one word is spelt alike, none differs"};
constexpr Kind kOneOfMore = {34, 5, 0.04, 4e-2, "one word agrees, others differ"};
constexpr Kind kAlikeOfMore = {39, 2, 0.02, 3e-2, "one word is spelt alike, others differ"};
constexpr Kind kNothing = {41, 1, 0.02, 0.92, "nothing agrees"};
constexpr std::array<Kind, 11> kKinds = {kSameSeveral, kInside,      kVariants,  kAcrossScripts,
                                         kSeveral,     kSameOne,     kOneInside, kOneAlike,
                                         kOneOfMore,   kAlikeOfMore, kNothing};
static_assert(kNothing.first + 1 == WordBags::kLevelCount);

const Kind& kind_of(int level) {
  const Kind* found = &kKinds[0];
  for (const Kind& kind : kKinds) {
    if (level >= kind.first) found = &kind;
  }
  return *found;
}

// Baseline x86-64 has no instruction for it, and a call costs more than this.
inline int bit_count(std::uint64_t x) {
  x -= x >> 1 & 0x5555555555555555ULL;
  x = (x & 0x3333333333333333ULL) + (x >> 2 & 0x3333333333333333ULL);
  x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
  return static_cast<int>(x * 0x0101010101010101ULL >> 56);
}

constexpr double kAlikeAcrossScripts = 0.85;
constexpr double kSameAcrossScripts = 0.97;  // met by a customary spelling, or as good as

}  // namespace

void WordBags::level_same_bags() {
  same_level_.resize(bag_count());
  for (std::uint32_t b = 1; b < bag_count(); ++b) {
    const std::span<const BagWord> list = bag(b).all_words();
    if (list.size() == 1) {
      same_level_[b] = static_cast<std::uint8_t>(
          kSameOne.first + RarityScale::within(list[0].rarity, kSameOne.classes));
    } else if (list.size() > 1) {
      std::array<WordMatch, kWordsMax> matches;
      for (std::size_t i = 0; i < list.size(); ++i) matches[i] = {list[i].id, list[i].id};
      const std::uint32_t records_both = rarest_joint({matches.data(), list.size()}, 0);
      same_level_[b] = static_cast<std::uint8_t>(kSameSeveral.first +
                                                 scale_.rarity(records_both, kSameSeveral.classes));
    }
  }
}

std::uint32_t WordBags::joint_records(std::uint32_t x, std::uint32_t y) const {
  const std::uint32_t both = joint_[word_pair_hash(x, y) & joint_mask_];
  return std::min({both, word_[x].records, word_[y].records});
}

std::uint32_t WordBags::rarest_joint(std::span<const WordMatch> matches, int side) const {
  std::uint32_t rarest = ~0U;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    for (std::size_t j = i + 1; j < matches.size(); ++j) {
      rarest = std::min(rarest, side == 0 ? joint_records(matches[i].a, matches[j].a)
                                          : joint_records(matches[i].b, matches[j].b));
    }
  }
  return rarest;
}

// Never false for words that are alike.
[[gnu::always_inline]] inline bool WordBags::could_be_similar(const BagWord& a, const BagWord& b) {
  if (!a.latin || !b.latin) return true;
  if (std::min(a.length, b.length) < 3) return false;
  if (a.first_letter == b.first_letter && ((a.mask & ~b.mask) == 0 || (b.mask & ~a.mask) == 0)) {
    return true;  // may be a prefix
  }
  const int edits_max = std::min(a.length, b.length) < 7 ? 2 : 3;
  if (std::abs(a.length - b.length) > edits_max) return false;
  return bit_count(a.mask ^ b.mask) <= 2 * edits_max;
}

WordBags::Likeness WordBags::likeness_across_scripts(std::uint32_t a, std::uint32_t b) const {
  if (a > b) std::swap(a, b);
  std::atomic<std::uint64_t>& slot =
      across_scripts_[word_pair_hash(a, b) >> 20 & (kAcrossScriptsSlots - 1)];
  const std::uint64_t asked = (static_cast<std::uint64_t>(a) << 32 | b) << 2;
  const std::uint64_t known = slot.load(std::memory_order_relaxed);
  if ((known & ~std::uint64_t{3}) == asked) return static_cast<Likeness>(known & 3);
  const double similarity = token_similarity(tokens_[a], tokens_[b]);
  const Likeness likeness = similarity < kAlikeAcrossScripts  ? Likeness::none
                            : similarity < kSameAcrossScripts ? Likeness::alike
                                                              : Likeness::same;
  slot.store(asked | static_cast<std::uint64_t>(likeness), std::memory_order_relaxed);
  return likeness;
}

WordBags::Likeness WordBags::likeness(std::uint32_t a_id, std::uint32_t b_id) const {
  const Word& a = word_[a_id];
  const Word& b = word_[b_id];
  if (!a.latin || !b.latin) return likeness_across_scripts(a_id, b_id);
  return similar_latin(a, b) ? Likeness::alike : Likeness::none;
}

bool WordBags::similar_latin(const Word& a, const Word& b) const {
  const int shorter = std::min(a.length, b.length);
  const int longer = std::max(a.length, b.length);
  if (shorter < 3) return false;
  int edits_max = shorter < 4 ? 0 : shorter < 7 ? 1 : 2;
  const bool may_be_prefix = longer > shorter && letters_[a.text_start] == letters_[b.text_start];
  // One edit more where they sound alike: looked at only where it can matter.
  const int differing = bit_count(a.mask ^ b.mask);
  if (!may_be_prefix && (longer - shorter > edits_max + 1 || differing > 2 * edits_max + 2)) {
    return false;
  }
  const std::string_view x = text(a);
  const std::string_view y = text(b);
  if (longer > shorter && x.substr(0, static_cast<std::size_t>(shorter)) ==
                              y.substr(0, static_cast<std::size_t>(shorter))) {
    return true;  // "rob" for "robert"
  }
  const auto first = [&](const Word& word, std::size_t at) {
    const auto keys = sounds(word);
    return keys[std::min(at, keys.size() - 1)];
  };
  if (first(a, 0) == first(b, 0) || first(a, 1) == first(b, 0) || first(a, 0) == first(b, 1)) {
    ++edits_max;
  }
  if (longer - shorter > edits_max || differing > 2 * edits_max) return false;
  return edit_distance(x, y, edits_max) <= edits_max;
}

bool WordBags::is_initial_of(const BagWord& a, const BagWord& b) {
  return (a.length == 1 || b.length == 1) && a.latin && b.latin && a.first_letter == b.first_letter;
}

bool WordBags::none_could_be_similar(const Bag& x, const Bag& y, const Common& common) {
  for (std::uint32_t i = 0; i < x.word_count; ++i) {
    if ((common.in_x >> i & 1) != 0) continue;
    for (std::uint32_t j = 0; j < y.word_count; ++j) {
      if ((common.in_y >> j & 1) != 0) continue;
      if (could_be_similar(x.words[i], y.words[j]) || is_initial_of(x.words[i], y.words[j])) {
        return false;
      }
    }
  }
  return true;
}

int WordBags::level_of_different(const Bag& x, const Bag& y, const Common& common) const {
  // Most pairs: at most one word is the same, and letters alone rule out that others are alike.
  if (common.count < 2 && none_could_be_similar(x, y, common)) {
    if (common.count == 0) return kNothing.first;
    const Kind& kind = x.word_count > 1 && y.word_count > 1 ? kOneOfMore : kOneInside;
    return kind.first +
           RarityScale::within(x.words[std::countr_zero(common.in_x)].rarity, kind.classes);
  }
  std::array<WordMatch, kWordsMax> matches;
  std::size_t match_count = 0;
  std::array<const BagWord*, kWordsMax> x_left;
  std::array<const BagWord*, kWordsMax> y_left;
  std::size_t x_count = 0;
  std::size_t y_count = 0;
  int rarity = 0;  // of the only match
  for (std::uint32_t i = 0; i < x.word_count; ++i) {
    if ((common.in_x >> i & 1) == 0) {
      x_left[x_count++] = x.words + i;
    } else {
      matches[match_count++] = {x.words[i].id, x.words[i].id};
      rarity = x.words[i].rarity;
    }
  }
  for (std::uint32_t j = 0; j < y.word_count; ++j) {
    if ((common.in_y >> j & 1) == 0) y_left[y_count++] = y.words + j;
  }
  std::size_t same = match_count;
  std::size_t across = 0;  // the same in another script
  for (std::size_t p = 0; p < x_count && y_count > 0; ++p) {
    const BagWord& word = *x_left[p];
    for (std::size_t q = 0; q < y_count; ++q) {
      const BagWord& other = *y_left[q];
      if (!is_initial_of(word, other)) {
        if (!could_be_similar(word, other)) continue;
        const Likeness like = likeness(word.id, other.id);
        if (like == Likeness::none) continue;
        across += like == Likeness::same ? 1 : 0;
        matches[match_count++] = {word.id, other.id};
        rarity = std::min(word.rarity, other.rarity);
      }
      x_left[p--] = x_left[--x_count];
      y_left[q] = y_left[--y_count];
      break;
    }
  }
  const bool left_over = x_count > 0 && y_count > 0;
  const std::span<const WordMatch> found(matches.data(), match_count);
  if (match_count >= 2) {
    const std::uint32_t both = std::max(rarest_joint(found, 0), rarest_joint(found, 1));
    const Kind& kind = left_over                      ? kSeveral
                       : same == match_count          ? kInside
                       : same + across == match_count ? kAcrossScripts
                                                      : kVariants;
    return kind.first + scale_.rarity(both, kind.classes);
  }
  if (match_count == 0) return kNothing.first;
  same += across;
  const Kind& kind =
      same == 1 ? (left_over ? kOneOfMore : kOneInside) : (left_over ? kAlikeOfMore : kOneAlike);
  return kind.first + RarityScale::within(rarity, kind.classes);
}

std::string WordBags::level_words(int level, Content) {
  if (level == 0) return "missing";
  const Kind& kind = kind_of(level);
  std::string words(kind.words);
  if (kind.classes > 1) words += "; " + rarity_words(level - kind.first, kind.classes);
  return words;
}

double WordBags::initial_m(int level) {
  const Kind& kind = kind_of(level);
  return kind.m / kind.classes;
}

double WordBags::initial_u(int level) {
  const Kind& kind = kind_of(level);
  return kind.u * std::exp2(-kRarityStepBits * (level - kind.first)) / 1.2;
}

std::string WordBags::bag_text(std::uint32_t of) const {
  std::string joined;
  for (const BagWord& word : bag(of).all_words()) {
    if (!joined.empty()) joined += ' ';
    joined += text(word_[word.id]);
  }
  return joined;
}

std::uint64_t WordBags::size_bytes() const {
  return bag_of_.capacity() * 4 + bag_records_.capacity() * 4 +
         starts_.capacity() * sizeof(Starts) + bag_words_.capacity() * sizeof(BagWord) +
         bag_sounds_.capacity() * 4 + same_level_.capacity() + word_.capacity() * sizeof(Word) +
         word_sounds_.capacity() * 4 + letters_.capacity() + joint_.capacity() * 2 +
         tokens_.size() * (sizeof(NameToken) + 300) +
         (across_scripts_ ? kAcrossScriptsSlots * 8 : 0);
}

}  // namespace hearim
