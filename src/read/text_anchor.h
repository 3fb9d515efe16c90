// Finding a quoted place again in a text that has changed.
//
// A place is kept as its position and as its words with some context on both sides (the
// TextPositionSelector and TextQuoteSelector of the W3C Web Annotation Data Model, 2017, 4.2).
// Pure; about linear in the text for quotations of ordinary length.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hearim/read.h"

namespace hearim {

struct TextAnchor {
  TextSpan position;
  std::u32string exact, prefix, suffix;
};

inline constexpr std::size_t kAnchorContext = 32;  // code points of context on each side

// REQUIRES: the span lies in the text.
TextAnchor anchor_of(std::u32string_view text, TextSpan span);

enum class AnchorResult : std::uint8_t {
  same,       // where it was
  moved,      // the same words elsewhere
  reworded,   // the context is there, other words are between
  ambiguous,  // in several places, none nearer by its context
  lost,
};

struct AnchorFound {
  AnchorResult result = AnchorResult::lost;
  TextSpan span;  // of same, moved and reworded
};

AnchorFound find_anchor(std::u32string_view text, const TextAnchor& anchor);

}  // namespace hearim
