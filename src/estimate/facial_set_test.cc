// The facial set against a twin that enumerates the extreme rays of the cone of directions, on
// every hierarchical model of three lists and every set of seen histories, and on random ones of
// four.
#include "estimate/facial_set.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <bit>

#include "base/rng.h"
#include "estimate/hierarchical_model.h"
#include "estimate/loglinear_bic.h"

namespace hearim {
namespace {

constexpr double kTwinZero = 1e-8;

struct TwinFace {
  std::vector<Cell> leaving;
  bool full_rank = false;
  UnseenLimit unseen = UnseenLimit::finite;
};

Eigen::RowVectorXd design_row(Cell cell, const std::vector<Cell>& terms) {
  Eigen::RowVectorXd row(terms.size() + 1);
  row[0] = 1;
  for (std::size_t t = 0; t < terms.size(); ++t)
    row[static_cast<Eigen::Index>(t) + 1] = (cell & terms[t]) == terms[t] ? 1 : 0;
  return row;
}

Eigen::MatrixXd null_space(const Eigen::MatrixXd& matrix, Eigen::Index columns) {
  if (matrix.rows() == 0) return Eigen::MatrixXd::Identity(columns, columns);
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(matrix, Eigen::ComputeFullV);
  Eigen::Index rank = 0;
  for (Eigen::Index i = 0; i < svd.singularValues().size(); ++i)
    rank += svd.singularValues()[i] > kTwinZero;
  return svd.matrixV().rightCols(columns - rank);
}

// D = {d: a(x)'d = 0 seen, <= 0 unseen}: its lineality space, and its extreme rays beside that,
// found by making every set of (dimension - 1) unseen rows tight.
TwinFace twin_face(int k, const std::vector<Cell>& terms, const std::vector<Cell>& empty,
                   const std::vector<Cell>& seen) {
  std::vector<Cell> unseen;
  for (Cell cell = 1; cell < Cell{1} << k; ++cell) {
    const bool closed = std::any_of(empty.begin(), empty.end(),
                                    [cell](Cell term) { return (cell & term) == term; });
    if (!closed && std::find(seen.begin(), seen.end(), cell) == seen.end()) unseen.push_back(cell);
  }
  const auto columns = static_cast<Eigen::Index>(terms.size() + 1);
  Eigen::MatrixXd seen_rows(seen.size(), columns);
  for (std::size_t i = 0; i < seen.size(); ++i)
    seen_rows.row(static_cast<Eigen::Index>(i)) = design_row(seen[i], terms);
  Eigen::MatrixXd unseen_rows(unseen.size(), columns);
  for (std::size_t i = 0; i < unseen.size(); ++i)
    unseen_rows.row(static_cast<Eigen::Index>(i)) = design_row(unseen[i], terms);

  Eigen::MatrixXd all(seen_rows.rows() + unseen_rows.rows(), columns);
  all << seen_rows, unseen_rows;
  const Eigen::MatrixXd lineality = null_space(all, columns);
  TwinFace face;
  face.full_rank = lineality.cols() == 0;
  bool grow = false;
  bool fall = false;
  if (lineality.cols() > 0 && lineality.row(0).cwiseAbs().maxCoeff() > kTwinZero)
    grow = fall = true;

  // Directions beside the lineality space.
  Eigen::MatrixXd fixed(seen_rows.rows() + lineality.cols(), columns);
  fixed << seen_rows, lineality.transpose();
  const Eigen::MatrixXd basis = null_space(fixed, columns);
  const Eigen::Index dimension = basis.cols();
  std::vector<char> leaves(unseen.size(), 0);
  if (dimension > 0) {
    const Eigen::MatrixXd slopes = unseen_rows * basis;
    for (std::uint32_t tight = 0; tight < std::uint32_t{1} << unseen.size(); ++tight) {
      if (std::popcount(tight) != dimension - 1) continue;
      Eigen::MatrixXd chosen(dimension - 1, dimension);
      Eigen::Index r = 0;
      for (std::size_t i = 0; i < unseen.size(); ++i)
        if ((tight >> i & 1) != 0) chosen.row(r++) = slopes.row(static_cast<Eigen::Index>(i));
      const Eigen::MatrixXd line = null_space(chosen, dimension);
      if (line.cols() != 1) continue;
      for (const double way : {1.0, -1.0}) {
        const Eigen::VectorXd slope = way * (slopes * line.col(0));
        if (slope.maxCoeff() > kTwinZero) continue;
        for (std::size_t i = 0; i < unseen.size(); ++i)
          if (slope[static_cast<Eigen::Index>(i)] < -kTwinZero) leaves[i] = 1;
        const double intercept = way * basis.row(0).dot(line.col(0));
        grow = grow || intercept > kTwinZero;
        fall = fall || intercept < -kTwinZero;
      }
    }
  }
  for (std::size_t i = 0; i < unseen.size(); ++i)
    if (leaves[i]) face.leaving.push_back(unseen[i]);
  if (grow && fall) face.unseen = UnseenLimit::undetermined;
  if (grow && !fall) face.unseen = UnseenLimit::infinite;
  if (fall && !grow) face.unseen = UnseenLimit::zero;
  return face;
}

void split_terms(std::span<const Cell> terms, const std::vector<Cell>& seen,
                 std::vector<Cell>& with_people, std::vector<Cell>& empty) {
  for (const Cell term : terms) {
    const bool people =
        std::any_of(seen.begin(), seen.end(), [term](Cell cell) { return (cell & term) == term; });
    (people ? with_people : empty).push_back(term);
  }
}

void expect_same(int k, std::span<const Cell> terms, const std::vector<Cell>& seen) {
  std::vector<Cell> with_people;
  std::vector<Cell> empty;
  split_terms(terms, seen, with_people, empty);
  const FacialSet face = facial_set(k, with_people, empty, seen);
  const TwinFace twin = twin_face(k, with_people, empty, seen);
  ASSERT_EQ(face.leaving, twin.leaving);
  ASSERT_EQ(face.whole, twin.leaving.empty());
  ASSERT_EQ(face.full_rank, twin.full_rank);
  ASSERT_EQ(face.unseen, twin.unseen);
}

TEST(FacialSet, equals_its_twin_on_every_model_and_table_of_three_lists) {
  for (std::uint32_t support = 1; support < 128; ++support) {
    std::vector<Cell> seen;
    for (Cell cell = 1; cell < 8; ++cell)
      if ((support >> (cell - 1) & 1) != 0) seen.push_back(cell);
    for_each_hierarchical_model(
        3, 3, [](Cell) { return false; },
        [&](std::span<const Cell> terms, Cell) {
          SCOPED_TRACE(support);
          expect_same(3, terms, seen);
          return !::testing::Test::HasFatalFailure();
        });
  }
}

TEST(FacialSet, equals_its_twin_on_random_sparse_tables_of_four_lists) {
  Rng rng(3, "facial-set-test", 0);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<Cell> seen;
    for (Cell cell = 1; cell < 16; ++cell)
      if (rng.uniform() < (std::popcount(cell) == 1 ? 0.9 : 0.35)) seen.push_back(cell);
    if (seen.empty()) continue;
    std::vector<Cell> terms = {1, 2, 4, 8};
    for (Cell cell = 1; cell < 16; ++cell)
      if (std::popcount(cell) == 2 && rng.uniform() < 0.4) terms.push_back(cell);
    SCOPED_TRACE(trial);
    expect_same(4, terms, seen);
    if (HasFatalFailure()) return;
  }
}

TEST(FacialSet, the_newton_steps_and_the_facial_set_agree) {
  Rng rng(4, "facial-set-test", 1);
  int missing = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const int k = 3 + static_cast<int>(rng.below(3));
    std::vector<SeenCell> cells;
    std::vector<Cell> seen;
    for (Cell cell = 1; cell < Cell{1} << k; ++cell) {
      const int size = std::popcount(cell);
      if (rng.uniform() > (size == 1 ? 0.95 : size == 2 ? 0.35 : 0.1)) continue;
      seen.push_back(cell);
      cells.push_back({cell, static_cast<double>(1 + rng.below(size == 1 ? 300 : 6))});
    }
    if (cells.empty()) continue;
    LoglinearCounts counts;
    assign_counts(counts, k, cells);
    std::vector<Cell> terms;
    for (int i = 0; i < k; ++i) terms.push_back(Cell{1} << i);
    for (Cell cell = 1; cell < Cell{1} << k; ++cell)
      if (std::popcount(cell) == 2 && rng.uniform() < 0.4) terms.push_back(cell);
    std::vector<Cell> with_people;
    std::vector<Cell> empty;
    split_terms(terms, seen, with_people, empty);
    const FacialSet face = facial_set(k, with_people, empty, seen);
    const FitOutcome expected =
        face.whole ? (face.full_rank ? FitOutcome::fitted : FitOutcome::not_identified)
                   : (face.full_rank ? FitOutcome::does_not_exist : FitOutcome::neither);
    LoglinearFitter fitter(k);
    LoglinearState state;
    ASSERT_EQ(fit_terms(counts, terms, fitter, state), expected) << "trial " << trial;
    missing += expected != FitOutcome::fitted;
  }
  EXPECT_GT(missing, 300);  // the trials do reach tables without an estimate
}

TEST(FacialSet, a_cache_gives_what_it_was_asked) {
  FacialSetCache cache;
  const std::vector<Cell> terms = {1, 2, 4, 3};
  const std::vector<Cell> seen = {1, 2, 3, 4};
  const std::vector<Cell> none;
  EXPECT_FALSE(cache.get(3, terms, none, seen).whole);
  EXPECT_FALSE(cache.get(3, terms, none, seen).whole);
  const std::vector<Cell> main = {1, 2, 4};
  const std::vector<Cell> empty = {5, 6};
  EXPECT_TRUE(cache.get(3, main, empty, seen).whole);
}

}  // namespace
}  // namespace hearim
