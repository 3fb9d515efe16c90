// A text as a QR code (ISO/IEC 18004, by libqrencode), as an SVG file to print: black on white,
// with the margin that readers need and a caption of lines underneath. Pure.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

// `text` is taken as bytes, at most 2,000. Throws Error(limit) above.
std::string qr_code_svg(std::string_view text, std::string_view caption);

}  // namespace hearim
