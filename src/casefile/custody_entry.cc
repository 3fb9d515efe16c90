// Implements docs/formats/case.md, "Custody entry": fields in a fixed order, each led by its
// length in four big-endian bytes, so that no two entries share a spelling.
#include "casefile/custody_entry.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kDomain = "hearim-entry-1";
constexpr std::size_t kFieldSizeMax = 1 << 16;
constexpr std::size_t kCommittedCountMax = 64;

void append_sized(ByteBuffer& out, std::string_view field) {
  CHECK(field.size() <= kFieldSizeMax);
  const auto size = static_cast<std::uint32_t>(field.size());
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(size >> shift));
  out.insert(out.end(), field.begin(), field.end());
}

class Fields {
 public:
  explicit Fields(ByteView bytes) : rest_(bytes) {}

  std::string next() {
    if (rest_.size() < 4) bad("is cut short");
    std::uint32_t size = 0;
    for (int i = 0; i < 4; ++i) size = size << 8 | rest_[i];
    rest_ = rest_.subspan(4);
    if (size > kFieldSizeMax || size > rest_.size()) bad("has a field longer than itself");
    std::string field(text_of(rest_.first(size)));
    rest_ = rest_.subspan(size);
    return field;
  }

  std::uint64_t next_number() {
    const std::string field = next();
    if (field.size() != 8) bad("has a number that is not 8 bytes long");
    std::uint64_t value = 0;
    for (const char byte : field) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
  }

  bool at_end() const { return rest_.empty(); }

  [[noreturn]] static void bad(std::string_view what) {
    throw Error(ErrorCode::corrupt, fmt::format("a custody entry {}", what));
  }

 private:
  ByteView rest_;
};

void append_number(ByteBuffer& out, std::uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  append_sized(out, bytes);
}

}  // namespace

ByteBuffer encode(const CustodyEntry& entry) {
  CHECK(entry.committed.size() <= kCommittedCountMax);
  ByteBuffer out;
  append_sized(out, kDomain);
  append_number(out, entry.sequence);
  for (const std::string* field : {&entry.time, &entry.clock, &entry.actor, &entry.action,
                                   &entry.object, &entry.tool, &entry.parameters})
    append_sized(out, *field);
  append_number(out, entry.committed.size());
  for (const auto& [field, digest] : entry.committed) {
    append_sized(out, field);
    append_sized(out, text_of(digest));
  }
  return out;
}

CustodyEntry decode_custody_entry(ByteView bytes) {
  Fields fields(bytes);
  if (fields.next() != kDomain) Fields::bad("is of an unknown kind");
  CustodyEntry entry;
  entry.sequence = fields.next_number();
  for (std::string* field : {&entry.time, &entry.clock, &entry.actor, &entry.action, &entry.object,
                             &entry.tool, &entry.parameters})
    *field = fields.next();
  const std::uint64_t count = fields.next_number();
  if (count > kCommittedCountMax) Fields::bad("has too many commitments");
  for (std::uint64_t i = 0; i < count; ++i) {
    CustodyEntry::Committed committed;
    committed.field = fields.next();
    const std::string digest = fields.next();
    if (digest.size() != committed.commitment.size()) Fields::bad("has a commitment of wrong size");
    std::copy(digest.begin(), digest.end(), committed.commitment.begin());
    entry.committed.push_back(std::move(committed));
  }
  if (!fields.at_end()) Fields::bad("goes on after its end");
  return entry;
}

}  // namespace hearim
