// A folder of files that is there whole or not at all: it is filled under a passing name beside the
// one it is to have, and only commit() gives it that. An error, a full disk, Ctrl-C before that
// leave nothing; a process killed with SIGKILL leaves a folder ".NAME.hearim-RANDOM" behind.
// Nothing is ever overwritten. Only its owner may look into it.
//
// Throws Error: conflict (something has that name already), not_found (no folder to put it in),
// invalid_input (no name), io. Thread-compatible.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

class NewFolder {
 public:
  explicit NewFolder(std::string path);
  ~NewFolder();  // not committed: as if it had never been
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  std::string path_of(std::string_view name) const;  // of a file in it, to be written now
  void commit();                                     // once, last; its files are flushed before

 private:
  std::string path_;    // as it will be
  std::string staged_;  // as it is; empty once committed
};

}  // namespace hearim
