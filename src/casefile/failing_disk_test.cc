// The n-th call to the disk fails, once or for good; the disk is full. One clear error, the case
// opens again, nothing acknowledged is lost.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <functional>
#include <optional>

#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// Works until the failure comes, takes it away, and looks. Returns whether it came.
bool fail_once(const SimulatedDisk& base, std::uint64_t seed,
               const std::function<void(SimulatedDisk&)>& plan, bool then_cut_power,
               TrialTally& tally) {
  auto disk = base.copy(seed);
  CaseTrial trial(seed);
  plan(*disk);
  try {
    trial.work(*disk);
  } catch (const Error& error) {
    // corrupt would accuse the user's data, internal ourselves, for what the disk did.
    EXPECT_TRUE(error.code() == ErrorCode::io || error.code() == ErrorCode::limit)
        << "seed " << seed << ": " << error.what();
    EXPECT_FALSE(error.message().empty());
  }
  const bool came = disk->failed();
  disk->fail_at(0, SimulatedDisk::Failure::io, false);
  disk->limit_bytes(0);
  if (then_cut_power) disk = disk->after_power_cut(seed);
  ++tally.trials;
  const TrialTally before = tally;
  trial.check(*disk, tally);
  if (tally.lost + tally.partial + tally.unopenable >
      before.lost + before.partial + before.unopenable)
    ADD_FAILURE() << "seed " << seed << ": " << tally.first_wrong;
  return came;
}

TEST(FailingDisk, every_call_may_fail_and_nothing_acknowledged_is_lost) {
  const auto base = disk_with_case();
  TrialTally tally;
  int came = 0;
  const int step = trial_count(7, 1);
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto counting = base->copy(seed);
    counting->cut_power_at(0);
    CaseTrial(seed).work(*counting);
    const auto operations = static_cast<int>(counting->operation_count());
    int variant = 0;
    for (int at = 1; at <= operations; at += step)
      for (const auto failure : {SimulatedDisk::Failure::io, SimulatedDisk::Failure::no_space,
                                 SimulatedDisk::Failure::short_write}) {
        const bool stays = failure == SimulatedDisk::Failure::no_space || ++variant % 2 == 0;
        came += fail_once(
            *base, seed,
            [&](SimulatedDisk& disk) {
              disk.fail_at(static_cast<std::uint64_t>(at), failure, stays);
            },
            at % 3 == 0, tally);
      }
  }
  fmt::print("{} failing calls, {} reached: {} lost, {} partial, {} unopenable\n", tally.trials,
             came, tally.lost, tally.partial, tally.unopenable);
  EXPECT_GE(came, trial_count(200, 2000));
  EXPECT_TRUE(tally.clean()) << tally.first_wrong;
}

TEST(FailingDisk, a_full_disk_stops_work_and_harms_nothing) {
  const auto base = disk_with_case();
  std::uint64_t used = 0;
  for (const std::string& path : base->file_paths()) used += base->bytes_of(path).size();
  TrialTally tally;
  int came = 0;
  for (int i = 0; i < trial_count(60, 600); ++i) {
    const std::uint64_t room = used + static_cast<std::uint64_t>(i % 60) * 1024;
    came += fail_once(
        *base, static_cast<std::uint64_t>(i), [&](SimulatedDisk& disk) { disk.limit_bytes(room); },
        i % 2 == 0, tally);
  }
  EXPECT_GT(came, tally.trials / 3);
  EXPECT_TRUE(tally.clean()) << tally.first_wrong;
}

TEST(FailingDisk, sqlite_running_out_of_memory_is_one_error_and_loses_nothing) {
  const auto base = disk_with_case();
  TrialTally tally;
  int refused = 0;
  const int count = trial_count(50, 300);
  for (int i = 0; i < count; ++i) {
    const auto disk = base->copy(static_cast<std::uint64_t>(i));
    CaseTrial trial(static_cast<std::uint64_t>(i));
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 2048 * (1 + i % 150));
    try {
      trial.work(*disk);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::limit) << i << ": " << error.what();
      ++refused;
    }
    sqlite3_hard_heap_limit64(0);
    sqlite3_soft_heap_limit64(0);  // which the hard limit had lowered, too
    ++tally.trials;
    trial.check(*disk, tally);
  }
  fmt::print("{} limits, {} reached: {} lost, {} partial, {} unopenable\n", tally.trials, refused,
             tally.lost, tally.partial, tally.unopenable);
  EXPECT_GT(refused, count / 4);
  EXPECT_TRUE(tally.clean()) << tally.first_wrong;
}

TEST(FailingDisk, after_a_failed_flush_the_case_takes_no_more_work_until_it_is_opened_again) {
  const auto disk = disk_with_case()->copy(1);
  const auto commit_fails = [&](Case& open_case, std::uint64_t at) -> std::optional<std::string> {
    std::optional<std::string> message;
    CaseWork work = open_case.begin_work();
    work.add_judgement({.about = "item:1", .kind = "grade", .value = "x"});
    disk->fail_at(at, SimulatedDisk::Failure::io, false);
    try {
      work.commit();
    } catch (const Error& error) {
      message = error.what();
    }
    disk->fail_at(0, SimulatedDisk::Failure::io, false);
    return message;
  };
  const auto sync_fails = [&](Case& open_case) {
    // The flush of the log is some call of the commit: try each until one ends in an error.
    for (std::uint64_t at = 1; at < 40; ++at) {
      if (!commit_fails(open_case, at)) continue;
      const std::string second = commit_fails(open_case, 0).value_or("");
      if (second.find("open it again") != std::string::npos) return true;
    }
    return false;
  };
  Case open_case = open_trial_case(*disk);
  EXPECT_TRUE(sync_fails(open_case));
}

}  // namespace
}  // namespace hearim
