// What was kept wrongly is found, and said where; what stands is the same; what is gone is no
// figure any more.
#include "steps/reproduce_case.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "hearim/error.h"
#include "report/figure_value.h"
#include "steps/case_tallies.h"
#include "steps/claims_case.h"
#include "steps/figures_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

class ReproduceCase : public testing::Test {
 protected:
  ReproduceCase() {
    std::string made = std::filesystem::temp_directory_path() / "hearim-reproduce-XXXXXX";
    folder_ = mkdtemp(made.data());
    CaseOptions options;
    options.passphrase = [] { return SecretBytes::copy_of("words"); };
    options.key_cost = {.passes = 1, .memory_bytes = 8192};
    case_.emplace(Case::create(folder_ / "trial.case", options));
    add_text("a.txt", "The centre said that 12 women were sold in 2019.");
    add_text("b.txt", "Police freed 40 women, the ministry said.");
    read_case(*case_, {});
    claims_case(*case_, {});
    keep_tallies(*case_);
  }
  ~ReproduceCase() override {
    case_.reset();
    std::filesystem::remove_all(folder_);
  }

  void add_text(const std::string& name, const std::string& text) {
    CaseWork work = case_->begin_work();
    bool given = false;
    const std::int64_t item = work.add_item(name, [&](auto into) {
      if (std::exchange(given, true)) return std::size_t{0};
      std::copy(text.begin(), text.end(), into.begin());
      return text.size();
    });
    work.add_text({.item = item, .tool = "as it is", .text = text, .map_format = ""});
    work.commit();
  }
  FiguresMade figures() {
    FigureSources sources(*case_);
    return make_figures(*case_, sources, {});
  }
  ReproducedFigure again(const Figure& figure) {
    const hearim::Run run;
    return Reproduction(*case_, run).figure(figure);
  }

  std::filesystem::path folder_;
  std::optional<Case> case_;
};

TEST_F(ReproduceCase, every_figure_comes_out_the_same) {
  const FiguresMade made = figures();
  EXPECT_GT(made.new_count, 10u);
  for (const auto& [key, figure] : made.figures) EXPECT_EQ(again(figure).differs, "") << key;
}

TEST_F(ReproduceCase, figures_are_made_once) {
  figures();
  const std::size_t count = case_->figures().size();
  EXPECT_EQ(figures().new_count, 0u);
  EXPECT_EQ(case_->figures().size(), count);
}

TEST_F(ReproduceCase, a_result_that_was_kept_wrongly_is_found) {
  const Result board = *case_->newest_result(kClaimsStep, "case");
  Json content = content_of(*case_, board.id);
  content["independent_sources"] = 7;
  CaseWork work = case_->begin_work();
  work.add_result({.step = board.step,
                   .subject = board.subject,
                   .made_with = board.made_with,
                   .inputs = board.inputs,
                   .content = content.dump()});
  work.commit();
  keep_tallies(*case_);
  const FiguresMade made = figures();
  const std::int64_t wrong = case_->newest_result(kClaimsStep, "case")->id;
  const ReproducedFigure done =
      again(made.figures.at(figure_key(wrong, "/independent_sources", "count")));
  EXPECT_FALSE(done.same());
  EXPECT_NE(done.differs.find("/independent_sources: 7 there"), std::string::npos) << done.differs;
}

TEST_F(ReproduceCase, a_value_that_was_published_wrongly_is_found) {
  const FiguresMade made = figures();
  const std::int64_t board = case_->newest_result(kClaimsStep, "case")->id;
  Figure figure = made.figures.at(figure_key(board, "/documents", "size"));
  figure.value = "3";
  EXPECT_EQ(again(figure).differs, "published '3', now '2'");
}

TEST_F(ReproduceCase, an_item_with_the_same_name_that_comes_later_changes_nothing) {
  const FiguresMade made = figures();
  const std::int64_t reading = case_->newest_result(kReadStep, "item:1")->id;
  {
    CaseWork work = case_->begin_work();
    work.add_item("other/a.txt", [](auto) { return std::size_t{0}; });
    work.commit();
  }
  for (const auto& [key, figure] : made.figures)
    if (key.starts_with(result_object(reading) + "/")) {
      EXPECT_EQ(again(figure).differs, "") << key;
    }
}

TEST_F(ReproduceCase, a_figure_whose_input_was_withdrawn_is_stale) {
  figures();
  case_->withdraw_item(1);
  std::size_t stale = 0;
  for (const Figure& figure : case_->figures()) {
    if (figure.stale.empty()) continue;
    ++stale;
    EXPECT_NE(again(figure).differs.find("it is stale"), std::string::npos);
  }
  EXPECT_GT(stale, 5u);
}

TEST(FigureValue, is_written_in_its_form) {
  const Json content = Json::parse(
      R"({"n":11313,"x":1234.5,"s":0.104,"list":[{"a":"b"},{"a":"c"}],
          "range":{"low":8790,"high":11200},"open":{"low":5},"few":3,"many":127})");
  const auto value = [&](const char* pointer, const char* as, Json more = Json::object()) {
    Json take{{"pointer", pointer}, {"as", as}};
    take.update(more);
    return figure_value(content, take);
  };
  EXPECT_EQ(value("/n", "count"), "11,313");
  EXPECT_EQ(value("/x", "people"), "1,235");
  EXPECT_EQ(value("/s", "percent"), "10%");
  EXPECT_EQ(value("/list", "size"), "2");
  EXPECT_EQ(value("/list", "where", {{"member", "a"}, {"is", "c"}}), "1");
  EXPECT_EQ(value("/range", "range"), "8,790 to 11,200");
  EXPECT_EQ(value("/open", "range"), "at least 5");
  EXPECT_EQ(value("/few", "rounded", {{"small_below", 10}, {"round_to", 5}}), "fewer than 10");
  EXPECT_EQ(value("/many", "rounded", {{"small_below", 10}, {"round_to", 5}}), "about 125");
  EXPECT_THROW(value("/none", "count"), Error);
  EXPECT_THROW(value("/list", "count"), Error);
  EXPECT_THROW(value("/n", "other"), Error);
}

TEST(FirstDifference, names_the_place) {
  EXPECT_EQ(first_difference(R"({"a":[1,2]})", R"({"a":[1,3]})"),
            "at byte 9 of 11, in /a/1: 2 there, 3 now");
  EXPECT_EQ(first_difference("abc", "abd"), "at byte 3 of 3");
}

}  // namespace
}  // namespace hearim
