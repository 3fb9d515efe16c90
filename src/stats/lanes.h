// Four doubles at a time, with their exponential and logarithm.
//
// GCC's vector types: SSE2 pairs on the baseline machine, one AVX register inside a function
// marked `target_clones("avx2","default")`. Only additions, multiplications and divisions are
// used, never a fused multiply-add, so every machine gives the same bits.
#pragma once

#include <cstdint>

namespace hearim {

inline constexpr int kLaneCount = 4;

using Lanes = double __attribute__((vector_size(32), aligned(8), may_alias));
using LaneBits = std::int64_t __attribute__((vector_size(32), aligned(8), may_alias));

// The smallest multiple of four that holds `size`.
inline int padded_to_lanes(int size) { return (size + kLaneCount - 1) / kLaneCount * kLaneCount; }

#define HEARIM_LANES_INLINE static inline __attribute__((always_inline))

HEARIM_LANES_INLINE const Lanes& lanes_at(const double* p) {
  return *reinterpret_cast<const Lanes*>(p);
}
HEARIM_LANES_INLINE Lanes& lanes_at(double* p) { return *reinterpret_cast<Lanes*>(p); }

HEARIM_LANES_INLINE double lane_sum(const Lanes& x) { return (x[0] + x[2]) + (x[1] + x[3]); }

// y = exp(x), x held to [-700, 700]; relative error below 4e-16. Cody & Waite's reduction to
// |r| <= log(2)/2 and the Taylor series to r^13.
HEARIM_LANES_INLINE void lanes_exp(const Lanes& x_in, Lanes& y) {
  constexpr double kLog2E = 1.44269504088896340736;
  constexpr double kLn2High = 6.93145751953125e-1;
  constexpr double kLn2Low = 1.42860682030941723212e-6;
  constexpr double kShift = 0x1.8p52;
  Lanes x = x_in < -700.0 ? Lanes{-700, -700, -700, -700} : x_in;
  x = x > 700.0 ? Lanes{700, 700, 700, 700} : x;
  const Lanes shifted = x * kLog2E + kShift;  // the rounded exponent sits in the low bits
  const Lanes whole = shifted - kShift;
  const Lanes r = (x - whole * kLn2High) - whole * kLn2Low;
  Lanes sum = r * (1.0 / 6227020800) + 1.0 / 479001600;
  sum = sum * r + 1.0 / 39916800;
  sum = sum * r + 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  const LaneBits exponent = (reinterpret_cast<const LaneBits&>(shifted) + 1023) << 52;
  y = sum * reinterpret_cast<const Lanes&>(exponent);
}

// y = log(x) for x in [2.3e-308, 1.7e308] (not checked); absolute error below 3e-16 near 1,
// relative below 4e-16 elsewhere. The series of log((1 + f) / (1 - f)), f = (m - 1) / (m + 1) for
// the mantissa m in [0.7, 1.42].
HEARIM_LANES_INLINE void lanes_log(const Lanes& x, Lanes& y) {
  constexpr double kLn2High = 6.93145751953125e-1;
  constexpr double kLn2Low = 1.42860682030941723212e-6;
  const LaneBits bits = reinterpret_cast<const LaneBits&>(x);
  const LaneBits exponent_bits = (bits >> 52) | 0x4330000000000000;
  const LaneBits mantissa_bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
  Lanes exponent = reinterpret_cast<const Lanes&>(exponent_bits) - (0x1p52 + 1023);
  Lanes m = reinterpret_cast<const Lanes&>(mantissa_bits);
  const LaneBits above = m > 1.4142135623730951;
  exponent = above ? exponent + 1.0 : exponent;
  m = above ? m * 0.5 : m;
  const Lanes f = (m - 1.0) / (m + 1.0);
  const Lanes g = f * f;
  Lanes sum = g * (1.0 / 21) + 1.0 / 19;
  sum = sum * g + 1.0 / 17;
  sum = sum * g + 1.0 / 15;
  sum = sum * g + 1.0 / 13;
  sum = sum * g + 1.0 / 11;
  sum = sum * g + 1.0 / 9;
  sum = sum * g + 1.0 / 7;
  sum = sum * g + 1.0 / 5;
  sum = sum * g + 1.0 / 3;
  const Lanes twice = f + f;
  y = exponent * kLn2High + (twice + (twice * (g * sum) + exponent * kLn2Low));
}

}  // namespace hearim
