// The optimal string alignment distance by Hyyrö's bit-parallel recurrence (2003), one column per
// letter of `b`, rows as bits of a word; Jaro-Winkler by its definition.
#include "text/string_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace hearim {
namespace {

int edit_distance_by_table(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<int> cost((a.size() + 1) * width);
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      int& here = cost[i * width + j];
      if (i == 0 || j == 0) {
        here = static_cast<int>(i + j);
        continue;
      }
      here = std::min({cost[(i - 1) * width + j] + 1, cost[i * width + j - 1] + 1,
                       cost[(i - 1) * width + j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        here = std::min(here, cost[(i - 2) * width + j - 2] + 1);
      }
    }
  }
  return cost.back();
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b, int distance_max) {
  const int length_gap = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (std::abs(length_gap) > distance_max) return distance_max + 1;
  if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size());
  if (a.size() > 64) return std::min(edit_distance_by_table(a, b), distance_max + 1);
  std::array<std::uint64_t, 256> positions;
  for (const char c : b) positions[static_cast<unsigned char>(c)] = 0;
  for (const char c : a) positions[static_cast<unsigned char>(c)] = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    positions[static_cast<unsigned char>(a[i])] |= std::uint64_t{1} << i;
  }
  const std::uint64_t last = std::uint64_t{1} << (a.size() - 1);
  std::uint64_t plus = ~std::uint64_t{0};
  std::uint64_t minus = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t previous = 0;
  int distance = static_cast<int>(a.size());
  for (const char c : b) {
    const std::uint64_t here = positions[static_cast<unsigned char>(c)];
    const std::uint64_t swapped = (((~diagonal) & here) << 1) & previous;
    diagonal = (((here & plus) + plus) ^ plus) | here | minus | swapped;
    std::uint64_t up = minus | ~(diagonal | plus);
    std::uint64_t down = diagonal & plus;
    distance += (up & last) != 0;
    distance -= (down & last) != 0;
    up = (up << 1) | 1;
    down <<= 1;
    plus = down | ~(diagonal | up);
    minus = up & diagonal;
    previous = here;
  }
  return std::min(distance, distance_max + 1);
}

double jaro_winkler(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1.0 : 0.0;
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t window = longer / 2 > 0 ? longer / 2 - 1 : 0;
  std::vector<bool> taken(b.size(), false);
  std::string_view::size_type matched = 0;
  std::vector<char> from_a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t low = i > window ? i - window : 0;
    const std::size_t high = std::min(b.size(), i + window + 1);
    for (std::size_t j = low; j < high; ++j) {
      if (taken[j] || a[i] != b[j]) continue;
      taken[j] = true;
      from_a.push_back(a[i]);
      ++matched;
      break;
    }
  }
  if (matched == 0) return 0.0;
  std::size_t half_transposed = 0;
  std::size_t k = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (taken[j]) half_transposed += from_a[k++] != b[j];
  }
  const double m = static_cast<double>(matched);
  const double t = static_cast<double>(half_transposed / 2);
  const double jaro =
      (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - t) / m) / 3.0;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * 0.1 * (1.0 - jaro);
}

}  // namespace hearim
