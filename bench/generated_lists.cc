#include "generated_lists.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace hearim {
namespace {

enum Column : std::uint8_t {
  full_name,
  given_name,
  family_name,
  sex,
  birth_date,
  age,
  interview_date,
  town,
  occupation
};

struct Day {
  int year, month, day;
};

std::string write_date(const Day& date, int style) {
  std::array<char, 48> text{};
  switch (style) {
    case 1:
      std::snprintf(text.data(), text.size(), "%02d/%02d/%04d", date.day, date.month, date.year);
      break;
    case 2:
      std::snprintf(text.data(), text.size(), "%d년 %d월 %d일", date.year, date.month, date.day);
      break;
    case 3:
      std::snprintf(text.data(), text.size(), "%d年%d月%d日", date.year, date.month, date.day);
      break;
    default:
      std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  }
  return text.data();
}

struct List {
  NamingCustom custom;
  int date_style = 0;
  bool names_apart = false;
  bool has_ages = false;
  double odds = 1;  // of capture
};

List list_of(const GeneratedListsOptions& options, int number) {
  List list;
  const auto index = static_cast<std::size_t>(number);
  list.custom.script = options.scripts[index % options.scripts.size()];
  list.custom.clerk = index * 7 + 1;
  list.custom.joint = number % 3;
  const bool latin = list.custom.script == Tongue::english;
  list.custom.family_first = latin && number % 4 == 3;
  list.names_apart = latin && number % 2 == 0;
  list.date_style = list.custom.script == Tongue::korean    ? 2
                    : list.custom.script == Tongue::chinese ? 3
                    : number % 2 == 1                       ? 1
                                                            : 0;
  list.has_ages = options.last_list_has_ages && number == options.lists - 1;
  // Lists differ in size: the larger reach two or three times as many as the smaller.
  const double capture =
      index < options.captures.size()
          ? options.captures[index]
          : std::clamp(options.capture * (1.3 - 0.6 * number / std::max(1, options.lists - 1)),
                       0.01, 0.95);
  list.odds = capture / (1 - capture);
  return list;
}

std::string sex_word(bool female, Tongue script) {
  switch (script) {
    case Tongue::korean:
      return female ? "여" : "남";
    case Tongue::chinese:
      return female ? "女" : "男";
    case Tongue::arabic:
      return female ? "أنثى" : "ذكر";
    default:
      return female ? "F" : "M";
  }
}

struct Person {
  InventedName name;
  Day born;
  std::uint32_t town;
  std::uint32_t trade;
};

std::uint32_t skewed_town(std::uint32_t town_count, Rng& rng) {
  return std::min(
      town_count - 1,
      static_cast<std::uint32_t>(std::exp(rng.uniform() * std::log(town_count + 1.0))) - 1);
}

Day with_errors(Day date, const GeneratedListsOptions& options, Rng& rng) {
  if (rng.uniform() < options.wrong_date) {
    if (rng.below(2) == 0) {
      date.year += rng.below(2) == 0 ? -1 : 1;
    } else {
      date.day = 1 + static_cast<int>(rng.below(28));
    }
  }
  if (rng.uniform() < options.month_day_swapped && date.day <= 12) std::swap(date.month, date.day);
  if (rng.uniform() < options.default_date) date.month = date.day = 1;
  return date;
}

void write_row(const Person& person, const List& list, const GeneratedListsOptions& options,
               std::uint32_t town_count, Rng& rng, GeneratedRow& row) {
  row.values = {};
  WrittenName name = write_name(person.name, list.custom, rng);
  if (rng.uniform() < options.typo) misspell(name.given, rng);
  if (rng.uniform() < options.typo / 2) misspell(name.family, rng);
  if (!name.one_word && rng.uniform() < options.swapped) std::swap(name.given, name.family);
  if (list.names_apart) {
    row.values[given_name] = name.given;
    row.values[family_name] = name.family;
  } else {
    row.values[full_name] = whole_name(name, list.custom);
  }
  row.values[sex] = sex_word(person.name.female, list.custom.script);
  const Day born = with_errors(person.born, options, rng);
  if (list.has_ages) {
    const Day asked = {2012 + static_cast<int>(rng.below(8)), 1 + static_cast<int>(rng.below(12)),
                       1 + static_cast<int>(rng.below(28))};
    const bool before =
        asked.month < born.month || (asked.month == born.month && asked.day < born.day);
    row.values[age] = std::to_string(asked.year - born.year - (before ? 1 : 0));
    row.values[interview_date] = write_date(asked, list.date_style);
  } else {
    row.values[birth_date] = write_date(born, list.date_style);
  }
  const std::uint32_t lives =
      rng.uniform() < options.moved ? skewed_town(town_count, rng) : person.town;
  row.values[town] = write_town(lives, list.custom.script);
  row.values[occupation] = write_trade(person.trade, list.custom.script);
  for (std::size_t c = sex; c < kGeneratedColumns; ++c) {
    if (rng.uniform() < options.missing) row.values[c].clear();
  }
}

}  // namespace

void GeneratedListsOptions::multiply_errors(double by) {
  for (double* rate :
       {&typo, &missing, &swapped, &wrong_date, &month_day_swapped, &default_date, &moved}) {
    *rate = std::min(0.5, *rate * by);
  }
}

std::vector<LinkField> generated_fields() {
  return {{"full_name", FieldType::name},
          {"given_name", FieldType::given_name},
          {"family_name", FieldType::family_name},
          {"sex", FieldType::sex},
          {"birth_date", FieldType::birth_date},
          {"age", FieldType::age},
          {"interview_date", FieldType::event_date},
          {"town", FieldType::place},
          {"occupation", FieldType::category}};
}

std::string generated_list_name(const GeneratedListsOptions& options, int list) {
  const Tongue script = list_of(options, list).custom.script;
  return "list-" + std::to_string(list + 1) + '-' +
         std::string(kTongueCodes[static_cast<std::size_t>(script)]);
}

bool generated_list_has(const GeneratedListsOptions& options, int number, std::size_t column) {
  const List list = list_of(options, number);
  switch (column) {
    case full_name:
      return !list.names_apart;
    case given_name:
    case family_name:
      return list.names_apart;
    case birth_date:
      return !list.has_ages;
    case age:
    case interview_date:
      return list.has_ages;
    default:
      return true;
  }
}

void generate_lists(const GeneratedListsOptions& options, std::uint64_t seed,
                    const std::function<void(const GeneratedRow&)>& take) {
  std::vector<List> lists;
  for (int l = 0; l < options.lists; ++l) lists.push_back(list_of(options, l));
  std::vector<std::pair<Tongue, double>> origins = options.origins;
  if (origins.empty()) {
    for (const Tongue script : options.scripts) origins.emplace_back(script, 1.0);
  }
  double origin_sum = 0;
  for (const auto& [tongue, share] : origins) origin_sum += share;
  const std::uint32_t town_count = std::clamp(20 + options.people / 100, 20U, kTownsMax);
  GeneratedRow row;
  for (std::uint32_t p = 0; p < options.people; ++p) {
    Rng rng(seed, "generated person", p);
    Person person;
    double left = rng.uniform() * origin_sum;
    Tongue tongue = origins.back().first;
    for (const auto& [of, share] : origins) {
      if ((left -= share) <= 0) {
        tongue = of;
        break;
      }
    }
    const bool female = options.women == 0.5 ? rng.below(2) == 0 : rng.uniform() < options.women;
    person.name = invent_name(tongue, female, options.people, rng);
    // More are young: by default two in three were born after 1970.
    person.born = {options.born_from + static_cast<int>((options.born_to - options.born_from) *
                                                        std::sqrt(rng.uniform())),
                   1 + static_cast<int>(rng.below(12)), 1 + static_cast<int>(rng.below(28))};
    person.town = skewed_town(town_count, rng);
    person.trade = static_cast<std::uint32_t>(rng.below(trade_count()));
    double reach = std::exp(options.hard_to_reach * (rng.uniform() * 4 - 2));
    if (options.hidden_share > 0 && rng.uniform() < options.hidden_share) {
      reach *= options.hidden_odds;
    }
    row.person = p;
    bool referred = false;
    for (std::uint32_t l = 0; l < lists.size(); ++l) {
      // Every second list finds women harder to reach.
      double odds = lists[l].odds * reach * (l % 2 == 1 && person.name.female ? 0.7 : 1.0);
      if (referred && static_cast<int>(l) == options.referral->to) odds *= options.referral->odds;
      if (rng.uniform() > odds / (1 + odds)) continue;
      referred = referred || (options.referral && static_cast<int>(l) == options.referral->from);
      row.list = l;
      do {
        write_row(person, lists[l], options, town_count, rng, row);
        take(row);
      } while (rng.uniform() < options.duplicates);
    }
  }
}

GeneratedRecords generate_records(const GeneratedListsOptions& options, std::uint64_t seed) {
  std::vector<LinkList> lists;
  for (int l = 0; l < options.lists; ++l) lists.push_back({generated_list_name(options, l), false});
  GeneratedRecords result{LinkRecords(generated_fields(), lists), {}};
  std::vector<std::uint64_t> rows(lists.size(), 0);
  std::array<std::string_view, kGeneratedColumns> values;
  generate_lists(options, seed, [&](const GeneratedRow& row) {
    std::copy(row.values.begin(), row.values.end(), values.begin());
    result.records.add(row.list, ++rows[row.list], values);
    result.truth.push_back(row.person);
  });
  return result;
}

}  // namespace hearim
