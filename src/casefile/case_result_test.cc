// Results: what was made from what, and that a change makes exactly its dependants stale.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "casefile/bytes.h"
#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct Made {
  std::unique_ptr<SimulatedDisk> disk = disk_with_case();
  std::int64_t item = 0, other = 0, text = 0, list = 0;
  std::int64_t reading = 0, other_reading = 0, board = 0, linkage = 0, figure = 0;
};

std::string result_name(std::int64_t id) { return fmt::format("result:{}", id); }

Made made() {
  Made m;
  Case open_case = open_trial_case(*m.disk);
  CaseWork work = open_case.begin_work();
  m.item = work.add_item("a.txt", source_of("Zernovia said"));
  m.other = work.add_item("b.csv", source_of("name\nx\n"));
  m.text = work.add_text({.item = m.item, .tool = "t", .text = "Zernovia said", .map_format = ""});
  const std::int64_t second =
      work.add_text({.item = m.other, .tool = "t", .text = "nothing", .map_format = ""});
  m.list = add_trial_list(work, m.other, 10, "cell");
  m.reading = work.add_result(
      {.step = "read",
       .subject = fmt::format("item:{}", m.item),
       .made_with = "v1",
       .inputs = {fmt::format("text:{}", m.text), fmt::format("judgements-of:text:{}", m.text)},
       .content = "Zernovia is mentioned"});
  m.other_reading = work.add_result({.step = "read",
                                     .subject = fmt::format("item:{}", m.other),
                                     .made_with = "v1",
                                     .inputs = {fmt::format("text:{}", second)},
                                     .content = "nothing"});
  m.board =
      work.add_result({.step = "claims",
                       .subject = "case",
                       .made_with = "v1",
                       .inputs = {"texts", result_name(m.reading), result_name(m.other_reading)},
                       .content = "Zernovia once more"});
  m.linkage =
      work.add_result({.step = "link",
                       .subject = "case",
                       .made_with = "v1",
                       .inputs = {"lists", fmt::format("list:{}", m.list), "judgements:pair"},
                       .content = std::string(100000, 'x')});
  m.figure = work.add_figure(
      {.name = "claims", .value = "1", .made_with = "m", .inputs = {result_name(m.board)}});
  work.commit();
  return m;
}

std::vector<std::int64_t> stale_results(const Case& from) {
  std::vector<std::int64_t> stale;
  for (const char* step : {"read", "claims", "link"})
    for (const Result& result : from.results(step))
      if (!result.stale.empty()) stale.push_back(result.id);
  std::sort(stale.begin(), stale.end());
  return stale;
}

TEST(Results, come_back_as_they_were_made_and_are_verified) {
  const Made m = made();
  Case open_case = open_trial_case(*m.disk);
  const auto board = open_case.newest_result("claims", "case");
  ASSERT_TRUE(board);
  EXPECT_EQ(board->id, m.board);
  EXPECT_EQ(board->made_with, "v1");
  EXPECT_EQ(board->inputs.size(), 3u);
  EXPECT_EQ(board->stale, "");
  EXPECT_EQ(open_case.result_content(m.linkage), std::string(100000, 'x'));
  EXPECT_FALSE(open_case.newest_result("claims", "elsewhere"));
  EXPECT_THROW(open_case.result(999), Error);
  EXPECT_TRUE(open_case.verify().holds());
  EXPECT_TRUE(stale_results(open_case).empty());
}

TEST(Results, a_judgement_makes_exactly_what_rests_on_it_stale) {
  const Made m = made();
  Case open_case = open_trial_case(*m.disk);
  {
    CaseWork work = open_case.begin_work();
    work.add_judgement(
        {.about = fmt::format("text:{}", m.text), .kind = "correction", .value = "x"});
    work.commit();
  }
  EXPECT_EQ(stale_results(open_case), (std::vector<std::int64_t>{m.reading, m.board}));
  EXPECT_NE(open_case.figures().back().stale.find("judgement:"), std::string::npos);
  {
    CaseWork work = open_case.begin_work();
    work.add_judgement({.about = "pair:1 2", .kind = "pair", .value = "match"});
    work.commit();
  }
  EXPECT_EQ(stale_results(open_case), (std::vector<std::int64_t>{m.reading, m.board, m.linkage}));
  EXPECT_TRUE(open_case.verify().holds());
  // What is stale is no input.
  CaseWork work = open_case.begin_work();
  EXPECT_THROW(work.add_result({.step = "claims",
                                .subject = "case",
                                .made_with = "v1",
                                .inputs = {result_name(m.reading)},
                                .content = ""}),
               Error);
}

TEST(Results, a_newer_one_of_the_same_replaces_it) {
  const Made m = made();
  Case open_case = open_trial_case(*m.disk);
  CaseWork work = open_case.begin_work();
  const std::int64_t again = work.add_result({.step = "read",
                                              .subject = fmt::format("item:{}", m.item),
                                              .made_with = "v2",
                                              .inputs = {fmt::format("text:{}", m.text)},
                                              .content = "read again"});
  work.commit();
  EXPECT_EQ(open_case.newest_result("read", fmt::format("item:{}", m.item))->id, again);
  EXPECT_NE(open_case.result(m.reading).stale.find(result_name(again)), std::string::npos);
  EXPECT_EQ(stale_results(open_case), (std::vector<std::int64_t>{m.board}));
  EXPECT_TRUE(open_case.verify().holds());
}

TEST(Results, new_lists_and_texts_make_stale_what_used_all_of_them) {
  const Made m = made();
  Case open_case = open_trial_case(*m.disk);
  {
    CaseWork work = open_case.begin_work();
    add_trial_list(work, m.other, 3, "more");
    work.commit();
  }
  EXPECT_EQ(stale_results(open_case), (std::vector<std::int64_t>{m.linkage}));
  CaseWork work = open_case.begin_work();
  work.add_text({.item = m.other, .tool = "t2", .text = "more", .map_format = ""});
  work.commit();
  EXPECT_EQ(stale_results(open_case), (std::vector<std::int64_t>{m.board, m.linkage}));
  EXPECT_TRUE(open_case.verify().holds());
}

TEST(Results, are_destroyed_with_the_item_whose_words_they_hold) {
  const Made m = made();
  Case open_case = open_trial_case(*m.disk);
  {
    CaseWork work = open_case.begin_work();
    work.add_judgement({.about = fmt::format("text:{}#q1", m.text),
                        .kind = "note",
                        .value = "Zernovia is where she is"});
    work.add_judgement(
        {.about = fmt::format("text:{}0", m.text), .kind = "note", .value = "another text"});
    work.commit();
  }
  const Withdrawal done = open_case.withdraw_item(m.item);
  EXPECT_EQ(done.stale, std::vector<std::string>{fmt::format("figure:{}", m.figure)});
  for (const std::int64_t id : {m.reading, m.board}) {
    EXPECT_THROW(open_case.result_content(id), Error);
    EXPECT_NE(std::find(done.destroyed.begin(), done.destroyed.end(), result_name(id)),
              done.destroyed.end());
  }
  EXPECT_EQ(open_case.result_content(m.other_reading), "nothing");
  EXPECT_EQ(open_case.judgements("note").size(), 1u);
  EXPECT_TRUE(open_case.verify().holds());
}

TEST(Results, altered_ones_are_found) {
  for (const char* const damage :
       {"UPDATE result SET made_with = 'v9' WHERE step = 'claims'",
        "UPDATE result SET stale = 'no' WHERE step = 'claims'",
        "DELETE FROM result_input WHERE input = 'texts'",
        "UPDATE result SET content = (SELECT content FROM result WHERE step = 'link') WHERE step = "
        "'claims'",
        "DELETE FROM result_input; DELETE FROM result WHERE step = 'link'"}) {
    const Made m = made();
    {
      const auto state = open_case_state(*m.disk, kTrialFolder, trial_options(), trial_tuning());
      state->database->run(damage);
    }
    EXPECT_FALSE(open_trial_case(*m.disk).verify().holds()) << damage;
  }
}

}  // namespace
}  // namespace hearim
