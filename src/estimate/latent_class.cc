// How the run goes.
//
// 1. Every chain tunes itself (step sizes, masses, ladder) from its own over-dispersed start.
// 2. Learning: the chains run with settings fixed; the coldest points of all are pooled, and a
//    jump proposal is fitted to them. Twice, the second time from points the first one mixed.
// 3. Kept sweeps, in blocks. After each block R-hat, ESS and the Monte Carlo error of the median
//    are computed; when all are good enough the run ends. When they are not after an attempt's
//    allowance, what was kept becomes the next learning material, is thrown away, and a longer
//    attempt follows, until the sweeps are used up.
// Each sampled block starts from settings that were fixed before it, so the kept draws come from
// Markov chains with the exact posterior as their limit; adaptation touches only what is thrown
// away. The budget is counted in sweeps, not in time, so that the answer depends on the seed only.
//
// Over draws of a linkage the chains, once settled on the first table, are moved to the next one:
// same settings, same points, other counts. Some sweeps bring them there and are thrown away; the
// kept ones are judged table by table, by looser bars, for what is given out is the mixture of all.
//
// Not for: fewer than three lists (the classes are not identified), or lists without overlap.
#include "hearim/latent_class.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "estimate/latent_class_chain.h"
#include "estimate/latent_class_modes.h"
#include "hearim/error.h"
#include "stats/convergence.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

using latent_class::Chain;
using latent_class::ChainDraws;
using latent_class::Histories;
using latent_class::JumpProposal;
using latent_class::Point;
using latent_class::Prior;

constexpr int kTuningRounds = 5;
constexpr int kTuningSweeps = 120;             // per round
constexpr int kLearningSweeps[] = {300, 600};  // per round
constexpr int kBlockSweeps = 250;
constexpr int kAttemptBlocksFirst = 6;  // then twice as many, and so on
constexpr int kArchiveMax = 4000;       // points a jump proposal is fitted to
// A jump costs 2 microseconds, a sweep of the ladder some 150. Where jumps are accepted they are
// what mixes, and the ladder need only look for what they do not know; where they hardly ever are,
// the ladder does the work.
constexpr latent_class::Pace kPaceLearning{.cold_rounds = 1, .jumps = 40};
constexpr latent_class::Pace kPaceJumping{.cold_rounds = 6, .jumps = 12};
constexpr latent_class::Pace kPaceLadder{.cold_rounds = 1, .jumps = 4};
constexpr double kJumpRateMin = 0.0015;

// From one linkage draw to the next.
constexpr int kMoveSweeps = 60;
constexpr int kMovedBlockSweeps = 60;
constexpr int kMovedBlocksMax = 12;
constexpr double kMovedRhatMax = 1.03;
constexpr double kMovedEssMin = 100;
constexpr double kMovedPointErrorMax = 0.03;

// A split posterior is refused when a second answer holds at least this much.
constexpr double kSplitShareMin = 0.1;
constexpr double kHighOverPointMax = 20;
constexpr std::int64_t kOverlapFew = 10;

void check_options(const LatentClassOptions& options) {
  const auto require = [](bool good, const char* what, double seen) {
    if (!good)
      throw Error(ErrorCode::invalid_input, fmt::format("latent-class: {}, not {}", what, seen));
  };
  require(options.level > 0 && options.level < 1, "the level must be between 0 and 1",
          options.level);
  require(options.class_count_max >= 1 && options.class_count_max <= 64,
          "the number of classes must be 1 to 64", options.class_count_max);
  require(options.alpha_shape > 0 && std::isfinite(options.alpha_shape),
          "the shape of the prior on alpha must be positive", options.alpha_shape);
  require(options.alpha_rate > 0 && std::isfinite(options.alpha_rate),
          "the rate of the prior on alpha must be positive", options.alpha_rate);
  require(options.chain_count >= 2, "at least 2 chains are needed", options.chain_count);
  require(options.rhat_max > 1, "the largest R-hat must be above 1", options.rhat_max);
  require(options.ess_min > 0, "the smallest effective sample size must be positive",
          options.ess_min);
  require(options.point_error_max > 0, "the largest error of the point must be positive",
          options.point_error_max);
  require(options.sweeps_max >= 1, "the number of sweeps must be positive", options.sweeps_max);
  require(options.draw_count >= 1, "the number of draws must be positive", options.draw_count);
}

std::string joined(std::span<const std::string> names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

// 148,123 -> "148,000": three figures are what a sentence can carry.
std::string about(double population) {
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(population)) - 2));
  const double rounded = std::round(population / unit) * unit;
  if (rounded >= 1e15) return fmt::format("{:.2e}", rounded);
  const std::string digits = fmt::format("{:.0f}", rounded);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

// Lists that hold somebody, and why the table cannot be answered, if it cannot.
CaptureTable without_empty_lists(const CaptureTable& table, std::vector<std::string>& left_out) {
  CaptureTable kept = table;
  for (int list = table.list_count() - 1; list >= 0 && kept.list_count() > 1; --list)
    if (table.list_size(list) == 0) {
      left_out.insert(left_out.begin(), table.list_names()[list]);
      kept = kept.without_list(list);
    }
  return kept;
}

std::optional<std::string> reason_to_refuse(const CaptureTable& table) {
  if (table.observed() == 0) return "The table holds nobody.";
  if (table.list_count() < 3)
    return fmt::format(
        "Only {} with people on {}: hidden classes of people cannot be told apart with fewer than "
        "three lists.",
        table.list_count() == 1 ? "one list" : "two lists",
        table.list_count() == 1 ? "it" : "them");
  const std::vector<std::vector<int>> groups = table.connected_groups();
  if (static_cast<int>(groups.size()) == table.list_count())
    return "No two lists share anybody: without overlap there is nothing to estimate from.";
  if (groups.size() > 1) {
    std::vector<std::string> parts;
    for (const std::vector<int>& group : groups) {
      std::vector<std::string> names;
      for (const int list : group) names.push_back(table.list_names()[list]);
      parts.push_back(joined(names));
    }
    return fmt::format(
        "The lists fall into {} groups that share nobody ({}): how the people seen by one group "
        "relate to those seen by another is not in the data.",
        groups.size(), fmt::join(parts, "; "));
  }
  return std::nullopt;
}

std::string mode_in_words(const LatentClassMode& mode) {
  return fmt::format("near {} ({} to {}, {:.0f} % of the draws)", about(mode.point),
                     about(mode.low), about(mode.high), 100 * mode.share);
}

std::string modes_in_words(std::span<const LatentClassMode> modes) {
  std::string words;
  for (std::size_t i = 0; i < modes.size(); ++i) {
    if (i > 0) words += i + 1 == modes.size() ? " and " : ", ";
    words += mode_in_words(modes[i]);
  }
  return words;
}

struct Diagnostics {
  double rhat = 0, ess_bulk = 0, ess_tail = 0, point_error = 0, median = 0;
};

Diagnostics diagnose(const std::vector<ChainDraws>& draws) {
  std::vector<std::vector<double>> columns;
  std::vector<double> all;
  for (const ChainDraws& chain : draws) {
    columns.push_back(chain.population);
    all.insert(all.end(), chain.population.begin(), chain.population.end());
  }
  return {.rhat = rank_normalised_rhat(columns),
          .ess_bulk = bulk_ess(columns),
          .ess_tail = tail_ess(columns),
          .point_error = quantile_standard_error(columns, 0.5),
          .median = quantile(all, 0.5)};
}

// Two answers of which neither can be left out.
bool is_split(std::span<const LatentClassMode> modes) {
  return std::count_if(modes.begin(), modes.end(), [](const LatentClassMode& mode) {
           return mode.share >= kSplitShareMin;
         }) > 1;
}

bool good_enough(const Diagnostics& d, std::span<const LatentClassMode> modes,
                 const LatentClassOptions& options) {
  if (d.rhat > options.rhat_max || std::min(d.ess_bulk, d.ess_tail) < options.ess_min) return false;
  // The median of a split posterior lies in the empty middle and is not given, so its error is
  // not waited for.
  return is_split(modes) || d.point_error <= options.point_error_max * d.median;
}

class Sampling {
 public:
  // For these tables, of which the first is sampled first.
  Sampling(std::span<const CaptureTable> tables, const LatentClassOptions& options, const Run& run)
      : histories_(tables),
        prior_{.alpha_shape = options.alpha_shape, .alpha_rate = options.alpha_rate},
        options_(options),
        run_(run),
        archives_(static_cast<std::size_t>(options.chain_count)),
        draws_(static_cast<std::size_t>(options.chain_count)) {
    for (int c = 0; c < options.chain_count; ++c)
      chains_.emplace_back(histories_, prior_, options.class_count_max,
                           Rng(run.seed, "latent-class chain", static_cast<std::uint64_t>(c)), c);
  }

  // True when converged.
  bool sample() {
    for_each_chunk(chains_.size(), run_, [&](std::size_t c) {
      chains_[c].tune(kTuningRounds, std::min(kTuningSweeps, options_.sweeps_max), run_);
    });
    discarded_ = kTuningRounds * kTuningSweeps;
    for (Chain& chain : chains_) chain.set_pace(kPaceLearning);
    for (const int sweeps : kLearningSweeps) {
      advance(sweeps);
      learn();
    }
    for (int blocks = kAttemptBlocksFirst;; blocks *= 2) {
      for (int block = 0; block < blocks; ++block) {
        advance(kBlockSweeps);
        diagnostics_ = diagnose(draws_);
        modes_ = latent_class::find_modes(draws_, options_.level);
        if (good_enough(diagnostics_, modes_, options_)) return true;
        if (discarded_ + kept() >= options_.sweeps_max) return false;
      }
      // A longer attempt must fit into the budget whole, else more of the same is better.
      if (discarded_ + kept() + 2 * blocks * kBlockSweeps <= options_.sweeps_max) {
        learn();
      } else {
        blocks = options_.sweeps_max;  // until the budget ends
      }
    }
  }

  // On from the table sampled last to one of the others. True when the chains agree on it.
  bool sample_next(const CaptureTable& table) {
    histories_.take_people(table);
    for (std::vector<Point>& archive : archives_) archive.clear();
    for (Chain& chain : chains_) chain.measure_again();
    advance(kMoveSweeps);
    discarded_ = kept_;
    kept_ = 0;
    for (ChainDraws& chain : draws_) chain = {};
    for (Chain& chain : chains_) chain.forget_rates();
    LatentClassOptions moved = options_;
    moved.rhat_max = std::max(options_.rhat_max, kMovedRhatMax);
    moved.ess_min = std::min(options_.ess_min, kMovedEssMin);
    moved.point_error_max = std::max(options_.point_error_max, kMovedPointErrorMax);
    for (int block = 0; block < kMovedBlocksMax; ++block) {
      advance(kMovedBlockSweeps);
      diagnostics_ = diagnose(draws_);
      modes_ = latent_class::find_modes(draws_, options_.level);
      if (good_enough(diagnostics_, modes_, moved)) return true;
    }
    return false;
  }

  const std::vector<ChainDraws>& draws() const { return draws_; }
  const std::vector<Chain>& chains() const { return chains_; }
  const Diagnostics& diagnostics() const { return diagnostics_; }
  const std::vector<LatentClassMode>& modes() const { return modes_; }
  int kept() const { return kept_; }  // sweeps per chain
  int discarded() const { return discarded_; }

 private:
  void advance(int sweeps) {
    for_each_chunk(chains_.size(), run_, [&](std::size_t c) {
      chains_[c].run(sweeps, jumps_, &draws_[c], &archives_[c], 1, run_);
    });
    kept_ += sweeps;
    if (run_.progress)
      run_.progress("latent-class sweeps", static_cast<std::uint64_t>(discarded_ + kept()),
                    static_cast<std::uint64_t>(options_.sweeps_max));
  }

  // Fits the jumps to the archives, and throws away all that was kept.
  void learn() {
    // The newest points of every chain.
    const std::size_t each = kArchiveMax / archives_.size();
    std::vector<const Point*> points;
    for (const std::vector<Point>& archive : archives_)
      for (std::size_t i = archive.size() > each ? archive.size() - each : 0; i < archive.size();
           ++i)
        points.push_back(&archive[i]);
    Rng rng(run_.seed, "latent-class jumps", static_cast<std::uint64_t>(lessons_++));
    jumps_ = JumpProposal::learn(histories_, prior_, points, rng);
    for (std::vector<Point>& archive : archives_) archive.clear();
    discarded_ += kept_;
    kept_ = 0;
    for (ChainDraws& chain : draws_) chain = {};
    double rate = 0;
    for (const Chain& chain : chains_) rate += chain.jump_rate() / options_.chain_count;
    for (Chain& chain : chains_) {
      if (lessons_ > 1) chain.set_pace(rate < kJumpRateMin ? kPaceLadder : kPaceJumping);
      chain.forget_rates();
    }
  }

  Histories histories_;
  Prior prior_;
  const LatentClassOptions& options_;
  const Run& run_;
  std::vector<Chain> chains_;
  std::vector<std::vector<Point>> archives_;
  std::vector<ChainDraws> draws_;
  JumpProposal jumps_;
  Diagnostics diagnostics_;
  std::vector<LatentClassMode> modes_;
  int discarded_ = 0, kept_ = 0;
  int lessons_ = 0;
};

void refuse_unconverged(LatentClassEstimate& estimate) {
  const std::string numbers = fmt::format(
      "(R-hat {:.3f}, effective draws {:.0f} in the bulk and {:.0f} in the tails, Monte Carlo "
      "error "
      "of the point {:.1f} %)",
      estimate.rhat, estimate.ess_bulk, estimate.ess_tail,
      100 * estimate.point_error / estimate.quantiles[3]);
  if (estimate.modes.size() > 1) {
    const LatentClassMode& first = estimate.modes.front();
    const bool apart = first.chains < estimate.chain_count && first.chains > 0;
    std::vector<std::string> parts;
    for (const LatentClassMode& mode : estimate.modes) {
      if (apart && mode.chains > 0)
        parts.push_back(fmt::format("{} of {} sit near {}", mode.chains, estimate.chain_count,
                                    about(mode.point)));
      if (!apart)
        parts.push_back(fmt::format("the share near {} runs from {:.0f} % to {:.0f} %",
                                    about(mode.point), 100 * mode.share_low,
                                    100 * mode.share_high));
    }
    estimate.refuse(fmt::format(
        "The chains do not agree{}: {}. Taken together the draws lie {} {}. A number from any one "
        "chain would be an accident of its start.",
        apart ? "" : " on how much each answer weighs", fmt::join(parts, ", "),
        modes_in_words(estimate.modes), numbers));
    return;
  }
  const auto [low, high] =
      std::minmax_element(estimate.chain_medians.begin(), estimate.chain_medians.end());
  estimate.refuse(
      fmt::format("The chains have not settled on one answer: their medians run from {} to {} {}. "
                  "All lie in one region, {}.",
                  about(*low), about(*high), numbers, mode_in_words(estimate.modes.front())));
}

// The chains agree; may the number stand?
void judge(LatentClassEstimate& estimate, const CaptureTable& table) {
  if (is_split(estimate.modes)) {
    estimate.refuse(fmt::format(
        "The lists allow separate answers and cannot choose between them: {}. All {} chains agree "
        "on this split; how much each side weighs is set by the prior as much as by the lists, and "
        "a number in between would stand for neither.",
        modes_in_words(estimate.modes), estimate.chain_count));
    return;
  }
  if (estimate.modes.size() > 1)
    estimate.weaken(fmt::format("A small part of the posterior lies elsewhere: {}.",
                                modes_in_words(estimate.modes)));
  if (*estimate.population->high > kHighOverPointMax * estimate.population->point)
    estimate.weaken(fmt::format(
        "The upper limit, {}, is more than {:.0f} times the point: the lists say little about how "
        "many there are at most.",
        about(*estimate.population->high), kHighOverPointMax));
  std::int64_t overlap = 0;
  for (const CapturePattern& pattern : table.patterns())
    if ((pattern.history & (pattern.history - 1)) != 0) overlap += pattern.count;
  if (overlap < kOverlapFew)
    estimate.weaken(
        fmt::format("Only {} {} on more than one list: the prior decides much of the answer.",
                    overlap, overlap == 1 ? "person is" : "people are"));
}

LatentClassEstimate empty_estimate(const LatentClassOptions& options) {
  LatentClassEstimate estimate;
  estimate.class_count_max = options.class_count_max;
  estimate.alpha_shape = options.alpha_shape;
  estimate.alpha_rate = options.alpha_rate;
  estimate.chain_count = options.chain_count;
  return estimate;
}

// What the sampling of `table` says.
LatentClassEstimate answer_of(const Sampling& sampling, bool converged, const CaptureTable& table,
                              const std::vector<std::string>& left_out,
                              const LatentClassOptions& options) {
  LatentClassEstimate estimate = empty_estimate(options);
  const Diagnostics& diagnostics = sampling.diagnostics();
  estimate.rhat = diagnostics.rhat;
  estimate.ess_bulk = diagnostics.ess_bulk;
  estimate.ess_tail = diagnostics.ess_tail;
  estimate.point_error = diagnostics.point_error;
  estimate.sweeps = sampling.kept();
  estimate.sweeps_discarded = sampling.discarded();
  estimate.tempering_levels = sampling.chains().front().level_count();
  std::vector<double> all;
  for (std::size_t c = 0; c < sampling.chains().size(); ++c) {
    const Chain& chain = sampling.chains()[c];
    const ChainDraws& draws = sampling.draws()[c];
    estimate.expected_occupied_classes += chain.occupied_classes() / options.chain_count;
    estimate.jump_rate += chain.jump_rate() / options.chain_count;
    estimate.chain_medians.push_back(quantile(draws.population, 0.5));
    all.insert(all.end(), draws.population.begin(), draws.population.end());
  }
  estimate.modes = sampling.modes();

  // Every so-many-th draw, in chain order, before the sort.
  const std::size_t kept = std::min(all.size(), static_cast<std::size_t>(options.draw_count));
  std::vector<double> thinned;
  for (std::size_t i = 0; i < kept; ++i) thinned.push_back(all[i * all.size() / kept]);

  std::sort(all.begin(), all.end());
  constexpr double kQuantiles[] = {0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975};
  for (std::size_t i = 0; i < estimate.quantiles.size(); ++i)
    estimate.quantiles[i] = sorted_quantile(all, kQuantiles[i]);

  if (!converged) {
    refuse_unconverged(estimate);
    return estimate;
  }
  estimate.status = EstimateStatus::ok;
  estimate.draws = std::move(thinned);
  estimate.population = PopulationInterval{.point = estimate.quantiles[3],
                                           .low = sorted_quantile(all, (1 - options.level) / 2),
                                           .high = sorted_quantile(all, (1 + options.level) / 2),
                                           .level = options.level,
                                           .kind = IntervalKind::credible};
  if (!left_out.empty())
    estimate.weaken(fmt::format("Left out, because nobody is on {}: {}.",
                                left_out.size() == 1 ? "it" : "them", joined(left_out)));
  judge(estimate, table);
  return estimate;
}

}  // namespace

LatentClassEstimate estimate_latent_class(const CaptureTable& full_table,
                                          const LatentClassOptions& options, const Run& run) {
  check_options(options);
  std::vector<std::string> left_out;
  const CaptureTable table = without_empty_lists(full_table, left_out);
  if (const std::optional<std::string> reason = reason_to_refuse(table)) {
    LatentClassEstimate estimate = empty_estimate(options);
    estimate.refuse(*reason);
    return estimate;
  }
  Sampling sampling(std::span(&table, 1), options, run);
  const bool converged = sampling.sample();
  return answer_of(sampling, converged, table, left_out, options);
}

std::vector<LatentClassEstimate> estimate_latent_class_of_draws(
    std::span<const CaptureTable> full_tables, const LatentClassOptions& options, const Run& run) {
  check_options(options);
  std::vector<LatentClassEstimate> estimates;
  std::vector<CaptureTable> tables;  // those of the first one's lists that can be answered
  std::vector<std::size_t> places;
  std::vector<std::string> left_out;
  for (const CaptureTable& full_table : full_tables) {
    estimates.push_back(empty_estimate(options));
    std::vector<std::string> of_this;
    CaptureTable table = without_empty_lists(full_table, of_this);
    if (const std::optional<std::string> reason = reason_to_refuse(table)) {
      estimates.back().refuse(*reason);
    } else if (!tables.empty() && of_this != left_out) {
      estimates.back() = estimate_latent_class(full_table, options, run);
    } else {
      left_out = of_this;
      tables.push_back(std::move(table));
      places.push_back(estimates.size() - 1);
    }
  }
  if (tables.empty()) return estimates;
  Sampling sampling(tables, options, run);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const bool converged = t == 0 ? sampling.sample() : sampling.sample_next(tables[t]);
    estimates[places[t]] = answer_of(sampling, converged, tables[t], left_out, options);
    if (run.progress) run.progress("latent-class over linkage draws", t + 1, tables.size());
  }
  return estimates;
}

}  // namespace hearim
