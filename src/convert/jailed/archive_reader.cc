#include "convert/jailed/archive_reader.h"

#include "convert/decoded_bytes.h"
#include "table/utf8.h"

namespace hearim {

std::string entry_name_bytes(archive_entry* entry) {
  const char* bytes = archive_entry_pathname(entry);
  if (!bytes) bytes = archive_entry_pathname_utf8(entry);
  return bytes ? bytes : std::string();
}

std::string entry_name(archive_entry* entry) {
  std::string name = entry_name_bytes(entry);
  if (find_invalid_utf8(name) == std::string::npos) return name;
  const auto decoded = decode_bytes(name);
  return decoded ? decoded->text : std::string();
}

bool is_bomb(std::uint64_t unpacked, std::uint64_t packed, std::uint32_t ratio_max) {
  constexpr std::uint64_t kHarmless = std::uint64_t{10} << 20;
  return unpacked > kHarmless && unpacked / ratio_max > packed;
}

}  // namespace hearim
