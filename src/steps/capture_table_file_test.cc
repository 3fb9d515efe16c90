#include "steps/capture_table_file.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/rng.h"
#include "base/sha256.h"
#include "estimate/example_tables.h"
#include "hearim/error.h"

namespace hearim {
namespace {

CaptureTableFile parse(const std::string& bytes, const CaptureTableOptions& options = {}) {
  return parse_capture_table(bytes, "t.csv", options);
}

// The one message; every fault of the input must end with exit status 2.
std::string message_of(const std::string& bytes, const CaptureTableOptions& options = {}) {
  try {
    parse(bytes, options);
  } catch (const Error& error) {
    EXPECT_EQ(exit_status(error.code()), 2) << error.what();
    return error.what();
  }
  return "(no error)";
}

const CaptureTable& only_table(const CaptureTableFile& file) {
  EXPECT_EQ(file.strata.size(), 1u);
  EXPECT_EQ(file.strata[0].draws.size(), 1u);
  return file.strata[0].draws[0];
}

using Notes = std::vector<std::string>;

TEST(CaptureTableFile, the_example_files_hold_the_published_tables) {
  const std::pair<const char*, CaptureTable> examples[] = {
      {"uk-2013", example_tables::uk_six()},
      {"kosovo-1999", example_tables::kosovo()},
      {"netherlands-2017", example_tables::netherlands()},
      {"chan-table-2", CaptureTable({"A", "B", "C"}, {{1, 40}, {2, 30}, {4, 20}, {3, 6}})}};
  for (const auto& [folder, table] : examples) {
    const std::string path = std::string(HEARIM_SOURCE_DIR) + "/examples/" + folder + "/table.csv";
    const CaptureTableFile file = read_capture_table_file(path);
    EXPECT_EQ(only_table(file), table) << folder;
    EXPECT_TRUE(file.strata[0].labels.empty());
    EXPECT_TRUE(file.input.notes.empty()) << file.input.notes[0];
    EXPECT_EQ(file.input.path, path);
    EXPECT_EQ(file.input.lists, table.list_names());
    EXPECT_EQ(file.input.observed, table.observed());
    EXPECT_EQ(file.input.patterns, static_cast<std::int64_t>(table.patterns().size()));
    EXPECT_EQ(file.input.empty_pairs.size(), table.empty_pairs().size());
    EXPECT_EQ(file.input.linkage_draws, 0);
  }
}

TEST(CaptureTableFile, facts_name_the_empty_pairs_and_the_hash_of_the_bytes) {
  const std::string bytes = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n";
  const EstimateInput input = parse(bytes).input;
  EXPECT_EQ(input.sha256, to_hex(sha256(bytes)));
  EXPECT_EQ(input.observed, 96);
  EXPECT_EQ(input.patterns, 4);
  const std::vector<std::pair<std::string, std::string>> pairs = {{"A", "C"}, {"B", "C"}};
  EXPECT_EQ(input.empty_pairs, pairs);
}

TEST(CaptureTableFile, without_count_every_row_is_a_person_and_that_is_said) {
  const CaptureTableFile file = parse("A,B\n1,0\n1,0\n1,1\n0,1\n");
  EXPECT_EQ(only_table(file), CaptureTable({"A", "B"}, {{1, 2}, {2, 1}, {3, 1}}));
  EXPECT_EQ(file.input.notes,
            Notes{"there is no column 'count': each of the 4 rows is one person"});
}

TEST(CaptureTableFile, duplicate_patterns_are_summed_and_said) {
  const CaptureTableFile file = parse("A,B,count\n1,0,5\n0,1,2\n1,0,7\n1,0,1\n1,1,0\n");
  EXPECT_EQ(only_table(file), CaptureTable({"A", "B"}, {{1, 13}, {2, 2}}));
  EXPECT_EQ(file.input.notes,
            Notes{"2 rows repeat the pattern of an earlier one; the counts were summed"});
}

TEST(CaptureTableFile, every_way_of_writing_the_same_table_reads_the_same) {
  const CaptureTable expected({"경찰", "병원"}, {{1, 54}, {2, 3}, {3, 1}});
  const std::string texts[] = {"경찰,병원,count\n1,0,54\n0,1,3\n1,1,1\n",
                               "\xEF\xBB\xBF경찰,병원,count\r\n1,0,54\r\n0,1,3\r\n1,1,1\r\n",
                               "\"경찰\";\"병원\";\"count\"\n1;0;54\n0;1;3\n1;1;1",
                               "경찰\t병원\tCount\r1\t0\t54\r0\t1\t3\r1\t1\t1\r",
                               "sep=|\n경찰 | 병원 | COUNT\n 1 | 0 | 54 \n 0|1|3\n1|1|1\n",
                               "count,경찰,병원\n54,1.0,0.0\n3.0,0.0,1.0\n1,1,1\n\n\n",
                               "경찰,병원,count\n1,0,5.4e1\n0,1,3\n1,1,1\n,,\n,,\n"};
  for (const std::string& text : texts) EXPECT_EQ(only_table(parse(text)), expected) << text;
}

TEST(CaptureTableFile, strata_come_in_order_of_appearance_with_their_labels) {
  const CaptureTableFile file = parse(
      "지역,sex,A,B,count\n부산,f,1,0,4\n서울,m,1,1,2\n부산,f,1,1,1\n서울,m,0,1,9\n부산,m,0,1,3\n",
      {.by = {"sex", "지역"}});
  ASSERT_EQ(file.strata.size(), 3u);
  using Labels = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(file.strata[0].labels, (Labels{{"sex", "f"}, {"지역", "부산"}}));
  EXPECT_EQ(file.strata[1].labels, (Labels{{"sex", "m"}, {"지역", "서울"}}));
  EXPECT_EQ(file.strata[2].labels, (Labels{{"sex", "m"}, {"지역", "부산"}}));
  EXPECT_EQ(file.strata[0].draws[0], CaptureTable({"A", "B"}, {{1, 4}, {3, 1}}));
  EXPECT_EQ(file.strata[1].draws[0], CaptureTable({"A", "B"}, {{3, 2}, {2, 9}}));
  EXPECT_EQ(file.input.observed, 19);
  EXPECT_EQ(file.input.patterns, 3);
}

TEST(CaptureTableFile, a_stratum_may_be_a_column_of_zeros_and_ones_and_may_be_unknown) {
  const CaptureTableFile file = parse("minor,A,B\n0,1,0\n1,1,1\n,0,1\n", {.by = {"minor"}});
  EXPECT_EQ(file.strata.size(), 3u);
  EXPECT_EQ(file.strata[2].labels[0].second, "");
  EXPECT_EQ(file.input.lists, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(file.input.notes.back(),
            "1 row has no value in 'minor'; that is taken as a stratum of its own");
}

TEST(CaptureTableFile, strata_whose_values_run_together_stay_apart) {
  const CaptureTableFile file = parse("x,y,A,B\nab,c,1,0\na,bc,1,0\n", {.by = {"x", "y"}});
  EXPECT_EQ(file.strata.size(), 2u);
}

TEST(CaptureTableFile, a_stratum_with_nobody_stays_and_is_said) {
  const CaptureTableFile file =
      parse("region,A,B,count\nx,1,0,4\nx,1,1,2\ny,1,0,0\n", {.by = {"region"}});
  ASSERT_EQ(file.strata.size(), 2u);
  EXPECT_EQ(file.strata[1].draws[0].observed(), 0);
  EXPECT_EQ(file.input.notes, Notes{"stratum region=y has nobody"});
}

TEST(CaptureTableFile, draws_are_a_set_of_tables_in_order_of_appearance) {
  const CaptureTableFile file =
      parse("draw,A,B,count\nb,1,0,4\nb,1,1,2\na,1,0,3\na,1,1,3\nb,0,1,1\n10,1,1,7\n");
  EXPECT_EQ(file.draws, (std::vector<std::string>{"b", "a", "10"}));
  ASSERT_EQ(file.strata.size(), 1u);
  ASSERT_EQ(file.strata[0].draws.size(), 3u);
  EXPECT_EQ(file.strata[0].draws[0], CaptureTable({"A", "B"}, {{1, 4}, {3, 2}, {2, 1}}));
  EXPECT_EQ(file.strata[0].draws[1], CaptureTable({"A", "B"}, {{1, 3}, {3, 3}}));
  EXPECT_EQ(file.strata[0].draws[2], CaptureTable({"A", "B"}, {{3, 7}}));
  EXPECT_EQ(file.input.linkage_draws, 3);
  EXPECT_EQ(file.input.observed, 7);  // of the first
  EXPECT_TRUE(file.input.notes.empty());
}

TEST(CaptureTableFile, every_stratum_has_every_draw_and_an_empty_one_is_said) {
  const CaptureTableFile file =
      parse("draw,r,A,B\n1,x,1,0\n1,y,1,1\n2,x,1,1\n3,x,0,1\n3,z,0,1\n", {.by = {"r"}});
  ASSERT_EQ(file.strata.size(), 3u);
  for (const Stratum& stratum : file.strata) EXPECT_EQ(stratum.draws.size(), 3u);
  EXPECT_EQ(file.strata[1].draws[1].observed(), 0);
  EXPECT_EQ(file.input.notes, (Notes{"there is no column 'count': each of the 5 rows is one person",
                                     "stratum r=y has nobody in 2 of 3 draws",
                                     "stratum r=z has nobody in 2 of 3 draws"}));
}

TEST(CaptureTableFile, dropping_and_merging_say_what_they_did) {
  const std::string uk = std::string(HEARIM_SOURCE_DIR) + "/examples/uk-2013/table.csv";
  const CaptureTableFile merged = read_capture_table_file(uk, {.merge = {{"NCA", "PF"}}});
  EXPECT_EQ(only_table(merged), example_tables::uk_five());
  EXPECT_EQ(merged.input.lists[2], "PF+NCA");
  EXPECT_EQ(merged.input.notes, Notes{"taken as one list: NCA, PF"});

  const CaptureTableFile dropped = read_capture_table_file(uk, {.drop = {"GP", "LA"}});
  EXPECT_EQ(only_table(dropped), example_tables::uk_six().without_list(4).without_list(0));
  EXPECT_EQ(dropped.input.notes,
            Notes{"left out: LA, GP; 370 people were on no other list and left the table"});
  EXPECT_EQ(dropped.input.observed, 2744 - 370);

  const CaptureTableFile both =
      read_capture_table_file(uk, {.drop = {"LA"}, .merge = {{"PF", "NCA"}, {"GO", "GP"}}});
  EXPECT_EQ(both.input.lists, (std::vector<std::string>{"NG", "PF+NCA", "GO+GP"}));
  const int police[] = {1, 4};
  const int rest[] = {2, 3};
  EXPECT_EQ(only_table(both),
            example_tables::uk_six().without_list(0).with_merged(police).with_merged(rest));
}

TEST(CaptureTableFile, changes_that_make_no_sense_are_named) {
  const std::string text = "A,B,C,A+B,count\n1,0,0,0,5\n0,1,1,1,5\n";
  const std::pair<CaptureTableOptions, const char*> cases[] = {
      {{.drop = {"X"}}, "t.csv: --drop: there is no list 'X'; the lists are A, B, C, A+B"},
      {{.drop = {"count"}}, "t.csv: --drop: there is no list 'count'; the lists are A, B, C, A+B"},
      {{.merge = {{"A", "X"}}}, "t.csv: --merge: there is no list 'X'; the lists are A, B, C, A+B"},
      {{.drop = {"A", "A"}}, "t.csv: --drop names the list 'A' twice"},
      {{.merge = {{"A", "A"}}}, "t.csv: --merge names the list 'A' twice"},
      {{.merge = {{"A", "C"}, {"B", "C"}}}, "t.csv: --merge names the list 'C' twice"},
      {{.drop = {"A"}, .merge = {{"A", "C"}}},
       "t.csv: the list 'A' is named in --drop and in --merge (a dropped list cannot be merged)"},
      {{.merge = {{"A"}}},
       "t.csv: --merge A: at least two lists make one (for example --merge A,B)"},
      {{.merge = {{"A", "B"}}}, "t.csv: --merge A,B: there already is a list 'A+B'"},
      {{.drop = {"A", "B", "C"}},
       "t.csv: only one list is left after --drop and --merge; at least two are needed"},
      {{.drop = {"A", "B", "C", "A+B"}},
       "t.csv: no list is left after --drop and --merge; at least two are needed"},
      {{.merge = {{"A", "B", "C", "A+B"}}},
       "t.csv: only one list is left after --drop and --merge; at least two are needed"},
  };
  for (const auto& [options, message] : cases) EXPECT_EQ(message_of(text, options), message);
  EXPECT_EQ(parse(text, {.drop = {"A+B"}, .merge = {{"A", "B"}}}).input.lists,
            (std::vector<std::string>{"A+B", "C"}));
}

TEST(CaptureTableFile, the_columns_of_by_must_be_there_and_be_no_other_column) {
  const std::string text = "A,B,region,count,draw\n1,0,x,5,1\n";
  EXPECT_EQ(message_of(text, {.by = {"Region"}}),
            "t.csv:1: --by: there is no column 'Region'; the columns are A, B, region, count, "
            "draw");
  EXPECT_EQ(message_of(text, {.by = {"count"}}),
            "t.csv:1: --by: the column 'count' has a meaning of its own (a stratum is another "
            "column)");
  EXPECT_EQ(message_of(text, {.by = {"draw"}}),
            "t.csv:1: --by: the column 'draw' has a meaning of its own (a stratum is another "
            "column)");
  EXPECT_EQ(message_of(text, {.by = {"region", "region"}}), "t.csv:1: --by names 'region' twice");
}

// One table for the list of bad input: what is in the file, and the whole message.
TEST(CaptureTableFile, every_kind_of_bad_input_has_one_message) {
  const std::string sixty_four = [] {
    std::string header;
    std::string row;
    for (int i = 0; i < 64; ++i) {
      header += (i > 0 ? ",L" : "L") + std::to_string(i);
      row += i > 0 ? ",1" : "1";
    }
    return header + "\n" + row + "\n";
  }();
  const std::pair<std::string, std::string> cases[] = {
      {"", "t.csv: the file is empty"},
      {"\n\n", "t.csv: the file holds nothing but empty lines"},
      {"A,B,count\n", "t.csv:1: there are no rows below the header"},
      {"A,B,count\n1,0,0\n", "t.csv: every count is 0: there is nobody in the table"},
      {std::string("A,B,c\0unt\n1,0,3\n", 16),
       "t.csv: is not text: byte 6 of the file is 0x00 (a table is a text file: save it as CSV)"},
      {"count,draw\n3,1\n",
       "t.csv:1: no list columns; the columns are count, draw (one column of 0 and 1 for each "
       "list)"},
      {"name,place,count\nblue house,Seoul,3\n",
       "t.csv:1: no list columns: none of name, place holds 0 and 1 (one column of 0 and 1 for "
       "each list)"},
      {"A,B,C,count\n1,0,0,5\n1,2,0,3\n0,1,1,2\n",
       "t.csv:3:2: B: '2' is not 0 or 1 (a list column says 1 for on the list and 0 for not on "
       "it)"},
      {"A,B,count\n1,0,5\n1,,3\n",
       "t.csv:3:2: B: the cell is empty (write 1 for on the list and 0 for not on it; where that "
       "is unknown, the person cannot be counted with this list)"},
      {"A,B,count\n1,0,5\n1,TRUE,3\n",
       "t.csv:3:2: B: 'TRUE' is not 0 or 1 (write 1 for on the list and 0 for not on it)"},
      {"A,B\nTRUE,FALSE\n",
       "t.csv:2:1: A: 'TRUE' is not 0 or 1 (write 1 for on the list and 0 for not on it)"},
      {"A;B;count\n1;0;5\n1,0;1;3\n",
       "t.csv:3:1: A: '1,0' is not 0 or 1 (write 0 or 1 without decimals)"},
      {"A;B;count\n1;0;5,5\n",
       "t.csv:2:3: count: '5,5' has a comma, which means a decimal to some and a thousand to "
       "others (write the count with digits only)"},
      {"A,B,count\n1,0,1.000\n",
       "t.csv:2:3: count: '1.000' has a point, which means a decimal to some and a thousand to "
       "others (write the count with digits only)"},
      {"A,B,count\n1,0,-3\n", "t.csv:2:3: count: '-3' is negative (a count is 0 or more)"},
      {"A,B,count\n1,0,2.5\n",
       "t.csv:2:3: count: '2.5' is not a whole number (a count is a number of people)"},
      {"A,B,count\n1,0,NA\n",
       "t.csv:2:3: count: 'NA' is not a number (a count is a whole number of people)"},
      {"A,B,count\n1,0,\n",
       "t.csv:2:3: count: the count is empty (write 0 where nobody has this pattern, or remove "
       "the row)"},
      {"A,B,count\n1,0,4611686018427387905\n",
       "t.csv:2:3: count: '4611686018427387905' is larger than 2^62, the most people that are "
       "taken"},
      {"A,B,count\n1,0,4611686018427387904\n0,1,1\n",
       "t.csv:3:3: count: the counts down to this row exceed 2^62 people"},
      {"A,B,count\n1,0,5\n0,0,7\n",
       "t.csv:3: 7 people on no list: every list column is 0 (how many are on no list is what is "
       "estimated; remove the row)"},
      {"A,B\n1,0\n0,0\n",
       "t.csv:3: a person on no list: every list column is 0 (how many are on no list is what is "
       "estimated; remove the row)"},
      {"A,B,A,count\n1,0,1,3\n",
       "t.csv:1:3: columns 1 and 3 are both named 'A' (rename one, or remove it)"},
      {"A,B,count,Count\n1,0,1,3\n",
       "t.csv:1:4: columns 3 and 4 are both the count ('count', 'Count') (keep one of them)"},
      {"A,count\n1,3\n",
       "t.csv:1: only one list, 'A'; at least two are needed (how many were missed shows only "
       "where lists overlap)"},
      {sixty_four,
       "t.csv:1: 64 lists; at most 63 are taken (merge or remove list columns, and name strata in "
       "--by)"},
      {"A,B,C\n1,0,1\n1,0\n",
       "t.csv:3: 2 fields where the header names 3 columns (is a delimiter inside a value that is "
       "not in quotation marks?)"},
      {"A,B,draw\n1,0,1\n1,0,\n",
       "t.csv:3:3: draw: the draw is empty (every row of a set of tables says to which draw it "
       "belongs)"},
      {"A,B,region,count\n1,0,Seoul,5\n1,1,Busan,3\n",
       "t.csv:2:3: region: 'Seoul' is not 0 or 1 (if its values are strata, say --by region; else "
       "remove the column)"},
      {"A,B,region,year,count\n1,0,Seoul,2019,5\n1,1,Busan,2020,3\n",
       "t.csv:2:3: region: 'Seoul' is not 0 or 1 (if its values are strata, say --by region,year; "
       "else remove the columns)"},
      {"A,B,Freq\n1,0,54\n0,1,36\n1,1,6\n",
       "t.csv:2:3: Freq: '54' is not 0 or 1 (if the column says how many people a row stands for, "
       "name it 'count'; if its values are strata, say --by Freq; else remove the column)"},
      {"A,B\n1,0,1,\"0\"x\n",
       "t.csv:2:4: text after the closing quotation mark; inside a quoted field a quotation mark "
       "is written twice"},
      {"A,B\n\"1,0\n0,1\n",
       "t.csv:2:1: a quotation mark opens here and is never closed (close it, or write a "
       "quotation mark that is part of the text twice)"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(message_of(text), message) << text;
}

TEST(CaptureTableFile, one_column_asks_for_a_delimiter) {
  EXPECT_EQ(message_of("name\nx\n"),
            "t.csv:1: only one column was found, 'name' (the first row names the columns, "
            "separated by comma, semicolon, tab or |)");
}

TEST(CaptureTableFile, names_of_people_stay_out_of_messages) {
  std::string text = "person,A,B\n";
  for (int i = 0; i < 50; ++i) text += "Invented Name " + std::to_string(i) + ",1,0\n";
  const std::string message = message_of(text);
  EXPECT_EQ(message,
            "t.csv:2:1: person: this column does not hold 0 and 1; nearly every row has a value of "
            "its own, as with names and numbers of people (remove the column)");
}

TEST(CaptureTableFile, a_row_of_nobody_on_no_list_is_left_out_and_said) {
  const CaptureTableFile file = parse("A,B,count\n0,0,0\n1,0,5\n");
  EXPECT_EQ(file.input.notes, Notes{"1 row of people on no list has count 0 and was left out"});
  EXPECT_EQ(file.input.observed, 5);
}

TEST(CaptureTableFile, sixty_three_lists_and_two_to_the_62_people_are_taken) {
  std::string header;
  std::string row;
  for (int i = 0; i < 63; ++i) {
    header += "L" + std::to_string(i) + ",";
    row += i == 0 || i == 62 ? "1," : "0,";
  }
  const CaptureTableFile file = parse(header + "count\n" + row + "4611686018427387904\n");
  EXPECT_EQ(only_table(file).count(History{1} | History{1} << 62), kPeopleMax);
}

TEST(CaptureTableFile, older_encodings_are_read_and_said) {
  // "경찰,병원,count" in CP949.
  const CaptureTableFile file = parse("\xB0\xE6\xC2\xFB,\xBA\xB4\xBF\xF8,count\n1,0,5\n");
  EXPECT_EQ(file.input.lists, (std::vector<std::string>{"경찰", "병원"}));
  ASSERT_EQ(file.input.notes.size(), 1u);
  EXPECT_NE(file.input.notes[0].find("windows-949 (Korean)"), std::string::npos);
}

TEST(CaptureTableFile, files_that_cannot_be_read_say_why) {
  const auto failure = [](const std::string& path) {
    try {
      read_capture_table_file(path);
    } catch (const Error& error) {
      EXPECT_EQ(exit_status(error.code()), 2);
      return std::string(error.what());
    }
    return std::string("(no error)");
  };
  EXPECT_EQ(failure("/nowhere/t.csv"),
            "/nowhere/t.csv: there is no such file (check the spelling and the folder)");
  EXPECT_EQ(failure("/tmp"), "/tmp: is a folder; a file is needed (name a file inside it)");
}

TEST(CaptureTableFile, a_column_of_identifiers_in_by_is_refused_before_it_costs_the_memory) {
  std::string text = "id,A,B\n";
  for (int i = 0; i < 10'001; ++i) text += std::to_string(i) + ",1,0\n";
  EXPECT_EQ(message_of(text, {.by = {"id"}}),
            "t.csv:10002:1: id: more than 10000 strata (--by takes a column with few values, such "
            "as a region or a year)");
}

TEST(CaptureTableFile, reading_is_cancelled) {
  std::string text = "A,B\n";
  for (int i = 0; i < 70'000; ++i) text += "1,0\n";
  CancelToken token;
  token.cancel();
  try {
    parse_capture_table(text, "t.csv", {}, {.cancel = &token});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
}

// The slow twin: people as strings in a map.
TEST(CaptureTableFile, random_files_of_people_give_the_counts_that_were_put_in) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Rng rng(seed, "capture-table-test", 0);
    const int lists = 2 + static_cast<int>(rng.below(6));
    std::string text = "stratum,draw";
    for (int i = 0; i < lists; ++i) text += ",L" + std::to_string(i);
    text += "\n";
    std::map<std::string, std::map<std::string, std::map<History, std::int64_t>>> expected;
    for (int person = 0; person < 500; ++person) {
      const std::string stratum = "s" + std::to_string(rng.below(3));
      const std::string draw = "d" + std::to_string(rng.below(4));
      const History history = 1 + rng.below((History{1} << lists) - 1);
      ++expected[stratum][draw][history];
      text += stratum + "," + draw;
      for (int i = 0; i < lists; ++i) text += (history >> i & 1) != 0 ? ",1" : ",0";
      text += "\n";
    }
    const CaptureTableFile file = parse(text, {.by = {"stratum"}});
    ASSERT_EQ(file.strata.size(), expected.size());
    for (const Stratum& stratum : file.strata)
      for (std::size_t d = 0; d < file.draws.size(); ++d) {
        const auto& counts = expected[stratum.labels[0].second][file.draws[d]];
        EXPECT_EQ(stratum.draws[d].patterns().size(), counts.size()) << "seed " << seed;
        for (const auto& [history, count] : counts)
          EXPECT_EQ(stratum.draws[d].count(history), count) << "seed " << seed;
      }
  }
}

}  // namespace
}  // namespace hearim
