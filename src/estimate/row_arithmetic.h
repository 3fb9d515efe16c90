// The inner loops over rows of log densities: sums, maxima, exponentials.
//
// REQUIRES: sizes are multiples of 4. Built twice, for AVX2 and for any x86-64, with the same
// order of operations and no fused multiply-add, so the results are the same to the last bit on
// every machine.
#pragma once

#include <cstddef>

namespace hearim {

// out = a + b
void add_rows(const double* a, const double* b, double* out, std::size_t size);

// max over i of a[i] + b[i] + c[i]
double max_of_sum(const double* a, const double* b, const double* c, std::size_t size);

// The same where a and b have low parts, `size` after the high ones. scratch: `size` doubles.
double max_of_split_sum(const double* a, const double* b, const double* c, std::size_t size,
                        double* scratch);

// sum[i] += exp(x[i]) and returns the sum over i of weight[i] * exp(x[i]). x is clamped to at most
// 600; below -700 the exponential counts as 0. Relative error below 4e-16 * (1 + |x|).
double add_exponentials(const double* x, const double* weight, double* sum, std::size_t size);

}  // namespace hearim
