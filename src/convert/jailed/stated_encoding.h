// Names of encodings as documents state them, and as ICU knows them.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

// "EUC-KR" is written by programs that mean windows-949, "gb2312" by those that mean GB18030, and
// so on (WHATWG Encoding, section 4.2). Lower case; unknown names as they are.
std::string encoding_meant(std::string_view label);
// What <meta charset> or an XML declaration in the first 4 KiB says; empty if neither is there.
std::string encoding_in_html(std::string_view bytes);

}  // namespace hearim
