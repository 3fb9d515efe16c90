#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "hearim/error.h"
#include "report/link_json.h"
#include "report/link_text.h"
#include "report/text_width.h"
#include "steps/link_plan.h"
#include "steps/link_report_maker.h"

namespace hearim {
namespace {

const std::string kLists = std::string(HEARIM_SOURCE_DIR) + "/examples/three-lists/";

LinkFilesRequest three_lists() {
  LinkFilesRequest request;
  request.paths = {kLists + "ngo.csv", kLists + "police.csv", kLists + "shelter.csv"};
  request.clean = {"all"};
  return request;
}

struct Linked {
  LinkFiles files;
  LinkReport report;
};

Linked linked(const LinkFilesRequest& request, const LinkReportOptions& options = {}) {
  const Run run;
  Linked result{read_link_files(request, run), {}};
  const Linkage linkage = link_records(result.files.records, result.files.options, run);
  result.report = report_of_lists(result.files);
  result.report.options = result.files.options;
  add_linkage(result.report, result.files, linkage, linkage.draw_tables(40, run), options);
  return result;
}

TEST(LinkReport, adds_up) {
  const auto [files, report] = linked(three_lists());
  std::uint64_t rows = 0;
  std::uint64_t records = 0;
  for (const LinkListShown& list : report.lists) {
    rows += list.row_count;
    records += list.record_count;
    // Nobody is twice on a clean list.
    EXPECT_EQ(list.people_count, list.record_count);
  }
  EXPECT_EQ(rows, records + report.rejected_count());
  EXPECT_EQ(records, report.record_count);
  std::uint64_t in_clusters = 0;
  std::uint64_t clusters = 0;
  for (const ClusterSizeShown& size : report.cluster_sizes) {
    in_clusters += size.records * size.clusters;
    clusters += size.clusters;
  }
  EXPECT_EQ(in_clusters, report.record_count);
  EXPECT_EQ(clusters, report.people_count);
  EXPECT_EQ(report.capture_table().observed(), report.people_count);
  EXPECT_LE(report.people_low, report.people_high);
  EXPECT_FALSE(report.doubtful.empty());
}

TEST(LinkReport, json_is_whole_and_free_of_values_unless_asked) {
  const auto pair = std::vector<RecordPair>{{0, 200}};
  const std::string hidden = link_json(linked(three_lists(), {.explain = pair}).report);
  const auto json = nlohmann::json::parse(hidden);
  for (const char* key : {"command", "version", "seed", "input", "settings", "forecast", "model",
                          "fields", "rules", "people", "doubt", "explained", "outputs"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_EQ(json["input"]["lists"].size(), 3U);
  EXPECT_EQ(json["explained"].size(), 1U);
  EXPECT_EQ(hidden.find("null"), std::string::npos);
  EXPECT_EQ(hidden.find("value_a"), std::string::npos);
  const std::string shown =
      link_json(linked(three_lists(), {.values = RecordValues::shown, .explain = pair}).report);
  EXPECT_NE(shown.find("value_a"), std::string::npos);
}

TEST(LinkReport, text_keeps_to_its_width_in_wide_letters_too) {
  LinkReport report = linked(three_lists(), {.values = RecordValues::shown}).report;
  report.explained = report.doubtful;
  for (const int width : {60, 80}) {
    const std::string text = link_understood_text(report, width) + link_found_text(report, width);
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t to = text.find('\n', from);
      EXPECT_LE(terminal_width(std::string_view(text).substr(from, to - from)), width)
          << text.substr(from, to - from);
      from = to + 1;
    }
  }
}

TEST(LinkReport, pairs_are_named_by_list_and_row) {
  const LinkFiles files = read_link_files(three_lists(), hearim::Run{});
  const RecordPair pair = record_pair_from("police.csv:2,ngo.csv:41", files);
  EXPECT_EQ(files.records.row_of(pair.a), 41U);  // row 40 is rejected and keeps its number
  EXPECT_EQ(files.records.list_of(pair.b), 1U);
  for (const char* bad : {"ngo.csv:1", "ngo.csv:1,police.csv", "ngo.csv:0,police.csv:1",
                          "ngo.csv:40,police.csv:1", "ngo.csv:1,ngo.csv:1", "x.csv:1,ngo.csv:1"}) {
    EXPECT_THROW(record_pair_from(bad, files), Error) << bad;
  }
}

TEST(LinkPlan, over_the_limit_blocks_are_made_smaller_and_it_is_said) {
  const LinkFiles files = read_link_files(three_lists(), hearim::Run{});
  const LinkPlanned free = plan_within_memory(files.records, files.options, 0, hearim::Run{});
  EXPECT_TRUE(free.shown.tightened.empty());
  const std::uint64_t limit = free.shown.forecast.memory_bytes - 1;
  const LinkPlanned tight = plan_within_memory(files.records, files.options, limit, hearim::Run{});
  EXPECT_LE(tight.shown.forecast.memory_bytes, limit);
  EXPECT_LT(tight.options.block_size_max, files.options.block_size_max);
  EXPECT_FALSE(tight.shown.tightened.empty());
  EXPECT_THROW(plan_within_memory(files.records, files.options, 1000, hearim::Run{}), Error);
  EXPECT_THROW(check_lists_fit(three_lists().paths, 1000), Error);
}

}  // namespace
}  // namespace hearim
