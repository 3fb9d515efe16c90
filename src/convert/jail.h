// The host's side of the jail: one program, started once, that makes a process of its own for each
// document (src/convert/jailed). docs/formats/convert.md says what is set up and in which order.
//
// The program is given an empty environment, no open file but its socket, and a session of its own.
// If bubblewrap works it also gets namespaces of its own. Then it is tried: a process that opens a
// file must be denied, one that opens a socket, forks or starts a program must be stopped. Only
// then is the jail sufficient. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_descriptor.h"
#include "convert/jail_message.h"
#include "hearim/convert.h"
#include "hearim/run.h"

namespace hearim {

enum class JobEnd {
  finished,     // the process ended by itself; the answer may still be bad
  stopped,      // by the answer's reader: above a limit, or against the protocol
  out_of_time,  // wall clock or processor
  out_of_memory,
  forbidden,
  crashed,
  jail_lost,  // the program itself is gone; the next job starts another
};

struct JobResult {
  JobEnd end = JobEnd::finished;
  int signal = 0;
};

class Jail {
 public:
  Jail(ConverterOptions options, std::string program, std::vector<std::string> arguments = {});
  ~Jail();
  Jail(const Jail&) = delete;
  Jail& operator=(const Jail&) = delete;

  // Starts the program and tries the jail, once; again after it was lost.
  const JailReport& report();
  const JailHello& hello() const { return hello_; }

  // REQUIRES: report().sufficient. `on_answer` gets the bytes of the answer as they come, and stops
  // the job by returning false. Throws Error(cancelled), Error(io).
  JobResult run(JailJob job, int document, const std::function<bool(std::string_view)>& on_answer,
                const Run& run);

 private:
  bool start(bool with_namespaces, std::string& why_not);
  bool try_jail(std::string& why_not);
  void end_program();
  bool send_job(const JailJob& job, int document, int answer);
  void send_stop();
  bool receive(void* message, std::size_t size, int timeout_ms);

  ConverterOptions options_;
  std::string program_;
  std::vector<std::string> arguments_;
  JailReport report_;
  JailHello hello_;
  FileDescriptor socket_;
  pid_t process_ = -1;
  bool tried_ = false;
};

// Bytes as an open file in memory, that nobody can change any more.
FileDescriptor sealed_memory_file(std::string_view bytes);

}  // namespace hearim
