// Text from outside (list names, stratum values, paths, reasons that quote them) made fit to show.
//
// A list may be called `<script>`, hold an escape sequence that repaints a terminal, a bidi
// override that turns the rest of a line around, or bytes that are no UTF-8 at all. `clean_text`
// leaves well-formed UTF-8 of characters that are seen; `escape_markup` makes that inert inside
// HTML and SVG; `isolate` keeps a right-to-left name from reordering its neighbours. Pure.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

// Well-formed UTF-8. A run of white space becomes one space; each control character, bidi control,
// noncharacter and malformed sequence becomes U+FFFD.
std::string clean_text(std::string_view text);

// The same with & < > " ' as entities: safe as element content and as a quoted attribute value.
// Isolates stay (those of `isolate` below; a stray one ends with its element).
std::string escape_markup(std::string_view text);

// clean_text between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9), for places where
// no <bdi> is possible: SVG text, attributes, a terminal.
std::string isolate(std::string_view text);

// The character as it may be shown: itself, U+FFFD for one that clean_text replaces, a space for
// white space of any kind (line ends among it).
char32_t shown_character(char32_t c);

// Whether any character is right to left by itself (Arabic, Hebrew, Syriac, ...).
bool has_right_to_left(std::string_view text);

}  // namespace hearim
