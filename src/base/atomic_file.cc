#include "base/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/interrupted_call.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// A name nobody else has chosen; not a matter of results, so not from the run's seed.
std::string random_suffix() {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits))
    bits = static_cast<std::uint64_t>(::getpid());
  return fmt::format("{:016x}", bits);
}

// Where a symbolic link points; the path itself when there is none, or nothing there yet.
std::string resolve_links(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return path;
  char* const resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;  // a dangling link is replaced
  std::string target(resolved);
  std::free(resolved);
  return target;
}

}  // namespace

AtomicFile::AtomicFile(std::string path, Staging staging)
    : path_(std::move(path)), target_(resolve_links(path_)) {
  const auto slash = target_.rfind('/');
  folder_ = slash == std::string::npos ? "." : slash == 0 ? "/" : target_.substr(0, slash);
  name_ = slash == std::string::npos ? target_ : target_.substr(slash + 1);

  struct stat status {};
  const bool exists = ::stat(target_.c_str(), &status) == 0;
  if (name_.empty() || name_ == "." || name_ == ".." || (exists && S_ISDIR(status.st_mode)))
    throw Error(ErrorCode::invalid_input, "is a folder; the name of a file is needed",
                {.file = path_});
  if (exists && !S_ISREG(status.st_mode)) {
    direct_ = true;
    file_ = FileDescriptor(
        uninterrupted([&] { return ::open(target_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY); }));
    if (!file_.is_open()) fail("cannot be opened for writing", errno);
    return;
  }
  // Renaming over a file needs no right to write to it; its owner's wish counts all the same.
  if (exists && ::access(target_.c_str(), W_OK) != 0) fail("may not be written", errno);

  folder_descriptor_ = FileDescriptor(
      uninterrupted([&] { return ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!folder_descriptor_.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR)
      throw Error(ErrorCode::not_found, fmt::format("there is no folder '{}'", folder_),
                  {.file = path_}, "make the folder first");
    fail("its folder cannot be opened", errno);
  }
  if (staging == Staging::unnamed_if_possible) open_unnamed();
  if (!file_.is_open()) open_named();
  if (exists) keep_permissions_of_old();
}

AtomicFile::~AtomicFile() {
  if (!staged_name_.empty()) ::unlinkat(folder_descriptor_.get(), staged_name_.c_str(), 0);
}

void AtomicFile::open_unnamed() {
  file_ = FileDescriptor(
      ::openat(folder_descriptor_.get(), ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666));
  if (!file_.is_open()) return;
  // The name is given through /proc; where that is not mounted, the other way is taken.
  if (::access(fmt::format("/proc/self/fd/{}", file_.get()).c_str(), F_OK) != 0) file_.reset();
}

void AtomicFile::open_named() {
  std::string staged = fmt::format(".{}.hearim-{}", name_.substr(0, 200), random_suffix());
  file_ = FileDescriptor(::openat(folder_descriptor_.get(), staged.c_str(),
                                  O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666));
  if (!file_.is_open()) fail("cannot be written in this folder", errno);
  staged_name_ = std::move(staged);
}

void AtomicFile::keep_permissions_of_old() {
  struct stat status {};
  if (::stat(target_.c_str(), &status) != 0) return;
  // Another owner's mode may be impossible to set; the new file is then readable as umask says.
  static_cast<void>(::fchmod(file_.get(), status.st_mode & 0777));
}

void AtomicFile::write(std::string_view bytes) {
  CHECK(file_.is_open());
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("could not be written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  CHECK(file_.is_open());
  if (direct_) {
    if (::close(file_.release()) != 0) fail("could not be written", errno);
    return;
  }
  if (uninterrupted([&] { return ::fsync(file_.get()); }) != 0)
    fail("could not be written to the disk", errno);
  if (staged_name_.empty()) give_name_to_unnamed();
  if (::close(file_.release()) != 0) fail("could not be written", errno);
  const int folder = folder_descriptor_.get();
  if (uninterrupted(
          [&] { return ::renameat(folder, staged_name_.c_str(), folder, name_.c_str()); }) != 0)
    fail("could not be put in its place", errno);
  staged_name_.clear();
  // The name, too, must outlast a power cut. Some file systems cannot sync a folder; the file
  // is whole all the same.
  static_cast<void>(uninterrupted([&] { return ::fsync(folder); }));
}

// linkat() does not replace, so the file gets a passing name for the moment before the rename.
void AtomicFile::give_name_to_unnamed() {
  std::string staged = fmt::format(".{}.hearim-{}", name_.substr(0, 200), random_suffix());
  const std::string by_descriptor = fmt::format("/proc/self/fd/{}", file_.get());
  if (::linkat(AT_FDCWD, by_descriptor.c_str(), folder_descriptor_.get(), staged.c_str(),
               AT_SYMLINK_FOLLOW) != 0)
    fail("could not be put in its place", errno);
  staged_name_ = std::move(staged);
}

void AtomicFile::fail(const char* what, int error) const {
  throw Error(ErrorCode::io, fmt::format("{}: {}", what, std::generic_category().message(error)),
              {.file = path_}, direct_ ? "" : "nothing was written");
}

void write_file_atomically(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace hearim
