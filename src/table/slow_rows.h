// The slow, obvious twin of RowReader, for tests and the fuzzer: one character at a time, one state
// at a time, every field a string of its own. It shares no code with the reader.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

struct SlowRow {
  std::uint64_t line = 0;
  std::vector<std::string> fields;
  bool malformed = false;
  friend bool operator==(const SlowRow&, const SlowRow&) = default;
};

struct SlowRows {
  std::vector<SlowRow> rows;
  bool unclosed_quote = false;
  std::uint64_t opened_on = 0;
  std::uint64_t blank_lines = 0;
};

inline SlowRows read_slowly(std::string_view text, char delimiter) {
  enum class State { field_start, unquoted, quoted, after_quote };
  SlowRows result;
  SlowRow row{.line = 1, .fields = {}, .malformed = false};
  std::string field;
  State state = State::field_start;
  std::uint64_t line = 1;
  bool row_has_something = false;

  const auto is_padding = [&](char c) { return c == ' ' || (c == '\t' && delimiter != '\t'); };
  const auto end_field = [&] {
    if (state == State::unquoted)
      while (!field.empty() && is_padding(field.back())) field.pop_back();
    row.fields.push_back(field);
    field.clear();
    state = State::field_start;
  };
  const auto end_row = [&] {
    if (row_has_something) {
      end_field();
      result.rows.push_back(row);
    } else {
      ++result.blank_lines;
    }
    state = State::field_start;
    row = SlowRow{.line = line, .fields = {}, .malformed = false};
    row_has_something = false;
  };

  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool line_break = c == '\n' || c == '\r';
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      // CRLF: the LF does the work; inside quotation marks both are text.
      if (state == State::quoted) field += c;
      continue;
    }
    if (line_break) ++line;
    if (state == State::quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += '"';
        ++i;
      } else {
        state = State::after_quote;
      }
      continue;
    }
    if (line_break) {
      end_row();
    } else if (c == delimiter) {
      row_has_something = true;
      end_field();
    } else if (state == State::field_start && is_padding(c)) {
      // not part of the field
    } else if (state == State::field_start && c == '"') {
      row_has_something = true;
      state = State::quoted;
      result.opened_on = line;
    } else if (state == State::after_quote) {
      if (!is_padding(c)) row.malformed = true;
    } else {
      row_has_something = true;
      state = State::unquoted;
      field += c;
    }
  }
  result.unclosed_quote = state == State::quoted;
  if (!result.unclosed_quote && row_has_something) end_row();
  return result;
}

}  // namespace hearim
