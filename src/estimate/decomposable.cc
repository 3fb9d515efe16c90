#include "hearim/decomposable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/rng.h"
#include "estimate/graph_average.h"
#include "estimate/population_posterior.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr int kListsMin = 3;
constexpr int kListsMax = kChordalVerticesMax;
constexpr int kGraphsShown = 20;
constexpr int kDensityPoints = 400;
constexpr double kWiderFactor = 10;

// When does the cut decide? Letting ten times as many be unseen moves the median by more than
// this share of it, or the upper limit by more than that share.
constexpr double kPointMoveMax = 0.05;
constexpr double kHighMoveMax = 0.25;
// Half or twice the prior count moves the median by more than this.
constexpr double kPriorMoveMax = 0.10;
// The graph that joins all lists leaves the unseen to the prior.
constexpr double kCompleteGraphMax = 0.10;
constexpr double kHighOverPointMax = 20;

void check_options(const DecomposableOptions& options) {
  const auto bad = [](std::string what) { throw Error(ErrorCode::invalid_input, std::move(what)); };
  if (!(options.level > 0 && options.level < 1))
    bad(fmt::format("the level must be between 0 and 1, it is {}", options.level));
  if (options.prior_count && !(*options.prior_count >= 1e-12 && *options.prior_count <= 1e12))
    bad(fmt::format("the prior count must be between 1e-12 and 1e12 people per cell, it is {}",
                    *options.prior_count));
  if (!options.unseen_max && !(options.unseen_factor > 0 && options.unseen_factor <= 1e6))
    bad(fmt::format("the unseen factor must be above 0 and at most 1,000,000, it is {}",
                    options.unseen_factor));
  if (options.unseen_max && *options.unseen_max < 1)
    bad(fmt::format("the most unseen people must be at least 1, it is {}", *options.unseen_max));
  if (options.unseen_grid != 0 && !(options.unseen_grid >= 2 && options.unseen_grid <= 1'000'000))
    bad(fmt::format("the grid of the unseen must have 2 to 1,000,000 values, it has {}",
                    options.unseen_grid));
  if (options.draw_count < 0)
    bad(fmt::format("the number of draws must not be negative, it is {}", options.draw_count));
}

// Why there is no answer, or nothing.
std::string refusal(const CaptureTable& table) {
  const int k = table.list_count();
  if (k < kListsMin)
    return fmt::format(
        "The decomposable model needs at least 3 lists, there {}: with fewer, no dependence "
        "between lists can be told from people being missed.",
        k == 1 ? "is 1" : fmt::format("are {}", k));
  if (k > kListsMax)
    return fmt::format(
        "There are {} lists. The decomposable model sums over every decomposable graph of the "
        "lists: 31 million graphs with 8 lists, 2 billion with 9. Merge or drop lists to get 8 or "
        "fewer.",
        k);
  if (table.observed() == 0) return "Nobody is on any list.";
  if (std::all_of(table.patterns().begin(), table.patterns().end(),
                  [](const CapturePattern& pattern) {
                    return (pattern.history & (pattern.history - 1)) == 0;
                  }))
    return "Nobody is on two lists. Without any overlap the lists hold no information on how many "
           "people are on none.";
  return {};
}

std::string names_of(const CaptureTable& table, const std::vector<int>& lists) {
  std::string names;
  for (const int list : lists) names += (names.empty() ? "" : ", ") + table.list_names()[list];
  return names;
}

std::string people(double count) {
  const std::string digits = fmt::format("{:.0f}", count);
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

// The posterior on evenly spaced whole numbers alone, each standing for nothing but itself.
class EvenGrid {
 public:
  EvenGrid(const PopulationPosterior& posterior, double last, int values) {
    for (int i = 0; i < values; ++i) {
      unseen_.push_back(std::round(1 + (last - 1) * i / (values - 1)));
      total_ += posterior.density(unseen_.back());
      cumulative_.push_back(total_);
    }
  }
  bool empty() const { return !(total_ > 0); }  // a grid so coarse that it misses the posterior
  double quantile(double p) const {
    const auto at = std::lower_bound(cumulative_.begin(), cumulative_.end(), p * total_);
    return unseen_[static_cast<std::size_t>(at - cumulative_.begin())];
  }

 private:
  std::vector<double> unseen_, cumulative_;
  double total_ = 0;
};

class Estimator {
 public:
  Estimator(const CaptureTable& table, const DecomposableOptions& options, const Run& run)
      : table_(table), options_(options), run_(run) {
    observed_ = static_cast<double>(table.observed());
    cut_ = options.unseen_max ? static_cast<double>(*options.unseen_max)
                              : std::max(1.0, std::floor(options.unseen_factor * observed_));
  }

  DecomposableEstimate estimate();

 private:
  GraphAverage average(double prior_count, int graphs_kept) const {
    return average_graphs(table_,
                          {.prior = {prior_count, options_.population_prior},
                           .cut = cut_,
                           .wide = cut_ * kWiderFactor,
                           .graphs_kept = graphs_kept},
                          run_);
  }
  double median_with(double prior_count) const {
    const GraphAverage other = average(prior_count, 0);
    return observed_ + PopulationPosterior(other.grid, other.log_density, cut_).quantile(0.5);
  }
  void describe(const GraphAverage& average, const PopulationPosterior& posterior);
  void move_to_grid(const PopulationPosterior& posterior);
  void judge();

  const CaptureTable& table_;
  const DecomposableOptions& options_;
  const Run& run_;
  double observed_ = 0;
  double cut_ = 0;
  DecomposableEstimate result_;
};

DecomposableEstimate Estimator::estimate() {
  const int k = table_.list_count();
  result_.population_prior = options_.population_prior;
  result_.prior_count = options_.prior_count.value_or(std::ldexp(1.0, -k));
  constexpr double kInt64Max = 9223372036854774784.0;  // the largest double below 2^63
  result_.unseen_max = static_cast<std::int64_t>(std::min(cut_, kInt64Max));
  result_.unseen_grid = options_.unseen_grid;
  if (std::string why = refusal(table_); !why.empty()) {
    result_.refuse(std::move(why));
    return result_;
  }
  const GraphAverage averaged = average(result_.prior_count, kGraphsShown);
  const PopulationPosterior posterior(averaged.grid, averaged.log_density, cut_);
  describe(averaged, posterior);
  const PopulationPosterior wider(averaged.grid, averaged.log_density, cut_ * kWiderFactor);
  result_.point_if_wider = observed_ + wider.quantile(0.5);
  result_.high_if_wider = observed_ + wider.quantile((1 + options_.level) / 2);
  if (options_.check_prior && k < kListsMax) {
    result_.point_if_prior_halved = median_with(result_.prior_count / 2);
    result_.point_if_prior_doubled = median_with(result_.prior_count * 2);
  }
  judge();
  if (options_.unseen_grid > 0) move_to_grid(posterior);
  return result_;
}

void Estimator::describe(const GraphAverage& averaged, const PopulationPosterior& posterior) {
  const double tail = (1 - options_.level) / 2;
  result_.status = EstimateStatus::ok;
  result_.population = PopulationInterval{.point = observed_ + posterior.quantile(0.5),
                                          .low = observed_ + posterior.quantile(tail),
                                          .high = observed_ + posterior.quantile(1 - tail),
                                          .level = options_.level,
                                          .kind = IntervalKind::credible};
  result_.mass_at_end = posterior.share_above(std::floor(0.9 * cut_));
  result_.graph_count = averaged.graph_count;
  result_.edge_probability = averaged.edge_probability;
  result_.complete_graph_probability = averaged.complete_graph_probability;
  result_.dropped_share_max = averaged.dropped_share_max;
  result_.interpolation_error = averaged.interpolation_error;
  for (const WeighedGraph& graph : averaged.graphs) {
    const PopulationPosterior alone(averaged.grid, graph.log_density, cut_);
    result_.graphs.push_back({maximal_cliques(graph.path, table_.list_count()), graph.probability,
                              observed_ + alone.quantile(0.5)});
  }

  Rng rng(run_.seed, "decomposable-draws", 0);
  result_.draws.reserve(static_cast<std::size_t>(options_.draw_count));
  for (int i = 0; i < options_.draw_count; ++i)
    result_.draws.push_back(observed_ + posterior.quantile(rng.uniform()));

  const double first = posterior.quantile(0.0025), last = posterior.quantile(0.9975);
  double previous = -1;
  for (int i = 0; i <= kDensityPoints; ++i) {
    const double unseen = std::round(first + (last - first) * i / kDensityPoints);
    if (unseen == previous) continue;
    previous = unseen;
    result_.density.push_back({observed_ + unseen, posterior.density(unseen)});
  }
}

void Estimator::move_to_grid(const PopulationPosterior& posterior) {
  const EvenGrid grid(posterior, cut_, options_.unseen_grid);
  if (grid.empty())
    throw Error(ErrorCode::invalid_input,
                fmt::format("all {} values of the grid of the unseen miss the posterior",
                            options_.unseen_grid),
                {}, "leave the grid out, or ask for more values");
  const double tail = (1 - options_.level) / 2;
  result_.population->point = observed_ + grid.quantile(0.5);
  result_.population->low = observed_ + grid.quantile(tail);
  result_.population->high = observed_ + grid.quantile(1 - tail);
}

void Estimator::judge() {
  const double point = result_.population->point;
  const double high = *result_.population->high;
  const auto moves = [](double to, double from) { return std::abs(to / from - 1); };

  const auto groups = table_.connected_groups();
  if (groups.size() > 1) {
    std::string parts;
    for (const auto& group : groups)
      parts += (parts.empty() ? "" : " | ") + names_of(table_, group);
    result_.weaken(fmt::format(
        "The lists fall into groups that share nobody ({}): nothing in the data says how the "
        "groups relate, and the answer rests on the prior there.",
        parts));
  }
  if (moves(result_.point_if_wider, point) > kPointMoveMax ||
      moves(result_.high_if_wider, high) > kHighMoveMax)
    result_.weaken(fmt::format(
        "The cut decides: at most {} unseen people were allowed, and {:.1f} % of the posterior "
        "lies in the last tenth of that range. With ten times as many allowed the median would "
        "be {} instead of {} and the upper limit {} instead of {}.",
        people(cut_), 100 * result_.mass_at_end, people(result_.point_if_wider), people(point),
        people(result_.high_if_wider), people(high)));
  if (result_.complete_graph_probability > kCompleteGraphMax)
    result_.weaken(fmt::format(
        "With probability {:.0f} % every list depends on every other, all together; then the data "
        "say nothing about people on no list, and the prior alone decides.",
        100 * result_.complete_graph_probability));
  if (result_.point_if_prior_halved &&
      (moves(*result_.point_if_prior_halved, point) > kPriorMoveMax ||
       moves(*result_.point_if_prior_doubled, point) > kPriorMoveMax))
    result_.weaken(fmt::format(
        "The prior count decides: with half of it the median would be {}, with twice {}, instead "
        "of {}.",
        people(*result_.point_if_prior_halved), people(*result_.point_if_prior_doubled),
        people(point)));
  if (high > kHighOverPointMax * point)
    result_.weaken(
        fmt::format("The upper limit is {:.0f} times the point: the data hardly limit "
                    "the number from above.",
                    high / point));
}

}  // namespace

DecomposableEstimate estimate_decomposable(const CaptureTable& table,
                                           const DecomposableOptions& options, const Run& run) {
  check_options(options);
  return Estimator(table, options, run).estimate();
}

}  // namespace hearim
