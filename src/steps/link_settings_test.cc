#include "steps/link_settings.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

std::string message_of(const std::string& toml) {
  try {
    parse_link_settings(toml, "link.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_input);
    return error.what();
  }
  return "no error";
}

TEST(LinkSettings, are_read_whole) {
  const LinkSettings settings = parse_link_settings(R"(
threshold = 0.8
pairs_per_record = 20
block_size_max = 500
clean = ["a.csv", "b.csv"]
ignore = "notes"
truth = "person"
[[field]]
column = "name"
type = "name"
[[field]]
name = "born"
column = ["dob", "생년월일"]
columns = { "c.csv" = "d" }
type = "birth_date"
[[rule]]
keys = [{ field = "name" }, { field = "born", kind = "month_day" }]
)",
                                                    "link.toml");
  EXPECT_EQ(settings.threshold, 0.8);
  EXPECT_EQ(settings.pairs_per_record, 20);
  EXPECT_EQ(settings.block_size_max, 500U);
  EXPECT_EQ(settings.clean, (std::vector<std::string>{"a.csv", "b.csv"}));
  EXPECT_EQ(settings.ignored, (std::vector<std::string>{"notes"}));
  EXPECT_EQ(settings.truth_column, "person");
  ASSERT_EQ(settings.fields.size(), 2U);
  EXPECT_EQ(settings.fields[0].name, "name");
  EXPECT_EQ(settings.fields[1].name, "born");
  EXPECT_EQ(settings.fields[1].type, FieldType::birth_date);
  EXPECT_EQ(settings.fields[1].columns.size(), 2U);
  EXPECT_EQ(settings.fields[1].column_of_list[0].first, "c.csv");
  ASSERT_EQ(settings.rules.size(), 1U);
  EXPECT_EQ(settings.rules[0].keys[0].kind, KeyKind::value);
  EXPECT_EQ(settings.rules[0].keys[1].kind, KeyKind::month_day);
}

TEST(LinkSettings, errors_name_file_line_key_and_what_was_expected) {
  const std::string field = "[[field]]\ncolumn = \"n\"\n";
  const std::pair<std::string, std::string> cases[] = {
      {"treshold = 0.5\n",
       "link.toml:1: treshold: no such key in the settings (did you mean 'threshold'?)"},
      {"\nthreshold = 2\n", "link.toml:2: threshold: expected a number from 0.001 to 0.999, got 2"},
      {"threshold = \"0.5\"\n",
       "link.toml:1: threshold: expected a number from 0.001 to 0.999, got a text"},
      {field + "type = \"birthdate\"\n",
       "link.toml:3: type: there is no type 'birthdate' (did you mean 'birth_date'? types: name, "
       "given_name, family_name, sex, birth_date, age, event_date, place, category, id)"},
      {field,
       "link.toml:1: type: [[field]] must say its type (types: name, given_name, "
       "family_name, sex, birth_date, age, event_date, place, category, id)"},
      {"[[field]]\ntype = \"name\"\n",
       "link.toml:1: column: [[field]] must say which column it is"},
      {field + "type = \"name\"\ncolum = 1\n",
       "link.toml:4: colum: no such key in [[field]] (did you mean 'column'?)"},
      {"[field]\ncolumn = \"n\"\n",
       "link.toml:1: field: expected [[field]], one for each field (write it with two brackets)"},
      {"[[field]]\ncolumn = 3\ntype = \"name\"\n",
       "link.toml:2: column: expected a text or an array of texts, got a whole number"},
      {"[[field]]\ncolumn = []\ntype = \"name\"\n", "link.toml:2: column: the array is empty"},
      {field + "type = \"name\"\n" + field + "type = \"place\"\n",
       "link.toml:4: name: two fields are named 'n'; the first is on line 1 (give one of them a "
       "name = \"...\" of its own)"},
      {"[[rule]]\nkeys = []\n",
       "link.toml:2: keys: expected 1 to 3 keys: keys = [{ field = \"name\", kind = \"token\" }]"},
      {"[[rule]]\nkeys = [{ field = \"n\", kind = \"sound\" }]\n",
       "link.toml:2: kind: there is no kind 'sound' (kinds: value, token, skeleton, token_pair, "
       "year, month_day)"},
  };
  for (const auto& [toml, expected] : cases) EXPECT_EQ(message_of(toml), expected) << toml;
  const std::string no_toml = message_of("clean = [\n");
  EXPECT_EQ(no_toml.find("link.toml:1:11: this is no TOML"), 0U) << no_toml;
}

TEST(LinkSettings, an_empty_file_leaves_everything_to_the_program) {
  const LinkSettings settings = parse_link_settings("# nothing\n", "link.toml");
  EXPECT_TRUE(settings.fields.empty());
  EXPECT_FALSE(settings.threshold);
}

}  // namespace
}  // namespace hearim
