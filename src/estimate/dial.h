// N as a function of the one thing no data can test.
//
// For k lists write p_h for the probability of history h and
//     omega = prod over histories of even size of p_h / prod over histories of odd size of p_h,
// the odds ratio of the highest order (its reciprocal, in some books, for odd k). The observed
// cells determine everything about the table but omega, and then
//     unseen = omega * unseen(at omega = 1):
// every estimate of N, by any method, is a choice of omega made without data
// (Aleshin-Guendel, Sadinle & Wakefield, Biometrics 80 (2024)). A hierarchical log-linear model
// without the term of all lists sets omega = 1. So the dial takes that model's answer, smoothed
// over the observed cells, with its uncertainty, and turns omega; and it marks, for each other
// method, the omega its answer amounts to. Example: at N(1) = 11,000 with 3,000 seen, omega = 2
// gives 3,000 + 2 * 8,000 = 19,000. Not for choosing an answer: for seeing what a choice costs.
#pragma once

#include <span>

#include "hearim/estimate.h"

namespace hearim {

Dial turn_dial(const CaptureTable& table, std::span<const ModelResult> results, double level);

}  // namespace hearim
