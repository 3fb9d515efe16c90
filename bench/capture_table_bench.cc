// Reading a capture table: one million people in six lists, without and with strata, and the parts
// this is made of. Sizes are bytes of the file, so that bytes/s can be read off.
#include <benchmark/benchmark.h>

#include <string>

#include "base/rng.h"
#include "base/sha256.h"
#include "steps/capture_table_file.h"
#include "table/row_reader.h"
#include "table/table.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr int kPeople = 1'000'000;

std::string people(bool with_strata) {
  Rng rng(1, "capture-table-bench", 0);
  std::string text = with_strata ? "region,A,B,C,D,E,F\n" : "A,B,C,D,E,F\n";
  for (int i = 0; i < kPeople; ++i) {
    if (with_strata) text += "region-" + std::to_string(rng.below(17)) + ",";
    const std::uint64_t history = 1 + rng.below(63);
    for (int list = 0; list < 6; ++list) {
      text += (history >> list & 1) != 0 ? '1' : '0';
      text += list == 5 ? '\n' : ',';
    }
  }
  return text;
}

void BM_read_million_people(benchmark::State& state) {
  const bool with_strata = state.range(0) != 0;
  const std::string text = people(with_strata);
  CaptureTableOptions options;
  if (with_strata) options.by = {"region"};
  for (auto _ : state)
    benchmark::DoNotOptimize(parse_capture_table(text, "people.csv", options).input.observed);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_read_million_people)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// A list as record linkage reads it: names, dates, places.
std::string records() {
  std::string text = "이름,born,place,note\n";
  while (text.size() < 50'000'000)
    text += "홍길동,1970-03-05,\"Somewhere, far\",\"he said \"\"no\"\"\"\n";
  return text;
}

void BM_rows(benchmark::State& state) {
  const std::string text = records();
  for (auto _ : state) {
    RowReader reader(text, ',');
    std::size_t fields = 0;
    while (reader.next() == RowStatus::row) fields += reader.fields().size();
    benchmark::DoNotOptimize(fields);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_rows)->Unit(benchmark::kMillisecond);

void BM_whole_table(benchmark::State& state) {
  const std::string text = records();
  for (auto _ : state) benchmark::DoNotOptimize(read_table(text, "records.csv").row_count());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_whole_table)->Unit(benchmark::kMillisecond);

void BM_utf8_check(benchmark::State& state) {
  const std::string text = records();
  for (auto _ : state) benchmark::DoNotOptimize(find_invalid_utf8(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_utf8_check)->Unit(benchmark::kMillisecond);

void BM_sha256(benchmark::State& state) {
  const std::string text = records();
  for (auto _ : state) benchmark::DoNotOptimize(sha256(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_sha256)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hearim

BENCHMARK_MAIN();
