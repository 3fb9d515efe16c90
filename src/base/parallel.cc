#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace hearim {

void for_each_chunk(std::size_t chunk_count, const Run& run,
                    const std::function<void(std::size_t chunk)>& body) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::exception_ptr first_failure;
  std::size_t first_failed_chunk = chunk_count;

  const auto work = [&] {
    while (!failed.load(std::memory_order_relaxed)) {
      const std::size_t chunk = next.fetch_add(1, std::memory_order_relaxed);
      if (chunk >= chunk_count) return;
      try {
        run.stop_if_cancelled();
        body(chunk);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        failed.store(true, std::memory_order_relaxed);
        if (chunk < first_failed_chunk) {
          first_failed_chunk = chunk;
          first_failure = std::current_exception();
        }
      }
    }
  };

  const std::size_t thread_count =
      std::min(chunk_count, static_cast<std::size_t>(std::max(1, run.threads)));
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < thread_count; ++i) threads.emplace_back(work);
    work();
  }
  if (first_failure) std::rethrow_exception(first_failure);
}

}  // namespace hearim
