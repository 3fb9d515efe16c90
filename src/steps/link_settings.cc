#include "steps/link_settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>

#include "base/file_bytes.h"
#include "steps/did_you_mean.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::size_t kRulesTaken = 24;
constexpr std::size_t kRuleKeysTaken = 3;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (int t = 0; t <= static_cast<int>(FieldType::id); ++t) {
    names.emplace_back(field_type_name(static_cast<FieldType>(t)));
  }
  return names;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (int k = 0; k <= static_cast<int>(KeyKind::month_day); ++k) {
    names.emplace_back(key_kind_name(static_cast<KeyKind>(k)));
  }
  return names;
}

// What a TOML value is, in the words of the format.
std::string_view words_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

std::uint64_t line_of(const toml::node& node) { return node.source().begin.line; }

class SettingsReader {
 public:
  explicit SettingsReader(const std::string& source) { settings_.source = source; }

  LinkSettings read(const toml::table& top) {
    check_keys(top, "the settings",
               {"field", "rule", "clean", "ignore", "truth", "threshold", "pairs_per_record",
                "block_size_max"});
    for (const toml::table* table : tables_of(top, "field")) read_field(*table);
    for (const toml::table* table : tables_of(top, "rule")) read_rule(*table);
    if (const toml::node* node = top.get("clean")) {
      settings_.clean = texts_of(*node, "clean");
      settings_.clean_line = line_of(*node);
    }
    if (const toml::node* node = top.get("ignore")) {
      settings_.ignored = texts_of(*node, "ignore");
      settings_.ignored_line = line_of(*node);
    }
    if (const toml::node* node = top.get("truth")) {
      settings_.truth_column = text_of(*node, "truth");
      settings_.truth_line = line_of(*node);
    }
    settings_.threshold = number_of(top, "threshold", 0.001, 0.999);
    settings_.pairs_per_record = number_of(top, "pairs_per_record", 0.1, 1e6);
    if (const auto size = number_of(top, "block_size_max", 2, kBlockSizeLargest)) {
      settings_.block_size_max = static_cast<std::uint32_t>(*size);
    }
    check_names();
    return std::move(settings_);
  }

 private:
  [[noreturn]] void fail(std::uint64_t line, std::string_view key, const std::string& message,
                         const std::string& hint = {}) const {
    throw Error(ErrorCode::invalid_input, message, settings_.at(line, std::string(key)), hint);
  }
  [[noreturn]] void fail_type(const toml::node& node, std::string_view key,
                              std::string_view expected) const {
    fail(line_of(node), key, fmt::format("expected {}, got {}", expected, words_of(node)));
  }

  void check_keys(const toml::table& table, std::string_view where,
                  const std::vector<std::string>& known) const {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      std::string hint = did_you_mean(name, known);
      if (hint.empty()) hint = "known here: " + joined(known);
      fail(key.source().begin.line, quotable(name), fmt::format("no such key in {}", where), hint);
    }
  }

  // The [[key]] tables; [key] alone is the usual slip.
  std::vector<const toml::table*> tables_of(const toml::table& top, std::string_view key) const {
    std::vector<const toml::table*> tables;
    const toml::node* node = top.get(key);
    if (node == nullptr) return tables;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      fail(line_of(*node), key, fmt::format("expected [[{}]], one for each {}", key, key),
           "write it with two brackets");
    }
    for (const toml::node& entry : *array) {
      if (!entry.is_table()) fail_type(entry, key, fmt::format("[[{}]]", key));
      tables.push_back(entry.as_table());
    }
    return tables;
  }

  std::string text_of(const toml::node& node, std::string_view key) const {
    if (!node.is_string()) fail_type(node, key, "a text in quotation marks");
    std::string text = node.as_string()->get();
    if (text.empty()) fail(line_of(node), key, "expected a text, and it is empty");
    return text;
  }

  // A text, or an array of them.
  std::vector<std::string> texts_of(const toml::node& node, std::string_view key) const {
    if (node.is_string()) return {text_of(node, key)};
    const toml::array* array = node.as_array();
    if (array == nullptr) fail_type(node, key, "a text or an array of texts");
    std::vector<std::string> texts;
    for (const toml::node& entry : *array) texts.push_back(text_of(entry, key));
    if (texts.empty()) fail(line_of(node), key, "the array is empty");
    return texts;
  }

  std::optional<double> number_of(const toml::table& top, std::string_view key, double low,
                                  double high) const {
    const toml::node* node = top.get(key);
    if (node == nullptr) return std::nullopt;
    const std::optional<double> number = node->is_number() ? node->value<double>() : std::nullopt;
    const std::string expected = fmt::format("a number from {} to {}", low, high);
    if (!number) fail_type(*node, key, expected);
    if (!(*number >= low && *number <= high)) {
      fail(line_of(*node), key, fmt::format("expected {}, got {}", expected, *number));
    }
    return number;
  }

  void read_field(const toml::table& table) {
    check_keys(table, "[[field]]", {"column", "columns", "type", "name"});
    FieldSetting field;
    field.line = line_of(table);
    if (const toml::node* node = table.get("column")) field.columns = texts_of(*node, "column");
    if (const toml::node* node = table.get("columns")) {
      const toml::table* by_list = node->as_table();
      if (by_list == nullptr) {
        fail_type(*node, "columns", "{ \"list.csv\" = \"column\", ... }");
      }
      for (const auto& [list, column] : *by_list) {
        field.column_of_list.emplace_back(std::string(list.str()),
                                          text_of(column, "columns." + std::string(list.str())));
      }
    }
    if (field.columns.empty() && field.column_of_list.empty()) {
      fail(field.line, "column", "[[field]] must say which column it is");
    }
    const toml::node* type = table.get("type");
    const std::vector<std::string> known = type_names();
    if (type == nullptr) {
      fail(field.line, "type", "[[field]] must say its type", "types: " + joined(known));
    }
    const std::string type_name = text_of(*type, "type");
    const auto found = field_type_from_name(type_name);
    if (!found) {
      std::string hint = did_you_mean(type_name, known);
      hint += (hint.empty() ? "types: " : " types: ") + joined(known);
      fail(line_of(*type), "type", fmt::format("there is no type '{}'", quotable(type_name)), hint);
    }
    field.type = *found;
    if (const toml::node* name = table.get("name")) {
      field.name = text_of(*name, "name");
    } else {
      field.name = field.columns.empty() ? field.column_of_list[0].second : field.columns[0];
    }
    settings_.fields.push_back(std::move(field));
    if (settings_.fields.size() > kLinkFieldsMax) {
      fail(settings_.fields.back().line, "field",
           fmt::format("at most {} fields are taken", kLinkFieldsMax));
    }
  }

  void read_rule(const toml::table& table) {
    check_keys(table, "[[rule]]", {"keys"});
    RuleSetting rule;
    rule.line = line_of(table);
    const toml::node* keys = table.get("keys");
    const toml::array* array = keys ? keys->as_array() : nullptr;
    if (array == nullptr || array->empty() || array->size() > kRuleKeysTaken) {
      fail(keys ? line_of(*keys) : rule.line, "keys",
           fmt::format("expected 1 to {} keys: keys = [{{ field = \"name\", kind = \"token\" }}]",
                       kRuleKeysTaken));
    }
    for (const toml::node& entry : *array) {
      const toml::table* key = entry.as_table();
      if (key == nullptr) fail_type(entry, "keys", "{ field = \"...\", kind = \"...\" }");
      check_keys(*key, "a key of [[rule]]", {"field", "kind"});
      const toml::node* field = key->get("field");
      if (field == nullptr) fail(line_of(entry), "field", "a key of [[rule]] must name its field");
      RuleKeySetting setting{text_of(*field, "field"), KeyKind::value};
      if (const toml::node* kind = key->get("kind")) {
        const std::vector<std::string> known = kind_names();
        const std::string name = text_of(*kind, "kind");
        const auto at = std::find(known.begin(), known.end(), name);
        if (at == known.end()) {
          std::string hint = did_you_mean(name, known);
          hint += (hint.empty() ? "kinds: " : " kinds: ") + joined(known);
          fail(line_of(*kind), "kind", fmt::format("there is no kind '{}'", quotable(name)), hint);
        }
        setting.kind = static_cast<KeyKind>(at - known.begin());
      }
      rule.keys.push_back(std::move(setting));
    }
    settings_.rules.push_back(std::move(rule));
    if (settings_.rules.size() > kRulesTaken) {
      fail(settings_.rules.back().line, "rule",
           fmt::format("at most {} rules are taken", kRulesTaken));
    }
  }

  void check_names() const {
    for (std::size_t i = 0; i < settings_.fields.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (settings_.fields[i].name != settings_.fields[j].name) continue;
        fail(settings_.fields[i].line, "name",
             fmt::format("two fields are named '{}'; the first is on line {}",
                         quotable(settings_.fields[i].name), settings_.fields[j].line),
             "give one of them a name = \"...\" of its own");
      }
    }
  }

  LinkSettings settings_;
};

}  // namespace

LinkSettings parse_link_settings(std::string_view toml, const std::string& source) {
  toml::table top;
  try {
    top = toml::parse(toml, source);
  } catch (const toml::parse_error& error) {
    throw Error(ErrorCode::invalid_input, "this is no TOML: " + std::string(error.description()),
                {.file = source,
                 .line = error.source().begin.line,
                 .column = error.source().begin.column,
                 .field = {}});
  }
  return SettingsReader(source).read(top);
}

LinkSettings read_link_settings(const std::string& path) {
  return parse_link_settings(read_file_bytes(path, {.size_bytes_max = 1 << 20}), path);
}

}  // namespace hearim
