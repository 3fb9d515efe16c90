#include "hearim/value_dictionary.h"

#include <cstring>

namespace hearim {
namespace {

// Eight bytes at a time: most values are that short.
std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  std::uint64_t h = kOdd ^ text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    h = (h ^ word) * kOdd;
    h ^= h >> 32;
  }
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < left; ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  }
  h = (h ^ word) * kOdd;
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
