// A conversion that came to nothing, and why.
#pragma once

#include <string>
#include <utility>

#include "hearim/convert.h"

namespace hearim {

inline Conversion refuse(DocumentFormat format, ConvertReason reason, std::string message) {
  Conversion result;
  result.status = ConvertStatus::refused;
  result.reason = reason;
  result.message = std::move(message);
  result.format = format;
  return result;
}

}  // namespace hearim
