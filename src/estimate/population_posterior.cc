#include "estimate/population_posterior.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace hearim {
namespace {

constexpr int kPieces = 16;

}  // namespace

PopulationPosterior::PopulationPosterior(const UnseenGrid& grid,
                                         std::span<const double> log_density, double limit)
    : grid_(grid), log_density_(log_density.begin(), log_density.end()), limit_(limit) {
  CHECK(log_density_.size() >= grid_.size());
  log_density_.resize(grid_.size());
  double top = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < grid_.size() && grid_.x[i] <= limit_; ++i)
    top = std::max(top, log_density_[i]);
  for (double& value : log_density_) value -= top;

  const auto add_piece = [&](double start, double end, double mass) {
    const double before = cumulative_.empty() ? 0.0 : cumulative_.back();
    piece_start_.push_back(start);
    piece_end_.push_back(end);
    cumulative_.push_back(before + mass);
  };
  if (grid_.x[0] == 0) add_piece(-1, 0, std::exp(log_density_[0]));
  for (std::size_t i = 0; i + 1 < grid_.size() && grid_.x[i + 1] <= limit_; ++i) {
    if (grid_.live[i] == 0) continue;
    const double width = grid_.x[i + 1] - grid_.x[i];
    if (width <= kPieces) {
      for (double x = grid_.x[i] + 1; x <= grid_.x[i + 1]; ++x)
        add_piece(x - 1, x, std::exp(log_density_at(i, x)));
      continue;
    }
    double start = grid_.x[i];
    for (int piece = 1; piece <= kPieces; ++piece) {
      const double end =
          piece == kPieces ? grid_.x[i + 1] : std::round(grid_.x[i] + width * piece / kPieces);
      // A sum over the whole numbers of (start, end] is an integral over (start, end] + 1/2.
      const double middle = (start + end + 1) / 2;
      const double reach = (end - start) / 2 / std::sqrt(3.0);
      const double mass = (end - start) / 2 *
                          (std::exp(log_density_at(i, middle - reach)) +
                           std::exp(log_density_at(i, middle + reach)));
      add_piece(start, end, mass);
      start = end;
    }
  }
  const double total = cumulative_.back();
  log_total_ = std::log(total) + top;
  for (double& value : cumulative_) value /= total;
  for (double& value : log_density_) value -= std::log(total);
  estimate_error();
}

// The cubic through the two nodes on each side of `node`, at it.
double PopulationPosterior::predicted(std::size_t node) const {
  const std::array<std::size_t, 4> others = {node - 2, node - 1, node + 1, node + 2};
  double value = 0;
  for (const std::size_t i : others) {
    double weight = 1;
    for (const std::size_t j : others)
      if (j != i) weight *= (grid_.u[node] - grid_.u[j]) / (grid_.u[i] - grid_.u[j]);
    value += weight * log_density_[i];
  }
  return value;
}

double PopulationPosterior::log_density_at(std::size_t interval, double unseen) const {
  if (unseen == grid_.x[interval]) return log_density_[interval];
  if (unseen == grid_.x[interval + 1]) return log_density_[interval + 1];
  const Stencil stencil = stencil_of(grid_, interval);
  const std::array<double, 4> weights = stencil_weights(grid_, stencil, unseen);
  double value = 0;
  for (std::size_t i = 0; i < stencil.count; ++i)
    value += weights[i] * log_density_[stencil.first + i];
  // A resolved crest rises hardly above its nodes; what rises further is a cliff's overshoot.
  return std::min(value, std::max(log_density_[interval], log_density_[interval + 1]) + 0.2);
}

void PopulationPosterior::estimate_error() {
  node_share_ = node_weights(grid_, limit_);
  node_error_.assign(grid_.size(), 0.0);
  for (std::size_t i = 0; i < grid_.size(); ++i) node_share_[i] *= std::exp(log_density_[i]);
  for (std::size_t i = 2; i + 2 < grid_.size(); ++i) {
    if (grid_.live[i - 2] == 0 || grid_.live[i - 1] == 0 || grid_.live[i] == 0 ||
        grid_.live[i + 1] == 0)
      continue;
    // Where every whole number is a node nothing is interpolated.
    if (grid_.x[i + 1] - grid_.x[i] <= 1) continue;
    node_error_[i] = std::abs(predicted(i) - log_density_[i]) / 9;
    interpolation_error_ += node_share_[i] * std::min(1.0, node_error_[i]);
  }
}

std::vector<int> PopulationPosterior::pieces_wanted(double tolerance) const {
  std::vector<int> pieces(grid_.size() - 1, 1);
  for (std::size_t i = 0; i + 1 < grid_.size(); ++i) {
    if (grid_.live[i] == 0 || grid_.x[i + 1] - grid_.x[i] <= 1) continue;
    const double error = std::max(node_error_[i] * std::min(1.0, 100 * node_share_[i]),
                                  node_error_[i + 1] * std::min(1.0, 100 * node_share_[i + 1]));
    // The error of a cubic falls with the fourth power of the spacing.
    if (error > tolerance)
      pieces[i] = std::clamp(static_cast<int>(std::ceil(std::pow(error / tolerance, 0.25))), 2, 8);
  }
  return pieces;
}

double PopulationPosterior::quantile(double p) const {
  const auto it = std::lower_bound(cumulative_.begin(), cumulative_.end(), p);
  const std::size_t piece = std::min<std::size_t>(it - cumulative_.begin(), cumulative_.size() - 1);
  const double width = piece_end_[piece] - piece_start_[piece];
  const double below = piece == 0 ? 0.0 : cumulative_[piece - 1];
  const double share = cumulative_[piece] - below;
  const double part = share > 0 ? std::clamp((p - below) / share, 0.0, 1.0) : 1.0;
  return std::clamp(std::ceil(piece_start_[piece] + width * part), piece_start_[piece] + 1,
                    piece_end_[piece]);
}

double PopulationPosterior::share_above(double unseen) const {
  const auto it = std::lower_bound(piece_end_.begin(), piece_end_.end(), unseen);
  if (it == piece_end_.end()) return 0;
  const std::size_t piece = it - piece_end_.begin();
  const double below = piece == 0 ? 0.0 : cumulative_[piece - 1];
  const double width = piece_end_[piece] - piece_start_[piece];
  const double part = std::clamp((unseen - piece_start_[piece]) / width, 0.0, 1.0);
  return std::max(0.0, 1.0 - (below + part * (cumulative_[piece] - below)));
}

double PopulationPosterior::density(double unseen) const {
  if (unseen > limit_ || unseen < grid_.x.front() || unseen > grid_.x.back()) return 0;
  const auto it = std::lower_bound(grid_.x.begin(), grid_.x.end(), unseen);
  const std::size_t node = it - grid_.x.begin();
  if (*it == unseen) return std::exp(log_density_[node]);
  return grid_.live[node - 1] != 0 ? std::exp(log_density_at(node - 1, unseen)) : 0.0;
}

}  // namespace hearim
