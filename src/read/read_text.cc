#include <algorithm>
#include <charconv>

#include "hearim/read.h"
#include "read/quantities.h"
#include "read/quotations.h"
#include "read/story.h"

namespace hearim {

std::optional<CalendarDay> calendar_day_from_iso(std::string_view text) {
  CalendarDay day;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t count, int& out) {
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, out);
    return error == std::errc{} && end == text.data() + at + count;
  };
  if (!part(0, 4, day.year) || !part(5, 2, day.month) || !part(8, 2, day.day)) return std::nullopt;
  if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > month_length(day.year, day.month))
    return std::nullopt;
  return day;
}

std::u32string decode_text(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  std::size_t i = 0;
  while (i < utf8.size()) {
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      out += static_cast<char32_t>(lead);
      ++i;
      continue;
    }
    const int length = lead >= 0xC2 && lead <= 0xDF   ? 2
                       : lead >= 0xE0 && lead <= 0xEF ? 3
                       : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                      : 0;
    bool good = length != 0 && i + static_cast<std::size_t>(length) <= utf8.size();
    char32_t code = length == 2 ? lead & 0x1FU : length == 3 ? lead & 0x0FU : lead & 0x07U;
    for (int k = 1; good && k < length; ++k) {
      const unsigned char next = byte(i + static_cast<std::size_t>(k));
      good = (next & 0xC0) == 0x80;
      code = (code << 6) | (next & 0x3FU);
    }
    if (good && ((length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) ||
                 (length == 4 && (code < 0x10000 || code > 0x10FFFF))))
      good = false;
    out += good ? code : char32_t{0xFFFD};
    i += good ? static_cast<std::size_t>(length) : 1;
  }
  return out;
}

Reading read_text(std::u32string_view text, const ReadOptions& options) {
  Reading out;
  out.language =
      options.language == ReadLanguage::unknown ? guess_language(text) : options.language;
  const LanguageRules& rules = LanguageRules::of(out.language);
  const auto lexemes = lexemes_of(text, rules.lexicon);
  const auto numerals = numerals_of(lexemes, rules.lexicon, rules.numeral_classes);
  const auto dates = dates_of(lexemes, numerals, rules, options.document_date);
  out.quantities = quantities_of(text, lexemes, numerals, dates, rules);
  out.quotes = quotations_of(text, lexemes, rules);
  for (const DateSpan& date : dates) {
    out.dates.push_back({"d" + std::to_string(out.dates.size() + 1),
                         {lexemes[date.first].start, lexemes[date.last - 1].end},
                         date.edtf});
  }
  read_story(text, lexemes, dates, rules, options.names.get(), out);
  return out;
}

Reading read_text(std::string_view utf8, const ReadOptions& options) {
  return read_text(decode_text(utf8), options);
}

}  // namespace hearim
