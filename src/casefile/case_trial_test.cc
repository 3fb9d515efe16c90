#include "casefile/case_trial.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "hearim/error.h"

namespace hearim {

CaseTuning trial_tuning(PlantedFault fault) {
  return {.inline_size_max = 1000, .checkpoint_pages = 12, .fault = fault};
}

CaseOptions trial_options(const std::string& passphrase) {
  CaseOptions options;
  options.passphrase = [passphrase] { return SecretBytes::copy_of(passphrase); };
  options.key_cost = {.passes = 1, .memory_bytes = kKeyMemoryMin};
  options.clock = [] { return std::string("2001-02-03T04:05:06Z"); };
  return options;
}

Case open_trial_case(FileSystem& files, const std::string& passphrase, PlantedFault fault) {
  return Case(open_case_state(files, kTrialFolder, trial_options(passphrase), trial_tuning(fault)));
}

std::unique_ptr<SimulatedDisk> disk_with_case(PlantedFault fault) {
  SimulatedDisk disk(1);
  {
    Case made(create_case_state(disk, kTrialFolder, trial_options(), trial_tuning(fault)));
    CaseWork work = made.begin_work();
    for (int i = 0; i < 20; ++i)
      work.add_judgement(
          {.about = "item:1", .kind = "grade", .value = fmt::format("before {}", i)});
    const std::int64_t item = work.add_item("before.txt", source_of(std::string(3000, 'b')));
    const std::int64_t intake = work.begin_intake("before");
    work.add_ledger_line({.intake = intake,
                          .place = "b/before.txt",
                          .outcome = Outcome::taken,
                          .item = item,
                          .size_bytes = 3000});
    work.add_ledger_line({.intake = intake, .place = "b/pipe", .reason = "is a pipe"});
    add_trial_list(work, item, 30, "before");
    work.add_text({.item = item, .tool = "trial 1", .text = "bbb", .map_format = "none"});
    work.finish_intake(intake);
    work.commit();
    made.close();
  }
  return disk.copy(2);
}

ByteSource source_of(std::string content) {
  return [content = std::move(content), at = std::size_t{0}](std::span<std::uint8_t> into) mutable {
    const std::size_t size = std::min(into.size(), content.size() - at);
    std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(at), size, into.begin());
    at += size;
    return size;
  };
}

std::int64_t add_trial_list(CaseWork& work, std::int64_t item, std::uint64_t row_count,
                            const std::string& word) {
  std::uint64_t made = 0;
  std::string first, second;
  std::vector<std::string_view> cells;
  return work.add_list({.item = item, .name = "", .columns = {"name", "note"}, .how_read = "trial"},
                       [&](ListRow& row) {
                         if (made == row_count) return false;
                         ++made;
                         row = {.line = made + 1, .offset = 10 * made, .size_bytes = 9};
                         first = fmt::format("{} {}", word, made);
                         second = made % 3 == 0 ? "" : word;
                         cells = {first, second};
                         if (made % 5 == 0) {
                           row.rejected = "3 fields where the header names 2 columns";
                           row.rejected_column = 3;
                         } else {
                           row.cells = cells;
                         }
                         return true;
                       });
}

int trial_count(int ordinary, int full) {
  return std::getenv("HEARIM_FULL") != nullptr ? full : ordinary;
}

CaseTrial::CaseTrial(std::uint64_t seed, PlantedFault fault)
    : rng_(seed, "case trial", 0), fault_(fault) {}

void CaseTrial::work_once(Case& open_case) {
  units_.emplace_back();
  CaseWork work = open_case.begin_work();
  const std::uint64_t kind = rng_.below(10);
  const std::size_t judgement_count = kind < 7 ? 1 + rng_.below(4) : kind == 7 ? 60 : 0;
  for (std::size_t i = 0; i < judgement_count; ++i) {
    const std::string value =
        fmt::format("value {} {}", counter_++, std::string(rng_.below(300), 'v'));
    units_.back().judgements.push_back(value);
    work.add_judgement({.about = "item:1", .kind = "grade", .value = value});
  }
  if (kind >= 6) {
    const std::string name = fmt::format("item {}", counter_++);
    const std::string content =
        fmt::format("{} {}", name, std::string(rng_.below(kind == 9 ? 150000 : 900), 'c'));
    units_.back().items[name] = content;
    work.add_item(name, source_of(content));
  }
  if (kind == 4 || kind == 8) {
    const std::string place = fmt::format("folder/place {}", counter_++);
    const std::string content = fmt::format("{} {}", place, std::string(rng_.below(3000), 'p'));
    units_.back().places.push_back(place);
    const std::int64_t intake = work.begin_intake(place);
    const TakenItem taken = work.take_item(place, source_of(content));
    work.add_ledger_line({.intake = intake,
                          .place = place,
                          .outcome = Outcome::taken,
                          .item = taken.item,
                          .size_bytes = content.size()});
    add_trial_list(work, taken.item, rng_.below(60), place);
    work.add_text({.item = taken.item, .tool = "trial", .text = content, .map_format = "none"});
    work.finish_intake(intake);
  }
  if (fault_ == PlantedFault::acknowledge_before_commit) units_.back().acknowledged = true;
  work.commit();
  units_.back().acknowledged = true;
}

void CaseTrial::work(FileSystem& files) {
  std::optional<Case> open_case = open_trial_case(files, passphrases_.back(), fault_);
  const std::uint64_t unit_count = 4 + rng_.below(8);
  for (std::uint64_t unit = 0; unit < unit_count; ++unit) {
    work_once(*open_case);
    const std::uint64_t next = rng_.below(12);
    if (next == 0) {
      passphrases_.push_back(fmt::format("passphrase {}", counter_++));
      open_case->change_passphrase(open_case->key_slots().front().slot,
                                   SecretBytes::copy_of(passphrases_.back()));
      passphrases_ = {passphrases_.back()};
    } else if (next == 1) {
      open_case->close();
      open_case.emplace(open_trial_case(files, passphrases_.back(), fault_));
    }
  }
  open_case->close();
}

void CaseTrial::check(FileSystem& files, TrialTally& tally) {
  const auto wrong = [&](int& count, const std::string& what) {
    ++count;
    if (tally.first_wrong.empty()) tally.first_wrong = what;
  };
  std::optional<Case> found;
  std::string why;
  for (const std::string& passphrase : passphrases_) {
    try {
      found.emplace(open_trial_case(files, passphrase, fault_));
      passphrases_ = {passphrase};
      break;
    } catch (const Error& error) {
      why = error.what();
      if (error.code() != ErrorCode::invalid_input) break;
    }
  }
  if (!found) return wrong(tally.unopenable, why);
  try {
    std::set<std::string> judgements;
    for (const Judgement& judgement : found->judgements()) judgements.insert(judgement.value);
    std::map<std::string, std::string> items;
    for (const Item& item : found->items()) {
      std::string& content = items[item.name];
      found->read_item(item.id, [&](ByteView bytes) { content += text_of(bytes); });
    }
    std::map<std::int64_t, std::uint64_t> rows_of_item;
    for (const List& list : found->lists()) {
      std::uint64_t& rows = rows_of_item[list.item];
      found->list_rows(list.id, 1, ~std::uint64_t{0}, [&](const ListRow&) { ++rows; });
      if (rows != list.row_count) wrong(tally.partial, "a list lacks rows");
    }
    std::set<std::string> places;
    found->for_each_ledger_line(0, [&](const LedgerLine& line) {
      if (line.item == 0) return;
      const auto text = found->text(line.item);
      if (text && text->text.starts_with(line.place) && rows_of_item.contains(line.item))
        places.insert(line.place);
    });
    for (const Unit& unit : units_) {
      std::size_t there = 0;
      for (const std::string& place : unit.places) there += places.count(place);
      for (const std::string& value : unit.judgements) there += judgements.count(value);
      for (const auto& [name, content] : unit.items)
        there += items.contains(name) && items[name] == content;
      const std::size_t all = unit.judgements.size() + unit.items.size() + unit.places.size();
      if (there != 0 && there != all)
        wrong(tally.partial, fmt::format("{} of {} parts of a unit are there", there, all));
      else if (unit.acknowledged && there == 0)
        wrong(tally.lost, "an acknowledged unit is gone");
    }
    const CaseVerification verification = found->verify();
    if (!verification.holds()) wrong(tally.partial, verification.findings.front());
    found->close();
  } catch (const Error& error) {
    wrong(tally.lost, error.what());
  }
}

namespace {

TEST(CaseTrial, without_any_failure_everything_is_there) {
  TrialTally tally;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto disk = disk_with_case()->copy(seed);
    CaseTrial trial(seed);
    trial.work(*disk);
    trial.check(*disk, tally);
  }
  EXPECT_TRUE(tally.clean()) << tally.first_wrong;
}

}  // namespace
}  // namespace hearim
