#include "estimate/loglinear_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/parallel.h"
#include "base/rng.h"
#include "stats/discrete.h"

namespace hearim {
namespace {

constexpr std::size_t kChunkSize = 20;  // resamples, or jackknife tables

struct Workspace {
  explicit Workspace(int list_count) : fitter(list_count) {}
  LoglinearFitter fitter;
  LoglinearState state;
  LoglinearCounts counts;
  std::vector<SeenCell> cells;
  std::vector<Cell> terms;
};

double estimate(const LoglinearProcedure& procedure, int list_count, const Run& run,
                Workspace& work) {
  assign_counts(work.counts, list_count, work.cells);
  const ProcedureResult result =
      procedure.apply(work.counts, run, work.fitter, work.state, work.terms, nullptr);
  return work.counts.observed + result.unseen_count;
}

}  // namespace

LoglinearResamples resample_loglinear(const CaptureTable& table,
                                      const LoglinearProcedure& procedure, int resamples,
                                      const Run& run) {
  const int k = table.list_count();
  // From the smallest count up: the share of a cell among those still to be drawn then keeps its
  // digits beside one huge cell.
  std::vector<CapturePattern> patterns(table.patterns().begin(), table.patterns().end());
  std::stable_sort(patterns.begin(), patterns.end(),
                   [](const auto& a, const auto& b) { return a.count < b.count; });
  std::vector<double> weights;
  for (const CapturePattern& pattern : patterns)
    weights.push_back(static_cast<double>(pattern.count));

  LoglinearResamples result;
  result.replicates.resize(static_cast<std::size_t>(resamples));
  result.jackknife.resize(patterns.size());
  const std::size_t total = result.replicates.size() + result.jackknife.size();
  std::mutex mutex;
  std::size_t done = 0;
  for_each_chunk((total + kChunkSize - 1) / kChunkSize, run, [&](std::size_t chunk) {
    Workspace work(k);
    std::vector<std::int64_t> drawn(patterns.size());
    const std::size_t first = chunk * kChunkSize;
    const std::size_t last = std::min(total, first + kChunkSize);
    for (std::size_t i = first; i < last; ++i) {
      work.cells.clear();
      if (i < result.replicates.size()) {
        Rng rng(run.seed, "loglinear-bootstrap", i);
        multinomial_draw(rng, table.observed(), weights, drawn);
        for (std::size_t c = 0; c < patterns.size(); ++c)
          work.cells.push_back(
              {static_cast<Cell>(patterns[c].history), static_cast<double>(drawn[c])});
        result.replicates[i] = estimate(procedure, k, run, work);
      } else {
        const std::size_t without = i - result.replicates.size();
        for (std::size_t c = 0; c < patterns.size(); ++c)
          work.cells.push_back({static_cast<Cell>(patterns[c].history),
                                static_cast<double>(patterns[c].count - (c == without ? 1 : 0))});
        result.jackknife[without] = {estimate(procedure, k, run, work), weights[without]};
      }
    }
    if (run.progress) {
      const std::scoped_lock lock(mutex);
      done += last - first;
      run.progress("loglinear bootstrap", done, total);
    }
  });
  for (const double replicate : result.replicates)
    if (!std::isfinite(replicate)) ++result.replicates_infinite;
  for (const JackknifeValue& value : result.jackknife)
    if (!std::isfinite(value.estimate)) result.jackknife_infinite += value.weight;
  return result;
}

}  // namespace hearim
