// Shamir's secret sharing over GF(256), byte by byte (Shamir, "How to share a secret", CACM 22
// (1979), 612): k points give a polynomial of degree k-1, and with it the secret at x = 0; k-1
// points fit every secret equally well. Constant time in the secret. Pure but for the random
// coefficients.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/secret_bytes.h"

namespace hearim {

inline constexpr int kShareCountMax = 16;

struct SecretShare {
  std::uint8_t x = 0;  // 1 to 255
  SecretBytes y;       // as long as the secret
};

// REQUIRES: 2 <= needed <= count <= kShareCountMax.
std::vector<SecretShare> split_secret(const SecretBytes& secret, int needed, int count);

// The value at 0 of the polynomial through the shares. The secret only if these are exactly as
// many, or more, than were needed, all of one splitting. REQUIRES: distinct x, equal sizes.
SecretBytes join_shares(std::span<const SecretShare> shares);

// The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, the field of AES.
std::uint8_t gf256_multiply(std::uint8_t a, std::uint8_t b);

}  // namespace hearim
