#include "steps/decisions_file.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <cstdio>

#include <filesystem>
#include <fstream>

#include "base/file_bytes.h"
#include "hearim/error.h"
#include "report/text_width.h"
#include "steps/decision_log.h"
#include "steps/review_screen.h"

namespace hearim {
namespace {

using Row = std::pair<std::string_view, std::string_view>;  // name, town

LinkRecords records_of(const std::vector<Row>& a, const std::vector<Row>& b, bool clean = false) {
  LinkRecords records({{"name", FieldType::name}, {"town", FieldType::place}},
                      {{"a.csv", clean}, {"b.csv", clean}});
  const auto add = [&](std::uint32_t list, const std::vector<Row>& rows) {
    std::uint64_t row = 0;
    for (const Row& r : rows) {
      records.add(list, ++row, std::array<std::string_view, 2>{r.first, r.second});
    }
  };
  add(0, a);
  add(1, b);
  return records;
}

const std::vector<Row> kA = {{"Onvik Tarel", "Dapto"}, {"Besen Gosha", "Murl"}, {"Ruun Ika", ""}};
const std::vector<Row> kB = {{"Tarel Onvik", "Dapto"}, {"Gosha, Besen", "Oss"}, {"Ika R", "Murl"}};

Decision decide(const LinkRecords& records, std::uint32_t a, std::uint32_t b,
                std::optional<PairJudgement> judgement, const std::string& reviewer = "mina") {
  Decision d;
  d.a = name_of(records, a);
  d.b = name_of(records, b);
  d.judgement = judgement;
  d.reviewer = reviewer;
  d.time = "2026-01-31T12:00:00Z";
  d.file = "d.csv";
  return d;
}

TEST(Decisions, a_file_is_read_as_it_was_written) {
  const LinkRecords records = records_of(kA, kB);
  std::string text = decisions_header();
  Decision odd = decide(records, 0, 3, PairJudgement::match, "Kim, \"Sun\"");
  odd.purpose = DecisionPurpose::sample;
  text += decision_line(odd) + decision_line(decide(records, 1, 4, PairJudgement::non_match)) +
          decision_line(decide(records, 1, 4, std::nullopt));
  const DecisionsRead read = read_decisions(text, "d.csv");
  ASSERT_EQ(read.decisions.size(), 3U);
  EXPECT_EQ(read.whole_bytes, text.size());
  EXPECT_EQ(read.decisions[0].reviewer, "Kim, \"Sun\"");
  EXPECT_EQ(read.decisions[0].purpose, DecisionPurpose::sample);
  EXPECT_EQ(read.decisions[0].a, odd.a);
  EXPECT_EQ(read.decisions[1].judgement, PairJudgement::non_match);
  EXPECT_EQ(read.decisions[1].line, 3U);
  EXPECT_FALSE(read.decisions[2].judgement);
}

TEST(Decisions, moved_rows_are_found_and_changed_ones_are_reported) {
  const LinkRecords before = records_of(kA, kB);
  const std::vector<Decision> decisions = {decide(before, 0, 3, PairJudgement::match),
                                           decide(before, 1, 4, PairJudgement::non_match),
                                           decide(before, 2, 5, PairJudgement::unsure)};
  // Sorted another way, and one town corrected.
  const LinkRecords after =
      records_of({kA[1], kA[2], kA[0]}, {kB[2], {"Gosha, Besen", "Murl"}, kB[0]});
  const AppliedDecisions applied = apply_decisions(decisions, after);
  ASSERT_EQ(applied.labels.size(), 2U);
  EXPECT_EQ(applied.labels[0].pair, (RecordPair{1, 3}));
  EXPECT_EQ(applied.labels[0].judgement, PairJudgement::unsure);
  EXPECT_EQ(applied.labels[1].pair, (RecordPair{2, 5}));
  EXPECT_EQ(applied.labels[1].judgement, PairJudgement::match);
  EXPECT_EQ(applied.moved, 2U);
  ASSERT_EQ(applied.not_applicable.size(), 1U);
  EXPECT_NE(applied.not_applicable[0].find("b.csv row 2 has changed"), std::string::npos);
  // A row that moved and now stands twice cannot be told apart; one that stayed can.
  const LinkRecords twice = records_of({kA[1], kA[0], kA[0]}, kB);
  EXPECT_EQ(apply_decisions(decisions, twice).labels.size(), 1U);
  const LinkRecords stayed = records_of({kA[0], kA[0], kA[2]}, kB);
  EXPECT_EQ(apply_decisions(decisions, stayed).labels.size(), 2U);
  const AppliedDecisions other =
      apply_decisions(decisions, LinkRecords({{"name", FieldType::name}}, {{"c.csv"}}));
  EXPECT_EQ(other.not_applicable.size(), 3U);
}

TEST(Decisions, the_last_word_stands_undo_takes_back_and_reviewers_who_differ_are_unsure) {
  const LinkRecords records = records_of(kA, kB, true);
  const std::vector<Decision> decisions = {decide(records, 0, 3, PairJudgement::match),
                                           decide(records, 3, 0, PairJudgement::non_match),
                                           decide(records, 1, 4, PairJudgement::match),
                                           decide(records, 1, 4, std::nullopt),
                                           decide(records, 2, 5, PairJudgement::match),
                                           decide(records, 2, 5, PairJudgement::non_match, "jun")};
  const AppliedDecisions applied = apply_decisions(decisions, records);
  ASSERT_EQ(applied.labels.size(), 2U);
  EXPECT_EQ(applied.labels[0].judgement, PairJudgement::non_match);
  EXPECT_EQ(applied.labels[1].judgement, PairJudgement::unsure);
  ASSERT_EQ(applied.conflicts.size(), 1U);
  EXPECT_NE(applied.conflicts[0].find("jun says non_match, mina says match"), std::string::npos);
}

TEST(Decisions, what_cannot_all_be_true_is_shown) {
  const LinkRecords records = records_of(kA, kB);
  const std::vector<Decision> chain = {decide(records, 0, 3, PairJudgement::match),
                                       decide(records, 1, 3, PairJudgement::match),
                                       decide(records, 0, 1, PairJudgement::non_match)};
  EXPECT_EQ(apply_decisions(chain, records).conflicts.size(), 1U);
  const LinkRecords clean = records_of(kA, kB, true);
  const std::vector<Decision> two = {decide(clean, 0, 3, PairJudgement::match),
                                     decide(clean, 1, 3, PairJudgement::match)};
  const auto conflicts = apply_decisions(two, clean).conflicts;
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_NE(conflicts[0].find("nobody twice"), std::string::npos);
}

TEST(Decisions, bad_files_are_named_by_line) {
  const auto message = [](const std::string& rows) -> std::string {
    try {
      read_decisions(decisions_header() + rows, "d.csv");
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_NE(message("a,1,k,b,2,k,maybe,mina,t,review\n").find("d.csv:2"), std::string::npos);
  EXPECT_NE(message("a,1,k,b,2,k,maybe,mina,t,review\n").find("maybe"), std::string::npos);
  EXPECT_NE(message("a,0,k,b,2,k,match,mina,t,review\n").find("row_a"), std::string::npos);
  EXPECT_NE(message("a,1,k,b,2,k,match,,t,review\n").find("reviewer"), std::string::npos);
  EXPECT_NE(message("a,1,k,a,1,k,match,mina,t,review\n").find("one and the same"),
            std::string::npos);
  EXPECT_NE(message("a,1,k\n").find("d.csv:2"), std::string::npos);
  EXPECT_NE(message("a,1,k,b,2,k,match,mina,t,guess\n").find("purpose"), std::string::npos);
  EXPECT_THROW(read_decisions("list_a,row_a\na,1\n", "d.csv"), Error);
  EXPECT_TRUE(read_decisions("", "d.csv").decisions.empty());
}

class DecisionLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("hearim-decisions-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "mine.csv";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(DecisionLogTest, each_decision_is_in_the_file_before_append_returns) {
  const LinkRecords records = records_of(kA, kB);
  {
    DecisionLog log(path_);
    EXPECT_EQ(read_file_bytes(path_), decisions_header());
    log.append(decide(records, 0, 3, PairJudgement::match));
    EXPECT_EQ(read_decisions(read_file_bytes(path_), "d").decisions.size(), 1U);
    EXPECT_THROW(DecisionLog second(path_), Error) << "two writers";
  }
  DecisionLog again(path_);
  EXPECT_EQ(again.decisions().size(), 1U);
}

TEST_F(DecisionLogTest, a_torn_last_line_is_cut_off_and_a_whole_one_is_kept) {
  const LinkRecords records = records_of(kA, kB);
  const std::string whole = decision_line(decide(records, 0, 3, PairJudgement::match));
  const std::string next = decision_line(decide(records, 1, 4, PairJudgement::match));
  for (std::size_t cut = 1; cut < next.size(); ++cut) {
    std::filesystem::remove(path_);
    std::ofstream(path_) << decisions_header() << whole << next.substr(0, cut);
    const bool complete = cut + 1 == next.size();
    {
      DecisionLog log(path_);
      EXPECT_EQ(log.decisions().size(), complete ? 2U : 1U) << "cut at " << cut;
      EXPECT_EQ(log.notes().size(), complete ? 0U : 1U);
      log.append(decide(records, 2, 5, PairJudgement::unsure));
    }
    EXPECT_EQ(read_decisions(read_file_bytes(path_), "d").decisions.size(), complete ? 3U : 2U);
  }
}

TEST(Agreement, counts_kappa_and_conflicts) {
  const LinkRecords records = records_of(kA, kB);
  const std::vector<Decision> mina = {
      decide(records, 0, 3, PairJudgement::match), decide(records, 1, 4, PairJudgement::match),
      decide(records, 2, 5, PairJudgement::non_match), decide(records, 0, 5, PairJudgement::match)};
  const std::vector<Decision> jun = {decide(records, 3, 0, PairJudgement::match, "jun"),
                                     decide(records, 1, 4, PairJudgement::unsure, "jun"),
                                     decide(records, 2, 5, PairJudgement::non_match, "jun")};
  const AgreementReport report = compare_decisions(mina, jun);
  EXPECT_EQ(report.only_first, 1U);
  EXPECT_EQ(report.only_second, 0U);
  ASSERT_EQ(report.conflicts.size(), 1U);
  const std::string text = agreement_text(report);
  EXPECT_NE(text.find("66.7 %"), std::string::npos) << text;
  EXPECT_NE(text.find("kappa: 0.50"), std::string::npos) << text;
}

TEST(ReviewScreen, no_line_is_wider_than_the_screen_in_any_script) {
  LinkRecords records({{"full name as written", FieldType::name}, {"town", FieldType::place}},
                      {{"ngo.csv"}, {"경찰청 실종자 명단.csv"}});
  records.add(0, 1, std::array<std::string_view, 2>{"김선희 金善姬", "عين العرب / كوباني"});
  records.add(1, 2,
              std::array<std::string_view, 2>{"محمد عبد الرحمن بن خالد الأحمد محمد عبد الرحمن",
                                              "\x1b[31mred\u202e"});
  PairExplanation why;
  why.pair = {0, 1};
  why.fields = {{0, -5.0, "full name as written: nothing agrees (-5.0 bits)"}};
  why.prior_weight = -9.0;
  for (const int width : {40, 60, 80, 120}) {
    const std::string text = review_screen(records, why, {}, {.number = 1, .count = 2}, width);
    std::size_t from = 0;
    while (from < text.size()) {
      const std::size_t to = text.find('\n', from);
      EXPECT_LE(terminal_width(text.substr(from, to - from)), width) << text;
      from = to + 1;
    }
    EXPECT_NE(text.find("bits"), std::string::npos);
    const std::string sampled =
        review_screen(records, why, {}, {.number = 1, .count = 2, .is_sample = true}, width);
    EXPECT_EQ(sampled.find("bits"), std::string::npos)
        << "who judges the weights must not see them";
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\u202e"), std::string::npos);
  }
}

}  // namespace
}  // namespace hearim
