// Idea: the best one-to-one pairing of the words of two names, whatever their order, then a share:
// how much of what both names say agrees.
//
//   "Kim Min-ji"  kim   minji
//   "MINJI KIM"   minji kim        -> kim-kim, minji-minji: 1
//   "Juan García" / "García López, Juan": both words found, one more in the second: a little less
//   than 1, since leaving a word out is common. A word on both sides without a partner is a
//   disagreement and counts in full.
//
// The pairing is exact (dynamic programme over subsets) up to ten words; longer "names" are paired
// greedily, best first.
#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "text/name_forms.h"

namespace hearim {
namespace {

constexpr double kTitleWeight = 0.05;
constexpr double kParticleWeight = 0.1;
constexpr double kPatronymicWeight = 0.6;
constexpr double kInitialWeight = 0.4;
constexpr double kInitialSimilarity = 0.85;
constexpr double kPairedFrom = 0.6;  // below, two words are not each other's partners
constexpr double kLeftOut = 0.35;    // weight of a word that only one name has
constexpr double kJoinedFrom = 0.85;
constexpr size_t kExactMax = 10;
constexpr size_t kJoinsMax = 2;

struct Piece {
  const NameToken* token = nullptr;
  int index = 0;  // in the name, of its first word
  double weight = 1;
};

bool is_initial(const NameToken& token) {
  return token.script == NameScript::latin && token.folded.size() == 1 &&
         token.role == NameTokenRole::name;
}

double weight_of(const NameToken& token) {
  if (token.role == NameTokenRole::title) return kTitleWeight;
  if (token.role == NameTokenRole::particle) return kParticleWeight;
  if (token.patronymic) return kPatronymicWeight;
  return is_initial(token) ? kInitialWeight : 1;
}

double piece_similarity(const NameToken& a, const NameToken& b) {
  // A title or particle answers only its like, or the same word.
  if (a.role != b.role && a.folded != b.folded) return 0;
  if (is_initial(a) != is_initial(b)) {
    const char initial = is_initial(a) ? a.folded[0] : b.folded[0];
    const NameToken& full = is_initial(a) ? b : a;
    for (const auto& spelling : full.romanisations) {
      if (spelling[0] == initial) return kInitialSimilarity;
    }
    return 0;
  }
  return token_similarity(a, b);
}

struct Pairing {
  double gain = 0;  // what was maximised
  double similarity = 0;
  std::vector<std::pair<size_t, size_t>> pairs;
};

double pair_weight(const Piece& a, const Piece& b) { return std::min(a.weight, b.weight); }

void pair_exactly(const std::vector<std::vector<double>>& gain, Pairing& best) {
  const size_t rows = gain.size(), columns = gain[0].size();
  const size_t subsets = size_t{1} << columns;
  // value[i][s]: best gain of the first i rows with columns s used.
  std::vector<std::vector<double>> value(rows + 1, std::vector<double>(subsets, -1));
  std::vector<std::vector<std::int8_t>> choice(rows + 1, std::vector<std::int8_t>(subsets, -1));
  value[0][0] = 0;
  for (size_t i = 0; i < rows; ++i) {
    for (size_t s = 0; s < subsets; ++s) {
      if (value[i][s] < 0) continue;
      // At a tie the earlier word keeps its partner.
      if (value[i][s] >= value[i + 1][s]) {
        value[i + 1][s] = value[i][s];
        choice[i + 1][s] = -1;
      }
      for (size_t j = 0; j < columns; ++j) {
        if ((s >> j & 1) != 0 || gain[i][j] <= 0) continue;
        const size_t t = s | size_t{1} << j;
        if (value[i][s] + gain[i][j] > value[i + 1][t]) {
          value[i + 1][t] = value[i][s] + gain[i][j];
          choice[i + 1][t] = static_cast<std::int8_t>(j);
        }
      }
    }
  }
  size_t at = 0;
  for (size_t s = 1; s < subsets; ++s) {
    if (value[rows][s] > value[rows][at]) at = s;
  }
  best.gain = value[rows][at];
  for (size_t i = rows; i > 0; --i) {
    const int j = choice[i][at];
    if (j < 0) continue;
    best.pairs.emplace_back(i - 1, static_cast<size_t>(j));
    at &= ~(size_t{1} << j);
  }
}

void pair_greedily(const std::vector<std::vector<double>>& gain, Pairing& best) {
  std::vector<std::tuple<double, size_t, size_t>> all;
  for (size_t i = 0; i < gain.size(); ++i) {
    for (size_t j = 0; j < gain[i].size(); ++j) {
      if (gain[i][j] > 0) all.emplace_back(-gain[i][j], i, j);
    }
  }
  std::sort(all.begin(), all.end());
  std::vector<bool> row_used(gain.size()), column_used(gain[0].size());
  for (const auto& [negative, i, j] : all) {
    if (row_used[i] || column_used[j]) continue;
    row_used[i] = column_used[j] = true;
    best.gain -= negative;
    best.pairs.emplace_back(i, j);
  }
}

Pairing pair_up(const std::vector<Piece>& a, const std::vector<Piece>& b) {
  Pairing best;
  if (a.empty() || b.empty()) return best;
  std::vector<std::vector<double>> similarity(a.size(), std::vector<double>(b.size()));
  auto gain = similarity;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < b.size(); ++j) {
      similarity[i][j] = piece_similarity(*a[i].token, *b[j].token);
      gain[i][j] = pair_weight(a[i], b[j]) * (similarity[i][j] - kPairedFrom);
    }
  }
  if (b.size() <= kExactMax && a.size() <= 4 * kExactMax) {
    pair_exactly(gain, best);
  } else {
    pair_greedily(gain, best);
  }
  std::sort(best.pairs.begin(), best.pairs.end());

  std::vector<bool> answered_a(a.size()), answered_b(b.size());
  double agreed = 0, said = 0, alone_a = 0, alone_b = 0;
  for (const auto& [i, j] : best.pairs) {
    answered_a[i] = answered_b[j] = true;
    agreed += pair_weight(a[i], b[j]) * similarity[i][j];
    said += pair_weight(a[i], b[j]);
  }
  for (size_t i = 0; i < a.size(); ++i) alone_a += answered_a[i] ? 0 : a[i].weight;
  for (size_t j = 0; j < b.size(); ++j) alone_b += answered_b[j] ? 0 : b[j].weight;
  const double contradicted = std::min(alone_a, alone_b);
  said += contradicted + kLeftOut * (std::max(alone_a, alone_b) - contradicted);
  best.similarity = said > 0 ? agreed / said : 0;
  return best;
}

NameToken joined(const NameToken& first, const NameToken& second) {
  NameToken token;
  token.folded = first.folded + second.folded;
  token.script = first.script;
  if (!first.romanisations.empty() && !second.romanisations.empty()) {
    token.romanisations.push_back(first.romanisations[0] + second.romanisations[0]);
  }
  token.sounds = first.sounds;
  token.sounds.insert(token.sounds.end(), second.sounds.begin(), second.sounds.end());
  return token;
}

struct Join {
  size_t at = 0;
  double gain = 0;
  NameToken token;
};

// The neighbours in `from` that together answer one word of `to` best, better than either alone.
Join best_join(const std::vector<Piece>& from, const std::vector<Piece>& to) {
  Join best;
  for (size_t i = 0; i + 1 < from.size(); ++i) {
    const NameToken &first = *from[i].token, &second = *from[i + 1].token;
    const bool can_join = first.script == second.script && first.role != NameTokenRole::title &&
                          second.role == NameTokenRole::name && !is_initial(first) &&
                          !is_initial(second);
    if (!can_join) continue;
    NameToken both = joined(first, second);
    for (const Piece& piece : to) {
      if (piece.token->role != NameTokenRole::name) continue;
      const double together = token_similarity(both, *piece.token);
      if (together < kJoinedFrom) continue;
      const double alone =
          std::max(token_similarity(first, *piece.token), token_similarity(second, *piece.token));
      if (together - alone > best.gain) best = {i, together - alone, both};
    }
  }
  return best;
}

std::vector<Piece> pieces_of(const NameForms& forms) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < forms.tokens.size(); ++i) {
    pieces.push_back({&forms.tokens[i], static_cast<int>(i), weight_of(forms.tokens[i])});
  }
  return pieces;
}

}  // namespace

NameAlignment align_names(const NameForms& a, const NameForms& b) {
  std::vector<Piece> pieces_a = pieces_of(a), pieces_b = pieces_of(b);
  Pairing best = pair_up(pieces_a, pieces_b);
  // Joined words live here; the pieces point at them.
  std::array<NameToken, kJoinsMax> joined_tokens;
  size_t joined_count = 0;
  while (joined_count < kJoinsMax && best.similarity < 1 && !pieces_a.empty() &&
         !pieces_b.empty()) {
    Join join_a = best_join(pieces_a, pieces_b), join_b = best_join(pieces_b, pieces_a);
    if (join_a.gain <= 0 && join_b.gain <= 0) break;
    const bool in_a = join_a.gain >= join_b.gain;
    Join& join = in_a ? join_a : join_b;
    auto trial = in_a ? pieces_a : pieces_b;
    joined_tokens[joined_count] = std::move(join.token);
    trial[join.at].token = &joined_tokens[joined_count];
    trial[join.at].weight = 1;
    trial.erase(trial.begin() + static_cast<std::ptrdiff_t>(join.at) + 1);
    Pairing with_join = in_a ? pair_up(trial, pieces_b) : pair_up(pieces_a, trial);
    if (with_join.similarity <= best.similarity) break;
    (in_a ? pieces_a : pieces_b) = std::move(trial);
    best = std::move(with_join);
    ++joined_count;
  }
  NameAlignment alignment;
  alignment.similarity = best.similarity;
  for (const auto& [i, j] : best.pairs) {
    alignment.matched.emplace_back(pieces_a[i].index, pieces_b[j].index);
  }
  return alignment;
}

}  // namespace hearim
