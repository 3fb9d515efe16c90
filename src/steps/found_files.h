// Everything under the paths given, each thing once, in the order of the names' bytes: what can be
// read, and what cannot, with the reason. Nothing is passed over in silence.
//
// Folders are gone through on open descriptors (openat), never by long paths, so that names of any
// length work and a folder that is swapped for a symbolic link on the way leads nowhere. Symbolic
// links are not followed, but for the paths given, which the user meant. Nothing is written, and
// the time of last access is left alone where the system allows it.
//
// Errors: Error(not_found, invalid_input) for a path given that is not there, at construction.
// Later failures are in what next() returns. Thread-compatible.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_descriptor.h"

namespace hearim {

struct FoundFile {
  std::string place;   // the path given and the names below it, as bytes
  std::string reason;  // why it cannot be taken; empty: `file` is open at its beginning
  FileDescriptor file;
  std::uint64_t size_bytes = 0;
  std::string modified;  // "2001-02-03T04:05:06.000000007Z"
};

class FoundFiles {
 public:
  struct Root {
    std::string given;     // without slashes at its end
    std::string resolved;  // absolute, with links resolved
  };

  enum class Opening { open, look_only };

  // `not_this`: a folder that is not gone into (the case itself).
  FoundFiles(const std::vector<std::string>& paths, const std::string& not_this,
             Opening opening = Opening::open);
  ~FoundFiles();
  FoundFiles(const FoundFiles&) = delete;
  FoundFiles& operator=(const FoundFiles&) = delete;

  // Those gone through, in order; a path that lies in another one is gone through with that.
  const std::vector<Root>& roots() const;
  std::optional<FoundFile> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// How much there is, by a quick look: for the progress shown.
struct FoundSize {
  std::uint64_t file_count = 0, size_bytes = 0;
};
FoundSize size_of_files(const std::vector<std::string>& paths, const std::string& not_this);

std::string modification_time(const struct stat& status);

}  // namespace hearim
