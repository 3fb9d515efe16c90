// Idea: one machine word holds one column of the comparison. For each letter, a mask says at which
// positions of one string it stands; a step of the other string is then a handful of integer
// operations, whatever the length up to 64.
//
// Jaro (1989): letters match when equal and at most max(|a|,|b|)/2 - 1 apart, each used once, first
// free position first; t is half the number of matched letters that stand in another order.
//   MARTHA / MARHTA: 6 matches, T and H swapped so t = 1; (6/6 + 6/6 + 5/6) / 3 = 0.944; three
//   letters of common prefix: 0.944 + 3 * 0.1 * (1 - 0.944) = 0.961.
// Here the reachable free positions of a letter are (mask & window & ~used), and the first one is
// the lowest set bit.
//
// Optimal string alignment: the differences between neighbouring cells of the dynamic programme
// are -1, 0 or +1, so two words (VP, VN) hold a column; the adjacent swap is the term TR.
//
// Not for long texts: one word only; longer strings take the plain table.
//
// Jaro, M. A. (1989), J. Am. Stat. Assoc. 84, 414-420. Winkler, W. E. (1990), Proc. Section on
// Survey Research Methods, 354-359. Hyyrö, H. (2003), A bit-vector algorithm for computing
// Levenshtein and Damerau edit distances, Nordic J. Computing 10, 29-39.
#include "text/string_distance.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/check.h"

namespace hearim {
namespace {

constexpr size_t kWordBits = 64;
constexpr double kBoostAbove = 0.7;
constexpr double kPrefixScale = 0.1;
constexpr size_t kPrefixMax = 4;

// Positions of each byte in one string. Between calls every entry is zero: clearing what was set
// is cheaper than clearing 2 KiB.
class LetterMasks {
 public:
  explicit LetterMasks(std::string_view text) : text_(text) {
    for (size_t i = 0; i < text.size(); ++i) at(text[i]) |= std::uint64_t{1} << i;
  }
  ~LetterMasks() {
    for (char c : text_) at(c) = 0;
  }
  LetterMasks(const LetterMasks&) = delete;
  LetterMasks& operator=(const LetterMasks&) = delete;
  std::uint64_t operator[](char c) const { return at(c); }

 private:
  static std::uint64_t& at(char c) {
    static thread_local std::array<std::uint64_t, 256> masks{};
    return masks[static_cast<unsigned char>(c)];
  }
  std::string_view text_;
};

std::uint64_t low_bits(size_t count) {
  return count >= kWordBits ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

struct JaroCounts {
  size_t matches = 0;
  size_t out_of_order = 0;
};

JaroCounts jaro_counts_word(std::string_view a, std::string_view b, size_t reach) {
  const LetterMasks masks(b);
  std::uint64_t used_b = 0;
  std::array<char, kWordBits> matched_a;
  JaroCounts counts;
  for (size_t i = 0; i < a.size(); ++i) {
    const std::uint64_t window = low_bits(i + reach + 1) & ~low_bits(i > reach ? i - reach : 0);
    const std::uint64_t free = masks[a[i]] & window & ~used_b;
    if (free == 0) continue;
    used_b |= free & (~free + 1);
    matched_a[counts.matches++] = a[i];
  }
  for (size_t k = 0; k < counts.matches; ++k) {
    counts.out_of_order += matched_a[k] != b[static_cast<size_t>(std::countr_zero(used_b))];
    used_b &= used_b - 1;
  }
  return counts;
}

JaroCounts jaro_counts_long(std::string_view a, std::string_view b, size_t reach) {
  std::vector<char> used_b(b.size(), 0);
  std::string_view::size_type from = 0;
  std::vector<char> matched_a;
  for (size_t i = 0; i < a.size(); ++i) {
    from = i > reach ? i - reach : 0;
    for (size_t j = from; j < std::min(b.size(), i + reach + 1); ++j) {
      if (used_b[j] || a[i] != b[j]) continue;
      used_b[j] = 1;
      matched_a.push_back(a[i]);
      break;
    }
  }
  JaroCounts counts{matched_a.size(), 0};
  size_t k = 0;
  for (size_t j = 0; j < b.size(); ++j) {
    if (used_b[j]) counts.out_of_order += matched_a[k++] != b[j];
  }
  return counts;
}

int osa_word(std::string_view pattern, std::string_view text, int distance_max) {
  const LetterMasks masks(pattern);
  const std::uint64_t last = std::uint64_t{1} << (pattern.size() - 1);
  std::uint64_t vertical_plus = ~std::uint64_t{0};
  std::uint64_t vertical_minus = 0;
  std::uint64_t diagonal_zero = 0;
  std::uint64_t mask_before = 0;
  int distance = static_cast<int>(pattern.size());
  int remaining = static_cast<int>(text.size());
  for (char c : text) {
    const std::uint64_t mask = masks[c];
    const std::uint64_t swap = ((~diagonal_zero & mask) << 1) & mask_before;
    diagonal_zero =
        (((mask & vertical_plus) + vertical_plus) ^ vertical_plus) | mask | vertical_minus | swap;
    std::uint64_t horizontal_plus = vertical_minus | ~(diagonal_zero | vertical_plus);
    std::uint64_t horizontal_minus = diagonal_zero & vertical_plus;
    distance += (horizontal_plus & last) != 0;
    distance -= (horizontal_minus & last) != 0;
    // The last row can fall by at most one for each letter still to come.
    if (distance - --remaining > distance_max) return distance_max + 1;
    horizontal_plus = (horizontal_plus << 1) | 1;
    horizontal_minus <<= 1;
    vertical_plus = horizontal_minus | ~(diagonal_zero | horizontal_plus);
    vertical_minus = horizontal_plus & diagonal_zero;
    mask_before = mask;
  }
  return distance;
}

int osa_long(std::string_view a, std::string_view b, int distance_max) {
  std::vector<int> two_before(b.size() + 1), before(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) before[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    int row_min = row[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      int best = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, two_before[j - 2] + 1);
      }
      row[j] = best;
      row_min = std::min(row_min, best);
    }
    // A swap may step over one row, and costs one: so a row minimum above the limit ends it.
    if (row_min > distance_max) return distance_max + 1;
    std::swap(two_before, before);
    std::swap(before, row);
  }
  return std::min(before[b.size()], distance_max + 1);
}

}  // namespace

double jaro_winkler(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1.0 : 0.0;
  if (a == b) return 1.0;
  const size_t longer = std::max(a.size(), b.size());
  const size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
  const JaroCounts counts =
      longer <= kWordBits ? jaro_counts_word(a, b, reach) : jaro_counts_long(a, b, reach);
  if (counts.matches == 0) return 0.0;
  const auto matches = static_cast<double>(counts.matches);
  const auto transpositions = static_cast<double>(counts.out_of_order / 2);
  const double jaro =
      (matches / static_cast<double>(a.size()) + matches / static_cast<double>(b.size()) +
       (matches - transpositions) / matches) /
      3.0;
  if (jaro <= kBoostAbove) return jaro;
  size_t prefix = 0;
  const size_t prefix_max = std::min({kPrefixMax, a.size(), b.size()});
  while (prefix < prefix_max && a[prefix] == b[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * kPrefixScale * (1.0 - jaro);
}

int edit_distance(std::string_view a, std::string_view b, int distance_max) {
  CHECK(distance_max >= 0);
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<size_t>(distance_max)) return distance_max + 1;
  if (a == b) return 0;
  if (a.empty()) return static_cast<int>(b.size());
  const int distance =
      a.size() <= kWordBits ? osa_word(a, b, distance_max) : osa_long(a, b, distance_max);
  return std::min(distance, distance_max + 1);
}

}  // namespace hearim
