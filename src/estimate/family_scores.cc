#include "estimate/family_scores.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/check.h"

namespace hearim {
namespace {

// 113 bits: sums and products come from the compiler's own library, the logarithm is below.
using Quad = __float128;

// log x for x within the range of double: x = 2^e c (1 + t) with c of 8 bits, so |t| < 2^-7, and
// log(1 + t) = 2 artanh(t / (2 + t)).
class QuadLog {
 public:
  QuadLog() {
    log_two_ = artanh_twice(Quad(1) / 3, 36);
    for (int j = 0; j < kSteps; ++j) table_[j] = artanh_twice(Quad(j) / (2 * kSteps + j), 36);
  }

  Quad operator()(Quad x) const {
    int exponent = 0;
    const double rough = std::frexp(static_cast<double>(x), &exponent);  // in [1/2, 1]
    const int step = std::min(static_cast<int>((2 * rough - 1) * kSteps), kSteps - 1);
    const Quad c = std::ldexp(1.0 + static_cast<double>(step) / kSteps, exponent - 1);
    const Quad t = (x - c) / (x + c);
    return log_two_ * (exponent - 1) + table_[step] + artanh_twice(t, 7);
  }

 private:
  static constexpr int kSteps = 128;

  // 2 artanh s by its series; `terms` of it leave less than 2^-113.
  static Quad artanh_twice(Quad s, int terms) {
    const Quad square = s * s;
    Quad sum = 0;
    for (int j = terms - 1; j >= 0; --j) sum = sum * square + Quad(1) / (2 * j + 1);
    return 2 * s * sum;
  }

  Quad log_two_;
  std::array<Quad, kSteps> table_;
};

inline Quad log_of(Quad x) {
  static const QuadLog quad_log;
  return quad_log(x);
}
inline long double log_of(long double x) { return std::log(x); }

// B_2j / (2j (2j - 1)), j = 1...: the Stirling series of log Gamma.
struct Ratio {
  double over, under;
};
constexpr std::array<Ratio, 13> kStirling = {{{1, 12},
                                              {-1, 360},
                                              {1, 1260},
                                              {-1, 1680},
                                              {1, 1188},
                                              {-691, 360360},
                                              {1, 156},
                                              {-3617, 122400},
                                              {43867, 244188},
                                              {-174611, 125400},
                                              {77683, 5796},
                                              {-236364091, 1506960},
                                              {657931, 300}}};

// log Gamma(x) - log(2 pi) / 2 for x > 0, to the precision of Real: Stirling's series above 60, the
// recurrence below. The constant cancels, as only differences are taken. std::lgamma has only 53
// bits, and lgammal writes a global.
template <class Real>
Real log_gamma(Real x) {
  static const std::array<Real, kStirling.size()> coefficients = [] {
    std::array<Real, kStirling.size()> values;
    for (std::size_t j = 0; j < values.size(); ++j)
      values[j] = Real(kStirling[j].over) / Real(kStirling[j].under);
    return values;
  }();
  Real shift = 1;
  bool shifted = false;
  while (x < 60) {
    shift *= x;
    x += 1;
    shifted = true;
  }
  const Real inverse = 1 / x;
  const Real inverse_square = inverse * inverse;
  Real series = 0;
  // Above 2^20 six terms are below 2^-130 of the result.
  const int terms = x > 1048576 ? 6 : static_cast<int>(kStirling.size());
  for (int j = terms - 1; j >= 0; --j) series = series * inverse_square + coefficients[j];
  const Real value = (x - Real(0.5)) * log_of(x) - x + series * inverse;
  return shifted ? value - log_of(shift) : value;
}

}  // namespace

FamilyScores::FamilyScores(const CaptureTable& table, const DecomposablePrior& prior,
                           std::span<const double> unseen, double tolerance,
                           const WantedSets& wanted)
    : list_count_(table.list_count()), node_count_(unseen.size()) {
  CHECK(list_count_ >= 3 && list_count_ <= kChordalVerticesMax);
  CHECK(table.observed() > 0 && !unseen.empty());
  const double observed = static_cast<double>(table.observed());
  split_ = observed > kSinglePartMax;
  // Sums of up to nine rows stay below 2^53 quanta: a row is below some tens of n.
  quantum_ = std::ldexp(1.0, std::ilogb(observed) + 11 - 52);
  part_size_ = (node_count_ + 3) / 4 * 4;
  row_size_ = part_size_ * (split_ ? 2 : 1);
  root_.assign(row_size_, 0.0);
  for (std::size_t i = node_count_; i < part_size_; ++i) root_[i] = -1e300;
  rows_.assign(family_count() * row_size_, 0.0);
  // 2^-64 of a few hundred n, times the number of terms.
  error_ = 1e-15 * (observed + unseen.back() / 8);
  if (!split_) {
    error_ += 1e-14 * observed;
    fill<long double>(table, prior, unseen, wanted);
  } else if (error_ <= tolerance) {
    fill<long double>(table, prior, unseen, wanted);
  } else {
    error_ = 1e-6;
    fill<Quad>(table, prior, unseen, wanted);
  }
}

template <class Real>
void FamilyScores::store(const Real& value, double* row, std::size_t node) const {
  if (!split_) {
    row[node] = static_cast<double>(value);
    return;
  }
  const double high = std::nearbyint(static_cast<double>(value) / quantum_) * quantum_;
  row[node] = high;
  row[part_size_ + node] = static_cast<double>(value - Real(high));
}

template <class Real>
void FamilyScores::fill(const CaptureTable& table, const DecomposablePrior& prior,
                        std::span<const double> unseen, const WantedSets& wanted) {
  const std::size_t subset_count = std::size_t{1} << list_count_;
  const Real observed = static_cast<Real>(table.observed());
  std::vector<Real> h(subset_count * node_count_);
  std::vector<std::int64_t> margin(subset_count);
  const auto is_wanted = [&](std::size_t lists) { return wanted.empty() || wanted[lists] != 0; };
  for (std::size_t lists = 0; lists < subset_count; ++lists) {
    if (!is_wanted(lists)) continue;
    const int left_out = list_count_ - std::popcount(lists);
    const Real delta = std::ldexp(prior.count, left_out);
    std::fill(margin.begin(), margin.end(), 0);
    for (const CapturePattern& pattern : table.patterns())
      margin[pattern.history & lists] += pattern.count;
    const Real log_gamma_delta = log_gamma<Real>(delta);
    Real constant = -log_gamma_delta;
    for (std::size_t cell = 1; cell < subset_count; ++cell)
      if (margin[cell] > 0)
        constant += log_gamma<Real>(Real(margin[cell]) + delta) - log_gamma_delta;
    const Real zero_cell = Real(margin[0]) + delta;
    for (std::size_t i = 0; i < node_count_; ++i)
      h[lists * node_count_ + i] = constant + log_gamma<Real>(zero_cell + Real(unseen[i]));
  }
  for (int v = 0; v < list_count_; ++v) {
    for (std::size_t parents = 0; parents < subset_count; ++parents) {
      const std::size_t self = std::size_t{1} << v;
      if ((parents & self) != 0 || !is_wanted(parents) || !is_wanted(parents | self)) continue;
      const Family family{static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(parents)};
      double* row = &rows_[row_index(family) * row_size_];
      const Real* with = &h[(parents | self) * node_count_];
      const Real* without = &h[parents * node_count_];
      for (std::size_t i = 0; i < node_count_; ++i) store<Real>(with[i] - without[i], row, i);
    }
  }
  for (std::size_t i = 0; i < node_count_; ++i) {
    const Real x = unseen[i];
    Real value = log_gamma<Real>(observed + x + 1) - log_gamma<Real>(x + 1);
    if (prior.population == PopulationPrior::inverse) value -= log_of(observed + x);
    store(value, root_.data(), i);
  }
}

}  // namespace hearim
