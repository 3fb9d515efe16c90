// The ziggurat covers a decreasing density with 256 layers of equal area: 255 rectangles and a
// base strip that holds the tail. A point uniform in a layer is under the curve at once when it
// lies left of the edge of the layer above (99 in 100 draws); the rest is decided by the density.
#include "stats/ziggurat.h"

namespace hearim {
namespace {

// Where the tail begins, and the area of a layer, for 256 layers (Marsaglia & Tsang 2000).
constexpr double kNormalTail = 3.6541528853610088;
constexpr double kNormalArea = 0.00492867323399;
constexpr double kExponentialTail = 7.69711747013104972;
constexpr double kExponentialArea = 0.0039496598225815571993;

}  // namespace

const ZigguratTables kZiggurat;

ZigguratTables::ZigguratTables() {
  const auto fill = [](double* edge, double* height, double tail, double area, auto density,
                       auto inverse) {
    edge[0] = area / density(tail);  // the base strip, widened to hold the tail's area
    edge[1] = tail;
    edge[kLayers] = 0;
    for (int i = 2; i < kLayers; ++i) edge[i] = inverse(area / edge[i - 1] + density(edge[i - 1]));
    for (int i = 0; i <= kLayers; ++i) height[i] = density(edge[i]);
  };
  fill(
      normal_edge, normal_height, kNormalTail, kNormalArea,
      [](double x) { return std::exp(-0.5 * x * x); },
      [](double y) { return std::sqrt(-2 * std::log(y)); });
  fill(
      exponential_edge, exponential_height, kExponentialTail, kExponentialArea,
      [](double x) { return std::exp(-x); }, [](double y) { return -std::log(y); });
}

double ziggurat_normal_slow(Rng& rng, int layer, double x) {
  if (layer == 0) {  // Marsaglia's tail
    double a = 0, b = 0;
    do {
      a = -std::log(rng.uniform()) / kNormalTail;
      b = -std::log(rng.uniform());
    } while (2 * b < a * a);
    return x < 0 ? -(kNormalTail + a) : kNormalTail + a;
  }
  const double low = kZiggurat.normal_height[layer];
  const double high = kZiggurat.normal_height[layer + 1];
  if (low + rng.uniform() * (high - low) < std::exp(-0.5 * x * x)) return x;
  return ziggurat_normal(rng);
}

double ziggurat_exponential_slow(Rng& rng, int layer, double x) {
  if (layer == 0) return kExponentialTail - std::log(rng.uniform());
  const double low = kZiggurat.exponential_height[layer];
  const double high = kZiggurat.exponential_height[layer + 1];
  if (low + rng.uniform() * (high - low) < std::exp(-x)) return x;
  return ziggurat_exponential(rng);
}

}  // namespace hearim
