// A recovery share as people keep it: one line of text, with a check of its own so that a slip of
// the pen is found in the share where it is.
//
//     hearim-share-1 CASE SLOT K/N X yyyyyyyy yyyyyyyy … CHECK
//
// CASE is the first 8 hexadecimal digits of the case's id, X the share's number, y 64 digits in
// groups of 8, CHECK the first 8 digits of the SHA-256 of the words before it, joined by one space.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "casefile/shamir.h"

namespace hearim {

struct RecoveryShare {
  std::uint32_t case_prefix = 0;  // the first four bytes of the case's id, as a number
  int slot = 0;
  int needed = 0;
  int count = 0;
  SecretShare share;
};

SecretBytes to_text(const RecoveryShare& share);
// Takes any spacing and either case of letters. Throws Error(invalid_input).
RecoveryShare parse_recovery_share(std::string_view text);

}  // namespace hearim
