#include "table/text_encoding.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "base/check.h"
#include "hearim/error.h"
#include "table/encoding_guess.h"
#include "table/utf8.h"

namespace hearim {
namespace {

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};
// Longer marks first: UTF-32LE begins with the mark of UTF-16LE.
constexpr std::array kMarks = {
    Mark{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
    Mark{std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
    Mark{std::string_view("\x84\x31\x95\x33", 4), "gb18030"},
    Mark{std::string_view("\xEF\xBB\xBF", 3), "UTF-8"},
    Mark{std::string_view("\xFF\xFE", 2), "UTF-16LE"},
    Mark{std::string_view("\xFE\xFF", 2), "UTF-16BE"},
};

// Files that people take for tables or plain text.
struct Signature {
  std::string_view bytes;
  std::string_view what;
  std::string_view table_advice;
};
constexpr std::array kSignatures = {
    Signature{"PK\x03\x04", "a spreadsheet (xlsx, ods) or a zip archive", "save the sheet as CSV"},
    Signature{"\xD0\xCF\x11\xE0", "an old spreadsheet (xls)", "save the sheet as CSV"},
    Signature{"%PDF-", "a PDF document", "get the table as CSV"},
    Signature{"\x1F\x8B", "a gzip archive", "unpack it first"},
    Signature{"PAR1", "a Parquet file", "write it out as CSV"},
    Signature{"SQLite format 3", "an SQLite database", "write the table out as CSV"},
};

std::string binary_hint(std::string_view bytes, TextUse use) {
  for (const Signature& signature : kSignatures) {
    if (!bytes.starts_with(signature.bytes)) continue;
    return use == TextUse::table
               ? fmt::format("it looks like {}: {}", signature.what, signature.table_advice)
               : fmt::format("it looks like {}: save its text as a file", signature.what);
  }
  return use == TextUse::table ? "a table is a text file: save it as CSV"
                               : "a document is a text file here: save its text as a file";
}

[[noreturn]] void throw_binary(std::string_view bytes, std::size_t offset,
                               const std::string& source, TextUse use) {
  throw Error(ErrorCode::invalid_input,
              fmt::format("is not text: byte {} of the file is 0x{:02X}", offset + 1,
                          static_cast<unsigned char>(bytes[offset])),
              {.file = source}, binary_hint(bytes, use));
}

std::uint64_t line_of(std::string_view bytes, std::size_t offset) {
  std::uint64_t line = 1;
  for (std::size_t i = 0; i < offset; ++i)
    if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 >= bytes.size() || bytes[i + 1] != '\n')))
      ++line;
  return line;
}

std::size_t line_begin(std::string_view bytes, std::size_t offset) {
  const std::size_t end = bytes.substr(0, offset).find_last_of("\r\n");
  return end == std::string_view::npos ? 0 : end + 1;
}

[[noreturn]] void throw_invalid_utf8(std::string_view bytes, std::size_t offset,
                                     const std::string& source) {
  throw Error(ErrorCode::invalid_input,
              fmt::format("byte {} of this line, 0x{:02X}, is not valid UTF-8",
                          offset - line_begin(bytes, offset) + 1,
                          static_cast<unsigned char>(bytes[offset])),
              {.file = source, .line = line_of(bytes, offset)},
              "the file is damaged, or in another encoding: save it again as UTF-8");
}

// Neither text nor a space in any encoding that tables come in.
bool is_binary_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' &&
         byte != 0x1A && byte != 0x1B;
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

void append_utf8(const UChar* begin, const UChar* end, std::string& text) {
  for (const UChar* at = begin; at < end;) {
    UChar32 code = 0;
    std::ptrdiff_t used = 0;
    U16_NEXT(at, used, end - at, code);
    at += used;
    std::array<char, 4> bytes;
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, code);
    text.append(bytes.data(), size);
  }
}

struct Conversion {
  std::string text;  // up to the invalid sequence, if there is one
  std::optional<std::size_t> invalid_offset;
};

Conversion convert(UConverter* converter, std::string_view bytes) {
  Conversion result;
  result.text.reserve(bytes.size() + bytes.size() / 2);
  // A surrogate pair may be cut by the end of the buffer; the converter keeps the second half, so
  // the first half waits for it.
  std::array<UChar, 4096> buffer;
  std::size_t waiting = 0;
  const char* source = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    UChar* target = buffer.data() + waiting;
    ucnv_toUnicode(converter, &target, buffer.data() + buffer.size(), &source, end, nullptr, true,
                   &status);
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) {
      std::array<char, 32> invalid;
      auto size = static_cast<std::int8_t>(invalid.size());
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidChars(converter, invalid.data(), &size, &ignored);
      const std::size_t past = static_cast<std::size_t>(source - bytes.data());
      const std::size_t back = U_FAILURE(ignored) || size < 0 ? 1 : static_cast<std::size_t>(size);
      result.invalid_offset = std::min(past - std::min(past, back), bytes.size() - 1);
      append_utf8(buffer.data(), target, result.text);
      return result;
    }
    const UChar* stop = target;
    waiting = stop > buffer.data() && U16_IS_LEAD(stop[-1]) && status == U_BUFFER_OVERFLOW_ERROR;
    stop -= waiting;
    append_utf8(buffer.data(), stop, result.text);
    if (status != U_BUFFER_OVERFLOW_ERROR) return result;
    if (waiting == 1) buffer[0] = *stop;
  }
}

// Some tables of single bytes give the unused ones to C1 controls: no text holds those.
bool holds_c1_controls(std::string_view utf8) {
  for (std::size_t at = utf8.find('\xC2'); at != std::string_view::npos;
       at = utf8.find('\xC2', at + 1))
    if (at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) < 0xA0) return true;
  return false;
}

DecodedText decode_as(std::string_view bytes, const std::string& encoding,
                      const std::string& source, std::size_t mark_size, TextUse use) {
  const Converter converter = open_converter(encoding);
  CHECK(converter != nullptr);  // the names come from our own table
  Conversion conversion = convert(converter.get(), bytes.substr(mark_size));
  if (conversion.invalid_offset)
    throw Error(ErrorCode::invalid_input,
                fmt::format("byte {} of the file is not valid {}",
                            *conversion.invalid_offset + mark_size + 1, encoding),
                {.file = source, .line = line_of(conversion.text, conversion.text.size())},
                "the file is damaged: save it again as UTF-8");
  if (const std::size_t nul = conversion.text.find('\0'); nul != std::string::npos)
    throw Error(ErrorCode::invalid_input,
                fmt::format("is not text: it holds the character U+0000 ({})", encoding),
                {.file = source, .line = line_of(conversion.text, nul)}, binary_hint(bytes, use));
  return {.text = std::move(conversion.text), .encoding = encoding, .notes = {}};
}

// UTF-16 without a mark: the delimiters, digits and line breaks of a table are units with one byte
// 0, and the byte order is that in which they make sense. Units made of two ASCII bytes speak for
// text of single bytes with a stray NUL, which is damage; controls do not appear in text at all.
std::optional<std::string> guess_utf16(std::string_view bytes) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const std::string_view sample = bytes.substr(0, 64 * 1024);
  const auto is_ascii = [](char c) { return c != '\0' && static_cast<unsigned char>(c) < 0x80; };
  const auto ascii_units = [&](std::size_t low_at) -> std::size_t {
    std::size_t ascii = 0;
    for (std::size_t i = 0; i < sample.size(); i += 2) {
      if (sample[i + 1 - low_at] != '\0') continue;
      if (is_binary_control(sample[i + low_at])) return 0;
      if (is_ascii(sample[i + low_at])) ++ascii;
    }
    return ascii;
  };
  std::size_t two_ascii_bytes = 0;
  for (std::size_t i = 0; i < sample.size(); i += 2)
    if (is_ascii(sample[i]) && is_ascii(sample[i + 1])) ++two_ascii_bytes;
  const std::size_t little = ascii_units(0);
  const std::size_t big = ascii_units(1);
  const std::size_t best = std::max(little, big);
  if (best <= two_ascii_bytes || best * 20 < sample.size()) return std::nullopt;
  return little >= big ? "UTF-16LE" : "UTF-16BE";
}

// Damaged UTF-8 has many good characters beyond ASCII and few bad bytes; bytes in an older
// encoding look the other way round.
bool is_damaged_utf8(std::string_view bytes, TextUse use) {
  std::size_t good = 0;
  std::size_t bad = 0;
  const std::size_t stop = std::min<std::size_t>(bytes.size(), std::size_t{4} << 20);
  for (std::size_t i = 0; i < stop;) {
    const std::size_t size = utf8_character_size(bytes, i);
    if (size == 0) ++bad;
    if (size >= 2) ++good;
    i += std::max<std::size_t>(size, 1);
  }
  // A document is read either way, so that the nearer answer will do; a table is refused.
  return use == TextUse::document ? good > 0 && good >= bad : good > 2 * bad;
}

// Bytes beyond ASCII that all stand among spaces and punctuation are no letters of any encoding.
bool are_stray_bytes(std::string_view bytes) {
  const auto is_word = [&](std::size_t i) {
    if (i >= bytes.size()) return false;
    const auto c = static_cast<unsigned char>(bytes[i]);
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
    if ((i > 0 && is_word(i - 1)) || is_word(i + 1)) return false;
  }
  return true;
}

// Each byte that begins no character is U+FFFD, so that offsets stay what they are for a reader
// that does the same.
DecodedText decode_damaged_utf8(std::string_view bytes, std::size_t first, std::size_t mark_size) {
  DecodedText decoded{.text = {}, .encoding = "UTF-8", .notes = {}};
  decoded.text.reserve(bytes.size() + 64);
  std::size_t count = 0;
  for (std::size_t at = mark_size; at < bytes.size();) {
    const std::size_t invalid = std::min(find_invalid_utf8(bytes, at), bytes.size());
    decoded.text.append(bytes.substr(at, invalid - at));
    at = invalid + 1;
    if (invalid == bytes.size()) break;
    decoded.text += "\xEF\xBF\xBD";
    ++count;
  }
  decoded.notes.push_back(
      fmt::format("byte {} of the file, 0x{:02X}, is not valid UTF-8; {} read as U+FFFD", first + 1,
                  static_cast<unsigned char>(bytes[first]),
                  count == 1 ? "it was" : fmt::format("it and {} more such were", count - 1)));
  return decoded;
}

DecodedText decode_guessed(std::string_view bytes, std::size_t invalid_offset,
                           const std::string& source, TextUse use) {
  const auto control = std::find_if(bytes.begin(), bytes.end(), is_binary_control);
  if (control != bytes.end())
    throw_binary(bytes, static_cast<std::size_t>(control - bytes.begin()), source, use);
  if (is_damaged_utf8(bytes, use) || (use == TextUse::document && are_stray_bytes(bytes))) {
    if (use == TextUse::table) throw_invalid_utf8(bytes, invalid_offset, source);
    return decode_damaged_utf8(bytes, invalid_offset, 0);
  }
  for (const EncodingGuess& guess : guess_encodings(bytes)) {
    const Converter converter = open_converter(guess.name);
    if (!converter) continue;
    Conversion conversion = convert(converter.get(), bytes);
    if (conversion.invalid_offset || holds_c1_controls(conversion.text)) continue;
    std::string note = fmt::format(
        "the file is not UTF-8; it was read as {} ({}), judged by its bytes: if names look wrong, "
        "save it as UTF-8",
        guess.name, encoding_script(guess.name));
    if (use == TextUse::document)
      note += fmt::format(" (byte {}, 0x{:02X}, is the first that is not)", invalid_offset + 1,
                          static_cast<unsigned char>(bytes[invalid_offset]));
    return {.text = std::move(conversion.text), .encoding = guess.name, .notes = {std::move(note)}};
  }
  if (use == TextUse::table) throw_invalid_utf8(bytes, invalid_offset, source);
  return decode_damaged_utf8(bytes, invalid_offset, 0);
}

}  // namespace

DecodedText decode_text(std::string bytes, const std::string& source, TextUse use) {
  std::size_t mark_size = 0;
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    if (mark.encoding != "UTF-8")
      return decode_as(bytes, std::string(mark.encoding), source, mark.bytes.size(), use);
    mark_size = mark.bytes.size();
    break;
  }

  if (const std::size_t nul = bytes.find('\0'); nul != std::string::npos) {
    const std::optional<std::string> utf16 = mark_size > 0 ? std::nullopt : guess_utf16(bytes);
    if (!utf16) throw_binary(bytes, nul, source, use);
    DecodedText decoded = decode_as(bytes, *utf16, source, 0, use);
    decoded.notes.push_back(fmt::format(
        "the file was read as {}, judged by its bytes: it does not say so itself", *utf16));
    return decoded;
  }
  const std::size_t invalid = find_invalid_utf8(bytes, mark_size);
  if (invalid == std::string::npos) {
    bytes.erase(0, mark_size);
    return {.text = std::move(bytes), .encoding = "UTF-8", .notes = {}};
  }
  if (mark_size > 0) {
    if (use == TextUse::table) throw_invalid_utf8(bytes, invalid, source);
    return decode_damaged_utf8(bytes, invalid, mark_size);
  }
  return decode_guessed(bytes, invalid, source, use);
}

}  // namespace hearim
