#include "hearim/error.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace hearim {
namespace {

struct CodeRow {
  ErrorCode code;
  std::string_view name;
  int exit_status;
};

// The one table from code to name and exit status.
constexpr std::array kCodes = {
    CodeRow{ErrorCode::invalid_input, "invalid_input", 2},
    CodeRow{ErrorCode::not_found, "not_found", 2},
    CodeRow{ErrorCode::conflict, "conflict", 2},
    CodeRow{ErrorCode::corrupt, "corrupt", 1},
    CodeRow{ErrorCode::io, "io", 3},
    CodeRow{ErrorCode::limit, "limit", 3},
    CodeRow{ErrorCode::cancelled, "cancelled", 3},
    CodeRow{ErrorCode::refused, "refused", 1},
    CodeRow{ErrorCode::internal, "internal", 4},
};

const CodeRow& row_of(ErrorCode code) {
  for (const CodeRow& row : kCodes)
    if (row.code == code) return row;
  return kCodes.back();
}

std::string compose(const std::string& message, const ErrorSubject& subject,
                    const std::string& hint) {
  std::string text = subject.file;
  if (subject.line) text += fmt::format("{}{}", text.empty() ? "line " : ":", *subject.line);
  if (subject.column) text += fmt::format("{}{}", text.empty() ? "column " : ":", *subject.column);
  if (!text.empty()) text += ": ";
  if (!subject.field.empty()) text += subject.field + ": ";
  text += message;
  if (!hint.empty()) text += " (" + hint + ")";
  return text;
}

}  // namespace

Error::Error(ErrorCode code, std::string message, ErrorSubject subject, std::string hint)
    : code_(code),
      message_(std::move(message)),
      subject_(std::move(subject)),
      hint_(std::move(hint)),
      text_(compose(message_, subject_, hint_)) {}

std::string_view error_code_name(ErrorCode code) { return row_of(code).name; }

int exit_status(ErrorCode code) { return row_of(code).exit_status; }

}  // namespace hearim
