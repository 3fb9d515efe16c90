// An entry of the custody log, and the salted commitments in it: docs/formats/case.md.
#pragma once

#include <utility>

#include "verify/bytes.h"

namespace hearim_verify {

struct Entry {
  std::uint64_t sequence = 0;
  std::string time, clock, actor, action, object, tool, parameters;
  std::vector<std::pair<std::string, std::string>> commitments;  // field, 32 bytes

  // The commitment to the field, if there is exactly one.
  std::optional<std::string> commitment_to(std::string_view field) const;
};

Entry parse_entry(std::string_view bytes);  // throws Wrong

Hash commitment(std::string_view salt, std::string_view field, std::string_view value);

}  // namespace hearim_verify
