// How large a file is made so that its size tells little: Padmé (Nikitin et al., "Reducing Metadata
// Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019(4), section 4). At most
// 12 % more; all sizes up to L fall on O(log L * log log L) values.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace hearim {

inline std::uint64_t padded_size(std::uint64_t size) {
  if (size < 4096) return 4096;
  const int exponent = static_cast<int>(std::bit_width(size)) - 1;
  const int kept_bits = static_cast<int>(std::bit_width(static_cast<unsigned>(exponent)));
  const std::uint64_t mask = (std::uint64_t{1} << (exponent - kept_bits)) - 1;
  return (size + mask) & ~mask;
}

}  // namespace hearim
