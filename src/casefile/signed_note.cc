#include "casefile/signed_note.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "casefile/sodium_ready.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kSignatureLead = "\u2014 ";  // em dash, space
constexpr std::uint8_t kEd25519 = 1;
constexpr std::size_t kNoteSizeMax = 1 << 20;

bool name_is_valid(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
  });
}

std::uint32_t big_endian_32(ByteView bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

}  // namespace

std::string to_base64(ByteView bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<ByteBuffer> from_base64(std::string_view text) {
  ByteBuffer bytes(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end,
                        sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(size);
  if (to_base64(bytes) != text) return std::nullopt;  // stray bits after the last byte
  return bytes;
}

std::uint32_t NoteVerifier::key_id() const {
  Sha256 hash;
  hash.update(name);
  hash.update("\n");
  hash.update(text_of({&kEd25519, 1}));
  hash.update(text_of(public_key));
  return big_endian_32(hash.finish());
}

std::string NoteVerifier::to_text() const {
  ByteBuffer key{kEd25519};
  key.insert(key.end(), public_key.begin(), public_key.end());
  return fmt::format("{}+{:08x}+{}", name, key_id(), to_base64(key));
}

NoteVerifier NoteVerifier::parse(std::string_view text) {
  const auto bad = [](const char* what) {
    return Error(ErrorCode::invalid_input, fmt::format("the public key {}", what), {},
                 "it looks like NAME+HASH+KEY");
  };
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) throw bad("has not three parts");
  NoteVerifier verifier;
  verifier.name = text.substr(0, first);
  if (!name_is_valid(verifier.name)) throw bad("has no valid name");
  const auto key = from_base64(text.substr(second + 1));
  if (!key || key->size() != 33 || (*key)[0] != kEd25519) throw bad("is not an Ed25519 key");
  std::copy(key->begin() + 1, key->end(), verifier.public_key.begin());
  if (text.substr(first + 1, second - first - 1) != fmt::format("{:08x}", verifier.key_id()))
    throw bad("does not fit its name");
  return verifier;
}

NoteSigner::NoteSigner(std::string name, const SecretBytes& seed)
    : secret_key_(crypto_sign_SECRETKEYBYTES) {
  CHECK(seed.size_bytes() == crypto_sign_SEEDBYTES && name_is_valid(name));
  verifier_.name = std::move(name);
  crypto_sign_seed_keypair(verifier_.public_key.data(), secret_key_.bytes().data(),
                           seed.bytes().data());
}

std::string NoteSigner::sign(std::string_view text) const {
  CHECK(!text.empty() && text.back() == '\n');
  const std::uint32_t id = verifier_.key_id();
  ByteBuffer signature(4 + crypto_sign_BYTES);
  for (int i = 0; i < 4; ++i) signature[i] = static_cast<std::uint8_t>(id >> (24 - 8 * i));
  crypto_sign_detached(signature.data() + 4, nullptr, view_of(text).data(), text.size(),
                       secret_key_.bytes().data());
  return fmt::format("{}\n{}{} {}\n", text, kSignatureLead, verifier_.name, to_base64(signature));
}

std::optional<std::string> open_note(std::string_view note, const NoteVerifier& verifier) {
  sodium_ready();
  if (note.size() > kNoteSizeMax) return std::nullopt;
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos || note.back() != '\n') return std::nullopt;
  const std::string_view text = note.substr(0, split + 1);
  bool signed_by_verifier = false;
  std::string_view rest = note.substr(split + 2);
  if (rest.empty()) return std::nullopt;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (!line.starts_with(kSignatureLead)) return std::nullopt;
    line.remove_prefix(kSignatureLead.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos || !name_is_valid(line.substr(0, space)))
      return std::nullopt;
    const auto signature = from_base64(line.substr(space + 1));
    if (!signature || signature->size() < 5) return std::nullopt;
    if (line.substr(0, space) != verifier.name || signature->size() != 4 + crypto_sign_BYTES ||
        big_endian_32(*signature) != verifier.key_id())
      continue;  // somebody else's: says nothing to us
    if (crypto_sign_verify_detached(signature->data() + 4, view_of(text).data(), text.size(),
                                    verifier.public_key.data()) != 0)
      return std::nullopt;
    signed_by_verifier = true;
  }
  if (!signed_by_verifier) return std::nullopt;
  return std::string(text);
}

std::string to_text(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.head.size,
                     to_base64(checkpoint.head.root));
}

Checkpoint parse_checkpoint(std::string_view text) {
  const auto next_line = [&]() -> std::string_view {
    const auto end = text.find('\n');
    if (end == std::string_view::npos)
      throw Error(ErrorCode::corrupt, "a checkpoint has fewer than three lines");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
  };
  Checkpoint checkpoint;
  checkpoint.origin = next_line();
  const std::string_view size = next_line();
  const auto [end, error] =
      std::from_chars(size.data(), size.data() + size.size(), checkpoint.head.size);
  if (error != std::errc() || end != size.data() + size.size() ||
      std::to_string(checkpoint.head.size) != size)
    throw Error(ErrorCode::corrupt, "a checkpoint's second line is not a whole number");
  const auto root = from_base64(next_line());
  if (!root || root->size() != checkpoint.head.root.size())
    throw Error(ErrorCode::corrupt, "a checkpoint's third line is not a hash");
  std::copy(root->begin(), root->end(), checkpoint.head.root.begin());
  if (checkpoint.origin.empty()) throw Error(ErrorCode::corrupt, "a checkpoint names no log");
  return checkpoint;
}

}  // namespace hearim
