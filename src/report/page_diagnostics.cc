#include "report/page_diagnostics.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "report/number_text.h"
#include "report/plain_words.h"
#include "report/shown_interval.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

// Rows of a <dl>; a row whose value is not known is not written.
class FactList {
 public:
  explicit FactList(Markup& page) : page_(page) { page_.open("dl", {{"class", "plain"}}); }
  ~FactList() { page_.close(); }
  FactList(const FactList&) = delete;
  FactList& operator=(const FactList&) = delete;

  void fact(std::string_view name, std::string_view value) {
    page_.element("dt", name).element("dd", value, {{"dir", "auto"}});
  }
  void digits(std::string_view name, double value, int significant) {
    if (std::isfinite(value)) fact(name, digits_text(value, significant));
  }
  void people(std::string_view name, double value) {
    if (std::isfinite(value)) fact(name, people_text(value));
  }
  template <typename Write>
  void written(std::string_view name, Write write) {
    page_.element("dt", name);
    Scope value(page_, "dd");
    write();
  }

 private:
  Markup& page_;
};

constexpr std::size_t kTermMax = 40;
constexpr std::size_t kGraphMax = 5;

void write_terms(Markup& page, const CaptureTable& table, const std::vector<History>& generators) {
  std::size_t written = 0, left_out = 0;
  for (const History term : generators) {
    if (std::popcount(term) < 2) continue;
    if (written == kTermMax) {
      ++left_out;
      continue;
    }
    if (written++ > 0) page.text(", ");
    write_lists(page, table, term);
  }
  if (written == 0) page.text("none: the lists are taken as independent");
  if (left_out > 0) page.text(" and " + count_text(static_cast<std::int64_t>(left_out)) + " more");
}

std::string yes_no(bool value) { return value ? "yes" : "no"; }

std::string p_text(double p) { return p < 0.0001 ? "p below 0.0001" : "p = " + digits_text(p, 2); }

void write_facts(Markup& page, FactList& facts, const CaptureTable& table,
                 const LoglinearEstimate& estimate) {
  const bool stepwise = estimate.selection == LoglinearSelection::stepwise;
  if (!estimate.fit.generators.empty())
    facts.written("Ties kept", [&] { write_terms(page, table, estimate.fit.generators); });
  if (!stepwise || estimate.p_value_max > 0)
    facts.fact("How chosen", stepwise ? "step by step, a pair of lists enters below p = " +
                                            digits_text(estimate.p_value_max, 3)
                                      : std::string("smallest BIC among hierarchical models"));
  if (stepwise && !estimate.steps.empty())
    facts.written("Steps", [&] {
      for (std::size_t i = 0; i < estimate.steps.size() && i < kTermMax; ++i) {
        if (i > 0) page.text(", then ");
        write_lists(page, table, estimate.steps[i].term);
        page.text(" (" + p_text(estimate.steps[i].p_value) + ")");
      }
    });
  if (!estimate.fit.generators.empty()) {
    const LoglinearExistence& existence = estimate.fit.existence;
    facts.fact("Existence", "estimate exists: " + yes_no(existence.estimate_exists) +
                                "; N finite: " + yes_no(existence.population_finite) +
                                "; identified: " + yes_no(existence.parameters_identified) +
                                " (flag " + std::to_string(existence.flag) + ")");
    if (estimate.fit.converged && std::isfinite(estimate.fit.deviance))
      facts.fact("Fit", "deviance " + digits_text(estimate.fit.deviance, 4) + " on " +
                            counted(estimate.fit.degrees_of_freedom, "degree") +
                            " of freedom, BIC " + digits_text(estimate.fit.bic, 5));
  }
  if (estimate.resamples > 0 && estimate.population &&
      estimate.population->kind == IntervalKind::bca) {
    facts.fact("Bootstrap",
               count_text(estimate.resamples) +
                   " resamples, the choice of model repeated in each; " +
                   (estimate.resamples_infinite == 0
                        ? std::string("all gave a finite number")
                        : count_text(estimate.resamples_infinite) + " gave no finite number"));
    facts.fact("BCa correction", "z0 = " + digits_text(estimate.bias_correction, 3) +
                                     ", acceleration = " + digits_text(estimate.acceleration, 3));
    if (finite(estimate.low_error) && finite(estimate.high_error))
      facts.fact("Monte Carlo error", "± " + people_text(*estimate.low_error) +
                                          " at the lower end, ± " +
                                          people_text(*estimate.high_error) + " at the upper");
  }
  if (finite(estimate.profile_low) || finite(estimate.profile_high))
    facts.fact("Given the model alone",
               (finite(estimate.profile_low) ? people_text(*estimate.profile_low)
                                             : std::string("no lower limit")) +
                   " to " +
                   (finite(estimate.profile_high) ? people_text(*estimate.profile_high)
                                                  : std::string("no upper limit")) +
                   " by profile likelihood, without the doubt about the model");
  if (estimate.bic_best && std::isfinite(estimate.bic_best->population)) {
    const LoglinearBicBest& best = *estimate.bic_best;
    facts.written("Best by BIC", [&] {
      page.text(people_text(best.population) + ", the best of " +
                count_text(best.models_considered) + " models" +
                (best.exhaustive ? "" : " (searched, not all)") + ", with ");
      write_terms(page, table, best.generators);
    });
  }
}

void write_facts(Markup& page, FactList& facts, const CaptureTable& table,
                 const DecomposableEstimate& estimate) {
  if (estimate.prior_count > 0)
    facts.fact("Prior",
               digits_text(estimate.prior_count, 4) + " per cell; on N " +
                   (estimate.population_prior == PopulationPrior::inverse ? "proportional to 1/N"
                                                                          : "uniform") +
                   ", up to " + count_text(estimate.unseen_max) + " people unseen" +
                   (estimate.unseen_grid > 0
                        ? ", on a grid of " + count_text(estimate.unseen_grid) + " values"
                        : ""));
  if (estimate.graph_count == 0) return;
  facts.fact("Graphs averaged over", count_text(estimate.graph_count));
  if (std::isfinite(estimate.mass_at_end))
    facts.fact("Mass at the end", percent_text(estimate.mass_at_end) +
                                      " of the probability in the last tenth of the allowed range");
  if (estimate.point_if_wider > 0 && std::isfinite(estimate.point_if_wider))
    facts.fact("Ten times wider",
               "the median would be " + people_text(estimate.point_if_wider) +
                   (estimate.high_if_wider > 0 && std::isfinite(estimate.high_if_wider)
                        ? ", the upper end " + people_text(estimate.high_if_wider)
                        : std::string()));
  if (!estimate.graphs.empty())
    facts.written("Most probable graphs", [&] {
      for (std::size_t i = 0; i < estimate.graphs.size() && i < kGraphMax; ++i) {
        const DecomposableGraph& graph = estimate.graphs[i];
        if (i > 0) page.leaf("br");
        for (std::size_t c = 0; c < graph.cliques.size(); ++c) {
          if (c > 0) page.text(", ");
          write_lists(page, table, graph.cliques[c]);
        }
        page.text(
            ": " + percent_text(graph.probability) +
            (std::isfinite(graph.point) ? ", median " + people_text(graph.point) : std::string()));
      }
    });
  const auto lists = static_cast<std::size_t>(table.list_count());
  if (estimate.edge_probability.size() != lists * lists) return;
  facts.written("Pairs that depend", [&] {
    struct Edge {
      History pair;
      double probability;
    };
    std::vector<Edge> edges;
    for (std::size_t i = 0; i < lists; ++i)
      for (std::size_t j = i + 1; j < lists; ++j)
        edges.push_back(
            {History{1} << i | History{1} << j, estimate.edge_probability[i * lists + j]});
    std::stable_sort(edges.begin(), edges.end(),
                     [](const Edge& a, const Edge& b) { return a.probability > b.probability; });
    for (std::size_t i = 0; i < edges.size() && i < kTermMax; ++i) {
      if (i > 0) page.text(", ");
      write_lists(page, table, edges[i].pair);
      page.text(" " + percent_text(edges[i].probability));
    }
  });
}

void write_facts(Markup& page, FactList& facts, const CaptureTable&,
                 const LatentClassEstimate& estimate) {
  if (estimate.class_count_max > 0)
    facts.fact("Prior", "at most " + count_text(estimate.class_count_max) +
                            " classes; alpha Gamma(" + digits_text(estimate.alpha_shape, 3) + ", " +
                            digits_text(estimate.alpha_rate, 3) + "); on N proportional to 1/N, " +
                            "without upper limit");
  if (estimate.chain_count > 0) facts.fact("Chains", count_text(estimate.chain_count));
  if (estimate.rhat > 0) facts.digits("R-hat of N", estimate.rhat, 4);
  if (estimate.ess_bulk > 0 && estimate.ess_tail > 0)
    facts.fact("Effective draws", people_text(estimate.ess_bulk) + " in the bulk, " +
                                      people_text(estimate.ess_tail) + " in the tails");
  if (estimate.expected_occupied_classes > 0)
    facts.digits("Classes in use", estimate.expected_occupied_classes, 3);
  if (estimate.chain_medians.size() > 1) {
    std::string medians;
    for (const double median : estimate.chain_medians)
      if (std::isfinite(median)) medians += (medians.empty() ? "" : ", ") + people_text(median);
    if (!medians.empty()) facts.fact("Median in each chain", medians);
  }
  if (estimate.modes.size() > 1 || estimate.status == EstimateStatus::refused)
    facts.written("Regions of N", [&] {
      if (estimate.modes.empty()) page.text("none found");
      bool first = true;
      for (const LatentClassMode& mode : estimate.modes) {
        if (!std::isfinite(mode.point)) continue;
        if (!first) page.leaf("br");
        first = false;
        page.text("about " + people_text(mode.point) + " (" + people_text(mode.low) + " to " +
                  people_text(mode.high) + "), " + percent_text(mode.share) + " of the draws");
      }
    });
}

void write_facts(Markup&, FactList& facts, const CaptureTable&,
                 const LowerBoundEstimate& estimate) {
  facts.fact("On exactly one list", count_text(estimate.on_one_list));
  facts.fact("On exactly two lists", count_text(estimate.on_two_lists));
  if (estimate.status == EstimateStatus::refused) return;
  if (std::isfinite(estimate.standard_error))
    facts.fact("Standard error", people_text(estimate.standard_error));
  facts.fact("Form", estimate.bias_corrected ? "bias-corrected" : "as published");
}

}  // namespace

void write_lists(Markup& page, const CaptureTable& table, History lists) {
  bool first = true;
  for (int list = 0; list < table.list_count(); ++list) {
    if (!(lists >> list & 1)) continue;
    if (!first) page.text("·");
    first = false;
    page.name(clean_text(table.list_names()[static_cast<std::size_t>(list)]));
  }
  if (first) page.text("none");
}

void write_diagnostics(Markup& page, const StratumReport& stratum) {
  for (const ModelResult& result : stratum.results) {
    Scope block(page, "div", {{"class", "keep"}});
    page.element("h4", model_title(result.model));
    page.element("p", model_failure(result.model), {{"class", "lead"}});
    FactList facts(page);
    facts.fact("Status", status_name(result.common().status));
    std::visit([&](const auto& estimate) { write_facts(page, facts, stratum.table, estimate); },
               result.estimate);
    if (result.linkage) {
      facts.fact(
          "Doubt from matching",
          (std::isfinite(result.linkage->variance_share)
               ? percent_text(result.linkage->variance_share) + " of the variance of N, over "
               : std::string("mixed over ")) +
              counted(result.linkage->draw_count, "draw") + " of the record linkage" +
              (result.linkage->draws_refused > 0
                   ? ", " + count_text(result.linkage->draws_refused) + " of them refused"
                   : std::string()));
    }
  }
}

}  // namespace hearim
