#include "casefile/posix_file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file_descriptor.h"
#include "base/interrupted_call.h"
#include "hearim/error.h"

namespace hearim {
namespace {

[[noreturn]] void fail(const std::string& path, const char* what, int error) {
  const ErrorCode code = error == ENOENT || error == ENOTDIR ? ErrorCode::not_found
                         : error == EEXIST                   ? ErrorCode::conflict
                                                             : ErrorCode::io;
  const char* const hint = error == ENOSPC || error == EDQUOT
                               ? "make room on the disk and try again; nothing saved is lost"
                           : error == EROFS ? "the disk is mounted read-only"
                                            : "";
  throw Error(code, fmt::format("{}: {}", what, std::generic_category().message(error)),
              {.file = path}, hint);
}

class PosixFile : public File {
 public:
  PosixFile(std::string path, FileDescriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t got = uninterrupted([&] {
        return ::pread(descriptor_.get(), out.data() + done, out.size() - done,
                       static_cast<off_t>(offset + done));
      });
      if (got < 0) fail(path_, "cannot be read", errno);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  void write_at(std::uint64_t offset, ByteView bytes) override {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t put = uninterrupted([&] {
        return ::pwrite(descriptor_.get(), bytes.data() + done, bytes.size() - done,
                        static_cast<off_t>(offset + done));
      });
      if (put < 0) fail(path_, "cannot be written", errno);
      done += static_cast<std::size_t>(put);
    }
  }

  void truncate(std::uint64_t size_bytes) override {
    if (uninterrupted(
            [&] { return ::ftruncate(descriptor_.get(), static_cast<off_t>(size_bytes)); }) != 0)
      fail(path_, "cannot be cut to size", errno);
  }

  void sync() override {
    // fdatasync also flushes the size when it changed. It is not repeated after another error:
    // the kernel may have dropped the bytes already, and a second call would say all is well.
    if (uninterrupted([&] { return ::fdatasync(descriptor_.get()); }) != 0)
      fail(path_, "could not be written to the disk", errno);
  }

  std::uint64_t size_bytes() override {
    struct stat status {};
    if (uninterrupted([&] { return ::fstat(descriptor_.get(), &status); }) != 0)
      fail(path_, "cannot be looked at", errno);
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  std::string path_;
  FileDescriptor descriptor_;
};

class PosixLock : public FileLock {
 public:
  explicit PosixLock(FileDescriptor descriptor) : descriptor_(std::move(descriptor)) {}

 private:
  FileDescriptor descriptor_;  // closing it gives the lock back
};

int flags_of(OpenMode mode) {
  switch (mode) {
    case OpenMode::read:
      return O_RDONLY;
    case OpenMode::read_write:
      return O_RDWR;
    case OpenMode::create_or_open:
      return O_RDWR | O_CREAT;
    case OpenMode::create_new:
      return O_RDWR | O_CREAT | O_EXCL;
  }
  return O_RDONLY;
}

FileDescriptor open_or_fail(const std::string& path, int flags) {
  FileDescriptor descriptor(
      uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0600); }));
  if (!descriptor.is_open()) fail(path, "cannot be opened", errno);
  return descriptor;
}

}  // namespace

std::unique_ptr<File> PosixFileSystem::open(const std::string& path, OpenMode mode) {
  // A link planted in a case's folder must not lead out of it.
  return std::make_unique<PosixFile>(path, open_or_fail(path, flags_of(mode) | O_NOFOLLOW));
}

bool PosixFileSystem::exists(const std::string& path) {
  struct stat status {};
  if (uninterrupted([&] { return ::lstat(path.c_str(), &status); }) == 0) return true;
  if (errno != ENOENT && errno != ENOTDIR) fail(path, "cannot be looked at", errno);
  return false;
}

void PosixFileSystem::remove(const std::string& path) {
  if (uninterrupted([&] { return ::remove(path.c_str()); }) != 0)
    fail(path, "cannot be removed", errno);
}

void PosixFileSystem::rename(const std::string& from, const std::string& to) {
  if (uninterrupted([&] { return ::rename(from.c_str(), to.c_str()); }) != 0)
    fail(to, "cannot be put in its place", errno);
}

void PosixFileSystem::make_folder(const std::string& path) {
  if (uninterrupted([&] { return ::mkdir(path.c_str(), 0700); }) != 0)
    fail(path, "cannot be made", errno);
}

void PosixFileSystem::sync_folder(const std::string& path) {
  const FileDescriptor folder = open_or_fail(path, O_RDONLY | O_DIRECTORY);
  if (uninterrupted([&] { return ::fsync(folder.get()); }) != 0)
    fail(path, "could not be written to the disk", errno);
}

std::vector<std::string> PosixFileSystem::list_folder(const std::string& path) {
  std::error_code error;
  std::vector<std::string> names;
  do {
    names.clear();
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error))
      names.push_back(entry->path().filename().string());
  } while (error == std::errc::interrupted);
  if (error) fail(path, "cannot be listed", error.value());
  std::sort(names.begin(), names.end());
  return names;
}

std::unique_ptr<FileLock> PosixFileSystem::try_lock(const std::string& path) {
  FileDescriptor descriptor = open_or_fail(path, O_RDWR | O_NOFOLLOW);
  if (uninterrupted([&] { return ::flock(descriptor.get(), LOCK_EX | LOCK_NB); }) != 0) {
    if (errno == EWOULDBLOCK) return nullptr;
    fail(path, "cannot be locked", errno);
  }
  return std::make_unique<PosixLock>(std::move(descriptor));
}

}  // namespace hearim
