#include "base/rng.h"

namespace hearim {
namespace {

// SplitMix64 (Steele, Lea & Flood 2014): a bijective mixer, and a generator when stepped.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;

std::uint64_t mix_stream(std::uint64_t master_seed, std::string_view purpose, std::uint64_t index) {
  std::uint64_t hash = mix(master_seed + kGolden);
  for (const char c : purpose) hash = mix(hash ^ (static_cast<unsigned char>(c) + kGolden));
  hash = mix(hash ^ (purpose.size() * kGolden));
  return mix(hash ^ mix(index + kGolden));
}

}  // namespace

Rng::Rng(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {
    seed += kGolden;
    word = mix(seed);
  }
}

Rng::Rng(std::uint64_t master_seed, std::string_view purpose, std::uint64_t index)
    : Rng(mix_stream(master_seed, purpose, index)) {}

// Lemire's multiply-and-reject (ACM TOMACS 29 (2019), 3).
std::uint64_t Rng::below(std::uint64_t bound) {
  using Wide = unsigned __int128;
  Wide product = static_cast<Wide>((*this)()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold)
      product = static_cast<Wide>((*this)()) * bound;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

}  // namespace hearim
