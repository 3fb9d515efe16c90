// Which cells of a published table of counts must be left out so that nobody can work out a small
// one, and what the others are shown as.
//
// A table is published with its row totals, column totals and grand total. A cell of 1 to
// small_below - 1 people points at persons: it is suppressed (primary). Left alone it would follow
// from its row by subtraction, so others are suppressed with it (secondary), as few people's worth
// as a heuristic finds. The promise: from all that is shown, before rounding, and from the rule
// itself, a reader can narrow no primary cell below the whole range 1 to small_below - 1.
//
//          women  men  all                 women  men  all
//   north      3   41   44                     -    -   44
//   south     52   60  112          ->         -    -  112
//   all       55  101  156                    55  101  156
//
// What is shown is rounded to the nearest multiple of round_to as well; shown totals are totals of
// true counts, not of shown ones. Zeros are shown: that nobody is in a cell names nobody.
//
// Several tables of the same people that share cells are protected as one (LinkedCounts).
// Throws Error(invalid_input): sizes that do not agree, a negative count, small_below under 2 or
// round_to under 1. Cost: two linear programmes per primary cell. Pure.
// Source: J. P. Kelly, B. L. Golden & A. A. Assad, Networks 22 (1992) 397-417; A. Hundepool et al.,
// Statistical Disclosure Control (2012), chapter 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hearim {

struct DisclosureRule {
  std::int64_t small_below = 10;
  std::int64_t round_to = 5;
};

enum class Suppression : std::uint8_t { none, primary, secondary };

struct ProtectedCell {
  Suppression suppression = Suppression::none;
  std::optional<std::int64_t> shown;  // absent where suppressed
};

// Row by row; the last row and the last column hold the totals.
struct ProtectedTable {
  std::size_t row_count = 0, column_count = 0;  // of the table itself, without totals
  std::vector<ProtectedCell> cells;             // (row_count + 1) * (column_count + 1)
  const ProtectedCell& at(std::size_t row, std::size_t column) const {
    return cells[row * (column_count + 1) + column];
  }
};

// `counts`: row by row, without totals. REQUIRES: at least one row and one column.
ProtectedTable protect_counts(const std::vector<std::int64_t>& counts, std::size_t column_count,
                              const DisclosureRule& rule);

// Several tables of the same people, protected as one: `counts` holds the cells of all of them and
// their totals, each sum says which counts add up to which.
struct LinkedSum {
  std::size_t total = 0;
  std::vector<std::size_t> parts;
};
struct LinkedCounts {
  std::vector<std::int64_t> counts;
  std::vector<LinkedSum> sums;
};
// One per count. The promise above holds against a reader who knows all the sums.
// Throws Error(invalid_input), too, where a sum is not the sum of its parts.
std::vector<ProtectedCell> protect_linked_counts(const LinkedCounts& table,
                                                 const DisclosureRule& rule);

// A count that stands alone: nothing can be subtracted from it.
ProtectedCell protect_count(std::int64_t count, const DisclosureRule& rule);

// What a reader of the table who knows that counts are whole and not negative can say of one
// cell: the audit of the promise above.
struct KnownRange {
  double low = 0, high = 0;  // high is infinity where nothing bounds it
};
KnownRange known_range(const std::vector<std::int64_t>& counts, std::size_t column_count,
                       const ProtectedTable& table, std::size_t row, std::size_t column);
KnownRange known_range(const LinkedCounts& table, const std::vector<ProtectedCell>& cells,
                       std::size_t cell);

}  // namespace hearim
