// Text, Markdown and CSV: no parser, hence no jail. The text is the file's own, unchanged but for
// its encoding, so that every character leads back to its bytes.
#pragma once

#include <string_view>

#include "hearim/convert.h"

namespace hearim {

// REQUIRES: format is text, markdown or csv.
Conversion convert_plain_document(std::string_view bytes, DocumentFormat format,
                                  const ConvertLimits& limits);

}  // namespace hearim
