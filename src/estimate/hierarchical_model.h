// Hierarchical log-linear models as sets of terms.
//
// A term is a set of lists (bit mask); a model with a term has all its non-empty subsets. The
// intercept is not listed. Terms are kept in one order everywhere: by size, then by mask.
// "123+14" names the maximal terms by list number in tests and documents: {0b0111, 0b1001}.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "estimate/loglinear_counts.h"

namespace hearim {

bool term_before(Cell a, Cell b);  // the one order

// Every non-empty subset of a generator, in order.
std::vector<Cell> terms_of_generators(std::span<const Cell> generators);
// The terms that no other term contains, ascending by mask.
std::vector<Cell> generators_of_terms(std::span<const Cell> terms);

// The terms of two lists or more that a walk branches on, in its order: by size, within a size
// those with first(term) before the others. So subsets come before the sets that contain them.
std::vector<Cell> branching_terms(int list_count, int order_max,
                                  const std::function<bool(Cell)>& first);

// Calls visit(terms, added) for every hierarchical model that has all single lists and no term
// larger than order_max, each once, smallest first along every branch: the model without its last
// term, `added` (0 for the main effects), was visited before, and no model visited below it gains
// a branching term that comes before `added`. Stops below a model when visit returns false.
using ModelVisitor = std::function<bool(std::span<const Cell> terms, Cell added)>;
void for_each_hierarchical_model(int list_count, int order_max,
                                 const std::function<bool(Cell)>& first, const ModelVisitor& visit);

}  // namespace hearim
