// Idea: the text is cut into numbers, words and marks; words say what a number is (년, 月, г., هـ)
// or are months themselves; the numbers left over take the places that are left, by the rules of
// order. A word nobody knows makes the text unreadable: half a date is worse than none.
//
//   "3 de abril de 1999": number 3, month 4, number 1999 -> the number of four digits is the year.
//   "03/04/99": three numbers, none of four digits -> the order asked for, the last a year of
//   unknown century.
//
// ISO 8601-1:2019, ISO 8601-2:2019 (EDTF).
#include "text/partial_date.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "text/hijri_calendar.h"
#include "text/letter_folding.h"
#include "text/month_names.h"

namespace hearim {
namespace {

constexpr int kDaysInMonthMax = 31;
constexpr int kYearMin = 1000;  // a year has four digits unless its calendar is named
constexpr int kJucheOffset = 1911;
constexpr int kAgeMax = 130;

enum class Part : std::uint8_t { unassigned, year, month, day, juche_year };

struct Number {
  int value = 0;
  int digits = 0;
  bool unknown = false;  // written as X, ?, 00
  Part part = Part::unassigned;
};

struct Scan {
  std::vector<Number> numbers;
  std::optional<MonthName> month_name;
  bool month_name_first = false;  // before every number
  bool hijri = false;
  bool juche = false;
  bool approximate = false;
};

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_han(char32_t c) { return (c >= 0x4E00 && c < 0xA000) || c == U'〇'; }
bool is_mark(char32_t c) { return c < 0x80 && !(c >= U'a' && c <= U'z') && !is_digit(c); }
bool is_letter(char32_t c) {
  return !is_digit(c) && !is_mark(c) && c != U'،' && c != U'、' && c != U'·' && c != U'。' &&
         c != U'º' && c != U'«' && c != U'»';
}

int han_digit(char32_t c) {
  constexpr std::u32string_view digits = U"零一二三四五六七八九";
  if (c == U'〇') return 0;
  const size_t at = digits.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

// 一九九九 -> 1999, 十二 -> 12, 二十三 -> 23, written as digits; other text unchanged.
std::u32string with_han_numerals_as_digits(const std::u32string& text) {
  std::u32string out;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    bool tens = false;
    while (end < text.size() && (han_digit(text[end]) >= 0 || text[end] == U'十')) {
      tens |= text[end] == U'十';
      ++end;
    }
    if (end == i) {
      out += text[i++];
      continue;
    }
    if (tens) {
      int value = 0, digit = -1;
      for (size_t k = i; k < end; ++k) {
        if (text[k] == U'十') {
          value += 10 * (digit < 0 ? 1 : digit);
          digit = 0;
        } else {
          digit = han_digit(text[k]);
        }
      }
      value += std::max(digit, 0);
      for (char c : std::to_string(value)) out += static_cast<char32_t>(c);
    } else {
      for (size_t k = i; k < end; ++k) out += U'0' + static_cast<char32_t>(han_digit(text[k]));
    }
    i = end;
  }
  return out;
}

// A time of day begins with digits before the first colon; it and all after it says no date.
void cut_time(std::u32string& text) {
  const size_t colon = text.find(U':');
  if (colon == std::u32string::npos) return;
  size_t from = colon;
  while (from > 0 && is_digit(text[from - 1])) --from;
  if (from > 0 && text[from - 1] == U't') --from;
  text.erase(from);
}

template <size_t N>
bool is_one_of(const std::string& word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 16> kYearWords = {
    "년", "년생", "년도",   "年", "年生", "г",   "год", "года",
    "гг", "م",    "ميلادي", "ad", "ce",   "سنه", "عام", "年出生"};
constexpr std::array<std::string_view, 3> kMonthWords = {"월", "月", "월생"};
constexpr std::array<std::string_view, 8> kDayWords = {"일", "일생", "日",   "号",
                                                       "號", "日生", "일경", "يوم"};
constexpr std::array<std::string_view, 5> kHijriWords = {"ه", "هجري", "هجريه", "ah", "h"};
constexpr std::array<std::string_view, 3> kJucheWords = {"주체", "juche", "чучхе"};
constexpr std::array<std::string_view, 26> kApproximateWords = {"c",
                                                                "ca",
                                                                "circa",
                                                                "approx",
                                                                "approximately",
                                                                "about",
                                                                "around",
                                                                "vers",
                                                                "environ",
                                                                "hacia",
                                                                "aproximadamente",
                                                                "около",
                                                                "примерно",
                                                                "약",
                                                                "경",
                                                                "무렵",
                                                                "쯤",
                                                                "حوالي",
                                                                "نحو",
                                                                "تقريبا",
                                                                "约",
                                                                "約",
                                                                "左右",
                                                                "大约",
                                                                "大約",
                                                                "년경"};
constexpr std::array<std::string_view, 27> kSilentWords = {
    "de",     "del",    "of", "the", "le", "el", "en",  "in",   "on",
    "st",     "nd",     "rd", "th",  "er", "생", "生",  "출생", "born",
    "nacido", "nacida", "в",  "شهر", "من", "في", "dia", "am",   "il"};

// Words that follow or precede a number and say what it is, or that it is about.
bool take_word(const std::string& word, Scan& scan, bool after_number) {
  const auto mark_last = [&](Part part) {
    if (after_number && !scan.numbers.empty() && scan.numbers.back().part == Part::unassigned) {
      scan.numbers.back().part = part;
    }
  };
  if (is_one_of(word, kYearWords)) {
    mark_last(Part::year);
  } else if (is_one_of(word, kMonthWords) && after_number) {
    mark_last(Part::month);
  } else if (is_one_of(word, kDayWords)) {
    mark_last(Part::day);
  } else if (is_one_of(word, kHijriWords) && after_number) {
    scan.hijri = true;
  } else if (is_one_of(word, kJucheWords)) {
    scan.juche = true;
  } else if (is_one_of(word, kApproximateWords)) {
    if (word == "년경") mark_last(Part::year);
    scan.approximate = true;
  } else if (word.find_first_not_of('x') == std::string::npos) {
    scan.numbers.push_back({.digits = static_cast<int>(word.size()), .unknown = true});
  } else if (!is_one_of(word, kSilentWords)) {
    return false;
  }
  return true;
}

// The words from `at` on, parted by single marks, as one month name; returns the number of letters
// taken, 0 if none.
size_t take_month_name(const std::u32string& text, size_t at, Scan& scan) {
  std::string phrase;
  size_t taken = 0;
  size_t i = at;
  for (int words = 0; words < kMonthNameWordsMax && i < text.size(); ++words) {
    if (words > 0) {
      if (!is_mark(text[i])) break;
      while (i < text.size() && is_mark(text[i])) ++i;
      phrase += ' ';
    }
    const size_t from = i;
    while (i < text.size() && is_letter(text[i])) append_utf8(text[i++], phrase);
    if (i == from) break;
    if (const auto name = month_from_name(phrase)) {
      scan.month_name = name;
      taken = i - at;
    }
  }
  return taken;
}

std::optional<Scan> scan_text(const std::u32string& text) {
  Scan scan;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = text[i];
    if (is_digit(c)) {
      Number number;
      for (; i < text.size() && is_digit(text[i]); ++i) {
        number.value = std::min(number.value, 99999999) * 10 + static_cast<int>(text[i] - U'0');
        ++number.digits;
      }
      if (number.digits > 8) return std::nullopt;
      if (scan.juche && std::none_of(scan.numbers.begin(), scan.numbers.end(),
                                     [](const Number& n) { return n.part == Part::juche_year; })) {
        number.part = Part::juche_year;
      }
      scan.numbers.push_back(number);
      continue;
    }
    if (!is_letter(c)) {
      if (c == U'~') scan.approximate = true;
      if (c == U'?') {
        // A question mark doubts what it follows; in the place of a part it is the part.
        const bool after_number = i > 0 && is_digit(text[i - 1]);
        const size_t from = i;
        while (i < text.size() && text[i] == U'?') ++i;
        if (after_number) {
          scan.approximate = true;
        } else {
          scan.numbers.push_back({.digits = static_cast<int>(i - from), .unknown = true});
        }
        continue;
      }
      ++i;
      continue;
    }
    if (!scan.month_name) {
      if (const size_t taken = take_month_name(text, i, scan); taken > 0) {
        scan.month_name_first = scan.numbers.empty();
        i += taken;
        continue;
      }
    }
    const bool after_number = !scan.numbers.empty();
    std::string word;
    if (is_han(c)) {
      append_utf8(text[i++], word);
    } else {
      while (i < text.size() && is_letter(text[i]) && !is_han(text[i]))
        append_utf8(text[i++], word);
    }
    if (!take_word(word, scan, after_number)) {
      // 约, 大约 and 左右 are written without spaces.
      if (!is_han(c) || i >= text.size()) return std::nullopt;
      append_utf8(text[i++], word);
      if (!take_word(word, scan, after_number)) return std::nullopt;
    }
  }
  return scan;
}

struct Parts {
  std::optional<Number> year, month, day;
  bool ambiguous = false;
};

bool could_be_year(const Number& number) {
  return number.digits >= 3 || number.value > kDaysInMonthMax;
}
bool could_be_month(const Number& number) {
  return number.unknown || (number.digits <= 2 && number.value <= 12);
}

// Two numbers for day and month, in the order asked for unless one of them can only be the day.
bool place_day_and_month(const Number& first, const Number& second, DateOrder order, Parts& parts) {
  const bool first_month = could_be_month(first), second_month = could_be_month(second);
  if (!first_month && !second_month) return false;
  bool day_first = order == DateOrder::day_first;
  if (first_month != second_month) {
    day_first = second_month;
  } else {
    parts.ambiguous = !first.unknown && !second.unknown && first.value != second.value;
  }
  parts.day = day_first ? first : second;
  parts.month = day_first ? second : first;
  return true;
}

bool place_unmarked(const std::vector<Number>& numbers, const Scan& scan, DateOrder order,
                    Parts& parts) {
  const size_t count = numbers.size();
  if (count == 0) return true;
  const bool month_known = scan.month_name || parts.month;
  if (month_known || parts.year || parts.day) {
    // Some parts are named: what is left is day and year.
    if (parts.year && !month_known && !parts.day && count == 2) {
      parts.month = numbers[0];  // 1999년 4. 3
      parts.day = numbers[1];
      return true;
    }
    for (const Number& number : numbers) {
      const bool year_shaped =
          number.digits >= 3 || (!number.unknown && number.value > kDaysInMonthMax);
      if (!year_shaped && !parts.day) {
        parts.day = number;
      } else if (!parts.year) {
        parts.year = number;
      } else {
        return false;
      }
    }
    return true;
  }
  if (count == 1) {
    const Number& number = numbers[0];
    if (number.unknown) return false;
    if (number.digits == 8) {
      parts.year = Number{number.value / 10000, 4};
      parts.month = Number{number.value / 100 % 100, 2};
      parts.day = Number{number.value % 100, 2};
      return true;
    }
    if (number.digits == 6 && number.value / 100 >= 1800 && number.value / 100 < 2100) {
      parts.year = Number{number.value / 100, 4};
      parts.month = Number{number.value % 100, 2};
      return true;
    }
    if (number.digits != 4 && !(number.digits == 3 && scan.hijri)) return false;
    parts.year = number;
    return true;
  }
  if (count == 2) {
    if (could_be_year(numbers[0]) || numbers[0].digits == 4) {
      parts.year = numbers[0];
      parts.month = numbers[1];
      return !could_be_year(numbers[1]);
    }
    if (could_be_year(numbers[1])) {
      parts.month = numbers[0];
      parts.year = numbers[1];
      return true;
    }
    return place_day_and_month(numbers[0], numbers[1], order, parts);
  }
  if (count != 3) return false;
  const bool month_coded_unknown = numbers[0].digits == 4 && numbers[1].value == 99;
  if (could_be_year(numbers[1]) && !month_coded_unknown) return false;
  if (could_be_year(numbers[0])) {
    parts.year = numbers[0];
    parts.month = numbers[1];
    parts.day = numbers[2];
    // 1999-13-04: year, day, month, as some databases write it.
    if (!could_be_month(numbers[1]) && numbers[1].value != 99 && could_be_month(numbers[2])) {
      std::swap(parts.month, parts.day);
    }
    return true;
  }
  parts.year = numbers[2];
  return place_day_and_month(numbers[0], numbers[1], order, parts);
}

int days_in_month(int month, std::optional<int> year) {
  constexpr std::array<int, 12> days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month == 2 && year && !(*year % 4 == 0 && (*year % 100 != 0 || *year % 400 == 0))) return 28;
  return days[static_cast<size_t>(month - 1)];
}

bool stands_for_unknown(const PartialDate& date) {
  if (date.month == 1 && date.day == 1) return true;
  // The day after the last representable one, and digits repeated to fill a form.
  return (date.year == 9999 && date.month == 12 && date.day == 31) ||
         (date.year == 1111 && date.month == 11 && date.day == 11);
}

// Gives the parts their Gregorian values; false if they name no date.
bool settle_hijri(PartialDate& date) {
  date.calendar = PartialDate::Calendar::hijri;
  if (!date.year) return false;
  const bool full = date.month && date.day;
  if (date.month && (*date.month < 1 || *date.month > 12)) return false;
  const CivilDay middle{*date.year, date.month.value_or(7),
                        full ? *date.day : (date.month ? 15 : 1)};
  const auto gregorian = gregorian_from_hijri(middle);
  if (!gregorian) return false;
  date.year = gregorian->year;
  date.month = full ? std::optional(gregorian->month) : std::nullopt;
  date.day = full ? std::optional(gregorian->day) : std::nullopt;
  return true;
}

}  // namespace

bool exists_as_date(const PartialDate& date) {
  if (date.year && (*date.year < 1 || *date.year > 9999)) return false;
  if (date.month && (*date.month < 1 || *date.month > 12)) return false;
  if (date.day && (*date.day < 1 || *date.day > kDaysInMonthMax)) return false;
  return !(date.day && date.month) || *date.day <= days_in_month(*date.month, date.year);
}

std::optional<PartialDate> parse_partial_date(std::string_view text, DateOrder order) {
  std::u32string letters = with_han_numerals_as_digits(fold_letters(text));
  cut_time(letters);
  const auto scan = scan_text(letters);
  if (!scan) return std::nullopt;

  Parts parts;
  PartialDate date;
  std::optional<int> juche_year;
  std::vector<Number> unmarked;
  for (const Number& number : scan->numbers) {
    std::optional<Number>* place = nullptr;
    switch (number.part) {
      case Part::unassigned:
        unmarked.push_back(number);
        continue;
      case Part::juche_year:
        juche_year = number.value;
        continue;
      case Part::year:
        place = &parts.year;
        break;
      case Part::month:
        place = &parts.month;
        break;
      case Part::day:
        place = &parts.day;
        break;
    }
    if (*place) return std::nullopt;
    *place = number;
  }
  if (scan->juche && !juche_year) return std::nullopt;
  if (juche_year && !parts.year) {
    // "주체88(1999)": a Gregorian year beside it says the same, or the text is wrong.
    const auto beside = std::find_if(unmarked.begin(), unmarked.end(),
                                     [](const Number& n) { return n.digits == 4; });
    if (beside != unmarked.end()) {
      parts.year = *beside;
      unmarked.erase(beside);
    }
  }
  if (juche_year) {
    const int year = *juche_year + kJucheOffset;
    if (*juche_year < 1 || (parts.year && !parts.year->unknown && parts.year->value != year)) {
      return std::nullopt;
    }
    parts.year = Number{year, 4};
    date.calendar = PartialDate::Calendar::juche;
  }
  if (!place_unmarked(unmarked, *scan, order, parts)) return std::nullopt;
  if (scan->month_name) {
    if (parts.month) return std::nullopt;
    parts.month = Number{scan->month_name->month, 2};
  }

  // Zero is "unknown" everywhere; so is 99 for a month or day, and 9999 for a year without more.
  if (parts.month && !parts.month->unknown && parts.month->value != 0 && parts.month->value != 99) {
    date.month = parts.month->value;
  }
  if (parts.day && !parts.day->unknown && parts.day->value != 0 && parts.day->value != 99) {
    date.day = parts.day->value;
  }
  const bool hijri =
      scan->hijri || (scan->month_name && scan->month_name->calendar == MonthCalendar::hijri);
  if (parts.year && !parts.year->unknown) {
    const Number& year = *parts.year;
    if (year.digits <= 2) {
      if (hijri) return std::nullopt;
      date.year_of_century = year.value;
    } else if (year.value == 0 || (year.value == 9999 && !(date.month && date.day))) {
      // unknown
    } else if (year.digits == 4 ? year.value < kYearMin : !hijri) {
      return std::nullopt;
    } else {
      date.year = year.value;
    }
  }
  date.day_month_ambiguous = parts.ambiguous;
  date.approximate = scan->approximate;
  if (hijri && !settle_hijri(date)) return std::nullopt;
  if (!date.year && !date.month && !date.day && !date.year_of_century) return std::nullopt;
  if (!exists_as_date(date)) return std::nullopt;
  date.looks_like_default = !hijri && stands_for_unknown(date);
  return date;
}

std::string to_edtf(const PartialDate& date) {
  const auto padded = [](std::optional<int> value, size_t digits) {
    if (!value) return std::string(digits, 'X');
    const std::string text = std::to_string(*value);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
  };
  std::string edtf = padded(date.year, 4);
  if (!date.year && date.year_of_century) edtf = "XX" + padded(date.year_of_century, 2);
  if (date.month || date.day) edtf += "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
  if (date.approximate) edtf += '~';
  return edtf;
}

std::optional<PartialDate> day_month_swapped(const PartialDate& date) {
  if (!date.day || !date.month || date.day == date.month || *date.day > 12) return std::nullopt;
  PartialDate swapped = date;
  std::swap(swapped.day, swapped.month);
  if (!exists_as_date(swapped)) return std::nullopt;
  swapped.looks_like_default = stands_for_unknown(swapped);
  return swapped;
}

std::optional<YearRange> birth_years(int age, const PartialDate& at, AgeCustom custom) {
  if (!at.year || age < 0 || age > kAgeMax) return std::nullopt;
  if (custom == AgeCustom::korean_counting) {
    if (age == 0) return std::nullopt;
    return YearRange{*at.year - age + 1, *at.year - age + 1};
  }
  return YearRange{*at.year - age - 1, *at.year - age};
}

}  // namespace hearim
