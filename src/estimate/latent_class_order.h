// Label-order moves: exchange the places of two classes on the sticks.
//
// The stick-breaking prior is not symmetric in its sticks, and a Gibbs sampler over people's
// classes practically never changes the order of two large classes. Exchanging two classes with
// their weights leaves the likelihood as it is, so the move costs no pass over the table.
// O. Papaspiliopoulos & G. Roberts, Biometrika 95 (2008) 169-186; D. Hastie, S. Liverani &
// S. Richardson, Statistics and Computing 25 (2015) 1023-1037.
#pragma once

#include "base/rng.h"
#include "estimate/latent_class_density.h"

namespace hearim::latent_class {

// One Metropolis step that exchanges classes i and j of `point`, keeping both weights and those of
// all others. True when accepted. REQUIRES: 0 <= i, j < classes <= 64.
bool exchange_classes(const Prior& prior, int i, int j, Point& point, Rng& rng);

}  // namespace hearim::latent_class
