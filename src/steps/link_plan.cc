#include "steps/link_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "hearim/error.h"
#include "report/link_text.h"
#include "report/number_text.h"

namespace hearim {
namespace {

// Measured on lists of six fields, 0.01 to 7 million records (docs/link/model.md): scoring, reading
// values and filing, and choosing rules from at most so many records, which one thread does.
constexpr double kPairsPerCoreSecond = 3e6;
constexpr double kRecordsPerCoreSecond = 2e5;
constexpr double kRuleChoiceRecords = 20000;
constexpr double kRuleChoiceSeconds = 1;

constexpr std::uint32_t kBlockSizeLeast = 16;
constexpr double kPairsPerRecordLeast = 1;

double seconds_of(const LinkForecast& forecast, std::uint32_t records, const Run& run) {
  return std::min(1.0, records / kRuleChoiceRecords) * kRuleChoiceSeconds +
         (static_cast<double>(forecast.pair_count_max) / kPairsPerCoreSecond +
          records / kRecordsPerCoreSecond) /
             std::max(1, run.threads);
}

}  // namespace

LinkPlanned plan_within_memory(const LinkRecords& records, const LinkOptions& options,
                               std::uint64_t memory_bytes_max, const Run& run) {
  LinkPlanned plan{options, {}, {}};
  plan.shown.memory_bytes_max = memory_bytes_max;
  std::optional<std::uint64_t> needed_at_first;
  for (;;) {
    plan.ready.reset();
    plan.ready.emplace(plan_link(records, plan.options, run));
    plan.shown.forecast = plan.ready->forecast();
    const std::uint64_t needed = plan.shown.forecast.memory_bytes;
    if (needed <= memory_bytes_max || memory_bytes_max == 0) break;
    LinkOptions& tighter = plan.options;
    const bool smaller_blocks = tighter.block_size_max > kBlockSizeLeast;
    const bool cheaper =
        options.rules.empty() && tighter.pairs_per_record_max > kPairsPerRecordLeast;
    if (!smaller_blocks && !cheaper) {
      throw Error(ErrorCode::limit,
                  fmt::format("{} records need {} of memory, however tightly they are blocked; "
                              "{} may be used",
                              count_text(records.record_count()), memory_text(needed),
                              memory_text(memory_bytes_max)),
                  {}, "raise --memory-max, or link fewer records at a time");
    }
    tighter.block_size_max = std::max(kBlockSizeLeast, tighter.block_size_max / 2);
    if (options.rules.empty()) {
      tighter.pairs_per_record_max =
          std::max(kPairsPerRecordLeast, tighter.pairs_per_record_max / 2);
    }
    if (!needed_at_first) needed_at_first = needed;
  }
  if (needed_at_first) {
    plan.shown.tightened = fmt::format(
        "{} of memory would be needed and {} may be used (--memory-max): blocked more tightly, in "
        "blocks of at most {} records{}",
        memory_text(*needed_at_first), memory_text(memory_bytes_max),
        count_text(plan.options.block_size_max),
        options.rules.empty() ? fmt::format(" and for about {:.3g} pairs for each record",
                                            plan.options.pairs_per_record_max)
                              : std::string());
  }
  plan.shown.seconds = seconds_of(plan.shown.forecast, records.record_count(), run);
  return plan;
}

void check_lists_fit(std::span<const std::string> paths, std::uint64_t memory_bytes_max) {
  if (memory_bytes_max == 0) return;
  std::uint64_t bytes = 0;
  for (const std::string& path : paths) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error) bytes += size;  // what cannot be read is said when it is read
  }
  if (bytes <= memory_bytes_max) return;
  throw Error(ErrorCode::limit,
              fmt::format("the lists hold {}, and {} of memory may be used", memory_text(bytes),
                          memory_text(memory_bytes_max)),
              {}, "raise --memory-max, or link fewer lists at a time");
}

}  // namespace hearim
