// Checkpoints: C2SP tlog-checkpoint in a C2SP signed note, with one Ed25519 key.
#pragma once

#include "verify/bytes.h"

namespace hearim_verify {

struct Key {
  std::string name;
  Hash public_key{};
  std::string id;  // four bytes
};

// "NAME+HASH+KEY". Throws Wrong.
Key parse_key(std::string_view text);

struct Head {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
};

// Three lines, origin, size, root; `what` is for the message. Throws Wrong.
Head parse_head(std::string_view text, const std::string& what);
// A note signed by the key. Throws Wrong.
Head open_note(std::string_view note, const Key& key, const std::string& what);

}  // namespace hearim_verify
