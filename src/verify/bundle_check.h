// Checks a bundle: docs/formats/bundle.md.
#pragma once

#include "verify/bytes.h"

namespace hearim_verify {

struct CheckOptions {
  std::string key;      // the public key as it was given otherwise; empty: the bundle's own
  std::string against;  // a checkpoint as it was kept elsewhere; empty: none
};

struct Checked {
  std::string origin;
  std::uint64_t size = 0;
  std::string root, key;
  std::vector<std::string> holds;  // one line each: what was shown
  std::vector<std::string> wrong;  // what does not hold, by entry or item where that can be told
};

// Reads the archive to its end. What is wrong with one item does not stop the others; an archive
// that cannot be read further ends the check with that.
Checked check_bundle(const Source& tar, const CheckOptions& options);

}  // namespace hearim_verify
