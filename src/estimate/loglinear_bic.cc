// The exhaustive walk visits every model right after the same model less its last term, so that
// each fit starts from an almost right answer.
//
// A model without an estimate dooms others. If the direction that the likelihood climbs for ever
// along exists for some terms, it exists with more of them; and it stays one when more empty
// margins close cells, as long as one of the cells that it empties stays open. Parameters that are
// not identified stay so in both cases. So every failure is cut down to few terms that still fail,
// and no model that holds a known such set is fitted again: in a sparse table, where half of all
// models may fail, a few dozen linear programmes instead of thousands.
//
// Bounds. Below a model the walk never adds a term that it has passed over, so no model there fits
// better than the largest model without that term (and those that contain it). When the best of
// these log-likelihoods with the number of terms already in the model puts the BIC above the worst
// one kept, the model and all below it are excluded without a fit (the leaps and bounds of G.
// Furnival & R. Wilson, Technometrics 16 (1974) 499-511). The answer is that of fitting them all.
#include "estimate/loglinear_bic.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "base/check.h"
#include "estimate/hierarchical_model.h"
#include "estimate/loglinear_stepwise.h"

namespace hearim {
namespace {

constexpr int kAllOrdersListsMax = 5;  // 6,893 models of orders up to 4
constexpr int kPairsListsMax = 6;      // 32,768 models of pairs

class BestModels {
 public:
  explicit BestModels(std::size_t keep) : keep_(keep) {}

  void offer(std::span<const Cell> terms, double bic, double population) {
    if (models_.size() == keep_ && !(bic < models_.back().bic)) return;
    const auto at =
        std::upper_bound(models_.begin(), models_.end(), bic,
                         [](double value, const BicModel& model) { return value < model.bic; });
    models_.insert(at, {std::vector<Cell>(terms.begin(), terms.end()), bic, population});
    if (models_.size() > keep_) models_.pop_back();
  }

  // A model has to be below this to be kept.
  double limit() const {
    return models_.size() < keep_ ? std::numeric_limits<double>::infinity() : models_.back().bic;
  }

  std::vector<BicModel> take() { return std::move(models_); }

 private:
  std::size_t keep_;
  std::vector<BicModel> models_;
};

// Sets of terms that leave a model without an estimate. Sets of terms and of cells are bit masks
// over cells, so lists number at most 6.
class DoomedTerms {
 public:
  explicit DoomedTerms(const LoglinearCounts& counts) : counts_(counts) {
    CHECK(counts.list_count <= 6);
    for (const SeenCell& cell : counts.seen) seen_.push_back(cell.history);
  }

  bool holds(const LoglinearState& state) const {
    const std::uint64_t terms = mask_of(state.terms);
    const std::uint64_t empty = mask_of(state.empty_terms);
    return std::any_of(doomed_.begin(), doomed_.end(), [&](const Doomed& doomed) {
      return (doomed.terms & terms) == doomed.terms && (doomed.empty & empty) == doomed.empty &&
             (doomed.not_identified || any_open(doomed.leaving, state.empty_terms));
    });
  }

  void learn(const LoglinearState& state) {
    std::vector<Cell> terms = state.terms;
    std::vector<Cell> empty = state.empty_terms;
    if (fails(terms, {})) empty.clear();
    shrink(empty, [&](const std::vector<Cell>& fewer) { return fails(terms, fewer); });
    shrink(terms, [&](const std::vector<Cell>& fewer) { return fails(fewer, empty); });
    const FacialSet face = facial_set(counts_.list_count, terms, empty, seen_);
    add(terms, empty, face);
    // What was cut away may have mattered to this very model; then it stands for itself.
    if (!holds(state))
      add(state.terms, state.empty_terms,
          facial_set(counts_.list_count, state.terms, state.empty_terms, seen_));
  }

 private:
  struct Doomed {
    std::uint64_t terms = 0;
    std::uint64_t empty = 0;
    std::uint64_t leaving = 0;  // cells whose means go to 0
    bool not_identified = false;
  };

  static std::uint64_t mask_of(std::span<const Cell> cells) {
    std::uint64_t mask = 0;
    for (const Cell cell : cells) mask |= std::uint64_t{1} << cell;
    return mask;
  }

  static bool any_open(std::uint64_t cells, std::span<const Cell> empty_terms) {
    for (; cells != 0; cells &= cells - 1) {
      const auto cell = static_cast<Cell>(std::countr_zero(cells));
      if (std::none_of(empty_terms.begin(), empty_terms.end(),
                       [cell](Cell term) { return (cell & term) == term; }))
        return true;
    }
    return false;
  }

  bool fails(std::span<const Cell> terms, std::span<const Cell> empty) const {
    const FacialSet face = facial_set(counts_.list_count, terms, empty, seen_);
    return !face.whole || !face.full_rank;
  }

  template <typename StillFails>
  static void shrink(std::vector<Cell>& terms, const StillFails& still_fails) {
    for (std::size_t t = terms.size(); t-- > 0;) {
      std::vector<Cell> fewer = terms;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(t));
      if (still_fails(fewer)) terms = std::move(fewer);
    }
  }

  void add(std::span<const Cell> terms, std::span<const Cell> empty, const FacialSet& face) {
    doomed_.push_back({mask_of(terms), mask_of(empty), mask_of(face.leaving), !face.full_rank});
  }

  const LoglinearCounts& counts_;
  std::vector<Cell> seen_;
  std::vector<Doomed> doomed_;
};

struct Visited {
  FitOutcome outcome = FitOutcome::fitted;
  LoglinearState state;     // the fit; where it failed, its starting point
  std::size_t branch = 0;   // how many branching terms are decided
  double kernel_bound = 0;  // no model below has a larger log-likelihood kernel
};

class Descent {
 public:
  Descent(const LoglinearCounts& counts, int order_max, const Run& run, LoglinearFitter& fitter,
          BestModels& best)
      : counts_(counts),
        order_max_(order_max),
        run_(run),
        fitter_(fitter),
        best_(best),
        factorials_(log_factorials(counts)) {}

  void from(std::vector<Cell> terms) {
    std::sort(terms.begin(), terms.end(), term_before);
    std::optional<double> bic = score(terms);
    while (bic) {
      std::vector<Cell> next_terms;
      double next_bic = *bic;
      for (std::vector<Cell>& neighbour : neighbours(terms)) {
        const std::optional<double> candidate = score(neighbour);
        if (!candidate || *candidate >= next_bic) continue;
        next_bic = *candidate;
        next_terms = std::move(neighbour);
      }
      if (next_terms.empty()) return;
      terms = std::move(next_terms);
      bic = next_bic;
    }
  }

  std::int64_t visited() const { return static_cast<std::int64_t>(scores_.size()); }

 private:
  std::optional<double> score(const std::vector<Cell>& terms) {
    const auto known = scores_.find(terms);
    if (known != scores_.end()) return known->second;
    run_.stop_if_cancelled();
    std::optional<double> bic;
    if (fit_terms(counts_, terms, fitter_, state_) == FitOutcome::fitted) {
      bic = bic_of(counts_, state_.log_kernel - factorials_, terms.size());
      best_.offer(terms, *bic, counts_.observed + std::exp(state_.log_unseen));
    }
    scores_.emplace(terms, bic);
    return bic;
  }

  // One allowed term more, or one maximal term (of two lists or more) fewer.
  std::vector<std::vector<Cell>> neighbours(const std::vector<Cell>& terms) const {
    std::vector<std::vector<Cell>> result;
    std::vector<char> present(counts_.cell_count(), 0);
    for (const Cell term : terms) present[term] = 1;
    for (Cell term = 1; term < present.size(); ++term) {
      const int size = std::popcount(term);
      if (present[term] || size < 2 || size > order_max_) continue;
      bool allowed = true;
      for (Cell rest = term; rest != 0; rest &= rest - 1)
        allowed = allowed && present[term ^ (rest & -rest)];
      if (!allowed) continue;
      std::vector<Cell> larger = terms;
      larger.insert(std::upper_bound(larger.begin(), larger.end(), term, term_before), term);
      result.push_back(std::move(larger));
    }
    for (const Cell term : generators_of_terms(terms)) {
      if (std::popcount(term) < 2) continue;
      std::vector<Cell> smaller = terms;
      std::erase(smaller, term);
      result.push_back(std::move(smaller));
    }
    return result;
  }

  const LoglinearCounts& counts_;
  int order_max_;
  const Run& run_;
  LoglinearFitter& fitter_;
  BestModels& best_;
  double factorials_;
  LoglinearState state_;
  std::map<std::vector<Cell>, std::optional<double>> scores_;
};

// The largest log-likelihood kernel of a model, in the limit where it is not attained; +infinity
// when it could not be computed.
double largest_kernel(const LoglinearCounts& counts, std::span<const Cell> terms,
                      LoglinearFitter& fitter) {
  LoglinearState state;
  if (fit_terms(counts, terms, fitter, state) == FitOutcome::fitted ||
      fitter.fit_on_face(counts, state))
    return state.log_kernel;
  return std::numeric_limits<double>::infinity();
}

// `ceiling`: a BIC that some model is known to reach.
void walk_all(const LoglinearCounts& counts, int order_max, double ceiling, const Run& run,
              LoglinearFitter& fitter, BestModels& best, BicSearch& search) {
  const double factorials = log_factorials(counts);
  const auto k = static_cast<std::size_t>(counts.list_count);
  const auto empty_first = [&counts](Cell term) { return counts.margin[term] <= 0; };
  const std::vector<Cell> branching = branching_terms(counts.list_count, order_max, empty_first);
  std::vector<Cell> largest;
  for (std::size_t i = 0; i < k; ++i) largest.push_back(Cell{1} << i);
  largest.insert(largest.end(), branching.begin(), branching.end());
  // Of the largest model without branching term i.
  std::vector<double> kernel_without;
  for (const Cell term : branching) {
    run.stop_if_cancelled();
    std::vector<Cell> terms = largest;
    std::erase_if(terms, [term](Cell other) { return (other & term) == term; });
    kernel_without.push_back(largest_kernel(counts, terms, fitter));
  }
  const double kernel_of_all = largest_kernel(counts, largest, fitter);
  const double slack = 1e-6 + 1e-9 * std::fabs(factorials);

  DoomedTerms doomed(counts);
  std::vector<Visited> path(1);
  for_each_hierarchical_model(
      counts.list_count, order_max, empty_first, [&](std::span<const Cell> terms, Cell added) {
        if ((search.models_considered++ & 255) == 0) run.stop_if_cancelled();
        const std::size_t depth = terms.size() - k;
        if (path.size() <= depth) path.resize(depth + 1);
        Visited& here = path[depth];
        here.branch = 0;
        here.kernel_bound = kernel_of_all;
        if (depth > 0) {
          here.branch = path[depth - 1].branch;
          here.kernel_bound = path[depth - 1].kernel_bound;
          while (branching[here.branch] != added)
            here.kernel_bound = std::min(here.kernel_bound, kernel_without[here.branch++]);
          ++here.branch;
        }
        if (bic_of(counts, here.kernel_bound - factorials, terms.size()) >
            std::min(ceiling, best.limit()) + slack)
          return true;  // and the bound only rises below, where the count of models goes on
        if (depth == 0) {
          here.outcome = fitter.fit_main_effects(counts, here.state);
        } else {
          here.state = path[depth - 1].state;
          fitter.add_term(counts, here.state, added);
          if (doomed.holds(here.state)) {
            here.outcome = FitOutcome::neither;
          } else {
            LoglinearState start = here.state;
            here.outcome = fitter.fit(counts, here.state);
            if (here.outcome != FitOutcome::fitted) {
              if (here.outcome != FitOutcome::no_convergence) doomed.learn(start);
              here.state = std::move(start);
            }
          }
        }
        if (here.outcome == FitOutcome::fitted)
          best.offer(terms, bic_of(counts, here.state.log_kernel - factorials, terms.size()),
                     counts.observed + std::exp(here.state.log_unseen));
        return true;
      });
}

}  // namespace

double log_factorials(const LoglinearCounts& counts) {
  double sum = 0;
  for (const SeenCell& cell : counts.seen) sum += std::lgamma(cell.count + 1);
  return sum;
}

double bic_of(const LoglinearCounts& counts, double log_likelihood, std::size_t term_count) {
  return -2 * log_likelihood + static_cast<double>(term_count + 1) * std::log(counts.observed);
}

bool bic_search_is_exhaustive(int list_count, int order_max) {
  return list_count <= kAllOrdersListsMax || (list_count <= kPairsListsMax && order_max <= 2);
}

FitOutcome fit_terms(const LoglinearCounts& counts, std::span<const Cell> terms,
                     LoglinearFitter& fitter, LoglinearState& state) {
  fitter.fit_main_effects(counts, state);
  bool larger = false;
  for (const Cell term : terms) {
    if (std::popcount(term) < 2) continue;
    fitter.add_term(counts, state, term);
    larger = true;
  }
  return larger ? fitter.fit(counts, state) : fitter.fit_main_effects(counts, state);
}

BicSearch search_bic(const LoglinearCounts& counts, int order_max, std::size_t keep, const Run& run,
                     LoglinearFitter& fitter) {
  BicSearch search;
  const int k = counts.list_count;
  if (order_max <= 0) order_max = k <= kAllOrdersListsMax ? k - 1 : 2;
  search.order_max = std::clamp(order_max, 1, std::max(1, k - 1));
  search.exhaustive = bic_search_is_exhaustive(k, search.order_max);
  BestModels best(keep);
  std::vector<Cell> singles;
  for (int i = 0; i < k; ++i) singles.push_back(Cell{1} << i);
  if (search.exhaustive) {
    double ceiling = std::numeric_limits<double>::infinity();
    if (keep == 1) {
      BestModels downhill(1);
      Descent(counts, search.order_max, run, fitter, downhill).from(singles);
      ceiling = downhill.limit();
    }
    walk_all(counts, search.order_max, ceiling, run, fitter, best, search);
  } else {
    Descent descent(counts, search.order_max, run, fitter, best);
    descent.from(singles);
    if (search.order_max >= 2) {
      LoglinearState state;
      std::vector<LoglinearStep> steps;
      if (fit_stepwise(counts, 0.02, run, fitter, state, &steps) == FitOutcome::fitted) {
        std::vector<Cell> terms = singles;
        for (const LoglinearStep& step : steps) terms.push_back(static_cast<Cell>(step.term));
        descent.from(terms);
      }
    }
    search.models_considered = descent.visited();
  }
  search.best = best.take();
  return search;
}

}  // namespace hearim
