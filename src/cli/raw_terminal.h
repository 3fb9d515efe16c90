// Keys one at a time, without Enter and without echo, from a terminal; bytes as they come from a
// pipe or file.
//
// Whatever ends the program puts the terminal back: leaving the scope, an exception, Ctrl-C once or
// twice, SIGTERM, SIGHUP, SIGQUIT and the signals of a crash. SIGKILL cannot be caught; `stty sane`
// helps then. One at a time in a process.
#pragma once

#include <optional>

#include "hearim/run.h"

namespace hearim {

class RawTerminal {
 public:
  RawTerminal();  // standard input; changes nothing where it is no terminal
  ~RawTerminal();
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;

  bool is_terminal() const { return is_terminal_; }
  // The next byte; nothing at the end of input. Throws Error(cancelled) once the token is set and
  // Error(io) where reading fails.
  std::optional<char> next_key(const CancelToken& cancel);

 private:
  bool is_terminal_ = false;
};

}  // namespace hearim
