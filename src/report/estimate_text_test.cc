#include "report/estimate_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/headline.h"
#include "report/sample_report.h"
#include "report/text_width.h"

namespace hearim {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(EstimateText, no_line_is_wider_than_the_terminal) {
  for (const auto& [name, report] : sample_reports::all())
    for (const int width : {60, 80, 100, 132})
      for (const std::string& line : lines_of(estimate_text(report, width)))
        EXPECT_LE(terminal_width(line), width) << name << ": " << line;
}

TEST(EstimateText, says_each_answer_status_and_reason) {
  const EstimateReport report = sample_reports::uk_five();
  std::string text = estimate_text(report, 400);
  for (const std::string& words :
       {std::string("loglinear     ok          11,313 (8,785 - 14,700)"),
        std::string("decomposable  weak        23,016 (10,408 - 33,481)"),
        std::string("latent-class  refused  no number"),
        std::string("lower-bound   ok       >= 14,642"), report.strata[0].disagreement.summary,
        "latent-class refused: " + report.strata[0].results[2].common().reason,
        std::string("Pairs of lists that share nobody: LA·GP"),
        std::string(" of 4 intervals hold the truth"),
        std::string(model_assumption(Model::loglinear))})
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST(EstimateText, columns_stay_aligned) {
  const std::vector<std::string> lines = lines_of(estimate_text(sample_reports::uk_five(), 80));
  std::size_t open = 0;
  int rows = 0;
  for (const std::string& line : lines) {
    if (!line.starts_with("  loglinear     ok") && !line.starts_with("  decomposable  weak") &&
        !line.starts_with("  lower-bound   ok"))
      continue;
    const std::size_t at = line.find('(');
    if (rows++ > 0) {
      EXPECT_EQ(at, open) << line;
    }
    open = at;
  }
  EXPECT_EQ(rows, 3);
}

TEST(EstimateText, has_escapes_only_in_colour_and_only_its_own) {
  const EstimateReport report = sample_reports::refused_everywhere();
  EXPECT_EQ(estimate_text(report, 80, TextColour::off).find('\x1b'), std::string::npos);
  std::string text = estimate_text(report, 80, TextColour::on);
  EXPECT_NE(text.find("\x1b[31m"), std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos;
       at = text.find('\x1b', at + 1)) {
    const std::size_t end = text.find('m', at);
    const std::string code = text.substr(at + 2, end - at - 2);
    EXPECT_TRUE(code == "0" || code == "1" || code == "31" || code == "32" || code == "33") << code;
  }
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(Headline, says_the_widest_range_and_that_no_number_holds_when_methods_disagree) {
  const Headline headline = estimate_headline(sample_reports::uk_five());
  EXPECT_EQ(headline.title, "Between 8,700 and 34,000 people: no single number holds");
  EXPECT_NE(headline.deck.at(1).find("factor of 2.0"), std::string::npos);
}

TEST(Headline, says_that_methods_agree_only_when_points_and_intervals_do) {
  EstimateReport report = sample_reports::kosovo();
  EXPECT_EQ(estimate_headline(report).title,
            "Between 9,000 and 17,000 people: the methods differ by a factor of 1.25");
  PopulationInterval& interval = *report.strata[0].results[0].common().population;
  interval.point = 12600;
  EXPECT_EQ(estimate_headline(report).title,
            "Between 9,000 and 17,000 people: three methods agree");
  // Points close, intervals apart.
  interval.low = 14000;
  EXPECT_EQ(estimate_headline(report).title,
            "Between 9,000 and 17,000 people: no single number holds");
}

TEST(Headline, an_open_interval_has_no_upper_number) {
  EstimateReport report = sample_reports::kosovo();
  report.strata[0].results[0].common().population->point = 12600;
  report.strata[0].results[1].common().population->high.reset();
  EXPECT_EQ(estimate_headline(report).title,
            "At least about 9,000 people, with no upper limit: three methods agree");
}

TEST(Headline, one_answer_is_conditional_and_a_weak_one_is_called_weak) {
  EstimateReport report = sample_reports::uk_five();
  auto& results = report.strata[0].results;
  results.erase(results.begin() + 1);
  // The floor's interval ends at 16,649: the truth may be there, whatever the one answer says.
  EXPECT_EQ(estimate_headline(report).title,
            "Between 8,700 and 17,000 people, if one assumption holds");
  results[0].common().weaken("The interval is wide.");
  EXPECT_EQ(estimate_headline(report).title, "Between 8,700 and 17,000 people, on weak ground");
}

TEST(Headline, a_floor_that_stands_holds_the_range_open_up_to_its_own_end) {
  EstimateReport report = sample_reports::kosovo();
  PopulationEstimate& floor = report.strata[0].results[3].common();
  floor.population->high = 18100;
  const Headline headline = estimate_headline(report);
  EXPECT_EQ(headline.title,
            "Between 9,000 and 19,000 people: the methods differ by a factor of 1.25");
  EXPECT_NE(headline.deck.back().find("The range ends where its interval does, at about 18,100."),
            std::string::npos)
      << headline.deck.back();
  floor.weaken("Lists differ in reach.");
  EXPECT_EQ(estimate_headline(report).title,
            "Between 9,000 and 17,000 people: the methods differ by a factor of 1.25");
}

TEST(Headline, only_a_floor_is_a_floor_and_nothing_is_a_refusal) {
  EstimateReport report = sample_reports::uk_five();
  auto& results = report.strata[0].results;
  results[0].common().refuse("No overlap.");
  results[1].common().refuse("No overlap.");
  EXPECT_EQ(estimate_headline(report).title,
            "At least about 14,600 people; how many in all, these lists cannot say");
  results[3].common().refuse("No overlap.");
  EXPECT_EQ(estimate_headline(report).title, "No number holds: every method refused");
}

TEST(Headline, never_averages_the_methods) {
  // The mean of the points, 17,165, and that of the ends appear nowhere.
  const Headline headline = estimate_headline(sample_reports::uk_five());
  std::string all = headline.title;
  for (const std::string& paragraph : headline.deck) all += " " + paragraph;
  for (const char* mean : {"17,1", "17,2", "17,000"})
    EXPECT_EQ(all.find(mean), std::string::npos) << all;
}

}  // namespace
}  // namespace hearim
