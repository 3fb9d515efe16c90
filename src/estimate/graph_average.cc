// Idea. For 5 lists there are 822 graphs, for 8 there are 30,888,596. Each has a smooth log density
// f_G(x) of the unseen x; the answer is log of the sum of exp f_G(x). f_G is a sum of one row per
// family, and on the tree of chordal_graphs.h a graph costs one row addition beyond its parent. So
// all graphs can be looked at; what has to be saved is exponentials and nodes.
//
//   1. Screen, on a coarse grid of x: for each graph the maximum over nodes of f_G plus the
//      interval's `rise` and log length bounds its whole mass from above (unseen_grid.h). Take the
//      graph with the best bound and compute its mass M well.
//   2. Sum: graphs whose bound is below M * 1e-7 / (number of graphs * nodes) are passed over:
//      all of them together hold less than 1e-7 of it. The others are exponentiated and added up.
//      An interval in which no graph is above that bar is dropped in the same way.
//   3. Where some graph bends more between nodes than a cubic can follow, or the average does,
//      cut the intervals finer and go to 2, now with only the graphs that are left when they are
//      few enough to be listed.
//
// Example: UK 2013, five lists, n = 2,744. The first grid has 97 nodes up to 300 n unseen, every
// whole number below 24 besides; some graphs bend more than a cubic follows, so the second pass
// has 151 nodes and sums 628 of the 822 graphs. With the same table times 10^9 the first grid is
// far too coarse for any graph, but no graph can rise more than 2.5 * 10^9 between its nodes, so
// most graphs and nearly all of the range are out at once, and a few passes later one graph and
// 600 nodes are left.
//
// Not for graphs with a cycle of four or more lists without a chord: they have no closed form.
// Source: D. Madigan & J. York, Biometrika 84 (1997) 19-31.

#include "estimate/graph_average.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/check.h"
#include "base/parallel.h"
#include "estimate/graph_walk.h"
#include "estimate/population_posterior.h"
#include "estimate/scored_grid.h"

namespace hearim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kGroups = 64;  // fixed, so that sums do not depend on threads
constexpr int kFirstIntervals = 96;
constexpr double kDroppedShare = 1e-7;
// A node may bend away from the line of its neighbours by this much: a normal density with a
// standard deviation of two spacings.
constexpr double kBendMax = 0.25;
constexpr double kInterpolationErrorMax = 2e-4;
constexpr int kPassesMax = 60;
// Coarse grids of vast tables are scored roughly, the last ones to this error.
constexpr double kRough = kInfinity;
constexpr double kExact = 1e-3;

// The yardstick: one value of log density, and the mass of one good graph on its scale.
struct Yardstick {
  SplitLog zero;
  double log_mass_main = -kInfinity;  // x <= cut
  double log_mass_wide = -kInfinity;
};

// for_each_chunk over the groups, telling how many are done.
template <class Body>
void for_each_group(const Run& run, std::string_view work, Body body) {
  std::mutex mutex;
  std::uint64_t done = 0;
  for_each_chunk(kGroups, run, [&](std::size_t group) {
    body(group);
    if (!run.progress) return;
    const std::scoped_lock lock(mutex);
    run.progress(work, ++done, kGroups);
  });
}

std::vector<int> pieces_for_bends(const std::vector<double>& bend_max, double noise,
                                  std::size_t intervals) {
  std::vector<int> pieces(intervals, 1);
  for (std::size_t i = 0; i < intervals; ++i) {
    const double ratio = (bend_max[i] - noise) / kBendMax;
    if (ratio > 1) pieces[i] = std::clamp(static_cast<int>(std::ceil(std::sqrt(ratio))), 2, 8);
  }
  return pieces;
}

bool any_cut(const std::vector<int>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](int count) { return count > 1; });
}

double log_mass(const std::vector<double>& f, const std::vector<double>& weights) {
  double top = -kInfinity, sum = 0;
  for (std::size_t i = 0; i < f.size(); ++i)
    if (weights[i] > 0) top = std::max(top, f[i]);
  if (top == -kInfinity) return top;
  for (std::size_t i = 0; i < f.size(); ++i)
    if (weights[i] > 0) sum += weights[i] * std::exp(f[i] - top);
  return top + std::log(sum);
}

class Averager {
 public:
  Averager(const CaptureTable& table, const GraphAverageOptions& options, const Run& run)
      : table_(table), options_(options), run_(run), k_(table.list_count()) {}

  GraphAverage average();

 private:
  // The log mass of one graph over x <= limit, and the log density that it is relative to.
  struct Measured {
    SplitLog zero;
    double log_mass = -kInfinity;
    double log_mass_to_cut = -kInfinity;
    double zero_at = 0;  // the x of `zero`
  };
  Measured measure(const FamilyPath& path, const ScoredGrid& first, double limit) const;
  Yardstick measure_best(const ScoredGrid& level);
  void raise(Yardstick& yard, const Ranked& highest, const ScoredGrid& level) const;

  std::vector<double> bar_of(const ScoredGrid& level, const Yardstick& yard) const;
  std::vector<std::optional<GraphSum>> sum_graphs(const ScoredGrid& level, const Bend& bend,
                                                  const Yardstick& yard);
  void keep_listed(std::vector<std::optional<GraphSum>>& sums);
  GraphAverage finish(const ScoredGrid& level, const std::vector<std::optional<GraphSum>>& sums,
                      const Yardstick& yard, std::vector<double> log_density) const;

  const CaptureTable& table_;
  const GraphAverageOptions& options_;
  const Run& run_;
  int k_;
  std::vector<GraphGroup> groups_;
  WantedSets wanted_;  // of the graphs in groups_; empty: all
  std::int64_t graph_count_ = 0;
  int passes_ = 0;
};

Averager::Measured Averager::measure(const FamilyPath& path, const ScoredGrid& first,
                                     double limit) const {
  constexpr double kBelow = 40;  // a node this far below the highest, with its reach, is left out
  Measured measured;
  std::optional<ScoredGrid> own;
  double tolerance = kRough;
  WantedSets wanted;
  want(path, k_, wanted);
  for (int pass = 0; pass < kPassesMax; ++pass) {
    run_.stop_if_cancelled();
    const ScoredGrid& level = own ? *own : first;
    const FamilyScores& scores = level.scores;
    const std::size_t size = scores.node_count(), part = scores.part_size();
    const std::size_t within =
        std::upper_bound(level.grid.x.begin(), level.grid.x.end(), limit) - level.grid.x.begin();
    const std::vector<double> sum = graph_sum(scores, shifted_root(scores, {}), path, k_);
    const auto at = [&](std::size_t i) {
      return SplitLog{sum[i], scores.split() ? sum[part + i] : 0.0};
    };
    std::size_t top = 0;
    for (std::size_t i = 1; i < within; ++i)
      if (difference(at(i), at(top)) > 0) top = i;
    measured.zero = at(top);
    measured.zero_at = level.grid.x[top];
    std::vector<double> f(size);
    for (std::size_t i = 0; i < size; ++i) f[i] = difference(at(i), measured.zero);

    const Bend bend(level.grid);
    std::vector<char> keep(size, 0);
    std::vector<double> bend_max(size, 0.0);
    for (std::size_t i = 0; i < within; ++i) {
      if (f[i] + level.reach[i] < -kBelow) continue;
      keep[i] = 1;
      bend.raise(f, i, bend_max);
    }
    measured.log_mass = log_mass(f, node_weights(level.grid, limit));
    measured.log_mass_to_cut = log_mass(f, node_weights(level.grid, options_.cut));
    const std::vector<int> pieces = pieces_for_bends(bend_max, level.noise(), size - 1);
    if (!any_cut(pieces)) {
      if (scores.error() <= kExact) break;
      tolerance = kExact;
    }
    UnseenGrid finer = refine_grid(level.grid, keep, pieces);
    own.emplace(table_, options_, std::move(finer), tolerance, wanted);
  }
  return measured;
}

Yardstick Averager::measure_best(const ScoredGrid& level) {
  const std::vector<double> root = shifted_root(level.scores, {});
  std::vector<std::optional<GraphScreen>> screens(kGroups);
  for_each_group(run_, "screening graphs", [&](std::size_t group) {
    GraphScreen& screen = screens[group].emplace(level, root, k_, run_);
    walk_group(groups_[group], k_, run_, screen);
  });
  Ranked main, wide;
  graph_count_ = 0;
  for (const std::optional<GraphScreen>& screen : screens) {
    graph_count_ += screen->graphs;
    if (screen->graphs == 0) continue;
    screen->offer(main, screen->best_main.path, screen->best_main.value);
    screen->offer(wide, screen->best_wide.path, screen->best_wide.value);
  }
  const Measured in_wide = measure(wide.path, level, options_.wide);
  // Most often one graph is best in both, with its crest before the cut.
  if (main.path == wide.path && in_wide.zero_at <= options_.cut)
    return {in_wide.zero, in_wide.log_mass_to_cut, in_wide.log_mass};
  const Measured in_main = measure(main.path, level, options_.cut);
  return {in_main.zero, in_main.log_mass,
          in_wide.log_mass + difference(in_wide.zero, in_main.zero)};
}

// A graph was found whose density at one node alone outweighs the yardstick.
void Averager::raise(Yardstick& yard, const Ranked& highest, const ScoredGrid& level) const {
  const Measured in_main = measure(highest.path, level, options_.cut);
  const Measured in_wide = measure(highest.path, level, options_.wide);
  const double main = in_main.log_mass + difference(in_main.zero, yard.zero);
  const double wide = in_wide.log_mass + difference(in_wide.zero, yard.zero);
  yard.log_mass_wide = std::max(yard.log_mass_wide, wide);
  if (main <= yard.log_mass_main) return;
  // Measure from the new graph's crest.
  yard.log_mass_wide -= difference(in_main.zero, yard.zero);
  yard.log_mass_main = in_main.log_mass;
  yard.zero = in_main.zero;
}

std::vector<double> Averager::bar_of(const ScoredGrid& level, const Yardstick& yard) const {
  const double span = std::log(static_cast<double>(graph_count_)) +
                      std::log(static_cast<double>(level.grid.size())) - std::log(kDroppedShare);
  std::vector<double> bar = level.reach;
  for (std::size_t i = 0; i < bar.size(); ++i)
    bar[i] -= (i < level.main_size ? yard.log_mass_main : yard.log_mass_wide) - span;
  return bar;
}

std::vector<std::optional<GraphSum>> Averager::sum_graphs(const ScoredGrid& level, const Bend& bend,
                                                          const Yardstick& yard) {
  ++passes_;
  const std::vector<double> root = shifted_root(level.scores, yard.zero);
  const std::vector<double> bar = bar_of(level, yard);
  std::vector<std::optional<GraphSum>> sums(kGroups);
  const std::size_t kept = static_cast<std::size_t>(options_.graphs_kept);
  for_each_group(run_, "averaging over graphs", [&](std::size_t group) {
    GraphSum& sum = sums[group].emplace(level, bend, bar, root, k_, kept, run_);
    walk_group(groups_[group], k_, run_, sum);
  });
  return sums;
}

// The next pass looks at the graphs that counted only, when no group has too many to list.
void Averager::keep_listed(std::vector<std::optional<GraphSum>>& sums) {
  for (const std::optional<GraphSum>& sum : sums)
    if (sum->list_overflows) return;
  wanted_.assign(std::size_t{1} << k_, 0);
  for (std::size_t group = 0; group < kGroups; ++group) {
    groups_[group] = {{}, std::move(sums[group]->listed)};
    for (const FamilyPath& path : groups_[group].listed) want(path, k_, wanted_);
  }
}

GraphAverage Averager::average() {
  groups_.resize(kGroups);
  const int depth = k_ <= 4 ? 0 : k_ <= 6 ? 2 : 3;
  std::size_t next = 0;
  for (ChordalNode& node : chordal_level(k_, depth))
    groups_[next++ % kGroups].roots.push_back(node);

  const double observed = static_cast<double>(table_.observed());
  const double units = 2 * std::sqrt(observed) * std::asinh(std::sqrt(options_.wide / observed));
  const int intervals = std::clamp(static_cast<int>(std::min(1e6, 2 * units)), 8, kFirstIntervals);
  std::optional<ScoredGrid> level;
  double tolerance = kRough;
  level.emplace(table_, options_, spread_grid(observed, options_.cut, options_.wide, intervals),
                tolerance, WantedSets{});
  Yardstick yard = measure_best(*level);

  for (;;) {
    CHECK(passes_ < kPassesMax);
    const Bend bend(level->grid);
    std::vector<std::optional<GraphSum>> sums = sum_graphs(*level, bend, yard);
    const std::size_t size = level->grid.size();
    Ranked highest;
    std::vector<double> bend_max(size, 0.0), density(size, 0.0);
    std::vector<char> keep(size, 0);
    for (const std::optional<GraphSum>& sum : sums) {
      if (sum->highest.value > highest.value) highest = sum->highest;
      for (std::size_t i = 0; i < size; ++i) {
        bend_max[i] = std::max(bend_max[i], sum->bend_max[i]);
        density[i] += sum->density[i];
        keep[i] = static_cast<char>(keep[i] | sum->node_counts[i]);
      }
    }
    if (highest.value > std::max(yard.log_mass_main, yard.log_mass_wide) + 10 + level->noise()) {
      raise(yard, highest, *level);
      keep_listed(sums);
      continue;
    }
    std::vector<int> pieces = pieces_for_bends(bend_max, level->noise(), size - 1);
    if (!any_cut(pieces) && level->scores.error() > kExact) {
      tolerance = kExact;
    } else if (!any_cut(pieces)) {
      // Nothing but stretches that count is left live, so that no cubic crosses a void.
      for (std::size_t i = 0; i + 1 < size; ++i)
        if (keep[i] == 0 && keep[i + 1] == 0) level->grid.live[i] = 0;
      std::vector<double> log_density(size);
      for (std::size_t i = 0; i < size; ++i)
        log_density[i] = std::log(std::max(density[i], 1e-300));
      const PopulationPosterior main(level->grid, log_density, options_.cut);
      const PopulationPosterior wide(level->grid, log_density, options_.wide);
      pieces = main.pieces_wanted(kInterpolationErrorMax);
      const std::vector<int> more = wide.pieces_wanted(kInterpolationErrorMax);
      for (std::size_t i = 0; i + 1 < size; ++i) pieces[i] = std::max(pieces[i], more[i]);
      const double error = std::max(main.interpolation_error(), wide.interpolation_error());
      if (error < kInterpolationErrorMax || !any_cut(pieces) || passes_ + 2 > kPassesMax) {
        GraphAverage result = finish(*level, sums, yard, std::move(log_density));
        result.interpolation_error = main.interpolation_error();
        return result;
      }
    }
    keep_listed(sums);
    UnseenGrid finer = refine_grid(level->grid, keep, pieces);
    level.emplace(table_, options_, std::move(finer), tolerance, wanted_);
  }
}

GraphAverage Averager::finish(const ScoredGrid& level,
                              const std::vector<std::optional<GraphSum>>& sums,
                              const Yardstick& yard, std::vector<double> log_density) const {
  GraphAverage result;
  result.grid = level.grid;
  result.log_density = std::move(log_density);
  result.graph_count = graph_count_;
  result.passes = passes_;
  result.dropped_share_max = kDroppedShare * passes_;

  double mass = 0;
  std::vector<Ranked> top;
  std::vector<double> family_mass(level.scores.family_count(), 0.0);
  for (const std::optional<GraphSum>& sum : sums) {
    mass += sum->mass;
    result.graphs_summed += sum->summed;
    top.insert(top.end(), sum->top.begin(), sum->top.end());
    for (std::size_t i = 0; i < family_mass.size(); ++i) family_mass[i] += sum->family_mass[i];
  }
  const std::size_t lists = static_cast<std::size_t>(k_);
  result.edge_probability.assign(lists * lists, 0.0);
  for (int v = 0; v < k_; ++v) {
    for (std::uint32_t parents = 0; parents < 1u << k_; ++parents) {
      if ((parents >> v & 1) != 0) continue;
      const std::size_t row = level.scores.row_index(
          {static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(parents)});
      for (std::uint32_t rest = parents; rest != 0; rest &= rest - 1) {
        const std::size_t u = static_cast<std::size_t>(std::countr_zero(rest));
        result.edge_probability[v * lists + u] += family_mass[row] / mass;
        result.edge_probability[u * lists + v] += family_mass[row] / mass;
      }
    }
  }
  // The only graph with this family: the last vertex of the complete graph joins all others.
  const std::uint32_t others = (1u << (k_ - 1)) - 1;
  const Family last{static_cast<std::uint8_t>(k_ - 1), static_cast<std::uint8_t>(others)};
  result.complete_graph_probability = family_mass[level.scores.row_index(last)] / mass;
  for (double& probability : result.edge_probability) probability = std::min(probability, 1.0);

  std::sort(top.begin(), top.end(),
            [&](const Ranked& a, const Ranked& b) { return ranks_before(a, b, k_); });
  if (top.size() > static_cast<std::size_t>(options_.graphs_kept))
    top.resize(static_cast<std::size_t>(options_.graphs_kept));
  const std::vector<double> root = shifted_root(level.scores, yard.zero);
  for (const Ranked& graph : top) {
    if (!(graph.value > 0)) continue;
    std::vector<double> f = graph_sum(level.scores, root, graph.path, k_);
    if (level.scores.split())
      for (std::size_t i = 0; i < level.grid.size(); ++i) f[i] += f[level.scores.part_size() + i];
    f.resize(level.grid.size());
    result.graphs.push_back({graph.path, graph.value / mass, std::move(f)});
  }
  return result;
}

}  // namespace

GraphAverage average_graphs(const CaptureTable& table, const GraphAverageOptions& options,
                            const Run& run) {
  return Averager(table, options, run).average();
}

}  // namespace hearim
