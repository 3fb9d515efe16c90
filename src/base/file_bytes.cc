#include "base/file_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "base/file_descriptor.h"
#include "base/interrupted_call.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::string system_says(int error) { return std::generic_category().message(error); }

[[noreturn]] void throw_open_error(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR)
    throw Error(ErrorCode::not_found, "there is no such file", {.file = path},
                "check the spelling and the folder");
  if (error == EACCES || error == EPERM)
    throw Error(ErrorCode::io, "may not be read: " + system_says(error), {.file = path},
                "ask the file's owner for the right to read it");
  throw Error(ErrorCode::io, "cannot be opened: " + system_says(error), {.file = path});
}

void require_regular_file(const std::string& path, const struct stat& status) {
  if (S_ISREG(status.st_mode)) return;
  if (S_ISDIR(status.st_mode))
    throw Error(ErrorCode::invalid_input, "is a folder; a file is needed", {.file = path},
                "name a file inside it");
  throw Error(ErrorCode::invalid_input, "is a pipe or a device; a file is needed", {.file = path},
              "save the data to a file first, so that it can be looked at again");
}

}  // namespace

std::string read_file_bytes(const std::string& path, const FileReadOptions& options) {
  // Looked at before it is opened: opening a pipe would wait for its writer.
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw_open_error(path, errno);
  require_regular_file(path, status);
  const FileDescriptor file(
      uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); }));
  if (!file.is_open()) throw_open_error(path, errno);
  if (::fstat(file.get(), &status) != 0) throw_open_error(path, errno);
  require_regular_file(path, status);

  const auto refuse_size = [&](std::uint64_t size_bytes) {
    if (size_bytes > options.size_bytes_max)
      throw Error(ErrorCode::limit,
                  fmt::format("larger than the {} bytes that are taken", options.size_bytes_max),
                  {.file = path});
  };
  refuse_size(static_cast<std::uint64_t>(status.st_size));

  // One byte more than the file is said to hold, so that a file of that size needs one growth
  // less; files of unknown size (/proc) say 0.
  std::string bytes;
  std::size_t used = 0;
  bytes.resize(static_cast<std::size_t>(status.st_size) + 1);
  for (;;) {
    if (used == bytes.size()) bytes.resize(2 * bytes.size() + 4096);
    const ssize_t got = ::read(file.get(), bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw Error(ErrorCode::io, "cannot be read: " + system_says(errno), {.file = path});
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    refuse_size(used);
  }
  bytes.resize(used);
  if (bytes.empty()) throw Error(ErrorCode::invalid_input, "the file is empty", {.file = path});
  return bytes;
}

}  // namespace hearim
