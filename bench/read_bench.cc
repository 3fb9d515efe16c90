// Speed of reading, in MB of UTF-8 per second of CPU time, on ordinary text and on text made to
// be slow. The ordinary text is the development documents of tests/reading, repeated.
//
//   read_bench FOLDER          (tests/reading)
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "hearim/read.h"

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The best of three, seconds per megabyte.
double measure(const std::string& name, const std::string& text, hearim::ReadLanguage language,
               double ordinary) {
  double best = 1e9;
  std::size_t found = 0;
  for (int round = 0; round < 3; ++round) {
    const double before = cpu_seconds();
    const auto reading = hearim::read_text(
        text, {.language = language, .document_date = hearim::CalendarDay{2024, 1, 15}});
    best = std::min(best, cpu_seconds() - before);
    found = reading.quantities.size() + reading.dates.size() + reading.mentions.size() +
            reading.quotes.size();
  }
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  fmt::print("{:<44} {:6.2f} MB  {:7.2f} MB/s  {:8} found", name, megabytes, megabytes / best,
             found);
  if (ordinary > 0) fmt::print("  cost per byte {:5.2f} x ordinary", best / megabytes / ordinary);
  fmt::print("\n");
  return best / megabytes;
}

std::string repeated(const std::string& unit, std::size_t size) {
  std::string out;
  while (out.size() < size) out += unit;
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: read_bench FOLDER\n";
    return 2;
  }
  double english = 0;
  for (const char* language : {"en", "es", "ar", "zh", "ko"}) {
    std::vector<std::filesystem::path> paths;
    for (const auto& each : std::filesystem::directory_iterator(argv[1])) {
      const std::string name = each.path().filename();
      if (each.path().extension() == ".txt" && name.rfind(language, 0) == 0)
        paths.push_back(each.path());
    }
    std::sort(paths.begin(), paths.end());
    std::string all;
    for (const auto& path : paths) {
      std::ifstream file(path, std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      all += text.str() + "\n";
    }
    if (all.empty()) {
      std::cerr << argv[1] << ": no documents in " << language << "\n";
      return 3;
    }
    const double cost = measure(std::string("documents, ") + language, repeated(all, 4'000'000),
                                hearim::language_from_code(language), 0);
    if (english == 0) english = cost;
  }
  const auto en = hearim::ReadLanguage::english;
  measure("one number of 10^6 digits", std::string(1'000'000, '7'), en, english);
  measure("10^6 digits with spaces", repeated("1 ", 1'000'000), en, english);
  measure("10^6 digits with commas", repeated("123,", 1'000'000), en, english);
  measure("next year's", repeated("next year's ", 1'000'000), en, english);
  measure("more than", repeated("more than ", 1'000'000), en, english);
  measure("between 1 and", repeated("between 1 and ", 1'000'000), en, english);
  measure("hundred thousand", repeated("hundred thousand ", 1'000'000), en, english);
  measure("Monday, 3 May of", repeated("Monday, 3 May of ", 1'000'000), en, english);
  measure("twenty-", repeated("twenty-", 1'000'000), en, english);
  measure("double", repeated("double ", 1'000'000), en, english);
  measure("unclosed quotation marks", repeated("\" \xE2\x80\x9C he said ", 1'000'000), en, english);
  measure("a woman told the Post she was sold",
          repeated("a woman told the Post she was sold ", 1'000'000), en, english);
  measure("names and acronyms", repeated("Xo Group (XG), John Smith said ", 1'000'000), en,
          english);
  measure("open brackets", std::string(1'000'000, '('), en, english);
  measure("spaces", std::string(4'000'000, ' '), en, english);
  measure("one word", std::string(1'000'000, 'a'), en, english);
  measure("http:", repeated("http:", 1'000'000), en, english);
  measure("Han numerals", repeated("\xE4\xB8\x80\xE7\x99\xBE\xE4\xB8\x87", 1'000'000),
          hearim::ReadLanguage::chinese, english);
  return 0;
}
