#include "convert/jailed/zip_package.h"

#include <fmt/format.h>

#include "convert/jailed/archive_reader.h"

namespace hearim {

std::string_view ZipPackage::file(std::string_view name) const {
  const auto found = files.find(name);
  return found == files.end() ? std::string_view() : std::string_view(found->second);
}

ZipPackage open_zip_package(const Job& job,
                            const std::function<bool(std::string_view name)>& is_wanted) {
  constexpr std::size_t kEntriesMax = 100'000;
  const ArchiveHandle handle(archive_read_new());
  if (!handle) throw std::bad_alloc();
  archive_read_support_format_zip_seekable(handle.get());
  if (archive_read_open_memory(handle.get(), job.input.data(), job.input.size()) != ARCHIVE_OK)
    throw ConvertProblem{ConvertReason::damaged,
                         "is damaged: the list of its parts is not there (cut short?)"};
  ZipPackage package;
  std::uint64_t unpacked = 0;
  std::size_t count = 0, twice = 0;
  archive_entry* entry = nullptr;
  for (;;) {
    const int status = archive_read_next_header(handle.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status < ARCHIVE_WARN)
      throw ConvertProblem{ConvertReason::damaged,
                           "is damaged: the list of its parts cannot be read (cut short?)"};
    if (++count > kEntriesMax)
      throw ConvertProblem{ConvertReason::too_large,
                           fmt::format("holds more than {} parts", kEntriesMax)};
    const std::string name = entry_name(entry);
    const std::uint64_t stated = archive_entry_size_is_set(entry)
                                     ? static_cast<std::uint64_t>(archive_entry_size(entry))
                                     : 0;
    package.others.emplace(name, stated);
    if (!is_wanted(name)) continue;
    if (archive_entry_is_encrypted(entry))
      throw ConvertProblem{ConvertReason::encrypted,
                           "is encrypted: ask for the password and save it without one"};
    const auto [file, is_new] = package.files.emplace(name, std::string());
    if (!is_new) {
      ++twice;
      continue;
    }
    for (;;) {
      const void* bytes = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;
      const int got = archive_read_data_block(handle.get(), &bytes, &size, &offset);
      if (got == ARCHIVE_EOF) break;
      if (got < ARCHIVE_WARN)
        throw ConvertProblem{ConvertReason::damaged,
                             fmt::format("is damaged: its part {} cannot be unpacked", name)};
      unpacked += size;
      if (unpacked > job.limits.unpacked_bytes_max ||
          is_bomb(unpacked, job.input.size(), job.limits.ratio_max))
        throw ConvertProblem{
            ConvertReason::too_large,
            fmt::format("unpacks to more than is taken ({} bytes, or {} times its own size)",
                        job.limits.unpacked_bytes_max, job.limits.ratio_max)};
      file->second.append(static_cast<const char*>(bytes), size);
    }
  }
  if (count == 0)
    throw ConvertProblem{ConvertReason::damaged, "is damaged: it holds no part at all"};
  if (twice > 0)
    job.out.remark(
        fmt::format("{} of its parts come{} twice, and programs may differ in which they show; the "
                    "first was read",
                    twice, twice == 1 ? "s" : ""));
  return package;
}

}  // namespace hearim
