// Idea: one scale for all scripts. Jaro-Winkler of two Latin words and the spelling model's
// evidence measure different things; what makes them comparable is how rarely chance reaches a
// value. So the evidence of each script is put on the scale of Jaro-Winkler by the quantiles of
// both among random pairs of names: if one pair in 10,000 of unrelated Arabic and Latin words has
// a relative evidence of x, and one in 10,000 pairs of Latin words a Jaro-Winkler of 0.90, then x
// is 0.90. A level cut by the linkage engine then means the same in every script.
//
// Relative evidence is evidence / (-log chance of the Latin word): 1 if the spelling was certain
// given the word, 0 if the word says nothing, negative if it speaks against it.
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "text/letter_folding.h"
#include "text/name_forms.h"
#include "text/spelling_model.h"
#include "text/spelling_units.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

// Shares of random pairs above: all, 1/10, 1/100, 1/1000, 1/10,000, none. Printed by
// `name_pairs --scale` on the half of the pairs that the model was learned from.
constexpr size_t kKnots = 6;
constexpr std::array<double, kKnots> kJaroWinkler = {0, 0.585, 0.70, 0.82, 0.90, 1};
using Knots = std::array<double, kKnots>;
constexpr Knots kCyrillicKnots = {-4, -1.21, -0.65, -0.20, 0.21, 1};
constexpr Knots kArabicKnots = {-4, -0.96, -0.41, 0.02, 0.39, 1};
constexpr Knots kHangulKnots = {-4, -1.11, -0.48, -0.03, 0.42, 1};
constexpr Knots kHanKnots = {-4, -0.64, -0.21, 0.14, 0.46, 1};

// Two spellings with one skeleton are judged a little closer, as are two customary spellings of
// one surname (Lee, Rhee), but never as close as a near identity.
constexpr double kSkeletonGain = 0.4;
constexpr double kSkeletonFrom = 0.7;
constexpr double kSkeletonCap = 0.9;
constexpr size_t kSkeletonLettersMin = 4;
constexpr double kSameSurname = 0.88;
// Same Mandarin reading, another character: 伟 for 玮.
constexpr double kSameReading = 0.6;
constexpr size_t kRomanisationsTried = 4;

const Knots& knots_of(NameScript script) {
  switch (script) {
    case NameScript::cyrillic:
      return kCyrillicKnots;
    case NameScript::arabic:
      return kArabicKnots;
    case NameScript::han:
      return kHanKnots;
    default:
      return kHangulKnots;
  }
}

double on_common_scale(double relative_evidence, NameScript script) {
  const Knots& knots = knots_of(script);
  if (relative_evidence <= knots.front()) return 0;
  for (size_t k = 1; k < kKnots; ++k) {
    if (relative_evidence > knots[k]) continue;
    const double share = (relative_evidence - knots[k - 1]) / (knots[k] - knots[k - 1]);
    return kJaroWinkler[k - 1] + share * (kJaroWinkler[k] - kJaroWinkler[k - 1]);
  }
  return 1;
}

double symmetric_jaro_winkler(std::string_view a, std::string_view b) {
  return a < b ? jaro_winkler(a, b) : jaro_winkler(b, a);
}

bool share_a_number(std::span<const std::uint16_t> a, std::span<const std::uint16_t> b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return true;
    if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return false;
}

double best_spelling_similarity(const NameToken& a, const NameToken& b) {
  double best = 0;
  for (const auto& x : a.romanisations) {
    for (const auto& y : b.romanisations) {
      if (x == y) return 1;
      best = std::max(best, symmetric_jaro_winkler(x, y));
    }
  }
  return best;
}

double latin_similarity(const NameToken& a, const NameToken& b) {
  double similarity = symmetric_jaro_winkler(a.folded, b.folded);
  if (a.romanisations.size() > 1 || b.romanisations.size() > 1) {
    similarity = std::max(similarity, best_spelling_similarity(a, b));
  }
  const bool long_enough =
      a.folded.size() >= kSkeletonLettersMin && b.folded.size() >= kSkeletonLettersMin;
  if (similarity >= kSkeletonFrom && similarity < kSkeletonCap && long_enough &&
      !a.skeletons.empty() && !b.skeletons.empty() && a.skeletons[0] == b.skeletons[0]) {
    similarity =
        std::max(similarity, std::min(kSkeletonCap, similarity + kSkeletonGain * (1 - similarity)));
  }
  if (similarity < kSameSurname && share_a_number(a.surname_groups, b.surname_groups))
    similarity = kSameSurname;
  return similarity;
}

// Other scripts within themselves: Jaro-Winkler over units (letters, jamo).
double same_script_similarity(const NameToken& a, const NameToken& b) {
  const std::u32string letters_a = from_utf8(a.folded), letters_b = from_utf8(b.folded);
  if (a.script == NameScript::han) {
    // Characters carry meaning: a different one counts only if it is read alike.
    if (letters_a.size() != letters_b.size()) {
      const size_t longer = std::max(letters_a.size(), letters_b.size());
      size_t common = 0;
      for (char32_t c : letters_a) common += letters_b.find(c) != std::u32string::npos;
      return static_cast<double>(std::min(common, std::min(letters_a.size(), letters_b.size()))) /
             static_cast<double>(longer);
    }
    const auto units_a = spelling_units(letters_a, a.script),
               units_b = spelling_units(letters_b, b.script);
    double sum = 0;
    for (size_t i = 0; i < letters_a.size(); ++i) {
      if (letters_a[i] == letters_b[i]) {
        sum += 1;
      } else if (units_a.size() == 2 * letters_a.size() && units_b.size() == units_a.size() &&
                 units_a[2 * i].code == units_b[2 * i].code &&
                 units_a[2 * i + 1].code == units_b[2 * i + 1].code) {
        sum += kSameReading;
      }
    }
    return sum / static_cast<double>(letters_a.size());
  }
  std::string codes_a, codes_b;
  for (const auto& unit : spelling_units(letters_a, a.script))
    codes_a += static_cast<char>(unit.code);
  for (const auto& unit : spelling_units(letters_b, b.script))
    codes_b += static_cast<char>(unit.code);
  if (codes_a.empty() || codes_b.empty()) return symmetric_jaro_winkler(a.folded, b.folded);
  return symmetric_jaro_winkler(codes_a, codes_b);
}

double spelled_similarity(const NameToken& word, std::string_view latin) {
  if (latin.empty() || word.sounds.empty()) return 0;
  const SpellingScore score = score_spelling(word.script, word.sounds, latin);
  return on_common_scale(score.evidence / score.spelling_chance, word.script);
}

bool share_a_romanisation(const NameToken& a, const NameToken& b) {
  for (const auto& x : a.romanisations) {
    for (const auto& y : b.romanisations) {
      if (x == y) return true;
    }
  }
  return false;
}

}  // namespace

double token_similarity(const NameToken& a, const NameToken& b) {
  if (a.script == b.script) {
    if (a.folded == b.folded) return 1;
    if (a.script == NameScript::latin) return latin_similarity(a, b);
    return same_script_similarity(a, b);
  }
  if (share_a_romanisation(a, b)) return 1;
  if (a.script == NameScript::latin && !b.sounds.empty())
    return spelled_similarity(b, a.romanisations.empty() ? std::string_view() : a.romanisations[0]);
  if (b.script == NameScript::latin && !a.sounds.empty())
    return spelled_similarity(a, b.romanisations.empty() ? std::string_view() : b.romanisations[0]);
  if (a.sounds.empty() && b.sounds.empty()) return best_spelling_similarity(a, b);
  // Two scripts, neither Latin: a romanisation of the one judged as a spelling of the other.
  double similarity = 0;
  const auto judge = [&](const NameToken& word, const NameToken& spelled) {
    for (size_t i = 0; i < std::min(spelled.romanisations.size(), kRomanisationsTried); ++i) {
      similarity = std::max(similarity, spelled_similarity(word, spelled.romanisations[i]));
    }
  };
  judge(a, b);
  judge(b, a);
  return similarity;
}

}  // namespace hearim
