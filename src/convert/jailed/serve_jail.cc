// Waits for jobs on the socket and makes a process for each. This process never reads a byte of a
// document: it hands the descriptors on. A job's process closes the socket, is confined, reads the
// document, writes the answer, and ends without returning here.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>

#include "base/file_descriptor.h"
#include "convert/jailed/confinement.h"
#include "convert/jailed/job.h"
#include "convert/jailed/sanitizer_stack.h"
#include "hearim/error.h"

namespace hearim {
namespace {

using Clock = std::chrono::steady_clock;

struct ReceivedJob {
  JailJob job;
  FileDescriptor document, answer;
};

// False: the host has gone.
bool receive_job(ReceivedJob& received) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
  iovec part{&received.job, sizeof received.job};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got;
  do got = ::recvmsg(kJailSocket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof received.job) || received.job.magic != kJailMagic)
    return false;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(2 * sizeof(int))) {
    std::array<int, 2> descriptors;
    std::memcpy(descriptors.data(), CMSG_DATA(header), sizeof descriptors);
    received.document = FileDescriptor(descriptors[0]);
    received.answer = FileDescriptor(descriptors[1]);
  }
  return true;
}

std::string read_document(int descriptor, std::uint64_t bytes_max) {
  const off_t size = ::lseek(descriptor, 0, SEEK_END);
  if (size < 0 || static_cast<std::uint64_t>(size) > bytes_max)
    throw ConvertProblem{ConvertReason::too_large,
                         fmt::format("is larger than the {} bytes that are taken", bytes_max)};
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t used = 0;
  while (used < bytes.size()) {
    const ssize_t got =
        ::pread(descriptor, bytes.data() + used, bytes.size() - used, static_cast<off_t>(used));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw ConvertProblem{ConvertReason::damaged, "could not be read to its end"};
    used += static_cast<std::size_t>(got);
  }
  return bytes;
}

void do_job(const JailProgram& program, const JailJob& job, int document, AnswerWriter& out) {
  const auto stop = [&](ConvertReason reason, std::string_view message) {
    const bool nothing = out.code_points() == 0 && job.kind == JailJobKind::convert;
    out.finish(nothing ? ConvertStatus::refused : ConvertStatus::partial, reason, message);
  };
  try {
    if (job.kind == JailJobKind::unpack) {
      if (!program.unpack)
        throw ConvertProblem{ConvertReason::unsupported, "is not unpacked by this program"};
      program.unpack(document, job, out);
    } else {
      const std::string input = read_document(document, job.input_bytes_max);
      program.convert({.limits = job,
                       .format = static_cast<DocumentFormat>(job.format),
                       .input = input,
                       .out = out});
      if (out.code_points() == 0)
        throw ConvertProblem{ConvertReason::no_text, "was read to its end, and holds no text"};
    }
    out.finish(ConvertStatus::converted, ConvertReason::none, "");
  } catch (const ConvertProblem& problem) {
    stop(problem.reason, problem.message);
  } catch (const OutputLimit&) {
    stop(ConvertReason::too_large,
         fmt::format("gives more than the {} bytes of text and map that are taken",
                     job.output_bytes_max));
  } catch (const std::bad_alloc&) {
    stop(ConvertReason::out_of_memory,
         fmt::format("needs more than the {} MiB of memory that are given",
                     job.memory_bytes_max >> 20));
  } catch (const Error& error) {
    stop(ConvertReason::damaged, error.message());
  } catch (const std::exception& error) {
    stop(ConvertReason::damaged, error.what());
  }
}

// The attempts of the host to break out. Whoever comes back from one that should end the process
// says so.
void probe(JailJobKind kind, int answer) {
  std::string_view said = "allowed";
  if (kind == JailJobKind::probe_open) {
    const bool denied = ::syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY, 0) < 0 &&
                        ::syscall(SYS_openat, AT_FDCWD, "/usr", O_RDONLY | O_DIRECTORY, 0) < 0;
    if (denied) said = "denied";
  } else if (kind == JailJobKind::probe_socket) {
    ::syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
  } else if (kind == JailJobKind::probe_fork) {
    ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  } else if (kind == JailJobKind::probe_exec) {
    std::array<char*, 1> none = {nullptr};
    ::syscall(SYS_execve, "/usr/bin/true", none.data(), none.data());
  }
  while (::write(answer, said.data(), said.size()) < 0 && errno == EINTR) {
  }
}

[[noreturn]] void be_job(const JailProgram& program, const ReceivedJob& received,
                         const SystemCallFilter& filter) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  ::close(kJailSocket);
  try {
    limit_resources(received.job);
    filter.install();
  } catch (const std::exception&) {
    ::_exit(5);  // before a byte of the document was read
  }
  if (received.job.kind >= JailJobKind::probe_open) {
    probe(received.job.kind, received.answer.get());
    ::_exit(0);
  }
  AnswerWriter out(received.answer.get(), received.job.output_bytes_max);
  do_job(program, received.job, received.document.get(), out);
  ::_exit(0);
}

// Waits until the process ends, the time is up, or the host says stop or goes.
JailReply wait_for(pid_t process, const JailJob& job, bool& host_gone) {
  JailReply reply;
  const FileDescriptor ended(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  const auto deadline = Clock::now() + std::chrono::milliseconds(job.wall_ms_max);
  while (ended.is_open()) {
    std::array<pollfd, 2> waiting = {pollfd{ended.get(), POLLIN, 0},
                                     pollfd{kJailSocket, POLLIN, 0}};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int ready =
        ::poll(waiting.data(), waiting.size(), static_cast<int>(std::max<long long>(left, 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (waiting[0].revents != 0) break;
    if (ready == 0) reply.out_of_wall_time = 1;
    if (ready > 0) {
      ReceivedJob stop;
      host_gone = !receive_job(stop);
    }
    ::kill(process, SIGKILL);
    break;
  }
  if (!ended.is_open()) ::kill(process, SIGKILL);
  int status = 0;
  rusage usage{};
  while (::wait4(process, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) reply.signal = static_cast<std::uint32_t>(WTERMSIG(status));
  if (WIFEXITED(status)) reply.exit_code = static_cast<std::uint32_t>(WEXITSTATUS(status));
  const auto ms = [](const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1000 +
           static_cast<std::uint64_t>(time.tv_usec) / 1000;
  };
  reply.cpu_ms = ms(usage.ru_utime) + ms(usage.ru_stime);
  reply.memory_bytes_peak = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  return reply;
}

template <typename Message>
bool send_message(const Message& message) {
  ssize_t sent;
  do sent = ::send(kJailSocket, &message, sizeof message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof message);
}

int serve_jobs(const JailProgram& program, const SystemCallFilter& filter) {
  for (;;) {
    ReceivedJob received;
    if (!receive_job(received)) return 0;
    if (received.job.kind == JailJobKind::stop) continue;  // it had ended already
    JailReply reply;
    bool host_gone = false;
    const pid_t process = ::fork();
    if (process == 0) be_job(program, received, filter);
    received.document.reset();
    received.answer.reset();
    if (process < 0)
      reply.exit_code = 6;
    else
      reply = wait_for(process, received.job, host_gone);
    if (host_gone || !send_message(reply)) return 0;
  }
}

}  // namespace

int serve_jail(const JailProgram& program) {
  tell_sanitizer_where_the_stack_is();
  JailHello hello;
  try {
    hello.memory_limited = can_limit_memory() ? 1 : 0;
    const SystemCallFilter filter;
    program.prepare(hello);
    give_up_privileges();
    hello.landlock = give_up_files() ? 1 : 0;
    if (!send_message(hello)) return 0;
    return serve_jobs(program, filter);
  } catch (const std::exception& error) {
    std::strncpy(hello.problem, error.what(), sizeof hello.problem - 1);
    send_message(hello);
    return 3;
  }
}

int explain_program(int argument_count, char** arguments) {
  const bool asked = argument_count == 2 && std::strcmp(arguments[1], "--help") == 0;
  std::fputs(
      "hearim-convert is a part of hearim that reads untrusted documents in a jail.\n"
      "hearim starts it by itself; there is nothing to do with it by hand.\n",
      asked ? stdout : stderr);
  return asked ? 0 : 2;
}

}  // namespace hearim
