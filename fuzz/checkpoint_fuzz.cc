// Checkpoints: both readers agree on what is one and on what it says; nothing but what the key
// signed opens as a note.
#include <cstdlib>
#include <optional>

#include "casefile/signed_note.h"
#include "hearim/error.h"
#include "verify/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hearim;
  static const NoteSigner signer("hearim.case/fuzz", SecretBytes(32));
  static const hearim_verify::Key key = hearim_verify::parse_key(signer.verifier().to_text());
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::optional<Checkpoint> ours;
  try {
    ours = parse_checkpoint(text);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::corrupt) std::abort();
  }
  try {
    const hearim_verify::Head twin = hearim_verify::parse_head(text, "fuzz");
    // Sizes above 10^19 are beyond the twin, and beyond any log.
    if (!ours || ours->head.size != twin.size || ours->head.root != twin.root) std::abort();
  } catch (const hearim_verify::Wrong&) {
    if (ours && ours->head.size < 1'000'000'000'000'000'000u) std::abort();
  }
  if (open_note(text, signer.verifier())) {  // only by a signature over what it holds
    try {
      hearim_verify::open_note(text, key, "fuzz");
    } catch (const hearim_verify::Wrong& error) {
      if (std::string_view(error.what()).find("lines") == std::string_view::npos &&
          std::string_view(error.what()).find("line") == std::string_view::npos)
        std::abort();
    }
  }
  try {
    NoteVerifier::parse(text);
  } catch (const Error&) {
  }
  if (!text.empty() && text.back() == '\n') {
    const std::string note = signer.sign(text);
    if (open_note(note, signer.verifier()) != text) std::abort();
    std::string altered = note;
    altered[size / 2] ^= 1;
    if (open_note(altered, signer.verifier())) std::abort();
  }
  return 0;
}
