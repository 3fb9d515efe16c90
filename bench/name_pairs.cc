// How many true pairs of a Latin name and its form in another script are found at 0.1 % of random
// pairs taken for one.
//
//   name_pairs ../shared/data/names            the table of docs/benchmarks-names.md
//   name_pairs ../shared/data/names --scale    quantiles behind token_similarity's scale
//
// The threshold is the similarity that one in 1000 of a million random pairs (two lines of the same
// part of the file, drawn with a fixed seed, whose Latin forms differ) lies above. `held out` are
// the lines the model was not learned from; `unseen` those of them whose folded pair does not occur
// among the learned lines either.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "base/rng.h"
#include "name_pairs_file.h"
#include "text/name_forms.h"
#include "text/spelling_model.h"

namespace hearim {
namespace {

constexpr size_t kRandomPairs = 1'000'000;
constexpr double kFalseShare = 0.001;

struct Prepared {
  NameToken latin, other;
  NameForms latin_forms, other_forms;
  bool held_out = false;
  bool unseen = false;
};

struct Part {
  const char* name;
  std::vector<const Prepared*> pairs;
  size_t lines = 0;  // with those that hold no letters, which count as missed
};

// The value that kFalseShare of the values lie above.
double threshold_of(std::vector<double> values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(static_cast<double>(values.size()) * share);
  std::nth_element(values.begin(), values.begin() + at, values.end(), std::greater<>());
  return values[static_cast<size_t>(at)];
}

template <typename Similarity>
std::vector<double> random_similarities(const Part& part, size_t count,
                                        const Similarity& similarity) {
  Rng rng(20240607, "name pairs", 0);
  std::vector<double> values;
  while (values.size() < count) {
    const Prepared& x = *part.pairs[rng.below(part.pairs.size())];
    const Prepared& y = *part.pairs[rng.below(part.pairs.size())];
    if (x.latin.folded == y.latin.folded) continue;
    values.push_back(similarity(x, y));
  }
  return values;
}

template <typename Similarity>
void report(const char* file, const Part& part, const char* how, size_t count,
            const Similarity& similarity) {
  const auto begin = std::clock();
  const double threshold = threshold_of(random_similarities(part, count, similarity), kFalseShare);
  const double microseconds =
      1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / static_cast<double>(count);
  size_t found = 0;
  for (const Prepared* pair : part.pairs) found += similarity(*pair, *pair) > threshold;
  std::printf("| %s | %s | %s | %zu | %.3f | %.1f %% | %.2f |\n", file, part.name, how, part.lines,
              threshold, 100 * static_cast<double>(found) / static_cast<double>(part.lines),
              microseconds);
  std::fflush(stdout);
}

void evaluate(const std::string& folder) {
  std::printf(
      "| script | lines | compared by | lines | threshold | recall | CPU microseconds a pair |\n");
  std::printf("|---|---|---|---|---|---|---|\n");
  for (const auto& file : kNamePairsFiles) {
    const auto pairs = read_name_pairs(folder + "/" + file.name + ".tsv");
    std::vector<Prepared> prepared;
    std::set<std::string> learned;
    for (const NamePair& pair : pairs) {
      const auto latin = name_token(pair.latin), other = name_token(pair.other);
      if (!pair.held_out && latin && other) learned.insert(latin->folded + "\t" + other->folded);
    }
    Part all{"all", {}, pairs.size()}, held{"held out", {}, 0}, unseen{"unseen", {}, 0};
    prepared.reserve(pairs.size());
    for (const NamePair& pair : pairs) {
      auto latin = name_token(pair.latin), other = name_token(pair.other);
      const bool is_unseen =
          pair.held_out &&
          !(latin && other && learned.contains(latin->folded + "\t" + other->folded));
      held.lines += pair.held_out;
      unseen.lines += is_unseen;
      if (!latin || !other) continue;
      prepared.push_back({std::move(*latin), std::move(*other), name_forms(pair.latin),
                          name_forms(pair.other), pair.held_out, is_unseen});
    }
    for (const Prepared& pair : prepared) {
      all.pairs.push_back(&pair);
      if (pair.held_out) held.pairs.push_back(&pair);
      if (pair.unseen) unseen.pairs.push_back(&pair);
    }
    const auto by_token = [](const Prepared& x, const Prepared& y) {
      return token_similarity(x.latin, y.other);
    };
    const auto by_name = [](const Prepared& x, const Prepared& y) {
      return align_names(x.latin_forms, y.other_forms).similarity;
    };
    for (const Part* part : {&held, &unseen, &all})
      report(file.name, *part, "token", kRandomPairs, by_token);
    report(file.name, held, "name", kRandomPairs / 4, by_name);
  }
}

void print_scale(const std::string& folder) {
  const double shares[] = {0.1, 0.01, 0.001, 0.0001};
  std::vector<Prepared> everything;
  for (const auto& file : kNamePairsFiles) {
    std::vector<Prepared> prepared;
    for (const NamePair& pair : read_name_pairs(folder + "/" + file.name + ".tsv")) {
      if (pair.held_out) continue;
      auto latin = name_token(pair.latin), other = name_token(pair.other);
      if (latin && other && !latin->romanisations.empty() && !other->sounds.empty()) {
        prepared.push_back({std::move(*latin), std::move(*other), {}, {}, false, false});
      }
    }
    Part part{file.name, {}, 0};
    for (const Prepared& pair : prepared) part.pairs.push_back(&pair);
    const auto values =
        random_similarities(part, kRandomPairs, [&](const Prepared& x, const Prepared& y) {
          const auto score = score_spelling(file.script, y.other.sounds, x.latin.romanisations[0]);
          return score.evidence / score.spelling_chance;
        });
    std::printf("%-8s", file.name);
    for (double share : shares) std::printf("  %g: %.3f", share, threshold_of(values, share));
    const auto latin = random_similarities(
        part, kRandomPairs,
        [](const Prepared& x, const Prepared& y) { return token_similarity(x.latin, y.latin); });
    std::printf("   Latin with Latin");
    for (double share : shares) std::printf("  %g: %.3f", share, threshold_of(latin, share));
    std::printf("\n");
  }
}

}  // namespace
}  // namespace hearim

int main(int argc, char** argv) {
  if (argc < 2 || (argc == 3 && std::strcmp(argv[2], "--scale") != 0) || argc > 3) {
    std::fprintf(stderr, "usage: name_pairs FOLDER-OF-NAME-PAIRS [--scale]\n");
    return 2;
  }
  if (argc == 3) {
    hearim::print_scale(argv[1]);
  } else {
    hearim::evaluate(argv[1]);
  }
}
