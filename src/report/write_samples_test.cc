// Writes the sample reports as pages, JSON and text into the folder named by HEARIM_WRITE_SAMPLES,
// so that a person can look at them; without it, only checks that all of them can be made.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "report/estimate_json.h"
#include "report/estimate_page.h"
#include "report/estimate_text.h"
#include "report/sample_report.h"

namespace hearim {
namespace {

TEST(SampleReports, can_be_made_in_every_form) {
  const char* folder = std::getenv("HEARIM_WRITE_SAMPLES");
  for (const auto& [name, report] : sample_reports::all()) {
    SCOPED_TRACE(name);
    const std::string page = estimate_page(report);
    const std::string json = estimate_json(report);
    const std::string text = estimate_text(report, 80, TextColour::off);
    EXPECT_GT(page.size(), 10000u);
    EXPECT_GT(json.size(), 1000u);
    EXPECT_GT(text.size(), 500u);
    if (!folder) continue;
    std::filesystem::create_directories(folder);
    const std::filesystem::path base = std::filesystem::path(folder) / name;
    std::ofstream(base.string() + ".html") << page;
    std::ofstream(base.string() + ".json") << json;
    std::ofstream(base.string() + ".txt") << text;
  }
}

}  // namespace
}  // namespace hearim
