#include "report/estimate_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "report/sample_report.h"

namespace hearim {
namespace {

using nlohmann::json;

json parsed(const EstimateReport& report) { return json::parse(estimate_json(report)); }

const json& estimate_of(const json& stratum, const std::string& model) {
  for (const json& estimate : stratum.at("estimates"))
    if (estimate.at("model") == model) return estimate;
  throw std::runtime_error("no " + model);
}

// Calls `visit` with every value and the path to it.
template <typename Visit>
void walk(const json& value, const std::string& path, Visit visit) {
  visit(value, path);
  if (value.is_object())
    for (const auto& [key, inside] : value.items()) walk(inside, path + "/" + key, visit);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i)
      walk(value[i], path + "/" + std::to_string(i), visit);
}

TEST(EstimateJson, has_the_fields_of_the_contract) {
  const json report = parsed(sample_reports::uk_five());
  EXPECT_EQ(report.at("command"), "estimate");
  EXPECT_EQ(report.at("version"), "0.1.0");
  EXPECT_EQ(report.at("seed"), 1);
  const json& input = report.at("input");
  EXPECT_EQ(input.at("path"), "examples/uk-2013/table-5-lists.csv");
  EXPECT_EQ(input.at("sha256").get<std::string>().size(), 64u);
  EXPECT_EQ(input.at("lists"), json({"LA", "NG", "PF+NCA", "GO", "GP"}));
  EXPECT_EQ(input.at("observed"), 2744);
  EXPECT_EQ(input.at("patterns"), 18);
  EXPECT_EQ(input.at("empty_pairs"), json::parse(R"([["LA","GP"]])"));
  ASSERT_EQ(report.at("strata").size(), 1u);
  const json& stratum = report.at("strata")[0];
  EXPECT_EQ(stratum.at("stratum"), json::object());
  EXPECT_EQ(stratum.at("observed"), 2744);

  const json& loglinear = estimate_of(stratum, "loglinear");
  EXPECT_EQ(loglinear.at("status"), "ok");
  EXPECT_FALSE(loglinear.contains("reason"));
  EXPECT_EQ(
      loglinear.at("population"),
      json::parse(R"({"point":11313.0,"low":8785.0,"high":14700.0,"level":0.95,"kind":"bca"})"));
  const json& details = loglinear.at("details");
  EXPECT_EQ(details.at("resamples"), 1000);
  EXPECT_EQ(details.at("terms"),
            json::parse(R"([["LA","NG"],["NG","PF+NCA"],["LA","PF+NCA"],["PF+NCA","GO"]])"));
  EXPECT_EQ(details.at("generators").size(), 5u);
  EXPECT_EQ(details.at("p_value_max"), 0.02);
  EXPECT_EQ(details.at("bic_best").at("terms").size(), 4u);
  EXPECT_EQ(details.at("bic_best").at("point"), 11313 * 1.08);
  EXPECT_EQ(details.at("bic_best").at("models_considered"), 1024);
  EXPECT_EQ(details.at("existence").at("flag"), 0);
  EXPECT_EQ(details.at("monte_carlo_error").at("low"), 61.0);
  EXPECT_EQ(details.at("profile").size(), 2u);
  EXPECT_EQ(details.at("steps")[0].at("term"), json({"LA", "NG"}));
  EXPECT_EQ(details.at("steps")[0].at("p_value"), 1e-9);
  EXPECT_EQ(details.at("fit").at("parameters")[0].at("empty_margin"), true);
  EXPECT_FALSE(details.at("fit").at("parameters")[0].contains("log_parameter"));

  const json& exact = estimate_of(stratum, "decomposable");
  EXPECT_EQ(exact.at("status"), "weak");
  EXPECT_FALSE(exact.at("reason").get<std::string>().empty());
  EXPECT_EQ(exact.at("population").at("kind"), "credible");
  EXPECT_EQ(exact.at("details").at("prior"),
            json::parse(R"({"count":0.03125,"population":"1/N","unseen_max":82320})"));
  EXPECT_EQ(exact.at("details").at("mass_at_end"), 0.0021);
  EXPECT_EQ(exact.at("details").at("edges").size(), 10u);
  EXPECT_EQ(exact.at("details").at("edges")[0],
            json::parse(R"({"lists":["LA","NG"],"probability":0.998})"));

  const json& latent = estimate_of(stratum, "latent-class");
  EXPECT_EQ(latent.at("status"), "refused");
  EXPECT_FALSE(latent.contains("population"));
  EXPECT_FALSE(latent.at("details").contains("quantiles"));
  EXPECT_EQ(latent.at("details").at("modes").size(), 2u);
  EXPECT_EQ(latent.at("details").at("rhat"), 1.41);
  EXPECT_EQ(latent.at("details").at("chains"), 8);

  const json& bound = estimate_of(stratum, "lower-bound");
  EXPECT_EQ(bound.at("population").at("kind"), "bound");
  EXPECT_EQ(bound.at("details").at("on_one_list"), 2523);
  EXPECT_EQ(bound.at("details").at("on_two_lists"), 214);

  EXPECT_EQ(stratum.at("disagreement").at("answers"), 2);
  EXPECT_EQ(stratum.at("stability").size(), 45u);
  EXPECT_EQ(stratum.at("stability")[0].at("lists"), json({"LA"}));
  EXPECT_EQ(stratum.at("dial").at("points").size(), 41u);
  EXPECT_EQ(stratum.at("self_check").size(), 15u);
  EXPECT_EQ(stratum.at("self_check_coverage")[0].at("answered"), 4);
}

TEST(EstimateJson, gives_the_seven_quantiles_of_a_latent_class_answer) {
  const json report = parsed(sample_reports::kosovo());
  const json& details = estimate_of(report.at("strata")[0], "latent-class").at("details");
  ASSERT_EQ(details.at("quantiles").size(), 7u);
  for (const char* level : {"0.025", "0.05", "0.25", "0.5", "0.75", "0.95", "0.975"})
    EXPECT_TRUE(details.at("quantiles").at(level).is_number()) << level;
  EXPECT_EQ(details.at("quantiles").at("0.5"), 11443.0);
  EXPECT_EQ(details.at("linkage_variance_share"), 0.183);
  EXPECT_EQ(details.at("linkage_draws"), 20);
}

TEST(EstimateJson, a_refusal_has_a_reason_and_no_number) {
  const json report = parsed(sample_reports::refused_everywhere());
  int refusals = 0;
  walk(report, "", [&](const json& value, const std::string& path) {
    if (!value.is_object() || value.value("status", "") != "refused") return;
    ++refusals;
    EXPECT_FALSE(value.contains("population")) << path;
    EXPECT_FALSE(value.at("reason").get<std::string>().empty()) << path;
  });
  EXPECT_GT(refusals, 9);
  EXPECT_EQ(report.at("combined")[0].at("strata_refused"), 2);
  EXPECT_EQ(report.at("strata")[0].at("stratum").at("지역"), "서울");
}

TEST(EstimateJson, holds_no_null_and_nothing_that_is_no_number) {
  for (const auto& [name, report] : sample_reports::all()) {
    const std::string text = estimate_json(report);
    for (const char* word : {"nan", "NaN", "inf\"", "Infinity"})
      EXPECT_EQ(text.find(word), std::string::npos) << name << ": " << word;
    walk(json::parse(text), "", [&, &trace = name](const json& value, const std::string& path) {
      EXPECT_FALSE(value.is_null()) << trace << path;
    });
  }
}

TEST(EstimateJson, numbers_are_numbers_at_full_precision) {
  EstimateReport report = sample_reports::uk_five();
  const double point = 11313.123456789012;
  report.strata[0].results[0].common().population->point = point;
  report.seed = 18446744073709551615u;
  const json out = parsed(report);
  EXPECT_EQ(out.at("seed").get<std::uint64_t>(), 18446744073709551615u);
  EXPECT_EQ(out.at("strata")[0].at("estimates")[0].at("population").at("point").get<double>(),
            point);
}

TEST(EstimateJson, an_unknown_end_is_absent) {
  EstimateReport report = sample_reports::uk_five();
  PopulationInterval& interval = *report.strata[0].results[0].common().population;
  interval.high.reset();
  interval.low = -std::numeric_limits<double>::infinity();
  const json population = parsed(report).at("strata")[0].at("estimates")[0].at("population");
  EXPECT_FALSE(population.contains("high"));
  EXPECT_FALSE(population.contains("low"));
  EXPECT_TRUE(population.contains("point"));
}

TEST(EstimateJson, leaves_out_what_was_not_computed) {
  EstimateReport report = sample_reports::uk_five();
  StratumReport& stratum = report.strata[0];
  stratum.disagreement = {};
  stratum.stability.clear();
  stratum.dial = {};
  stratum.self_check.clear();
  const json out = parsed(report).at("strata")[0];
  for (const char* key : {"disagreement", "stability", "dial", "self_check", "self_check_coverage"})
    EXPECT_FALSE(out.contains(key)) << key;
  EXPECT_FALSE(parsed(report).contains("combined"));
}

TEST(EstimateJson, names_that_are_no_utf8_come_out_as_valid_json) {
  const json report = parsed(sample_reports::refused_everywhere());
  EXPECT_EQ(report.at("input").at("lists")[4], "bad \xEF\xBF\xBD( bytes");
  EXPECT_EQ(report.at("input").at("lists")[2], "<script>alert(\"x\")</script>&'");
}

TEST(EstimateJson, every_field_is_in_the_format_document) {
  std::ifstream file(HEARIM_SOURCE_DIR "/docs/formats/estimate-json.md");
  const std::string document((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(document.empty());
  for (const EstimateReport& report :
       {sample_reports::uk_five(), sample_reports::kosovo(), sample_reports::by_region()})
    walk(parsed(report), "", [&](const json& value, const std::string& path) {
      if (!value.is_object() || path.ends_with("/stratum")) return;
      for (const auto& [key, inside] : value.items()) {
        const bool named = document.find("`" + key + "`") != std::string::npos ||
                           document.find("`\"" + key + "\"`") != std::string::npos ||
                           document.find("`" + key + ": true`") != std::string::npos;
        EXPECT_TRUE(named) << path << "/" << key;
      }
    });
}

}  // namespace
}  // namespace hearim
