// A pattern with optional elements and alternatives is written out as all the plain sequences it
// stands for; these make a tree. Matching walks the tree from one lexeme on, all branches whose
// element fits, and keeps the deepest end. The depth is the length of the longest pattern.
#include "read/date_pattern.h"

#include <algorithm>

#include "base/check.h"

namespace hearim {

struct DatePatterns::Walk {
  const DatePatterns& patterns;
  DateText text;
  DateMatch best;
  std::uint32_t start = 0;

  void walk(std::uint32_t node_index, std::size_t at, const DateSlots& slots) {
    const Node& node = patterns.nodes_[node_index];
    if (node.pattern != 0 && at > best.last && !text.is(at - 1, U'.') && !text.is(at - 1, U',') &&
        !text.is(at - 1, U'،')) {
      best.last = static_cast<std::uint32_t>(at);
      best.slots = slots;
      best.pattern = node.pattern;
    }
    if (at >= text.lexemes.size() || (at > start && text.lexemes[at].break_before) ||
        text.lexemes[at].inert)
      return;
    const WordId word = text.lexemes[at].word;
    const bool figure =
        node.numerals && (text.numerals.at[at] >= 0 || text.lexemes[at].kind == LexemeKind::digits);
    if (!figure && !node.begins && (node.literals >> (word % 64) & 1) == 0 &&
        (text.lexicon.classes(word) & node.classes).none())
      return;
    for (const auto& [atom, next] : node.next) {
      if (atom.kind == 3) {
        DateSlots more = slots;
        more.begin = static_cast<std::uint32_t>(at);
        walk(next, at, more);
      } else if (atom.kind == 0) {
        if (word == atom.value && word != 0) {
          DateSlots more = slots;
          ++more.atoms;
          walk(next, at + 1, more);
        }
      } else if (atom.kind == 1) {
        if (!text.lexicon.classes(word).test(atom.value)) continue;
        DateSlots more = slots;
        ++more.atoms;
        if (const auto length = read_date_words(text, patterns.slot_of_class_[atom.value], at,
                                                static_cast<WordClass>(atom.value), more)) {
          walk(next, at + length, more);
        }
      } else {
        if (!figure || !may_be_date_element(text, atom.value, at)) continue;
        DateSlots more = slots;
        ++more.atoms;
        if (const auto length = read_date_element(text, atom.value, at, start, more))
          walk(next, at + length, more);
      }
    }
  }
};

void DatePatterns::insert(const std::vector<Atom>& atoms, std::uint16_t pattern) {
  std::uint32_t node = 0;
  for (const Atom& atom : atoms) {
    auto& next = nodes_[node].next;
    const auto found = std::find_if(next.begin(), next.end(),
                                    [&](const auto& edge) { return edge.first == atom; });
    if (found != next.end()) {
      node = found->second;
    } else {
      const auto fresh = static_cast<std::uint32_t>(nodes_.size());
      next.emplace_back(atom, fresh);
      nodes_.emplace_back();
      node = fresh;
    }
  }
  if (nodes_[node].pattern == 0) nodes_[node].pattern = pattern;
}

// One word of a pattern; a word that the lexer parts in several leaves the others in `rest`.
DatePatterns::Atom DatePatterns::atom_of(Lexicon& lexicon, std::string_view word,
                                         std::vector<Atom>& rest) const {
  if (word == "^") return {3, 0};
  if (word.front() == '{') {
    const auto name = word.substr(1, word.size() - 2);
    if (const auto element = date_element_named(name)) return {2, *element};
    return {1, lexicon.class_named(name)};
  }
  const auto words = lexicon.intern_phrase(word);
  CHECK(!words.empty());
  for (std::size_t i = 1; i < words.size(); ++i) rest.push_back({0, words[i]});
  return {0, words.front()};
}

DatePatterns::DatePatterns(Lexicon& lexicon, std::string_view text) {
  nodes_.emplace_back();
  slot_of_class_ = date_slots_of_classes(lexicon);
  std::uint16_t line_number = 0;
  std::size_t line_start = 0;
  while (line_start < text.size()) {
    const auto line_end = std::min(text.find('\n', line_start), text.size());
    const auto line = text.substr(line_start, line_end - line_start);
    line_start = line_end + 1;
    ++line_number;
    if (line.empty() || line.front() == '#' || line.front() == ' ') continue;
    // Every plain sequence the pattern stands for.
    std::vector<std::vector<Atom>> sequences(1);
    std::size_t i = 0;
    while (i < line.size()) {
      if (line[i] == ' ') {
        ++i;
        continue;
      }
      std::size_t end = i;
      std::vector<std::string_view> choices;
      if (line[i] == '(') {
        end = line.find(')', i);
        CHECK(end != std::string_view::npos);
        auto inside = line.substr(i + 1, end - i - 1);
        while (true) {
          const auto bar = inside.find('|');
          choices.push_back(inside.substr(0, bar));
          if (bar == std::string_view::npos) break;
          inside.remove_prefix(bar + 1);
        }
        ++end;
      } else {
        while (end < line.size() && line[end] != ' ' && line[end] != '?') ++end;
        choices.push_back(line.substr(i, end - i));
      }
      const bool optional = end < line.size() && line[end] == '?';
      if (optional) ++end;
      std::vector<std::vector<Atom>> grown;
      if (optional) grown = sequences;
      for (const auto choice : choices) {
        std::vector<Atom> atoms;
        std::size_t at = 0;
        bool missing = false;
        while (at < choice.size()) {
          auto space = choice.find(' ', at);
          if (space == std::string_view::npos) space = choice.size();
          if (space > at) {
            std::vector<Atom> rest;
            const Atom atom = atom_of(lexicon, choice.substr(at, space - at), rest);
            missing = missing || (atom.kind == 1 && atom.value == kNoClass);
            atoms.push_back(atom);
            atoms.insert(atoms.end(), rest.begin(), rest.end());
          }
          at = space + 1;
        }
        if (missing) continue;  // the language has no such class
        for (const auto& before : sequences) {
          auto sequence = before;
          sequence.insert(sequence.end(), atoms.begin(), atoms.end());
          grown.push_back(std::move(sequence));
        }
      }
      sequences = std::move(grown);
      i = end;
    }
    for (const auto& sequence : sequences) {
      if (!sequence.empty()) insert(sequence, line_number);
    }
  }
  for (Node& node : nodes_) {
    for (const auto& [atom, next] : node.next) {
      if (atom.kind == 0) node.literals |= std::uint64_t{1} << (atom.value % 64);
      if (atom.kind == 1) node.classes.set(atom.value);
      node.numerals = node.numerals || atom.kind == 2;
      node.begins = node.begins || atom.kind == 3;
    }
  }
  for (const auto& [atom, next] : nodes_[0].next) {
    if (atom.kind == 2 && !never_before_digits(atom.value)) {
      const auto& after = nodes_[next].next;
      figures_adjoin_ =
          figures_adjoin_ ||
          std::any_of(after.begin(), after.end(), [](const auto& e) { return e.first.kind >= 2; });
    }
    if (atom.kind == 1) first_classes_.set(atom.value);
    if (atom.kind == 0) {
      if (first_literals_.size() <= atom.value) first_literals_.resize(atom.value + 1U);
      first_literals_[atom.value] = true;
    }
  }
}

DateMatch DatePatterns::longest(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                                const Numerals& numerals, std::uint32_t at) const {
  const Lexeme& lexeme = lexemes[at];
  DateMatch none;
  none.first = none.last = at;
  const bool literal = lexeme.word < first_literals_.size() && first_literals_[lexeme.word];
  if (!literal && lexeme.kind != LexemeKind::digits && numerals.at[at] < 0 &&
      (lexicon.classes(lexeme.word) & first_classes_).none()) {
    return none;
  }
  if (lexeme.inert) return none;
  // A row of figures: no pattern begins with two in digits with nothing between them.
  if (!figures_adjoin_ && lexeme.kind == LexemeKind::digits && !literal &&
      lexeme.digit_count != 4 && at + 1 < lexemes.size() &&
      lexemes[at + 1].kind == LexemeKind::digits) {
    const auto& entries = lexicon.entries(lexeme.word);
    if (std::none_of(entries.begin(), entries.end(), [&](const LexiconEntry& entry) {
          return entry.words.size() == 1 && first_classes_.test(entry.word_class);
        }))
      return none;
  }
  Walk walk{*this, {lexemes, lexicon, numerals}, none, at};
  if (walk.text.is(at, U',') || walk.text.is(at, U'.') || walk.text.is(at, U'،')) return none;
  walk.walk(0, at, DateSlots{});
  DateMatch& best = walk.best;
  const DateSlots& s = best.slots;
  if (s.begin != 0) best.first = s.begin;
  const bool alone = s.atoms == 1;
  best.bare_month = alone && s.month != 0 && s.day == 0 && s.year < 0;
  best.bare_year = alone && s.year >= 0 && s.month == 0;
  best.bare_season = alone && s.season != 0;
  return best;
}

}  // namespace hearim
