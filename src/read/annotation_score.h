// Two annotations of one text compared: what one finds of the other, and how far two coders agree.
//
// For each kind: precision, recall and F1 of places that are the same (exact) and of places that
// share a code point (overlap), matched one to one, the largest overlaps first; how many exact
// matches also agree in what they say (value); and two coefficients of agreement beyond chance:
// Cohen's kappa over the code points (is it inside such a place?), and Krippendorff's alpha
// (nominal, two coders) over the labels of overlapping pairs. Pure.
// Sources: Cohen 1960; Krippendorff, Content Analysis, 2004, chapter 11.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hearim/read.h"

namespace hearim {

inline constexpr std::array<const char*, 6> kAnnotationKinds = {
    "quantity", "date", "mention", "quote", "testimony", "citation"};

struct KindScore {
  std::int64_t gold = 0, found = 0;
  std::int64_t exact = 0, overlap = 0;
  std::int64_t same_value = 0;  // of the exact ones: value, unit, type, form or acts agree too
  // Code points inside both, the first alone, the second alone, neither.
  std::int64_t both = 0, gold_only = 0, found_only = 0, neither = 0;
  std::map<std::pair<std::string, std::string>, std::int64_t> labels;  // of overlapping pairs

  double precision(std::int64_t hits) const;  // 0 where nothing was found
  double recall(std::int64_t hits) const;
  double f1(std::int64_t hits) const;
  std::optional<double> kappa() const;  // absent where chance alone decides
  std::optional<double> alpha() const;  // absent with fewer than two pairs, or one label only
  KindScore& operator+=(const KindScore& other);
};

using ReadingScore = std::array<KindScore, kAnnotationKinds.size()>;

ReadingScore score_reading(const Reading& gold, const Reading& found, std::size_t code_points);

}  // namespace hearim
