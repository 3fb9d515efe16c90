// What scoring reads of a record, side by side in one row of 32-bit words: its value of every
// comparison, the other keys of dates, dates themselves, signatures of its bags of words, its list.
// With six fields a row is 64 bytes, one cache line, so that a pair is two lines and its bags.
//
// Immutable once the cut blocks are marked; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "link/blocks.h"
#include "link/comparison.h"

namespace hearim {

// One record while its block is scanned: its row, and its bags in the order of bag comparisons.
struct RecordView {
  const std::uint32_t* row = nullptr;
  const WordBags::Bag* bags = nullptr;
};

class RecordRows {
 public:
  // Rows for these rules; records in blocks that were cut are marked.
  RecordRows(const LinkRecords& records, std::span<const Comparison> comparisons,
             const RecordKeys& keys, std::span<const RuleBlocks> blocks, const Run& run);

  const std::uint32_t* row(std::uint32_t record) const {
    return data_.get() + record * static_cast<std::size_t>(stride_);
  }
  std::size_t stride() const { return stride_; }

  // Places in a row.
  std::size_t value_at(std::size_t comparison) const { return comparison; }
  std::size_t date_at(std::size_t comparison) const { return date_at_[comparison]; }
  std::size_t word_of(std::size_t comparison, KeyKind kind) const;  // of a kind with one key
  std::size_t signature_at(std::size_t bag) const { return signature_first_ + 2 * bag; }
  std::uint32_t list_of(const std::uint32_t* row) const { return row[list_at_]; }
  // Rules under which the record stands in a block that was cut, as bits.
  std::uint32_t rules_cut(const std::uint32_t* row) const { return row[list_at_ + 1]; }

  // Comparisons of names and places, in order.
  std::size_t bag_count() const { return bags_.size(); }
  const WordBags& bags(std::size_t bag) const { return *bags_[bag].bags; }
  std::size_t bag_of_comparison(std::size_t comparison) const;
  // Fills `bags`, bag_count() of them.
  void view_bags(const std::uint32_t* row, WordBags::Bag* bags) const {
    for (const BagPlace& place : bags_) *bags++ = place.bags->bag(row[place.comparison]);
  }

  // Three steps that bring a record into the cache, each to be called some records before the next.
  void prefetch_row(std::uint32_t record) const { __builtin_prefetch(row(record)); }
  void prefetch_bags(std::uint32_t record) const {
    for (const BagPlace& place : bags_) place.bags->prefetch_bag(row(record)[place.comparison]);
  }
  void prefetch_words(std::uint32_t record) const {
    for (const BagPlace& place : bags_) place.bags->prefetch_words(row(record)[place.comparison]);
  }

  std::uint64_t size_bytes() const { return size_bytes_; }
  static std::uint64_t size_bytes(std::span<const Comparison> comparisons, const RecordKeys& keys,
                                  std::uint32_t record_count);

 private:
  struct KeyPlace {
    std::uint32_t comparison;
    KeyKind kind;
  };
  struct BagPlace {
    std::uint32_t comparison;
    const WordBags* bags;
  };
  struct Free {
    void operator()(std::uint32_t* data) const;
  };

  RecordRows(std::span<const Comparison> comparisons, const RecordKeys& keys);  // the layout

  std::vector<KeyPlace> keys_;  // year, month and day
  std::size_t keys_first_ = 0;
  std::vector<std::size_t> date_at_;
  std::vector<BagPlace> bags_;
  std::size_t signature_first_ = 0;
  std::size_t list_at_ = 0;
  std::size_t stride_ = 0;
  std::uint64_t size_bytes_ = 0;
  std::unique_ptr<std::uint32_t[], Free> data_;
};

}  // namespace hearim
