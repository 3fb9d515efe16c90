#include "read/name_matcher.h"

#include <algorithm>

#include "read/hangul_names.h"
#include "read/letter_key.h"

namespace hearim {
namespace {

constexpr std::size_t kLettersMax = 200;  // of one name

bool blank(char32_t c) {
  const LetterKind kind = letter_kind(c);
  return kind == LetterKind::space || kind == LetterKind::line_end;
}

LetterKind kind_at(const StoryView& view, std::uint32_t at) {
  return at < view.text.size() ? letter_kind(view.text[at]) : LetterKind::space;
}

// Whether a name may end at `end`, a place behind a letter.
bool may_end(const StoryView& view, std::uint32_t end) {
  const LetterKind last = kind_at(view, end - 1), next = kind_at(view, end);
  if (last == LetterKind::han || last == LetterKind::kana) return true;
  if (last == LetterKind::hangul) {
    if (next != LetterKind::hangul) return true;
    std::uint32_t rest = end;
    while (rest < end + 8 && kind_at(view, rest) == LetterKind::hangul) ++rest;
    return hangul_is(view.text.substr(end, rest - end), "particle");
  }
  return next != last && next != LetterKind::mark && next != LetterKind::digit;
}

}  // namespace

void NameMatcher::add(std::u32string_view name, std::uint32_t index) {
  Name made{{}, index};
  for (const char32_t c : name) {
    if (blank(c)) {
      if (!made.folded.empty() && made.folded.back() != U' ') made.folded += U' ';
      continue;
    }
    const char32_t key = letter_key(c);
    if (key != 0 && c != U'.') made.folded += key;
  }
  while (!made.folded.empty() && made.folded.back() == U' ') made.folded.pop_back();
  if (made.folded.size() < 2 || made.folded.size() > kLettersMax) return;
  names_.push_back(std::move(made));
}

void NameMatcher::sort() {
  std::stable_sort(names_.begin(), names_.end(),
                   [](const Name& a, const Name& b) { return a.folded < b.folded; });
}

NameMatcher::Match NameMatcher::at(std::u32string_view text, std::uint32_t start,
                                   const std::function<bool(std::uint32_t)>& accepts) const {
  Match best;
  auto low = names_.begin(), high = names_.end();
  std::size_t depth = 0;
  for (std::uint32_t i = start; i < text.size() && low != high && depth < kLettersMax; ++i) {
    char32_t key = U' ';
    if (blank(text[i])) {
      if (i == start || blank(text[i - 1])) continue;
    } else {
      key = letter_key(text[i]);
      if (key == 0 || text[i] == U'.') continue;
    }
    const auto letter = [depth](const Name& name) {
      return depth < name.folded.size() ? name.folded[depth] : char32_t{0};
    };
    low = std::lower_bound(low, high, key,
                           [&](const Name& name, char32_t k) { return letter(name) < k; });
    high = std::upper_bound(low, high, key,
                            [&](char32_t k, const Name& name) { return k < letter(name); });
    ++depth;
    if (low != high && low->folded.size() == depth && accepts(i + 1)) best = {i + 1, low->index};
  }
  return best;
}

void for_each_known_name(
    const StoryView& view, const NameMatcher& names,
    const std::function<void(TextSpan, std::size_t, std::size_t, std::uint32_t)>& found) {
  if (names.empty()) return;
  const auto accepts = [&](std::uint32_t end) { return may_end(view, end); };
  std::uint32_t free_from = 0;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const Lexeme& lexeme = view.lexemes[i];
    if (lexeme.kind == LexemeKind::punctuation || lexeme.inert) continue;
    const LetterKind kind = kind_at(view, lexeme.start);
    // Inside a Hangul word nothing begins.
    if (kind == LetterKind::hangul && i > 0 && view.glued(i) &&
        kind_at(view, lexeme.start - 1) == LetterKind::hangul)
      continue;
    std::uint32_t start = lexeme.start;
    // A longer word of Han characters may hide the beginning of a name.
    const std::uint32_t starts_end = kind == LetterKind::han ? lexeme.end
                                     : kind == LetterKind::arabic
                                         ? std::min(lexeme.start + 2, lexeme.end)
                                         : lexeme.start + 1;
    for (; start < starts_end; ++start) {
      if (start < free_from) continue;
      if (kind == LetterKind::arabic && start > lexeme.start) {
        const char32_t prefix = view.text[lexeme.start];
        if (prefix != U'و' && prefix != U'ل' && prefix != U'ب' && prefix != U'ف') break;
      }
      const NameMatcher::Match match = names.at(view.text, start, accepts);
      if (match.end == 0) continue;
      std::size_t last = i + 1;
      while (last < view.size() && view.lexemes[last].start < match.end) ++last;
      // A Korean word belongs to its particle.
      if (kind_at(view, match.end - 1) == LetterKind::hangul)
        while (last < view.size() && view.glued(last) && view.is_word(last) &&
               kind_at(view, view.lexemes[last].start) == LetterKind::hangul)
          ++last;
      found({start, match.end}, i, last, match.index);
      free_from = match.end;
      break;
    }
  }
}

}  // namespace hearim
