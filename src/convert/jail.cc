#include "convert/jail.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStartTimeoutMs = 20'000;
constexpr int kReplyTimeoutMs = 10'000;
constexpr int kPollMs = 50;  // how soon Ctrl-C is seen

std::string system_says(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const char* what) {
  throw Error(ErrorCode::io, fmt::format("{}: {}", what, system_says(errno)), {},
              "the system is short of memory or open files");
}

std::pair<FileDescriptor, FileDescriptor> make_pipe() {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("a pipe cannot be made");
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

std::pair<FileDescriptor, FileDescriptor> make_socket_pair() {
  std::array<int, 2> ends;
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    fail("a socket cannot be made");
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

std::string_view text_of(const char* bytes, std::size_t size) {
  return {bytes, ::strnlen(bytes, size)};
}

// What to execute. In namespaces the program sees the system's programs and libraries, read-only,
// and nothing else; what it may still open of them is taken away before a document comes.
std::vector<std::string> command_of(const ConverterOptions& options, const std::string& program,
                                    bool with_namespaces) {
  if (!with_namespaces) return {program};
  std::vector<std::string> command = {
      options.bubblewrap, "--unshare-all", "--uid",     "65534", "--gid", "65534",
      "--cap-drop",       "ALL",           "--clearenv"};
  const auto add = [&](std::initializer_list<std::string> words) {
    command.insert(command.end(), words);
  };
  add({"--setenv", "LC_ALL", "C.UTF-8", "--setenv", "OMP_THREAD_LIMIT", "1"});
  add({"--ro-bind", "/usr", "/usr"});
  for (const char* folder : {"/lib", "/lib64", "/bin"}) {
    struct stat status {};
    if (::lstat(folder, &status) != 0) continue;
    if (S_ISLNK(status.st_mode))
      add({"--symlink", std::string("usr") + folder, folder});
    else
      add({"--ro-bind", folder, folder});
  }
  add({"--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"});
  add({"--ro-bind", program, "/hearim-convert", "--chdir", "/", "--", "/hearim-convert"});
  return command;
}

pid_t spawn(const std::vector<std::string>& command, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  // The socket goes to its place first: its number may be one of those that are replaced.
  ::posix_spawn_file_actions_adddup2(&actions, socket, kJailSocket);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, kJailSocket + 1);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::array<const char*, 3> environment = {"LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1", nullptr};
  pid_t process = -1;
  const int error = ::posix_spawn(&process, command[0].c_str(), &actions, &attributes,
                                  arguments.data(), const_cast<char**>(environment.data()));
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  errno = error;
  return error == 0 ? process : -1;
}

}  // namespace

FileDescriptor sealed_memory_file(std::string_view bytes) {
  FileDescriptor file(::memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.is_open()) fail("memory for a document cannot be had");
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t written = ::write(file.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail("memory for a document cannot be had");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

Jail::Jail(ConverterOptions options, std::string program, std::vector<std::string> arguments)
    : options_(std::move(options)),
      program_(std::move(program)),
      arguments_(std::move(arguments)) {}

Jail::~Jail() { end_program(); }

// The program ends when its socket does, and takes a running document's process with it.
void Jail::end_program() {
  socket_.reset();
  if (process_ <= 0) return;
  for (int waited_ms = 0; waited_ms < 2'000; waited_ms += 5) {
    const pid_t ended = ::waitpid(process_, nullptr, WNOHANG);
    if (ended == process_ || (ended < 0 && errno != EINTR)) {
      process_ = -1;
      return;
    }
    ::usleep(5'000);
  }
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
}

bool Jail::receive(void* message, std::size_t size, int timeout_ms) {
  pollfd waiting{socket_.get(), POLLIN, 0};
  const auto end = Clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<long long>(left, 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    break;
  }
  const ssize_t got = ::recv(socket_.get(), message, size, 0);
  return got == static_cast<ssize_t>(size);
}

bool Jail::start(bool with_namespaces, std::string& why_not) {
  end_program();
  auto [ours, theirs] = make_socket_pair();
  std::vector<std::string> command = command_of(options_, program_, with_namespaces);
  command.insert(command.end(), arguments_.begin(), arguments_.end());
  process_ = spawn(command, theirs.get());
  theirs.reset();
  if (process_ < 0) {
    why_not = fmt::format("{} cannot be started: {}",
                          with_namespaces ? options_.bubblewrap : program_, system_says(errno));
    return false;
  }
  socket_ = std::move(ours);
  hello_ = {};
  if (!receive(&hello_, sizeof hello_, kStartTimeoutMs) || hello_.magic != kJailMagic) {
    why_not = with_namespaces ? "bubblewrap does not work here (the system may forbid user "
                                "namespaces)"
                              : program_ + " does not answer";
    end_program();
    return false;
  }
  if (const std::string_view problem = text_of(hello_.problem, sizeof hello_.problem);
      !problem.empty()) {
    why_not = problem;
    end_program();
    return false;
  }
  return true;
}

// What must fail, fails.
bool Jail::try_jail(std::string& why_not) {
  struct Attempt {
    JailJobKind kind;
    const char* what;
    JobEnd expected;
  };
  constexpr std::array kAttempts = {
      Attempt{JailJobKind::probe_open, "open a file", JobEnd::finished},
      Attempt{JailJobKind::probe_socket, "open a socket", JobEnd::forbidden},
      Attempt{JailJobKind::probe_fork, "start a process", JobEnd::forbidden},
      Attempt{JailJobKind::probe_exec, "start a program", JobEnd::forbidden},
  };
  const FileDescriptor empty = sealed_memory_file("");
  for (const Attempt& attempt : kAttempts) {
    JailJob job;
    job.kind = attempt.kind;
    job.cpu_seconds_max = 10;
    job.wall_ms_max = 10'000;
    job.memory_bytes_max = std::uint64_t{1} << 30;
    std::string answer;
    const JobResult result = run(job, empty.get(),
                                 [&](std::string_view bytes) {
                                   answer += bytes;
                                   return answer.size() < 100;
                                 },
                                 {});
    const bool said_denied = attempt.expected != JobEnd::finished || answer == "denied";
    if (result.end == attempt.expected && said_denied) continue;
    why_not = fmt::format("a process in the jail could {} when the jail was tried", attempt.what);
    return false;
  }
  return true;
}

const JailReport& Jail::report() {
  if (tried_ && (process_ > 0 || !report_.sufficient)) return report_;
  tried_ = true;
  report_ = {};
  std::string why_not;
  bool namespaces = start(true, why_not);
  if (!namespaces) {
    report_.missing.push_back("namespaces of its own: " + why_not);
    if (options_.need == JailNeed::namespaces) {
      report_.why_not = "the jail has no namespaces of its own, which were asked for: " + why_not;
      return report_;
    }
    if (!start(false, why_not)) {
      report_.why_not = why_not;
      return report_;
    }
  }
  if (!try_jail(why_not)) {
    report_.why_not = why_not;
    end_program();
    return report_;
  }
  report_.sufficient = true;
  report_.active.push_back("system-call filter (no opening of files, sockets, processes; tried)");
  if (namespaces)
    report_.active.push_back(
        "namespaces of its own (bubblewrap: no network, no files but the system's programs, no "
        "other processes)");
  if (hello_.landlock == 1)
    report_.active.push_back("Landlock (no file by its path, none made, none listed)");
  else
    report_.missing.push_back("Landlock: this kernel does not offer it");
  if (hello_.memory_limited == 1)
    report_.active.push_back("limits on memory, processor time, files, processes");
  else
    report_.missing.push_back("limit on memory: built with a sanitizer, which needs terabytes");
  return report_;
}

bool Jail::send_job(const JailJob& job, int document, int answer) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
  iovec part{const_cast<JailJob*>(&job), sizeof job};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(2 * sizeof(int));
  const std::array<int, 2> descriptors = {document, answer};
  std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof descriptors);
  ssize_t sent;
  do sent = ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof job);
}

void Jail::send_stop() {
  JailJob stop;
  stop.kind = JailJobKind::stop;
  while (::send(socket_.get(), &stop, sizeof stop, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

JobResult Jail::run(JailJob job, int document,
                    const std::function<bool(std::string_view)>& on_answer, const Run& run) {
  CHECK(process_ > 0);
  auto [reading, writing] = make_pipe();
  ::fcntl(reading.get(), F_SETPIPE_SZ, 1 << 20);  // fewer turns; it works without
  if (!send_job(job, document, writing.get())) {
    end_program();
    return {JobEnd::jail_lost};
  }
  writing.reset();

  // The program keeps the time; the host only makes sure that the program is still there.
  const auto deadline = Clock::now() + std::chrono::milliseconds(job.wall_ms_max) +
                        std::chrono::milliseconds(kReplyTimeoutMs);
  std::vector<char> buffer(std::size_t{256} << 10);
  bool stopped = false;
  try {
    for (;;) {
      run.stop_if_cancelled();
      pollfd waiting{reading.get(), POLLIN, 0};
      const int ready = ::poll(&waiting, 1, kPollMs);
      if (Clock::now() > deadline) {
        end_program();
        return {JobEnd::out_of_time};
      }
      if (ready < 0 && errno != EINTR) fail("an answer cannot be waited for");
      if (ready <= 0) continue;
      const ssize_t got = ::read(reading.get(), buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail("an answer cannot be read");
      if (got == 0) break;
      if (on_answer({buffer.data(), static_cast<std::size_t>(got)})) continue;
      stopped = true;
      send_stop();
      break;
    }
  } catch (...) {
    end_program();
    throw;
  }
  reading.reset();

  JailReply reply;
  if (!receive(&reply, sizeof reply,
               kReplyTimeoutMs +
                   static_cast<int>(std::min<std::uint32_t>(job.wall_ms_max, 86'400'000))) ||
      reply.magic != kJailMagic) {
    end_program();
    return {JobEnd::jail_lost};
  }
  const int signal = static_cast<int>(reply.signal);
  if (stopped) return {JobEnd::stopped, signal};
  if (reply.out_of_wall_time == 1 || signal == SIGXCPU) return {JobEnd::out_of_time, signal};
  if (signal == 0) return {reply.exit_code == 0 ? JobEnd::finished : JobEnd::crashed, signal};
  if (signal == SIGSYS) return {JobEnd::forbidden, signal};
  // C libraries end themselves when memory is refused; the peak tells that from a crash.
  if (hello_.memory_limited == 1 && reply.memory_bytes_peak > job.memory_bytes_max / 2)
    return {JobEnd::out_of_memory, signal};
  // The processor limit ends in SIGKILL for a process that ignores SIGXCPU.
  if (signal == SIGKILL && reply.cpu_ms >= 1000ULL * job.cpu_seconds_max)
    return {JobEnd::out_of_time, signal};
  return {JobEnd::crashed, signal};
}

}  // namespace hearim
