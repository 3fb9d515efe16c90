// How one field (or all name columns together) of two records is compared: a small number, the
// level of agreement. Level 0 is "missing on a side" and carries no evidence.
//
// Each distinct value is parsed once. Immutable once built; level() is thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hearim/link.h"
#include "link/word_bag.h"

namespace hearim {

class Comparison {
 public:
  enum class Kind : std::uint8_t { names, place, date, age, category, sex, id };

  // `fields`: one, or all the name columns.
  Comparison(const LinkRecords& records, Kind kind, std::vector<int> fields);

  Kind kind() const { return kind_; }
  const std::vector<int>& fields() const { return fields_; }
  std::span<const std::uint32_t> values() const {  // per record; 0 is missing
    return bags_ ? bags_->bag_of() : std::span<const std::uint32_t>(value_of_);
  }
  std::uint32_t value_count() const;
  int level_count() const { return level_count_; }  // with level 0

  int level(std::uint32_t a, std::uint32_t b) const {
    if (a == 0 || b == 0) return 0;
    switch (kind_) {
      case Kind::names:
      case Kind::place:
        return bags_->level(a, b);
      default:
        return a == b ? same_level_[a] : level_of_different(a, b);
    }
  }
  // The level of two values that are the same, of any kind. REQUIRES: not missing.
  int same_level(std::uint32_t value) const {
    return bags_ ? bags_->same_level(value) : same_level_[value];
  }
  // A date in one number, for date_level(); 0 is no date. REQUIRES: dates.
  std::uint32_t packed_date(std::uint32_t value) const { return dates_[value]; }
  // Of two different dates. REQUIRES: neither missing.
  static int date_level(std::uint32_t a, std::uint32_t b);
  // Shared by people of one place or trade, so that several such fields agree together.
  bool is_circumstance() const { return kind_ == Kind::place || kind_ == Kind::category; }
  std::string level_words(int level) const;
  double initial_m(int level) const;
  double initial_u(int level) const;

  // The number of pairs of records with the same value, by level: exact, from frequencies.
  std::vector<double> same_value_pairs() const;

  // REQUIRES: names or places.
  const WordBags& bags() const { return *bags_; }
  // The only key of a kind that has at most one for a value; 0 where none.
  std::uint32_t single_key(KeyKind key, std::uint32_t value) const;
  // Appends the keys of a value; nothing where it has none of this kind.
  void append_keys(KeyKind key, std::uint32_t value, std::vector<std::uint32_t>& keys) const;
  std::vector<KeyKind> key_kinds() const;

  std::uint64_t size_bytes() const;

 private:
  void read_dates(const LinkRecords& records);
  void read_numbers(const LinkRecords& records);
  void read_texts(const LinkRecords& records);
  int level_of_different(std::uint32_t a, std::uint32_t b) const;
  int id_level(std::uint32_t a, std::uint32_t b) const;

  Kind kind_;
  std::vector<int> fields_;
  int level_count_ = 0;
  std::optional<WordBags> bags_;
  std::vector<std::uint32_t> value_of_;
  std::vector<std::uint32_t> value_records_;
  std::vector<std::uint8_t> same_level_;
  std::vector<std::uint32_t> dates_;  // packed
  std::vector<int> numbers_;
  std::vector<std::string> texts_;
  std::vector<std::uint64_t> text_masks_;  // of ids: which letters and digits
};

// The key of two words of a bag, the smaller number first.
std::uint32_t word_pair_key(std::uint32_t x, std::uint32_t y);

// The comparisons a set of fields makes: one for all names, one for each other field.
std::vector<Comparison> comparisons_of(const LinkRecords& records);

}  // namespace hearim
