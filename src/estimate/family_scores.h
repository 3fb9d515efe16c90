// The decomposable model's log density of (table, unseen = x), as a sum over families, at a set
// of values of x.
//
// Under the hyper-Dirichlet law with `prior_count` per cell of the full table, the margin over a
// set A of lists is Dirichlet with delta_A = prior_count * 2^(k-|A|) per cell. Write, for each A,
//     H_A(x) = sum over seen cells of A's margin, but the all-zero one, of
//              [lgamma(n_cell + delta_A) - lgamma(delta_A)]
//              + lgamma(z_A + x + delta_A) - lgamma(delta_A),
// z_A being the observed people on no list of A. A graph is a path of families (v | B), see
// chordal_graphs.h, and
//     log p(table, x | graph) = root(x) + sum over families of [H_{B+v}(x) - H_B(x)],
//     root(x) = lgamma(n + x + 1) - lgamma(x + 1) + log prior(n + x),
// up to a constant that no graph and no x changes. It is the usual sum over cliques minus
// separators, in the order of the path.
//
// Precision. The terms grow like n log n while the answer hangs on differences of order 1. Terms
// are evaluated in 64-bit-mantissa long double up to 2^33 people and 113-bit arithmetic above;
// a row is then stored as one double (error below 1e-3 at 2^33, 1e-7 at 2^20), or above 2^33 as a
// high part on a fixed quantum, whose sums are exact, and a low part. So counts to 2^62 keep
// their log densities to better than 1e-6.
// x86-64 only, through long double. Immutable after construction.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "estimate/chordal_graphs.h"
#include "hearim/capture_table.h"
#include "hearim/decomposable.h"

namespace hearim {

struct DecomposablePrior {
  double count = 0;  // per cell of the full table
  PopulationPrior population = PopulationPrior::inverse;
};

// A log density in two parts; `low` is 0 unless rows are split.
struct SplitLog {
  double high = 0;
  double low = 0;
};

class FamilyScores {
 public:
  // REQUIRES: 3 <= lists <= 8, observed > 0, unseen ascending whole numbers.
  FamilyScores(const CaptureTable& table, const DecomposablePrior& prior,
               std::span<const double> unseen);

  bool split() const { return split_; }
  std::size_t node_count() const { return node_count_; }
  // Values per row, a multiple of 4: first the nodes, padded with -1e300 in the root row; when
  // split the low parts follow.
  std::size_t row_size() const { return row_size_; }
  std::size_t part_size() const { return part_size_; }

  const double* root() const { return root_.data(); }
  const double* row(Family family) const { return &rows_[row_index(family) * row_size_]; }

  // One family, one number: its row.
  std::size_t row_index(Family family) const {
    const std::size_t low = (std::size_t{1} << family.vertex) - 1;
    const std::size_t parents = (family.parents & low) | ((family.parents >> 1) & ~low);
    return (std::size_t{family.vertex} << (list_count_ - 1)) | parents;
  }
  std::size_t family_count() const {
    return static_cast<std::size_t>(list_count_) << (list_count_ - 1);
  }

 private:
  template <class Real>
  void fill(const CaptureTable& table, const DecomposablePrior& prior,
            std::span<const double> unseen);
  template <class Real>
  void store(const Real& value, double* row, std::size_t node) const;

  int list_count_ = 0;
  bool split_ = false;
  double quantum_ = 0;
  std::size_t node_count_ = 0;
  std::size_t part_size_ = 0;
  std::size_t row_size_ = 0;
  std::vector<double> root_;
  std::vector<double> rows_;
};

// The largest number of people for which one double per value is enough.
inline constexpr double kSinglePartMax = 8589934592.0;  // 2^33

}  // namespace hearim
