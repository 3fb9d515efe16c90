#include "estimate/latent_class_density.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/rng.h"
#include "estimate/example_tables.h"
#include "stats/ziggurat.h"

namespace hearim::latent_class {
namespace {

Point random_point(int lists, int classes, Rng& rng) {
  Point point(lists, classes);
  for (int k = 0; k < classes; ++k) {
    for (int j = 0; j < lists; ++j) point.logit_capture(j)[k] = 1.5 * ziggurat_normal(rng) - 1;
    if (k < classes - 1) point.log_stick()[k] = ziggurat_normal(rng) - 0.5;
  }
  return point;
}

// The model as the paper writes it.
double obvious_log_likelihood(const CaptureTable& table, const Point& point) {
  std::vector<double> weight(point.classes);
  double left = 1;
  for (int k = 0; k < point.classes; ++k) {
    const double v = k == point.classes - 1 ? 1 : 1 - std::exp(-std::exp(point.log_stick()[k]));
    weight[k] = left * v;
    left *= 1 - v;
  }
  const auto probability = [&](History history) {
    double sum = 0;
    for (int k = 0; k < point.classes; ++k) {
      double product = weight[k];
      for (int j = 0; j < point.list_count; ++j) {
        const double capture = 1 / (1 + std::exp(-point.logit_capture(j)[k]));
        product *= (history >> j & 1) ? capture : 1 - capture;
      }
      sum += product;
    }
    return sum;
  };
  double sum = 0;
  for (const CapturePattern& pattern : table.patterns())
    sum += static_cast<double>(pattern.count) * std::log(probability(pattern.history));
  return sum - static_cast<double>(table.observed()) * std::log(1 - probability(0));
}

TEST(LatentClassDensity, equals_the_mixture_written_out_whatever_the_size_of_the_head) {
  Rng rng(1);
  for (const CaptureTable& table :
       {example_tables::kosovo(), example_tables::uk_six(), example_tables::netherlands()}) {
    const Histories histories(table);
    for (const int classes : {1, 2, 5, 15}) {
      const Point point = random_point(table.list_count(), classes, rng);
      const double expected = obvious_log_likelihood(table, point);
      for (int head = 1; head <= classes; ++head) {
        HeadDensity density(histories, {}, classes, head);
        density.load(point);
        density.update();
        EXPECT_NEAR(density.log_likelihood() / expected, 1, 1e-12) << classes << " " << head;
      }
    }
  }
}

TEST(LatentClassDensity, its_gradient_is_the_slope_of_its_value) {
  Rng rng(2);
  const Histories histories(example_tables::uk_five());
  const Prior prior{.alpha_shape = 0.4, .alpha_rate = 0.7, .capture_shape = 0.6};
  for (const int head : {1, 3, 7, 15}) {
    HeadDensity density(histories, prior, 15, head);
    density.load(random_point(5, 15, rng));
    const double tempering = 0.3;
    const auto value = [&] {
      density.update();
      return tempering * density.log_likelihood() + density.log_prior();
    };
    value();
    density.gradient(tempering);
    const std::vector<double> gradient(density.gradient_values(),
                                       density.gradient_values() + density.size());
    for (int i = 0; i < density.size(); ++i) {
      if (density.in_use()[i] == 0) continue;
      const double here = density.values()[i], step = 1e-5;
      density.values()[i] = here + step;
      const double above = value();
      density.values()[i] = here - step;
      const double below = value();
      density.values()[i] = here;
      EXPECT_NEAR((above - below) / (2 * step), gradient[i], 1e-5 * (1 + std::fabs(gradient[i])))
          << head << " " << i;
    }
  }
}

// Where nearly everybody is unseen, 1 - p_0 must not be computed by subtraction.
TEST(LatentClassDensity, a_vanishing_share_of_seen_people_keeps_its_digits) {
  const Histories histories(CaptureTable({"A", "B", "C"}, {{1, 3}, {2, 3}, {4, 3}, {3, 1}}));
  Point point(3, 1);
  for (int j = 0; j < 3; ++j) point.logit_capture(j)[0] = -40;
  HeadDensity density(histories, {}, 1, 1);
  density.load(point);
  density.update();
  EXPECT_NEAR(density.unseen_odds() / (std::exp(40.0) / 3), 1, 1e-12);
}

TEST(LatentClassDensity, points_beyond_the_range_of_double_have_no_density) {
  const Histories histories(example_tables::kosovo());
  Point point(4, 3);
  point.log_stick()[0] = 650;
  HeadDensity density(histories, {}, 3, 3);
  density.load(point);
  density.update();
  EXPECT_EQ(density.log_prior(), -INFINITY);
}

}  // namespace
}  // namespace hearim::latent_class
