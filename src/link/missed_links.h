// True pairs that the linkage never looked at, or looked at and put aside, put back into a capture
// table: not which ones, which nobody knows, but how many.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "hearim/link.h"

namespace hearim {

// A record in the company of others: the list it is on, the lists the others are on, how many
// others there are.
struct Companion {
  std::uint32_t list = 0;
  History others = 0;
  std::uint32_t other_count = 0;
  double records = 0;  // of this kind
};
std::vector<Companion> companions_of(const LinkRecords& records, const LinkedClusters& clusters);

// Pairs inside clusters that are among neither `pairs` nor, so, the draws' own doubts: what was
// missed and found again through a third record.
double pairs_closed_by_others(const LinkedClusters& clusters, std::span<const ScoredPair> pairs);

// Joins people of the table as if records had lost their company at random until `pairs_missed`
// pairs are accounted for. REQUIRES: patterns by history.
std::vector<CapturePattern> with_missed_links(std::vector<CapturePattern> patterns,
                                              const std::vector<Companion>& companions,
                                              double pairs_missed, Rng& rng);

}  // namespace hearim
