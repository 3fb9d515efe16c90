// Lists to a number: does the interval over linkage draws hold the true size of the population?
//
//   link_coverage [RUNS=100] [PEOPLE=1500] [DOUBT=1] [SEED=1] [DRAWS=200] [-v]
//
// Each run invents a population of known size with names, dates of birth and towns, and four lists
// of it. Capture depends on the list (the four reach from a half to a quarter of those who can be
// reached), on the person (some are hard to reach on every list) and on another list (the fourth
// follows the first, by referral). Names are misspelt and swapped, dates are wrong or known to the
// year, people move, values are missing: DOUBT multiplies all of these. The lists are linked
// without labels or settings, 200 tables drawn, and the same model, the average over decomposable
// graphs, answers three times:
//
//   truth    the table nobody has: every record with its person
//   single   the one table of the clusters, links taken for certain
//   draws    the posteriors mixed over the drawn tables (linkage averaging)
//
// Coverage of `truth` is the model's own. Also said: by how much the drawn number of matching
// record pairs misses the true number, in its own standard deviations; and CPU time.
#include <sys/resource.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "hearim/error.h"
#include "hearim/estimate.h"
#include "simulated_lists.h"

namespace {

using namespace hearim;

constexpr int kLists = 4;
constexpr std::array<double, kLists> kKept = {0.85, 0.7, 0.55, 0.45};
constexpr double kKeptAfterReferral = 0.75;  // on the fourth list, of those on the first

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Four fields of the simulated lists, thinned to lists that differ in reach and depend on each
// other.
SimulatedLists uneven_lists(std::uint32_t people, double doubt, std::uint64_t seed) {
  SimulatedListsOptions options;
  options.people = people;
  options.lists = kLists;
  options.capture = 0.55;
  options.hard_to_reach = 0.2;
  options.typo = 0.15 * doubt;
  options.missing = 0.12 * doubt;
  options.swapped = 0.02 * doubt;
  options.wrong_date = 0.10 * doubt;
  options.default_date = 0.10 * doubt;
  options.moved = 0.15 * doubt;
  const SimulatedLists all = simulate_lists(options, seed);
  const std::array<int, 4> fields = {0, 1, 2, 3};
  std::vector<LinkField> kept_fields;
  for (const int f : fields) {
    kept_fields.push_back(all.records.fields()[static_cast<std::size_t>(f)]);
  }
  SimulatedLists thinned{LinkRecords(kept_fields, all.records.lists()), {}, 0};
  std::uint32_t person = ~0U;
  bool on_first = false;
  bool counted = false;
  Rng rng(seed, "thinned", 0);
  std::array<std::string_view, fields.size()> values;
  for (std::uint32_t r = 0; r < all.records.record_count(); ++r) {
    if (all.truth[r] != person) {
      person = all.truth[r];
      on_first = counted = false;
    }
    const std::uint32_t list = all.records.list_of(r);
    const double keep = list == 3 && on_first ? kKeptAfterReferral : kKept[list];
    if (rng.uniform() > keep) continue;
    on_first = on_first || list == 0;
    for (std::size_t f = 0; f < fields.size(); ++f) values[f] = all.records.text(r, fields[f]);
    thinned.records.add(list, all.records.row_of(r), values);
    thinned.truth.push_back(person);
    thinned.people_seen += !counted;
    counted = true;
  }
  return thinned;
}

CaptureTable table_of(const LinkRecords& records, std::vector<CapturePattern> patterns) {
  std::vector<std::string> names;
  for (const LinkList& list : records.lists()) names.push_back(list.name);
  return CaptureTable(names, std::move(patterns));
}

LinkedClusters clusters_of_truth(const std::vector<std::uint32_t>& truth) {
  LinkedClusters clusters;
  for (std::size_t r = 0; r < truth.size(); ++r) {
    const bool is_new = r == 0 || truth[r] != truth[r - 1];  // people stand one after the other
    clusters.cluster_of.push_back(clusters.cluster_count - (is_new ? 0 : 1));
    clusters.cluster_count += is_new;
  }
  return clusters;
}

double pair_count_of(const LinkedClusters& clusters) {
  std::vector<double> size(clusters.cluster_count, 0.0);
  for (const std::uint32_t c : clusters.cluster_of) size[c] += 1;
  double pairs = 0;
  for (const double n : size) pairs += n * (n - 1) / 2;
  return pairs;
}

struct Answer {
  int runs = 0, answered = 0, covered = 0, above = 0;
  double log_error = 0, log_width = 0, share = 0;

  std::string add(std::span<const CaptureTable> tables, double people, std::uint64_t seed) {
    EstimateOptions options;
    options.models = {Model::decomposable};
    options.decomposable.check_prior = false;
    options.across_models = false;
    Run run;
    run.seed = seed;
    const StratumReport report = estimate_population(tables, options, run);
    const ModelResult& result = report.results.front();
    ++runs;
    if (!result.common().population || !result.common().population->high) return "refused";
    const PopulationInterval& n = *result.common().population;
    ++answered;
    covered += *n.low <= people && people <= *n.high;
    above += *n.low > people;
    log_error += std::log(n.point / people);
    log_width += std::log(*n.high / *n.low);
    if (result.linkage) share += result.linkage->variance_share;
    std::array<char, 80> text;
    std::snprintf(text.data(), text.size(), "%.0f (%.0f-%.0f)%s", n.point, *n.low, *n.high,
                  *n.low <= people && people <= *n.high ? "" : " *");
    return text.data();
  }
  void print(const char* name) const {
    std::printf(
        "%-7s %3d of %d cover N (%d too high, %d too low), mean point %+5.1f %%, "
        "high/low %.3f\n",
        name, covered, runs, above, answered - covered - above,
        100 * (std::exp(log_error / answered) - 1), std::exp(log_width / answered));
  }
};

}  // namespace

int main(int argc, char** argv) {
  bool verbose = false;
  if (argc > 1 && std::strcmp(argv[argc - 1], "-v") == 0) {
    verbose = true;
    --argc;
  }
  const auto argument = [&](int at, double otherwise) {
    return argc > at ? std::atof(argv[at]) : otherwise;
  };
  const int runs = static_cast<int>(argument(1, 100));
  const auto people = static_cast<std::uint32_t>(argument(2, 1500));
  const double doubt = argument(3, 1.0);
  const auto first_seed = static_cast<std::uint64_t>(argument(4, 1));
  const int draws = static_cast<int>(argument(5, 200));
  try {
    Answer truth, single, mixed;
    double pair_bias = 0, pair_z2 = 0, recall = 0, precision = 0, link_cpu = 0, draw_cpu = 0;
    for (int i = 0; i < runs; ++i) {
      const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(i);
      const SimulatedLists lists = uneven_lists(people, doubt, seed);
      Run run;
      run.seed = seed;
      const double start = cpu_seconds();
      const Linkage linkage = link_records(lists.records, {}, run);
      const double linked = cpu_seconds();
      std::vector<CaptureTable> tables;
      for (auto& patterns : linkage.draw_tables(draws, run)) {
        tables.push_back(table_of(lists.records, std::move(patterns)));
      }
      draw_cpu += cpu_seconds() - linked;
      const std::vector<LinkedClusters> drawn = linkage.draw(draws, run);
      link_cpu += linked - start;
      const LinkedClusters known = clusters_of_truth(lists.truth);
      const LinkEvaluation scores = evaluate_clusters(linkage.clusters(), lists.truth);
      recall += scores.pairwise.recall;
      precision += scores.pairwise.precision;
      double mean = 0, square = 0;
      for (const LinkedClusters& draw : drawn) {
        const double pairs = pair_count_of(draw);
        mean += pairs / draws;
        square += pairs * pairs / draws;
      }
      const double sd = std::sqrt(std::max(1e-9, square - mean * mean));
      const double true_pairs = pair_count_of(known);
      pair_bias += mean / true_pairs - 1;
      pair_z2 += (mean - true_pairs) * (mean - true_pairs) / (sd * sd);
      const CaptureTable known_table =
          table_of(lists.records, capture_patterns_of(lists.records, known));
      const CaptureTable one =
          table_of(lists.records, capture_patterns_of(lists.records, linkage.clusters()));
      const std::string a = truth.add({&known_table, 1}, people, seed);
      const std::string b = single.add({&one, 1}, people, seed);
      const std::string c = mixed.add(tables, people, seed);
      if (verbose) {
        std::printf(
            "%3d  truth %s  single %s  draws %s  pairs %.0f drawn %.0f +- %.1f  missed "
            "%.4f  records %u\n",
            i, a.c_str(), b.c_str(), c.c_str(), true_pairs, mean, sd, linkage.report().miss_share,
            lists.records.record_count());
        std::fflush(stdout);
      }
    }
    std::printf(
        "%d runs of %u people, doubt %.2f, %d draws; clusters: precision %.3f, recall "
        "%.3f\n",
        runs, people, doubt, draws, precision / runs, recall / runs);
    truth.print("truth");
    single.print("single");
    mixed.print("draws");
    std::printf(
        "matching pairs drawn: %+.2f %% of the true number, root mean square error %.1f "
        "standard deviations\nlinkage variance share %.2f on average; CPU seconds a run: "
        "link %.2f, draws %.2f\n",
        100 * pair_bias / runs, std::sqrt(pair_z2 / runs), mixed.share / runs, link_cpu / runs,
        draw_cpu / runs);
  } catch (const Error& error) {
    std::fprintf(stderr, "link_coverage: %s\n", error.what());
    return 1;
  }
}
