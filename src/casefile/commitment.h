// A salted commitment: says in the log that a value was there without saying the value. Whoever is
// later shown salt and value can check it; whoever is not cannot guess it, however few values are
// possible, for the salt has 256 random bits. Destroying the salt withdraws the value for good,
// and the log's proofs still hold.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/sha256.h"
#include "casefile/bytes.h"

namespace hearim {

using Salt = std::array<std::uint8_t, 32>;

Salt random_salt();

// SHA-256 of "hearim-commitment-1", the salt, and field and value, each led by its length in 8
// big-endian bytes. The field is bound in, so that a name cannot be shown as a place.
Sha256Digest commitment(const Salt& salt, std::string_view field, ByteView value);

}  // namespace hearim
