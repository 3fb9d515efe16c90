// Dates in digits alone. Month first in English, day first in Spanish and Arabic, year first in
// Chinese and Korean, unless that cannot be; a year of four digits tells its own place.
#include <algorithm>

#include "read/date_elements.h"

namespace hearim {

std::size_t read_numeric_date(const DateText& text, std::size_t at, DateSlots& s) {
  if (at >= text.lexemes.size() || text.lexemes[at].kind != LexemeKind::digits ||
      text.lexemes[at].grouped)
    return 0;
  const auto separator = [&](std::size_t i) -> char32_t {
    for (const char32_t c : {U'-', U'/', U'.'}) {
      if (text.is(i, c)) return c;
    }
    return 0;
  };
  if (text.lexemes[at].decimal || !text.digits(at)) return 0;
  const char32_t first = separator(at + 1);
  if (first == 0 || !text.digits(at + 2) || text.lexemes[at].digit_count > 4) return 0;
  const bool tight = !text.lexemes[at + 1].space_before && !text.lexemes[at + 2].space_before;
  const auto value = [&](std::size_t i) {
    return static_cast<int>(std::min(text.lexemes[i].value, 99999.0));
  };
  const int a = value(at), b = value(at + 2);
  const int na = text.lexemes[at].digit_count, nb = text.lexemes[at + 2].digit_count;
  const bool day_first = text.lexicon.language() == ReadLanguage::spanish ||
                         text.lexicon.language() == ReadLanguage::arabic;
  const bool year_first = text.lexicon.language() == ReadLanguage::korean ||
                          text.lexicon.language() == ReadLanguage::chinese;
  if (separator(at + 3) == first && text.digits(at + 4) && tight &&
      !text.lexemes[at + 4].space_before) {
    const int c = value(at + 4);
    const int nc = text.lexemes[at + 4].digit_count;
    if (separator(at + 5) != 0 && text.digits(at + 6) && !text.lexemes[at + 6].space_before &&
        !text.lexemes[at + 5].space_before)
      return 0;
    int y = -1, m = 0, d = 0, yy = -1;
    if (na == 4 && nb <= 2 && nc <= 2) {
      y = a, m = b, d = c;
    } else if (na <= 2 && nb <= 2 && (nc == 4 || nc == 2)) {
      // In Chinese a year at the end goes with the day first (Hong Kong, Singapore).
      const bool ends_in_year = nc == 4 && text.lexicon.language() == ReadLanguage::chinese;
      m = day_first || ends_in_year ? b : a, d = day_first || ends_in_year ? a : b;
      if (m > 12) std::swap(m, d);
      if (year_first && nc == 2)
        m = b, d = c, yy = a;
      else if (nc == 4)
        y = c;
      else
        yy = c;
    }
    if (m < 1 || m > 12 || d < 1 || d > month_length(y, m)) return 0;
    s.year = y;
    s.year_of_century = yy;
    s.month = m;
    s.day = d;
    return 5;
  }
  if (first == U'.') return 0;
  if (na == 4 && nb <= 2 && b >= 1 && b <= 12 && a >= 1000 && a <= 2199) {
    s.year = a;
    s.month = b;
    return 3;
  }
  if (nb == 4 && na <= 2 && a >= 1 && a <= 12 && b >= 1000 && b <= 2199) {
    s.year = b;
    s.month = a;
    return 3;
  }
  // 4/22: only if it can be no fraction of small numbers, and as one word.
  if (first == U'/' && tight && na <= 2 && nb <= 2) {
    int m = day_first ? b : a, d = day_first ? a : b;
    if (m > 12) std::swap(m, d);
    if (m < 1 || m > 12 || d < 1 || d > month_length(-1, m)) return 0;
    if (a < b && b <= 10 && a <= 9 && na == 1) return 0;
    s.month = m;
    s.day = d;
    return 3;
  }
  return 0;
}

}  // namespace hearim
