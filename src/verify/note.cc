#include "verify/note.h"

#include <sodium.h>

#include <algorithm>

namespace hearim_verify {

Key parse_key(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) throw Wrong("the public key is not NAME+HASH+KEY");
  Key key;
  key.name = text.substr(0, first);
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  const auto bytes = from_base64(text.substr(second + 1), true);
  if (key.name.empty() || key.name.find_first_of(" \n\r\t") != std::string::npos)
    throw Wrong("the public key has no name");
  if (!bytes || bytes->size() != 33 || (*bytes)[0] != 1)
    throw Wrong("the public key is not an Ed25519 key");
  std::copy(bytes->begin() + 1, bytes->end(), key.public_key.begin());
  key.id = text_of(Sha256().add(key.name).add("\n").add(*bytes).finish()).substr(0, 4);
  if (id != key.id) throw Wrong("the public key does not fit its name");
  return key;
}

Head parse_head(std::string_view text, const std::string& what) {
  const auto origin = take_line(text), size = take_line(text), root = take_line(text);
  if (!origin || !size || !root || origin->empty())
    throw Wrong(what + " has fewer than three lines");
  Head head;
  head.origin = *origin;
  const auto number = from_decimal(*size);
  if (!number) throw Wrong(what + ": the second line is not a number");
  head.size = *number;
  const auto bytes = from_base64(*root, true);
  if (!bytes || bytes->size() != head.root.size())
    throw Wrong(what + ": the third line is not a hash");
  std::copy(bytes->begin(), bytes->end(), head.root.begin());
  return head;
}

Head open_note(std::string_view note, const Key& key, const std::string& what) {
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos) throw Wrong(what + " is not signed");
  const std::string_view text = note.substr(0, split + 1);
  std::string_view rest = note.substr(split + 2);
  bool holds = false;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    const std::string lead = "\xe2\x80\x94 " + key.name + " ";  // an em dash, and who signed
    if (!line || !line->starts_with("\xe2\x80\x94 ")) throw Wrong(what + " is no signed note");
    if (!line->starts_with(lead)) continue;  // somebody else's signature
    const auto signature = from_base64(line->substr(lead.size()), true);
    if (!signature || signature->size() < 5) throw Wrong(what + " is no signed note");
    if (signature->size() != 4 + crypto_sign_BYTES || signature->substr(0, 4) != key.id) continue;
    if (crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature->data()) + 4,
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    text.size(), key.public_key.data()) != 0)
      throw Wrong(what + ": the signature does not hold");
    holds = true;
  }
  if (!holds) throw Wrong(what + " is not signed by the bundle's key");
  return parse_head(text, what);
}

}  // namespace hearim_verify
