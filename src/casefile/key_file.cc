// Implements docs/formats/case.md, "case.keys".
#include "casefile/key_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "base/sha256.h"
#include "casefile/sodium_ready.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kMagic = "hearim-case-keys";
constexpr std::uint32_t kVersion = 1;
constexpr std::string_view kSlotDomain = "hearim-slot-1";
constexpr std::size_t kHeaderSize = 64;
constexpr std::size_t kPassphraseSizeMax = 4096;

enum SlotKind : std::uint8_t { kEmpty = 0, kPassphrase = 1, kRecovery = 2 };

// Where the fields of a slot lie.
constexpr std::size_t kKindAt = 0, kCompartmentsAt = 1, kNeededAt = 2, kCountAt = 3, kPassesAt = 4,
                      kMemoryAt = 8, kSaltAt = 16, kNonceAt = 48, kWrappedAt = 72,
                      kShareDigestsAt = 256;
constexpr std::size_t kPlainSize = 2 * kKeySize;
constexpr std::size_t kWrappedSize = kPlainSize + 16;
constexpr std::size_t kShareDigestSize = 16;
constexpr std::uint8_t kCoded = 1, kCodedAndIdentities = 3;

static_assert(kMagic.size() == 16);
static_assert(kWrappedAt + kWrappedSize <= kShareDigestsAt);
static_assert(crypto_pwhash_SALTBYTES == 16);

KeyCost cost_of(ByteView slot) {
  return {.passes = get_le<std::uint32_t>(slot, kPassesAt),
          .memory_bytes = get_le<std::uint64_t>(slot, kMemoryAt)};
}

bool cost_allowed(const KeyCost& cost) {
  return cost.passes >= 1 && cost.passes <= kKeyPassesMax && cost.memory_bytes >= kKeyMemoryMin &&
         cost.memory_bytes <= kKeyMemoryMax && cost.memory_bytes * cost.passes <= kKeyWorkMax;
}

SecretBytes argon2id(const SecretBytes& passphrase, ByteView slot) {
  const KeyCost cost = cost_of(slot);
  CHECK(cost_allowed(cost));
  SecretBytes key(kKeySize);
  if (crypto_pwhash(key.bytes().data(), kKeySize,
                    reinterpret_cast<const char*>(passphrase.bytes().data()),
                    passphrase.size_bytes(), slot.data() + kSaltAt, cost.passes, cost.memory_bytes,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw Error(ErrorCode::limit,
                fmt::format("deriving the key needs {} MiB of memory, which are not free",
                            cost.memory_bytes >> 20),
                {}, "close other programs and try again");
  return key;
}

// What a slot keeps of each share, so that a wrong one is found and named.
std::array<std::uint8_t, kShareDigestSize> share_digest(const SecretShare& share) {
  Sha256 hash;
  hash.update("hearim-share-digest-1");
  hash.update(text_of({&share.x, 1}));
  hash.update(text_of(share.y.bytes()));
  const Sha256Digest digest = hash.finish();
  std::array<std::uint8_t, kShareDigestSize> kept{};
  std::copy_n(digest.begin(), kept.size(), kept.begin());
  return kept;
}

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::uint32_t prefix_of(const CaseId& id) {
  return static_cast<std::uint32_t>(id[0]) << 24 | static_cast<std::uint32_t>(id[1]) << 16 |
         static_cast<std::uint32_t>(id[2]) << 8 | id[3];
}

}  // namespace

KeyFile::KeyFile() {
  sodium_ready();
  randombytes_buf(case_id_.data(), case_id_.size());
}

KeyFile KeyFile::parse(ByteView bytes, const std::string& path) {
  const auto corrupt = [&](std::string what) -> Error {
    return Error(ErrorCode::corrupt, std::move(what), {.file = path},
                 "restore this file from a backup of the case");
  };
  if (bytes.size() < kHeaderSize || text_of(bytes.first(kMagic.size())) != kMagic)
    throw corrupt("is not the key file of a case");
  if (const auto version = get_le<std::uint32_t>(bytes, 16); version != kVersion)
    throw corrupt(fmt::format("has version {}; this program reads version {}", version, kVersion));
  if (bytes.size() != kKeyFileSize || get_le<std::uint32_t>(bytes, 20) != kSlotCount)
    throw corrupt(fmt::format("has {} bytes instead of {}", bytes.size(), kKeyFileSize));
  if (!all_zero(bytes.subspan(48, 16))) throw corrupt("has bytes where none belong");

  CaseId id{};
  std::copy_n(bytes.begin() + 24, id.size(), id.begin());
  KeyFile file(id);
  file.generation_ = get_le<std::uint64_t>(bytes, 40);
  for (int i = 0; i < kSlotCount; ++i) {
    Slot& slot = file.slots_[i];
    std::copy_n(bytes.begin() + kHeaderSize + i * slot.size(), slot.size(), slot.begin());
    switch (slot[kKindAt]) {
      case kEmpty:
        if (!all_zero(slot)) throw corrupt(fmt::format("key slot {} is neither empty nor full", i));
        continue;
      case kPassphrase:
        if (!cost_allowed(cost_of(slot)))
          throw corrupt(
              fmt::format("key slot {} asks for {} passes over {} bytes, beyond what is "
                          "allowed",
                          i, cost_of(slot).passes, cost_of(slot).memory_bytes));
        break;
      case kRecovery:
        if (slot[kNeededAt] < 2 || slot[kNeededAt] > slot[kCountAt] ||
            slot[kCountAt] > kShareCountMax)
          throw corrupt(fmt::format("key slot {} asks for {} of {} shares", i, slot[kNeededAt],
                                    slot[kCountAt]));
        break;
      default:
        throw corrupt(fmt::format("key slot {} is of unknown kind {}", i, slot[kKindAt]));
    }
    if (slot[kCompartmentsAt] != kCoded && slot[kCompartmentsAt] != kCodedAndIdentities)
      throw corrupt(fmt::format("key slot {} grants unknown parts {}", i, slot[kCompartmentsAt]));
  }
  std::copy_n(bytes.end() - file.tag_.size(), file.tag_.size(), file.tag_.begin());
  return file;
}

std::vector<KeySlotInfo> KeyFile::slots() const {
  std::vector<KeySlotInfo> infos;
  for (int i = 0; i < kSlotCount; ++i) {
    const Slot& slot = slots_[i];
    if (slot[kKindAt] == kEmpty) continue;
    infos.push_back({.slot = i,
                     .opened_by = slot[kKindAt] == kPassphrase ? KeySlotInfo::OpenedBy::passphrase
                                                               : KeySlotInfo::OpenedBy::shares,
                     .shares_needed = slot[kNeededAt],
                     .share_count = slot[kCountAt],
                     .opens_identities = slot[kCompartmentsAt] == kCodedAndIdentities});
  }
  return infos;
}

// The associated data of slot's wrapped keys: everything that says how to open it.
ByteBuffer KeyFile::bound_to(int slot) const {
  ByteBuffer bytes(kSlotDomain.begin(), kSlotDomain.end());
  bytes.insert(bytes.end(), case_id_.begin(), case_id_.end());
  bytes.push_back(static_cast<std::uint8_t>(slot));
  const Slot& fields = slots_[slot];
  bytes.insert(bytes.end(), fields.begin(), fields.begin() + kNonceAt);
  bytes.insert(bytes.end(), fields.begin() + kShareDigestsAt, fields.end());
  return bytes;
}

void KeyFile::wrap(int slot, const KeySet& keys, const SecretBytes& wrapping_key) {
  Slot& fields = slots_[slot];
  CHECK(keys.coded.size_bytes() == kKeySize);
  fields[kCompartmentsAt] = keys.identities.empty() ? kCoded : kCodedAndIdentities;
  randombytes_buf(fields.data() + kNonceAt, kWrappedAt - kNonceAt);
  SecretBytes plain(kPlainSize);  // no identities: zeros in their place
  std::copy_n(keys.coded.bytes().data(), kKeySize, plain.bytes().data());
  if (!keys.identities.empty())
    std::copy_n(keys.identities.bytes().data(), kKeySize, plain.bytes().data() + kKeySize);
  const ByteBuffer bound = bound_to(slot);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      fields.data() + kWrappedAt, nullptr, plain.bytes().data(), kPlainSize, bound.data(),
      bound.size(), nullptr, fields.data() + kNonceAt, wrapping_key.bytes().data());
}

std::optional<KeySet> KeyFile::unwrap(int slot, const SecretBytes& wrapping_key) const {
  const Slot& fields = slots_[slot];
  SecretBytes plain(kPlainSize);
  const ByteBuffer bound = bound_to(slot);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          plain.bytes().data(), nullptr, nullptr, fields.data() + kWrappedAt, kWrappedSize,
          bound.data(), bound.size(), fields.data() + kNonceAt, wrapping_key.bytes().data()) != 0)
    return std::nullopt;
  KeySet keys;
  keys.slot = slot;
  keys.coded = SecretBytes::copy_of(std::as_const(plain).bytes().first(kKeySize));
  if (fields[kCompartmentsAt] == kCodedAndIdentities)
    keys.identities = SecretBytes::copy_of(std::as_const(plain).bytes().last(kKeySize));
  return keys;
}

std::optional<KeySet> KeyFile::unlock(const SecretBytes& passphrase) const {
  if (passphrase.empty() || passphrase.size_bytes() > kPassphraseSizeMax) return std::nullopt;
  for (int i = 0; i < kSlotCount; ++i) {
    if (slots_[i][kKindAt] != kPassphrase) continue;
    if (auto keys = unwrap(i, argon2id(passphrase, slots_[i]))) return keys;
  }
  return std::nullopt;
}

KeySet KeyFile::unlock(std::span<const RecoveryShare> shares) const {
  const auto bad = [](std::string what) {
    return Error(ErrorCode::invalid_input, "recovery shares: " + what);
  };
  if (shares.empty()) throw bad("none given");
  const int slot = shares[0].slot;
  for (const RecoveryShare& share : shares) {
    if (share.case_prefix != prefix_of(case_id_))
      throw bad(fmt::format("share {} belongs to another case", share.share.x));
    if (share.slot != slot)
      throw bad(fmt::format("shares {} and {} are from different sets", shares[0].share.x,
                            share.share.x));
  }
  if (slot < 0 || slot >= kSlotCount || slots_[slot][kKindAt] != kRecovery)
    throw bad("this set of shares has been withdrawn");
  const Slot& fields = slots_[slot];
  std::vector<SecretShare> good;
  for (const RecoveryShare& share : shares) {
    const int x = share.share.x;
    const auto digest = share_digest(share.share);
    if (x < 1 || x > fields[kCountAt] ||
        sodium_memcmp(digest.data(), fields.data() + kShareDigestsAt + (x - 1) * kShareDigestSize,
                      kShareDigestSize) != 0)
      throw bad(fmt::format("share {} is not the one that was given out", x));
    if (std::none_of(good.begin(), good.end(), [&](const SecretShare& g) { return g.x == x; }))
      good.push_back({.x = share.share.x, .y = share.share.y.clone()});
  }
  if (good.size() < fields[kNeededAt])
    throw bad(
        fmt::format("{} different ones were given; {} are needed", good.size(), fields[kNeededAt]));
  good.resize(fields[kNeededAt]);
  auto keys = unwrap(slot, join_shares(good));
  if (!keys) throw Error(ErrorCode::corrupt, fmt::format("key slot {} is damaged", slot));
  return std::move(*keys);
}

int KeyFile::free_slot() const {
  for (int i = 0; i < kSlotCount; ++i)
    if (slots_[i][kKindAt] == kEmpty) return i;
  throw Error(ErrorCode::limit, fmt::format("all {} key slots are taken", kSlotCount), {},
              "remove one first");
}

int KeyFile::add_passphrase(const KeySet& keys, const SecretBytes& passphrase,
                            const KeyCost& cost) {
  if (passphrase.empty() || passphrase.size_bytes() > kPassphraseSizeMax)
    throw Error(ErrorCode::invalid_input,
                fmt::format("a passphrase has 1 to {} bytes", kPassphraseSizeMax));
  if (!cost_allowed(cost))
    throw Error(ErrorCode::invalid_input, "the cost of the key derivation is out of bounds");
  const int slot = free_slot();
  Slot& fields = slots_[slot];
  fields[kKindAt] = kPassphrase;
  put_le(fields, kPassesAt, cost.passes);
  put_le(fields, kMemoryAt, cost.memory_bytes);
  randombytes_buf(fields.data() + kSaltAt, crypto_pwhash_SALTBYTES);
  try {
    fields[kCompartmentsAt] = kCoded;
    wrap(slot, keys, argon2id(passphrase, fields));
  } catch (...) {
    fields.fill(0);
    throw;
  }
  return slot;
}

int KeyFile::add_recovery(const KeySet& keys, const SharePlan& plan,
                          std::vector<RecoveryShare>& shares) {
  if (plan.needed < 2 || plan.needed > plan.count || plan.count > kShareCountMax)
    throw Error(ErrorCode::invalid_input,
                fmt::format("{} of {} shares is not possible", plan.needed, plan.count), {},
                fmt::format("2 or more are needed, of at most {}", kShareCountMax));
  const int slot = free_slot();
  const SecretBytes secret = SecretBytes::random(kKeySize);
  std::vector<SecretShare> parts = split_secret(secret, plan.needed, plan.count);
  Slot& fields = slots_[slot];
  fields[kKindAt] = kRecovery;
  fields[kNeededAt] = static_cast<std::uint8_t>(plan.needed);
  fields[kCountAt] = static_cast<std::uint8_t>(plan.count);
  for (SecretShare& part : parts) {
    const auto digest = share_digest(part);
    std::copy(digest.begin(), digest.end(),
              fields.begin() + kShareDigestsAt + (part.x - 1) * kShareDigestSize);
  }
  wrap(slot, keys, secret);
  shares.clear();
  for (SecretShare& part : parts)
    shares.push_back({.case_prefix = prefix_of(case_id_),
                      .slot = slot,
                      .needed = plan.needed,
                      .count = plan.count,
                      .share = std::move(part)});
  return slot;
}

void KeyFile::remove(int slot) {
  if (slot < 0 || slot >= kSlotCount || slots_[slot][kKindAt] == kEmpty)
    throw Error(ErrorCode::not_found, fmt::format("there is no key slot {}", slot));
  if (slots().size() == 1)
    throw Error(ErrorCode::conflict, "this is the last key; without it the case is lost", {},
                "add another first");
  slots_[slot].fill(0);
}

ByteBuffer KeyFile::unsigned_bytes() const {
  ByteBuffer bytes(kKeyFileSize - tag_.size());
  std::copy(kMagic.begin(), kMagic.end(), bytes.begin());
  put_le(bytes, 16, kVersion);
  put_le(bytes, 20, static_cast<std::uint32_t>(kSlotCount));
  std::copy(case_id_.begin(), case_id_.end(), bytes.begin() + 24);
  put_le(bytes, 40, generation_);
  for (int i = 0; i < kSlotCount; ++i)
    std::copy(slots_[i].begin(), slots_[i].end(),
              bytes.begin() + kHeaderSize + i * slots_[i].size());
  return bytes;
}

namespace {

std::array<std::uint8_t, 32> tag_of(ByteView bytes, const KeySet& keys) {
  const SecretBytes key = derive_key(keys.coded, KeyPurpose::key_file);
  std::array<std::uint8_t, 32> tag{};
  crypto_generichash(tag.data(), tag.size(), bytes.data(), bytes.size(), key.bytes().data(),
                     key.size_bytes());
  return tag;
}

}  // namespace

void KeyFile::verify(const KeySet& keys, const std::string& path) const {
  const auto expected = tag_of(unsigned_bytes(), keys);
  if (sodium_memcmp(expected.data(), tag_.data(), tag_.size()) != 0)
    throw Error(ErrorCode::corrupt, "was changed by something that does not hold the key",
                {.file = path}, "restore this file from a backup of the case");
}

ByteBuffer KeyFile::seal(const KeySet& keys) {
  ++generation_;
  ByteBuffer bytes = unsigned_bytes();
  tag_ = tag_of(bytes, keys);
  bytes.insert(bytes.end(), tag_.begin(), tag_.end());
  return bytes;
}

}  // namespace hearim
