#include "report/estimate_page.h"

#include <gtest/gtest.h>

#include <set>

#include "report/sample_report.h"
#include "report/well_formed.h"

namespace hearim {
namespace {

// Every tag and attribute the page may use. A name from outside that became one is not among them.
const std::set<std::string> kTags = {
    "a",       "b",       "bdi",   "body",    "br",  "caption",    "circle", "code",
    "dd",      "details", "div",   "dl",      "dt",  "figcaption", "figure", "footer",
    "g",       "h1",      "h2",    "h3",      "h4",  "head",       "header", "html",
    "li",      "line",    "main",  "meta",    "nav", "p",          "path",   "rect",
    "section", "small",   "style", "summary", "svg", "table",      "tbody",  "td",
    "text",    "th",      "thead", "title",   "tr",  "ul"};

TEST(EstimatePage, is_well_formed_and_uses_only_known_tags_and_no_handler) {
  for (const auto& [name, report] : sample_reports::all()) {
    SCOPED_TRACE(name);
    const XmlReader page(estimate_page(report));
    ASSERT_EQ(page.error(), "");
    for (const XmlElement& element : page.elements()) {
      EXPECT_TRUE(kTags.contains(element.tag)) << element.tag;
      for (const auto& [attribute, value] : element.attributes) {
        EXPECT_FALSE(attribute.starts_with("on")) << attribute;
        EXPECT_NE(attribute, "style");
        EXPECT_NE(attribute, "src");
        if (attribute == "href") {
          EXPECT_TRUE(value.starts_with("#")) << value;
        }
      }
    }
  }
}

TEST(EstimatePage, loads_nothing_and_forbids_loading) {
  const std::string page = estimate_page(sample_reports::uk_five());
  for (const char* word : {"<script", "<img", "<link", "@import", "url(", "http-equiv=\"refresh"})
    EXPECT_EQ(page.find(word), std::string::npos) << word;
  EXPECT_NE(page.find("default-src &#39;none&#39;"), std::string::npos);
  // The only address is the name of a vocabulary.
  for (std::size_t at = page.find("http"); at != std::string::npos;
       at = page.find("http", at + 1)) {
    const std::string_view here = std::string_view(page).substr(at, 40);
    EXPECT_TRUE(here.starts_with("http-equiv") || here.starts_with("http://www.w3.org/")) << here;
  }
}

TEST(EstimatePage, shows_hostile_names_as_text_and_in_their_own_direction) {
  const std::string source = estimate_page(sample_reports::refused_everywhere());
  EXPECT_EQ(source.find("<script"), std::string::npos);
  EXPECT_EQ(source.find("<img"), std::string::npos);
  EXPECT_EQ(source.find("<svg onload"), std::string::npos);
  EXPECT_EQ(source.find('\x1b'), std::string::npos);
  EXPECT_EQ(source.find("\xE2\x80\xAE"), std::string::npos);
  const XmlReader page(source);
  std::set<std::string> isolated;
  for (const XmlElement& element : page.elements())
    if (element.tag == "bdi") isolated.insert(element.text);
  for (const char* name : {"병원 기록", "سجل المحكمة", "<script>alert(\"x\")</script>&'"})
    EXPECT_TRUE(isolated.contains(name)) << name;
}

TEST(EstimatePage, every_word_that_is_no_number_is_missing) {
  for (const auto& [name, report] : sample_reports::all()) {
    const XmlReader page(estimate_page(report));
    for (const XmlElement& element : page.elements()) {
      if (element.tag == "style") continue;
      std::string words = " ";
      for (const char c : element.text)
        words += std::isalpha(static_cast<unsigned char>(c)) ? c : ' ';
      words += " ";
      if (element.parent >= 0 && element.tag != "body" && element.tag != "head") {
        EXPECT_EQ(words.find(" nan "), std::string::npos) << name << ": " << element.text;
        EXPECT_EQ(words.find(" inf "), std::string::npos) << name << ": " << element.text;
      }
    }
  }
}

TEST(EstimatePage, states_answers_assumptions_reasons_and_how_it_was_made) {
  const EstimateReport report = sample_reports::uk_five();
  const XmlReader page(estimate_page(report));
  const std::string& all = page.elements()[0].text;
  for (const std::string& words :
       {std::string("no single number holds"), std::string("11,313"), std::string("8,785"),
        std::string("33,481"), std::string("refused"), report.strata[0].results[2].common().reason,
        report.strata[0].disagreement.summary, report.input.sha256, report.command_line,
        std::string("One pair of lists shares nobody: LA·GP"), report.input.notes[0]})
    EXPECT_NE(all.find(words), std::string::npos) << words;
  for (const Model model :
       {Model::loglinear, Model::decomposable, Model::latent_class, Model::lower_bound})
    EXPECT_NE(all.find(model_failure(model)), std::string::npos);
}

TEST(EstimatePage, a_refused_model_gives_no_number_of_people) {
  EstimateReport report = sample_reports::uk_five();
  // A number that a bug left in a refused estimate must not reach the page.
  report.strata[0].results[2].common().population =
      PopulationInterval{987654, 976543, 998765, 0.95, IntervalKind::credible};
  const std::string page = estimate_page(report);
  for (const char* number : {"987,654", "976,543", "998,765"})
    EXPECT_EQ(page.find(number), std::string::npos) << number;
}

TEST(EstimatePage, gives_each_stratum_a_section_that_the_overview_links_to) {
  const XmlReader page(estimate_page(sample_reports::by_region()));
  std::set<std::string> targets, links;
  for (const XmlElement& element : page.elements()) {
    if (const auto id = element.attributes.find("id"); id != element.attributes.end()) {
      EXPECT_TRUE(targets.insert("#" + id->second).second);
    }
    if (element.tag == "a") links.insert(element.attributes.at("href"));
  }
  EXPECT_EQ(links.size(), 3u);
  EXPECT_EQ(links, targets);
}

TEST(EstimatePage, can_be_made_of_a_report_with_little_in_it) {
  EstimateReport empty;
  EXPECT_EQ(XmlReader(estimate_page(empty)).error(), "");
  EstimateReport bare = sample_reports::by_region();
  bare.combined.clear();
  bare.strata[0].results.clear();
  const XmlReader page(estimate_page(bare));
  EXPECT_EQ(page.error(), "");
  EXPECT_NE(page.elements()[0].text.find("Three groups, and no total"), std::string::npos);
}

TEST(EstimatePage, is_the_same_each_time) {
  EXPECT_EQ(estimate_page(sample_reports::uk_five()), estimate_page(sample_reports::uk_five()));
}

}  // namespace
}  // namespace hearim
