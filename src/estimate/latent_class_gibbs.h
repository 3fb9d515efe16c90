// One blocked Gibbs sweep of the latent-class model, over counts instead of people: the people of
// each history are split over the classes by multinomial draws, then the unseen, then capture
// probabilities and sticks are drawn given the split (Manrique-Vallier 2016, with the unseen drawn
// given the parameters, N and alpha integrated as in latent_class_density.h).
//
// Alone it mixes badly (an unseen person nine times in ten keeps N where it was, and modes are
// apart); it is one move among others, whose step needs no tuning. Thread-compatible.
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "estimate/latent_class_density.h"

namespace hearim::latent_class {

class GibbsSweep {
 public:
  // Above this many people, seen or unseen, splits lose exactness in double: no sweep is made.
  static constexpr double kPeopleMax = 0x1p52;

  GibbsSweep(const Histories& histories, Prior prior, int class_count);

  // False, and nothing changed, when the unseen drawn exceed kPeopleMax. Leaves the number of
  // unseen people drawn in unseen().
  bool sweep(Point& point, Rng& rng);
  double unseen() const { return unseen_; }
  int occupied_classes() const { return occupied_; }

 private:
  void measure_classes(const Point& point);

  const Histories& histories_;
  Prior prior_;
  int class_count_;
  double unseen_ = 0;
  int occupied_ = 0;
  std::vector<double> all_odds_;                    // [j][k], in stick order
  std::vector<double> miss_, seen_, stick_, keep_;  // [k], in stick order
  std::vector<double> odds_;                        // [k][j], classes by weight
  std::vector<double> base_, joint_;                // [k]
  std::vector<int> order_;                          // classes, heaviest first
  std::vector<std::int64_t> in_class_;              // [k]
  std::vector<std::int64_t> captured_;              // [k][j]
};

}  // namespace hearim::latent_class
