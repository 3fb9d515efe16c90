#include "steps/names_file.h"

#include <gtest/gtest.h>

#include "hearim/error.h"

namespace hearim {
namespace {

// Where a list is refused, as "line field: message"; empty if it is taken.
std::string refusal(const std::string& csv) {
  try {
    names_from_csv(csv, "names.csv");
    return {};
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_input);
    return error.what();
  }
}

TEST(NamesFile, variants_stand_in_a_cell_or_in_rows_of_one_entity) {
  const auto cell = names_from_csv(
      "name,type,variants\nIlse Korvath,person,Ilse Korvat; 일제 코르바트\nSalt Road Watch,"
      "organization,\n",
      "names.csv");
  ASSERT_EQ(cell.size(), 2u);
  EXPECT_EQ(cell[0].variants, (std::vector<std::string>{"Ilse Korvat", "일제 코르바트"}));
  EXPECT_EQ(cell[1].type, MentionType::organisation);
  EXPECT_TRUE(cell[1].variants.empty());
  const auto rows = names_from_csv(
      "entity,name,type\n1,Ilse Korvath,person\n2,Watch House,place\n1,伊尔丝,person\n",
      "names.csv");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].variants, (std::vector<std::string>{"伊尔丝"}));
}

TEST(NamesFile, bad_lines_are_refused_with_file_line_and_field) {
  for (const auto& [csv, line, field] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"name,kind\nA B,person\n", "1", "kind"},
           {"name,variants\nA B,C\n", "1", "type"},
           {"name,type\nA B,person\nC D,human\n", "3", "type"},
           {"name,type\n,person\n", "2", "name"},
           {"name,type\nX,person\n", "2", "name"},
           {"name,type,variants\nA B,person,C D;;E F\n", "2", "variants"},
           {"name,type\nA B,person\na b,organisation\n", "3", "name"},
           {"entity,name,type\n1,A B,person\n1,C D,place\n", "3", "type"},
           {"name,type\nA B,person,too many\n", "2", ""}}) {
    const std::string said = refusal(csv);
    EXPECT_NE(said.find("names.csv"), std::string::npos) << csv << said;
    EXPECT_NE(said.find(line), std::string::npos) << csv << said;
    EXPECT_NE(said.find(field), std::string::npos) << csv << said;
  }
}

}  // namespace
}  // namespace hearim
