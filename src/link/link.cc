// The linkage from records to clusters, step by step: comparisons, rules, a first look to learn
// roughly, every pair once, the model from all of them, clusters.
#include "hearim/link.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/check.h"
#include "hearim/error.h"
#include "link/average_linkage.h"
#include "link/linkage_state.h"
#include "link/model_draws.h"
#include "link/pair_scan.h"
#include "link/record_rows.h"
#include "link/rule_choice.h"
#include "link/unit_evidence.h"

namespace hearim {
namespace {

constexpr double kFirstLookPairs = 1e6;  // or a hundredth of all, up to ten times as many
constexpr std::uint64_t kRandomPairs = 1 << 19;
// How far below its place a pair may be put by provisional weights and still be kept: as far as
// memory allows. Should more than this share of matches fall below that, the pairs are scanned
// again.
constexpr double kShareLostMax = 3e-4;
constexpr double kMarginBitsMax = 6.0;
constexpr double kMarginBitsMin = 2.0;
constexpr double kKeptPerRecord = 4.0;
constexpr double kKeptAlways = 2e6;
// Of the forecast.
constexpr double kKeptMargin = 1.15;
constexpr std::uint64_t kProgramBytes = 12 << 20;
constexpr std::uint64_t kClusteringBytesPerRecord = 64;

void check_options(const LinkRecords& records, const LinkOptions& options) {
  if (records.record_count() < 2) {
    throw Error(ErrorCode::invalid_input,
                "linkage takes at least 2 records, got " + std::to_string(records.record_count()));
  }
  const auto probability = [](double p, const char* what) {
    if (!(p > 0 && p < 1)) {
      throw Error(ErrorCode::invalid_input,
                  std::string(what) + " must lie between 0 and 1, got " + std::to_string(p));
    }
  };
  probability(options.probability_min, "probability_min");
  probability(options.keep_probability_min, "keep_probability_min");
  if (options.block_size_max < 2) {
    throw Error(ErrorCode::invalid_input, "block_size_max must be at least 2");
  }
  if (!(options.pairs_per_record_max > 0)) {
    throw Error(ErrorCode::invalid_input, "pairs_per_record_max must be above 0");
  }
  for (const LabelledPair& label : options.labels) {
    if (label.pair.a >= label.pair.b || label.pair.b >= records.record_count()) {
      throw Error(ErrorCode::invalid_input, "a labelled pair names records " +
                                                std::to_string(label.pair.a) + " and " +
                                                std::to_string(label.pair.b));
    }
  }
}

// Levels met by pairs with the same value are known from frequencies, not only from the sample.
void raise_to_same_value_pairs(std::span<const Comparison> comparisons, const PatternLayout& layout,
                               double possible_share, std::span<const std::uint64_t> patterns,
                               std::span<const double> counts,
                               std::vector<std::vector<double>>& not_compared) {
  for (std::size_t c = 0; c < comparisons.size(); ++c) {
    const std::vector<double> same = comparisons[c].same_value_pairs();
    std::vector<double> compared(same.size(), 0.0);
    for (std::size_t p = 0; p < patterns.size(); ++p) {
      compared[static_cast<std::size_t>(layout.level(patterns[p], static_cast<int>(c)))] +=
          counts[p];
    }
    for (std::size_t l = 1; l < same.size(); ++l) {
      if (same[l] > 0) {
        not_compared[c][l] = std::max(0.0, same[l] * possible_share - compared[l]);
      }
    }
  }
}

// What a model is fitted to: counts of the compared pairs, without those that a person has judged,
// which are known and come by themselves.
struct FitInput {
  std::vector<double> counts;
  std::vector<std::vector<double>> not_compared;
  std::vector<LabelledPattern> labels;
};

FitInput fit_input_of(const ScanInput& input, const RandomPairs& random, const ScanResult& scan,
                      double share, const LinkOptions& options) {
  FitInput fit;
  fit.counts.assign(scan.patterns.counts().begin(), scan.patterns.counts().end());
  for (double& count : fit.counts) count /= share;
  const double possible = possible_pair_count(input.records);
  fit.not_compared = random.not_compared(possible, static_cast<double>(scan.pair_count) / share);
  const double n = input.records.record_count();
  raise_to_same_value_pairs(input.comparisons, input.layout,
                            possible / std::max(1.0, n * (n - 1) / 2), scan.patterns.patterns(),
                            fit.counts, fit.not_compared);
  const std::uint32_t all_free = (1U << input.comparisons.size()) - 1;
  for (const LabelledPair& label : options.labels) {
    if (label.judgement == PairJudgement::unsure) continue;
    std::uint64_t levels = 0;
    for (std::size_t c = 0; c < input.comparisons.size(); ++c) {
      const auto values = input.comparisons[c].values();
      const int level = input.comparisons[c].level(values[label.pair.a], values[label.pair.b]);
      levels += static_cast<std::uint64_t>(level) * input.layout.unit(static_cast<int>(c));
    }
    std::uint32_t free = 0;
    const std::uint32_t met = rules_shared(input.keys, label.pair.a, label.pair.b);
    for (std::uint32_t rest = met; rest != 0; rest &= rest - 1) {
      free |= ~input.keys.comparisons_used(std::countr_zero(rest)) & all_free;
    }
    // A pair that no rule met was found without any field.
    const std::uint64_t pattern =
        PatternLayout::with_free_fields(levels, met != 0 ? free : all_free);
    const auto patterns = scan.patterns.patterns();
    const auto at = std::find(patterns.begin(), patterns.end(), pattern);
    if (met != 0 && share >= 1.0 && at != patterns.end()) {
      double& count = fit.counts[static_cast<std::size_t>(at - patterns.begin())];
      count = std::max(0.0, count - 1.0);
    }
    fit.labels.push_back({pattern, label.judgement});
  }
  return fit;
}

PairModelData data_of(const FitInput& fit, const ScanInput& input, const ScanResult& scan) {
  return {.patterns = scan.patterns.patterns(),
          .counts = fit.counts,
          .not_compared = fit.not_compared,
          .pairs_possible = possible_pair_count(input.records),
          .labels = fit.labels};
}

}  // namespace

double probability_of(double weight) { return 1.0 / (1.0 + std::exp2(-weight)); }

Linkage::Linkage(std::unique_ptr<State> state) : state_(std::move(state)) {}
Linkage::~Linkage() = default;
Linkage::Linkage(Linkage&&) noexcept = default;
Linkage& Linkage::operator=(Linkage&&) noexcept = default;

const LinkedClusters& Linkage::clusters() const { return state_->clusters; }
std::span<const ScoredPair> Linkage::pairs() const { return state_->pairs; }
const LinkModelReport& Linkage::report() const { return state_->report; }
double Linkage::weight(RecordPair pair) const { return state_->evidence_weight(pair.a, pair.b); }

double Linkage::State::evidence_weight(std::uint32_t a, std::uint32_t b) const {
  double weight = prior_weight;
  double related = related_prior_weight;
  for (std::size_t c = 0; c < comparisons.size(); ++c) {
    const auto values = comparisons[c].values();
    const auto level = static_cast<std::size_t>(comparisons[c].level(values[a], values[b]));
    weight += weights[c][level];
    related += related_weights[c][level];
  }
  return weight - related_discount(related);
}

double Linkage::State::pair_weight(std::uint32_t a, std::uint32_t b) const {
  const std::uint32_t list = records->list_of(a);
  if (list == records->list_of(b) && records->lists()[list].clean) return kForbiddenWeight;
  if (!labels.empty()) {
    const RecordPair pair = RecordPair::of(a, b);
    const auto at = std::lower_bound(
        labels.begin(), labels.end(), pair,
        [](const LabelledPair& label, const RecordPair& p) { return label.pair < p; });
    if (at != labels.end() && at->pair == pair) {
      if (at->judgement == PairJudgement::match) return kForcedWeight;
      if (at->judgement == PairJudgement::non_match) return kForbiddenWeight;
      return std::clamp(evidence_weight(a, b), -kUnsureBitsMax, kUnsureBitsMax);
    }
  }
  return evidence_weight(a, b);
}

double Linkage::State::weight_min() const {
  return std::log2(options.probability_min / (1 - options.probability_min));
}

namespace {

void write_report(const Linkage::State& state, const ScanResult& scan, const ChosenRules& chosen,
                  LinkModelReport& report);

}  // namespace

struct LinkPlan::State {
  std::unique_ptr<Linkage::State> linkage;
  ChosenRules chosen;
  std::vector<RuleBlocks> blocks;
  std::optional<RecordRows> rows;
  RandomPairs random;
  PairModel provisional;
  double keep_weight = 0;          // bits: pairs below are not kept
  double keep_weight_scanned = 0;  // by provisional weights
  double kept_expected = 0;        // pairs above that
  LinkForecast forecast;

  ScanInput input() const {
    return {
        *linkage->records, linkage->comparisons, linkage->layout, *linkage->keys, blocks, *rows};
  }
};

LinkPlan::LinkPlan(std::unique_ptr<State> state) : state_(std::move(state)) {}
LinkPlan::~LinkPlan() = default;
LinkPlan::LinkPlan(LinkPlan&&) noexcept = default;
LinkPlan& LinkPlan::operator=(LinkPlan&&) noexcept = default;
const LinkForecast& LinkPlan::forecast() const { return state_->forecast; }

namespace {

void tell(const Run& run, std::string_view work) {
  if (run.progress) run.progress(work, 0, 1);
}

// The weight that the scan holds against its limit.
double scanned_weight(const PairModel& model, const PatternLayout& layout, std::uint64_t pattern) {
  double weight = model.prior_weight();
  double related = model.related_prior_weight();
  for (int c = 0; c < layout.comparison_count(); ++c) {
    const int level = layout.level(pattern, c);
    weight += model.weight(c, level);
    related += model.related_weight(c, level);
  }
  return weight - std::max(0.0, related);
}

// The lowest limit for provisional weights that keeps few enough pairs.
void settle_margin(LinkPlan::State& plan, const ScanResult& look, double share) {
  const double most = std::max(kKeptAlways, kKeptPerRecord * plan.linkage->records->record_count());
  for (double margin = kMarginBitsMax; margin >= kMarginBitsMin; margin -= 1.0) {
    plan.keep_weight_scanned = plan.keep_weight - margin;
    plan.kept_expected = 0.0;
    for (std::size_t p = 0; p < look.patterns.patterns().size(); ++p) {
      const std::uint64_t pattern = look.patterns.patterns()[p];
      if (scanned_weight(plan.provisional, plan.linkage->layout, pattern) <
          plan.keep_weight_scanned) {
        continue;
      }
      plan.kept_expected += static_cast<double>(look.patterns.counts()[p]) / share;
    }
    if (plan.kept_expected <= most) return;
  }
}

// The share of matches among pairs that the model would keep and the provisional one did not.
double share_lost(const LinkPlan::State& plan, const Linkage::State& linkage,
                  const ScanResult& scan) {
  double lost = 0.0;
  for (std::size_t p = 0; p < scan.patterns.patterns().size(); ++p) {
    const std::uint64_t pattern = scan.patterns.patterns()[p];
    const double weight = linkage.model.pattern_weight(linkage.layout, pattern);
    if (weight >= plan.keep_weight &&
        scanned_weight(plan.provisional, linkage.layout, pattern) - 0.01 <
            plan.keep_weight_scanned) {
      lost += probability_of(weight) * static_cast<double>(scan.patterns.counts()[p]);
    }
  }
  return lost / std::max(1.0, linkage.model.expected_matches);
}

// The peak is either while pairs are compared or while the kept ones are put in order and
// clustered, when blocks and rows are gone.
LinkForecast forecast_of(const LinkPlan::State& plan) {
  LinkForecast forecast;
  const Linkage::State& linkage = *plan.linkage;
  // A sample of blocks is off by some of its own standard error.
  const double kept = kKeptMargin * plan.kept_expected + 1000;
  std::uint64_t standing = linkage.records->size_bytes() + kProgramBytes;
  for (const Comparison& comparison : linkage.comparisons) standing += comparison.size_bytes();
  std::uint64_t scanning = plan.rows->size_bytes();
  for (const RuleBlocks& blocks : plan.blocks) {
    forecast.pair_count_max += blocks.pair_count;
    scanning += blocks.size_bytes();
  }
  const auto kept_bytes = static_cast<std::uint64_t>(kept * sizeof(PatternPair));
  scanning += kept_bytes;
  const std::uint64_t clustering =
      3 * kept_bytes + linkage.records->record_count() * kClusteringBytesPerRecord;
  forecast.memory_bytes = standing + std::max(scanning, clustering);
  return forecast;
}

}  // namespace

LinkPlan plan_link(const LinkRecords& records, const LinkOptions& options, const Run& run) {
  check_options(records, options);
  auto plan = std::make_unique<LinkPlan::State>();
  plan->linkage = std::make_unique<Linkage::State>();
  Linkage::State& linkage = *plan->linkage;
  linkage.records = &records;
  linkage.options = options;
  linkage.labels = options.labels;
  std::sort(linkage.labels.begin(), linkage.labels.end(),
            [](const LabelledPair& x, const LabelledPair& y) { return x.pair < y.pair; });
  tell(run, "reading values");
  linkage.comparisons = comparisons_of(records);
  linkage.layout = PatternLayout(linkage.comparisons);
  tell(run, "choosing rules");
  plan->chosen = options.rules.empty()
                     ? choose_rules(records, linkage.comparisons, linkage.layout, options, run)
                     : judge_rules(records, linkage.comparisons, linkage.layout, options, run);
  tell(run, "filing records");
  linkage.keys.emplace(records, linkage.comparisons, plan->chosen.rules);
  plan->blocks = blocks_of_rules(*linkage.keys, options.block_size_max, 1.0, run);
  plan->rows.emplace(records, linkage.comparisons, *linkage.keys, plan->blocks, run);

  // A first look at some of the blocks, for provisional weights: which pairs to keep.
  tell(run, "a first look");
  double planned = 0.0;
  for (const RuleBlocks& of_rule : plan->blocks) planned += static_cast<double>(of_rule.pair_count);
  const double look_pairs = std::clamp(planned / 100, kFirstLookPairs, 10 * kFirstLookPairs);
  const double share = std::min(1.0, look_pairs / std::max(1.0, planned));
  const double n = records.record_count();
  const PairModel standing = initial_pair_model(linkage.comparisons, 1.0 / std::max(2.0, n));
  const ScanInput input = plan->input();
  const ScanResult look = scan_pairs(input, standing, {share, 1e30}, run);
  plan->random = sample_random_pairs(input, kRandomPairs, run);
  const FitInput first = fit_input_of(input, plan->random, look, share, options);
  plan->provisional = fit_pair_model(linkage.layout, data_of(first, input, look), standing, run);
  plan->keep_weight = std::log2(options.keep_probability_min / (1 - options.keep_probability_min));
  settle_margin(*plan, look, share);
  plan->forecast = forecast_of(*plan);
  return LinkPlan(std::move(plan));
}

LinkForecast forecast_link(const LinkRecords& records, const LinkOptions& options, const Run& run) {
  return plan_link(records, options, run).forecast();
}

Linkage link_records(const LinkRecords& records, const LinkOptions& options, const Run& run) {
  return link_records(plan_link(records, options, run), run);
}

Linkage link_records(LinkPlan ready, const Run& run) {
  LinkPlan::State& plan = *ready.state_;
  std::unique_ptr<Linkage::State> state = std::move(plan.linkage);
  const LinkRecords& records = *state->records;
  const LinkOptions& options = state->options;
  const double keep = plan.keep_weight;
  const ScanInput input{records,      state->comparisons, state->layout,
                        *state->keys, plan.blocks,        *plan.rows};
  ScanResult scan = scan_pairs(input, plan.provisional, {1.0, plan.keep_weight_scanned}, run);
  // Starts again from the standing values: those of the first look are only for keeping pairs.
  tell(run, "learning weights");
  state->standing_model = initial_pair_model(state->comparisons, plan.provisional.prior);
  FitInput fit = fit_input_of(input, plan.random, scan, 1.0, options);
  state->model =
      fit_pair_model(state->layout, data_of(fit, input, scan), state->standing_model, run);
  state->patterns.assign(scan.patterns.patterns().begin(), scan.patterns.patterns().end());
  state->pattern_counts = std::move(fit.counts);
  state->not_compared = std::move(fit.not_compared);
  state->labelled_patterns = std::move(fit.labels);
  state->pairs_possible = possible_pair_count(records);
  if (share_lost(plan, *state, scan) > kShareLostMax) {
    std::deque<PatternPair>().swap(scan.kept);
    scan = scan_pairs(input, state->model, {1.0, keep - 0.01}, run);
  }
  std::vector<RuleBlocks>().swap(plan.blocks);
  plan.rows.reset();

  state->prior_weight = state->model.prior_weight();
  state->related_prior_weight = state->model.related_prior_weight();
  LevelWeights weights = level_weights_of(state->layout, state->model);
  state->weights = std::move(weights.match);
  state->related_weights = std::move(weights.related);
  std::vector<double> weight_of_pattern;
  for (const std::uint64_t pattern : scan.patterns.patterns()) {
    weight_of_pattern.push_back(state->model.pattern_weight(state->layout, pattern));
  }
  const auto is_kept = [&](const PatternPair& pair) {
    return weight_of_pattern[pair.pattern] >= keep;
  };
  state->pairs.reserve(
      static_cast<std::size_t>(std::count_if(scan.kept.begin(), scan.kept.end(), is_kept)));
  for (const PatternPair& pair : scan.kept) {
    if (!is_kept(pair)) continue;
    state->pairs.push_back({pair.pair, static_cast<float>(weight_of_pattern[pair.pattern])});
  }
  std::deque<PatternPair>().swap(scan.kept);
  tell(run, "clustering");
  std::vector<ScoredPair> edges;  // those that may join two records
  for (const ScoredPair& pair : state->pairs) {
    if (pair.weight > state->weight_min()) edges.push_back(pair);
  }
  for (const LabelledPair& label : state->labels) {
    if (label.judgement == PairJudgement::match) edges.push_back({label.pair, 1e6F});
  }
  std::sort(state->pairs.begin(), state->pairs.end(), [](const ScoredPair& x, const ScoredPair& y) {
    return x.weight != y.weight ? x.weight > y.weight : x.pair < y.pair;
  });
  const Linkage::State& s = *state;
  state->clusters = average_linkage(
      records.record_count(), edges, state->weight_min(),
      [&s](std::uint32_t a, std::uint32_t b) { return s.pair_weight(a, b); }, run);
  write_report(*state, scan, plan.chosen, state->report);
  return Linkage(std::move(state));
}

namespace {

void write_report(const Linkage::State& state, const ScanResult& scan, const ChosenRules& chosen,
                  LinkModelReport& report) {
  report.status = state.model.status;
  report.iterations = state.model.iterations;
  report.log2_prior_odds = state.prior_weight;
  report.expected_matches = state.model.expected_matches;
  report.miss_share = chosen.miss_share;
  report.pair_count = scan.pair_count;
  const double n = state.records->record_count();
  for (std::size_t c = 0; c < state.comparisons.size(); ++c) {
    const Comparison& comparison = state.comparisons[c];
    FieldReport field;
    field.field = comparison.fields()[0];
    const auto values = comparison.values();
    field.missing_share = static_cast<double>(std::count(values.begin(), values.end(), 0U)) / n;
    field.levels.resize(static_cast<std::size_t>(comparison.level_count()));
    for (std::size_t l = 0; l < field.levels.size(); ++l) {
      field.levels[l].words = comparison.level_words(static_cast<int>(l));
      if (l == 0) continue;
      field.levels[l].m = state.model.m[c][l];
      field.levels[l].u = state.model.u[c][l];
      field.levels[l].log2_m_over_u = state.weights[c][l];
    }
    for (std::size_t p = 0; p < scan.patterns.patterns().size(); ++p) {
      const int level = state.layout.level(scan.patterns.patterns()[p], static_cast<int>(c));
      field.levels[static_cast<std::size_t>(level)].pair_count += scan.patterns.counts()[p];
    }
    std::rotate(field.levels.begin(), field.levels.begin() + 1, field.levels.end());
    report.fields.push_back(std::move(field));
    for (std::size_t other = 1; other < comparison.fields().size(); ++other) {
      FieldReport read_together;
      read_together.field = comparison.fields()[other];
      read_together.used = false;
      read_together.why_not_used =
          "read together with " +
          state.records->fields()[static_cast<std::size_t>(comparison.fields()[0])].name +
          " as one bag of words";
      report.fields.push_back(std::move(read_together));
    }
  }
  std::stable_sort(report.fields.begin(), report.fields.end(),
                   [](const FieldReport& x, const FieldReport& y) { return x.field < y.field; });
  for (std::size_t q = 0; q < chosen.rules.size(); ++q) {
    report.rules.push_back({.rule = chosen.rules[q],
                            .words = rule_words(*state.records, chosen.rules[q]),
                            .block_pair_count = scan.rules[q].block_pair_count,
                            .new_pair_count = scan.rules[q].new_pair_count,
                            .miss_share = chosen.miss_shares[q],
                            .blocks_cut = scan.rules[q].blocks_cut,
                            .records_cut = scan.rules[q].records_cut,
                            .pairs_cut = scan.rules[q].pairs_cut});
  }
  constexpr int kLow = -60;
  constexpr int kHigh = 80;
  report.weight_histogram_low = kLow;
  report.weight_histogram.assign(kHigh - kLow, 0);
  for (std::size_t p = 0; p < scan.patterns.patterns().size(); ++p) {
    const double weight = state.model.pattern_weight(state.layout, scan.patterns.patterns()[p]);
    const int bin = std::clamp(static_cast<int>(std::floor(weight)), kLow, kHigh - 1) - kLow;
    report.weight_histogram[static_cast<std::size_t>(bin)] += scan.patterns.counts()[p];
  }
}

}  // namespace

}  // namespace hearim
