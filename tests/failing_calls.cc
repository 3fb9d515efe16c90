// For tests, preloaded into a program (LD_PRELOAD): system calls that are interrupted, do half of
// what they were asked for, or fail, as HEARIM_FAILING_CALLS says:
//
//     interrupted     every call is interrupted by a signal the first time (EINTR)
//     short           every read and write does half of it
//     readonly        whatever would change the case fails (EROFS)
//     at N ERRNO      the N-th call that touches the case fails
//     from N ERRNO    it, and every one after it
//
// The case is what lies in a path with ".case" or ".backup" in it. How many calls touched it is
// written to the file HEARIM_FAILING_CALLS_COUNT. One thread at a time counts; the program under
// test does its writing in one.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

enum class Mode { none, interrupted, short_transfers, read_only, at, from };
enum class Effect { reads, changes };

struct Plan {
  Mode mode = Mode::none;
  unsigned long number = 0;
  int error = 0;

  Plan() {
    const char* const said = std::getenv("HEARIM_FAILING_CALLS");
    char word[16] = {};
    if (said == nullptr || std::sscanf(said, "%15s %lu %d", word, &number, &error) < 1) return;
    const auto is = [&](const char* name) { return std::strcmp(word, name) == 0; };
    mode = is("interrupted") ? Mode::interrupted
           : is("short")     ? Mode::short_transfers
           : is("readonly")  ? Mode::read_only
           : is("at")        ? Mode::at
           : is("from")      ? Mode::from
                             : Mode::none;
  }
};

const Plan& plan() {
  static const Plan made;
  return made;
}

std::atomic<unsigned long> calls{0};
bool of_the_case[1024];  // by descriptor
thread_local bool was_interrupted = false;

bool is_of_the_case(const char* path) {
  return std::strstr(path, ".case") != nullptr || std::strstr(path, ".backup") != nullptr;
}
bool is_of_the_case(int file) { return file >= 0 && file < 1024 && of_the_case[file]; }

// Whether the call fails now, with errno set.
bool fails(bool touches_case, Effect effect) {
  const Plan& p = plan();
  if (p.mode == Mode::interrupted) {
    was_interrupted = !was_interrupted;
    if (was_interrupted) errno = EINTR;
    return was_interrupted;
  }
  if (!touches_case) return false;
  const unsigned long number = ++calls;
  if ((p.mode == Mode::at && number == p.number) || (p.mode == Mode::from && number >= p.number)) {
    errno = p.error;
    return true;
  }
  if (p.mode == Mode::read_only && effect == Effect::changes) {
    errno = EROFS;
    return true;
  }
  return false;
}

size_t part_of(size_t size) {
  return plan().mode == Mode::short_transfers && size > 1 ? size / 2 : size;
}

template <typename Function>
Function* real(Function*, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

struct AtEnd {
  ~AtEnd() {
    const char* const path = std::getenv("HEARIM_FAILING_CALLS_COUNT");
    if (path == nullptr) return;
    if (std::FILE* const file = std::fopen(path, "w")) {
      std::fprintf(file, "%lu\n", calls.load());
      std::fclose(file);
    }
  }
} at_end;

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  const bool ours = is_of_the_case(path);
  const bool changes = (flags & (O_WRONLY | O_RDWR)) != 0;
  if (fails(ours, changes ? Effect::changes : Effect::reads)) return -1;
  const int file = real(&::open, "open")(path, flags, mode);
  if (file >= 0 && file < 1024) of_the_case[file] = ours;
  return file;
}

int openat(int folder, const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  if (fails(false, Effect::reads)) return -1;  // the case's own files are opened by their paths
  return real(&::openat, "openat")(folder, path, flags, mode);
}

ssize_t read(int file, void* into, size_t size) {
  if (fails(is_of_the_case(file), Effect::reads)) return -1;
  return real(&::read, "read")(file, into, part_of(size));
}

ssize_t pread(int file, void* into, size_t size, off_t offset) {
  if (fails(is_of_the_case(file), Effect::reads)) return -1;
  return real(&::pread, "pread")(file, into, part_of(size), offset);
}

ssize_t write(int file, const void* from, size_t size) {
  if (fails(is_of_the_case(file), Effect::changes)) return -1;
  return real(&::write, "write")(file, from, part_of(size));
}

ssize_t pwrite(int file, const void* from, size_t size, off_t offset) {
  if (fails(is_of_the_case(file), Effect::changes)) return -1;
  return real(&::pwrite, "pwrite")(file, from, part_of(size), offset);
}

int ftruncate(int file, off_t size) {
  if (fails(is_of_the_case(file), Effect::changes)) return -1;
  return real(&::ftruncate, "ftruncate")(file, size);
}

int fsync(int file) {
  if (fails(is_of_the_case(file), Effect::changes)) return -1;
  return real(&::fsync, "fsync")(file);
}

int fdatasync(int file) {
  if (fails(is_of_the_case(file), Effect::changes)) return -1;
  return real(&::fdatasync, "fdatasync")(file);
}

// The name is also that of a struct.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
int flock(int file, int operation) {
  if (fails(is_of_the_case(file), Effect::reads)) return -1;
  return real(&::flock, "flock")(file, operation);
}
#pragma GCC diagnostic pop

int rename(const char* from, const char* to) {
  if (fails(is_of_the_case(to), Effect::changes)) return -1;
  return real(&::rename, "rename")(from, to);
}

int mkdir(const char* path, mode_t mode) {
  if (fails(is_of_the_case(path), Effect::changes)) return -1;
  return real(&::mkdir, "mkdir")(path, mode);
}

int remove(const char* path) {
  if (fails(is_of_the_case(path), Effect::changes)) return -1;
  return real(&::remove, "remove")(path);
}

int unlink(const char* path) {
  if (fails(is_of_the_case(path), Effect::changes)) return -1;
  return real(&::unlink, "unlink")(path);
}

}  // extern "C"
