// Implements https://age-encryption.org/v1 (C2SP age), writing only:
//
//     age-encryption.org/v1
//     -> X25519 SHARE                   one stanza per recipient: the file key, sealed to them
//     BODY
//     --- MAC                           HMAC of all above under a key of the file key
//     nonce (16) | chunks               64 KiB each, ChaCha20-Poly1305, counter and last-flag nonce
//
// Bech32 is BIP 173's; HKDF is RFC 5869's, over HMAC-SHA-256.
#include "casefile/age_writer.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "casefile/sodium_ready.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kChunkSize = 65536, kTagSize = 16, kFileKeySize = 16, kLineSize = 64;
constexpr std::array<std::uint8_t, 12> kZeroNonce{};

std::string unpadded_base64(ByteView bytes) {
  std::string text(
      sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  text.pop_back();  // the terminating zero
  return text;
}

// HKDF-SHA-256 to 32 bytes: one block of output.
SecretBytes hkdf(ByteView secret, ByteView salt, std::string_view info) {
  SecretBytes extracted(32), expanded(32);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, salt.data(), salt.size());
  crypto_auth_hmacsha256_update(&state, secret.data(), secret.size());
  crypto_auth_hmacsha256_final(&state, extracted.bytes().data());
  const std::string block = std::string(info) + '\x01';
  crypto_auth_hmacsha256_init(&state, extracted.bytes().data(), 32);
  crypto_auth_hmacsha256_update(&state, view_of(block).data(), block.size());
  crypto_auth_hmacsha256_final(&state, expanded.bytes().data());
  sodium_memzero(&state, sizeof state);
  return expanded;
}

// "-> words\nbody\n", the body in lines of 64, the last one shorter.
std::string stanza(std::string_view words, const SecretBytes& wrapping_key,
                   const SecretBytes& file_key) {
  ByteBuffer sealed(kFileKeySize + kTagSize);
  crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data(), nullptr, file_key.bytes().data(),
                                            kFileKeySize, nullptr, 0, nullptr, kZeroNonce.data(),
                                            wrapping_key.bytes().data());
  const std::string body = unpadded_base64(sealed);
  CHECK(body.size() < kLineSize);
  return fmt::format("-> {}\n{}\n", words, body);
}

std::string x25519_stanza(const AgeRecipient& recipient, const SecretBytes& file_key) {
  SecretBytes ephemeral = SecretBytes::random(32), shared(32);
  ByteBuffer salt(64);
  crypto_scalarmult_base(salt.data(), ephemeral.bytes().data());
  std::copy(recipient.begin(), recipient.end(), salt.begin() + 32);
  if (crypto_scalarmult(shared.bytes().data(), ephemeral.bytes().data(), recipient.data()) != 0)
    throw Error(ErrorCode::invalid_input, "this age recipient is no usable key");
  return stanza("X25519 " + unpadded_base64(ByteView(salt).first(32)),
                hkdf(shared.bytes(), salt, "age-encryption.org/v1/X25519"), file_key);
}

std::string scrypt_stanza(const SecretBytes& passphrase, int log2_work,
                          const SecretBytes& file_key) {
  CHECK(log2_work >= 1 && log2_work <= 22);
  ByteBuffer salt(16);
  randombytes_buf(salt.data(), salt.size());
  const std::string_view label = "age-encryption.org/v1/scrypt";
  ByteBuffer labelled(label.begin(), label.end());
  labelled.insert(labelled.end(), salt.begin(), salt.end());
  SecretBytes key(32);
  if (crypto_pwhash_scryptsalsa208sha256_ll(
          passphrase.bytes().data(), passphrase.size_bytes(), labelled.data(), labelled.size(),
          std::uint64_t{1} << log2_work, 8, 1, key.bytes().data(), 32) != 0)
    throw Error(ErrorCode::limit, "not enough memory to derive the key of an age file", {},
                "close other programs and try again");
  return stanza(fmt::format("scrypt {} {}", unpadded_base64(salt), log2_work), key, file_key);
}

SecretBytes new_file_key() {
  sodium_ready();
  return SecretBytes::random(kFileKeySize);
}

// The five-bit letters of Bech32, and its checksum.
constexpr std::string_view kLetters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

std::uint32_t bech32_checksum(std::string_view prefix, ByteView values) {
  constexpr std::array<std::uint32_t, 5> kGenerators = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                        0x3d4233dd, 0x2a1462b3};
  std::uint32_t check = 1;
  const auto add = [&](std::uint32_t value) {
    const std::uint32_t top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (std::size_t i = 0; i < kGenerators.size(); ++i)
      if ((top >> i & 1) != 0) check ^= kGenerators[i];
  };
  for (const char c : prefix) add(static_cast<std::uint32_t>(c) >> 5);
  add(0);
  for (const char c : prefix) add(static_cast<std::uint32_t>(c) & 31);
  for (const std::uint8_t value : values) add(value);
  return check;
}

}  // namespace

AgeRecipient parse_age_recipient(std::string_view text) {
  const auto bad = [&](std::string_view what) {
    return Error(ErrorCode::invalid_input, fmt::format("'{}' {}", text, what), {},
                 "an age recipient looks like age1… and is made with age-keygen");
  };
  constexpr std::string_view kPrefix = "age";
  if (!text.starts_with("age1")) throw bad("is not an age recipient");
  ByteBuffer values;
  for (const char c : text.substr(kPrefix.size() + 1)) {
    const auto at = kLetters.find(c);
    if (at == std::string_view::npos) throw bad("holds a letter that does not belong");
    values.push_back(static_cast<std::uint8_t>(at));
  }
  constexpr std::size_t kChecksumSize = 6;
  if (values.size() < kChecksumSize || bech32_checksum(kPrefix, values) != 1)
    throw bad("has a slip of the pen");
  values.erase(values.end() - kChecksumSize, values.end());
  AgeRecipient recipient{};
  std::size_t size = 0;
  std::uint32_t bits = 0, bit_count = 0;
  for (const std::uint8_t value : values) {
    bits = bits << 5 | value;
    bit_count += 5;
    if (bit_count < 8) continue;
    bit_count -= 8;
    if (size == recipient.size()) throw bad("is too long");
    recipient[size++] = static_cast<std::uint8_t>(bits >> bit_count);
  }
  if (size != recipient.size() || (bits & ((1u << bit_count) - 1)) != 0)
    throw bad("is not 32 bytes long");
  return recipient;
}

AgeWriter::AgeWriter(ByteSink sink, const std::vector<AgeRecipient>& recipients)
    : sink_(std::move(sink)), chunk_(kChunkSize) {
  CHECK(!recipients.empty());
  const SecretBytes file_key = new_file_key();
  std::string stanzas;
  for (const AgeRecipient& recipient : recipients) stanzas += x25519_stanza(recipient, file_key);
  begin(stanzas, file_key);
}

AgeWriter::AgeWriter(ByteSink sink, const SecretBytes& passphrase, int log2_work)
    : sink_(std::move(sink)), chunk_(kChunkSize) {
  const SecretBytes file_key = new_file_key();
  begin(scrypt_stanza(passphrase, log2_work, file_key), file_key);
}

void AgeWriter::begin(const std::string& stanzas, const SecretBytes& file_key) {
  std::string header = "age-encryption.org/v1\n" + stanzas + "---";
  const SecretBytes mac_key = hkdf(file_key.bytes(), {}, "header");
  std::array<std::uint8_t, 32> mac{};
  crypto_auth_hmacsha256(mac.data(), view_of(header).data(), header.size(), mac_key.bytes().data());
  header += " " + unpadded_base64(mac) + "\n";
  sink_(view_of(header));
  std::array<std::uint8_t, 16> nonce{};
  randombytes_buf(nonce.data(), nonce.size());
  sink_(nonce);
  payload_key_ = hkdf(file_key.bytes(), nonce, "payload");
}

void AgeWriter::write(ByteView bytes) {
  while (!bytes.empty()) {
    // Only when more follows: a last chunk is empty in an empty file alone.
    if (fill_ == kChunkSize) seal_chunk(Chunk::inner);
    const std::size_t taken = std::min(bytes.size(), kChunkSize - fill_);
    std::copy_n(bytes.data(), taken, chunk_.data() + fill_);
    fill_ += taken;
    bytes = bytes.subspan(taken);
  }
}

void AgeWriter::finish() { seal_chunk(Chunk::last); }

void AgeWriter::seal_chunk(Chunk kind) {
  std::array<std::uint8_t, 12> nonce{};  // a counter of 11 big-endian bytes, and the last-flag
  for (int i = 0; i < 8; ++i) nonce[3 + i] = static_cast<std::uint8_t>(counter_ >> (56 - 8 * i));
  nonce[11] = kind == Chunk::last ? 1 : 0;
  ByteBuffer sealed(fill_ + kTagSize);
  crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data(), nullptr, chunk_.data(), fill_, nullptr,
                                            0, nullptr, nonce.data(), payload_key_.bytes().data());
  sink_(sealed);
  ++counter_;
  fill_ = 0;
}

}  // namespace hearim
