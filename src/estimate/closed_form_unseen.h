// The unseen count in closed form, where the model is decomposable.
//
// For a decomposable model with cliques C and separators S (with multiplicity) the completed
// table factorises, so the fitted unseen count u solves one equation in one unknown,
//     u  =  prod_C (a_C + u) / prod_S (a_S + u),
// a_X being the seen people on none of the lists X (a of the empty separator: everybody seen).
// Two cliques give u = a_1 a_2 / (a_S - a_1 - a_2): Lincoln and Petersen's answer. Full
// independence is the case of single lists. Source: Y. Bishop, S. Fienberg & P. Holland, Discrete
// Multivariate Analysis (1975), chapter 6; J. Darroch, Biometrika 45 (1958) 343-359.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "estimate/loglinear_counts.h"

namespace hearim {

struct ClosedFormUnseen {
  enum class Outcome { finite, zero, infinite };
  Outcome outcome = Outcome::finite;
  double count = 0;  // when finite
};

struct DecomposableParts {
  std::vector<Cell> cliques;
  std::vector<Cell> separators;  // [i]: what cliques[i + 1] shares with those before; 0: nothing
};

// Cliques in an order with running intersection; nothing when the generators are not those of a
// decomposable model.
std::optional<DecomposableParts> decomposable_parts(std::span<const Cell> generators);

// REQUIRES: in every clique, each combination of its lists was seen, but for none of them.
ClosedFormUnseen unseen_if_decomposable(const LoglinearCounts& counts,
                                        const DecomposableParts& parts);

// All lists independent; lists with nobody on them are left out.
ClosedFormUnseen unseen_if_independent(const LoglinearCounts& counts);

}  // namespace hearim
