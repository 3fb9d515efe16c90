// Implements docs/formats/case.md, "Identities": nonce (24) | sealed (salt (32) | text, padded with
// zeros to a multiple of 64 after its length) | tag (16), under the identities' own key, so that
// whoever holds the coded part alone learns neither the text nor, but roughly, its length.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kNonceSize = 24, kTagSize = 16, kTextAt = 32 + 8, kPadTo = 64;

std::string bound_to(std::uint64_t sequence) {
  std::string bytes = "hearim-identity-1";
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(sequence >> shift));
  return bytes;
}

}  // namespace

ByteBuffer seal_identity(const KeySet& keys, std::uint64_t sequence, const Salt& salt,
                         std::string_view text) {
  CHECK(!keys.identities.empty());
  const SecretBytes key = derive_key(keys.identities, KeyPurpose::identity);
  WipedBuffer plain((kTextAt + text.size() + kPadTo - 1) / kPadTo * kPadTo);
  std::copy(salt.begin(), salt.end(), plain.data());
  put_le(plain.bytes(), salt.size(), static_cast<std::uint64_t>(text.size()));
  std::copy(text.begin(), text.end(), plain.data() + kTextAt);
  ByteBuffer sealed(kNonceSize + plain.size() + kTagSize);
  randombytes_buf(sealed.data(), kNonceSize);
  const std::string bound = bound_to(sequence);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonceSize, nullptr, plain.data(),
                                             plain.size(), view_of(bound).data(), bound.size(),
                                             nullptr, sealed.data(), key.bytes().data());
  return sealed;
}

std::optional<OpenedIdentity> open_identity(const KeySet& keys, std::uint64_t sequence,
                                            ByteView sealed) {
  CHECK(!keys.identities.empty());
  if (sealed.size() < kNonceSize + kTextAt + kTagSize) return std::nullopt;
  const SecretBytes key = derive_key(keys.identities, KeyPurpose::identity);
  WipedBuffer plain(sealed.size() - kNonceSize - kTagSize);
  const std::string bound = bound_to(sequence);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          plain.data(), nullptr, nullptr, sealed.data() + kNonceSize, sealed.size() - kNonceSize,
          view_of(bound).data(), bound.size(), sealed.data(), key.bytes().data()) != 0)
    return std::nullopt;
  OpenedIdentity opened;
  std::copy_n(plain.data(), opened.salt.size(), opened.salt.begin());
  const auto size = get_le<std::uint64_t>(plain.bytes(), opened.salt.size());
  if (size > plain.size() - kTextAt) return std::nullopt;
  opened.text = SecretBytes::copy_of(std::as_const(plain).bytes().subspan(kTextAt, size));
  return opened;
}

std::int64_t CaseWork::add_identity(std::string_view text) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  if (owner.keys.identities.empty())
    throw Error(ErrorCode::refused, "this key does not open the identities");
  Database& database = *owner.database;
  const std::int64_t id = next_number(database, "identity");
  const Salt salt = random_salt();
  const std::uint64_t sequence =
      append_entry(owner, state_->log,
                   {.action = "identity-added",
                    .object = fmt::format("identity:{}", id),
                    .committed = {{"identity", commitment(salt, "identity", view_of(text))}}});
  const ByteBuffer sealed = seal_identity(owner.keys, sequence, salt, text);
  Statement(database, "INSERT INTO identity VALUES(?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, ByteView(sealed))
      .run();
  return id;
}

std::string Case::view_identity(std::int64_t id) {
  CaseState& state = opened(state_);
  if (state.keys.identities.empty())
    throw Error(ErrorCode::refused, "this key does not open the identities");
  std::string text;
  {
    Statement row(*state.database, "SELECT sequence, sealed FROM identity WHERE id = ?");
    if (!row.bind(1, id).step())
      throw Error(ErrorCode::not_found, fmt::format("there is no identity {}", id),
                  {.file = state.folder});
    const auto identity =
        open_identity(state.keys, static_cast<std::uint64_t>(row.integer(0)), row.blob(1));
    if (!identity)
      throw Error(ErrorCode::corrupt, fmt::format("identity {} was altered", id),
                  {.file = state.folder}, "restore the case from a backup");
    text = text_of(identity->text.bytes());
  }
  log_alone(state, {.action = "identity-viewed", .object = fmt::format("identity:{}", id)});
  return text;
}

}  // namespace hearim
