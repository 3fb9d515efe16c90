#include "estimate/loglinear_counts.h"

#include <algorithm>

#include "base/check.h"

namespace hearim {

void sum_over_supersets(std::span<double> values) {
  const std::size_t size = values.size();
  for (std::size_t half = 1; half < size; half *= 2)
    for (std::size_t block = 0; block < size; block += 2 * half) {
      double* without = values.data() + block;
      const double* with = without + half;
      for (std::size_t i = 0; i < half; ++i) without[i] += with[i];
    }
}

void sum_over_subsets(std::span<double> values) {
  const std::size_t size = values.size();
  for (std::size_t half = 1; half < size; half *= 2)
    for (std::size_t block = 0; block < size; block += 2 * half) {
      const double* without = values.data() + block;
      double* with = values.data() + block + half;
      for (std::size_t i = 0; i < half; ++i) with[i] += without[i];
    }
}

void assign_counts(LoglinearCounts& counts, int list_count, std::span<const SeenCell> cells) {
  CHECK(list_count >= 1 && list_count <= kLoglinearListsMax);
  const std::size_t size = std::size_t{1} << list_count;
  counts.list_count = list_count;
  counts.seen.clear();
  counts.margin.assign(size, 0.0);
  counts.missed.assign(static_cast<std::size_t>(list_count), 0.0);
  for (const SeenCell& cell : cells) {
    if (cell.count <= 0) continue;
    counts.seen.push_back(cell);
    counts.margin[cell.history] = cell.count;
    for (int i = 0; i < list_count; ++i)
      if ((cell.history >> i & 1) == 0) counts.missed[i] += cell.count;
  }
  std::sort(counts.seen.begin(), counts.seen.end(),
            [](const SeenCell& a, const SeenCell& b) { return a.history < b.history; });
  sum_over_supersets(counts.margin);
  counts.observed = counts.margin[0];
  counts.flip = 0;
  for (int i = 0; i < list_count; ++i)
    if (counts.margin[std::size_t{1} << i] > counts.observed / 2) counts.flip |= Cell{1} << i;
  if (counts.flip == 0) {
    counts.coded_margin = counts.margin;
    return;
  }
  counts.coded_margin.assign(size, 0.0);
  for (const SeenCell& cell : counts.seen)
    counts.coded_margin[cell.history ^ counts.flip] = cell.count;
  sum_over_supersets(counts.coded_margin);
}

LoglinearCounts loglinear_counts(const CaptureTable& table) {
  std::vector<SeenCell> cells;
  cells.reserve(table.patterns().size());
  for (const CapturePattern& pattern : table.patterns())
    cells.push_back({static_cast<Cell>(pattern.history), static_cast<double>(pattern.count)});
  LoglinearCounts counts;
  assign_counts(counts, table.list_count(), cells);
  return counts;
}

}  // namespace hearim
