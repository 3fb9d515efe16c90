// Reports filled by hand, for tests of what is drawn from them. The tables are the published ones
// (src/estimate/example_tables.h); the answers are of the published size, and the rest (draws,
// stability, dial, checks) is invented to look like them. No engine runs here.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "estimate/example_tables.h"
#include "hearim/estimate.h"
#include "stats/normal.h"

namespace hearim::sample_reports {

inline std::vector<double> log_normal_draws(double median, double log_sd, int count, int stream) {
  Rng rng(1, "sample report", static_cast<std::uint64_t>(stream));
  std::vector<double> draws;
  for (int i = 0; i < count; ++i)
    draws.push_back(std::round(median * std::exp(log_sd * normal_draw(rng))));
  return draws;
}

inline PopulationInterval interval(double point, double low, double high, IntervalKind kind) {
  return {point, low, high, 0.95, kind};
}

inline ModelResult loglinear_ok(double point, double low, double high,
                                std::vector<History> generators) {
  LoglinearEstimate estimate;
  estimate.status = EstimateStatus::ok;
  estimate.population = interval(point, low, high, IntervalKind::bca);
  estimate.draws = log_normal_draws(point, std::log(high / low) / 3.92, 1000, 1);
  estimate.fit.generators = generators;
  estimate.fit.existence = {true, true, true, 0};
  estimate.fit.population = point;
  estimate.fit.log_likelihood = -61.25;
  estimate.fit.bic = 187.4;
  estimate.fit.deviance = 21.7;
  estimate.fit.degrees_of_freedom = 20;
  estimate.fit.terms = generators;
  estimate.fit.log_parameters.assign(generators.size(), 0.4);
  if (generators.size() > 1)
    estimate.fit.log_parameters[0] = -std::numeric_limits<double>::infinity();
  estimate.fit.converged = true;
  double p = 1e-9;
  for (const History term : generators) {
    if ((term & (term - 1)) == 0) continue;
    estimate.steps.push_back({term, p});
    p *= 20;
  }
  estimate.resamples = 1000;
  estimate.bias_correction = 0.0351;
  estimate.acceleration = 0.0123;
  estimate.low_error = 61.0;
  estimate.high_error = 143.0;
  estimate.profile_low = low * 1.05;
  estimate.profile_high = high * 0.96;
  estimate.bic_best = LoglinearBicBest{point * 1.08, 184.2, generators, 1024, 2, true};
  estimate.p_value_max = 0.02;
  return {Model::loglinear, estimate, std::nullopt};
}

inline DecomposableEstimate decomposable(const CaptureTable& table, double point, double low,
                                         double high) {
  DecomposableEstimate estimate;
  estimate.status = EstimateStatus::ok;
  estimate.population = interval(point, low, high, IntervalKind::credible);
  const int k = table.list_count();
  estimate.prior_count = std::pow(2.0, -k);
  estimate.unseen_max = 30 * table.observed();
  estimate.graph_count = 822;
  estimate.graphs = {{{History{3}, History{12}, History{16}}, 0.412, point * 0.6},
                     {{History{6}, History{9}, History{16}}, 0.221, point * 1.05},
                     {{History{7}, History{24}}, 0.0813, point * 1.2}};
  if (k < 5) estimate.graphs = {{{History{7}, History{12}}, 0.71, point}};
  estimate.edge_probability.assign(static_cast<std::size_t>(k * k), 0.12);
  estimate.edge_probability[1] = 0.998;
  estimate.mass_at_end = 0.0021;
  estimate.point_if_wider = point * 1.01;
  estimate.high_if_wider = high * 1.04;
  estimate.draws = log_normal_draws(point, std::log(high / low) / 3.92, 4000, 2);
  return estimate;
}

inline LatentClassEstimate latent_class_refused(const CaptureTable& table) {
  LatentClassEstimate estimate;
  estimate.class_count_max = 15;
  estimate.alpha_shape = estimate.alpha_rate = 0.25;
  estimate.chain_count = 8;
  estimate.rhat = 1.41;
  estimate.ess_bulk = 31;
  estimate.ess_tail = 54;
  estimate.expected_occupied_classes = 2.6;
  const auto n = static_cast<double>(table.observed());
  estimate.chain_medians = {4.6 * n, 4.5 * n, 8.7 * n, 4.6 * n, 8.9 * n, 8.8 * n, 4.4 * n, 8.8 * n};
  estimate.modes = {{4.6 * n, 3.8 * n, 5.9 * n, 0.52, -212.5},
                    {8.8 * n, 6.9 * n, 13 * n, 0.48, -211}};
  estimate.refuse(
      "The chains did not converge: some stayed near 12,600, others near 24,100, and the lists do "
      "not say which is right (R-hat 1.41).");
  return estimate;
}

inline LatentClassEstimate latent_class_ok(double point, double low, double high) {
  LatentClassEstimate estimate;
  estimate.status = EstimateStatus::ok;
  estimate.population = interval(point, low, high, IntervalKind::credible);
  estimate.class_count_max = 15;
  estimate.alpha_shape = estimate.alpha_rate = 0.25;
  estimate.chain_count = 8;
  estimate.rhat = 1.0032;
  estimate.ess_bulk = 2210;
  estimate.ess_tail = 1875;
  estimate.expected_occupied_classes = 3.2;
  estimate.chain_medians.assign(8, point);
  estimate.modes = {{point, low, high, 1, -98.7}};
  estimate.quantiles = {low, low * 1.02, point * 0.93, point, point * 1.08, high * 0.97, high};
  estimate.draws = log_normal_draws(point, std::log(high / low) / 3.92, 4000, 3);
  return estimate;
}

inline ModelResult lower_bound(const CaptureTable& table) {
  LowerBoundEstimate estimate;
  const auto frequencies = table.capture_frequencies();
  const auto f1 = static_cast<double>(frequencies[1]), f2 = static_cast<double>(frequencies[2]);
  const double k = table.list_count();
  const double point = static_cast<double>(table.observed()) + (k - 1) / k * f1 * f1 / (2 * f2);
  estimate.status = EstimateStatus::ok;
  estimate.population = interval(point, point * 0.91, point * 1.12, IntervalKind::bound);
  estimate.on_one_list = frequencies[1];
  estimate.on_two_lists = frequencies[2];
  estimate.standard_error = point * 0.053;
  estimate.draws = log_normal_draws(point, 0.05, 500, 4);
  return {Model::lower_bound, estimate, std::nullopt};
}

// Every single drop and merge, for the models given, moving around their points.
inline std::vector<StabilityRow> stability(const CaptureTable& table,
                                           const std::vector<std::pair<Model, double>>& answers) {
  std::vector<StabilityRow> rows;
  const int k = table.list_count();
  const auto add = [&](ListChange change, std::vector<int> lists) {
    const int turn = static_cast<int>(rows.size());
    for (const auto& [model, point] : answers) {
      StabilityRow row{change, lists, model, EstimateStatus::ok, {}, {}, {}, {}};
      const double shift = std::exp(0.28 * std::sin(1.7 * turn + point));
      if ((turn + static_cast<int>(model)) % 11 == 9 || point <= 0) {
        row.status = EstimateStatus::refused;
        row.reason = "The chains did not converge.";
      } else {
        if (turn % 7 == 3) row.status = EstimateStatus::weak;
        row.point = point * shift;
        if (model == Model::decomposable) {
          row.low = *row.point * 0.62;
          row.high = *row.point * 1.5;
        }
      }
      rows.push_back(row);
    }
  };
  for (int a = 0; a < k; ++a) add(ListChange::drop, {a});
  for (int a = 0; a < k; ++a)
    for (int b = a + 1; b < k; ++b) add(ListChange::merge, {a, b});
  return rows;
}

inline Dial dial(double observed, double unseen_at_one,
                 const std::vector<std::pair<Model, double>>& answers) {
  Dial dial;
  for (int i = -20; i <= 20; ++i) {
    const double ratio = std::pow(10.0, i / 20.0);
    const double unseen = unseen_at_one * ratio;
    dial.points.push_back(
        {ratio, observed + unseen, observed + 0.7 * unseen, observed + 1.45 * unseen});
  }
  for (const auto& [model, point] : answers)
    if (point > observed) dial.marks.push_back({model, (point - observed) / unseen_at_one, point});
  return dial;
}

inline std::vector<SelfCheckRow> self_check(const CaptureTable& table,
                                            const std::vector<Model>& models) {
  std::vector<SelfCheckRow> rows;
  for (int list = 0; list < table.list_count(); ++list) {
    const std::int64_t truth = table.list_size(list);
    const std::int64_t seen = truth - table.count(History{1} << list);
    for (const Model model : models) {
      SelfCheckRow row{list, model, truth, seen, EstimateStatus::ok, {}, {}, {}, {}, false};
      const double miss = std::exp(0.8 * std::sin(2.1 * list + 1.3 * static_cast<int>(model)));
      if ((list + static_cast<int>(model)) % 5 == 4) {
        row.status = EstimateStatus::refused;
        row.reason = "Too few people are on two other lists.";
      } else {
        row.point = static_cast<double>(truth) * miss;
        row.low = *row.point * 0.55;
        row.high = *row.point * 1.9;
        row.covered =
            *row.low <= static_cast<double>(truth) && static_cast<double>(truth) <= *row.high;
      }
      rows.push_back(row);
    }
  }
  return rows;
}

inline EstimateInput input_of(const CaptureTable& table, std::string path) {
  EstimateInput input;
  input.path = std::move(path);
  input.sha256 = "3f0a5cbb2f5c1f4a8f0d7b1f1a52b6f0c9d1e87b5a4f3c2e1d0b9a8f7e6d5c4b";
  input.lists = table.list_names();
  input.observed = table.observed();
  input.patterns = static_cast<std::int64_t>(table.patterns().size());
  for (const auto& [a, b] : table.empty_pairs())
    input.empty_pairs.emplace_back(table.list_names()[static_cast<std::size_t>(a)],
                                   table.list_names()[static_cast<std::size_t>(b)]);
  return input;
}

inline EstimateReport frame(const CaptureTable& table, std::string path) {
  EstimateReport report;
  report.version = "0.1.0";
  report.command_line = "hearim estimate " + path + " --seed 1 --report report.html";
  report.seed = 1;
  report.input = input_of(table, std::move(path));
  return report;
}

// Five lists that disagree: one answer stands, one is weak, one method refuses.
inline EstimateReport uk_five() {
  const CaptureTable table = example_tables::uk_five();
  EstimateReport report = frame(table, "examples/uk-2013/table-5-lists.csv");
  report.input.notes = {"PF and NCA are counted as one list, as asked for by --merge PF,NCA."};
  StratumReport stratum{{}, table, {}, {}, {}, {}, {}};
  stratum.results.push_back(
      loglinear_ok(11313, 8785, 14700, {0b00011, 0b00110, 0b00101, 0b01100, 0b10000}));
  DecomposableEstimate exact = decomposable(table, 23016, 10408, 33481);
  exact.draws = log_normal_draws(12300, 0.09, 1500, 5);
  for (const double draw : log_normal_draws(25600, 0.12, 2500, 6)) exact.draws.push_back(draw);
  for (int i = 0; i < 600; ++i) {
    const double n = 2744 + 140.0 * i, z1 = std::log(n / 12300) / 0.09,
                 z2 = std::log(n / 25600) / 0.12;
    exact.density.push_back(
        {n, (0.375 * std::exp(-0.5 * z1 * z1) / 0.09 + 0.625 * std::exp(-0.5 * z2 * z2) / 0.12) /
                (n * std::sqrt(2 * M_PI))});
  }
  exact.weaken(
      "Two groups of graphs give two answers, near 12,300 and near 25,600; which one wins "
      "depends on the prior.");
  stratum.results.push_back({Model::decomposable, exact, std::nullopt});
  stratum.results.push_back({Model::latent_class, latent_class_refused(table), std::nullopt});
  stratum.results.push_back(lower_bound(table));
  stratum.disagreement = {
      2, 23016.0 / 11313, true,
      "Two methods answer, and they are a factor of 2.0 apart: 11,313 if the "
      "ties between lists are no more than the pairs that show, 23,016 if every "
      "decomposable pattern of ties is given its weight. What separates them is "
      "whether the many pairs with hardly any shared people are taken as tied."};
  const std::vector<std::pair<Model, double>> answers = {
      {Model::loglinear, 11313}, {Model::decomposable, 23016}, {Model::latent_class, 0}};
  stratum.stability = stability(table, answers);
  stratum.dial = dial(2744, 9200, answers);
  stratum.self_check =
      self_check(table, {Model::loglinear, Model::decomposable, Model::latent_class});
  report.strata = {stratum};
  return report;
}

// Four lists on which three methods agree, as two linkage draws.
inline EstimateReport kosovo() {
  const CaptureTable table = example_tables::kosovo();
  EstimateReport report = frame(table, "examples/kosovo-1999/table.csv");
  report.input.linkage_draws = 20;
  StratumReport stratum{{}, table, {}, {}, {}, {}, {}};
  stratum.results.push_back(loglinear_ok(14342, 12596, 16528, {0b0011, 0b0101, 0b0110, 0b1100}));
  stratum.results.push_back(
      {Model::decomposable, decomposable(table, 12593, 9818, 16557), std::nullopt});
  stratum.results.push_back(
      {Model::latent_class, latent_class_ok(11443, 9066, 13865), std::nullopt});
  stratum.results.push_back(lower_bound(table));
  for (ModelResult& result : stratum.results) result.linkage = LinkageMixture{20, 0, 0.183};
  const std::vector<std::pair<Model, double>> answers = {
      {Model::loglinear, 14342}, {Model::decomposable, 12593}, {Model::latent_class, 11443}};
  stratum.disagreement = {3, 14342.0 / 11443, true, "Three methods agree to within a quarter."};
  stratum.stability = stability(table, answers);
  stratum.dial = dial(4400, 8900, answers);
  stratum.self_check =
      self_check(table, {Model::loglinear, Model::decomposable, Model::latent_class});
  report.strata = {stratum};
  return report;
}

// Names in Korean, Arabic and markup; two strata; every method refuses.
inline EstimateReport refused_everywhere() {
  const CaptureTable table({"병원 기록", "سجل المحكمة", "<script>alert(\"x\")</script>&'",
                            "police\x1b[2J\xE2\x80\xAE", "bad \xC3\x28 bytes"},
                           {{1, 40}, {2, 30}, {4, 20}, {3, 6}, {8, 5}, {16, 2}});
  EstimateReport report = frame(table, "자료/목록 <b>.csv");
  report.input.notes = {"3 rows with the same pattern were summed.",
                        "<img src=x onerror=alert(1)> is a note"};
  for (const char* region : {"서울", "\"><svg onload=alert(1)>"}) {
    StratumReport stratum{{{"지역", region}, {"<i>year", "2013"}}, table, {}, {}, {}, {}, {}};
    LoglinearEstimate loglinear;
    loglinear.fit.generators = {0b00011, 0b00100};
    loglinear.fit.existence = {true, false, false, 1};
    loglinear.refuse(
        "The lists <script>alert(\"x\")</script>&' and 병원 기록 share nobody, so the "
        "number of people on no list has no upper limit.");
    stratum.results.push_back({Model::loglinear, loglinear, std::nullopt});
    DecomposableEstimate exact;
    exact.refuse("The lists fall into groups that share nobody.");
    stratum.results.push_back({Model::decomposable, exact, std::nullopt});
    stratum.results.push_back({Model::latent_class, latent_class_refused(table), std::nullopt});
    LowerBoundEstimate bound;
    bound.on_one_list = 97;
    bound.refuse("Nobody is on two lists.");
    stratum.results.push_back({Model::lower_bound, bound, std::nullopt});
    stratum.disagreement.summary = "No method gives a number.";
    stratum.stability = stability(table, {{Model::loglinear, 0}});
    stratum.dial.note = "There is no dial: the lists <b> share too few people.";
    stratum.self_check = self_check(table, {Model::loglinear});
    report.strata.push_back(stratum);
  }
  CombinedEstimate total;
  total.model = Model::loglinear;
  total.strata = 2;
  total.strata_refused = 2;
  total.refuse("Both strata were refused.");
  report.combined = {total};
  return report;
}

// Three strata with a total; one has an interval without upper end and an answer far off.
inline EstimateReport by_region() {
  const CaptureTable table = example_tables::netherlands();
  EstimateReport report = frame(table, "examples/netherlands/by-region.csv");
  int at = 0;
  for (const char* region : {"north", "south", "abroad or unknown"}) {
    StratumReport stratum{{{"region", region}}, table, {}, {}, {}, {}, {}};
    const double base = 30000 + 45000 * at;
    stratum.results.push_back(
        loglinear_ok(base, base * 0.7, base * 1.6, {0b00011, 0b00110, 0b11000}));
    DecomposableEstimate exact = decomposable(table, base * 0.8, base * 0.5, base * 2.2);
    if (at == 1) {
      exact.population->high = 60 * base;
      exact.weaken("The interval's upper limit is over 20 times the point.");
    }
    if (at == 2) exact.population->high.reset();
    stratum.results.push_back({Model::decomposable, exact, std::nullopt});
    if (at == 0)
      stratum.results.push_back(
          {Model::latent_class, latent_class_ok(base * 1.1, base * 0.8, base * 1.9), std::nullopt});
    else
      stratum.results.push_back({Model::latent_class, latent_class_refused(table), std::nullopt});
    stratum.results.push_back(lower_bound(table));
    report.strata.push_back(stratum);
    ++at;
  }
  for (const Model model :
       {Model::loglinear, Model::decomposable, Model::latent_class, Model::lower_bound}) {
    CombinedEstimate total;
    total.model = model;
    total.strata = 3;
    if (model == Model::latent_class) {
      total.strata_refused = 2;
      total.refuse("Two of three strata were refused, so there is no total.");
    } else {
      total.status = EstimateStatus::ok;
      const double point = model == Model::lower_bound ? 190000
                           : model == Model::loglinear ? 231000
                                                       : 188000;
      total.population = interval(point, point * 0.85, point * 1.3,
                                  model == Model::lower_bound ? IntervalKind::bound
                                  : model == Model::loglinear ? IntervalKind::bca
                                                              : IntervalKind::credible);
      if (model == Model::decomposable)
        total.weaken("In the stratum region: south the interval is too wide.");
    }
    report.combined.push_back(total);
  }
  return report;
}

// Many lists with long names, many patterns, and numbers that are no numbers.
inline EstimateReport many_lists() {
  std::vector<std::string> names;
  for (int i = 0; i < 30; ++i)
    names.push_back("Documentation centre of region " + std::to_string(i + 1));
  std::vector<CapturePattern> patterns;
  Rng rng(3);
  for (int i = 0; i < 90; ++i) {
    History history = History{1} << rng.below(30);
    while (rng.uniform() < 0.45) history |= History{1} << rng.below(30);
    patterns.push_back({history, static_cast<std::int64_t>(1 + 400000 / (1 + i * i))});
  }
  const CaptureTable table(names, patterns);
  EstimateReport report = frame(table, "data/" + std::string(150, 'x') + ".csv");
  const double none = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  StratumReport stratum{{}, table, {}, {}, {}, {}, {}};
  LoglinearEstimate loglinear;
  loglinear.status = EstimateStatus::weak;
  loglinear.reason = "No upper limit.";
  loglinear.population = PopulationInterval{2.5e6, none, infinite, 0.95, IntervalKind::bca};
  loglinear.draws = {infinite, none, -3, 2e6, 3e6, 2.4e6};
  loglinear.fit.log_likelihood = none;
  loglinear.fit.bic = infinite;
  loglinear.low_error = none;
  loglinear.profile_high = infinite;
  loglinear.bic_best = LoglinearBicBest{infinite, none, {3}, 10, 2, false};
  stratum.results.push_back({Model::loglinear, loglinear, std::nullopt});
  DecomposableEstimate exact = decomposable(example_tables::uk_five(), 3.1e6, 2.2e6, 9e15);
  exact.mass_at_end = none;
  exact.density = {{none, 1}, {1e6, infinite}, {2e6, 0}};
  exact.point_if_wider = infinite;
  exact.draws.clear();
  stratum.results.push_back({Model::decomposable, exact, LinkageMixture{5, 1, none}});
  LatentClassEstimate latent = latent_class_ok(none, 1, 2);
  latent.quantiles.fill(none);
  latent.rhat = infinite;
  latent.ess_bulk = none;
  stratum.results.push_back({Model::latent_class, latent, std::nullopt});
  stratum.results.push_back(lower_bound(table));
  stratum.disagreement = {2, infinite, true, "The answers differ."};
  stratum.stability = {
      {ListChange::drop, {3}, Model::loglinear, EstimateStatus::ok, {}, infinite, none, 4e6},
      {ListChange::merge, {3, 7}, Model::loglinear, EstimateStatus::ok, {}, 2.6e6, none, infinite}};
  stratum.dial.points = {
      {0.5, 2e6, 1e6, infinite}, {1, 2.5e6, 2e6, 3e6}, {2, 4e6, 3e6, 5e6}, {none, 1, 1, 1}};
  stratum.dial.marks = {{Model::loglinear, infinite, none}, {Model::decomposable, 1.4, 3.1e6}};
  stratum.self_check = {
      {2, Model::loglinear, 0, 0, EstimateStatus::ok, {}, none, 1, infinite, false},
      {5, Model::loglinear, 12000, 400, EstimateStatus::ok, {}, 9000, none, infinite, true}};
  report.strata = {stratum};
  return report;
}

inline std::vector<std::pair<std::string, EstimateReport>> all() {
  return {{"uk-five", uk_five()},
          {"kosovo", kosovo()},
          {"refused", refused_everywhere()},
          {"by-region", by_region()},
          {"many-lists", many_lists()}};
}

}  // namespace hearim::sample_reports
