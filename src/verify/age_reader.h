// Opens an age file (age-encryption.org/v1) with X25519 identities or a passphrase, as a stream.
// ASCII armour is not taken: `age -d` opens that.
#pragma once

#include <memory>

#include "verify/bytes.h"

namespace hearim_verify {

// The lines AGE-SECRET-KEY-1… of an identity file. Throws Cannot when it has none, or a wrong one.
std::vector<Hash> parse_identities(std::string_view file);

// What opens the file; one of them.
struct AgeKeys {
  std::vector<Hash> identities;
  std::string passphrase;
};

inline constexpr std::string_view kAgeFirstLine = "age-encryption.org/v1\n";

// The plaintext. Reading throws Wrong for a file that was altered or cut short, Cannot when none
// of the keys opens it. No byte is given out before its chunk was authenticated.
Source open_age(Source file, const AgeKeys& keys);

}  // namespace hearim_verify
