// The file case.keys: the random keys of a case, wrapped once per key slot. A slot is opened by a
// passphrase (through argon2id) or by k of n recovery shares. Specified in docs/formats/case.md,
// "case.keys".
//
// Everything read from the file is bounded before it is used: a hostile file cannot ask for more
// memory or time than kKeyMemoryMax and kKeyWorkMax allow. The file as a whole is bound to the key
// by a keyed hash, so that a slot added, removed or changed by somebody without the key shows.
//
// A value; writing it to the disk is the caller's. Thread-compatible.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "casefile/bytes.h"
#include "casefile/key_set.h"
#include "casefile/recovery_share.h"
#include "hearim/case.h"

namespace hearim {

inline constexpr int kSlotCount = 16;
inline constexpr std::size_t kKeyFileSize = 64 + kSlotCount * 512 + 32;
inline constexpr std::uint64_t kKeyMemoryMin = 8192;  // libsodium's own
inline constexpr std::uint64_t kKeyMemoryMax = std::uint64_t{1} << 30;
inline constexpr std::uint32_t kKeyPassesMax = 16;
inline constexpr std::uint64_t kKeyWorkMax = std::uint64_t{4} << 30;  // memory times passes

class KeyFile {
 public:
  KeyFile();  // a new case: a random id, no slots
  // Throws Error(corrupt) naming what is wrong; `path` is for the message.
  static KeyFile parse(ByteView bytes, const std::string& path);

  const CaseId& case_id() const { return case_id_; }
  std::vector<KeySlotInfo> slots() const;  // those in use

  // The first slot that the passphrase opens; nothing when none does.
  std::optional<KeySet> unlock(const SecretBytes& passphrase) const;
  // Throws Error(invalid_input) naming the share that is wrong, foreign, or missing.
  KeySet unlock(std::span<const RecoveryShare> shares) const;
  // Throws Error(corrupt) unless the file is as somebody with the key left it.
  void verify(const KeySet& keys, const std::string& path) const;

  // These return the slot's number. Throw Error(limit) when all slots are taken,
  // Error(invalid_input) for a cost or a count outside of the bounds, or an empty passphrase.
  int add_passphrase(const KeySet& keys, const SecretBytes& passphrase, const KeyCost& cost);
  int add_recovery(const KeySet& keys, const SharePlan& plan, std::vector<RecoveryShare>& shares);
  // Throws Error(not_found) for an unused slot, Error(conflict) for the last one.
  void remove(int slot);

  // What to write; counts the change.
  ByteBuffer seal(const KeySet& keys);

 private:
  using Slot = std::array<std::uint8_t, 512>;

  explicit KeyFile(const CaseId& id) : case_id_(id) {}
  int free_slot() const;
  void wrap(int slot, const KeySet& keys, const SecretBytes& wrapping_key);
  std::optional<KeySet> unwrap(int slot, const SecretBytes& wrapping_key) const;
  ByteBuffer bound_to(int slot) const;
  ByteBuffer unsigned_bytes() const;

  CaseId case_id_{};
  std::uint64_t generation_ = 0;
  std::array<Slot, kSlotCount> slots_{};
  std::array<std::uint8_t, 32> tag_{};
};

}  // namespace hearim
