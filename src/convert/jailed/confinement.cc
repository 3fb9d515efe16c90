#include "convert/jailed/confinement.h"

#include <fmt/format.h>
#include <grp.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "base/file_descriptor.h"

namespace hearim {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

// Needed by memory, time, threads' locks, and by the document's and the answer's descriptors.
constexpr std::array kAllowed = {
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getrusage),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(restart_syscall),
};

// By a path: denied, and the caller goes on. A library that asks for its locale is no attack.
constexpr std::array kDenied = {
    SCMP_SYS(open),       SCMP_SYS(openat),    SCMP_SYS(openat2),    SCMP_SYS(creat),
    SCMP_SYS(stat),       SCMP_SYS(lstat),     SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(access),     SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(getcwd),    SCMP_SYS(statfs),     SCMP_SYS(fstatfs),
    SCMP_SYS(getdents64), SCMP_SYS(ioctl),     SCMP_SYS(fcntl),      SCMP_SYS(tgkill),
    SCMP_SYS(kill),       SCMP_SYS(tkill),     SCMP_SYS(prctl),      SCMP_SYS(sched_setaffinity),
};

struct ReleaseFilter {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

void add(const Filter& filter, std::uint32_t action, int call,
         std::initializer_list<scmp_arg_cmp> conditions = {}) {
  const int error = ::seccomp_rule_add_array(
      filter.get(), action, call, static_cast<unsigned>(conditions.size()), conditions.begin());
  if (error == 0) return;
  errno = -error;
  fail("a rule of the system-call filter cannot be made");
}

Filter make_filter() {
  Filter filter(::seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!filter) fail("the system-call filter cannot be made");
  ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree
  for (int call : kAllowed) add(filter, SCMP_ACT_ALLOW, call);
  for (int call : kDenied) add(filter, SCMP_ACT_ERRNO(EACCES), call);
  // Memory: never executable, so that no code is made out of a document. A mapping of a descriptor
  // would be one of the document: read instead.
  const scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), {not_executable});
  add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap),
      {not_executable, SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)});
  // Limits may be read, not set.
  add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {SCMP_A2(SCMP_CMP_EQ, 0)});
  // The undefined-behaviour sanitizer asks through a pipe whether memory can be read.
  if (!can_limit_memory())
    for (int call : {SCMP_SYS(pipe), SCMP_SYS(pipe2)}) add(filter, SCMP_ACT_ALLOW, call);
  return filter;
}

std::vector<sock_filter> compile(const Filter& filter) {
  const FileDescriptor file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file.is_open()) fail("the system-call filter cannot be compiled");
  if (const int error = ::seccomp_export_bpf(filter.get(), file.get()); error != 0) {
    errno = -error;
    fail("the system-call filter cannot be compiled");
  }
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  std::vector<sock_filter> program(static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (program.empty() ||
      ::pread(file.get(), program.data(), static_cast<std::size_t>(size), 0) != size)
    fail("the system-call filter cannot be compiled");
  return program;
}

void limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  if (::setrlimit(resource, &value) != 0) fail("a limit cannot be set");
}

}  // namespace

void give_up_privileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("privileges cannot be given up");
  if (::geteuid() != 0) return;
  constexpr uid_t kNobody = 65534;
  if (::setgroups(0, nullptr) != 0 || ::setresgid(kNobody, kNobody, kNobody) != 0 ||
      ::setresuid(kNobody, kNobody, kNobody) != 0 || ::geteuid() == 0)
    fail("the root user cannot be left");
}

bool give_up_files() {
  // The rights of the first version; later kernels know more.
  landlock_ruleset_attr rules{};
  rules.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  const FileDescriptor handle(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0)));
  if (!handle.is_open()) return false;
  return ::syscall(SYS_landlock_restrict_self, handle.get(), 0) == 0;
}

SystemCallFilter::SystemCallFilter() : program_(compile(make_filter())) {}

void SystemCallFilter::install() const {
  const sock_fprog program{static_cast<unsigned short>(program_.size()),
                           const_cast<sock_filter*>(program_.data())};
  if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
    fail("the system-call filter cannot be installed");
}

bool can_limit_memory() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return false;  // g++
#elif defined(__has_feature)
  return !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);  // clang
#else
  return true;
#endif
}

void limit_resources(const JailJob& job) {
  if (can_limit_memory()) limit(RLIMIT_AS, job.memory_bytes_max, job.memory_bytes_max);
  // The first ends the process with a signal that says why, the second in any case.
  limit(RLIMIT_CPU, job.cpu_seconds_max, job.cpu_seconds_max + 1);
  limit(RLIMIT_FSIZE, 0, 0);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_NPROC, 0, 0);
  limit(RLIMIT_NOFILE, 16, 16);
  limit(RLIMIT_MEMLOCK, 0, 0);
  limit(RLIMIT_MSGQUEUE, 0, 0);
}

}  // namespace hearim
