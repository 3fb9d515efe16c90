// Levels for dates, ages, categories, sex and identifying numbers; names and places are bags of
// words (word_bag.cc).
//
// Dates: 1853-01-01 against 1863-01-01 is a year with one digit off and a day that stands for
// "unknown", not a date that agrees in two of three parts. 03/04 against 04/03 is a swap.
#include "link/comparison.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdlib>

#include "base/check.h"
#include "text/partial_date.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

struct Level {
  double m;
  double u;
  std::string_view words;
};

// Index is the level. Several levels of one wording differ in rarity (see `rarity_first`).
constexpr std::array<Level, 16> kDateLevels = {{{0, 0, "missing"},
                                                {0.10, 1e-3, "same date"},
                                                {0.15, 2e-4, "same date"},
                                                {0.20, 4e-5, "same date"},
                                                {0.20, 1e-5, "same date"},
                                                {0.06, 4e-3, "same, but only a year is known"},
                                                {0.04, 8e-4, "same, but only a year is known"},
                                                {0.02, 4e-5, "day and month swapped"},
                                                {0.06, 3e-4, "one digit differs"},
                                                {0.04, 2e-3, "two of day, month, year agree"},
                                                {0.03, 1e-2, "same year, no more is known"},
                                                {0.02, 1e-2, "same year, other day and month"},
                                                {0.02, 2e-2, "a year near, or one digit off"},
                                                {0.02, 0.05, "at most two years apart"},
                                                {0.02, 0.20, "at most ten years apart"},
                                                {0.02, 0.70, "different"}}};
constexpr std::array<Level, 6> kAgeLevels = {{{0, 0, "missing"},
                                              {0.60, 0.02, "same age"},
                                              {0.20, 0.04, "one year apart"},
                                              {0.10, 0.07, "two or three years apart"},
                                              {0.05, 0.12, "four to seven years apart"},
                                              {0.05, 0.75, "different"}}};
constexpr std::array<Level, 6> kCategoryLevels = {{{0, 0, "missing"},
                                                   {0.45, 0.10, "same"},
                                                   {0.20, 3e-3, "same"},
                                                   {0.10, 6e-4, "same"},
                                                   {0.05, 1e-4, "same"},
                                                   {0.20, 0.89, "different"}}};
constexpr std::array<Level, 3> kSexLevels = {
    {{0, 0, "missing"}, {0.97, 0.6, "same"}, {0.03, 0.4, "different"}}};
constexpr std::array<Level, 9> kIdLevels = {{{0, 0, "missing"},
                                             {0.15, 2e-2, "same"},
                                             {0.15, 2e-3, "same"},
                                             {0.20, 4e-4, "same"},
                                             {0.20, 8e-5, "same"},
                                             {0.10, 2e-5, "same"},
                                             {0.10, 1e-3, "one letter or digit differs"},
                                             {0.02, 5e-3, "two letters or digits differ"},
                                             {0.08, 0.95, "different"}}};

struct LevelTable {
  std::span<const Level> levels;
  int same_classes;  // levels 1 .. same_classes are one agreement by rarity
};

LevelTable table_of(Comparison::Kind kind) {
  switch (kind) {
    case Comparison::Kind::date:
      return {kDateLevels, 4};
    case Comparison::Kind::age:
      return {kAgeLevels, 1};
    case Comparison::Kind::category:
      return {kCategoryLevels, 4};
    case Comparison::Kind::sex:
      return {kSexLevels, 1};
    default:
      return {kIdLevels, 5};
  }
}

int digits_that_differ(int a, int b) {
  int count = 0;
  for (; a != 0 || b != 0; a /= 10, b /= 10) count += a % 10 != b % 10;
  return count;
}

bool digits_swapped(int a, int b) {  // 53 and 35; 1953 and 1935
  for (int unit = 1; unit <= 100; unit *= 10) {
    const int low = a / unit % 10;
    const int high = a / (unit * 10) % 10;
    if (low != high && a + (low - high) * unit * 10 + (high - low) * unit == b) return true;
  }
  return false;
}

std::string fold_text(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '.' || c == '/') continue;
    folded += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return folded;
}

// One letter for the two sexes in the languages our lists come in; other texts as they stand.
std::string fold_sex(std::string_view text) {
  const std::string folded = fold_text(text);
  constexpr std::array<std::string_view, 11> male = {
      "m", "male", "man", "boy", "h", "hombre", "masculino", "남", "남자", "男", "ذكر"};
  constexpr std::array<std::string_view, 12> female = {
      "f", "female", "woman", "girl", "mujer", "femenino", "여", "여자", "女", "أنثى", "انثى", "w"};
  if (std::find(male.begin(), male.end(), folded) != male.end()) return "m";
  if (std::find(female.begin(), female.end(), folded) != female.end()) return "f";
  return folded;
}

// A date in 32 bits: the year from -9999, four bits of month, five of day (0 where not known), and
// whether the day looks like a default.
constexpr int kYearBase = 10000;
struct Date {
  int year;
  int month;
  int day;
  bool looks_like_default;
};
std::uint32_t pack(const Date& date) {
  return static_cast<std::uint32_t>(date.year + kYearBase) << 10 |
         static_cast<std::uint32_t>(date.month) << 6 | static_cast<std::uint32_t>(date.day) << 1 |
         (date.looks_like_default ? 1U : 0U);
}
Date unpack(std::uint32_t packed) {
  return {static_cast<int>(packed >> 10) - kYearBase, static_cast<int>(packed >> 6 & 15),
          static_cast<int>(packed >> 1 & 31), (packed & 1) != 0};
}

bool day_is_known(const Date& date) { return date.day != 0 && !date.looks_like_default; }

std::uint32_t date_from_text(std::string_view text) {  // packed; 0 where no year can be read
  const auto parsed = parse_partial_date(text, DateOrder::day_first);
  if (!parsed || !parsed->year) return 0;
  return pack({std::clamp(*parsed->year, -9999, 9999), static_cast<int>(parsed->month.value_or(0)),
               static_cast<int>(parsed->day.value_or(0)), parsed->looks_like_default});
}

std::optional<int> number_from_text(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return number;
}

std::optional<int> field_of_type(const LinkRecords& records, FieldType type) {
  for (std::size_t f = 0; f < records.fields().size(); ++f) {
    if (records.fields()[f].type == type) return static_cast<int>(f);
  }
  return std::nullopt;
}

// The year of birth of those records that give an age and the date of the event instead of a birth
// date; empty where the fields are not all there, 0 for other records. Someone aged 30 on 15 March
// 2010 was born in 1979 or 1980, more likely the former; the levels take years that are near for
// what they are. Where this stands for the age, ages of different years are compared rightly, and
// the age is not compared a second time.
std::vector<std::uint32_t> births_from_ages(const LinkRecords& records) {
  const auto birth = field_of_type(records, FieldType::birth_date);
  const auto event = field_of_type(records, FieldType::event_date);
  const auto age = field_of_type(records, FieldType::age);
  if (!birth || !event || !age) return {};
  const auto parsed = [&](int field, auto parse) {
    const ValueDictionary& texts = records.dictionary(field);
    std::vector<decltype(parse(texts.text(0)))> values(1);
    for (std::uint32_t t = 1; t < texts.size(); ++t) values.push_back(parse(texts.text(t)));
    return values;
  };
  const std::vector<std::uint32_t> births = parsed(*birth, date_from_text);
  const std::vector<std::uint32_t> events = parsed(*event, date_from_text);
  const std::vector<std::optional<int>> ages = parsed(*age, number_from_text);
  std::vector<std::uint32_t> result(records.record_count(), 0);
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    const std::uint32_t asked = events[records.column(*event)[r]];
    const std::optional<int> years = ages[records.column(*age)[r]];
    if (births[records.column(*birth)[r]] != 0 || asked == 0 || !years) continue;
    if (*years < 0 || *years > 150) continue;
    const Date on = unpack(asked);
    const bool birthday_to_come = on.month != 0 && on.month <= 6 && !on.looks_like_default;
    result[r] = pack({on.year - *years - (birthday_to_come ? 1 : 0), 0, 0, false});
  }
  return result;
}

std::uint64_t sign_mask(std::string_view text) {
  std::uint64_t mask = 0;
  for (const char c : text) mask |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63);
  return mask;
}

}  // namespace

std::uint32_t word_pair_key(std::uint32_t x, std::uint32_t y) {
  std::uint64_t h = (static_cast<std::uint64_t>(x) << 32 | y) * 0x9E3779B97F4A7C15ULL;
  h ^= h >> 31;
  h *= 0x94D049BB133111EBULL;
  return static_cast<std::uint32_t>(h >> 32);
}

std::string rarity_words(int rarity, int class_count) {
  const auto one_in = [](int step) {
    const auto n = static_cast<std::uint64_t>(
        std::exp2(kRarityFirstBits + kRarityStepBits * static_cast<double>(step)));
    std::uint64_t unit = 1;
    while (n / unit >= 100) unit *= 10;
    std::string digits = std::to_string(n / unit * unit);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
      digits.insert(static_cast<std::size_t>(at), ",");
    }
    return "1 record in " + digits;
  };
  if (rarity == 0) return "common: more than " + one_in(0);
  if (rarity + 1 == class_count) return "rare: fewer than " + one_in(rarity - 1);
  return "between " + one_in(rarity - 1) + " and " + one_in(rarity);
}

Comparison::Comparison(const LinkRecords& records, Kind kind, std::vector<int> fields)
    : kind_(kind), fields_(std::move(fields)) {
  if (kind_ == Kind::names || kind_ == Kind::place) {
    bags_.emplace(records, fields_,
                  kind_ == Kind::names ? WordBags::Content::names : WordBags::Content::places);
    level_count_ = WordBags::kLevelCount;
    return;
  }
  level_count_ = static_cast<int>(table_of(kind_).levels.size());
  if (kind_ == Kind::date) {
    read_dates(records);
  } else if (kind_ == Kind::age) {
    read_numbers(records);
  } else {
    read_texts(records);
  }
  value_records_.assign(same_level_.size(), 0);
  for (const std::uint32_t value : value_of_) ++value_records_[value];
  const RarityScale scale(std::max<std::size_t>(1, value_of_.size()));
  const int classes = table_of(kind_).same_classes;
  for (std::uint32_t v = 1; v < same_level_.size(); ++v) {
    same_level_[v] = static_cast<std::uint8_t>(1 + scale.rarity(value_records_[v], classes));
    if (kind_ == Kind::date && !day_is_known(unpack(dates_[v]))) {
      same_level_[v] = static_cast<std::uint8_t>(5 + scale.rarity(value_records_[v], 2));
    }
  }
}

void Comparison::read_dates(const LinkRecords& records) {
  const ValueDictionary& texts = records.dictionary(fields_[0]);
  std::vector<std::uint32_t> value_of_text(texts.size(), 0);
  dates_.emplace_back();
  ValueDictionary distinct;
  const auto value_of_date = [&](std::uint32_t date) {
    // A date written as a default and the same date not so are one value.
    const std::uint32_t without_flag = date & ~1U;
    const std::uint32_t id = distinct.intern(
        std::string_view(reinterpret_cast<const char*>(&without_flag), sizeof without_flag));
    if (id == dates_.size()) dates_.push_back(date);
    return id;
  };
  for (std::uint32_t t = 1; t < texts.size(); ++t) {
    const std::uint32_t date = date_from_text(texts.text(t));
    if (date != 0) value_of_text[t] = value_of_date(date);
  }
  value_of_.reserve(records.record_count());
  for (const std::uint32_t t : records.column(fields_[0])) value_of_.push_back(value_of_text[t]);
  if (records.fields()[static_cast<std::size_t>(fields_[0])].type == FieldType::birth_date) {
    const std::vector<std::uint32_t> from_age = births_from_ages(records);
    for (std::size_t r = 0; r < from_age.size(); ++r) {
      if (from_age[r] != 0) value_of_[r] = value_of_date(from_age[r]);
    }
  }
  same_level_.assign(dates_.size(), 0);
}

void Comparison::read_numbers(const LinkRecords& records) {
  const ValueDictionary& texts = records.dictionary(fields_[0]);
  std::vector<std::uint32_t> value_of_text(texts.size(), 0);
  numbers_.push_back(0);
  for (std::uint32_t t = 1; t < texts.size(); ++t) {
    const std::optional<int> number = number_from_text(texts.text(t));
    if (!number) continue;
    const auto seen = std::find(numbers_.begin() + 1, numbers_.end(), *number);
    value_of_text[t] = static_cast<std::uint32_t>(seen - numbers_.begin());
    if (seen == numbers_.end()) numbers_.push_back(*number);
  }
  for (const std::uint32_t t : records.column(fields_[0])) value_of_.push_back(value_of_text[t]);
  const std::vector<std::uint32_t> as_birth = births_from_ages(records);
  for (std::size_t r = 0; r < as_birth.size(); ++r) {
    if (as_birth[r] != 0) value_of_[r] = 0;
  }
  same_level_.assign(numbers_.size(), 0);
}

void Comparison::read_texts(const LinkRecords& records) {
  const ValueDictionary& texts = records.dictionary(fields_[0]);
  std::vector<std::uint32_t> value_of_text(texts.size(), 0);
  ValueDictionary distinct;
  texts_.emplace_back();
  for (std::uint32_t t = 1; t < texts.size(); ++t) {
    std::string folded = kind_ == Kind::sex ? fold_sex(texts.text(t)) : fold_text(texts.text(t));
    value_of_text[t] = distinct.intern(folded);
    if (value_of_text[t] == texts_.size()) texts_.push_back(std::move(folded));
  }
  for (const std::uint32_t t : records.column(fields_[0])) value_of_.push_back(value_of_text[t]);
  same_level_.assign(texts_.size(), 0);
  if (kind_ == Kind::id) {
    for (const std::string& text : texts_) text_masks_.push_back(sign_mask(text));
  }
}

int Comparison::level_of_different(std::uint32_t a, std::uint32_t b) const {
  switch (kind_) {
    case Kind::date:
      return date_level(dates_[a], dates_[b]);
    case Kind::age: {
      const int gap = std::abs(numbers_[a] - numbers_[b]);
      return gap <= 1 ? 2 : gap <= 3 ? 3 : gap <= 7 ? 4 : 5;
    }
    case Kind::sex:
      return 2;
    case Kind::category:
      return 5;
    default:
      return id_level(a, b);
  }
}

int Comparison::id_level(std::uint32_t a, std::uint32_t b) const {
  // Each edit changes at most two bits of the mask, so most pairs need no string.
  if (std::popcount(text_masks_[a] ^ text_masks_[b]) > 4) return 8;
  const std::string& x = texts_[a];
  const std::string& y = texts_[b];
  const int edits_max = std::min(x.size(), y.size()) >= 6 ? 2 : 1;
  if (std::min(x.size(), y.size()) < 4) return 8;
  const int edits = edit_distance(x, y, edits_max);
  return edits > edits_max ? 8 : edits == 1 ? 6 : 7;
}

int Comparison::date_level(std::uint32_t packed_a, std::uint32_t packed_b) {
  const Date a = unpack(packed_a);
  const Date b = unpack(packed_b);
  const bool a_full = day_is_known(a);
  const bool b_full = day_is_known(b);
  const bool same_year = a.year == b.year;
  const int years = std::abs(a.year - b.year);
  if (a.day != 0 && b.day != 0) {
    const int agree = same_year + (a.month == b.month) + (a.day == b.day);
    if (same_year && a.month == b.day && a.day == b.month) return 7;
    if (agree == 2 && (a_full || b_full)) {
      const int x = !same_year ? a.year : a.month != b.month ? a.month : a.day;
      const int y = !same_year ? b.year : a.month != b.month ? b.month : b.day;
      return digits_that_differ(x, y) == 1 || digits_swapped(x, y) ? 8 : 9;
    }
  }
  if (same_year) return a_full && b_full ? 11 : 10;
  if ((!a_full || !b_full) &&
      (years <= 1 || digits_that_differ(a.year, b.year) == 1 || digits_swapped(a.year, b.year))) {
    return 12;
  }
  return years <= 2 ? 13 : years <= 10 ? 14 : 15;
}

std::uint32_t Comparison::value_count() const {
  return bags_ ? bags_->bag_count() : static_cast<std::uint32_t>(same_level_.size());
}

std::string Comparison::level_words(int level) const {
  if (bags_) return WordBags::level_words(level, WordBags::Content::names);
  const LevelTable table = table_of(kind_);
  std::string words(table.levels[static_cast<std::size_t>(level)].words);
  if (level >= 1 && level <= table.same_classes && table.same_classes > 1) {
    words += "; " + rarity_words(level - 1, table.same_classes);
  } else if (kind_ == Kind::date && (level == 5 || level == 6)) {
    words += "; " + rarity_words(level - 5, 2);
  }
  return words;
}

double Comparison::initial_m(int level) const {
  return bags_ ? WordBags::initial_m(level)
               : table_of(kind_).levels[static_cast<std::size_t>(level)].m;
}

double Comparison::initial_u(int level) const {
  return bags_ ? WordBags::initial_u(level)
               : table_of(kind_).levels[static_cast<std::size_t>(level)].u;
}

std::vector<double> Comparison::same_value_pairs() const {
  std::vector<double> pairs(static_cast<std::size_t>(level_count_), 0.0);
  for (std::uint32_t v = 1; v < value_count(); ++v) {
    const double n = static_cast<double>(bags_ ? bags_->records_with(v) : value_records_[v]);
    pairs[static_cast<std::size_t>(level(v, v))] += n * (n - 1) / 2;
  }
  return pairs;
}

void Comparison::append_keys(KeyKind key, std::uint32_t value,
                             std::vector<std::uint32_t>& keys) const {
  if (value == 0) return;
  switch (key) {
    case KeyKind::value:
      keys.push_back(value);
      return;
    case KeyKind::token:
      for (const WordBags::BagWord& word : bags_->bag(value).all_words()) keys.push_back(word.id);
      return;
    case KeyKind::skeleton:
      for (const std::uint32_t sound : bags_->bag(value).all_sounds()) keys.push_back(sound);
      return;
    case KeyKind::token_pair: {
      const auto words = bags_->bag(value).all_words();
      for (std::size_t i = 0; i < words.size(); ++i) {
        for (std::size_t j = i + 1; j < words.size(); ++j) {
          keys.push_back(word_pair_key(words[i].id, words[j].id));
        }
      }
      return;
    }
    case KeyKind::year:
    case KeyKind::month_day:
      if (const std::uint32_t only = single_key(key, value); only != 0) keys.push_back(only);
      return;
  }
}

std::uint32_t Comparison::single_key(KeyKind key, std::uint32_t value) const {
  if (value == 0 || key == KeyKind::value) return value;
  const Date date = unpack(dates_[value]);
  if (key == KeyKind::year) return static_cast<std::uint32_t>(date.year + kYearBase);
  return day_is_known(date) ? static_cast<std::uint32_t>(date.month * 32 + date.day) : 0;
}

std::vector<KeyKind> Comparison::key_kinds() const {
  if (bags_) {
    return {KeyKind::value, KeyKind::token, KeyKind::skeleton, KeyKind::token_pair};
  }
  if (kind_ == Kind::date) return {KeyKind::value, KeyKind::year, KeyKind::month_day};
  return {KeyKind::value};
}

std::uint64_t Comparison::size_bytes() const {
  return (bags_ ? bags_->size_bytes() : 0) + value_of_.capacity() * 4 + same_level_.capacity() * 9 +
         texts_.capacity() * 56 + dates_.capacity() * 4;
}

std::vector<Comparison> comparisons_of(const LinkRecords& records) {
  std::vector<Comparison> comparisons;
  std::vector<int> names;
  for (int f = 0; f < static_cast<int>(records.fields().size()); ++f) {
    const FieldType type = records.fields()[static_cast<std::size_t>(f)].type;
    if (type == FieldType::name || type == FieldType::given_name ||
        type == FieldType::family_name) {
      names.push_back(f);
    }
  }
  if (!names.empty()) comparisons.emplace_back(records, Comparison::Kind::names, names);
  for (int f = 0; f < static_cast<int>(records.fields().size()); ++f) {
    std::optional<Comparison::Kind> kind;
    switch (records.fields()[static_cast<std::size_t>(f)].type) {
      case FieldType::sex:
        kind = Comparison::Kind::sex;
        break;
      case FieldType::birth_date:
      case FieldType::event_date:
        kind = Comparison::Kind::date;
        break;
      case FieldType::age:
        kind = Comparison::Kind::age;
        break;
      case FieldType::place:
        kind = Comparison::Kind::place;
        break;
      case FieldType::category:
        kind = Comparison::Kind::category;
        break;
      case FieldType::id:
        kind = Comparison::Kind::id;
        break;
      default:
        break;
    }
    if (kind) comparisons.emplace_back(records, *kind, std::vector<int>{f});
  }
  return comparisons;
}

}  // namespace hearim
