#include "link/linkage_draws.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "link/unit_evidence.h"
#include "stats/discrete.h"
#include "stats/gamma.h"

namespace hearim {
namespace {

constexpr int kBurnInSteps = 40;
constexpr int kStepsPerDraw = 2;
constexpr int kModelStepsPerStep = 5;
constexpr int kSweepsPerStep = 2;
// Up to this many units every two of a component are neighbours; above, those with an edge.
constexpr std::size_t kAllNeighboursUnitsMax = 12;

// Independent links over matching pairs: k records of one person make k - 1 of one and
// k (k - 1) / 2 of the other.
double independence_of(const LinkedClusters& clusters) {
  std::vector<double> size(clusters.cluster_count, 0.0);
  for (const std::uint32_t c : clusters.cluster_of) size[c] += 1;
  double links = 1.0;
  double pairs = 1.0;
  for (const double n : size) {
    links += n - 1;
    pairs += n * (n - 1) / 2;
  }
  return links / pairs;
}

ModelDrawsInput model_input(const Linkage::State& state) {
  return {.layout = state.layout,
          .data = {.patterns = state.patterns,
                   .counts = state.pattern_counts,
                   .not_compared = state.not_compared,
                   .pairs_possible = state.pairs_possible,
                   .labels = state.labelled_patterns},
          .fitted = state.model,
          .standing = state.standing_model,
          .independence = independence_of(state.clusters),
          .keep_weight_min = -doubt_bits(state.options)};
}

History clean_lists_of(const LinkRecords& records) {
  History clean = 0;
  for (std::size_t list = 0; list < records.lists().size(); ++list) {
    if (records.lists()[list].clean) clean |= History{1} << list;
  }
  return clean;
}

GroupLists lists_of(const LinkRecords& records, std::span<const std::uint32_t> unit) {
  GroupLists lists;
  for (const std::uint32_t record : unit) {
    const std::uint32_t list = records.list_of(record);
    GroupLists one{History{1} << list, {}};
    if (!records.lists()[list].clean) one.open.emplace_back(list, 1U);
    lists.add(one);
  }
  return lists;
}

}  // namespace

double doubt_bits(const LinkOptions& options) {
  return std::log2((1 - options.keep_probability_min) / options.keep_probability_min);
}

DoubtfulUnits doubt_of(const Linkage::State& state, const Run& run) {
  std::vector<RecordPair> open;
  for (const LabelledPair& label : state.labels) {
    if (label.judgement == PairJudgement::unsure) open.push_back(label.pair);
  }
  return find_doubt(
      state.clusters, state.pairs, doubt_bits(state.options), open,
      [&state](std::uint32_t a, std::uint32_t b) { return state.pair_weight(a, b); }, run);
}

struct LinkageDraws::Component {
  std::vector<std::uint32_t> units;
  std::vector<GroupLists> lists;
  std::map<std::pair<std::uint32_t, std::uint32_t>, UnitDecision> decisions;  // by place
  std::unordered_map<std::uint64_t, UnitComparison> compared;
  std::unique_ptr<UnitWeights> weights;
  Partition partition;
};

LinkageDraws::LinkageDraws(const Linkage::State& state, std::uint64_t seed, const Run& run)
    : state_(state),
      seed_(seed),
      doubt_(doubt_of(state, run)),
      prior_(clean_lists_of(*state.records)),
      model_draws_(model_input(state), seed) {
  std::vector<std::uint32_t> component_of(doubt_.units.size(), ~0U);
  std::vector<std::uint32_t> place(doubt_.units.size(), 0);
  for (std::uint32_t c = 0; c < doubt_.components.size(); ++c) {
    for (std::uint32_t i = 0; i < doubt_.components[c].size(); ++i) {
      component_of[doubt_.components[c][i]] = c;
      place[doubt_.components[c][i]] = i;
    }
  }
  for (std::uint32_t u = 0; u < doubt_.units.size(); ++u) {
    unit_lists_.push_back(lists_of(*state.records, doubt_.units[u]));
    if (component_of[u] == ~0U) sure_groups_.add(unit_lists_[u], 1);
  }
  for (const std::vector<std::uint32_t>& units : doubt_.components) {
    auto component = std::make_unique<Component>();
    component->units = units;
    for (const std::uint32_t unit : units) {
      component->lists.push_back(unit_lists_[unit]);
      component->partition.push_back(state.clusters.cluster_of[doubt_.units[unit][0]]);
    }
    Component* const c = component.get();
    c->weights = std::make_unique<UnitWeights>(units.size(), [this, c](std::uint32_t a,
                                                                       std::uint32_t b) {
      const auto [slot, is_new] = c->compared.try_emplace(static_cast<std::uint64_t>(a) << 32 | b);
      if (is_new) {
        slot->second =
            compare_units(state_.comparisons, doubt_.units[c->units[a]], doubt_.units[c->units[b]]);
        const auto decided = c->decisions.find({a, b});
        if (decided != c->decisions.end()) slot->second.decision = decided->second;
      }
      return unit_evidence(slot->second, weights_);
    });
    if (units.size() <= kAllNeighboursUnitsMax) {
      for (std::uint32_t a = 0; a < units.size(); ++a) {
        for (std::uint32_t b = a + 1; b < units.size(); ++b) c->weights->connect(a, b);
      }
    }
    components_.push_back(std::move(component));
  }
  for (const DoubtfulUnits::Edge& edge : doubt_.edges) {
    Component& component = *components_[component_of[edge.a]];
    if (component.units.size() > kAllNeighboursUnitsMax) {
      const auto [a, b] = std::minmax(place[edge.a], place[edge.b]);
      component.weights->connect(a, b);
    }
  }
  for (const LabelledPair& label : state.labels) {
    const std::uint32_t x = doubt_.unit_of[label.pair.a];
    const std::uint32_t y = doubt_.unit_of[label.pair.b];
    if (x == y || component_of[x] == ~0U || component_of[x] != component_of[y]) continue;
    const auto decision = label.judgement == PairJudgement::match       ? UnitDecision::match
                          : label.judgement == PairJudgement::non_match ? UnitDecision::non_match
                                                                        : UnitDecision::unsure;
    const auto [a, b] = std::minmax(place[x], place[y]);
    UnitDecision& slot = components_[component_of[x]]->decisions[{a, b}];
    // Against each other: what keeps apart is the safer, as in the clusters.
    if (slot != UnitDecision::non_match) slot = decision;
  }
  count_groups();
  for (int i = 0; i < kBurnInSteps; ++i) step(run);
}

LinkageDraws::~LinkageDraws() = default;

void LinkageDraws::count_groups() {
  groups_ = sure_groups_;
  for (const auto& component : components_) {
    std::vector<GroupLists> blocks;
    for (std::size_t i = 0; i < component->partition.size(); ++i) {
      const std::uint32_t block = component->partition[i];
      if (block >= blocks.size()) blocks.resize(block + 1);
      blocks[block].add(component->lists[i]);
    }
    for (const GroupLists& block : blocks) groups_.add(block, 1);
  }
}

void LinkageDraws::step(const Run& run) {
  ++steps_done_;
  for (int i = 0; i < kModelStepsPerStep; ++i) model_draws_.next();
  weights_ = level_weights_of(state_.layout, model_draws_.model());
  Rng rng(seed_, "cluster prior", steps_done_);
  prior_.draw_given(groups_, static_cast<int>(state_.records->lists().size()), rng);
  constexpr std::size_t kComponentsPerChunk = 64;
  const std::size_t chunk_count =
      (components_.size() + kComponentsPerChunk - 1) / kComponentsPerChunk;
  for_each_chunk(chunk_count, run, [&](std::size_t chunk) {
    const std::size_t end = std::min(components_.size(), (chunk + 1) * kComponentsPerChunk);
    for (std::size_t c = chunk * kComponentsPerChunk; c < end; ++c) {
      run.stop_if_cancelled();
      Component& component = *components_[c];
      component.weights->forget();
      const PartitionTarget target{*component.weights, component.lists, prior_};
      const std::uint64_t first = doubt_.units[component.units[0]][0];
      Rng draw(seed_, "partition draws", first << 32 | steps_done_);
      if (component.units.size() <= kDrawnExactlyUnitsMax) {
        component.partition = draw_exactly(target, draw);
      } else {
        gibbs_sweeps(target, component.partition, kSweepsPerStep, draw, run);
      }
    }
  });
  count_groups();
}

void LinkageDraws::next(const Run& run) {
  for (int i = 0; i < kStepsPerDraw; ++i) step(run);
  Rng rng(seed_, "missed pairs", steps_done_);
  // As many true pairs stand behind the estimate of what blocking misses as there are matches.
  const double matches = std::max(1.0, model_draws_.matches());
  const double share = std::clamp(state_.report.miss_share, 0.0, 0.9);
  const double drawn =
      share <= 0.0
          ? 0.0
          : std::min(0.9, beta_draw(rng, share * matches + 0.5, (1 - share) * matches + 0.5));
  pairs_missed_ = model_draws_.matches_not_kept() +
                  static_cast<double>(poisson_draw(rng, drawn / (1 - drawn) * matches));
}

LinkedClusters LinkageDraws::clusters() const {
  std::vector<std::uint32_t> unit_label(doubt_.units.size());
  for (std::uint32_t u = 0; u < doubt_.units.size(); ++u) unit_label[u] = doubt_.units[u][0];
  for (const auto& component : components_) {
    std::vector<std::uint32_t> first(component->partition.size(), ~0U);
    for (std::size_t i = 0; i < component->partition.size(); ++i) {
      std::uint32_t& block = first[component->partition[i]];
      if (block == ~0U) block = doubt_.units[component->units[i]][0];
      unit_label[component->units[i]] = block;
    }
  }
  std::vector<std::uint32_t> label;
  for (const std::uint32_t unit : doubt_.unit_of) label.push_back(unit_label[unit]);
  return clusters_from_labels(label);
}

std::vector<CapturePattern> LinkageDraws::patterns() const {
  std::vector<CapturePattern> patterns;
  for (const auto& [history, count] : groups_.people) {
    if (count > 0) patterns.push_back({history, count});
  }
  std::sort(patterns.begin(), patterns.end(),
            [](const auto& x, const auto& y) { return x.history < y.history; });
  return patterns;
}

}  // namespace hearim
