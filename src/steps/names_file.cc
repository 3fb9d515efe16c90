#include "steps/names_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "hearim/error.h"
#include "report/untrusted_text.h"
#include "table/table_reader.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 4> kColumns = {"name", "type", "variants", "entity"};
constexpr std::size_t kLettersMin = 2, kLettersMax = 200;

struct TypeWord {
  std::string_view word;
  MentionType type;
};
constexpr std::array<TypeWord, 6> kTypes = {{{"person", MentionType::person},
                                             {"organisation", MentionType::organisation},
                                             {"organization", MentionType::organisation},
                                             {"place", MentionType::place},
                                             {"work", MentionType::work},
                                             {"event", MentionType::event}}};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

class NamesReader {
 public:
  NamesReader(std::string bytes, const std::string& path)
      : path_(path), table_(std::move(bytes), path) {}

  std::vector<KnownName> read() {
    check_columns();
    for (;;) {
      const TableReader::Step step = table_.next();
      if (step == TableReader::Step::end) break;
      if (step == TableReader::Step::rejected) {
        const RejectedRow row = table_.rejected();
        fail(row.line, std::to_string(row.field), row.reason,
             "variants are separated by ';' inside one cell, which may stand in quotation marks");
      }
      take_row();
    }
    return std::move(names_);
  }

 private:
  [[noreturn]] void fail(std::uint64_t line, std::string_view field, const std::string& message,
                         const std::string& hint = {}) const {
    throw Error(ErrorCode::invalid_input, message,
                {.file = path_, .line = line, .column = {}, .field = std::string(field)}, hint);
  }

  void check_columns() {
    const auto& given = table_.column_names();
    for (const std::string& name : given)
      if (std::find(kColumns.begin(), kColumns.end(), name) == kColumns.end())
        fail(table_.header_line(), clean_text(name),
             "expected columns name, type and, if wanted, variants and entity");
    for (const std::string_view needed : {kColumns[0], kColumns[1]})
      if (!table_.column_index(needed))
        fail(table_.header_line(), needed, fmt::format("there is no column '{}'", needed),
             "the first line names the columns: name,type,variants");
  }
  std::string cell(std::string_view column) const {
    const auto index = table_.column_index(column);
    return index ? trimmed(table_.cell(*index)) : std::string();
  }

  void take_row() {
    const std::uint64_t line = table_.line();
    const std::string name = cell("name"), entity = cell("entity");
    if (name.empty()) fail(line, "name", "a name is missing");
    const std::string type_text = cell("type");
    const auto type = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const TypeWord& t) { return t.word == type_text; });
    if (type == kTypes.end())
      fail(line, "type",
           fmt::format("expected person, organisation, place, work or event, got '{}'",
                       clean_text(type_text)));
    std::size_t index = names_.size();
    if (!entity.empty()) index = index_of_entity_.emplace(entity, index).first->second;
    if (index == names_.size()) {
      names_.push_back({name, type->type, {}});
    } else if (names_[index].type != type->type) {
      fail(line, "type", fmt::format("entity '{}' is of another type before", clean_text(entity)));
    } else {
      names_[index].variants.push_back(name);
    }
    claim(name, index, line, "name");
    const std::string variants = cell("variants");
    std::string_view rest = variants;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string variant = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(rest.size(), end + 1));
      if (variant.empty())
        fail(line, "variants", "a variant is empty: two ';' in a row, or one at the end");
      claim(variant, index, line, "variants");
      names_[index].variants.push_back(std::move(variant));
    }
  }

  // One spelling names one thing: which of two it would be, nobody could say.
  void claim(const std::string& spelling, std::size_t index, std::uint64_t line,
             std::string_view field) {
    const std::size_t letters = decode_text(std::string_view(spelling)).size();
    if (letters < kLettersMin || letters > kLettersMax)
      fail(line, field,
           fmt::format("expected {} to {} letters, got {}: '{}'", kLettersMin, kLettersMax, letters,
                       clean_text(spelling.substr(0, 40))));
    const auto [at, added] = owner_.emplace(fold_letters(spelling), Owner{index, line});
    if (!added && at->second.index != index)
      fail(line, field,
           fmt::format("'{}' names something else in line {}", clean_text(spelling),
                       at->second.line),
           "one spelling can be looked for under one entity only");
  }

  struct Owner {
    std::size_t index;
    std::uint64_t line;
  };
  std::string path_;
  TableReader table_;
  std::vector<KnownName> names_;
  std::map<std::string, std::size_t> index_of_entity_;
  std::map<std::u32string, Owner> owner_;
};

}  // namespace

std::vector<KnownName> names_from_csv(std::string bytes, const std::string& path) {
  return NamesReader(std::move(bytes), path).read();
}

}  // namespace hearim
