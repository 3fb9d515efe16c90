// The profile likelihood of N under one log-linear model: how well every number of unseen people
// can be made to fit, and the interval of those that fit nearly as well as the best.
//
// Multinomial, given N: people fall into the 2^k cells independently. Source: R. M. Cormack,
// Biometrics 48 (1992) 567-576. Not covered by it: the choice of the model.
#pragma once

#include <optional>
#include <vector>

#include "estimate/loglinear_fitter.h"

namespace hearim {

struct ProfilePoint {
  double population = 0;
  double signed_root = 0;  // of twice the loss of log-likelihood; negative below the best N
};

struct ProfileLikelihood {
  double best = 0;                  // N that fits best; near the Poisson estimate
  std::optional<double> low, high;  // absent: the likelihood never falls enough on that side
  std::vector<ProfilePoint> curve;  // ascending in both
};

// The largest total for which log-likelihoods keep the digits a profile needs.
inline constexpr double kProfilePeopleMax = 1e12;

// `state`: fitted to `counts`. Nothing when a fit on the way does not settle, or above
// kProfilePeopleMax. The curve is computed when curve_points > 0.
std::optional<ProfileLikelihood> profile_likelihood(const LoglinearCounts& counts,
                                                    const LoglinearState& state, double level,
                                                    int curve_points, LoglinearFitter& fitter);

// N at this signed root, linear between the points of the curve, the end points beyond it.
double profile_quantile(const ProfileLikelihood& profile, double signed_root);

}  // namespace hearim
