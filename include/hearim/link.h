// Who is the same person, across lists and inside them, and how sure we are of it.
//
// Records of any number of lists go in; out come the pairs that may be the same person with the
// weight of evidence for each, the clusters that follow, capture histories for `estimate`, and
// draws of them that carry the doubt on. No labels are needed; labels are used where given.
//
// Model: Fellegi & Sunter (1969) with agreement levels that know how rare the agreed value is;
// m and u by expectation-maximisation over counts of whole level patterns (docs/link/model.md).
// Weights are bits: log2 of how much more often such a comparison is seen between two records of
// one person than between records of two people. The weight of a pair is their sum and the prior.
//
// Pure: no I/O, no clock. Results depend on records, options and run.seed, never on run.threads.
// Throws Error(invalid_input) for unusable records or options, Error(limit) over a limit,
// Error(cancelled).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/run.h"
#include "hearim/value_dictionary.h"

namespace hearim {

enum class FieldType : std::uint8_t {
  name,  // a whole name, in any order
  given_name,
  family_name,
  sex,
  birth_date,
  age,  // whole years
  event_date,
  place,     // parts of any length: "Dapto, NSW", a street, a postcode
  category,  // few values, compared as a whole: an occupation
  id,        // a number that should name one person
};
std::string_view field_type_name(FieldType type);  // "given_name"
std::optional<FieldType> field_type_from_name(std::string_view name);

inline constexpr int kLinkFieldsMax = 16;

struct LinkField {
  std::string name;  // as the user knows it
  FieldType type = FieldType::name;
};

struct LinkList {
  std::string name;
  bool clean = false;  // declared: holds nobody twice
};

// Records of all lists, column by column, each distinct text kept once. A missing value is the
// empty text and stays missing. Records are numbered in the order added.
class LinkRecords {
 public:
  LinkRecords(std::vector<LinkField> fields, std::vector<LinkList> lists);

  // `values`: one text per field, in field order. `row`: the data row in its list, for messages.
  void add(std::uint32_t list, std::uint64_t row, std::span<const std::string_view> values);

  const std::vector<LinkField>& fields() const { return fields_; }
  const std::vector<LinkList>& lists() const { return lists_; }
  std::uint32_t record_count() const { return static_cast<std::uint32_t>(list_of_.size()); }
  std::uint32_t list_of(std::uint32_t record) const { return list_of_[record]; }
  std::uint64_t row_of(std::uint32_t record) const { return row_of_[record]; }
  std::span<const std::uint32_t> column(int field) const { return columns_[field]; }
  const ValueDictionary& dictionary(int field) const { return dictionaries_[field]; }
  std::string_view text(std::uint32_t record, int field) const {
    return dictionaries_[field].text(columns_[field][record]);
  }
  std::uint64_t size_bytes() const;

 private:
  std::vector<LinkField> fields_;
  std::vector<LinkList> lists_;
  std::vector<std::uint32_t> list_of_;
  std::vector<std::uint32_t> row_of_;
  std::vector<std::vector<std::uint32_t>> columns_;
  std::vector<ValueDictionary> dictionaries_;
};

// Two records, the smaller number first. The only place where the two are ordered.
struct RecordPair {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  static RecordPair of(std::uint32_t x, std::uint32_t y) {
    return x < y ? RecordPair{x, y} : RecordPair{y, x};
  }
  friend auto operator<=>(const RecordPair&, const RecordPair&) = default;
};

// What a field's values are filed under so that records likely to agree meet.
enum class KeyKind : std::uint8_t {
  value,       // the whole value
  token,       // any word of it
  skeleton,    // any word by its sound key
  token_pair,  // any two words of it
  year,
  month_day,  // not where it looks like a default
};
std::string_view key_kind_name(KeyKind kind);

struct BlockingKey {
  int field = 0;
  KeyKind kind = KeyKind::value;
  friend auto operator<=>(const BlockingKey&, const BlockingKey&) = default;
};

// Records that agree on every key of a rule are compared.
struct BlockingRule {
  std::vector<BlockingKey> keys;  // 1 to 3
  friend bool operator==(const BlockingRule&, const BlockingRule&) = default;
};

// What a person said of a pair. `unsure`: looked at, and it could be either; such a pair stays
// doubtful in draws, at a probability near the one it has (5 % to 95 %), and is never forced.
enum class PairJudgement : std::uint8_t { match, non_match, unsure };
struct LabelledPair {
  RecordPair pair;
  PairJudgement judgement = PairJudgement::match;
};

struct LinkOptions {
  std::vector<BlockingRule> rules = {};  // empty: chosen from the data
  double pairs_per_record_max = 40;      // what the chosen rules may cost
  std::uint32_t block_size_max = 2000;   // larger blocks are not compared, and reported
  double probability_min = 0.5;          // two clusters are joined above this
  double keep_probability_min = 0.001;   // pairs below are counted and not kept
  std::vector<LabelledPair> labels = {};
};

// What a run will take, known before the first pair is scored.
struct LinkForecast {
  std::uint64_t pair_count_max = 0;  // over all rules, pairs met by several counted in each
  std::uint64_t memory_bytes = 0;    // at the peak, with the records; meant never to be too low
};

struct RuleReport {
  BlockingRule rule;
  std::string words;                   // "name (any two words)"
  std::uint64_t block_pair_count = 0;  // pairs its blocks hold
  std::uint64_t new_pair_count = 0;    // not met by an earlier rule: these were compared
  double miss_share = 0;               // of true pairs this rule alone is expected to miss
  std::uint64_t blocks_cut = 0;        // over block_size_max
  std::uint64_t records_cut = 0;
  std::uint64_t pairs_cut = 0;  // not compared by this rule because of that
};

struct LevelReport {
  std::string words;         // "two or more words agree, one person in 4,000 has them"
  double log2_m_over_u = 0;  // bits
  double m = 0;
  double u = 0;
  std::uint64_t pair_count = 0;  // compared pairs at this level
};

struct FieldReport {
  int field = 0;
  bool used = true;
  std::string why_not_used;  // "its words stand in full_name already"
  double missing_share = 0;
  std::vector<LevelReport> levels;  // the last one is "missing", weight 0
};

enum class FitStatus : std::uint8_t { converged, iteration_limit, no_matches };

struct LinkModelReport {
  FitStatus status = FitStatus::converged;
  int iterations = 0;
  double log2_prior_odds = 0;   // of any two records (that could match)
  double expected_matches = 0;  // among the compared pairs
  std::vector<FieldReport> fields;
  std::vector<RuleReport> rules;
  double miss_share = 0;                        // of true pairs, expected to be met by no rule
  std::uint64_t pair_count = 0;                 // compared
  std::vector<std::uint64_t> weight_histogram;  // compared pairs by weight, one bit each
  int weight_histogram_low = 0;                 // bits at its left end
};

struct ScoredPair {
  RecordPair pair;
  float weight = 0;  // bits, prior included
};
double probability_of(double weight);  // 2^w / (1 + 2^w)

struct FieldEvidence {
  int field = 0;
  double weight = 0;  // bits; 0 where missing
  std::string words;
};
struct PairExplanation {
  RecordPair pair;
  double weight = 0;
  double probability = 0;
  double prior_weight = 0;
  double circumstances_weight = 0;    // never above 0: what a shared place or trade explains
  std::vector<FieldEvidence> fields;  // those used, in field order
  std::vector<std::string> met_by;    // rules that bring the two together; may be none
  std::string words;                  // one sentence
};

struct LinkedClusters {
  std::vector<std::uint32_t> cluster_of;  // per record; numbered by first record, from 0
  std::uint32_t cluster_count = 0;
};

// Clusters by the lists their records stand on, ascending by history: what a CaptureTable of
// these lists is made from.
std::vector<CapturePattern> capture_patterns_of(const LinkRecords& records,
                                                const LinkedClusters& clusters);

struct PairwiseScores {
  double precision = 0, recall = 0, f1 = 0;
};
struct LinkEvaluation {
  PairwiseScores pairwise;
  PairwiseScores b_cubed;
  std::uint64_t true_pairs = 0, found_pairs = 0, right_pairs = 0;
};
// `truth[r]` names the person of record r. REQUIRES: one per record.
LinkEvaluation evaluate_clusters(const LinkedClusters& clusters,
                                 std::span<const std::uint32_t> truth);

// A pair worth a person's look, with how much hangs on it.
struct ReviewPair {
  RecordPair pair;         // the strongest between two groups of records
  double weight = 0;       // mean over all pairs between the groups, bits
  double probability = 0;  // that the two groups are one person
  double effect = 0;       // people by which a quick estimate moves between yes and no
  double worth = 0;  // effect times the entropy of the probability, bits: what the order is by
};

// How good a linkage is, from pairs drawn at random in strata of weight and judged by people.
struct SampledScores {
  struct Stratum {
    bool together = false;  // in one cluster
    double weight_low = 0, weight_high = 0;
    std::uint64_t pairs = 0;
    double expected_matches = 0;  // by the model
    std::uint64_t judged = 0;
    std::uint64_t matches = 0;
  };
  struct Interval {
    double point = 0, low = 0, high = 0;
  };
  std::vector<Stratum> strata;
  std::uint64_t judged = 0;  // match or no match
  std::uint64_t unsure = 0;  // left out
  double level = 0.95;
  Interval precision, recall;
};

class LinkPlan;

// A finished linkage: thread-compatible, movable; keeps a reference to `records`, which must
// outlive it.
class Linkage {
 public:
  struct State;  // src/link/linkage_state.h
  ~Linkage();
  Linkage(Linkage&&) noexcept;
  Linkage& operator=(Linkage&&) noexcept;

  const LinkedClusters& clusters() const;
  std::span<const ScoredPair> pairs() const;  // kept, best first; ties by record number
  const LinkModelReport& report() const;

  // Of any two records, compared or not.
  PairExplanation explain(RecordPair pair) const;
  double weight(RecordPair pair) const;

  // Partitions drawn from the posterior over those that differ from clusters() only where an
  // edge is doubtful; m, u and the overlaps between lists are drawn too (docs/link/uncertainty.md).
  std::vector<LinkedClusters> draw(int draw_count, const Run& run) const;
  // The capture tables of such draws, into which the true pairs that no rule brought together are
  // put back by number. What an estimate should be made from: one table for each draw, by history.
  // Memory follows the doubt, not draws times records.
  std::vector<std::vector<CapturePattern>> draw_tables(int draw_count, const Run& run) const;
  // One pair for each two groups of records that could be one person or two, the one nearest to
  // even odds first; its weight is the mean over all pairs between the groups. Labelled pairs are
  // decided and not among them.
  std::vector<ScoredPair> doubtful_pairs(std::size_t count_max) const;
  // The same doubts, those first that would move the number of people most (review_order.cc).
  // Pairs labelled in any way are left out.
  std::vector<ReviewPair> review_pairs(std::size_t count_max) const;

  // Up to `count` pairs, drawn at random in strata of weight and of being together or not, and
  // what judgements on such pairs say of precision and recall (sampled_scores.cc). The judgements
  // must not be among this linkage's labels, which are right by being decided.
  std::vector<RecordPair> sample_pairs(std::size_t count, const Run& run) const;
  SampledScores sampled_scores(std::span<const LabelledPair> judged, const Run& run) const;

 private:
  explicit Linkage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  friend Linkage link_records(LinkPlan, const Run&);
};

// A linkage made ready: values read, rules chosen, records filed, a first look taken. About a third
// of the work and two thirds of the memory are spent by then. Movable; keeps a reference to
// `records`, which must outlive it.
class LinkPlan {
 public:
  struct State;  // src/link/link.cc
  ~LinkPlan();
  LinkPlan(LinkPlan&&) noexcept;
  LinkPlan& operator=(LinkPlan&&) noexcept;

  const LinkForecast& forecast() const;

 private:
  explicit LinkPlan(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  friend LinkPlan plan_link(const LinkRecords&, const LinkOptions&, const Run&);
  friend Linkage link_records(LinkPlan, const Run&);
};

// REQUIRES (else invalid_input): at least 1 field and 2 records, rules naming known fields.
LinkPlan plan_link(const LinkRecords& records, const LinkOptions& options, const Run& run);
Linkage link_records(LinkPlan plan, const Run& run);

// Both in one.
Linkage link_records(const LinkRecords& records, const LinkOptions& options, const Run& run);

// What link_records would take; the plan is made and thrown away. Who goes on to link asks the
// plan.
LinkForecast forecast_link(const LinkRecords& records, const LinkOptions& options, const Run& run);

}  // namespace hearim
