// What came in: the ledger, lists, texts, through the public interface.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

class Received : public testing::Test {
 protected:
  Received()
      : disk_(1), open_(create_case_state(disk_, kTrialFolder, trial_options(), trial_tuning())) {}

  void reopen() {
    open_.close();
    open_ = open_trial_case(disk_);
  }

  SimulatedDisk disk_;
  Case open_;
};

TEST_F(Received, the_same_content_is_one_item_and_every_place_is_a_line) {
  const std::string large(5000, 'x');
  CaseWork work = open_.begin_work();
  const std::int64_t intake = work.begin_intake("a b");
  std::vector<LedgerLine> written;
  for (const char* place : {"a/1", "b/2", "b/3"}) {
    const TakenItem taken = work.take_item(place, source_of(large));
    written.push_back({.intake = intake,
                       .place = place,
                       .outcome = taken.duplicate ? Outcome::duplicate : Outcome::taken,
                       .item = taken.item,
                       .size_bytes = large.size(),
                       .modified = "2001-02-03T04:05:06Z"});
    written.back().id = work.add_ledger_line(written.back());
  }
  // A name is bytes: this one is not UTF-8.
  written.push_back({.intake = intake,
                     .place = "b/\xff\xfe\n",
                     .inside = written[0].id,
                     .member = 7,
                     .reason = "is a pipe",
                     .under_way = true});
  written.back().id = work.add_ledger_line(written.back());
  work.commit();
  reopen();
  EXPECT_EQ(open_.items().size(), 1u);
  std::size_t at = 0;
  open_.for_each_ledger_line(intake, [&](const LedgerLine& line) {
    ASSERT_LT(at, written.size());
    EXPECT_EQ(canonical_ledger_line(line), canonical_ledger_line(written[at]));
    EXPECT_EQ(line.id, written[at].id);
    EXPECT_EQ(line.under_way, written[at].under_way);
    ++at;
  });
  EXPECT_EQ(at, 4u);
  const Intake found = open_.intakes().at(0);
  EXPECT_EQ(found.request, "a b");
  EXPECT_FALSE(found.finished);
  EXPECT_EQ(found.taken, 1u);
  EXPECT_EQ(found.duplicate, 2u);
  EXPECT_EQ(found.refused, 1u);
  {
    CaseWork more = open_.begin_work();
    more.finish_archive(written.back().id);
    more.finish_intake(intake);
    more.commit();
  }
  EXPECT_TRUE(open_.intakes().at(0).finished);
  EXPECT_TRUE(open_.verify().holds());
  open_.for_each_ledger_line(intake + 1, [](const LedgerLine&) { FAIL(); });
}

TEST_F(Received, rows_of_a_list_come_back_from_any_place_in_order) {
  constexpr std::uint64_t kRows = 10000;
  CaseWork work = open_.begin_work();
  const std::int64_t item = work.add_item("l.csv", source_of("l"));
  const std::int64_t list = add_trial_list(work, item, kRows, "word");
  const std::int64_t empty = add_trial_list(work, item, 0, "word");
  work.commit();
  reopen();
  const std::vector<List> lists = open_.lists();
  ASSERT_EQ(lists.size(), 2u);
  EXPECT_EQ(lists[0].columns, (std::vector<std::string>{"name", "note"}));
  EXPECT_EQ(lists[0].how_read, "trial");
  EXPECT_EQ(lists[0].item, item);
  EXPECT_EQ(lists[0].row_count, kRows);
  EXPECT_EQ(lists[0].rejected_count, kRows / 5);
  for (const std::uint64_t first : {1, 2, 4096, 4097, 4098, 8192, 9999, 10000, 10001}) {
    for (const std::uint64_t count : {0, 1, 5, 5000, 20000}) {
      std::uint64_t next = first;
      open_.list_rows(list, first, count, [&](const ListRow& row) {
        ASSERT_EQ(row.row, next);
        EXPECT_EQ(row.line, next + 1);
        EXPECT_EQ(row.offset, 10 * next);
        if (next % 5 == 0) {
          EXPECT_EQ(row.rejected, "3 fields where the header names 2 columns");
          EXPECT_EQ(row.rejected_column, 3u);
          EXPECT_TRUE(row.cells.empty());
        } else {
          ASSERT_EQ(row.cells.size(), 2u);
          EXPECT_EQ(row.cells[0], fmt::format("word {}", next));
          EXPECT_EQ(row.cells[1], next % 3 == 0 ? "" : "word");
        }
        ++next;
      });
      EXPECT_EQ(next - first, first > kRows ? 0 : std::min(count, kRows + 1 - first));
    }
  }
  std::uint64_t rejected = 0;
  open_.rejected_rows(list, [&](const ListRow& row) { EXPECT_EQ(row.row, 5 * ++rejected); });
  EXPECT_EQ(rejected, kRows / 5);
  open_.list_rows(empty, 1, 10, [](const ListRow&) { FAIL(); });
  EXPECT_THROW(open_.list_rows(7, 1, 1, [](const ListRow&) {}), Error);
  EXPECT_TRUE(open_.verify().holds());
}

TEST_F(Received, a_list_without_columns_is_refused) {
  CaseWork work = open_.begin_work();
  const std::int64_t item = work.add_item("l.csv", source_of("l"));
  EXPECT_THROW(
      work.add_list({.item = item, .columns = {}, .how_read = ""}, [](ListRow&) { return false; }),
      Error);
}

TEST_F(Received, a_shortfall_stands_until_a_text_is_made_later_and_goes_with_its_item) {
  std::vector<std::int64_t> items;
  {
    CaseWork work = open_.begin_work();
    for (const char* name : {"scan", "long", "third"})
      items.push_back(work.add_item(name, source_of(name)));
    work.add_shortfall({.item = items[0], .tool = "old", .why = "no jail"});
    work.add_shortfall({.item = items[0], .tool = "t", .why = "is a scan"});
    work.add_shortfall({.item = items[1], .tool = "t", .why = "crashed"});
    EXPECT_THROW(work.add_shortfall({.item = 99, .tool = "t", .why = "x"}), Error);
    work.commit();
  }
  reopen();
  ASSERT_EQ(open_.shortfalls().size(), 2u);
  EXPECT_EQ(open_.shortfalls()[0].why, "is a scan");
  EXPECT_TRUE(open_.items_with_text().empty());
  {
    CaseWork work = open_.begin_work();
    work.add_text({.item = items[1], .tool = "t", .text = "x", .map_format = "m"});
    work.add_text({.item = items[2], .tool = "t", .text = "x", .map_format = "m"});
    work.add_shortfall({.item = items[2], .tool = "t", .why = "not all of it"});
    work.commit();
  }
  std::vector<std::string> why;
  for (const Shortfall& shortfall : open_.shortfalls()) why.push_back(shortfall.why);
  EXPECT_EQ(why, (std::vector<std::string>{"is a scan", "not all of it"}));
  EXPECT_EQ(open_.items_with_text(), (std::vector<std::int64_t>{items[1], items[2]}));
  EXPECT_TRUE(open_.verify().holds());
  const Withdrawal withdrawn = open_.withdraw_item(items[2]);
  EXPECT_EQ(withdrawn.destroyed, (std::vector<std::string>{"item:3", "text:2", "shortfall:4"}));
  EXPECT_EQ(open_.shortfalls().size(), 1u);
  EXPECT_TRUE(open_.verify().holds());
}

TEST_F(Received, the_newest_text_of_an_item_is_its_text_with_its_map) {
  CaseWork work = open_.begin_work();
  const std::int64_t item = work.add_item("a.pdf", source_of("%PDF"));
  const std::vector<std::uint8_t> map = {1, 0, 255};
  work.add_text({.item = item, .tool = "old", .text = "o", .map_format = "m", .map = {}});
  const std::int64_t id = work.add_text(
      {.item = item, .tool = "new 2", .text = "증언 text", .map_format = "runs-1", .map = map});
  EXPECT_THROW(work.add_text({.item = 9, .tool = "t", .text = "x", .map_format = "m"}), Error);
  work.commit();
  reopen();
  const auto text = open_.text(item);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->id, id);
  EXPECT_EQ(text->tool, "new 2");
  EXPECT_EQ(text->text, "증언 text");
  EXPECT_EQ(text->map_format, "runs-1");
  EXPECT_EQ(text->map, map);
  EXPECT_FALSE(open_.text(item + 1));
  EXPECT_TRUE(open_.verify().holds());
}

TEST_F(Received, parts_of_an_item_are_its_bytes) {
  std::string content;
  for (int i = 0; i < 60000; ++i) content += fmt::format("{} ", i);
  CaseWork work = open_.begin_work();
  work.add_item("large", source_of(content));
  work.add_item("small", source_of("small"));
  work.commit();
  for (const std::uint64_t offset : {0u, 1u, 65535u, 65536u, 131000u, 300000u}) {
    for (const std::uint64_t size : {0u, 1u, 65536u, 70000u, 1000000u})
      EXPECT_EQ(open_.read_item_part(1, offset, size), content.substr(offset, size));
  }
  EXPECT_EQ(open_.read_item_part(1, content.size(), 5), "");
  EXPECT_EQ(open_.read_item_part(1, ~std::uint64_t{0}, 5), "");
  EXPECT_EQ(open_.read_item_part(2, 1, 3), "mal");
  EXPECT_EQ(open_.read_item_part(2, 9, 3), "");
  EXPECT_THROW(open_.read_item_part(3, 0, 1), Error);
}

}  // namespace
}  // namespace hearim
