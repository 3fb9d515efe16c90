// For tests: a disk in memory that loses power, fails and fills up on demand.
//
// What was written and not synced is pending. When the power goes, each pending write is kept,
// dropped, or torn (some 512-byte sectors of it, or a prefix of its bytes), in order or shuffled;
// each pending change of a name is kept or dropped, whatever became of the others; what a file
// grew by and lost is zeros or rubbish. That is every freedom POSIX leaves a disk.
//
// Every call is one operation; they are counted from 1. Deterministic in its seed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/rng.h"
#include "casefile/file_system.h"

namespace hearim {

// Thrown by the operation at which the power goes and by every one after it. Not an Error: no
// code may take it for an answer of the disk.
struct PowerCut {};

class SimulatedDisk : public FileSystem {
 public:
  explicit SimulatedDisk(std::uint64_t seed);
  ~SimulatedDisk() override;

  // The power goes in operation `number` (counted from now); 0: never.
  void cut_power_at(std::uint64_t number);
  // The disk as it is found after the power cut (or a pulled plug right now).
  std::unique_ptr<SimulatedDisk> after_power_cut(std::uint64_t seed) const;
  // The disk with everything on it, as after a proper shutdown.
  std::unique_ptr<SimulatedDisk> copy(std::uint64_t seed) const;

  enum class Failure { io, no_space, short_write };
  // Operation `number` (counted from now) fails; all after it, too, when `stays`.
  void fail_at(std::uint64_t number, Failure failure, bool stays);
  void limit_bytes(std::uint64_t bytes_max);  // the disk is full beyond; 0: no limit

  std::uint64_t operation_count() const;  // since the last of the calls above
  bool failed() const;                    // whether a planned failure came

  // The files by path, and direct access to one's bytes, for damage by hand.
  std::vector<std::string> file_paths() const;
  std::vector<std::uint8_t>& bytes_of(const std::string& path);

  // Called with every write: path, offset, bytes.
  std::function<void(const std::string&, std::uint64_t, ByteView)> on_write;

  std::unique_ptr<File> open(const std::string& path, OpenMode mode) override;
  bool exists(const std::string& path) override;
  void remove(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  void make_folder(const std::string& path) override;
  void sync_folder(const std::string& path) override;
  std::vector<std::string> list_folder(const std::string& path) override;
  std::unique_ptr<FileLock> try_lock(const std::string& path) override;

  struct State;

 private:
  explicit SimulatedDisk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearim
