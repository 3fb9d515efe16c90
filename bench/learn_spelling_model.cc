// Learns the tables of src/text/spelling_tables from half of the name pairs.
//
//   learn_spelling_model ../shared/data/names src/text/spelling_tables
//
// Expectation maximisation of a joint model of chunk pairs (Ristad and Yianilos 1998; many-to-many
// chunks as Jiampojamarn, Kondrak and Sherif 2007). Two departures. A share of the pairs are no
// spellings of each other (a family name beside a given name): each pair counts by its posterior
// probability of being true against independence. And a chunk pair must be seen: one expected
// count is taken off each, so that rare chance pairings vanish and the tables stay small.
// Only pairs not held out are read. Deterministic.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "name_pairs_file.h"
#include "text/letter_folding.h"
#include "text/spelling_model.h"
#include "text/spelling_units.h"

namespace hearim {
namespace {

constexpr int kIterations = 7;
constexpr int kLettersMax = 4;
constexpr double kFalsePairShare = 0.2;
constexpr double kDiscount = 1.0;
constexpr int kPairCountMin = 30;       // of units, for a chunk of its own
constexpr int kCharacterCountMin = 30;  // of a Han character, for a chunk of its own
constexpr double kInsertMin = 1e-6;

struct Example {
  std::vector<int> chunks;  // two per unit, -1: none
  std::string latin;
};

using SpellingKey = std::uint64_t;  // chunk and letters

SpellingKey key_of(int chunk, const char* letters, int size) {
  SpellingKey key = static_cast<SpellingKey>(chunk + 1);
  SpellingKey packed = 1;
  for (int i = 0; i < size; ++i)
    packed = packed * 27 + static_cast<SpellingKey>(letters[i] - 'a' + 1);
  return key * 1000000 + packed;
}

std::string letters_of_key(SpellingKey key) {
  SpellingKey packed = key % 1000000;
  std::string letters;
  while (packed > 1) {
    letters.insert(letters.begin(), static_cast<char>('a' + packed % 27 - 1));
    packed /= 27;
  }
  return letters;
}

struct LetterPairs {
  double log_chance[27][27];
  double operator()(const std::string& latin) const {
    double sum = 0;
    int before = 26;
    for (char c : latin) {
      sum += log_chance[before][c - 'a'];
      before = c - 'a';
    }
    return sum + log_chance[before][26];
  }
};

std::string plain_latin(const std::string& text) {
  std::string letters;
  for (char32_t c : fold_letters(text)) {
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c);
  }
  return letters;
}

class Learner {
 public:
  Learner(const std::vector<NamePair>& pairs, NameScript script, const LetterPairs& chance)
      : script_(script), chance_(chance) {
    std::vector<std::vector<SpellingUnit>> words;
    std::map<std::string, int> counts;
    std::vector<std::string> latin;
    for (const NamePair& pair : pairs) {
      if (pair.held_out) continue;
      auto units = spelling_units(fold_letters(pair.other), script);
      auto letters = plain_latin(pair.latin);
      if (units.empty() || letters.empty() || letters.size() > kSpellingLettersMax ||
          units.size() > 40)
        continue;
      for (size_t i = 0; i < units.size(); ++i) {
        for (const std::string& name : names_at(units, i)) ++counts[name];
      }
      words.push_back(std::move(units));
      latin.push_back(std::move(letters));
    }
    for (const auto& [name, count] : counts) {
      const bool single = name.find('|') == std::string::npos && !is_character(name);
      const int needed = single ? 1 : is_character(name) ? kCharacterCountMin : kPairCountMin;
      if (count < needed) continue;
      number_[name] = static_cast<int>(names_.size());
      names_.push_back(name);
    }
    for (size_t w = 0; w < words.size(); ++w) {
      Example example;
      example.latin = latin[w];
      for (size_t i = 0; i < words[w].size(); ++i) {
        const auto names = names_at(words[w], i);
        example.chunks.push_back(find(names[0]));
        int pair = -1;
        for (size_t k = 1; k < names.size(); ++k)
          pair = std::max(find(names[k]), k == 1 ? -1 : pair);
        if (names.size() > 2 && find(names[2]) >= 0)
          pair = find(names[2]);
        else if (names.size() > 1)
          pair = find(names[1]);
        example.chunks.push_back(pair);
      }
      examples_.push_back(std::move(example));
    }
  }

  void learn() {
    for (int iteration = 0; iteration < kIterations; ++iteration) step(iteration == 0);
  }

  void write(const std::string& path) const {
    std::map<int, std::vector<std::pair<std::int32_t, std::string>>> spellings;
    for (const auto& [key, p] : joint_) {
      const int chunk = static_cast<int>(key / 1000000) - 1;
      const double given = p / prior_[static_cast<size_t>(chunk)];
      spellings[chunk].push_back({cost(given), letters_of_key(key)});
    }
    std::ofstream out(path);
    out << "R\"(% Learned by bench/learn_spelling_model.cc; format: docs/text/names.md, \"The "
           "tables\".\n^ 0";
    for (int c = 0; c < 26; ++c)
      out << ' ' << static_cast<char>('a' + c) << ':' << cost(insert_[c]);
    out << '\n';
    size_t written = 0;
    for (size_t chunk = 0; chunk < names_.size(); ++chunk) {
      auto found = spellings.find(static_cast<int>(chunk));
      if (found == spellings.end()) continue;
      std::sort(found->second.begin(), found->second.end());
      out << names_[chunk] << ' ' << cost(prior_[chunk]);
      for (const auto& [c, letters] : found->second)
        out << ' ' << (letters.empty() ? "-" : letters) << ':' << c;
      written += found->second.size();
      out << '\n';
    }
    out << ")\"\n";
    std::printf("%s: %zu pairs, %zu spellings, %.1f %% of pairs taken as true\n", path.c_str(),
                examples_.size(), written, 100 * true_share_);
  }

 private:
  static std::int32_t cost(double p) {
    return static_cast<std::int32_t>(
        std::lround(-std::log(std::max(p, 1e-12)) / kSpellingCostUnit));
  }
  bool is_character(const std::string& name) const {
    return script_ == NameScript::han && name.find('+') == std::string::npos;
  }
  // The single unit, the pair that begins here, and the Han character that begins here.
  std::vector<std::string> names_at(const std::vector<SpellingUnit>& units, size_t i) const {
    std::vector<std::string> names{spelling_unit_name(units[i].code, script_)};
    if (i + 1 < units.size()) {
      names.push_back(names[0] + "|" + spelling_unit_name(units[i + 1].code, script_));
      if (units[i].character != 0) names.push_back(to_utf8(std::u32string(1, units[i].character)));
    }
    return names;
  }
  int find(const std::string& name) const {
    const auto found = number_.find(name);
    return found == number_.end() ? -1 : found->second;
  }

  struct Arc {
    int from, to;
    SpellingKey key;  // below 26: an inserted letter
    double p;
  };

  // All ways of one cell to the next, in an order in which every cell is complete before it is
  // left.
  void make_arcs(const Example& x, bool first) {
    arcs_.clear();
    const int units = static_cast<int>(x.chunks.size() / 2),
              letters = static_cast<int>(x.latin.size());
    const auto cell = [&](int i, int j) { return i * (letters + 1) + j; };
    for (int i = 0; i <= units; ++i) {
      for (int j = 0; j <= letters; ++j) {
        if (j < letters) {
          const int c = x.latin[static_cast<size_t>(j)] - 'a';
          arcs_.push_back({cell(i, j), cell(i, j + 1), static_cast<SpellingKey>(c), insert_[c]});
        }
        for (int span = 1; span <= 2 && i + span <= units; ++span) {
          const int chunk = x.chunks[static_cast<size_t>(2 * i + span - 1)];
          if (chunk < 0) continue;
          for (int size = 0; size <= kLettersMax && j + size <= letters; ++size) {
            const SpellingKey key = key_of(chunk, x.latin.data() + j, size);
            double p = 0;
            if (first) {  // near the diagonal, in proportion
              const double off = std::abs(double(i + span) / units - double(j + size) / letters);
              p = 0.01 * std::exp(-3 * off - std::abs(size - span * double(letters) / units) -
                                  2.0 * (span - 1));
            } else if (const auto found = joint_.find(key); found != joint_.end()) {
              p = found->second;
            }
            if (p > 0) arcs_.push_back({cell(i, j), cell(i + span, j + size), key, p});
          }
        }
      }
    }
  }

  double log_word(const Example& x) const {
    const size_t units = x.chunks.size() / 2;
    std::vector<double> sum(units + 2, 0);
    sum[0] = 1;
    for (size_t i = 0; i < units; ++i) {
      for (size_t span = 1; span <= 2 && i + span <= units; ++span) {
        const int chunk = x.chunks[2 * i + span - 1];
        if (chunk >= 0) sum[i + span] += sum[i] * prior_[static_cast<size_t>(chunk)];
      }
    }
    return std::log(sum[units]);
  }

  void step(bool first) {
    std::unordered_map<SpellingKey, double> counts;
    std::vector<double> inserted(26, 0), forward, backward;
    double true_sum = 0;
    for (const Example& x : examples_) {
      make_arcs(x, first);
      const size_t cells = (x.chunks.size() / 2 + 1) * (x.latin.size() + 1);
      forward.assign(cells, 0);
      backward.assign(cells, 0);
      forward[0] = 1;
      for (const Arc& arc : arcs_)
        forward[static_cast<size_t>(arc.to)] += forward[static_cast<size_t>(arc.from)] * arc.p;
      backward[cells - 1] = 1;
      for (size_t a = arcs_.size(); a-- > 0;) {
        backward[static_cast<size_t>(arcs_[a].from)] +=
            backward[static_cast<size_t>(arcs_[a].to)] * arcs_[a].p;
      }
      const double total = forward[cells - 1];
      if (!(total > 0)) continue;
      double weight = 1;
      if (!first) {
        const double evidence = std::log(total) - log_word(x) - chance_(x.latin);
        weight = 1 / (1 + kFalsePairShare / (1 - kFalsePairShare) * std::exp(-evidence));
      }
      true_sum += weight;
      for (const Arc& arc : arcs_) {
        const double count = weight * forward[static_cast<size_t>(arc.from)] * arc.p *
                             backward[static_cast<size_t>(arc.to)] / total;
        if (count < 1e-6) continue;
        if (arc.key < 26) {
          inserted[arc.key] += count;
        } else {
          counts[arc.key] += count;
        }
      }
    }
    true_share_ = true_sum / static_cast<double>(examples_.size());
    double total = 0;
    for (double count : inserted) total += count;
    std::map<SpellingKey, double> kept;  // in order, so that sums do not depend on the hash table
    for (const auto& [key, count] : counts) {
      if (count > kDiscount) kept[key] = count - kDiscount;
    }
    for (const auto& [key, count] : kept) total += count;
    joint_.clear();
    prior_.assign(names_.size(), 1e-9);
    for (const auto& [key, count] : kept) {
      joint_[key] = count / total;
      prior_[static_cast<size_t>(key / 1000000) - 1] += count / total;
    }
    for (int c = 0; c < 26; ++c)
      insert_[c] = std::max(inserted[static_cast<size_t>(c)] / total, kInsertMin);
  }

  NameScript script_;
  const LetterPairs& chance_;
  std::vector<std::string> names_;
  std::map<std::string, int> number_;
  std::vector<Example> examples_;
  std::unordered_map<SpellingKey, double> joint_;
  std::vector<double> prior_;
  double insert_[26] = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3,
                        1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3,
                        1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3};
  double true_share_ = 0;
  std::vector<Arc> arcs_;
};

LetterPairs learn_letter_pairs(const std::vector<std::vector<NamePair>>& files,
                               const std::string& path) {
  double counts[27][27];
  for (auto& row : counts) std::fill(std::begin(row), std::end(row), 0.5);
  for (const auto& pairs : files) {
    for (const NamePair& pair : pairs) {
      if (pair.held_out) continue;
      int before = 26;
      for (char c : plain_latin(pair.latin)) {
        ++counts[before][c - 'a'];
        before = c - 'a';
      }
      ++counts[before][26];
    }
  }
  LetterPairs pairs;
  std::ofstream out(path);
  out << "R\"(% Learned by bench/learn_spelling_model.cc: cost of a letter after another, . the "
         "edge of the word.\n";
  const auto letter = [](int c) { return c == 26 ? '.' : static_cast<char>('a' + c); };
  for (int from = 0; from < 27; ++from) {
    double sum = 0;
    for (double count : counts[from]) sum += count;
    out << letter(from);
    for (int to = 0; to < 27; ++to) {
      pairs.log_chance[from][to] = std::log(counts[from][to] / sum);
      out << ' ' << letter(to) << ':'
          << std::lround(-pairs.log_chance[from][to] / kSpellingCostUnit);
    }
    out << '\n';
  }
  out << ")\"\n";
  return pairs;
}

}  // namespace
}  // namespace hearim

int main(int argc, char** argv) {
  using namespace hearim;
  if (argc != 3) {
    std::fprintf(stderr, "usage: learn_spelling_model FOLDER-OF-NAME-PAIRS FOLDER-OF-TABLES\n");
    return 2;
  }
  const std::string from = argv[1], to = argv[2];
  std::vector<std::vector<NamePair>> files;
  for (const auto& file : kNamePairsFiles)
    files.push_back(read_name_pairs(from + "/" + file.name + ".tsv"));
  const LetterPairs chance = learn_letter_pairs(files, to + "/letter_pairs.inc");
  const std::map<NameScript, std::string> names = {{NameScript::cyrillic, "cyrillic"},
                                                   {NameScript::arabic, "arabic"},
                                                   {NameScript::hangul, "hangul"},
                                                   {NameScript::han, "han"}};
  for (size_t i = 0; i < files.size(); ++i) {
    const NameScript script = kNamePairsFiles[i].script;
    Learner learner(files[i], script, chance);
    learner.learn();
    learner.write(to + "/" + names.at(script) + ".inc");
  }
}
