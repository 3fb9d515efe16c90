// A row that could not be taken, as data: counted and shown, never dropped in silence. The caller
// decides whether one of them stops the work.
#pragma once

#include <cstdint>
#include <string>

namespace hearim {

struct RejectedRow {
  std::string source;       // the file
  std::uint64_t line = 0;   // where the row begins, from 1
  std::uint64_t field = 0;  // the column, from 1; 0: the row as a whole
  std::string reason;
  friend bool operator==(const RejectedRow&, const RejectedRow&) = default;
};

}  // namespace hearim
