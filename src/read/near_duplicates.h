// How alike two texts are in their wording, and which of a million are alike at all.
//
// A signature holds, for each of kSignatureBins bins, the least hash among the shingles (runs of
// words) that fall into the bin; the share of equal bins estimates the resemblance |A and B| / |A
// or B| of the two shingle sets, with a standard error of sqrt(r (1 - r) / bins), at most 0.045.
// Pure, deterministic; a signature costs one pass over the text and takes 512 bytes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "hearim/run.h"

namespace hearim {

inline constexpr std::size_t kSignatureBins = 128;

struct TextSignature {
  std::array<std::uint32_t, kSignatureBins> bins{};
  std::uint32_t shingles = 0;  // distinct, estimated for long texts; 0: too short to say anything
};

TextSignature text_signature(std::u32string_view text);

// In [0, 1]; 0 where either is too short.
double resemblance(const TextSignature& a, const TextSignature& b);
// The share of the shorter text's shingles that the other holds too, estimated.
double shared_share(const TextSignature& a, const TextSignature& b);

// Pairs (a < b) whose signatures agree in a whole band of four bins: 32 bands find a pair of
// resemblance 0.5 with probability 0.87, of 0.3 with 0.23, of 0.7 with 0.9998, of 0.1 with 0.003.
// Of many texts with one band each is paired with the first only, so that a thousand copies give a
// thousand pairs. Sorted. 4 bytes a text and band while it works.
std::vector<std::pair<std::uint32_t, std::uint32_t>> near_duplicate_candidates(
    std::span<const TextSignature> signatures, const Run& run);
// The same where signatures lie inside something else.
std::vector<std::pair<std::uint32_t, std::uint32_t>> near_duplicate_candidates(
    std::size_t count, const std::function<const TextSignature&(std::size_t)>& signature,
    const Run& run);

}  // namespace hearim
