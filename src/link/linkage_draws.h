// A chain of linkages, each as probable as the records, the lists and what is known of m and u make
// it: the pair model is drawn (model_draws.h), then the prior of clusters given the last linkage
// (cluster_prior.h), then the partition of every doubtful component (partition_draws.h).
// docs/link/uncertainty.md is the specification.
//
// The same for any number of threads. Thread-compatible.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "link/cluster_prior.h"
#include "link/doubtful_units.h"
#include "link/linkage_state.h"
#include "link/model_draws.h"
#include "link/partition_draws.h"

namespace hearim {

double doubt_bits(const LinkOptions& options);

// Units and components of a finished linkage; pairs labelled unsure are open.
DoubtfulUnits doubt_of(const Linkage::State& state, const Run& run);

class LinkageDraws {
 public:
  LinkageDraws(const Linkage::State& state, std::uint64_t seed, const Run& run);
  ~LinkageDraws();

  void next(const Run& run);

  LinkedClusters clusters() const;               // of the current draw
  std::vector<CapturePattern> patterns() const;  // of the current draw, by history
  // Matching pairs of this draw that were compared and not kept, or not compared at all.
  double pairs_missed() const { return pairs_missed_; }

 private:
  struct Component;

  void step(const Run& run);
  void count_groups();

  const Linkage::State& state_;
  std::uint64_t seed_;
  DoubtfulUnits doubt_;
  std::vector<GroupLists> unit_lists_;
  std::vector<std::unique_ptr<Component>> components_;
  GroupCounts sure_groups_;  // units in no component
  GroupCounts groups_;       // of the current draw
  ClusterPrior prior_;
  ModelDraws model_draws_;
  LevelWeights weights_;
  double pairs_missed_ = 0;
  std::uint64_t steps_done_ = 0;
};

}  // namespace hearim
