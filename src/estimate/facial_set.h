// Does the maximum-likelihood estimate exist, and does it fix the unseen cell? Decided from the
// model and from which histories were seen at all; the counts do not matter.
//
// The facial set of a table is the set of cells whose fitted mean stays positive when the
// likelihood climbs to its supremum. All cells: the estimate exists. Fewer: the likelihood is
// maximised only in a limit, in which the other cells' means go to 0 and some parameters to
// infinity; then the question is what happens to the unseen cell on the way.
// Source: S. Fienberg & A. Rinaldo, Annals of Statistics 40 (2012) 996-1023. How: facial_set.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "estimate/loglinear_counts.h"

namespace hearim {

// The fitted mean of the unseen cell while the likelihood climbs to its supremum.
enum class UnseenLimit {
  finite,        // determined by the data
  zero,          // falls to 0: N = the observed
  infinite,      // grows without bound
  undetermined,  // any value fits equally well
};

struct FacialSet {
  bool whole = false;      // no cell leaves: the estimate exists
  bool full_rank = false;  // the parameters are determined by the means of all open cells
  UnseenLimit unseen = UnseenLimit::undetermined;
  std::vector<Cell> leaving;  // open cells whose fitted mean goes to 0, ascending
};

// `terms`: of the model, without the intercept, each with all its subsets unless these are empty
// margins; `empty_terms`: terms whose margin is 0, at minus infinity from the start. The open
// cells are the non-zero histories that contain no empty term. `seen`: histories with people, all
// open. REQUIRES: list_count <= kLoglinearListsMax.
// Cost: elimination of at most |seen| rows of |terms|+1 columns; a linear programme only when the
// seen cells leave two or more directions open.
FacialSet facial_set(int list_count, std::span<const Cell> terms, std::span<const Cell> empty_terms,
                     std::span<const Cell> seen);

// The terms that are linearly independent of the intercept and the terms before them over the open
// cells. REQUIRES: open has one entry per history.
std::vector<Cell> independent_terms(std::span<const Cell> terms,
                                    std::span<const std::uint8_t> open);

// Remembers answers by (model, seen cells). Thread-compatible: one per chunk of work.
class FacialSetCache {
 public:
  const FacialSet& get(int list_count, std::span<const Cell> terms,
                       std::span<const Cell> empty_terms, std::span<const Cell> seen);

 private:
  static constexpr std::size_t kEntriesMax = 4096;
  std::map<std::vector<Cell>, FacialSet> known_;
};

}  // namespace hearim
