#include "base/new_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/check.h"
#include "base/file_descriptor.h"
#include "hearim/error.h"

namespace hearim {
namespace {

[[noreturn]] void fail(const std::string& path, const char* what, int error) {
  const std::string said = fmt::format("{}: {}", what, std::generic_category().message(error));
  if (error == EEXIST || error == ENOTEMPTY)
    throw Error(ErrorCode::conflict, "is there already, and nothing is overwritten", {.file = path},
                "give another name, or move it away");
  if (error == ENOENT || error == ENOTDIR)
    throw Error(ErrorCode::not_found, "there is no folder to put it in", {.file = path},
                "make that folder first");
  throw Error(ErrorCode::io, said, {.file = path}, "nothing was written");
}

void flush_to_disk(const std::string& path, const std::string& shown) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.get()) != 0)
    fail(shown, "could not be written to the disk", errno);
}

}  // namespace

NewFolder::NewFolder(std::string path) : path_(std::move(path)) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  const std::size_t slash = path_.rfind('/');
  const std::string name = slash == std::string::npos ? path_ : path_.substr(slash + 1);
  if (name.empty() || name == "." || name == "..")
    throw Error(ErrorCode::invalid_input, "expected the name of a new folder", {.file = path_});
  struct stat status {};
  if (::lstat(path_.c_str(), &status) == 0) fail(path_, "", EEXIST);
  std::uint64_t bits = 0;  // a name nobody else has chosen; not a matter of results
  if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits))
    bits = static_cast<std::uint64_t>(::getpid());
  const std::string folder = slash == std::string::npos ? "" : path_.substr(0, slash + 1);
  std::string staged = fmt::format("{}.{}.hearim-{:016x}", folder, name.substr(0, 200), bits);
  if (::mkdir(staged.c_str(), 0700) != 0) fail(path_, "cannot be made", errno);
  staged_ = std::move(staged);
}

NewFolder::~NewFolder() {
  if (staged_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(staged_, ignored);
}

std::string NewFolder::path_of(std::string_view name) const {
  CHECK(!staged_.empty());
  return fmt::format("{}/{}", staged_, name);
}

void NewFolder::commit() {
  CHECK(!staged_.empty());
  for (const auto& entry : std::filesystem::directory_iterator(staged_))
    flush_to_disk(entry.path().string(), path_);
  flush_to_disk(staged_, path_);
  if (::renameat2(AT_FDCWD, staged_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
    // Some file systems cannot refuse to replace; an empty folder is all that could be lost there.
    struct stat status {};
    if (errno != EINVAL) fail(path_, "could not be put in its place", errno);
    if (::lstat(path_.c_str(), &status) == 0) fail(path_, "", EEXIST);
    if (::rename(staged_.c_str(), path_.c_str()) != 0)
      fail(path_, "could not be put in its place", errno);
  }
  staged_.clear();
  const std::size_t slash = path_.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
  const FileDescriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent.is_open()) static_cast<void>(::fsync(parent.get()));  // not all can; it is whole
}

}  // namespace hearim
