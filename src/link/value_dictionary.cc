#include "hearim/value_dictionary.h"

namespace hearim {
namespace {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ text.size();
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93ULL;
  return h ^ (h >> 29);
}

}  // namespace

ValueDictionary::ValueDictionary() : starts_{0, 0}, slots_(16, 0) {}

std::uint32_t ValueDictionary::intern(std::string_view text_in) {
  if (text_in.empty()) return kMissing;
  if (size() * 3ULL > slots_.size() * 2ULL) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(text_in) & mask;
  while (slots_[slot] != 0) {
    if (text(slots_[slot]) == text_in) return slots_[slot];
    slot = (slot + 1) & mask;
  }
  const std::uint32_t id = size();
  bytes_ += text_in;
  starts_.push_back(bytes_.size());
  slots_[slot] = id;
  return id;
}

void ValueDictionary::grow() {
  std::vector<std::uint32_t> slots(slots_.size() * 2, 0);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t id = 1; id < size(); ++id) {
    std::size_t slot = hash_of(text(id)) & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = id;
  }
  slots_.swap(slots);
}

std::uint64_t ValueDictionary::size_bytes() const {
  return bytes_.capacity() + starts_.capacity() * sizeof(std::uint64_t) +
         slots_.capacity() * sizeof(std::uint32_t);
}

}  // namespace hearim
