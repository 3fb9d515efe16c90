#include "steps/value_recognition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "report/number_text.h"
#include "text/customary_names.h"
#include "text/letter_folding.h"
#include "text/name_forms.h"
#include "text/partial_date.h"

namespace hearim {
namespace {

constexpr double kShareMin = 0.9;
constexpr double kDistinctMin = 0.3;      // a column of names repeats few of them
constexpr int kBirthYearsSpreadMin = 25;  // between the 5th and 95th of a hundred dates

constexpr std::array<std::string_view, 30> kSexWords = {
    "m",    "male", "man",  "boy", "h",      "hombre", "masculino", "homme", "남",    "남자",
    "남성", "男",   "ذكر",  "f",   "female", "woman",  "girl",      "mujer", "femme", "femenino",
    "여",   "여자", "여성", "女",  "أنثى",   "انثي",   "м",         "ж",     "муж",   "жен"};

std::string share_words(std::size_t part, std::size_t whole, std::string_view are) {
  // Rounded down, so that "100 %" means all.
  const std::size_t percent = whole == 0 ? 0 : part * 100 / whole;
  return fmt::format("{} % of {} values are {}", percent,
                     count_text(static_cast<std::int64_t>(whole)), are);
}

bool is_sex(std::string_view value) {
  static const std::set<std::string> words = [] {
    std::set<std::string> folded;
    for (const std::string_view word : kSexWords) folded.insert(to_utf8(fold_letters(word)));
    return folded;
  }();
  return words.contains(to_utf8(fold_letters(value)));
}

bool is_mail_address(std::string_view value) {
  const std::size_t at = value.find('@');
  return at != std::string_view::npos && at > 0 && value.find('@', at + 1) == std::string::npos &&
         value.find('.', at) != std::string_view::npos && value.back() != '.' &&
         value.find(' ') == std::string_view::npos;
}

std::optional<int> year_of(std::string_view value) {
  const auto date = parse_partial_date(value, DateOrder::day_first);
  return date ? date->year : std::nullopt;
}

// A year alone could be anything that is counted; a day or a month makes it a date.
bool is_full_date(std::string_view value) {
  const auto date = parse_partial_date(value, DateOrder::day_first);
  // "12 5" parts of an address read as a date have no year of four digits.
  return date && date->year && date->month && *date->year >= 1000 && *date->year <= 2200;
}

// A whole name of Korea or China: two to four letters of one script that begin with a surname. So
// do many towns (서울, 강남), so the column as a whole must also show the commonest surnames about
// as often as peoples' names do: five surnames are half of Korea, eight a third of China.
enum class EastAsian : std::uint8_t { no, surname, common_surname };

EastAsian east_asian_name(std::string_view value) {
  const std::u32string letters = fold_letters(value);
  if (letters.size() < 2 || letters.size() > 4) return EastAsian::no;
  const NameForms forms = name_forms(value, NamePart::whole);
  if (forms.tokens.size() != 2) return EastAsian::no;
  const NameScript script = forms.tokens[0].script;
  if (script != forms.tokens[1].script) return EastAsian::no;
  if (script != NameScript::hangul && script != NameScript::han) return EastAsian::no;
  constexpr std::u32string_view kCommonest = U"김이박최정王李张張刘劉陈陳杨楊黄黃赵趙金朴崔郑鄭";
  return kCommonest.find(letters[0]) != std::u32string_view::npos ? EastAsian::common_surname
                                                                  : EastAsian::surname;
}
constexpr double kCommonestMin = 0.25;

// Two words or more in Arabic letters, one of them in the table of common names.
bool is_arabic_name(std::string_view value) {
  const NameForms forms = name_forms(value, NamePart::whole);
  if (forms.tokens.size() < 2) return false;
  bool known = false;
  for (const NameToken& token : forms.tokens) {
    if (token.script != NameScript::arabic) return false;
    known = known || !arabic_name_spellings(from_utf8(token.folded)).empty();
  }
  return known;
}
constexpr double kArabicNamesMin = 0.7;  // the table holds common names only

int spread_of_years(std::span<const std::string> values) {
  std::vector<int> years;
  for (const std::string& value : values) {
    if (const auto year = year_of(value)) years.push_back(*year);
  }
  if (years.empty()) return 0;
  std::sort(years.begin(), years.end());
  return years[years.size() * 95 / 100] - years[years.size() * 5 / 100];
}

template <typename Is>
std::size_t count_of(std::span<const std::string> values, Is is) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), is));
}

bool reaches(std::size_t part, std::size_t whole) {
  return static_cast<double>(part) >= kShareMin * static_cast<double>(whole);
}

std::string_view readable_noun(FieldType type) {
  switch (type) {
    case FieldType::birth_date:
    case FieldType::event_date:
      return "dates";
    case FieldType::age:
      return "ages";
    default:
      return {};
  }
}

}  // namespace

bool can_read(FieldType type, std::string_view value) {
  switch (type) {
    case FieldType::birth_date:
    case FieldType::event_date:
      return year_of(value).has_value();
    case FieldType::age:
      return !value.empty() && value[0] >= '0' && value[0] <= '9';
    default:
      return true;
  }
}

double readable_share(FieldType type, std::span<const std::string> values) {
  if (values.empty()) return 1.0;
  const std::size_t read = count_of(values, [&](const auto& v) { return can_read(type, v); });
  return static_cast<double>(read) / static_cast<double>(values.size());
}

std::optional<std::string> readable_words(FieldType type, std::span<const std::string> values) {
  const std::string_view noun = readable_noun(type);
  if (noun.empty() || values.empty()) return std::nullopt;
  return share_words(count_of(values, [&](const auto& v) { return can_read(type, v); }),
                     values.size(), noun);
}

std::optional<ValueEvidence> recognise_values(std::span<const std::string> values) {
  const std::size_t n = values.size();
  if (n < kValuesEnough) return std::nullopt;
  const std::set<std::string_view> distinct(values.begin(), values.end());
  const std::size_t sexes = count_of(values, is_sex);
  if (reaches(sexes, n) && distinct.size() >= 2 && distinct.size() <= 8) {
    return ValueEvidence{FieldType::sex, share_words(sexes, n, "words for the sexes")};
  }
  const std::size_t dates = count_of(values, is_full_date);
  if (reaches(dates, n)) {
    const int spread = spread_of_years(values);
    const bool births = spread >= kBirthYearsSpreadMin;
    return ValueEvidence{
        births ? FieldType::birth_date : FieldType::event_date,
        share_words(dates, n, "dates") + fmt::format(", nine in ten of them within {} year{}",
                                                     spread + 1, spread == 0 ? "" : "s")};
  }
  const std::size_t mails = count_of(values, is_mail_address);
  if (reaches(mails, n)) {
    return ValueEvidence{FieldType::id, share_words(mails, n, "e-mail addresses")};
  }
  const bool various =
      static_cast<double>(distinct.size()) >= kDistinctMin * static_cast<double>(n);
  if (!various) return std::nullopt;
  std::size_t surnames = 0;
  std::size_t commonest = 0;
  for (const std::string& value : values) {
    const EastAsian kind = east_asian_name(value);
    surnames += kind != EastAsian::no;
    commonest += kind == EastAsian::common_surname;
  }
  if (reaches(surnames, n) &&
      static_cast<double>(commonest) >= kCommonestMin * static_cast<double>(n)) {
    return ValueEvidence{FieldType::name,
                         share_words(surnames, n, "written like Korean or Chinese names")};
  }
  const std::size_t arabic = count_of(values, is_arabic_name);
  if (static_cast<double>(arabic) >= kArabicNamesMin * static_cast<double>(n)) {
    return ValueEvidence{FieldType::name, share_words(arabic, n, "written like Arabic names")};
  }
  return std::nullopt;
}

}  // namespace hearim
