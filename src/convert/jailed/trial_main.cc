// hearim-convert-trial: the jail with a converter that attacks it, for the tests. The document is
// one word that says what to try. Never installed.
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "convert/jailed/job.h"

namespace hearim {
namespace {

constexpr int kAnswer = 5;  // the number it has

void say(const Job& job, std::string_view words) { job.out.separator(words); }

void try_file(const Job& job, int result) {
  say(job, result < 0 ? fmt::format("denied: {}", std::strerror(errno)) : "reached");
}

void try_things(const Job& job) {
  const std::string what(job.input);
  if (what == "behave") return say(job, "well behaved");
  if (what == "open") return try_file(job, ::open("/etc/passwd", O_RDONLY));
  if (what == "open-library") return try_file(job, ::open("/usr/lib/os-release", O_RDONLY));
  if (what == "create") return try_file(job, ::open("/tmp/hearim-escaped", O_CREAT | O_RDWR, 0600));
  if (what == "list") return try_file(job, ::open("/", O_RDONLY | O_DIRECTORY));
  if (what == "reopen") return try_file(job, ::open("/proc/self/fd/0", O_RDONLY));
  struct stat status {};
  if (what == "stat") return try_file(job, ::stat("/etc/passwd", &status));
  if (what == "signal") return try_file(job, ::kill(1, SIGKILL));
  if (what == "inet") say(job, std::to_string(::socket(AF_INET, SOCK_STREAM, 0)));
  if (what == "unix") say(job, std::to_string(::socket(AF_UNIX, SOCK_STREAM, 0)));
  if (what == "fork") say(job, std::to_string(::fork()));
  if (what == "trace") say(job, std::to_string(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)));
  if (what == "exec") ::execl("/usr/bin/true", "true", nullptr);
  if (what == "executable-memory")
    ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (what == "allocate") {
    std::vector<std::vector<char>> all;
    for (;;) all.emplace_back(std::size_t{16} << 20, 'x');
  }
  if (what == "allocate-in-c") {
    for (;;) {
      void* memory = std::malloc(std::size_t{16} << 20);
      if (!memory) std::abort();
      std::memset(memory, 1, std::size_t{16} << 20);
    }
  }
  if (what == "spin")
    for (;;) asm volatile("");
  if (what == "sleep")
    for (;;) ::usleep(100'000);
  if (what == "write") {
    for (;;) say(job, std::string(10'000, 'x'));
  }
  if (what == "write-rubbish") {
    const std::string rubbish(100'000, '\xA5');
    for (;;)
      if (::write(kAnswer, rubbish.data(), rubbish.size()) < 0) ::_exit(0);
  }
  if (what == "crash") ::raise(SIGSEGV), std::abort();
  if (what == "recurse") {
    struct Deep {
      static int go(volatile int* n) { return *n > 0 ? 1 + go(n) + *n : 0; }
    };
    volatile int one = 1;
    say(job, std::to_string(Deep::go(&one)));
  }
  if (what == "exit") ::_exit(7);
  if (what == "silence") ::_exit(0);
  if (what == "half") {
    job.out.page(10, 10, "1");
    say(job, "whole\n");
    job.out.page(10, 10, "2");
    say(job, "half");
    std::abort();
  }
}

}  // namespace
}  // namespace hearim

int main(int argument_count, char** arguments) {
  if (argument_count > 1) return hearim::explain_program(argument_count, arguments);
  return hearim::serve_jail(
      {.prepare = [](hearim::JailHello&) {}, .convert = hearim::try_things, .unpack = nullptr});
}
