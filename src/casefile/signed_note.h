// Signed notes (C2SP signed-note) and log checkpoints (C2SP tlog-checkpoint), with Ed25519.
//
//     hearim.case/1f0c…                                        origin: which log
//     1234                                                     how many entries
//     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=             root
//
//     — hearim.case/1f0c… Az3grlgtzPICa5OS8npVmf1Myq/5…        signature
//
// Signing is pure (Ed25519 needs no randomness).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "casefile/merkle_tree.h"
#include "hearim/secret_bytes.h"

namespace hearim {

// Who signed: a name without spaces or plus signs, and a public key. As text, "NAME+HASH+KEY".
struct NoteVerifier {
  std::string name;
  std::array<std::uint8_t, 32> public_key{};

  std::string to_text() const;
  static NoteVerifier parse(std::string_view text);  // throws Error(invalid_input)
  std::uint32_t key_id() const;  // the first four bytes of SHA-256(name, "\n", 0x01, key)
  bool operator==(const NoteVerifier&) const = default;
};

class NoteSigner {
 public:
  // REQUIRES: a seed of 32 bytes.
  NoteSigner(std::string name, const SecretBytes& seed);
  const NoteVerifier& verifier() const { return verifier_; }
  // REQUIRES: text ends in a newline.
  std::string sign(std::string_view text) const;

 private:
  NoteVerifier verifier_;
  SecretBytes secret_key_;
};

// The signed text, if one of the note's signatures is the verifier's and holds.
std::optional<std::string> open_note(std::string_view note, const NoteVerifier& verifier);

struct Checkpoint {
  std::string origin;
  LogHead head;
};

std::string to_text(const Checkpoint& checkpoint);  // the text to sign
// Throws Error(corrupt). Lines after the third are extensions, and skipped.
Checkpoint parse_checkpoint(std::string_view text);

std::string to_base64(ByteView bytes);
std::optional<ByteBuffer> from_base64(std::string_view text);  // strict: one spelling each

}  // namespace hearim
