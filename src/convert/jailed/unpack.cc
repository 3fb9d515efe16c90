// Archives -> their entries, as a stream, by libarchive. Formats are named one by one: none that
// starts another program (lrzip), and none that refers to other files (mtree).
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "convert/jailed/archive_reader.h"
#include "convert/jailed/parsers.h"

namespace hearim {
namespace {

ArchiveEntry::Kind kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry)) return ArchiveEntry::Kind::link;
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
      return ArchiveEntry::Kind::file;
    case AE_IFDIR:
      return ArchiveEntry::Kind::folder;
    case AE_IFLNK:
      return ArchiveEntry::Kind::link;
    default:
      return ArchiveEntry::Kind::other;
  }
}

// libarchive's own reading of a descriptor asks for its kind, which the jail does not answer.
struct Source {
  int descriptor;
  std::string buffer = std::string(std::size_t{256} << 10, '\0');
};

la_ssize_t read_source(archive*, void* user, const void** bytes) {
  Source& source = *static_cast<Source*>(user);
  *bytes = source.buffer.data();
  ssize_t got;
  do got = ::read(source.descriptor, source.buffer.data(), source.buffer.size());
  while (got < 0 && errno == EINTR);
  return got;
}

la_int64_t skip_source(archive*, void* user, la_int64_t count) {
  return ::lseek(static_cast<Source*>(user)->descriptor, count, SEEK_CUR) < 0 ? 0 : count;
}

la_int64_t seek_source(archive*, void* user, la_int64_t offset, int whence) {
  return ::lseek(static_cast<Source*>(user)->descriptor, offset, whence);
}

struct Progress {
  std::uint64_t unpacked = 0;
  std::uint64_t packed_size = 0;  // of the whole archive
  std::uint64_t damaged = 0;
};

// Empty, or why the entry is not whole. Throws ConvertProblem at a limit.
std::string unpack_entry(archive* handle, const JailJob& limits, Progress& progress,
                         AnswerWriter& out) {
  for (;;) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int got = archive_read_data_block(handle, &bytes, &size, &offset);
    if (got == ARCHIVE_EOF) return {};
    if (got == ARCHIVE_FATAL)
      throw ConvertProblem{ConvertReason::damaged,
                           "is damaged: it cannot be unpacked any further (cut short?)"};
    if (got < ARCHIVE_WARN) return "is damaged, and could not be unpacked to its end";
    progress.unpacked += size;
    if (progress.unpacked > limits.unpacked_bytes_max)
      throw ConvertProblem{ConvertReason::too_large,
                           fmt::format("unpacks to more than the {} bytes that are taken",
                                       limits.unpacked_bytes_max)};
    if (is_bomb(progress.unpacked, progress.packed_size, limits.ratio_max))
      throw ConvertProblem{
          ConvertReason::too_large,
          fmt::format("unpacks to more than {} times its own size: a bomb?", limits.ratio_max)};
    out.data({static_cast<const char*>(bytes), size});
  }
}

}  // namespace

void unpack_archive(int document, const JailJob& limits, AnswerWriter& out) {
  const ArchiveHandle handle(archive_read_new());
  if (!handle) throw std::bad_alloc();
  for (const auto support : {archive_read_support_format_zip, archive_read_support_format_tar,
                             archive_read_support_format_7zip, archive_read_support_format_rar,
                             archive_read_support_format_rar5, archive_read_support_format_cpio,
                             archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
                             archive_read_support_filter_xz, archive_read_support_filter_zstd,
                             archive_read_support_filter_lzma})
    support(handle.get());
  archive_read_support_format_raw(handle.get());  // a lone .gz
  Progress progress;
  const off_t size = ::lseek(document, 0, SEEK_END);
  progress.packed_size = size > 0 ? static_cast<std::uint64_t>(size) : 0;
  ::lseek(document, 0, SEEK_SET);
  Source source{.descriptor = document};
  archive_read_set_callback_data(handle.get(), &source);
  archive_read_set_read_callback(handle.get(), read_source);
  archive_read_set_skip_callback(handle.get(), skip_source);
  archive_read_set_seek_callback(handle.get(), seek_source);
  if (archive_read_open1(handle.get()) != ARCHIVE_OK)
    throw ConvertProblem{ConvertReason::damaged, "is damaged, or no archive that is read"};

  std::uint64_t count = 0;
  for (;;) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status == ARCHIVE_RETRY) continue;
    if (status < ARCHIVE_WARN)
      throw ConvertProblem{ConvertReason::damaged,
                           count == 0 ? "is damaged, or no archive that is read"
                                      : "is damaged: what follows in it cannot be found"};
    const bool raw = archive_format(handle.get()) == ARCHIVE_FORMAT_RAW;
    if (raw && archive_filter_count(handle.get()) <= 1)
      throw ConvertProblem{ConvertReason::unsupported, "is no archive that is read"};
    if (++count > limits.entry_count_max)
      throw ConvertProblem{ConvertReason::too_large,
                           fmt::format("holds more than {} entries", limits.entry_count_max)};
    ArchiveEntry found;
    found.kind = kind_of(entry);
    if (!raw) {
      found.name = entry_name(entry);
      found.name_bytes = entry_name_bytes(entry);
    }
    if (archive_entry_size_is_set(entry) && archive_entry_size(entry) >= 0)
      found.size_bytes = static_cast<std::uint64_t>(archive_entry_size(entry));
    out.entry(found);
    if (found.kind != ArchiveEntry::Kind::file) continue;
    if (archive_entry_is_data_encrypted(entry)) {
      out.data_end("is encrypted: unpack it with its password first");
      continue;
    }
    try {
      const std::string problem = unpack_entry(handle.get(), limits, progress, out);
      out.data_end(problem);
    } catch (const ConvertProblem& problem) {
      out.data_end("is not whole: the archive " + problem.message);
      throw;
    }
  }
}

}  // namespace hearim
