#include <array>

#include "base/check.h"
#include "hearim/convert.h"

namespace hearim {
namespace {

template <std::size_t N, typename Enum>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  CHECK(index < N);
  return words[index];
}

constexpr std::array<std::string_view, kDocumentFormatCount> kFormats = {
    "unknown", "text", "markdown", "html", "pdf",   "docx",   "odt",
    "email",   "csv",  "xlsx",     "ods",  "image", "archive"};
constexpr std::array<std::string_view, kRunRoleCount> kRoles = {
    "body", "navigation", "header",  "footer", "aside",
    "note", "comment",    "deleted", "hidden", "caption"};
constexpr std::array<std::string_view, kConvertReasonCount> kReasons = {
    "none",     "unsupported",   "empty",       "no_text", "damaged",   "encrypted",  "too_large",
    "too_deep", "out_of_memory", "out_of_time", "crashed", "forbidden", "bad_answer", "no_jail"};

}  // namespace

std::string_view document_format_name(DocumentFormat format) { return word(kFormats, format); }
std::string_view run_role_name(RunRole role) { return word(kRoles, role); }
std::string_view convert_reason_name(ConvertReason reason) { return word(kReasons, reason); }

}  // namespace hearim
