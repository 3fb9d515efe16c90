// Writing a file so that it is either the old one or the whole new one, never half of either:
// the bytes go to an unnamed file in the same folder, are flushed to the disk, and only commit()
// gives them the name. An error, a full disk, Ctrl-C or the power going off before that leaves
// what was there before, and nothing else.
//
// A file that is replaced keeps its permissions; a symbolic link is followed and stays a link. A
// device or a pipe (/dev/stdout) cannot be replaced and is written to directly. On file systems
// without unnamed files (O_TMPFILE), a file ".NAME.hearim-RANDOM" stands in the folder while it
// is written; a process killed with SIGKILL then leaves that one behind.
//
// Throws Error: not_found (no such folder), invalid_input (the path is a folder), io (the rest).
// Thread-compatible.
#pragma once

#include <string>
#include <string_view>

#include "base/file_descriptor.h"

namespace hearim {

class AtomicFile {
 public:
  enum class Staging { unnamed_if_possible, named };  // `named` lets tests take the second way

  explicit AtomicFile(std::string path, Staging staging = Staging::unnamed_if_possible);
  ~AtomicFile();  // not committed: as if it had never been
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  void commit();  // call once, last

 private:
  void open_unnamed();
  void open_named();
  void keep_permissions_of_old();
  void give_name_to_unnamed();
  [[noreturn]] void fail(const char* what, int error) const;

  std::string path_;    // as given, for messages
  std::string target_;  // with symbolic links resolved
  std::string folder_;
  std::string name_;
  std::string staged_name_;  // inside the folder; empty while the file has no name
  FileDescriptor folder_descriptor_;
  FileDescriptor file_;
  bool direct_ = false;  // a device or pipe
};

void write_file_atomically(const std::string& path, std::string_view bytes);

}  // namespace hearim
