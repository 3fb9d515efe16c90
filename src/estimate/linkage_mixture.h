// One answer from several linkage draws of the same table.
//
// Record linkage is uncertain, so it hands over not one capture table but several, each as likely
// as the others. The posterior of N is then the equal mixture of the posteriors given each draw
// (linkage averaging: Sadinle, Annals of Applied Statistics 12 (2018) 1013-1038), and its variance
// splits exactly into a part between draws (the matching) and a part within them (everything else).
#pragma once

#include <span>
#include <vector>

#include "hearim/estimate.h"

namespace hearim {

// Turns the per-draw estimates of one model into one ModelResult: the details are those of the
// first draw that has a number, the population and the draws are the mixture's. Refused when more
// than half of the draws are refused; weak when any is.
// REQUIRES: not empty, all of one model.
ModelResult mix_over_linkage(std::vector<ModelResult> per_draw, double level, const Run& run);

}  // namespace hearim
