#include "verify/age_reader.h"

#include <sodium.h>

#include <algorithm>

namespace hearim_verify {
namespace {

constexpr std::size_t kChunk = 65536, kTag = 16;
constexpr std::size_t kHeaderMax = 1 << 20;
constexpr std::uint64_t kLog2WorkMax = 22;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void wrong(const char* what) { throw Wrong(std::string("the age file ") + what); }

Hash hmac(std::string_view key, std::string_view message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, raw(key), key.size());
  crypto_auth_hmacsha256_update(&state, raw(message), message.size());
  Hash mac{};
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

// RFC 5869, one block of output.
Hash hkdf(std::string_view secret, std::string_view salt, std::string_view info) {
  return hmac(text_of(hmac(salt, secret)), std::string(info) + '\x01');
}

// ChaCha20-Poly1305; nothing when it does not authenticate.
std::optional<std::string> unseal(const Hash& key, const std::array<std::uint8_t, 12>& nonce,
                                  std::string_view sealed) {
  if (sealed.size() < kTag) return std::nullopt;
  std::string plain(sealed.size() - kTag, '\0');
  if (crypto_aead_chacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plain.data()),
                                                nullptr, nullptr, raw(sealed), sealed.size(),
                                                nullptr, 0, nonce.data(), key.data()) != 0)
    return std::nullopt;
  return plain;
}

// One byte at a time off a buffered source.
class Reader {
 public:
  explicit Reader(Source source) : source_(std::move(source)) {}

  std::string read(std::size_t wanted) {  // shorter at the end
    while (buffer_.size() - at_ < wanted) {
      buffer_.erase(0, at_);
      at_ = 0;
      const std::size_t before = buffer_.size();
      buffer_.resize(before + kChunk + kTag);
      const std::size_t got =
          source_({reinterpret_cast<std::uint8_t*>(buffer_.data()) + before, kChunk + kTag});
      buffer_.resize(before + got);
      if (got == 0) break;
    }
    std::string bytes = buffer_.substr(at_, wanted);
    at_ += bytes.size();
    return bytes;
  }
  std::string read_line() {  // without its newline
    std::string line;
    for (;;) {
      const std::string byte = read(1);
      if (byte.empty()) wrong("is cut short in its header");
      if (byte == "\n") return line;
      line += byte;
      if (++header_size_ > kHeaderMax) wrong("has a header without end");
    }
  }
  bool at_end() {
    const std::string byte = read(1);
    if (byte.empty()) return true;
    --at_;
    return false;
  }

 private:
  Source source_;
  std::string buffer_;
  std::size_t at_ = 0, header_size_ = 0;
};

struct Stanza {
  std::vector<std::string> words;
  std::string body;
};

struct Header {
  std::vector<Stanza> stanzas;
  std::string authenticated, mac;
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ')
      words.emplace_back();
    else if (c < 33 || c > 126)
      wrong("has a letter in its header that does not belong there");
    else
      words.back() += c;
  }
  for (const std::string& word : words)
    if (word.empty()) wrong("has an empty word in its header");
  return words;
}

Header read_header(Reader& reader) {
  Header header;
  const std::string first = reader.read_line();
  if (first + "\n" != kAgeFirstLine) wrong("is not of version 1");
  header.authenticated = first + "\n";
  for (;;) {
    const std::string line = reader.read_line();
    if (line.starts_with("--- ")) {
      const auto mac = from_base64(std::string_view(line).substr(4), false);
      if (!mac || mac->size() != 32) wrong("has no code of its header");
      header.mac = *mac;
      header.authenticated += "---";
      break;
    }
    if (!line.starts_with("-> ")) wrong("has a line in its header that does not belong there");
    header.authenticated += line + "\n";
    Stanza stanza{words_of(std::string_view(line).substr(3)), {}};
    for (;;) {
      const std::string part = reader.read_line();
      header.authenticated += part + "\n";
      const auto bytes = from_base64(part, false);
      if (!bytes || part.size() > 64) wrong("has a stanza that is not base64");
      stanza.body += *bytes;
      if (part.size() < 64) break;
    }
    header.stanzas.push_back(std::move(stanza));
  }
  if (header.stanzas.empty()) wrong("is for nobody");
  return header;
}

constexpr std::array<std::uint8_t, 12> kZeroNonce{};

std::optional<std::string> file_key_by_identity(const Stanza& stanza, const Hash& identity) {
  if (stanza.words.size() != 2) wrong("has an X25519 stanza of the wrong form");
  const auto share = from_base64(stanza.words[1], false);
  if (!share || share->size() != 32 || stanza.body.size() != 32)
    wrong("has an X25519 stanza of the wrong size");
  Hash mine{}, shared{};
  crypto_scalarmult_base(mine.data(), identity.data());
  if (crypto_scalarmult(shared.data(), identity.data(), raw(*share)) != 0)
    wrong("has an X25519 share that is no key");
  return unseal(
      hkdf(text_of(shared), *share + std::string(text_of(mine)), "age-encryption.org/v1/X25519"),
      kZeroNonce, stanza.body);
}

std::optional<std::string> file_key_by_passphrase(const Stanza& stanza,
                                                  const std::string& passphrase) {
  if (stanza.words.size() != 3) wrong("has a scrypt stanza of the wrong form");
  const auto salt = from_base64(stanza.words[1], false);
  const auto log2_work = from_decimal(stanza.words[2]);
  if (!salt || salt->size() != 16 || stanza.body.size() != 32 || !log2_work || *log2_work == 0)
    wrong("has a scrypt stanza of the wrong form");
  if (*log2_work > kLog2WorkMax) throw Cannot("the age file asks for too much work (scrypt)");
  const std::string labelled = "age-encryption.org/v1/scrypt" + *salt;
  Hash key{};
  if (crypto_pwhash_scryptsalsa208sha256_ll(raw(passphrase), passphrase.size(), raw(labelled),
                                            labelled.size(), std::uint64_t{1} << *log2_work, 8, 1,
                                            key.data(), key.size()) != 0)
    throw Cannot("not enough memory for the passphrase of the age file");
  return unseal(key, kZeroNonce, stanza.body);
}

std::string file_key_of(const Header& header, const AgeKeys& keys) {
  const bool by_passphrase = std::any_of(header.stanzas.begin(), header.stanzas.end(),
                                         [](const Stanza& s) { return s.words[0] == "scrypt"; });
  if (by_passphrase && header.stanzas.size() != 1)
    wrong("has a passphrase and something beside it");
  std::optional<std::string> key;
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.words[0] == "scrypt" && !keys.passphrase.empty())
      key = file_key_by_passphrase(stanza, keys.passphrase);
    if (stanza.words[0] == "X25519")
      for (const Hash& identity : keys.identities)
        if (!key) key = file_key_by_identity(stanza, identity);
  }
  if (!key)
    throw Cannot(by_passphrase ? "the passphrase does not open this age file (--passphrase-file)"
                               : "no identity opens this age file (--identity)");
  if (key->size() != 16) wrong("has a key of the wrong size");
  return *key;
}

// The payload, chunk by chunk.
class Payload {
 public:
  Payload(Source file, const AgeKeys& keys) : reader_(std::move(file)) {
    const Header header = read_header(reader_);
    const std::string file_key = file_key_of(header, keys);
    if (text_of(hmac(text_of(hkdf(file_key, {}, "header")), header.authenticated)) != header.mac)
      wrong("has a header that was altered");
    const std::string nonce = reader_.read(16);
    if (nonce.size() != 16) wrong("is cut short");
    key_ = hkdf(file_key, nonce, "payload");
  }

  std::size_t read(std::span<std::uint8_t> into) {
    if (at_ == chunk_.size() && !ended_) next_chunk();
    const std::size_t size = std::min(into.size(), chunk_.size() - at_);
    std::copy_n(chunk_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
    at_ += size;
    return size;
  }

 private:
  void next_chunk() {
    const std::string sealed = reader_.read(kChunk + kTag);
    ended_ = reader_.at_end();
    std::array<std::uint8_t, 12> nonce{};
    for (int i = 0; i < 8; ++i) nonce[3 + i] = static_cast<std::uint8_t>(counter_ >> (56 - 8 * i));
    nonce[11] = ended_ ? 1 : 0;
    const auto plain = unseal(key_, nonce, sealed);
    if (!plain) wrong("was altered, or is cut short");
    if (plain->empty() && counter_ > 0) wrong("ends in an empty chunk");
    chunk_ = *plain;
    at_ = 0;
    ++counter_;
  }

  Reader reader_;
  Hash key_{};
  std::string chunk_;
  std::size_t at_ = 0;
  std::uint64_t counter_ = 0;
  bool ended_ = false;
};

std::optional<Hash> bech32_identity(std::string_view text) {
  constexpr std::string_view kPrefix = "AGE-SECRET-KEY-",
                             kLetters = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
  if (!text.starts_with("AGE-SECRET-KEY-1")) return std::nullopt;
  std::uint32_t check = 1;
  const auto add = [&check](std::uint32_t value) {
    constexpr std::uint32_t kGenerators[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                             0x2a1462b3};
    const std::uint32_t top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < 5; ++i)
      if ((top >> i & 1) != 0) check ^= kGenerators[i];
  };
  const auto lower = [](char c) {
    return static_cast<std::uint32_t>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  };
  for (const char c : kPrefix) add(lower(c) >> 5);
  add(0);
  for (const char c : kPrefix) add(lower(c) & 31);
  std::string values;
  for (const char c : text.substr(kPrefix.size() + 1)) {
    const auto value = kLetters.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    add(static_cast<std::uint32_t>(value));
    values += static_cast<char>(value);
  }
  if (check != 1 || values.size() != 52 + 6) return std::nullopt;
  Hash identity{};
  std::uint32_t bits = 0, bit_count = 0;
  std::size_t size = 0;
  for (const char value : std::string_view(values).substr(0, 52)) {
    bits = bits << 5 | static_cast<std::uint32_t>(value);
    bit_count += 5;
    if (bit_count < 8) continue;
    bit_count -= 8;
    if (size == identity.size()) return std::nullopt;
    identity[size++] = static_cast<std::uint8_t>(bits >> bit_count);
  }
  if ((bits & ((1u << bit_count) - 1)) != 0) return std::nullopt;
  return identity;
}

}  // namespace

std::vector<Hash> parse_identities(std::string_view file) {
  std::vector<Hash> identities;
  std::string text(file);
  text += '\n';
  std::string_view rest = text;
  while (auto line = take_line(rest)) {
    while (line->ends_with('\r') || line->ends_with(' ')) line->remove_suffix(1);
    if (line->empty() || line->starts_with('#')) continue;
    const auto identity = bech32_identity(*line);
    if (!identity) throw Cannot("the identity file has a line that is not AGE-SECRET-KEY-1…");
    identities.push_back(*identity);
  }
  if (identities.empty()) throw Cannot("the identity file has no AGE-SECRET-KEY-1…");
  return identities;
}

Source open_age(Source file, const AgeKeys& keys) {
  const auto payload = std::make_shared<Payload>(std::move(file), keys);
  return [payload](std::span<std::uint8_t> into) { return payload->read(into); };
}

}  // namespace hearim_verify
