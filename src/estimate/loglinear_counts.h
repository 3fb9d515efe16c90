// A capture table as the log-linear fits see it: margins, not cells.
//
// The Poisson likelihood of a hierarchical model depends on the table only through the margins of
// its terms, so a table of k lists becomes 2^k margins: margin[T] = people on at least the lists
// T. Coding. A list that holds more than half of the people is coded by who is *not* on it: with
// one huge list the matrix of cross products would otherwise be a difference of nearly equal
// numbers. A coded history is the history with the bits of `flip` turned over; hierarchical models
// are the same models in either coding. Value type; cost of making one: k 2^k additions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/capture_table.h"

namespace hearim {

// A history or a set of lists, where 2^k fits in memory.
using Cell = std::uint32_t;

// Dense tables hold 2^k doubles; above this the work is refused, not attempted.
inline constexpr int kLoglinearListsMax = 16;

struct SeenCell {
  Cell history = 0;
  double count = 0;
};

struct LoglinearCounts {
  int list_count = 0;
  double observed = 0;
  Cell flip = 0;                     // lists coded by absence
  std::vector<SeenCell> seen;        // histories with people, ascending
  std::vector<double> margin;        // [T]: people on at least the lists T; [0] = observed
  std::vector<double> coded_margin;  // the same in the coding of `flip`
  std::vector<double> missed;        // [i]: people not on list i

  std::size_t cell_count() const { return margin.size(); }
};

// Replaces `counts` (and reuses its memory) by the table with these cells; cells of count 0 are
// skipped. REQUIRES: 1 <= list_count <= kLoglinearListsMax, histories in (0, 2^k), distinct.
void assign_counts(LoglinearCounts& counts, int list_count, std::span<const SeenCell> cells);

LoglinearCounts loglinear_counts(const CaptureTable& table);

// values[T] becomes the sum of values[S] over all S that contain T.
void sum_over_supersets(std::span<double> values);
// values[T] becomes the sum of values[S] over all S within T.
void sum_over_subsets(std::span<double> values);

}  // namespace hearim
