#include "convert/jailed/stated_encoding.h"

#include <array>

namespace hearim {
namespace {

struct Label {
  std::string_view label, meant;
};
constexpr std::array kLabels = {
    Label{"euc-kr", "windows-949"},
    Label{"euckr", "windows-949"},
    Label{"ks_c_5601-1987", "windows-949"},
    Label{"ksc5601", "windows-949"},
    Label{"cp949", "windows-949"},
    Label{"ms949", "windows-949"},
    Label{"uhc", "windows-949"},
    Label{"gb2312", "gb18030"},
    Label{"gbk", "gb18030"},
    Label{"x-gbk", "gb18030"},
    Label{"cp936", "gb18030"},
    Label{"big5", "windows-950"},
    Label{"shift_jis", "windows-932"},
    Label{"sjis", "windows-932"},
    Label{"iso-8859-1", "windows-1252"},
    Label{"latin1", "windows-1252"},
    Label{"us-ascii", "windows-1252"},
    Label{"ascii", "windows-1252"},
    Label{"iso-8859-9", "windows-1254"},
    Label{"cp1256", "windows-1256"},
    Label{"utf8", "utf-8"},
};

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return result;
}

}  // namespace

std::string encoding_meant(std::string_view label) {
  const std::string name = lower_case(label);
  for (const Label& row : kLabels)
    if (row.label == name) return std::string(row.meant);
  return name;
}

std::string encoding_in_html(std::string_view bytes) {
  const std::string head = lower_case(bytes.substr(0, 4096));
  std::size_t at = head.find("charset=");
  std::size_t skip = 8;
  if (head.starts_with("<?xml")) {
    const std::size_t declared = head.substr(0, head.find("?>")).find("encoding=");
    if (declared != std::string::npos) at = declared, skip = 9;
  }
  if (at == std::string::npos) return {};
  at = head.find_first_not_of(" \"'", at + skip);
  if (at == std::string::npos) return {};
  const std::size_t end = head.find_first_of(" \"'>;/?\r\n\t", at);
  return encoding_meant(std::string_view(head).substr(at, end - at));
}

}  // namespace hearim
