// libarchive's handle, closed by itself, and its errors as reasons.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <string>

#include "convert/jailed/job.h"

namespace hearim {

struct FreeArchive {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, FreeArchive>;

// The entry's name as the archive has it; where that has no bytes of its own (7z), in UTF-8.
std::string entry_name_bytes(archive_entry* entry);
// As UTF-8: its bytes where they are that, else guessed (zip files made in Korea hold windows-949).
std::string entry_name(archive_entry* entry);

// More than the ratio, once over 10 MiB: nothing honest is packed so well.
bool is_bomb(std::uint64_t unpacked, std::uint64_t packed, std::uint32_t ratio_max);

}  // namespace hearim
