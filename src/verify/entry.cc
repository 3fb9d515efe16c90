#include "verify/entry.h"

namespace hearim_verify {
namespace {

std::string take_field(std::string_view& bytes) {
  if (bytes.size() < 4) throw Wrong("an entry is cut short");
  std::size_t size = 0;
  for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<std::uint8_t>(bytes[i]);
  bytes.remove_prefix(4);
  if (size > 65536 || size > bytes.size()) throw Wrong("an entry has a field longer than itself");
  std::string field(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return field;
}

std::uint64_t take_number(std::string_view& bytes) {
  const std::string field = take_field(bytes);
  if (field.size() != 8) throw Wrong("an entry has a number that is not 8 bytes long");
  std::uint64_t value = 0;
  for (const char byte : field) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

std::string size_of(std::string_view text) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<std::uint64_t>(text.size()) >> shift);
  return bytes;
}

}  // namespace

std::optional<std::string> Entry::commitment_to(std::string_view field) const {
  std::optional<std::string> found;
  for (const auto& [name, value] : commitments) {
    if (name != field) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

Entry parse_entry(std::string_view bytes) {
  if (take_field(bytes) != "hearim-entry-1") throw Wrong("an entry is of an unknown kind");
  Entry entry;
  entry.sequence = take_number(bytes);
  for (std::string* field : {&entry.time, &entry.clock, &entry.actor, &entry.action, &entry.object,
                             &entry.tool, &entry.parameters})
    *field = take_field(bytes);
  const std::uint64_t count = take_number(bytes);
  if (count > 64) throw Wrong("an entry has too many commitments");
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string field = take_field(bytes);
    std::string value = take_field(bytes);
    if (value.size() != 32) throw Wrong("an entry has a commitment that is not 32 bytes long");
    entry.commitments.emplace_back(std::move(field), std::move(value));
  }
  if (!bytes.empty()) throw Wrong("an entry goes on after its end");
  return entry;
}

Hash commitment(std::string_view salt, std::string_view field, std::string_view value) {
  return Sha256()
      .add("hearim-commitment-1")
      .add(salt)
      .add(size_of(field))
      .add(field)
      .add(size_of(value))
      .add(value)
      .finish();
}

}  // namespace hearim_verify
