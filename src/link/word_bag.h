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
#include <vector>

#include "hearim/link.h"
#include "link/rarity.h"
#include "text/name_forms.h"

namespace hearim {

class WordBags {
 public:
  enum class Content : std::uint8_t { names, places };
  static constexpr int kWordsMax = 8;     // of one bag; further words are left out
  static constexpr int kLevelCount = 38;  // 0 missing, then the levels below

  WordBags(const LinkRecords& records, std::span<const int> fields, Content content);

  std::span<const std::uint32_t> bag_of() const { return bag_of_; }  // per record; 0 is missing
  std::uint32_t bag_count() const { return static_cast<std::uint32_t>(starts_.size() - 1); }
  std::uint64_t records_with(std::uint32_t bag) const { return bag_records_[bag]; }
  std::span<const std::uint32_t> words(std::uint32_t bag) const {
    return {words_.data() + starts_[bag], words_.data() + starts_[bag + 1]};
  }
  // First sound key of a word; sound keys are numbered apart from words.
  std::uint32_t sound(std::uint32_t word) const { return word_[word].sounds[0]; }
  // Two bags without a common bit share neither a word nor a sound key.
  std::uint64_t signature(std::uint32_t bag) const { return signature_[bag]; }
  struct Shared {
    int words = 0;
    bool sound = false;
  };
  Shared shared(std::uint32_t a, std::uint32_t b) const;
  std::string bag_text(std::uint32_t bag) const;

  // REQUIRES: bags other than 0.
  int level(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return same_level_[a];
    return a < b ? level_of_different(a, b) : level_of_different(b, a);
  }
  static std::string level_words(int level, Content content);
  // Where learning starts from; learnt from the data in the end.
  static double initial_m(int level);
  static double initial_u(int level);
  static int same_level_first() { return 1; }

  std::uint64_t size_bytes() const;

 private:
  struct Word {
    std::uint64_t mask = 0;
    std::uint32_t records = 0;
    std::uint32_t text_start = 0;
    std::uint8_t length = 0;
    bool latin = true;  // compared by its letters; otherwise by `token`
    std::uint32_t sounds[2] = {0, 0};
    std::uint32_t token = 0;  // into tokens_, where not latin
  };
  struct WordMatch {
    std::uint32_t a, b;
  };
  // What decides most pairs of words, side by side for the words of a bag.
  struct BagWord {
    std::uint64_t mask;
    std::uint32_t id;
    std::uint32_t sound;
    std::uint8_t length;
    bool latin;
    char first_letter;
  };
  struct Words {
    const BagWord* begin;
    const BagWord* end;
  };
  Words bag_words(std::uint32_t bag) const {
    return {bag_words_.data() + starts_[bag], bag_words_.data() + starts_[bag + 1]};
  }

  int level_of_different(std::uint32_t a, std::uint32_t b) const;
  static bool could_be_similar(const BagWord& a, const BagWord& b);
  bool similar(std::uint32_t a, std::uint32_t b) const;
  bool similar_across_scripts(std::uint32_t a, std::uint32_t b) const;
  std::uint32_t joint_records(std::uint32_t x, std::uint32_t y) const;
  std::uint32_t rarest_joint(std::span<const WordMatch> matches, int side) const;
  std::string_view text(const Word& word) const {
    return std::string_view(letters_).substr(word.text_start, word.length);
  }

  RarityScale scale_;
  std::vector<std::uint32_t> bag_of_;
  std::vector<std::uint32_t> bag_records_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint8_t> same_level_;
  std::vector<Word> word_;
  std::string letters_;
  std::vector<NameToken> tokens_;
  std::vector<BagWord> bag_words_;  // beside words_
  std::vector<std::uint64_t> signature_;
  // Answers for pairs of words that are not both Latin, which take long to find: the last one
  // asked in each slot. A slot is read and written whole, so any thread may.
  std::unique_ptr<std::atomic<std::uint64_t>[]> across_scripts_;
  std::vector<std::uint16_t> joint_;  // records with both words, by hash; collisions add
  std::uint64_t joint_mask_ = 0;
};

}  // namespace hearim
