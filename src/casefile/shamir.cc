// Example, one byte, 2 of 3: secret 0x42, random slope 0x17. Share x is 0x42 + 0x17*x in GF(256),
// where + is exclusive or: (1, 0x55), (2, 0x6c), (3, 0x7b). Any two lines cross x = 0 at 0x42; one
// share alone leaves all 256 bytes possible, because every slope is as likely.
//
// Not for: finding out who lied. A wrong share gives a wrong secret; recovery_shares.h checks each.
#include "casefile/shamir.h"

#include "base/check.h"

namespace hearim {
namespace {

// a^254 = a^-1, since the nonzero elements form a group of 255.
std::uint8_t gf256_inverse(std::uint8_t a) {
  std::uint8_t result = 1;
  for (int i = 0; i < 254; ++i) result = gf256_multiply(result, a);
  return result;
}

}  // namespace

std::uint8_t gf256_multiply(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0, shifted = a;
  for (int bit = 0; bit < 8; ++bit) {
    product ^= shifted & (0u - ((static_cast<unsigned>(b) >> bit) & 1u));
    shifted = (shifted << 1) ^ (0x11bu & (0u - ((shifted >> 7) & 1u)));
  }
  return static_cast<std::uint8_t>(product);
}

std::vector<SecretShare> split_secret(const SecretBytes& secret, int needed, int count) {
  CHECK(needed >= 2 && needed <= count && count <= kShareCountMax);
  const std::size_t size = secret.size_bytes();
  const SecretBytes coefficients = SecretBytes::random(size * static_cast<std::size_t>(needed - 1));
  std::vector<SecretShare> shares;
  for (int x = 1; x <= count; ++x) {
    SecretShare share{.x = static_cast<std::uint8_t>(x), .y = SecretBytes(size)};
    for (std::size_t i = 0; i < size; ++i) {
      std::uint8_t value = 0;  // Horner, from the highest power
      for (int power = needed - 1; power >= 1; --power) {
        const std::size_t at = static_cast<std::size_t>(power - 1) * size + i;
        value = gf256_multiply(value ^ coefficients.bytes()[at], share.x);
      }
      share.y.bytes()[i] = value ^ secret.bytes()[i];
    }
    shares.push_back(std::move(share));
  }
  return shares;
}

SecretBytes join_shares(std::span<const SecretShare> shares) {
  CHECK(!shares.empty());
  SecretBytes secret(shares[0].y.size_bytes());
  for (std::size_t j = 0; j < shares.size(); ++j) {
    CHECK(shares[j].y.size_bytes() == secret.size_bytes());
    std::uint8_t weight = 1;  // Lagrange's basis at 0; subtraction is exclusive or
    for (std::size_t m = 0; m < shares.size(); ++m) {
      if (m == j) continue;
      CHECK(shares[m].x != shares[j].x);
      const auto difference = static_cast<std::uint8_t>(shares[m].x ^ shares[j].x);
      weight = gf256_multiply(weight, gf256_multiply(shares[m].x, gf256_inverse(difference)));
    }
    for (std::size_t i = 0; i < secret.size_bytes(); ++i)
      secret.bytes()[i] ^= gf256_multiply(weight, shares[j].y.bytes()[i]);
  }
  return secret;
}

}  // namespace hearim
