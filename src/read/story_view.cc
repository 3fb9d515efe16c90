#include "read/story_view.h"

#include <algorithm>

#include "read/letter_key.h"

namespace hearim {
namespace {

constexpr std::uint32_t kSentenceMax = 256;    // lexemes: what has no full stop is cut
constexpr std::uint32_t kHeadingLineMax = 50;  // code points; wrapped prose has longer lines
constexpr std::u32string_view kAbbreviations[] = {
    U"mr",  U"mrs", U"ms",  U"dr",  U"prof", U"gen", U"col", U"capt", U"lt",  U"sgt",
    U"rev", U"st",  U"no",  U"inc", U"ltd",  U"vs",  U"etc", U"jr",   U"sr",  U"sen",
    U"gov", U"rep", U"hon", U"sra", U"srta", U"ud",  U"lic", U"ing",  U"art", U"núm"};

bool is_stop(char32_t c) {
  return c == U'.' || c == U'!' || c == U'?' || c == U'。' || c == U'！' || c == U'？' ||
         c == U'؟' || c == U'…' || c == U'｡';
}

}  // namespace

StoryView::StoryView(std::u32string_view text_, const std::vector<Lexeme>& lexemes_,
                     const std::vector<DateSpan>& dates, const LanguageRules& rules)
    : text(text_),
      lexemes(lexemes_),
      lexicon(rules.lexicon),
      words(rules.story_words),
      sentence_of(lexemes_.size() + 1, 0),
      in_date(lexemes_.size() + 1, false) {
  for (const DateSpan& date : dates) {
    for (std::uint32_t i = date.first; i < date.last; ++i) in_date[i] = true;
  }
  cut();
}

bool StoryView::is_quote_mark(std::size_t i) const {
  switch (sign(i)) {
    case U'"':
    case U'“':
    case U'”':
    case U'„':
    case U'«':
    case U'»':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
    case U'＂':
      return true;
    default:
      return false;
  }
}

bool StoryView::is_opening_mark(std::size_t i) const {
  switch (sign(i)) {
    case U'"':
    case U'＂':
    case U'“':
    case U'„':
    case U'«':
    case U'「':
    case U'『':
    case U'《':
    case U'‘':
      return true;
    default:
      return false;
  }
}

bool StoryView::all_capitals(std::size_t i) const {
  const auto word = letters(i);
  if (word.size() < 2) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char32_t c) { return c < 0x2000 && letter_key(c) != c; });
}

const LexiconEntry* StoryView::ending(std::size_t to, StoryClass c, std::size_t& first) const {
  for (std::size_t back = std::min<std::size_t>(to, 4); back > 0; --back) {
    std::size_t length = 0;
    const LexiconEntry* found = entry(to - back, c, length);
    if (found != nullptr && length == back) {
      first = to - back;
      return found;
    }
  }
  first = to;
  return nullptr;
}

std::size_t StoryView::lexeme_at(std::uint32_t code_point) const {
  const auto at = std::partition_point(lexemes.begin(), lexemes.end(), [&](const Lexeme& lexeme) {
    return lexeme.end <= code_point;
  });
  return static_cast<std::size_t>(at - lexemes.begin());
}

std::uint64_t StoryView::key(std::size_t first, std::size_t last) const {
  std::uint64_t hash = 1469598103934665603ULL;
  const auto add = [&](char32_t c) { hash = (hash ^ c) * 1099511628211ULL; };
  for (std::size_t i = first; i < last; ++i) {
    const char32_t mark = sign(i);
    if (mark == U'.') continue;
    if (i > first && lexemes[i].space_before && sign(i - 1) != U'.') add(U' ');
    for (const char32_t c : letters(i)) {
      if (const char32_t folded = letter_key(c)) add(folded);
    }
  }
  return hash;
}

bool StoryView::ends_sentence(std::size_t i) const {
  const char32_t c = sign(i);
  if (!is_stop(c)) return false;
  std::size_t next = i + 1;
  while (next < lexemes.size() && glued(next) &&
         (is_quote_mark(next) || sign(next) == U')' || sign(next) == U']' || sign(next) == U'’' ||
          sign(next) == U'\'' || is_stop(sign(next)))) {
    ++next;
  }
  if (next >= lexemes.size()) return true;
  const Lexeme& after = lexemes[next];
  if (after.break_before) return true;
  if (c == U'。' || c == U'！' || c == U'？' || c == U'｡') return true;
  if (!after.space_before && after.latin) return false;  // U.N., a.test
  if (after.latin && !after.capital) return false;       // "Where?" she said
  if (c == U'.' && i > 0 && is_word(i - 1) && lexemes[i - 1].latin) {
    const auto word = letters(i - 1);
    if (word.size() == 1) {
      // An initial, or the last letter of "U.S.": the sentence goes on unless a new one is plain.
      return i > 2 && sign(i - 2) == U'.' &&
             (has(next, StoryClass::determiner) || has(next, StoryClass::pronoun));
    }
    if (word.size() <= 5) {
      std::u32string folded;
      for (const char32_t letter : word) folded += letter_key(letter);
      for (const auto known : kAbbreviations) {
        if (folded == known) return false;
      }
    }
  }
  return true;
}

void StoryView::cut() {
  sentences.reserve(lexemes.size() / 16 + 1);
  std::uint32_t first = 0, paragraph = 0, line_start = 0;
  bool paragraph_begins = true;
  const auto close = [&](std::uint32_t last) {
    if (last <= first) return;
    Sentence sentence{first, last, paragraph, false};
    const char32_t end = sign(last - 1);
    if (paragraph_begins && !is_stop(end) && last - first <= 40) {
      std::size_t capitals = 0, counted = 0;
      for (std::uint32_t i = first; i < last; ++i) {
        if (lexemes[i].kind != LexemeKind::word || !lexemes[i].latin) continue;
        if (lexemes[i].end - lexemes[i].start <= 3 && i > first) continue;
        ++counted;
        capitals += lexemes[i].capital;
      }
      // A by-line or an editor's note in brackets is no headline.
      const auto opening = letters(first);
      sentence.headline = counted >= 5 && capitals * 10 >= counted * 7 && sign(first) != U'[' &&
                          opening != U"By" && opening != U"Por";
    }
    for (std::uint32_t i = first; i < last; ++i)
      sentence_of[i] = static_cast<std::uint32_t>(sentences.size());
    sentences.push_back(sentence);
    first = last;
    paragraph_begins = false;
  };
  for (std::uint32_t i = 0; i < lexemes.size(); ++i) {
    if (i > 0 && lexemes[i].space_before) {
      bool new_line = lexemes[i].break_before;
      for (std::uint32_t k = lexemes[i - 1].end; !new_line && k < lexemes[i].start; ++k)
        new_line = text[k] == U'\n' || text[k] == U'\r' || text[k] == 0x2028 || text[k] == 0x2029;
      if (new_line) {
        const bool short_line = lexemes[i - 1].end - line_start < kHeadingLineMax;
        if (lexemes[i].break_before || short_line) {
          close(i);
          ++paragraph;
          paragraph_begins = true;
        }
        line_start = lexemes[i].start;
      }
    }
    if (i - first >= kSentenceMax) {
      close(i);
    }
    // "[Compiled by Ines Marrow] The group ...": a note before the text
    if (sign(i) == U']' && sign(first) == U'[') {
      close(i + 1);
      continue;
    }
    if (ends_sentence(i)) {
      std::uint32_t end = i + 1;
      while (end < lexemes.size() && glued(end) && !lexemes[end].break_before &&
             (is_quote_mark(end) || sign(end) == U')' || sign(end) == U']' || sign(end) == U'\'' ||
              sign(end) == U'’' || is_stop(sign(end))))
        ++end;
      close(end);
      i = end - 1;
    }
  }
  close(static_cast<std::uint32_t>(lexemes.size()));
  sentence_of[lexemes.size()] =
      sentences.empty() ? 0 : static_cast<std::uint32_t>(sentences.size() - 1);
}

}  // namespace hearim
