// Idea: UTF-8 needs no table, since the text has the same bytes: one run says so, and only invalid
// bytes interrupt it. For any other encoding the ICU converter gives the source offset of every
// UTF-16 unit; characters of one width in a row make one run, so that "가나 A" in windows-949 (two
// bytes, two bytes, one, one) is two runs.
#include "convert/decoded_bytes.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "convert/code_points.h"
#include "hearim/error.h"
#include "table/encoding_guess.h"
#include "table/text_encoding.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Builds text and runs, one character at a time.
class TextBuilder {
 public:
  explicit TextBuilder(DecodedBytes& out) : out_(out) {}

  void add(std::string_view utf8, std::uint64_t offset, std::uint64_t byte_count) {
    const bool same = byte_count == utf8.size() && encoding_is_utf8_;
    const auto width = static_cast<std::uint8_t>(same ? 0 : byte_count);
    if (out_.runs.empty() || out_.runs.back().width != width || next_offset_ != offset)
      begin_run(width, offset);
    out_.text += utf8;
    ++out_.code_points;
    out_.runs.back().end = out_.code_points;
    next_offset_ = offset + byte_count;
  }
  // Valid UTF-8 of `code_points` characters, all at once.
  void add_utf8(std::string_view utf8, std::uint64_t offset, std::uint32_t code_points) {
    if (utf8.empty()) return;
    if (out_.runs.empty() || out_.runs.back().width != 0 || next_offset_ != offset)
      begin_run(0, offset);
    out_.text += utf8;
    out_.code_points += code_points;
    out_.runs.back().end = out_.code_points;
    next_offset_ = offset + utf8.size();
  }
  void set_utf8() { encoding_is_utf8_ = true; }

 private:
  void begin_run(std::uint8_t width, std::uint64_t offset) {
    if (out_.runs.size() == kByteRunsMax)
      throw Error(ErrorCode::limit,
                  fmt::format("changes more than {} times between characters of different widths, "
                              "or is damaged as often: no map of it can be kept",
                              kByteRunsMax));
    out_.runs.push_back({.start = out_.code_points,
                         .end = out_.code_points,
                         .source = RunSource::bytes,
                         .width = width,
                         .offset = offset});
  }

  DecodedBytes& out_;
  std::uint64_t next_offset_ = 0;
  bool encoding_is_utf8_ = false;
};

void say_damage(DecodedBytes& out, std::uint64_t damaged, std::uint64_t first_offset) {
  if (damaged == 0) return;
  out.notes.push_back(fmt::format(
      "{} byte{} not valid {} and stand{} as \xEF\xBF\xBD in the text; the first is byte {}",
      damaged, damaged == 1 ? " is" : "s are", out.encoding, damaged == 1 ? "s" : "",
      first_offset + 1));
}

DecodedBytes decode_utf8(std::string_view bytes, std::size_t mark_size) {
  DecodedBytes out;
  out.encoding = "UTF-8";
  out.text.reserve(bytes.size());
  TextBuilder builder(out);
  builder.set_utf8();
  std::uint64_t damaged = 0, first = 0;
  for (std::size_t at = mark_size; at < bytes.size();) {
    const std::size_t invalid = std::min(find_invalid_utf8(bytes, at), bytes.size());
    const std::string_view good = bytes.substr(at, invalid - at);
    builder.add_utf8(good, at, count_code_points(good));
    if (invalid < bytes.size()) {
      if (damaged++ == 0) first = invalid;
      builder.add(kReplacement, invalid, 1);
    }
    at = invalid + 1;
  }
  say_damage(out, damaged, first);
  return out;
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Nothing when ICU does not know the name.
std::optional<DecodedBytes> decode_with_icu(std::string_view bytes, std::size_t mark_size,
                                            const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(encoding.c_str(), &status));
  if (U_FAILURE(status) || !converter) return std::nullopt;
  // The default callback writes U+FFFD for what is invalid.
  DecodedBytes out;
  out.encoding = encoding;
  out.text.reserve(bytes.size() + bytes.size() / 2);
  TextBuilder builder(out);
  std::uint64_t damaged = 0, first = 0;

  std::array<UChar, 4096> units;
  std::array<std::int32_t, 4096> offsets;
  // A character waits until the next one's offset says how many bytes it took.
  struct Waiting {
    UChar32 code = 0;
    std::uint64_t offset = 0;
    bool is_set = false;
  } waiting;
  UChar lead = 0;
  std::uint64_t lead_offset = 0;
  const auto put = [&](std::uint64_t end) {
    if (!waiting.is_set) return;
    std::array<char, 4> utf8;
    std::size_t size = 0;
    const UChar32 code = waiting.code == 0 ? 0xFFFD : waiting.code;
    U8_APPEND_UNSAFE(utf8.data(), size, code);
    if (code == 0xFFFD && damaged++ == 0) first = waiting.offset;
    // One character may come from many bytes (escape sequences): the run then holds it alone.
    const std::uint64_t count = std::clamp<std::uint64_t>(end - waiting.offset, 1, 255);
    builder.add(std::string_view(utf8.data(), size), waiting.offset, count);
  };
  const auto take = [&](UChar32 code, std::uint64_t offset) {
    put(offset);
    waiting = {code, offset, true};
  };

  const char* source = bytes.data() + mark_size;
  const char* const end = bytes.data() + bytes.size();
  for (;;) {
    const std::uint64_t base = static_cast<std::uint64_t>(source - bytes.data());
    UChar* target = units.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, end,
                   offsets.data(), true, &status);
    for (std::size_t i = 0; i < static_cast<std::size_t>(target - units.data()); ++i) {
      // Offset -1: the unit comes from bytes before this call (the buffer was full).
      const std::uint64_t offset = offsets[i] < 0 ? (waiting.is_set ? waiting.offset : base)
                                                  : base + static_cast<std::uint64_t>(offsets[i]);
      const UChar unit = units[i];
      if (U16_IS_LEAD(unit)) {
        lead = unit;
        lead_offset = offset;
      } else if (U16_IS_TRAIL(unit)) {
        take(lead != 0 ? U16_GET_SUPPLEMENTARY(lead, unit) : 0xFFFD,
             lead != 0 ? lead_offset : offset);
        lead = 0;
      } else {
        take(unit, offset);
      }
    }
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
  }
  put(bytes.size());
  say_damage(out, damaged, first);
  return out;
}

// More good characters beyond ASCII than bad bytes.
bool is_mostly_utf8(std::string_view bytes) {
  std::size_t good = 0, bad = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t size = utf8_character_size(bytes, i);
    good += size >= 2 ? 1 : 0;
    bad += size == 0 ? 1 : 0;
    i += std::max<std::size_t>(size, 1);
  }
  return good > 2 * bad;
}

std::optional<DecodedBytes> decode_damaged(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return decode_with_icu(bytes, 2, "UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return decode_with_icu(bytes, 2, "UTF-16BE");
  if (bytes.find('\0') != std::string_view::npos) return std::nullopt;
  if (bytes.starts_with("\xEF\xBB\xBF")) return decode_utf8(bytes, 3);
  if (is_mostly_utf8(bytes)) return decode_utf8(bytes, 0);
  for (const EncodingGuess& guess : guess_encodings(bytes))
    if (auto decoded = decode_with_icu(bytes, 0, guess.name)) {
      decoded->notes.push_back(fmt::format("read as {}, judged by its bytes", guess.name));
      return decoded;
    }
  return decode_utf8(bytes, 0);
}

std::size_t mark_size_of(std::string_view bytes, std::string_view encoding) {
  if (encoding.starts_with("UTF-32")) return 4;
  if (encoding == "gb18030") return bytes.starts_with("\x84\x31\x95\x33") ? 4 : 0;
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ? 2 : 0;
}

}  // namespace

std::optional<DecodedBytes> decode_bytes(std::string_view bytes, const std::string& stated) {
  const bool marked = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ||
                      bytes.starts_with("\xEF\xBB\xBF");
  const bool has_nul = bytes.find('\0') != std::string_view::npos;
  if (!has_nul && find_invalid_utf8(bytes) == std::string_view::npos)
    return decode_utf8(bytes, bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  if (!marked && !has_nul && !stated.empty() && !is_mostly_utf8(bytes))
    if (auto decoded = decode_with_icu(bytes, 0, stated)) return decoded;
  try {
    const DecodedText judged = decode_text(std::string(bytes), "");
    auto decoded = decode_with_icu(bytes, mark_size_of(bytes, judged.encoding), judged.encoding);
    if (decoded)
      decoded->notes.insert(decoded->notes.begin(), judged.notes.begin(), judged.notes.end());
    return decoded;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_input) throw;
    return decode_damaged(bytes);
  }
}

}  // namespace hearim
