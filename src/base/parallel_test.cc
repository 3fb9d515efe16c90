#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/rng.h"
#include "hearim/error.h"

namespace hearim {
namespace {

TEST(ForEachChunk, every_chunk_runs_once_whatever_the_threads) {
  for (const int threads : {-1, 0, 1, 2, 3, 8, 100}) {
    for (const std::size_t chunk_count : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> runs(chunk_count);
      for_each_chunk(chunk_count, {.threads = threads}, [&](std::size_t chunk) { ++runs[chunk]; });
      for (const auto& count : runs) EXPECT_EQ(count.load(), 1);
    }
  }
}

TEST(ForEachChunk, results_are_the_same_for_any_number_of_threads) {
  const auto sums = [](int threads) {
    std::vector<double> results(200);
    for_each_chunk(results.size(), {.seed = 5, .threads = threads}, [&](std::size_t chunk) {
      Rng rng(5, "parallel-test", chunk);
      for (int i = 0; i < 100; ++i) results[chunk] += rng.uniform();
    });
    return results;
  };
  const std::vector<double> one = sums(1);
  EXPECT_EQ(one, sums(2));
  EXPECT_EQ(one, sums(7));
}

TEST(ForEachChunk, the_failure_of_the_lowest_chunk_that_failed_is_thrown) {
  for (const int threads : {1, 4}) {
    for (int repeat = 0; repeat < 20; ++repeat) {
      try {
        // All chunks fail: chunk 0 is always among those that ran.
        for_each_chunk(50, {.threads = threads},
                       [](std::size_t chunk) { throw std::runtime_error(std::to_string(chunk)); });
        FAIL();
      } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "0");
      }
    }
  }
}

TEST(ForEachChunk, after_a_failure_no_further_chunk_begins) {
  std::atomic<int> started{0};
  EXPECT_THROW(for_each_chunk(1'000'000, {.threads = 2},
                              [&](std::size_t) {
                                ++started;
                                throw std::runtime_error("x");
                              }),
               std::runtime_error);
  EXPECT_LE(started.load(), 2);
}

TEST(ForEachChunk, cancelling_stops_the_work_and_is_said) {
  for (const int threads : {1, 3}) {
    CancelToken token;
    std::atomic<int> done{0};
    try {
      for_each_chunk(1000, {.threads = threads, .cancel = &token}, [&](std::size_t) {
        if (++done == 10) token.cancel();
      });
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    EXPECT_LT(done.load(), 10 + threads);
  }
}

TEST(ForEachChunk, a_token_set_before_the_start_lets_nothing_run) {
  CancelToken token;
  token.cancel();
  bool ran = false;
  EXPECT_THROW(for_each_chunk(5, {.cancel = &token}, [&](std::size_t) { ran = true; }), Error);
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace hearim
