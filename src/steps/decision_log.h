// A decisions file that is being added to: a decision is on the disk before append() returns.
//
// The file is made with its header where there is none. One writer at a time (a lock is held); a
// last line that was never finished is cut off first. Throws Error(io) where a write or the flush
// to the disk fails, Error(conflict) where another review holds the file, and what read_decisions
// throws. Thread-compatible.
#pragma once

#include <string>
#include <vector>

#include "base/file_descriptor.h"
#include "steps/decisions_file.h"

namespace hearim {

class DecisionLog {
 public:
  explicit DecisionLog(std::string path);

  const std::vector<Decision>& decisions() const { return decisions_; }  // those of the file first
  const std::vector<std::string>& notes() const { return notes_; }
  void append(Decision decision);

 private:
  [[noreturn]] void fail(const char* what) const;
  void write_whole(std::string_view bytes);

  std::string path_;
  FileDescriptor file_;
  std::vector<Decision> decisions_;
  std::vector<std::string> notes_;
};

}  // namespace hearim
