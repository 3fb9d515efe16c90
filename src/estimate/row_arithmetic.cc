#include "estimate/row_arithmetic.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

// Resolvers of cloned functions run before a sanitizer is set up; there one version is enough.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HEARIM_CLONES
#else
#define HEARIM_CLONES __attribute__((target_clones("avx2", "default")))
#endif

namespace hearim {
namespace {

typedef double Four __attribute__((vector_size(32)));
typedef std::int64_t FourInts __attribute__((vector_size(32)));

// Macros, because a function that takes or returns a vector would have two calling conventions.
#define HEARIM_LOAD(to, from) std::memcpy(&(to), (from), sizeof(to))

constexpr double kLog2E = 1.4426950408889634074;
constexpr double kLn2High = 6.93147180369123816490e-01;  // 32 bits: n * this is exact
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52: adding it leaves a whole number

}  // namespace

HEARIM_CLONES void add_rows(const double* a, const double* b, double* out, std::size_t size) {
  for (std::size_t i = 0; i < size; i += 4) {
    Four x, y;
    HEARIM_LOAD(x, a + i);
    HEARIM_LOAD(y, b + i);
    x += y;
    std::memcpy(out + i, &x, sizeof x);
  }
}

HEARIM_CLONES double max_of_sum(const double* a, const double* b, const double* c,
                                std::size_t size) {
  constexpr double kLowest = -std::numeric_limits<double>::infinity();
  Four top = {kLowest, kLowest, kLowest, kLowest};
  Four second = top;
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    Four x, y, z, x2, y2, z2;
    HEARIM_LOAD(x, a + i);
    HEARIM_LOAD(y, b + i);
    HEARIM_LOAD(z, c + i);
    HEARIM_LOAD(x2, a + i + 4);
    HEARIM_LOAD(y2, b + i + 4);
    HEARIM_LOAD(z2, c + i + 4);
    x = x + y + z;
    x2 = x2 + y2 + z2;
    top = x > top ? x : top;
    second = x2 > second ? x2 : second;
  }
  for (; i < size; i += 4) {
    Four x, y, z;
    HEARIM_LOAD(x, a + i);
    HEARIM_LOAD(y, b + i);
    HEARIM_LOAD(z, c + i);
    x = x + y + z;
    top = x > top ? x : top;
  }
  top = second > top ? second : top;
  return std::max(std::max(top[0], top[1]), std::max(top[2], top[3]));
}

double max_of_split_sum(const double* a, const double* b, const double* c, std::size_t size,
                        double* scratch) {
  for (std::size_t i = 0; i < size; ++i)
    scratch[i] = (a[i] + b[i]) + (a[size + i] + b[size + i]) + c[i];
  return *std::max_element(scratch, scratch + size);
}

HEARIM_CLONES double add_exponentials(const double* x, const double* weight, double* sum,
                                      std::size_t size) {
  Four total = {0, 0, 0, 0};
  for (std::size_t i = 0; i < size; i += 4) {
    Four v;
    HEARIM_LOAD(v, x + i);
    const FourInts counts = v > -700.0;
    v = v > 600.0 ? Four{600, 600, 600, 600} : v;
    v = counts ? v : Four{0, 0, 0, 0};
    // exp(v) = 2^n exp(r), |r| <= ln 2 / 2; Taylor to r^13 leaves 4e-18.
    const Four rounded = v * kLog2E + kRound;
    const Four n = rounded - kRound;
    const Four r = (v - n * kLn2High) - n * kLn2Low;
    Four p = r * (1.0 / 6227020800) + 1.0 / 479001600;
    p = p * r + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    // The low bits of `rounded` are n; moved to the exponent they multiply by 2^n.
    FourInts bits, power;
    std::memcpy(&bits, &rounded, sizeof bits);
    std::memcpy(&power, &p, sizeof power);
    power += bits << 52;
    power &= counts;
    std::memcpy(&p, &power, sizeof p);
    Four w, s;
    HEARIM_LOAD(w, weight + i);
    HEARIM_LOAD(s, sum + i);
    s += p;
    std::memcpy(sum + i, &s, sizeof s);
    total += w * p;
  }
  return (total[0] + total[1]) + (total[2] + total[3]);
}

}  // namespace hearim
