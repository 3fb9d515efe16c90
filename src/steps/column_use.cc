#include "steps/column_use.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "steps/case_list_reader.h"
#include "steps/field_recognition.h"
#include "steps/value_recognition.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 8> kSpotHeaders = {
    "gps", "latitude", "longitude", "coordin", "geoloc", "좌표", "坐标", "احداثيات"};
constexpr std::array<std::string_view, 5> kWholeSpotHeaders = {"lat", "lon", "lng", "long", "utm"};

ColumnUse use_of(FieldType type) {
  switch (type) {
    case FieldType::name:
    case FieldType::given_name:
    case FieldType::family_name:
      return ColumnUse::name;
    case FieldType::id:
      return ColumnUse::number;
    case FieldType::place:
      return ColumnUse::place;
    case FieldType::sex:
    case FieldType::age:
    case FieldType::birth_date:
      return ColumnUse::description;
    case FieldType::event_date:
    case FieldType::category:
      break;
  }
  return ColumnUse::unknown;
}

bool is_spot_header(std::string_view column) {
  const std::string header = to_utf8(fold_letters(column));
  return std::any_of(kSpotHeaders.begin(), kSpotHeaders.end(),
                     [&](std::string_view word) { return header.find(word) != header.npos; }) ||
         std::find(kWholeSpotHeaders.begin(), kWholeSpotHeaders.end(), header) !=
             kWholeSpotHeaders.end();
}

// As the linkage took it, by settings or by itself.
std::optional<FieldType> linked_as(const Json& linkage, std::int64_t list,
                                   const std::string& column) {
  if (!linkage.is_object()) return std::nullopt;
  for (std::size_t l = 0; l < linkage.at("lists").size(); ++l) {
    if (linkage["lists"][l].at("list") != list) continue;
    for (const Json& shown : linkage.at("report").at("input").at("lists").at(l).at("columns"))
      if (shown.at("column") == column && shown.contains("type"))
        return field_type_from_name(shown["type"].get<std::string>());
  }
  return std::nullopt;
}

struct Decimal {
  double value = 0;
  int places = 0;
  std::size_t end = 0;
};
std::optional<Decimal> decimal_at(std::string_view text, std::size_t at) {
  Decimal number;
  std::size_t i = at;
  const bool minus = i < text.size() && text[i] == '-';
  i += minus;
  const std::size_t digits = i;
  const auto is_digit = [&] { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  for (; is_digit() && i - digits < 4; ++i) number.value = number.value * 10 + (text[i] - '0');
  if (i == digits || i - digits > 3 || i >= text.size() || text[i] != '.') return std::nullopt;
  double unit = 0.1;
  for (++i; is_digit(); ++i, unit /= 10, ++number.places) number.value += unit * (text[i] - '0');
  if (minus) number.value = -number.value;
  number.end = i;
  return number;
}

}  // namespace

bool holds_coordinates(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool digit = text[at] >= '0' && text[at] <= '9';
    if (digit && text.substr(at + 1).starts_with("°")) return true;
    if ((!digit && text[at] != '-') ||
        (at > 0 && (text[at - 1] == '.' || (text[at - 1] >= '0' && text[at - 1] <= '9'))))
      continue;
    const auto first = decimal_at(text, at);
    if (!first || first->places < 3 || std::fabs(first->value) > 180) continue;
    std::size_t next = first->end;
    while (next < text.size() &&
           (text[next] == ' ' || text[next] == ',' || text[next] == ';' || text[next] == '/'))
      ++next;
    const auto second = decimal_at(text, next);
    if (next > first->end && second && second->places >= 3 && std::fabs(second->value) <= 180)
      return true;
  }
  return false;
}

std::vector<ColumnUse> column_uses(const Case& from, const List& list, const Json& linkage) {
  CaseListReader reader(from, list, "");
  std::vector<std::vector<std::string>> values(list.columns.size());
  for (std::size_t row = 0; row < kValuesLookedAt; ++row) {
    const ListReader::Step step = reader.next();
    if (step == ListReader::Step::end) break;
    if (step == ListReader::Step::rejected) continue;
    for (std::size_t c = 0; c < values.size(); ++c)
      if (!reader.cell(c).empty()) values[c].emplace_back(reader.cell(c));
  }
  std::vector<ColumnUse> uses;
  for (std::size_t c = 0; c < list.columns.size(); ++c) {
    const std::string& column = list.columns[c];
    const auto by_header = recognise_field(column);
    const auto by_values = recognise_values(values[c]);
    const auto linked = linked_as(linkage, list.id, column);
    ColumnUse use = linked ? use_of(*linked) : by_header ? use_of(*by_header) : ColumnUse::unknown;
    if (is_spot_header(column)) use = ColumnUse::place;
    const bool names =
        by_values && use_of(by_values->type) == ColumnUse::name && use != ColumnUse::place;
    if (names) use = ColumnUse::name;
    if (use == ColumnUse::unknown && by_values) use = use_of(by_values->type);
    if (use == ColumnUse::unknown && why_header_misleads(column).find("names") != std::string::npos)
      use = ColumnUse::other_name;
    uses.push_back(use);
  }
  return uses;
}

}  // namespace hearim
