// A file's bytes for the case, and the certainty that they are one state of it: a file that
// changed while it was read is read again, and refused when it does not come to rest.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "hearim/case.h"
#include "hearim/run.h"
#include "steps/found_files.h"

namespace hearim {

// Why the source of some bytes failed, as opposed to the case they go into.
struct SourceFailure {
  std::string reason;
  bool changed = false;
};

// Reads the open file from its beginning. The source throws SourceFailure when it cannot be read or
// changed since it was found, and Error(cancelled). `read` is told of each piece's size.
ByteSource source_of_file(const FoundFile& file, const Run& run,
                          const std::function<void(std::size_t)>& read);

// The file's size and time as they are now; for another try.
void look_again(FoundFile& file);

}  // namespace hearim
