// What is taken away from a process before it sees a document. In this order: privileges, files by
// path (Landlock), resources, system calls. Each throws std::runtime_error when it cannot be done;
// the process must then end.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <vector>

#include "convert/jail_message.h"

namespace hearim {

// Once, in the program that makes the processes; they inherit it.
void give_up_privileges();  // no_new_privs, and another user than root
bool give_up_files();       // Landlock; false where the kernel does not offer it

// What a document's process may ask of the system, compiled. Everything by a path is denied
// (EACCES), so that libraries that look for their own files go on without them; sockets, processes,
// programs, and all that is not known to be needed end the process.
class SystemCallFilter {
 public:
  SystemCallFilter();
  void install() const;

 private:
  std::vector<sock_filter> program_;
};

// Address space, processor time, no file written, no process, no core.
void limit_resources(const JailJob& job);
bool can_limit_memory();  // false in builds with the address or thread sanitizer

}  // namespace hearim
