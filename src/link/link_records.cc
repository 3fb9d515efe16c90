// Records and the names of what they are made of.
#include <array>

#include "hearim/error.h"
#include "hearim/link.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 10> kFieldTypeNames = {
    "name", "given_name", "family_name", "sex",      "birth_date",
    "age",  "event_date", "place",       "category", "id"};
constexpr std::array<std::string_view, 6> kKeyKindNames = {"value",      "token", "skeleton",
                                                           "token_pair", "year",  "month_day"};

}  // namespace

std::string_view field_type_name(FieldType type) {
  return kFieldTypeNames[static_cast<std::size_t>(type)];
}

std::optional<FieldType> field_type_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kFieldTypeNames.size(); ++i) {
    if (kFieldTypeNames[i] == name) return static_cast<FieldType>(i);
  }
  return std::nullopt;
}

std::string_view key_kind_name(KeyKind kind) {
  return kKeyKindNames[static_cast<std::size_t>(kind)];
}

LinkRecords::LinkRecords(std::vector<LinkField> fields, std::vector<LinkList> lists)
    : fields_(std::move(fields)),
      lists_(std::move(lists)),
      columns_(fields_.size()),
      dictionaries_(fields_.size()) {
  if (fields_.empty() || fields_.size() > kLinkFieldsMax) {
    throw Error(ErrorCode::invalid_input, "linkage takes 1 to " + std::to_string(kLinkFieldsMax) +
                                              " fields, got " + std::to_string(fields_.size()));
  }
  if (lists_.empty() || lists_.size() > static_cast<std::size_t>(kListCountMax)) {
    throw Error(ErrorCode::invalid_input, "linkage takes 1 to " + std::to_string(kListCountMax) +
                                              " lists, got " + std::to_string(lists_.size()));
  }
}

void LinkRecords::add(std::uint32_t list, std::uint64_t row,
                      std::span<const std::string_view> values) {
  if (list >= lists_.size()) {
    throw Error(ErrorCode::invalid_input, "no list number " + std::to_string(list));
  }
  if (values.size() != fields_.size()) {
    throw Error(ErrorCode::invalid_input,
                "a record has " + std::to_string(values.size()) + " values, there are " +
                    std::to_string(fields_.size()) + " fields",
                {.file = lists_[list].name, .line = row});
  }
  if (list_of_.size() >= 0xFFFFFFF0U || row > 0xFFFFFFFFU) {
    throw Error(ErrorCode::limit, "more than 4,294,967,280 records", {.file = lists_[list].name});
  }
  list_of_.push_back(list);
  row_of_.push_back(static_cast<std::uint32_t>(row));
  for (std::size_t f = 0; f < values.size(); ++f) {
    columns_[f].push_back(dictionaries_[f].intern(values[f]));
  }
}

std::uint64_t LinkRecords::size_bytes() const {
  std::uint64_t bytes = (list_of_.capacity() + row_of_.capacity()) * 4;
  for (const auto& column : columns_) bytes += column.capacity() * 4;
  for (const ValueDictionary& dictionary : dictionaries_) bytes += dictionary.size_bytes();
  return bytes;
}

}  // namespace hearim
