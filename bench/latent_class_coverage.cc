// Coverage: does the 95 % interval hold the truth 95 times in 100?
//
//   latent_class_coverage [TRUTHS] [SEED]      default 200
// Two studies. "model": the truth is drawn from classes of people as the model supposes, one to
// three classes, four or five lists, N between 300 and 3,000, capture probabilities spread over
// what real lists show; a truth is left out, and counted, when the lists are disconnected. "prior":
// weights and capture probabilities drawn from the model's own prior, N from 1/N between 200 and
// 2,000; there the nominal level must be met exactly, which checks the sampler, not the model.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/rng.h"
#include "hearim/latent_class.h"
#include "stats/gamma.h"

namespace {

using namespace hearim;

struct Truth {
  std::int64_t population = 0;
  std::vector<double> weight;
  std::vector<std::vector<double>> capture;
};

double log_uniform(Rng& rng, double low, double high) {
  return low * std::exp(rng.uniform() * std::log(high / low));
}

Truth from_the_model(Rng& rng) {
  Truth truth;
  truth.population = static_cast<std::int64_t>(log_uniform(rng, 300, 3000));
  const int classes = 1 + static_cast<int>(rng.below(3));
  const int lists = 4 + static_cast<int>(rng.below(2));
  double total = 0;
  for (int k = 0; k < classes; ++k) {
    truth.weight.push_back(0.1 + rng.uniform());
    total += truth.weight.back();
    std::vector<double> row;
    for (int j = 0; j < lists; ++j) row.push_back(log_uniform(rng, 0.05, 0.6));
    truth.capture.push_back(row);
  }
  for (double& w : truth.weight) w /= total;
  return truth;
}

Truth from_the_prior(Rng& rng) {
  Truth truth;
  truth.population = static_cast<std::int64_t>(log_uniform(rng, 200, 2000));
  const double alpha = std::exp(log_gamma_draw(rng, 0.25)) / 0.25;
  double left = 1;
  for (int k = 0; k < 15; ++k) {
    const double keep = k == 14 ? 0 : std::exp(std::log(rng.uniform()) / alpha);
    truth.weight.push_back(left * (1 - keep));
    left *= keep;
    truth.capture.emplace_back();
    for (int j = 0; j < 4; ++j) truth.capture.back().push_back(rng.uniform());
  }
  return truth;
}

CaptureTable observe(const Truth& truth, Rng& rng) {
  const std::size_t lists = truth.capture.front().size();
  std::vector<std::string> names;
  for (std::size_t j = 0; j < lists; ++j)
    names.push_back(std::string(1, static_cast<char>('A' + j)));
  std::vector<CapturePattern> patterns;
  for (std::int64_t i = 0; i < truth.population; ++i) {
    double u = rng.uniform();
    std::size_t k = 0;
    while (k + 1 < truth.weight.size() && u >= truth.weight[k]) u -= truth.weight[k++];
    History history = 0;
    for (std::size_t j = 0; j < lists; ++j)
      if (rng.uniform() < truth.capture[k][j]) history |= History{1} << j;
    if (history != 0) patterns.push_back({history, 1});
  }
  return CaptureTable(names, patterns);
}

template <typename Draw>
void study(const char* name, int truths, std::uint64_t seed, Draw draw) {
  int answered = 0, covered = 0, covered_half = 0, refused = 0, weak = 0, split = 0;
  double relative_error = 0, log_width = 0;
  for (int i = 0; i < truths; ++i) {
    Rng rng(seed, name, static_cast<std::uint64_t>(i));
    const Truth truth = draw(rng);
    const CaptureTable table = observe(truth, rng);
    const LatentClassEstimate estimate = estimate_latent_class(
        table, {.point_error_max = 0.02}, {.seed = seed + static_cast<std::uint64_t>(i)});
    if (estimate.status == EstimateStatus::refused) {
      ++refused;
      split += estimate.modes.size() > 1;
      continue;
    }
    ++answered;
    weak += estimate.status == EstimateStatus::weak;
    const auto n = static_cast<double>(truth.population);
    covered += *estimate.population->low <= n && n <= *estimate.population->high;
    covered_half += estimate.quantiles[2] <= n && n <= estimate.quantiles[4];
    relative_error += std::fabs(std::log(estimate.population->point / n));
    log_width += std::log(*estimate.population->high / *estimate.population->low);
  }
  const double share = static_cast<double>(covered) / answered;
  std::printf(
      "%s: %d truths, %d answered (%d of them weak), %d refused (%d with several modes)\n"
      "  nominal 95 %%: measured %.1f %% (+- %.1f)   nominal 50 %%: measured %.1f %%\n"
      "  mean |log(point/truth)| %.3f, mean high/low %.2f\n",
      name, truths, answered, weak, refused, split, 100 * share,
      100 * std::sqrt(share * (1 - share) / answered), 100.0 * covered_half / answered,
      relative_error / answered, std::exp(log_width / answered));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int truths = argc > 1 ? std::atoi(argv[1]) : 200;
  const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1);
  study("model", truths, seed, from_the_model);
  study("prior", truths, seed, from_the_prior);
}
