#include "steps/link_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "steps/did_you_mean.h"
#include "steps/field_recognition.h"
#include "steps/value_recognition.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::size_t kReadableFrom = 20;  // values, from which a header can be proved wrong
constexpr double kReadableMin = 0.5;
constexpr double kDateOfAgesMin = 0.9;  // of the values

// Types of which a record has one: a list's column of that type is the field, whatever its header.
bool one_per_record(FieldType type) {
  return type == FieldType::sex || type == FieldType::birth_date || type == FieldType::age ||
         type == FieldType::given_name || type == FieldType::family_name;
}
// Types that lists head differently (city, village) and that mean the same while no list has two.
bool joined_if_alone(FieldType type) {
  return type == FieldType::place || type == FieldType::event_date || type == FieldType::name;
}

// The values at the top of a list, column by column, without the empty ones.
std::vector<std::vector<std::string>> values_at_the_top(ListReader& reader) {
  std::vector<std::vector<std::string>> values(reader.column_names().size());
  for (std::size_t row = 0; row < kValuesLookedAt; ++row) {
    const ListReader::Step step = reader.next();
    if (step == ListReader::Step::end) break;
    if (step == ListReader::Step::rejected) continue;
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (!reader.cell(c).empty()) values[c].emplace_back(reader.cell(c));
    }
  }
  reader.rewind();
  return values;
}

class ColumnFinder {
 public:
  ColumnFinder(std::vector<ListReader*> readers, const std::vector<std::string>& names,
               const NamedColumns& named, const LinkSettings& settings)
      : readers_(std::move(readers)), names_(names), named_(named), settings_(settings) {
    truth_ = !named.truth_column.empty() ? named.truth_column : settings.truth_column;
  }

  LinkColumns find() {
    check_named();
    for (std::uint32_t l = 0; l < readers_.size(); ++l) {
      list_findings_.emplace_back();
      for (const std::string& column : readers_[l]->column_names()) {
        list_findings_.back().push_back({l, column, ColumnReading::unused, std::nullopt, ""});
      }
    }
    find_truth();
    find_ignored();
    result_.column_of_field.resize(readers_.size());
    if (!settings_.fields.empty()) {
      take_settings();
    } else {
      if (named_.columns.empty()) {
        recognise();
      } else {
        take_named();
      }
      make_fields();
    }
    if (result_.fields.empty()) {
      throw Error(ErrorCode::invalid_input, "no column was recognised",
                  {.file = readers_[0]->source(), .line = {}, .column = {}, .field = {}},
                  "name them: --field COLUMN=TYPE, or --settings link.toml");
    }
    for (auto& columns : result_.column_of_field) columns.resize(result_.fields.size());
    note_lonely_fields();
    for (auto& findings : list_findings_) {
      for (ColumnFinding& finding : findings) result_.findings.push_back(std::move(finding));
    }
    return std::move(result_);
  }

 private:
  std::vector<std::string> all_columns() const {
    std::vector<std::string> all;
    for (const ListReader* reader : readers_) {
      for (const std::string& column : reader->column_names()) {
        if (std::find(all.begin(), all.end(), column) == all.end()) all.push_back(column);
      }
    }
    return all;
  }
  bool any_list_has(const std::string& column) const {
    return std::any_of(readers_.begin(), readers_.end(), [&](const ListReader* reader) {
      return reader->column_index(column).has_value();
    });
  }
  [[noreturn]] void fail_no_column(const std::string& column, const ErrorSubject& subject,
                                   const std::string& who) const {
    const std::vector<std::string> all = all_columns();
    std::string hint = did_you_mean(column, all);
    if (hint.empty()) {
      hint = "the columns are ";
      for (std::size_t i = 0; i < std::min<std::size_t>(12, all.size()); ++i) {
        hint += (i == 0 ? "" : ", ") + quotable(all[i]);
      }
      if (all.size() > 12) hint += ", ...";
    }
    throw Error(ErrorCode::invalid_input, fmt::format("{} a column '{}'", who, quotable(column)),
                subject, hint);
  }

  void check_named() const {
    for (const auto& [column, type] : named_.columns) {
      if (!any_list_has(column)) fail_no_column(column, {.field = "--field"}, "no list has");
    }
    for (const std::string& column : settings_.ignored) {
      if (!any_list_has(column)) {
        fail_no_column(column, settings_.at(settings_.ignored_line, "ignore"), "no list has");
      }
    }
  }

  void find_truth() {
    result_.truth_column.resize(readers_.size());
    if (truth_.empty()) return;
    for (std::size_t l = 0; l < readers_.size(); ++l) {
      const auto at = readers_[l]->column_index(truth_);
      if (!at) {
        const bool from_settings = named_.truth_column.empty();
        throw Error(ErrorCode::invalid_input,
                    fmt::format("this list has no column '{}', in which the truth should stand",
                                quotable(truth_)),
                    {.file = readers_[l]->source(),
                     .line = {},
                     .column = {},
                     .field = from_settings ? settings_.source + ": truth" : "--truth"},
                    did_you_mean(truth_, readers_[l]->column_names()));
      }
      result_.truth_column[l] = at;
      list_findings_[l][*at].reading = ColumnReading::truth;
    }
  }

  void find_ignored() {
    for (auto& findings : list_findings_) {
      for (ColumnFinding& finding : findings) {
        const auto& ignored = settings_.ignored;
        if (std::find(ignored.begin(), ignored.end(), finding.column) != ignored.end()) {
          finding.reading = ColumnReading::ignored;
        }
      }
    }
  }

  // The settings name each field once; its column in each list follows.
  void take_settings() {
    for (std::size_t f = 0; f < settings_.fields.size(); ++f) {
      const FieldSetting& field = settings_.fields[f];
      result_.fields.push_back({field.name, field.type});
      bool met = false;
      for (const auto& [list, column] : field.column_of_list) {
        const auto at = std::find(names_.begin(), names_.end(), list);
        if (at == names_.end()) {
          throw Error(ErrorCode::invalid_input,
                      fmt::format("there is no list '{}' in this run", quotable(list)),
                      settings_.at(field.line, "columns"), did_you_mean(list, names_));
        }
        if (!readers_[static_cast<std::size_t>(at - names_.begin())]->column_index(column)) {
          fail_no_column(column, settings_.at(field.line, "columns"), list + " does not have");
        }
      }
      for (std::size_t l = 0; l < readers_.size(); ++l) {
        const auto at = column_by_settings(field, l);
        result_.column_of_field[l].push_back(at);
        if (!at) continue;
        met = true;
        ColumnFinding& finding = list_findings_[l][*at];
        if (finding.reading != ColumnReading::unused) {
          throw Error(
              ErrorCode::invalid_input,
              fmt::format(
                  "column '{}' of {} is taken already, {}", quotable(finding.column), names_[l],
                  finding.field ? "by the field " +
                                      result_.fields[static_cast<std::size_t>(*finding.field)].name
                                : std::string("as truth or as ignored")),
              settings_.at(field.line, "column"));
        }
        finding.reading = ColumnReading::named;
        finding.field = static_cast<int>(f);
      }
      if (!met) fail_no_column(field.columns[0], settings_.at(field.line, "column"), "no list has");
    }
    for (auto& findings : list_findings_) {
      for (ColumnFinding& finding : findings) {
        if (finding.reading == ColumnReading::unused) finding.evidence = "not in the settings";
      }
    }
  }

  std::optional<std::size_t> column_by_settings(const FieldSetting& field, std::size_t l) const {
    for (const auto& [list, column] : field.column_of_list) {
      if (list == names_[l]) return readers_[l]->column_index(column);
    }
    std::optional<std::size_t> found;
    for (const std::string& column : field.columns) {
      const auto at = readers_[l]->column_index(column);
      if (at && found) {
        throw Error(ErrorCode::invalid_input,
                    fmt::format("{} has both '{}' and '{}'", names_[l],
                                quotable(readers_[l]->column_names()[*found]), quotable(column)),
                    settings_.at(field.line, "column"),
                    "say which: columns = { \"" + names_[l] + "\" = \"...\" }");
      }
      if (at) found = at;
    }
    return found;
  }

  void take_named() {
    for (auto& findings : list_findings_) {
      for (ColumnFinding& finding : findings) {
        if (finding.reading != ColumnReading::unused) continue;
        finding.evidence = "not named by --field";
        for (const auto& [column, type] : named_.columns) {
          if (column == finding.column) set_type(finding, type, ColumnReading::named, "");
        }
      }
    }
  }

  void recognise() {
    for (std::size_t l = 0; l < readers_.size(); ++l) {
      const auto values = values_at_the_top(*readers_[l]);
      for (std::size_t c = 0; c < values.size(); ++c) {
        ColumnFinding& finding = list_findings_[l][c];
        if (finding.reading != ColumnReading::unused) continue;
        recognise_column(finding, values[c]);
      }
      take_date_of_ages(list_findings_[l], values);
      // Values alone make a name only where no header does: a second one is somebody else's.
      const bool has_name = std::any_of(
          list_findings_[l].begin(), list_findings_[l].end(), [&](const ColumnFinding& finding) {
            const auto type = type_of(finding);
            return finding.reading == ColumnReading::by_header && type &&
                   (*type == FieldType::name || *type == FieldType::given_name ||
                    *type == FieldType::family_name);
          });
      bool taken = has_name;
      for (ColumnFinding& finding : list_findings_[l]) {
        if (finding.reading != ColumnReading::by_values || type_of(finding) != FieldType::name) {
          continue;
        }
        if (taken) {
          set_unused(finding, finding.evidence + ", but the list has a name already");
        }
        taken = true;
      }
    }
  }

  // An age without its date says little. Where a list has ages, no birth dates and no other date,
  // the one date of the record is when the age was given.
  void take_date_of_ages(std::vector<ColumnFinding>& findings,
                         const std::vector<std::vector<std::string>>& values) {
    bool ages = false;
    ColumnFinding* date = nullptr;
    std::string evidence;
    for (std::size_t c = 0; c < findings.size(); ++c) {
      const auto type = type_of(findings[c]);
      if (type == FieldType::birth_date || type == FieldType::event_date) return;
      ages = ages || type == FieldType::age;
      if (type || values[c].empty() || !header_is_about_the_record(findings[c].column) ||
          readable_share(FieldType::event_date, values[c]) < kDateOfAgesMin) {
        continue;
      }
      if (date) return;
      date = &findings[c];
      evidence = readable_words(FieldType::event_date, values[c]).value_or("");
    }
    if (ages && date) {
      set_type(*date, FieldType::event_date, ColumnReading::by_header,
               "as the date of the ages" + (evidence.empty() ? "" : ", " + evidence));
    }
  }

  void recognise_column(ColumnFinding& finding, const std::vector<std::string>& values) {
    if (values.empty()) {
      finding.evidence = "it is empty";
      const auto type = recognise_field(finding.column);
      if (type) set_type(finding, *type, ColumnReading::by_header, "no values");
      return;
    }
    const std::string_view misleading = why_header_misleads(finding.column);
    if (!misleading.empty()) {
      finding.evidence = misleading;
      return;
    }
    if (const auto type = recognise_field(finding.column)) {
      const auto evidence = readable_words(*type, values);
      if (values.size() < kReadableFrom || readable_share(*type, values) >= kReadableMin) {
        set_type(finding, *type, ColumnReading::by_header, evidence.value_or(""));
        return;
      }
      finding.evidence =
          fmt::format("its header says {}, but {}", field_type_name(*type), evidence.value_or(""));
    }
    if (const auto guess = recognise_values(values)) {
      set_type(finding, guess->type, ColumnReading::by_values, guess->words);
    } else if (finding.evidence.empty()) {
      finding.evidence = "not understood";
    }
  }

  void set_type(ColumnFinding& finding, FieldType type, ColumnReading reading,
                const std::string& evidence) {
    finding.reading = reading;
    finding.evidence = evidence;
    types_.push_back({&finding, type});
  }
  void set_unused(ColumnFinding& finding, const std::string& evidence) {
    finding.reading = ColumnReading::unused;
    finding.evidence = evidence;
    std::erase_if(types_, [&](const auto& typed) { return typed.first == &finding; });
  }
  std::optional<FieldType> type_of(const ColumnFinding& finding) const {
    for (const auto& [at, type] : types_) {
      if (at == &finding) return type;
    }
    return std::nullopt;
  }

  // No list has two columns of this type.
  bool alone_in_every_list(FieldType type) const {
    for (const auto& findings : list_findings_) {
      const auto count =
          std::count_if(findings.begin(), findings.end(),
                        [&](const ColumnFinding& finding) { return type_of(finding) == type; });
      if (count > 1) return false;
    }
    return true;
  }

  // From typed columns to fields. A second column of a type in one list ("surname" beside
  // "first_and_surname") is a field of its own.
  void make_fields() {
    for (std::size_t l = 0; l < readers_.size(); ++l) {
      std::vector<std::size_t> taken;
      for (std::size_t c = 0; c < list_findings_[l].size(); ++c) {
        ColumnFinding& finding = list_findings_[l][c];
        const auto type = type_of(finding);
        if (!type) continue;
        const bool any_header =
            one_per_record(*type) || (joined_if_alone(*type) && alone_in_every_list(*type));
        std::vector<LinkField>& fields = result_.fields;
        std::size_t place = 0;
        for (; place < fields.size(); ++place) {
          if (fields[place].type == *type && (any_header || fields[place].name == finding.column) &&
              std::find(taken.begin(), taken.end(), place) == taken.end()) {
            break;
          }
        }
        if (place == fields.size()) {
          if (fields.size() == kLinkFieldsMax) {
            finding.reading = ColumnReading::unused;
            finding.evidence = fmt::format("at most {} fields are taken", kLinkFieldsMax);
            continue;
          }
          fields.push_back({finding.column, *type});
        }
        finding.field = static_cast<int>(place);
        taken.push_back(place);
        auto& columns = result_.column_of_field[l];
        columns.resize(std::max(columns.size(), place + 1));
        columns[place] = c;
      }
    }
  }

  void note_lonely_fields() {
    if (readers_.size() < 2) return;
    for (std::size_t f = 0; f < result_.fields.size(); ++f) {
      std::vector<std::size_t> without;
      for (std::size_t l = 0; l < readers_.size(); ++l) {
        if (!result_.column_of_field[l][f]) without.push_back(l);
      }
      if (without.empty()) continue;
      std::string lists;
      for (const std::size_t l : without) lists += (lists.empty() ? "" : ", ") + names_[l];
      result_.notes.push_back(fmt::format("{} is missing in {}", result_.fields[f].name, lists));
    }
  }

  std::vector<ListReader*> readers_;
  const std::vector<std::string>& names_;
  const NamedColumns& named_;
  const LinkSettings& settings_;
  std::string truth_;
  LinkColumns result_;
  std::vector<std::vector<ColumnFinding>> list_findings_;
  std::vector<std::pair<const ColumnFinding*, FieldType>> types_;
};

// The kinds of key that a type has (src/link/comparison.h).
bool has_key(FieldType type, KeyKind kind) {
  if (kind == KeyKind::value) return true;
  switch (type) {
    case FieldType::name:
    case FieldType::given_name:
    case FieldType::family_name:
    case FieldType::place:
      return kind == KeyKind::token || kind == KeyKind::skeleton || kind == KeyKind::token_pair;
    case FieldType::birth_date:
    case FieldType::event_date:
      return kind == KeyKind::year || kind == KeyKind::month_day;
    default:
      return false;
  }
}

}  // namespace

LinkColumns find_link_columns(std::vector<ListReader*> readers,
                              const std::vector<std::string>& names, const NamedColumns& named,
                              const LinkSettings& settings) {
  return ColumnFinder(std::move(readers), names, named, settings).find();
}

std::vector<BlockingRule> rules_of_settings(const LinkSettings& settings,
                                            const std::vector<LinkField>& fields) {
  std::vector<std::string> names;
  for (const LinkField& field : fields) names.push_back(field.name);
  std::vector<BlockingRule> rules;
  for (const RuleSetting& setting : settings.rules) {
    BlockingRule rule;
    for (const RuleKeySetting& key : setting.keys) {
      const auto at = std::find(names.begin(), names.end(), key.field);
      if (at == names.end()) {
        std::string hint = did_you_mean(key.field, names);
        if (hint.empty()) {
          hint = "the fields are ";
          for (std::size_t i = 0; i < names.size(); ++i) hint += (i == 0 ? "" : ", ") + names[i];
        }
        throw Error(ErrorCode::invalid_input,
                    fmt::format("there is no field '{}'", quotable(key.field)),
                    settings.at(setting.line, "rule"), hint);
      }
      const auto field = static_cast<std::size_t>(at - names.begin());
      if (!has_key(fields[field].type, key.kind)) {
        throw Error(ErrorCode::invalid_input,
                    fmt::format("the field '{}' is of type {}, which has no {}", names[field],
                                field_type_name(fields[field].type), key_kind_name(key.kind)),
                    settings.at(setting.line, "rule"),
                    "kinds by type: docs/formats/link-settings.md");
      }
      rule.keys.push_back({static_cast<int>(field), key.kind});
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace hearim
