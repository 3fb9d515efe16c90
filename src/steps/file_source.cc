#include "steps/file_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

namespace hearim {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;  // between looks at Ctrl-C

struct stat status_of(const FoundFile& file) {
  struct stat status {};
  if (::fstat(file.file.get(), &status) != 0)
    throw SourceFailure{
        fmt::format("cannot be looked at: {}", std::generic_category().message(errno))};
  return status;
}

}  // namespace

ByteSource source_of_file(const FoundFile& file, const Run& run,
                          const std::function<void(std::size_t)>& read) {
  static_cast<void>(::posix_fadvise(file.file.get(), 0, 0, POSIX_FADV_SEQUENTIAL));
  const auto at = std::make_shared<std::uint64_t>(0);
  return [&file, &run, read, at](std::span<std::uint8_t> into) -> std::size_t {
    run.stop_if_cancelled();
    ssize_t got = 0;
    do {
      got = ::pread(file.file.get(), into.data(), std::min(into.size(), kPieceBytes),
                    static_cast<off_t>(*at));
    } while (got < 0 && errno == EINTR);
    if (got < 0)
      throw SourceFailure{fmt::format("cannot be read at byte {}: {}", *at,
                                      std::generic_category().message(errno))};
    *at += static_cast<std::uint64_t>(got);
    read(static_cast<std::size_t>(got));
    // At once, for a file may grow faster than it is read.
    if (*at > file.size_bytes) throw SourceFailure{"changed while it was read", true};
    if (got == 0) {
      const struct stat now = status_of(file);
      if (*at != file.size_bytes || static_cast<std::uint64_t>(now.st_size) != *at ||
          modification_time(now) != file.modified)
        throw SourceFailure{"changed while it was read", true};
    }
    return static_cast<std::size_t>(got);
  };
}

void look_again(FoundFile& file) {
  const struct stat now = status_of(file);
  file.size_bytes = static_cast<std::uint64_t>(now.st_size);
  file.modified = modification_time(now);
}

}  // namespace hearim
