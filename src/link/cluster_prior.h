// How likely a group of records is to be one person before their values are compared: by which
// lists it stands on, and by how often a list records a person again.
//
// People of capture history h are counted by a Poisson variable with mean lambda_h, each list's
// records are dealt to them at random, and a list that is not clean records a person k times with
// probability (1 - rho) rho^(k-1). Then a partition of the records has probability proportional to
// the product over its groups of
//     lambda_h  *  product over lists that are not clean of  k! (1 - rho) rho^(k-1).
// Two records alone on lists A and B are joined with prior odds lambda_AB / (lambda_A lambda_B):
// the more people are already known to be on A only, the less it says that these two could be one.
// lambda and rho are drawn given a partition, so that partitions and the table they make agree.
//
// This is the overlap-table prior of Aleshin-Guendel & Sadinle (JASA 118 (2023), 1786) with Poisson
// counts; without it, pairwise prior odds are applied to records that have few partners left to
// choose from, and too few links are drawn.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "hearim/link.h"

namespace hearim {

// The lists some records stand on, and how many of them stand on each list that is not clean.
struct GroupLists {
  History history = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open;  // list and records, by list

  void add(const GroupLists& other);
};

// Groups of a partition, counted by what the prior looks at.
struct GroupCounts {
  std::unordered_map<History, std::int64_t> people;
  std::unordered_map<std::uint32_t, std::int64_t> open_records;  // by list that is not clean

  void add(const GroupLists& group, std::int64_t times);
};

class ClusterPrior {
 public:
  ClusterPrior() = default;  // every partition alike, but for lists declared clean
  explicit ClusterPrior(History clean_lists) : clean_lists_(clean_lists) {}

  // Two groups that hold records of one clean list cannot be one person.
  bool may_join(History a, History b) const { return (a & b & clean_lists_) == 0; }
  double log2_weight(const GroupLists& group) const;

  // Draws lambda and rho given a partition's groups. REQUIRES: list_count lists.
  void draw_given(const GroupCounts& groups, int list_count, Rng& rng);

 private:
  History clean_lists_ = 0;
  bool learnt_ = false;
  std::unordered_map<History, double> log2_people_;  // of the histories seen
  std::vector<double> log2_on_;                      // share of people on each list, for the others
  std::vector<double> log2_off_;
  double log2_people_all_ = 0;
  std::vector<double> log2_again_;  // rho of each list
  std::vector<double> log2_once_;   // 1 - rho
};

}  // namespace hearim
