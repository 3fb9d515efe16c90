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
  struct Date {
    std::int16_t year = 0;
    std::uint8_t month = 0;
    std::uint8_t day = 0;
    bool looks_like_default = false;
  };

  void read_dates(const LinkRecords& records);
  void read_numbers(const LinkRecords& records);
  void read_texts(const LinkRecords& records);
  int level_of_different(std::uint32_t a, std::uint32_t b) const;
  int date_level(const Date& a, const Date& b) const;

  Kind kind_;
  std::vector<int> fields_;
  int level_count_ = 0;
  std::optional<WordBags> bags_;
  std::vector<std::uint32_t> value_of_;
  std::vector<std::uint32_t> value_records_;
  std::vector<std::uint8_t> same_level_;
  std::vector<Date> dates_;
  std::vector<int> numbers_;
  std::vector<std::string> texts_;
};

// The comparisons a set of fields makes: one for all names, one for each other field.
std::vector<Comparison> comparisons_of(const LinkRecords& records);

}  // namespace hearim
