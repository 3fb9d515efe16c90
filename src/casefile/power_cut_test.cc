// The crash harness: the power goes at every point of a case's work, also while it recovers from
// the cut before, and then everything acknowledged must be there, nothing in part.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::uint64_t operations_of_undisturbed_work(const SimulatedDisk& base, std::uint64_t seed,
                                             PlantedFault fault) {
  const auto disk = base.copy(seed);
  disk->cut_power_at(0);
  CaseTrial(seed, fault).work(*disk);
  return disk->operation_count();
}

// One life of a case: work until the power goes, recover, perhaps lose power in that, too, work on.
void cut_power_once(const SimulatedDisk& base, std::uint64_t seed, PlantedFault fault,
                    TrialTally& tally) {
  Rng rng(seed, "power cut", 0);
  const std::uint64_t operations = operations_of_undisturbed_work(base, seed, fault);
  CaseTrial trial(seed, fault);
  auto disk = base.copy(seed);
  disk->cut_power_at(1 + rng.below(operations));
  try {
    trial.work(*disk);
  } catch (const PowerCut&) {
  }
  disk = disk->after_power_cut(rng());
  while (rng.below(3) == 0) {
    disk->cut_power_at(1 + rng.below(120));
    TrialTally ignored;
    try {
      trial.check(*disk, ignored);
    } catch (const PowerCut&) {
    }
    disk = disk->after_power_cut(rng());
  }
  ++tally.trials;
  trial.check(*disk, tally);
}

TrialTally cut_power(int count, PlantedFault fault, bool stop_at_first) {
  TrialTally tally;
  const auto base = disk_with_case(fault);
  for (int i = 0; i < count && !(stop_at_first && !tally.clean()); ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    const int wrong_before = tally.lost + tally.partial + tally.unopenable;
    try {
      cut_power_once(*base, seed, fault, tally);
    } catch (const Error& error) {  // the undisturbed work itself fails
      ++tally.unopenable;
      if (tally.first_wrong.empty()) tally.first_wrong = error.what();
    }
    if (fault == PlantedFault::none && tally.lost + tally.partial + tally.unopenable > wrong_before)
      ADD_FAILURE() << "seed " << seed << ": " << tally.first_wrong;
  }
  return tally;
}

TEST(PowerCut, nothing_acknowledged_is_lost_nothing_is_there_in_part_and_the_case_opens) {
  const TrialTally tally = cut_power(trial_count(500, 10000), PlantedFault::none, false);
  fmt::print("{} power cuts: {} lost, {} partial, {} unopenable\n", tally.trials, tally.lost,
             tally.partial, tally.unopenable);
  EXPECT_EQ(tally.trials, trial_count(500, 10000));
  EXPECT_TRUE(tally.clean()) << tally.first_wrong;
}

TEST(PowerCut, a_case_that_is_being_made_is_whole_or_not_there) {
  SimulatedDisk counting(0);
  counting.cut_power_at(0);
  const auto undisturbed =
      create_case_state(counting, kTrialFolder, trial_options(), trial_tuning());
  const std::uint64_t operations = counting.operation_count();
  int made = 0, not_there = 0;
  for (std::uint64_t at = 1; at <= operations; ++at) {
    SimulatedDisk disk(at);
    disk.cut_power_at(at);
    bool acknowledged = false;
    try {
      create_case_state(disk, kTrialFolder, trial_options(), trial_tuning());
      acknowledged = true;
    } catch (const PowerCut&) {
    } catch (const Error& error) {  // SQLite had swallowed the cut; what came next could not
      EXPECT_EQ(error.code(), ErrorCode::io) << error.what();
    }
    const auto found = disk.after_power_cut(at);
    if (found->exists(kTrialFolder)) {
      ++made;
      EXPECT_TRUE(open_trial_case(*found).verify().holds()) << "operation " << at;
    } else {  // nothing is in the way of a second try
      ++not_there;
      EXPECT_FALSE(acknowledged) << "operation " << at;
      Case again(create_case_state(*found, kTrialFolder, trial_options(), trial_tuning()));
      EXPECT_TRUE(again.verify().holds()) << "operation " << at;
    }
  }
  EXPECT_GT(not_there, 0);
  EXPECT_GT(made, 0);
}

// Each fault that is planted must be found; else the harness proves nothing.
struct Planted {
  PlantedFault fault;
  const char* name;
};

class PlantedFaults : public testing::TestWithParam<Planted> {};

TEST_P(PlantedFaults, are_caught_by_the_power_cuts) {
  const TrialTally tally = cut_power(1500, GetParam().fault, true);
  EXPECT_FALSE(tally.clean()) << "not found in " << tally.trials << " power cuts";
  fmt::print("{}: found at power cut {}: {}\n", GetParam().name, tally.trials, tally.first_wrong);
}

INSTANTIATE_TEST_SUITE_P(
    PowerCut, PlantedFaults,
    testing::Values(Planted{PlantedFault::drop_wal_sync, "drop_wal_sync"},
                    Planted{PlantedFault::drop_database_sync, "drop_database_sync"},
                    Planted{PlantedFault::drop_blob_sync, "drop_blob_sync"},
                    Planted{PlantedFault::drop_folder_sync, "drop_folder_sync"},
                    Planted{PlantedFault::acknowledge_before_commit, "acknowledge_before_commit"},
                    Planted{PlantedFault::log_apart_from_data, "log_apart_from_data"},
                    Planted{PlantedFault::torn_page_one_is_an_error, "torn_page_one_is_an_error"},
                    Planted{PlantedFault::torn_wal_block_is_an_error,
                            "torn_wal_block_is_an_error"}),
    [](const auto& planted) { return std::string(planted.param.name); });

}  // namespace
}  // namespace hearim
