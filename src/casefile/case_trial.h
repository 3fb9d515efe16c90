// For tests: a case at work on a simulated disk, and an oracle that knows what was acknowledged.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/rng.h"
#include "casefile/case_state.h"
#include "casefile/simulated_disk.h"

namespace hearim {

inline constexpr char kTrialFolder[] = "trial.case";

// Small sizes, so that every mechanism (log to database, blobs in files) is met in a short run.
CaseTuning trial_tuning(PlantedFault fault = PlantedFault::none);
CaseOptions trial_options(const std::string& passphrase = "correct horse");
Case open_trial_case(FileSystem& files, const std::string& passphrase = "correct horse",
                     PlantedFault fault = PlantedFault::none);
// A case with some work in it, closed and safe on the disk.
std::unique_ptr<SimulatedDisk> disk_with_case(PlantedFault fault = PlantedFault::none);
ByteSource source_of(std::string content);
// A list of two columns and that many rows, every fifth of them rejected; `word` is in every cell.
std::int64_t add_trial_list(CaseWork& work, std::int64_t item, std::uint64_t row_count,
                            const std::string& word);
// How often a test repeats itself: the second with HEARIM_FULL set.
int trial_count(int ordinary, int full);

struct TrialTally {
  int trials = 0, lost = 0, partial = 0, unopenable = 0;
  std::string first_wrong;
  bool clean() const { return lost == 0 && partial == 0 && unopenable == 0; }
};

class CaseTrial {
 public:
  CaseTrial(std::uint64_t seed, PlantedFault fault = PlantedFault::none);

  // Opens the case and works on it: units of judgements and items small and large, passphrases
  // changed, the case closed and opened again. Throws what the disk throws.
  void work(FileSystem& files);
  // Whether the case on `files` holds everything acknowledged, nothing in part, and verifies.
  // Errors of the case are counted; PowerCut is let through.
  void check(FileSystem& files, TrialTally& tally);

 private:
  struct Unit {
    std::vector<std::string> judgements;
    std::map<std::string, std::string> items;  // name -> content
    std::vector<std::string> places;           // in the ledger, each with its item, list and text
    bool acknowledged = false;
  };
  void work_once(Case& open_case);

  Rng rng_;
  PlantedFault fault_;
  std::uint64_t counter_ = 0;
  std::vector<Unit> units_;
  std::vector<std::string> passphrases_{"correct horse"};  // those that may open it
};

}  // namespace hearim
