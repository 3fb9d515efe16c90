// Why two records are, or are not, taken for one person: the evidence of each field in bits and
// words.
#include <array>
#include <cmath>
#include <cstdio>

#include "hearim/link.h"
#include "link/linkage_state.h"
#include "link/pair_scan.h"

namespace hearim {
namespace {

std::string bits_words(double bits) {
  std::array<char, 48> text;
  std::snprintf(text.data(), text.size(), "%+.1f bits", bits);
  return text.data();
}

std::string names_of(const LinkRecords& records, const Comparison& comparison) {
  std::string names;
  for (const int field : comparison.fields()) {
    if (!names.empty()) names += " + ";
    names += records.fields()[static_cast<std::size_t>(field)].name;
  }
  return names;
}

}  // namespace

std::string rule_words(const LinkRecords& records, const BlockingRule& rule) {
  std::string words;
  for (const BlockingKey& key : rule.keys) {
    if (!words.empty()) words += " and ";
    words += records.fields()[static_cast<std::size_t>(key.field)].name;
    switch (key.kind) {
      case KeyKind::value:
        break;
      case KeyKind::token:
        words += " (any word)";
        break;
      case KeyKind::skeleton:
        words += " (any word, by sound)";
        break;
      case KeyKind::token_pair:
        words += " (any two words)";
        break;
      case KeyKind::year:
        words += " (year)";
        break;
      case KeyKind::month_day:
        words += " (month and day)";
        break;
    }
  }
  return words;
}

PairExplanation Linkage::explain(RecordPair pair) const {
  const State& state = *state_;
  PairExplanation result;
  result.pair = pair;
  result.prior_weight = state.prior_weight;
  result.weight = state.prior_weight;
  double related = state.related_prior_weight;
  const FieldEvidence* strongest_for = nullptr;
  const FieldEvidence* strongest_against = nullptr;
  for (std::size_t c = 0; c < state.comparisons.size(); ++c) {
    const Comparison& comparison = state.comparisons[c];
    const auto values = comparison.values();
    const int level = comparison.level(values[pair.a], values[pair.b]);
    const double weight = state.weights[c][static_cast<std::size_t>(level)];
    result.fields.push_back({comparison.fields()[0], weight,
                             names_of(*state.records, comparison) + ": " +
                                 comparison.level_words(level) + " (" + bits_words(weight) + ")"});
    result.weight += weight;
    related += state.related_weights[c][static_cast<std::size_t>(level)];
  }
  result.circumstances_weight = -related_discount(related);
  result.weight += result.circumstances_weight;
  for (const FieldEvidence& field : result.fields) {
    if (field.weight > 0 && (!strongest_for || field.weight > strongest_for->weight)) {
      strongest_for = &field;
    }
    if (field.weight < 0 && (!strongest_against || field.weight < strongest_against->weight)) {
      strongest_against = &field;
    }
  }
  result.probability = probability_of(result.weight);
  const std::uint32_t met = rules_shared(*state.keys, pair.a, pair.b);
  for (int q = 0; q < state.keys->rule_count(); ++q) {
    if ((met >> q & 1) != 0) {
      result.met_by.push_back(
          rule_words(*state.records, state.keys->rules()[static_cast<std::size_t>(q)]));
    }
  }
  const std::uint32_t list = state.records->list_of(pair.a);
  const bool together = state.clusters.cluster_of[pair.a] == state.clusters.cluster_of[pair.b];
  result.words = together ? "Taken for one person" : "Taken for two people";
  if (list == state.records->list_of(pair.b) && state.records->lists()[list].clean) {
    result.words += ": both stand in " + state.records->lists()[list].name +
                    ", which is said to hold nobody twice";
  } else {
    std::array<char, 96> text;
    std::snprintf(text.data(), text.size(), ": the evidence is %+.1f bits, prior included (%.3g)",
                  result.weight, result.probability);
    result.words += text.data();
    if (strongest_for != nullptr) result.words += "; most for it, " + strongest_for->words;
    if (strongest_against != nullptr) {
      result.words += "; most against it, " + strongest_against->words;
    }
    if (result.circumstances_weight < -0.5) {
      result.words += "; people of one place or trade agree like this too (" +
                      bits_words(result.circumstances_weight) + ")";
    }
    if (result.met_by.empty()) result.words += "; no blocking rule brought them together";
    const double threshold = state.weight_min();
    if (together && result.weight <= threshold) {
      result.words += "; other records of the cluster join them";
    } else if (!together && result.weight > threshold) {
      result.words += "; other records of the two clusters speak against it";
    }
  }
  return result;
}

}  // namespace hearim
