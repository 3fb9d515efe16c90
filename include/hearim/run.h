// How one run is made: its seed, its threads, how it is stopped and how it tells its progress.
//
// Every engine takes a `Run`. Results depend on the seed and never on the number of threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

namespace hearim {

// Thread-safe, and safe to set from a signal handler.
class CancelToken {
 public:
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

// `done` of `total` units of the named work; called from any thread, one at a time.
using ProgressFunction =
    std::function<void(std::string_view work, std::uint64_t done, std::uint64_t total)>;

struct Run {
  std::uint64_t seed = 1;
  int threads = 1;  // >= 1
  const CancelToken* cancel = nullptr;
  ProgressFunction progress = {};

  // Throws Error(cancelled) once the token is set. Call it between pieces of work of at most
  // some tens of milliseconds.
  void stop_if_cancelled() const;
};

}  // namespace hearim
