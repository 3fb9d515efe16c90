#include "link/record_rows.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "base/check.h"
#include "base/parallel.h"

namespace hearim {
namespace {

constexpr std::size_t kLineWords = 16;
constexpr std::uint32_t kRecordsPerChunk = 1 << 16;

}  // namespace

void RecordRows::Free::operator()(std::uint32_t* data) const { std::free(data); }

RecordRows::RecordRows(std::span<const Comparison> comparisons, const RecordKeys& keys) {
  keys_first_ = comparisons.size();
  for (int q = 0; q < keys.rule_count(); ++q) {
    for (const RuleKeyMaker::Part& part : keys.of_rule(q).parts()) {
      if (part.kind != KeyKind::year && part.kind != KeyKind::month_day) continue;
      const bool known = std::any_of(keys_.begin(), keys_.end(), [&](const KeyPlace& key) {
        return key.comparison == part.comparison_index && key.kind == part.kind;
      });
      if (!known) keys_.push_back({part.comparison_index, part.kind});
    }
  }
  std::size_t at = keys_first_ + keys_.size();
  date_at_.resize(comparisons.size(), 0);
  for (std::size_t c = 0; c < comparisons.size(); ++c) {
    const Comparison::Kind kind = comparisons[c].kind();
    if (kind == Comparison::Kind::date) date_at_[c] = at++;
    if (kind == Comparison::Kind::names || kind == Comparison::Kind::place) {
      bags_.push_back({static_cast<std::uint32_t>(c), &comparisons[c].bags()});
    }
  }
  signature_first_ = at;
  list_at_ = at + 2 * bags_.size();
  const std::size_t width = list_at_ + 2;
  // One cache line where it fits; otherwise no more than needed.
  stride_ = width <= kLineWords ? kLineWords : (width + 3) / 4 * 4;
}

std::uint64_t RecordRows::size_bytes(std::span<const Comparison> comparisons,
                                     const RecordKeys& keys, std::uint32_t record_count) {
  return RecordRows(comparisons, keys).stride_ * 4 * static_cast<std::uint64_t>(record_count);
}

RecordRows::RecordRows(const LinkRecords& records, std::span<const Comparison> comparisons,
                       const RecordKeys& keys, std::span<const RuleBlocks> blocks, const Run& run)
    : RecordRows(comparisons, keys) {
  const std::uint32_t n = records.record_count();
  size_bytes_ = (stride_ * 4 * n + 63) / 64 * 64;
  data_.reset(
      static_cast<std::uint32_t*>(std::aligned_alloc(64, std::max<std::size_t>(64, size_bytes_))));
  if (!data_) throw std::bad_alloc();
  for_each_chunk((n + kRecordsPerChunk - 1) / kRecordsPerChunk, run, [&](std::size_t chunk) {
    const auto from = static_cast<std::uint32_t>(chunk * kRecordsPerChunk);
    const std::uint32_t to = std::min(n, from + kRecordsPerChunk);
    for (std::uint32_t r = from; r < to; ++r) {
      std::uint32_t* const row = data_.get() + r * stride_;
      std::fill_n(row, stride_, 0U);
      for (std::size_t c = 0; c < comparisons.size(); ++c) {
        row[c] = comparisons[c].values()[r];
        if (comparisons[c].kind() == Comparison::Kind::date) {
          row[date_at_[c]] = comparisons[c].packed_date(row[c]);
        }
      }
      for (std::size_t k = 0; k < keys_.size(); ++k) {
        const KeyPlace& key = keys_[k];
        row[keys_first_ + k] =
            comparisons[key.comparison].single_key(key.kind, row[key.comparison]);
      }
      for (std::size_t k = 0; k < bags_.size(); ++k) {
        const std::uint64_t signature = bags_[k].bags->signature(row[bags_[k].comparison]);
        row[signature_at(k)] = static_cast<std::uint32_t>(signature);
        row[signature_at(k) + 1] = static_cast<std::uint32_t>(signature >> 32);
      }
      row[list_at_] = records.list_of(r);
    }
  });
  for (std::size_t q = 0; q < blocks.size(); ++q) {
    for (const std::uint32_t r : blocks[q].cut_records) {
      data_[r * stride_ + list_at_ + 1] |= 1U << q;
    }
  }
}

std::size_t RecordRows::word_of(std::size_t comparison, KeyKind kind) const {
  if (kind == KeyKind::value) return comparison;
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    if (keys_[k].comparison == comparison && keys_[k].kind == kind) return keys_first_ + k;
  }
  check_failed("a row has no word for this key", __FILE__, __LINE__);
}

std::size_t RecordRows::bag_of_comparison(std::size_t comparison) const {
  for (std::size_t k = 0; k < bags_.size(); ++k) {
    if (bags_[k].comparison == comparison) return k;
  }
  check_failed("this comparison is not of words", __FILE__, __LINE__);
}

}  // namespace hearim
