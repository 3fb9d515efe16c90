// One entry of the custody log, and its one and only spelling in bytes: docs/formats/case.md,
// "Custody entry". No personal data: people are actor numbers, values are commitments.
//
// encode() and decode() are inverse: decode() refuses every byte string that encode() would not
// make, so that an entry has one hash. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "casefile/bytes.h"

namespace hearim {

struct CustodyEntry {
  struct Committed {
    std::string field;
    Sha256Digest commitment{};
    bool operator==(const Committed&) const = default;
  };

  std::uint64_t sequence = 0;  // its place in the log, from 0
  std::string time;            // RFC 3339, UTC
  std::string clock;           // whose time that is: "system"
  std::string actor;           // "actor:1"
  std::string action;          // "item-added"
  std::string object;          // "item:17"
  std::string tool;            // what made a derivative, with its version; else empty
  std::string parameters;      // with what parameters; else empty
  std::vector<Committed> committed;

  bool operator==(const CustodyEntry&) const = default;
};

ByteBuffer encode(const CustodyEntry& entry);
// Throws Error(corrupt).
CustodyEntry decode_custody_entry(ByteView bytes);

}  // namespace hearim
