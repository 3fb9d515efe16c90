// One class for every failed operation, and the one table that maps its code to an exit status.
//
// A message says what was expected, what was seen, where, and what to do. `Error` is thrown by
// functions that could not do what they promise; expected absence is std::optional, and bad
// rows are data (see src/table). Immutable; safe to copy across threads.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace hearim {

enum class ErrorCode {
  invalid_input,  // the user's data or arguments are wrong
  not_found,
  conflict,
  corrupt,
  io,         // the operating system said no
  limit,      // larger than this program takes
  cancelled,  // stopped by the user
  refused,    // the honest answer is no answer
  internal,   // a bug
};

// Where the error is. Lines, columns count from 1; columns are fields, not bytes.
struct ErrorSubject {
  std::string file = {};
  std::optional<std::uint64_t> line = {};
  std::optional<std::uint64_t> column = {};
  std::string field = {};
};

class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, ErrorSubject subject = {}, std::string hint = {});

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const ErrorSubject& subject() const { return subject_; }
  const std::string& hint() const { return hint_; }

  // "file:line:column: field: message (hint)", with the parts that are known.
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  ErrorCode code_;
  std::string message_;
  ErrorSubject subject_;
  std::string hint_;
  std::string text_;
};

std::string_view error_code_name(ErrorCode code);

// 0 done; 1 done, and the answer is a refusal; 2 bad input or usage; 3 cannot (io, limit); 4 a bug.
int exit_status(ErrorCode code);

}  // namespace hearim
