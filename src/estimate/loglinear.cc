// The log-linear estimate: check the table, select, fit, bootstrap, and say how far to trust it.
#include "hearim/loglinear.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "estimate/bca_interval.h"
#include "estimate/hierarchical_model.h"
#include "estimate/loglinear_bootstrap.h"
#include "estimate/loglinear_fit.h"
#include "estimate/loglinear_procedure.h"
#include "estimate/profile_likelihood.h"
#include "hearim/error.h"
#include "stats/normal.h"

namespace hearim {
namespace {

static_assert(kLoglinearListCountMax == kLoglinearListsMax);

constexpr std::size_t kDrawCount = 4000;
constexpr int kProfileCurvePoints = 33;
constexpr double kHighOverPointMax = 20;
constexpr double kInfiniteShareMax = 0.02;  // of the resamples
constexpr int kBicBestListsMax = 10;        // beyond, the search beside the answer costs too much

void check_options(const LoglinearOptions& options) {
  if (!(options.level > 0 && options.level < 1))
    throw Error(ErrorCode::invalid_input,
                fmt::format("the level must lie between 0 and 1, it is {}", options.level));
  if (!(options.p_value_max >= 0 && options.p_value_max < 1))
    throw Error(ErrorCode::invalid_input,
                fmt::format("the p-value to enter must lie between 0 and 1, it is {}",
                            options.p_value_max));
  if (options.resamples < 0 || options.resamples > 1'000'000)
    throw Error(ErrorCode::invalid_input,
                fmt::format("resamples must be 0 to 1,000,000, not {}", options.resamples));
  if (options.order_max < 0)
    throw Error(ErrorCode::invalid_input,
                fmt::format("the largest order must be 0 or more, it is {}", options.order_max));
  if (options.interval != IntervalKind::bca && options.interval != IntervalKind::profile)
    throw Error(ErrorCode::invalid_input, "log-linear intervals are bca or profile");
}

std::string names_of(const CaptureTable& table, const std::vector<int>& lists) {
  std::string text;
  for (const int list : lists) text += (text.empty() ? "" : ", ") + table.list_names()[list];
  return text;
}

// Why no model can be fitted to this table at all; empty when one may be.
std::string table_refusal(const CaptureTable& table, const LoglinearOptions& options) {
  if (table.observed() == 0) return "The table holds nobody.";
  if (table.list_count() > kLoglinearListsMax)
    return fmt::format(
        "There are {} lists, and this model takes at most {}: merge lists that belong together, or "
        "drop some.",
        table.list_count(), kLoglinearListsMax);
  int lists_with_people = 0;
  for (int i = 0; i < table.list_count(); ++i) lists_with_people += table.list_size(i) > 0;
  const int lists_needed = options.generators.empty() ? 3 : 2;
  if (lists_with_people < lists_needed)
    return fmt::format(
        "Only {} of the lists {} anybody on {}. With fewer than {} lists, whether the lists depend "
        "on each other cannot be seen, and the model cannot be chosen.",
        lists_with_people, lists_with_people == 1 ? "has" : "have",
        lists_with_people == 1 ? "it" : "them", lists_needed);
  const bool overlap = std::any_of(
      table.patterns().begin(), table.patterns().end(),
      [](const CapturePattern& pattern) { return std::popcount(pattern.history) >= 2; });
  if (!overlap)
    return "Nobody is on more than one list. Without any overlap the lists say nothing about how "
           "many people all of them miss.";
  return {};
}

std::string no_estimate_reason(const ProcedureResult& result) {
  if (result.outcome == FitOutcome::no_convergence)
    return "The fit did not settle: the table is too near to one in which the estimate does not "
           "exist.";
  switch (result.unseen) {
    case UnseenLimit::infinite:
      return "The estimate is at infinity: the more unseen people are supposed, the better the "
             "model fits, so it does not exist as a number.";
    case UnseenLimit::zero:
      return "The estimate does not exist: the model fits best with nobody unseen (for example "
             "when one list holds everybody), which says that the lists cannot answer.";
    case UnseenLimit::undetermined:
      return "The number of people is not identified: under this model every number fits the lists "
             "equally well.";
    case UnseenLimit::finite:
      break;
  }
  return "The estimate does not exist under this model.";
}

void weaken_by_table(const CaptureTable& table, LoglinearEstimate& estimate) {
  int lists_with_people = 0;
  for (int i = 0; i < table.list_count(); ++i) lists_with_people += table.list_size(i) > 0;
  if (lists_with_people == 2)
    estimate.weaken(
        "There are two lists only: the answer rests on their being independent, which nothing in "
        "the table can check.");
  std::vector<std::vector<int>> groups = table.connected_groups();
  std::erase_if(groups, [&table](const std::vector<int>& group) {
    return std::all_of(group.begin(), group.end(),
                       [&table](int list) { return table.list_size(list) == 0; });
  });
  if (groups.size() > 1) {
    std::string text;
    for (const std::vector<int>& group : groups)
      text += (text.empty() ? "" : " / ") + names_of(table, group);
    estimate.weaken(
        fmt::format("The lists fall into groups that share nobody ({}): that they see the same "
                    "population is assumed, and nothing in the table supports it.",
                    text));
  }
}

void weaken_by_interval(LoglinearEstimate& estimate) {
  const PopulationInterval& interval = *estimate.population;
  if (!interval.high)
    estimate.weaken("The data do not bound the number from above: the interval has no upper end.");
  else if (*interval.high > kHighOverPointMax * interval.point)
    estimate.weaken(fmt::format(
        "The upper end of the interval is {:.0f} times the estimate: the data hardly bound the "
        "number from above.",
        *interval.high / interval.point));
  if (interval.point > interval.high.value_or(HUGE_VAL) ||
      interval.point < interval.low.value_or(0))
    estimate.weaken(
        "The estimate lies outside its own interval: small changes of the table change the "
        "selected model, and with it the number.");
}

void add_bootstrap(const CaptureTable& table, const LoglinearProcedure& procedure,
                   const LoglinearOptions& options, const Run& run, LoglinearEstimate& estimate) {
  const LoglinearResamples resamples = resample_loglinear(table, procedure, options.resamples, run);
  const BcaInterval bca = bca_interval(estimate.population->point, resamples.replicates,
                                       resamples.jackknife, options.level);
  estimate.resamples_infinite = resamples.replicates_infinite;
  estimate.jackknife_infinite = resamples.jackknife_infinite;
  estimate.bias_correction = bca.bias_correction;
  estimate.acceleration = bca.acceleration;
  estimate.low_error = bca.low_error;
  estimate.high_error = bca.high_error;
  estimate.population->low = bca.low;
  estimate.population->high = bca.high;
  estimate.population->kind = IntervalKind::bca;
  Rng rng(run.seed, "loglinear-draws", 0);
  estimate.draws = bca_draws(bca, resamples.replicates, kDrawCount, rng);

  const double share = static_cast<double>(resamples.replicates_infinite) / options.resamples;
  if (share > kInfiniteShareMax)
    estimate.weaken(fmt::format(
        "In {:.0f} of 100 resamples of these people the estimate is infinite or undetermined: it "
        "hangs on the few people who are on several lists.",
        100 * share));
  if (resamples.jackknife_infinite > 0)
    estimate.weaken("Without one single person the estimate would be infinite or undetermined.");
}

void use_profile(const std::optional<ProfileLikelihood>& profile, const Run& run,
                 LoglinearEstimate& estimate) {
  estimate.population->kind = IntervalKind::profile;
  if (!profile) {
    estimate.weaken("No interval could be computed for this model on this table.");
    estimate.draws.assign(kDrawCount, estimate.population->point);
    return;
  }
  estimate.population->low = profile->low;
  estimate.population->high = profile->high;
  Rng rng(run.seed, "loglinear-draws", 0);
  estimate.draws.resize(kDrawCount);
  for (double& draw : estimate.draws) draw = profile_quantile(*profile, normal_draw(rng));
}

LoglinearBicBest bic_best_of(const LoglinearCounts& counts, const LoglinearOptions& options,
                             const Run& run, LoglinearFitter& fitter) {
  const BicSearch search = search_bic(counts, options.order_max, 1, run, fitter);
  LoglinearBicBest best;
  best.models_considered = search.models_considered;
  best.order_max = search.order_max;
  best.exhaustive = search.exhaustive;
  if (!search.best.empty()) {
    best.population = search.best[0].population;
    best.bic = search.best[0].bic;
    const std::vector<Cell> generators = generators_of_terms(search.best[0].terms);
    best.generators.assign(generators.begin(), generators.end());
  }
  return best;
}

struct Selected {
  LoglinearCounts counts;
  LoglinearState state;
  std::vector<Cell> terms;
  std::vector<LoglinearStep> steps;
  ProcedureResult result;
};

}  // namespace

LoglinearEstimate estimate_loglinear(const CaptureTable& table, const LoglinearOptions& options,
                                     const Run& run) {
  check_options(options);
  LoglinearEstimate estimate;
  estimate.resamples = options.interval == IntervalKind::bca ? options.resamples : 0;
  estimate.p_value_max = options.p_value_max;
  estimate.selection = options.selection;
  if (std::string why = table_refusal(table, options); !why.empty()) {
    estimate.refuse(std::move(why));
    return estimate;
  }
  if (!options.generators.empty()) terms_of_generators(table, options.generators);  // throws

  Selected selected;
  selected.counts = loglinear_counts(table);
  LoglinearFitter fitter(table.list_count());
  const LoglinearProcedure procedure(selected.counts, options, run, fitter);
  selected.result = procedure.apply(selected.counts, run, fitter, selected.state, selected.terms,
                                    &selected.steps);
  estimate.fit = describe_fit(selected.counts, selected.terms, selected.state, selected.result);
  estimate.steps = std::move(selected.steps);
  if (selected.result.unseen != UnseenLimit::finite ||
      !std::isfinite(selected.result.unseen_count)) {
    estimate.refuse(no_estimate_reason(selected.result));
    return estimate;
  }

  estimate.status = EstimateStatus::ok;
  estimate.population = PopulationInterval{.point = estimate.fit.population,
                                           .low = {},
                                           .high = {},
                                           .level = options.level,
                                           .kind = IntervalKind::bca};
  weaken_by_table(table, estimate);
  if (selected.result.outcome != FitOutcome::fitted)
    estimate.weaken(
        "Under this model the estimate proper does not exist (some combinations of lists would "
        "have to be impossible); the number is that of the limit.");

  std::optional<ProfileLikelihood> profile;
  if (selected.result.outcome == FitOutcome::fitted)
    profile = profile_likelihood(selected.counts, selected.state, options.level,
                                 estimate.resamples == 0 ? kProfileCurvePoints : 0, fitter);
  if (profile) {
    estimate.profile_low = profile->low;
    estimate.profile_high = profile->high;
  }
  if (estimate.resamples > 0)
    add_bootstrap(table, procedure, options, run, estimate);
  else
    use_profile(profile, run, estimate);
  weaken_by_interval(estimate);

  if (options.with_bic_best && table.list_count() <= kBicBestListsMax)
    estimate.bic_best = bic_best_of(selected.counts, options, run, fitter);
  return estimate;
}

LoglinearPoint loglinear_point(const CaptureTable& table, const LoglinearOptions& options,
                               const Run& run) {
  check_options(options);
  LoglinearPoint point;
  point.reason = table_refusal(table, options);
  if (!point.reason.empty()) return point;
  if (!options.generators.empty()) terms_of_generators(table, options.generators);  // throws
  const LoglinearCounts counts = loglinear_counts(table);
  LoglinearFitter fitter(table.list_count());
  const LoglinearProcedure procedure(counts, options, run, fitter);
  LoglinearState state;
  std::vector<Cell> terms;
  const ProcedureResult result = procedure.apply(counts, run, fitter, state, terms, nullptr);
  const std::vector<Cell> generators = generators_of_terms(terms);
  point.generators.assign(generators.begin(), generators.end());
  if (result.unseen == UnseenLimit::finite && std::isfinite(result.unseen_count))
    point.population = counts.observed + result.unseen_count;
  else
    point.reason = no_estimate_reason(result);
  return point;
}

}  // namespace hearim
