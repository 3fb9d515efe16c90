#include "report/model_details.h"

#include <bit>
#include <cmath>

namespace hearim {
namespace {

Json generators_json(const CaptureTable& table, const std::vector<History>& generators) {
  Json terms = Json::array();
  for (const History term : generators) terms.push_back(list_names_json(table, term));
  return terms;
}

// The interactions of a hierarchical model, named by its largest terms: [123,14] without the
// single lists that stand alone.
Json interactions_json(const CaptureTable& table, const std::vector<History>& generators) {
  Json terms = Json::array();
  for (const History term : generators)
    if (std::popcount(term) > 1) terms.push_back(list_names_json(table, term));
  return terms;
}

Json fit_json(const CaptureTable& table, const LoglinearFit& fit) {
  Json out;
  put_number(out, "log_likelihood", fit.log_likelihood);
  put_number(out, "bic", fit.bic);
  put_number(out, "deviance", fit.deviance);
  out["degrees_of_freedom"] = fit.degrees_of_freedom;
  out["converged"] = fit.converged;
  Json parameters = Json::array();
  for (std::size_t i = 0; i < fit.terms.size() && i < fit.log_parameters.size(); ++i) {
    Json parameter;
    parameter["term"] = list_names_json(table, fit.terms[i]);
    if (std::isfinite(fit.log_parameters[i]))
      parameter["log_parameter"] = fit.log_parameters[i];
    else
      parameter["empty_margin"] = true;  // at minus infinity
    parameters.push_back(std::move(parameter));
  }
  out["parameters"] = std::move(parameters);
  return out;
}

Json details_of(const CaptureTable& table, const LoglinearEstimate& estimate) {
  const bool answered = estimate.status != EstimateStatus::refused;
  Json out;
  out["selection"] = estimate.selection == LoglinearSelection::stepwise ? "stepwise" : "bic";
  out["resamples"] = estimate.resamples;
  out["resamples_infinite"] = estimate.resamples_infinite;
  out["terms"] = interactions_json(table, estimate.fit.generators);
  out["generators"] = generators_json(table, estimate.fit.generators);
  if (estimate.selection == LoglinearSelection::stepwise) {
    put_number(out, "p_value_max", estimate.p_value_max);
    Json steps = Json::array();
    for (const LoglinearStep& step : estimate.steps) {
      Json entry;
      entry["term"] = list_names_json(table, step.term);
      put_number(entry, "p_value", step.p_value);
      steps.push_back(std::move(entry));
    }
    out["steps"] = std::move(steps);
  }
  if (!estimate.fit.generators.empty()) {
    const LoglinearExistence& existence = estimate.fit.existence;
    out["existence"] = {{"estimate_exists", existence.estimate_exists},
                        {"population_finite", existence.population_finite},
                        {"parameters_identified", existence.parameters_identified},
                        {"flag", existence.flag}};
    if (existence.estimate_exists) out["fit"] = fit_json(table, estimate.fit);
  }
  if (answered && estimate.population && estimate.population->kind == IntervalKind::bca) {
    put_number(out, "bias_correction", estimate.bias_correction);
    put_number(out, "acceleration", estimate.acceleration);
    Json error = Json::object();
    put_number(error, "low", estimate.low_error);
    put_number(error, "high", estimate.high_error);
    if (!error.empty()) out["monte_carlo_error"] = std::move(error);
  }
  Json profile = Json::object();
  put_number(profile, "low", estimate.profile_low);
  put_number(profile, "high", estimate.profile_high);
  if (!profile.empty()) out["profile"] = std::move(profile);
  if (estimate.bic_best) {
    const LoglinearBicBest& best = *estimate.bic_best;
    Json entry;
    put_number(entry, "point", best.population);
    entry["terms"] = interactions_json(table, best.generators);
    entry["generators"] = generators_json(table, best.generators);
    put_number(entry, "bic", best.bic);
    entry["models_considered"] = best.models_considered;
    entry["order_max"] = best.order_max;
    entry["exhaustive"] = best.exhaustive;
    out["bic_best"] = std::move(entry);
  }
  return out;
}

Json details_of(const CaptureTable& table, const DecomposableEstimate& estimate) {
  Json out;
  if (estimate.prior_count > 0) {
    Json prior;
    put_number(prior, "count", estimate.prior_count);
    prior["population"] = estimate.population_prior == PopulationPrior::inverse ? "1/N" : "uniform";
    prior["unseen_max"] = estimate.unseen_max;
    if (estimate.unseen_grid > 0) prior["unseen_grid"] = estimate.unseen_grid;
    out["prior"] = std::move(prior);
  }
  if (estimate.graph_count == 0) return out;  // refused before any graph was weighed
  out["graphs"] = estimate.graph_count;
  put_number(out, "mass_at_end", estimate.mass_at_end);
  if (estimate.point_if_wider > 0) put_number(out, "point_if_wider", estimate.point_if_wider);
  if (estimate.high_if_wider > 0) put_number(out, "high_if_wider", estimate.high_if_wider);
  Json best = Json::array();
  for (const DecomposableGraph& graph : estimate.graphs) {
    Json entry;
    entry["cliques"] = generators_json(table, graph.cliques);
    put_number(entry, "probability", graph.probability);
    put_number(entry, "point", graph.point);
    best.push_back(std::move(entry));
  }
  out["best_graphs"] = std::move(best);
  const auto lists = static_cast<std::size_t>(table.list_count());
  if (estimate.edge_probability.size() == lists * lists) {
    Json edges = Json::array();
    for (std::size_t i = 0; i < lists; ++i)
      for (std::size_t j = i + 1; j < lists; ++j) {
        Json entry;
        entry["lists"] = list_names_json(table, History{1} << i | History{1} << j);
        put_number(entry, "probability", estimate.edge_probability[i * lists + j]);
        edges.push_back(std::move(entry));
      }
    out["edges"] = std::move(edges);
  }
  return out;
}

Json details_of(const CaptureTable&, const LatentClassEstimate& estimate) {
  Json out;
  if (estimate.status != EstimateStatus::refused) {
    static constexpr const char* kLevels[] = {"0.025", "0.05", "0.25", "0.5",
                                              "0.75",  "0.95", "0.975"};
    Json quantiles = Json::object();
    for (std::size_t i = 0; i < estimate.quantiles.size(); ++i)
      put_number(quantiles, kLevels[i], estimate.quantiles[i]);
    if (!quantiles.empty()) out["quantiles"] = std::move(quantiles);
  }
  if (estimate.chain_count > 0) out["chains"] = estimate.chain_count;
  if (estimate.rhat > 0) put_number(out, "rhat", estimate.rhat);
  if (estimate.ess_bulk > 0) put_number(out, "ess_bulk", estimate.ess_bulk);
  if (estimate.ess_tail > 0) put_number(out, "ess_tail", estimate.ess_tail);
  if (estimate.class_count_max > 0) {
    out["prior"] = {{"class_count_max", estimate.class_count_max}};
    put_number(out["prior"], "alpha_shape", estimate.alpha_shape);
    put_number(out["prior"], "alpha_rate", estimate.alpha_rate);
  }
  if (estimate.expected_occupied_classes > 0)
    put_number(out, "expected_occupied_classes", estimate.expected_occupied_classes);
  Json medians = Json::array();
  for (const double median : estimate.chain_medians)
    if (std::isfinite(median)) medians.push_back(median);
  if (!medians.empty()) out["chain_medians"] = std::move(medians);
  if (!estimate.modes.empty()) {
    Json modes = Json::array();
    for (const LatentClassMode& mode : estimate.modes) {
      Json entry;
      put_number(entry, "point", mode.point);
      put_number(entry, "low", mode.low);
      put_number(entry, "high", mode.high);
      put_number(entry, "share", mode.share);
      put_number(entry, "log_posterior", mode.log_posterior);
      modes.push_back(std::move(entry));
    }
    out["modes"] = std::move(modes);
  }
  return out;
}

Json details_of(const CaptureTable&, const LowerBoundEstimate& estimate) {
  Json out;
  out["on_one_list"] = estimate.on_one_list;
  out["on_two_lists"] = estimate.on_two_lists;
  if (estimate.status != EstimateStatus::refused) {
    put_number(out, "standard_error", estimate.standard_error);
    out["bias_corrected"] = estimate.bias_corrected;
  }
  return out;
}

}  // namespace

Json list_names_json(const CaptureTable& table, History lists) {
  Json names = Json::array();
  for (int list = 0; list < table.list_count(); ++list)
    if (lists >> list & 1) names.push_back(table.list_names()[static_cast<std::size_t>(list)]);
  return names;
}

void put_number(Json& object, const char* key, std::optional<double> value) {
  if (value && std::isfinite(*value)) object[key] = *value;
}

Json model_details(const CaptureTable& table, const ModelResult& result) {
  Json details = std::visit([&](const auto& estimate) { return details_of(table, estimate); },
                            result.estimate);
  if (result.linkage) {
    put_number(details, "linkage_variance_share", result.linkage->variance_share);
    details["linkage_draws"] = result.linkage->draw_count;
    details["linkage_draws_refused"] = result.linkage->draws_refused;
  }
  if (details.is_null()) details = Json::object();
  return details;
}

}  // namespace hearim
