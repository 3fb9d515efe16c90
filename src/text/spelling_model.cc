// Idea: the usual dynamic programme over (units read, letters written), but a row at a time and the
// other way round: instead of asking for every cell which chunks fit, each spelling of a chunk is
// looked for in the whole Latin word at once, as a mask of the positions where it stands.
//
//   word 박: units ㅂ ㅏ _ㄱ; Latin "park". The spelling "ar" of ㅏ stands at position 1 of "park":
//   mask(a) & mask(r) >> 1 = 0b0010; so cell (1 unit, 1 letter) leads to cell (2 units, 3 letters).
//
// A row is an array of costs with a mask of the cells that can be reached at all, so that most
// spellings are dismissed by three integer operations.
#include "text/spelling_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <map>
#include <string>

#include "base/check.h"
#include "text/letter_folding.h"
#include "text/spelling_tables.h"

namespace hearim {
namespace {

constexpr int kLetters = 26;
constexpr std::int32_t kImpossible = 1 << 24;
// Leaving a unit unwritten, or writing a letter out of nothing, where the table does not say.
constexpr std::int32_t kUnseenCost = 64 * 9;
constexpr int kScriptCount = static_cast<int>(NameScript::other) + 1;

struct Spelling {
  std::array<std::uint8_t, 4> letters{};  // 0-25
  std::uint8_t size = 0;
  std::int32_t cost = 0;  // given the chunk
};

struct Chunk {
  std::uint32_t first = 0, last = 0;  // into Model::spellings
  std::int32_t prior = 0;
};

struct Model {
  std::vector<Chunk> chunks;
  std::vector<Spelling> spellings;
  std::vector<std::uint16_t> of_unit;  // by code
  std::vector<std::uint16_t> of_pair;  // by code * kSpellingUnitMax + code
  std::map<char32_t, std::uint16_t> of_character;
  std::array<std::int32_t, kLetters> insert{};
};

int parse_int(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view take(std::string_view& text, char until) {
  const size_t at = std::min(text.find(until), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

Model parse_model(std::string_view table, NameScript script) {
  Model model;
  model.of_unit.assign(kSpellingUnitMax, kNoChunk);
  model.of_pair.assign(kSpellingUnitMax * kSpellingUnitMax, kNoChunk);
  model.insert.fill(kUnseenCost);
  std::map<std::string, int, std::less<>> code_of_name;
  for (int code = 0; code < spelling_unit_count(script); ++code) {
    code_of_name[spelling_unit_name(static_cast<std::uint8_t>(code), script)] = code;
  }
  while (!table.empty()) {
    std::string_view line = take(table, '\n');
    if (line.empty() || line[0] == '%') continue;
    const std::string_view name = take(line, ' ');
    const std::int32_t prior = parse_int(take(line, ' '));
    if (name == "^") {
      while (!line.empty()) {
        const std::string_view letter = take(line, ':');
        model.insert[static_cast<size_t>(letter[0] - 'a')] = parse_int(take(line, ' '));
      }
      continue;
    }
    const auto number = static_cast<std::uint16_t>(model.chunks.size());
    const size_t bar = name.find('|');
    const auto first = code_of_name.find(name.substr(0, bar));
    if (bar != std::string_view::npos) {
      const auto second = code_of_name.find(name.substr(bar + 1));
      CHECK(first != code_of_name.end() && second != code_of_name.end());
      model.of_pair[static_cast<size_t>(first->second * kSpellingUnitMax + second->second)] =
          number;
    } else if (first != code_of_name.end()) {
      model.of_unit[static_cast<size_t>(first->second)] = number;
    } else {
      const std::u32string character = from_utf8(name);
      CHECK(character.size() == 1);
      model.of_character[character[0]] = number;
    }
    Chunk chunk;
    chunk.prior = prior;
    chunk.first = static_cast<std::uint32_t>(model.spellings.size());
    while (!line.empty()) {
      const std::string_view letters = take(line, ':');
      Spelling spelling;
      spelling.cost = parse_int(take(line, ' '));
      if (letters != "-") {
        CHECK(letters.size() <= spelling.letters.size());
        for (char c : letters)
          spelling.letters[spelling.size++] = static_cast<std::uint8_t>(c - 'a');
      }
      model.spellings.push_back(spelling);
    }
    chunk.last = static_cast<std::uint32_t>(model.spellings.size());
    model.chunks.push_back(chunk);
  }
  return model;
}

const Model& model_of(NameScript script) {
  static const std::array<Model, kScriptCount> models = [] {
    std::array<Model, kScriptCount> made;
    for (int s = 0; s < kScriptCount; ++s) {
      const auto each = static_cast<NameScript>(s);
      made[static_cast<size_t>(s)] = parse_model(spelling_table(each), each);
    }
    return made;
  }();
  return models[static_cast<size_t>(script)];
}

// Costs of one letter after another; kLetters stands for the edge of the word.
using LetterPairs = std::array<std::array<std::int32_t, kLetters + 1>, kLetters + 1>;
const LetterPairs& letter_pairs() {
  static const LetterPairs pairs = [] {
    LetterPairs made{};
    std::string_view table = letter_pair_table();
    const auto index = [](char c) { return static_cast<size_t>(c == '.' ? kLetters : c - 'a'); };
    for (auto& row : made) row.fill(kUnseenCost);
    while (!table.empty()) {
      std::string_view line = take(table, '\n');
      if (line.empty() || line[0] == '%') continue;
      auto& row = made[index(line[0])];
      take(line, ' ');
      while (!line.empty()) {
        const std::string_view letter = take(line, ':');
        row[index(letter[0])] = parse_int(take(line, ' '));
      }
    }
    return made;
  }();
  return pairs;
}

}  // namespace

bool has_spelling_model(NameScript script) { return !spelling_table(script).empty(); }

std::vector<std::uint16_t> spelling_sounds(std::u32string_view folded, NameScript script) {
  const std::vector<SpellingUnit> units = spelling_units(folded, script);
  std::vector<std::uint16_t> sounds(units.size() * 2, kNoChunk);
  if (units.empty()) return sounds;
  const Model& model = model_of(script);
  for (size_t i = 0; i < units.size(); ++i) {
    sounds[2 * i] = model.of_unit[units[i].code];
    if (i + 1 < units.size()) {
      sounds[2 * i + 1] =
          model.of_pair[units[i].code * static_cast<size_t>(kSpellingUnitMax) + units[i + 1].code];
    }
    if (units[i].character != 0) {
      const auto found = model.of_character.find(units[i].character);
      if (found != model.of_character.end()) sounds[2 * i + 1] = found->second;
    }
  }
  return sounds;
}

SpellingScore score_spelling(NameScript script, std::span<const std::uint16_t> sounds,
                             std::string_view latin) {
  DCHECK(sounds.size() % 2 == 0);
  const Model& model = model_of(script);
  const LetterPairs& pairs = letter_pairs();
  latin = latin.substr(0, kSpellingLettersMax);
  const int letters = static_cast<int>(latin.size());

  std::array<std::uint64_t, kLetters> masks{};
  std::array<std::uint8_t, kSpellingLettersMax> codes;
  std::int32_t chance = 0;
  size_t before = kLetters;
  for (int j = 0; j < letters; ++j) {
    const auto code = static_cast<size_t>(latin[static_cast<size_t>(j)] - 'a');
    DCHECK(code < kLetters);
    codes[static_cast<size_t>(j)] = static_cast<std::uint8_t>(code);
    masks[code] |= std::uint64_t{1} << j;
    chance += pairs[before][code];
    before = code;
  }
  chance += pairs[before][kLetters];

  // Rows of the three unit positions that matter: this one, the next, the one after.
  using Row = std::array<std::int32_t, kSpellingLettersMax + 1>;
  struct Column {
    Row cost;
    std::uint64_t reached = 0;
    std::int32_t word = kImpossible;  // cost of the units so far, whatever they are written as
  };
  std::array<Column, 3> columns;
  Column *now = &columns[0], *next = &columns[1], *after = &columns[2];
  now->cost[0] = 0;
  now->reached = 1;
  now->word = 0;
  const auto relax = [](Column& to, size_t j, std::int32_t cost) {
    const std::uint64_t bit = std::uint64_t{1} << j;
    if ((to.reached & bit) == 0 || cost < to.cost[j]) {
      to.cost[j] = cost;
      to.reached |= bit;
    }
  };
  const auto insert_letters = [&](Column& column) {
    for (int j = 0; j < letters; ++j) {
      const auto at = static_cast<size_t>(j);
      if ((column.reached >> j & 1) != 0)
        relax(column, at + 1, column.cost[at] + model.insert[codes[at]]);
    }
  };

  const size_t units = sounds.size() / 2;
  for (size_t i = 0; i < units; ++i) {
    insert_letters(*now);
    for (size_t span = 0; span < 2; ++span) {
      const std::uint16_t number = sounds[2 * i + span];
      // A word joined of two ends its first part's last pair here; none begins at the last unit.
      if (number == kNoChunk || i + span >= units) continue;
      Column& to = span == 0 ? *next : *after;
      const Chunk& chunk = model.chunks[number];
      to.word = std::min(to.word, now->word + chunk.prior);
      for (std::uint32_t s = chunk.first; s < chunk.last; ++s) {
        const Spelling& spelling = model.spellings[s];
        std::uint64_t stands = now->reached;
        for (unsigned k = 0; k < spelling.size; ++k) stands &= masks[spelling.letters[k]] >> k;
        const std::int32_t cost = chunk.prior + spelling.cost;
        while (stands != 0) {
          const auto j = static_cast<size_t>(std::countr_zero(stands));
          stands &= stands - 1;
          relax(to, j + spelling.size, now->cost[j] + cost);
        }
      }
    }
    if (sounds[2 * i] == kNoChunk) next->word = std::min(next->word, now->word);
    // Any unit may be left unwritten, dearly.
    std::int32_t prior = sounds[2 * i] == kNoChunk ? 0 : model.chunks[sounds[2 * i]].prior;
    for (std::uint64_t left = now->reached; left != 0; left &= left - 1) {
      const auto j = static_cast<size_t>(std::countr_zero(left));
      relax(*next, j, now->cost[j] + prior + kUnseenCost);
    }
    std::swap(now, next);
    std::swap(next, after);
    after->reached = 0;
    after->word = kImpossible;
  }
  insert_letters(*now);
  const std::int32_t cost = now->cost[static_cast<size_t>(letters)] - now->word;
  return {.evidence = (chance - cost) * kSpellingCostUnit,
          .spelling_chance = chance * kSpellingCostUnit};
}

}  // namespace hearim
