// Chao's lower bound: a floor under the population when people differ in how easily they are
// listed.
//
// With f1 people on exactly one list and f2 on exactly two, of k lists,
//     N >= n + (k-1)/k * f1^2 / (2 f2),          and with f2 = 0 the bias-corrected
//     N >= n + (k-1)/k * f1 (f1 - 1) / 2,
// with the log-normal interval of Chao (1987). It assumes lists independent given a person's own
// catchability; people who differ, and positive dependence between lists, only lower it, so it
// stays a floor. Two things can lift it above the truth: lists that avoid each other's people, and
// lists of very different reach, which the frequencies cannot see. For the second the same bound
// is also worked out with each list's own reach (`point_if_lists_differ`):
//     N >= n + (sum over pairs of lists i < j of m_i m_j) / f2,     m_i = people on list i alone,
// which is never higher, and equal when all m_i are. Where it falls below the interval the status
// is weak: then the assumption of equal reach decides.
// Source: A. Chao, Biometrics 43 (1987) 783-791; A. Chao, Biometrics 45 (1989) 427-438;
// L.-P. Rivest & S. Baillargeon, Biometrics 63 (2007) 999-1006 (lists that differ).
// Cost: O(patterns). Pure. See docs/models/lower-bound.md.
#pragma once

#include <cstdint>

#include "hearim/capture_table.h"
#include "hearim/population_estimate.h"
#include "hearim/run.h"

namespace hearim {

struct LowerBoundOptions {
  double level = 0.95;
  int draw_count = 4000;
};

struct LowerBoundEstimate : PopulationEstimate {
  std::int64_t on_one_list = 0;   // f1
  std::int64_t on_two_lists = 0;  // f2
  double standard_error = 0;
  bool bias_corrected = false;
  double point_if_lists_differ = 0;
};

LowerBoundEstimate estimate_lower_bound(const CaptureTable& table, const LowerBoundOptions& options,
                                        const Run& run);

}  // namespace hearim
