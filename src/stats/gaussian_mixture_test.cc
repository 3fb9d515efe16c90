#include "stats/gaussian_mixture.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/ziggurat.h"

namespace hearim {
namespace {

// Two correlated clouds far apart.
std::vector<double> two_clouds(Rng& rng, int points) {
  std::vector<double> data;
  for (int i = 0; i < points; ++i) {
    const double x = ziggurat_normal(rng), y = 0.3 * ziggurat_normal(rng) + 0.9 * x;
    const double shift = i % 4 == 0 ? 20 : 0;
    data.insert(data.end(), {x + shift, y - shift});
  }
  return data;
}

TEST(GaussianMixture, its_density_is_that_of_its_draws) {
  // The mean of g/f over draws of f is 1 for any density g: here a wide normal around one cloud.
  Rng rng(5);
  const GaussianMixture mixture = GaussianMixture::fit(two_clouds(rng, 2000), 2, 6, rng);
  ASSERT_GT(mixture.component_count(), 1);
  double sum = 0, square = 0;
  constexpr int kDraws = 200000;
  double point[2];
  for (int i = 0; i < kDraws; ++i) {
    mixture.draw(rng, point);
    const double x = point[0], y = (point[1] - 0.9 * x) / 0.3;
    const double log_g = -0.5 * (x * x + y * y) - std::log(2 * M_PI * 0.3);
    const double ratio = std::exp(log_g - mixture.log_density(point));
    sum += ratio;
    square += ratio * ratio;
  }
  const double mean = sum / kDraws;
  EXPECT_NEAR(mean, 1, 5 * std::sqrt((square / kDraws - mean * mean) / kDraws));
}

TEST(GaussianMixture, it_finds_both_clouds_with_their_shares) {
  Rng rng(6);
  const GaussianMixture mixture = GaussianMixture::fit(two_clouds(rng, 2000), 2, 6, rng);
  int far = 0;
  double point[2];
  for (int i = 0; i < 20000; ++i) {
    mixture.draw(rng, point);
    far += point[0] > 10;
  }
  EXPECT_NEAR(far / 20000.0, 0.25, 0.02);
}

TEST(GaussianMixture, too_few_points_give_no_mixture) {
  Rng rng(7);
  EXPECT_EQ(GaussianMixture::fit(two_clouds(rng, 15), 2, 6, rng).component_count(), 0);
}

TEST(GaussianMixture, points_on_a_line_still_give_a_proper_density) {
  Rng rng(8);
  std::vector<double> data;
  for (int i = 0; i < 100; ++i) data.insert(data.end(), {static_cast<double>(i), 1.0});
  const GaussianMixture mixture = GaussianMixture::fit(data, 2, 3, rng);
  ASSERT_GT(mixture.component_count(), 0);
  const double on[] = {50, 1}, off[] = {50, 2};
  EXPECT_TRUE(std::isfinite(mixture.log_density(on)));
  EXPECT_LT(mixture.log_density(off), mixture.log_density(on));
}

}  // namespace
}  // namespace hearim
