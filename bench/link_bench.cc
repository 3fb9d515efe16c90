// Time, memory and accuracy of linkage on simulated lists of known truth.
//
//   link_bench PEOPLE [LISTS=3] [THREADS=1] [PAIRS_PER_RECORD=40] [DUPLICATES=0] [MODEL]
//   link_bench write FOLDER PEOPLE [LISTS=3]     the same lists as FOLDER/list-N.csv, the person of
//                                                each record in a column `person`: for hearim link
//
// Prints records, pairs, CPU seconds (user and system, all threads) and wall seconds of the
// linkage alone, its throughput in compared pairs per CPU second, peak memory of the process, and
// pairwise and B-cubed scores; the forecast beside what was taken; CPU seconds of each part.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "hearim/error.h"
#include "simulated_lists.h"
#include "table/csv_cell.h"

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// CPU seconds of each part of the work, as the linkage tells them.
struct Phases {
  std::vector<std::pair<std::string, double>> seconds;
  std::string now;
  double since = 0;

  void enter(std::string_view work) {
    if (work == now) return;
    const double cpu = cpu_seconds();
    if (!now.empty()) seconds.emplace_back(now, cpu - since);
    now = work;
    since = cpu;
  }
};

void write_lists(const std::string& folder, const hearim::SimulatedLists& lists) {
  const hearim::LinkRecords& records = lists.records;
  std::vector<std::ofstream> files;
  for (std::size_t list = 0; list < records.lists().size(); ++list) {
    files.emplace_back(folder + "/list-" + std::to_string(list + 1) + ".csv");
    for (const hearim::LinkField& field : records.fields()) files.back() << field.name << ',';
    files.back() << "person\n";
  }
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    std::ofstream& file = files[records.list_of(r)];
    for (int f = 0; f < static_cast<int>(records.fields().size()); ++f)
      file << hearim::csv_cell(records.text(r, f)) << ',';
    file << lists.truth[r] << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int at, double otherwise) {
    return argc > at ? std::atof(argv[at]) : otherwise;
  };
  if (argc < 2) {
    std::cerr << "usage: link_bench PEOPLE [LISTS] [THREADS] [PAIRS_PER_RECORD] [DUPLICATES] "
                 "[MODEL]\n";
    return 2;
  }
  try {
    hearim::SimulatedListsOptions simulated;
    if (std::string(argv[1]) == "write" && argc > 3) {
      simulated.people = static_cast<std::uint32_t>(argument(3, 1000));
      simulated.lists = static_cast<int>(argument(4, 3));
      write_lists(argv[2], hearim::simulate_lists(simulated, 1));
      return 0;
    }
    simulated.people = static_cast<std::uint32_t>(argument(1, 1000));
    simulated.lists = static_cast<int>(argument(2, 3));
    simulated.duplicates = argument(5, 0);
    simulated.clean = simulated.duplicates == 0;
    const hearim::SimulatedLists lists = hearim::simulate_lists(simulated, 1);
    const double before_megabytes = peak_megabytes();
    hearim::Run run;
    run.threads = static_cast<int>(argument(3, 1));
    Phases phases;
    run.progress = [&](std::string_view work, std::uint64_t, std::uint64_t) { phases.enter(work); };
    hearim::LinkOptions options;
    options.pairs_per_record_max = argument(4, options.pairs_per_record_max);
    const double cpu = cpu_seconds();
    const auto wall = std::chrono::steady_clock::now();
    hearim::LinkPlan plan = hearim::plan_link(lists.records, options, run);
    const hearim::LinkForecast forecast = plan.forecast();
    const hearim::Linkage linkage = hearim::link_records(std::move(plan), run);
    phases.enter({});
    const double cpu_took = cpu_seconds() - cpu;
    const double wall_took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
    const double peak = peak_megabytes();
    const hearim::LinkEvaluation e = hearim::evaluate_clusters(linkage.clusters(), lists.truth);
    const double pairs = static_cast<double>(linkage.report().pair_count);
    std::printf(
        "%u records of %u people: %.1fM pairs, %.2f CPU s, %.2f s wall on %d threads, "
        "%.2fM pairs per CPU s, peak %.0f MB (%.0f before)\n",
        lists.records.record_count(), lists.people_seen, pairs / 1e6, cpu_took, wall_took,
        run.threads, pairs / cpu_took / 1e6, peak, before_megabytes);
    std::printf("forecast: %.1fM pairs, %.0f MB (%+.0f %%)\n",
                static_cast<double>(forecast.pair_count_max) / 1e6,
                static_cast<double>(forecast.memory_bytes) / 1048576,
                100 * (static_cast<double>(forecast.memory_bytes) / 1048576 / peak - 1));
    for (const auto& [work, seconds] : phases.seconds) {
      std::printf("  %-20s %7.2f CPU s", work.c_str(), seconds);
      if (work == "comparing pairs") std::printf(", %.2fM pairs a second", pairs / seconds / 1e6);
      std::printf("\n");
    }
    std::printf("pairwise P %.4f R %.4f F1 %.4f  B-cubed P %.4f R %.4f  clusters %u\n",
                e.pairwise.precision, e.pairwise.recall, e.pairwise.f1, e.b_cubed.precision,
                e.b_cubed.recall, linkage.clusters().cluster_count);
    if (argc > 6) {
      for (const auto& rule : linkage.report().rules) {
        std::printf("  %-60s %11llu pairs %11llu new  misses %.3f  cut %llu\n", rule.words.c_str(),
                    static_cast<unsigned long long>(rule.block_pair_count),
                    static_cast<unsigned long long>(rule.new_pair_count), rule.miss_share,
                    static_cast<unsigned long long>(rule.blocks_cut));
      }
      std::printf("  expected to be missed by all: %.4f\n", linkage.report().miss_share);
    }
  } catch (const hearim::Error& error) {
    std::cerr << error.what() << '\n';
    return hearim::exit_status(error.code());
  }
}
