#include "steps/estimate_file.h"

#include <fmt/format.h>

#include "base/rng.h"
#include "base/version.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// "A*B" -> the mask of lists A and B.
History generator_of(const CaptureTable& table, const std::string& term) {
  History generator = 0;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = term.find('*', begin);
    generator |= History{1} << table.list_index(term.substr(begin, end - begin));
    if (end == std::string::npos) return generator;
    begin = end + 1;
  }
}

// Every list is in the model, named or not.
std::vector<History> generators_of(const CaptureTable& table,
                                   const std::vector<std::string>& terms) {
  std::vector<History> generators;
  if (terms.empty()) return generators;
  History named = 0;
  for (const std::string& term : terms) {
    generators.push_back(generator_of(table, term));
    named |= generators.back();
  }
  for (int list = 0; list < table.list_count(); ++list)
    if ((named >> list & 1) == 0) generators.push_back(History{1} << list);
  return generators;
}

// One stratum keeps the seed as given; several get seeds of their own, so that their random
// numbers are independent.
std::uint64_t seed_of_stratum(std::uint64_t seed, std::size_t stratum, std::size_t strata) {
  return strata == 1 ? seed : Rng(seed, "stratum", stratum)();
}

}  // namespace

EstimateReport estimate_table(const CaptureTableFile& file, const EstimateFileRequest& request,
                              const Run& run) {
  EstimateReport report;
  report.version = kVersion;
  report.command_line = request.command_line;
  report.seed = run.seed;
  report.input = file.input;

  EstimateOptions options = request.options;
  for (std::size_t s = 0; s < file.strata.size(); ++s) {
    const Stratum& stratum = file.strata[s];
    options.loglinear.generators = generators_of(stratum.draws.front(), request.terms);
    Run of_stratum = run;
    of_stratum.seed = seed_of_stratum(run.seed, s, file.strata.size());
    report.strata.push_back(estimate_population(stratum.draws, options, of_stratum));
    report.strata.back().labels = stratum.labels;
  }
  report.combined = combine_strata(report.strata, options.loglinear.level, run);
  return report;
}

EstimateReport estimate_file(const EstimateFileRequest& request, const Run& run) {
  return estimate_table(read_capture_table_file(request.path, request.table, run), request, run);
}

}  // namespace hearim
