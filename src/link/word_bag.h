// Names and places as bags of words: each distinct value once, its words interned with letter
// mask, sound keys and frequency, so that comparing two values is integer work for most pairs.
//
// All name columns of a record form one bag, each word once: given and family names may be
// swapped, and a full-name column beside its parts is not counted twice as evidence.
// Immutable once built; comparisons are thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hearim/link.h"
#include "link/rarity.h"
#include "text/name_forms.h"

namespace hearim {

class WordBags {
 public:
  enum class Content : std::uint8_t { names, places };
  static constexpr int kWordsMax = 8;     // of one bag; further words are left out
  static constexpr int kLevelCount = 42;  // 0 missing, then the levels below

  WordBags(const LinkRecords& records, std::span<const int> fields, Content content);

  // One word of a bag: what decides most pairs of words, side by side.
  struct BagWord {
    std::uint64_t mask;  // of letters
    std::uint32_t id;
    std::uint8_t length;
    bool latin;
    char first_letter;
    std::uint8_t rarity;  // of the records with the word
  };
  static_assert(sizeof(BagWord) == 16);
  // The words of a bag, ascending by number, and its sound keys, ascending, each once; sound keys
  // are numbered apart from words.
  struct Bag {
    const BagWord* words = nullptr;
    const std::uint32_t* sounds = nullptr;
    std::uint32_t word_count = 0;
    std::uint32_t sound_count = 0;
    std::span<const BagWord> all_words() const { return {words, word_count}; }
    std::span<const std::uint32_t> all_sounds() const { return {sounds, sound_count}; }
  };
  // The words that two bags both hold, as bits by their place in each.
  struct Common {
    std::uint32_t in_x = 0;
    std::uint32_t in_y = 0;
    std::uint32_t count = 0;
  };

  std::span<const std::uint32_t> bag_of() const { return bag_of_; }  // per record; 0 is missing
  std::uint32_t bag_count() const { return static_cast<std::uint32_t>(starts_.size() - 1); }
  std::uint64_t records_with(std::uint32_t bag) const { return bag_records_[bag]; }
  Bag bag(std::uint32_t bag) const {
    const Starts from = starts_[bag];
    const Starts to = starts_[bag + std::size_t{1}];
    return {bag_words_.data() + from.word, bag_sounds_.data() + from.sound, to.word - from.word,
            to.sound - from.sound};
  }
  // Asks for the memory that bag() will look at; the second, one step ahead, for what it gives.
  void prefetch_bag(std::uint32_t bag) const { __builtin_prefetch(&starts_[bag]); }
  void prefetch_words(std::uint32_t bag) const {
    __builtin_prefetch(bag_words_.data() + starts_[bag].word);
    __builtin_prefetch(bag_sounds_.data() + starts_[bag].sound);
  }
  // Two bags without a common bit in the lower half share no word, in the upper no sound key.
  std::uint64_t signature(std::uint32_t bag) const;
  static Common common(const Bag& x, const Bag& y) {
    Common found;
    for (std::uint32_t i = 0; i < x.word_count; ++i) {
      for (std::uint32_t j = 0; j < y.word_count; ++j) {
        const std::uint32_t same = x.words[i].id == y.words[j].id;
        found.in_x |= same << i;
        found.in_y |= same << j;
        found.count += same;
      }
    }
    return found;
  }
  std::string bag_text(std::uint32_t bag) const;

  // REQUIRES: bags other than 0.
  int level(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return same_level_[a];
    if (a > b) std::swap(a, b);
    const Bag x = bag(a);
    const Bag y = bag(b);
    return level_of_different(x, y, common(x, y));
  }
  int same_level(std::uint32_t bag) const { return same_level_[bag]; }
  // `x` the bag with the smaller number.
  int level_of_different(const Bag& x, const Bag& y, const Common& same) const;
  static std::string level_words(int level, Content content);
  // Where learning starts from; learnt from the data in the end.
  static double initial_m(int level);
  static double initial_u(int level);
  static int same_level_first() { return 1; }

  std::uint64_t size_bytes() const;

 private:
  static constexpr std::size_t kAcrossScriptsSlots = 1 << 18;
  struct Starts {
    std::uint32_t word = 0;
    std::uint32_t sound = 0;
  };
  struct Word {
    std::uint64_t mask = 0;
    std::uint32_t records = 0;
    std::uint32_t text_start = 0;
    std::uint8_t length = 0;
    bool latin = true;  // compared by its letters; otherwise by its token
    std::uint16_t sound_count = 0;
    std::uint32_t sound_start = 0;  // in word_sounds_
  };
  struct WordMatch {
    std::uint32_t a, b;
  };

  void read_words(const LinkRecords& records, std::span<const int> fields, Content content);
  void file_bags(const LinkRecords& records, std::span<const int> fields);
  void count_words();
  void level_same_bags();
  static bool could_be_similar(const BagWord& a, const BagWord& b);
  static bool is_initial_of(const BagWord& a, const BagWord& b);
  static bool none_could_be_similar(const Bag& x, const Bag& y, const Common& common);
  enum class Likeness : std::uint8_t { none, alike, same };  // same: in another script
  Likeness likeness(std::uint32_t a, std::uint32_t b) const;
  bool similar_latin(const Word& a, const Word& b) const;
  Likeness likeness_across_scripts(std::uint32_t a, std::uint32_t b) const;
  std::uint32_t joint_records(std::uint32_t x, std::uint32_t y) const;
  std::uint32_t rarest_joint(std::span<const WordMatch> matches, int side) const;
  std::string_view text(const Word& word) const {
    return std::string_view(letters_).substr(word.text_start, word.length);
  }
  std::span<const std::uint32_t> sounds(const Word& word) const {
    return {word_sounds_.data() + word.sound_start, word.sound_count};
  }

  RarityScale scale_;
  std::vector<std::uint32_t> bag_of_;
  std::vector<std::uint32_t> bag_records_;
  std::vector<Starts> starts_;
  std::vector<BagWord> bag_words_;
  std::vector<std::uint32_t> bag_sounds_;
  std::vector<std::uint8_t> same_level_;
  std::vector<Word> word_;
  std::vector<std::uint32_t> word_sounds_;
  std::string letters_;
  bool several_scripts_ = false;
  bool east_asian_ = false;        // some names in Han, Hangul or kana
  std::vector<NameToken> tokens_;  // by word; empty where all is Latin
  // Answers for pairs of words that are not both Latin, which take long to find: the last one
  // asked in each slot. A slot is read and written whole, so any thread may.
  std::unique_ptr<std::atomic<std::uint64_t>[]> across_scripts_;
  std::vector<std::uint16_t> joint_;  // records with both words, by hash; collisions add
  std::uint64_t joint_mask_ = 0;

  // Only while bags are made.
  std::vector<std::vector<std::uint32_t>> value_starts_;
  std::vector<std::vector<std::uint32_t>> value_words_;
};

}  // namespace hearim
