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
// Precision. The terms grow like n log n while the answer hangs on differences of order 1. Up to
// 2^33 people terms are evaluated with the 64-bit mantissa of long double and a row is stored as
// one double: error() stays below 1e-4. Above, a row is stored as a high part on a fixed quantum,
// whose sums are exact, and a low part; its terms have 64 bits where that meets the tolerance
// asked for (a coarse grid of a vast table needs no more) and 113 bits where it does not. So
// counts to 2^62 keep their log densities to better than 1e-6.
// x86-64 only, through long double. Immutable after construction.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "estimate/chordal_graphs.h"
#include "hearim/capture_table.h"
#include "hearim/decomposable.h"

namespace hearim {

// Sets of lists, [mask]: those whose H is needed. Empty: all.
using WantedSets = std::vector<char>;

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
  // tolerance: the error of a graph's log density that is harmless; it is not always needed.
  // Rows of families with a set that is not wanted are 0 and not to be used.
  // REQUIRES: 3 <= lists <= 8, observed > 0, unseen ascending whole numbers.
  FamilyScores(const CaptureTable& table, const DecomposablePrior& prior,
               std::span<const double> unseen, double tolerance, const WantedSets& wanted);

  bool split() const { return split_; }
  double error() const { return error_; }  // of a graph's log density, about
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
            std::span<const double> unseen, const WantedSets& wanted);
  template <class Real>
  void store(const Real& value, double* row, std::size_t node) const;

  int list_count_ = 0;
  bool split_ = false;
  double quantum_ = 0;
  double error_ = 0;
  std::size_t node_count_ = 0;
  std::size_t part_size_ = 0;
  std::size_t row_size_ = 0;
  std::vector<double> root_;
  std::vector<double> rows_;
};

// The largest number of people for which one double per value is enough.
inline constexpr double kSinglePartMax = 8589934592.0;  // 2^33

}  // namespace hearim
