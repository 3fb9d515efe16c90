// Distinct strings, each kept once and known by a small number, in the order first seen.
//
// Number 0 is "missing" and has no text. About 12 bytes plus the text per distinct value.
// Thread-compatible. Views stay valid until the next intern().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

class ValueDictionary {
 public:
  static constexpr std::uint32_t kMissing = 0;

  ValueDictionary();

  std::uint32_t intern(std::string_view text);  // the empty text is kMissing
  std::string_view text(std::uint32_t id) const {
    return std::string_view(bytes_).substr(starts_[id], starts_[id + 1] - starts_[id]);
  }
  // Missing included: ids are 0 .. size() - 1.
  std::uint32_t size() const { return static_cast<std::uint32_t>(starts_.size() - 1); }
  std::uint64_t size_bytes() const;

 private:
  void grow();

  std::string bytes_;
  std::vector<std::uint64_t> starts_;  // of text i; one more at the end
  std::vector<std::uint32_t> slots_;   // open addressing; 0 is free
};

}  // namespace hearim
