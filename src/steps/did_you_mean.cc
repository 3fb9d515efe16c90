#include "steps/did_you_mean.h"

#include <fmt/format.h>

#include <algorithm>

#include "table/utf8.h"
#include "text/letter_folding.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

std::string folded(std::string_view word) {
  std::string text = to_utf8(fold_letters(word));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '-' || c == ' '; }, '_');
  return text;
}

constexpr std::size_t kInsideMin = 3;  // shorter words stand in others by chance

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const std::string seen = folded(word);
  const int distance_max = static_cast<int>(std::max<std::size_t>(1, seen.size() / 3));
  const std::string* best = nullptr;
  int best_distance = distance_max + 1;
  for (const std::string& candidate : known) {
    const std::string text = folded(candidate);
    int distance = edit_distance(seen, text, distance_max);
    const bool inside =
        std::min(seen.size(), text.size()) >= kInsideMin &&
        (text.find(seen) != std::string::npos || seen.find(text) != std::string::npos);
    if (inside) distance = std::min(distance, distance_max);
    if (distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  return best ? fmt::format("did you mean '{}'?", quotable(*best)) : std::string();
}

}  // namespace hearim
