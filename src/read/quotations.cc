// A mark opens if nothing is open and closes otherwise, except that a mark of an opening shape
// (“ « 「) met while one is open begins anew: the one before it was never closed. Words in marks
// are speech if there are enough of them and they are no title (every word with a capital), or if
// a verb of saying stands right beside them.
#include "read/quotations.h"

#include <algorithm>

namespace hearim {
namespace {

constexpr std::size_t kSpeechWordsMin = 4;    // words, or Han and Hangul lexemes
constexpr std::size_t kCueReachAfter = 8;     // lexemes from the closing mark to its verb
constexpr std::size_t kAppositionReach = 30;  // with ", a spokesman for the council," between
constexpr std::size_t kCueReachBefore = 10;   // from the verb to the opening mark
constexpr std::size_t kCueReachBeside = 3;    // near enough to make two words speech

enum class Mark : std::uint8_t { none, opens, closes, either };

Mark mark_of(char32_t c) {
  switch (c) {
    case U'“':
    case U'„':
    case U'«':
    case U'「':
    case U'『':
      return Mark::opens;  // 《 holds a title
    case U'”':
    case U'»':
    case U'」':
    case U'』':
      return Mark::closes;
    case U'"':
    case U'＂':
      return Mark::either;
    default:
      return Mark::none;
  }
}

struct QuotationReader {
  std::u32string_view text;
  const std::vector<Lexeme>& lexemes;
  const Lexicon& lexicon;
  WordClass c_cue;

  Mark mark(std::size_t i) const {
    return lexemes[i].kind == LexemeKind::punctuation ? mark_of(text[lexemes[i].start])
                                                      : Mark::none;
  }
  char32_t sign(std::size_t i) const {
    return lexemes[i].kind == LexemeKind::punctuation ? text[lexemes[i].start] : 0;
  }
  bool is_stop(std::size_t i) const {
    const char32_t c = sign(i);
    return c == U'.' || c == U'!' || c == U'?' || c == U'。' || c == U'！' || c == U'？' ||
           c == U'؟';
  }

  // The verb nearest after `from`, before a sentence ends or another quotation begins.
  const LexiconEntry* cue_after(std::size_t from, std::size_t& at, std::size_t& length) const {
    for (at = from; at < lexemes.size() && at < from + kAppositionReach; ++at) {
      if (lexemes[at].break_before || is_stop(at) || mark(at) != Mark::none) return nullptr;
      if (at >= from + kCueReachAfter && sign(at - 1) != U',') continue;
      if (const LexiconEntry* cue = entry_at(lexemes, lexicon, at, c_cue, length)) return cue;
    }
    return nullptr;
  }
  const LexiconEntry* cue_before(std::size_t to, std::size_t& at, std::size_t& length) const {
    for (std::size_t back = 1; back <= kCueReachBefore && back <= to; ++back) {
      at = to - back;
      if (is_stop(at) || mark(at) != Mark::none) return nullptr;
      if (const LexiconEntry* cue = entry_at(lexemes, lexicon, at, c_cue, length)) return cue;
      if (lexemes[at].break_before) return nullptr;
    }
    return nullptr;
  }

  // What stands in [first, last): speech or not. `closed`: a closing mark is at `last`.
  void take(std::size_t first, std::size_t last, bool closed, std::vector<Quote>& out) const {
    const std::size_t after_mark = last + 1;
    while (last > first &&
           (sign(last - 1) == U',' || sign(last - 1) == U'،' || sign(last - 1) == U'，'))
      --last;
    if (last == first) return;
    std::size_t words = 0, capitals = 0, latin = 0;
    for (std::size_t i = first; i < last; ++i) {
      if (lexemes[i].kind == LexemeKind::punctuation) continue;
      ++words;
      latin += lexemes[i].latin;
      capitals += lexemes[i].capital;
    }
    std::size_t at = 0, length = 0, before_at = 0, before_length = 0;
    // A full stop inside ends the sentence: the next one's verb says something else.
    const bool sentence_over = sign(last - 1) == U'.';
    const LexiconEntry* after =
        closed && !sentence_over ? cue_after(after_mark, at, length) : nullptr;
    const LexiconEntry* before = cue_before(first - 1, before_at, before_length);
    // Before a quotation the verb stands right there ("he said: ..."); after it, it may be further.
    const bool beside = (after != nullptr && at < after_mark + kCueReachBeside) ||
                        (before != nullptr && first - 1 - before_at - before_length < 3);
    const bool title = latin > 0 && capitals + 1 >= latin && words < 8;
    if (words < (beside ? 2 : kSpeechWordsMin) || (title && !beside)) return;
    if (title && capitals == latin) return;
    Quote quote;
    quote.id = "s" + std::to_string(out.size() + 1);
    quote.span = {lexemes[first].start, lexemes[last - 1].end};
    const bool use_before =
        before != nullptr && (after == nullptr || first - 1 - before_at - before_length < 3);
    if (use_before) {
      quote.cue = {lexemes[before_at].start, lexemes[before_at + before_length - 1].end};
    } else if (after != nullptr) {
      quote.cue = {lexemes[at].start, lexemes[at + length - 1].end};
    }
    out.push_back(std::move(quote));
  }

  std::vector<Quote> run() const {
    std::vector<Quote> out;
    std::size_t open = lexemes.size();  // the lexeme after the opening mark
    const auto is_open = [&] { return open < lexemes.size(); };
    for (std::size_t i = 0; i < lexemes.size(); ++i) {
      if (is_open() && lexemes[i].break_before && i > open) {
        take(open, i, false, out);
        open = lexemes.size();
      }
      const Mark here = mark(i);
      if (here == Mark::none) continue;
      if (is_open() && here != Mark::opens) {
        take(open, i, true, out);
        open = lexemes.size();
      } else if (here != Mark::closes) {
        open = i + 1;
      }
    }
    if (is_open()) take(open, lexemes.size(), false, out);
    return out;
  }
};

}  // namespace

std::vector<Quote> quotations_of(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                                 const LanguageRules& rules) {
  return QuotationReader{text, lexemes, rules.lexicon, rules.lexicon.class_named("quote_cue")}
      .run();
}

}  // namespace hearim
