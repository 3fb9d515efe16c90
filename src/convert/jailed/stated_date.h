// A date as a document states it, as EDTF; empty where that is not certain.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

// "2023-03-24T08:00:00Z", "2023-03-24", "2023-03", "2023" (ISO 8601).
std::string stated_date(std::string_view text);
// "D:20230324080000+09'00'" (ISO 32000, section 7.9.4).
std::string stated_pdf_date(std::string_view text);

}  // namespace hearim
