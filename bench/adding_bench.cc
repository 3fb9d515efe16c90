// What `hearim add` costs, from files on the disk to a case on the same disk, as users run it:
// folders gone through, the ledger kept, batches durable.
//
//     adding_bench FOLDER PART...     PART: texts, blob, list
//
// HEARIM_MAKE_TEXTS=0 takes items only. HEARIM_TEXT_COUNT (default 100,000), HEARIM_BLOB_GB
// (default 2) and HEARIM_LIST_ROWS (default 1,000,000) set the sizes. Rows are of invented people:
// eight columns, as a register has them.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "base/rng.h"
#include "hearim/case.h"
#include "hearim/error.h"
#include "steps/add_to_case.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::uint64_t number_from(const char* variable, std::uint64_t usual) {
  const char* const given = std::getenv(variable);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : usual;
}

struct Used {
  double wall = 0, cpu = 0;
  long peak_mib = 0;
};

Used used_since(Clock::time_point begin, double cpu_before) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {std::chrono::duration<double>(Clock::now() - begin).count(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime) - cpu_before, usage.ru_maxrss / 1024};
}

CaseOptions options() {
  CaseOptions chosen;
  chosen.passphrase = [] { return SecretBytes::copy_of("a passphrase for measuring"); };
  chosen.key_cost = {.passes = 1, .memory_bytes = 8192};
  return chosen;
}

std::uint64_t size_of(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) bytes += entry.file_size();
  return bytes;
}

// `count` of `what` in `bytes` bytes, below folder/in.
void add(const std::string& folder, double count, const char* what) {
  const std::string path = folder + "/adding.case", in = folder + "/in";
  Case made = Case::create(path, options());
  const double cpu_before = used_since(Clock::now(), 0).cpu;
  const auto begin = Clock::now();
  const Addition added = add_to_case(
      made,
      {.case_folder = path, .paths = {in}, .make_texts = number_from("HEARIM_MAKE_TEXTS", 1) != 0},
      Run{});
  const Used used = used_since(begin, cpu_before);
  const auto bytes = static_cast<double>(size_of(in));
  fmt::print("{:.0f} {} ({:.0f} MB): {:.0f}/s, {:.0f} MB/s, {:.1f} s ({:.1f} s CPU), peak {} MiB\n",
             count, what, bytes / 1e6, count / used.wall, bytes / 1e6 / used.wall, used.wall,
             used.cpu, used.peak_mib);
  fmt::print("  {} found = {} taken + {} duplicate + {} refused; {} rows, {} rejected; {} texts\n",
             added.intake.found(), added.intake.taken, added.intake.duplicate, added.intake.refused,
             added.row_count(), added.rejected_row_count(), added.text_count);
  made.close();
  fmt::print("  the case takes {:.0f} MB\n", static_cast<double>(size_of(path)) / 1e6);
  const auto opening = Clock::now();
  Case opened = Case::open(path, options());
  fmt::print("  opened again in {:.0f} ms\n", 1000 * used_since(opening, 0).wall);
  if (added.lists.empty()) return;
  const auto reading = Clock::now();
  const double cpu_reading = used_since(Clock::now(), 0).cpu;
  std::uint64_t rows = 0, cell_bytes = 0;
  opened.list_rows(1, 1, ~std::uint64_t{0}, [&](const ListRow& row) {
    ++rows;
    for (const std::string_view cell : row.cells) cell_bytes += cell.size();
  });
  const Used read = used_since(reading, cpu_reading);
  fmt::print("  read back {} rows: {:.0f}/s ({:.1f} s CPU); cells {:.0f} MB\n", rows,
             static_cast<double>(rows) / read.wall, read.cpu,
             static_cast<double>(cell_bytes) / 1e6);
}

void texts(const std::string& folder) {
  const auto count = static_cast<int>(number_from("HEARIM_TEXT_COUNT", 100000));
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::string sub = fmt::format("{}/in/{:03}", folder, i / 1000);
    if (i % 1000 == 0) fs::create_directories(sub);
    text = fmt::format("text {} ", i);
    text.resize(3000, 't');
    std::ofstream(fmt::format("{}/{}.txt", sub, i), std::ios::binary) << text;
  }
  add(folder, count, "files");
}

void blob(const std::string& folder) {
  const std::uint64_t size = number_from("HEARIM_BLOB_GB", 2) * 1000000000;
  fs::create_directories(folder + "/in");
  {
    std::ofstream file(folder + "/in/blob.bin", std::ios::binary);
    std::string piece(1 << 20, '\0');
    Rng rng(7);
    for (char& byte : piece) byte = static_cast<char>(rng());
    for (std::uint64_t left = size; left > 0;) {
      const std::uint64_t part = std::min<std::uint64_t>(left, piece.size());
      file.write(piece.data(), static_cast<std::streamsize>(part));
      left -= part;
    }
  }
  add(folder, 1, "file");
}

void list(const std::string& folder) {
  const std::uint64_t rows = number_from("HEARIM_LIST_ROWS", 1000000);
  static constexpr const char* kSyllables[] = {"ka", "mi", "ro", "sen", "da", "lu", "han", "te",
                                               "yo", "ba", "ri", "no",  "el", "su", "ga",  "min"};
  static constexpr const char* kPlaces[] = {"Northport", "Eastvale", "Hill", "Old Mill",
                                            "Saltmarsh"};
  fs::create_directories(folder + "/in");
  {
    std::ofstream file(folder + "/in/list.csv", std::ios::binary);
    Rng rng(11);
    const auto name = [&] {
      std::string made;
      for (std::uint64_t i = 0, n = 2 + rng.below(2); i < n; ++i) made += kSyllables[rng.below(16)];
      made[0] = static_cast<char>(made[0] - 'a' + 'A');
      return made;
    };
    file << "id,given_name,family_name,sex,birth_date,place,event_date,note\n";
    std::string row;
    for (std::uint64_t i = 1; i <= rows; ++i) {
      row = fmt::format("{},{},{},{},{}-{:02}-{:02},{},20{:02}-{:02},{}\n", i, name(), name(),
                        rng.below(2) == 0 ? "f" : "m", 1940 + rng.below(70), 1 + rng.below(12),
                        1 + rng.below(28), kPlaces[rng.below(5)], rng.below(24), 1 + rng.below(12),
                        rng.below(4) == 0 ? "\"seen, not named\"" : "");
      file << row;
    }
  }
  add(folder, static_cast<double>(rows), "rows of 8 columns");
}

}  // namespace

int run(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: adding_bench FOLDER PART...\n");
    return 2;
  }
  forbid_core_dumps();
  try {
    const std::set<std::string> parts(argv + 2, argv + argc);
    const std::pair<const char*, void (*)(const std::string&)> all[] = {
        {"texts", texts}, {"blob", blob}, {"list", list}};
    for (const auto& [name, part] : all) {
      if (!parts.contains(name)) continue;
      const std::string folder = std::string(argv[1]) + "/adding-bench";
      fs::remove_all(folder);
      fs::create_directories(folder);
      part(folder);
      fs::remove_all(folder);
    }
  } catch (const Error& error) {
    fmt::print(stderr, "adding_bench: {}\n", error.what());
    return exit_status(error.code());
  }
  return 0;
}

}  // namespace hearim

int main(int argc, char** argv) { return hearim::run(argc, argv); }
