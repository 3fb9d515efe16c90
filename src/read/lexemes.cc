#include "read/lexemes.h"

#include <algorithm>
#include <cmath>

#include "read/letter_key.h"

namespace hearim {
namespace {

constexpr std::size_t kWordKeyMax = 40;  // longer words are in no lexicon

struct Cutter {
  std::u32string_view text;
  const Lexicon& lexicon;
  std::vector<Lexeme> out;
  std::size_t at = 0;
  bool space = false, line = true;
  int line_ends = 2;
  std::size_t inert_until = 0;
  WordClass no_number = kNoClass, digit_word = kNoClass, multiplier = kNoClass;

  Cutter(std::u32string_view text_, const Lexicon& lexicon_) : text(text_), lexicon(lexicon_) {
    out.reserve(text.size() / 4 + 8);
    no_number = lexicon.class_named("not_number");
    digit_word = lexicon.class_named("number");
    multiplier = lexicon.class_named("multiplier");
  }

  bool in_class(WordId id, WordClass c) const {
    return c != kNoClass && lexicon.classes(id).test(c);
  }

  LetterKind kind(std::size_t i) const {
    return i < text.size() ? letter_kind(text[i]) : LetterKind::line_end;
  }

  void push(Lexeme lexeme) {
    lexeme.space_before = space;
    lexeme.break_before = line;
    lexeme.inert = lexeme.start < inert_until;
    out.push_back(lexeme);
    space = line = false;
    line_ends = 0;
  }

  // "http:", "www.": everything to the next space is one address.
  void note_address(std::u32string_view key, std::size_t end) {
    if (at < inert_until) return;  // known already
    const bool scheme = (key == U"http" || key == U"https" || key == U"ftp") && end < text.size() &&
                        text[end] == U':';
    const bool host = key == U"www" && end < text.size() && text[end] == U'.';
    if (!scheme && !host) return;
    std::size_t i = end;
    while (i < text.size() && kind(i) != LetterKind::space && kind(i) != LetterKind::line_end &&
           kind(i) != LetterKind::han && kind(i) != LetterKind::hangul) {
      ++i;
    }
    inert_until = std::max(inert_until, i);
  }

  void word(LetterKind first) {
    char32_t key[kWordKeyMax];
    std::size_t length = 0, i = at;
    bool too_long = false;
    for (; i < text.size(); ++i) {
      const LetterKind here = kind(i);
      if (here != first && here != LetterKind::mark) break;
      if (const char32_t c = letter_key(text[i])) {
        if (length < kWordKeyMax)
          key[length++] = c;
        else
          too_long = true;
      }
    }
    const std::u32string_view word_key(key, too_long ? 0 : length);
    if (first == LetterKind::arabic) {
      arabic_word(word_key, i);
    } else {
      Lexeme lexeme;
      lexeme.start = static_cast<std::uint32_t>(at);
      lexeme.end = static_cast<std::uint32_t>(i);
      lexeme.latin = true;
      lexeme.word = word_key.empty() ? WordId{0} : lexicon.find(word_key);
      lexeme.capital = text[at] != letter_key(text[at]) && text[at] < 0x2000;
      push(lexeme);
      note_address(word_key, i);
    }
    at = i;
  }

  // و, then ب ل ك ف, then ال, each only if a known word is left.
  void arabic_word(std::u32string_view key, std::size_t end) {
    std::size_t used = 0;  // letters of the key given away
    const auto place_after = [&](std::size_t letters) {
      std::size_t i = at;
      for (std::size_t n = 0; i < end; ++i) {
        if (kind(i) != LetterKind::mark && n++ == letters) break;
      }
      return i;
    };
    // A word with a class of its own, with or without its article, before one that only goes on
    // a phrase.
    const auto known = [&](std::u32string_view rest) {
      if (rest.empty()) return WordId{0};
      const WordId whole = lexicon.find(rest);
      const bool article =
          rest.size() > 3 && (rest.substr(0, 2) == U"ال" || rest.substr(0, 2) == U"لل");
      const WordId bare = article ? lexicon.find(rest.substr(2)) : WordId{0};
      const auto own = [&](WordId word) {
        ClassMask mask = lexicon.classes(word);
        mask.reset(kContinuation);
        return mask.any();
      };
      if (own(whole)) return whole;
      if (own(bare)) return bare;
      if (lexicon.classes(whole).any()) return whole;
      return lexicon.classes(bare).any() ? bare : WordId{0};
    };
    const auto give = [&](std::size_t letters, WordId word) {
      Lexeme lexeme;
      lexeme.start = static_cast<std::uint32_t>(place_after(used));
      lexeme.end = static_cast<std::uint32_t>(place_after(used + letters));
      lexeme.word = word;
      lexeme.definite = letters > 2 && key.substr(used, 2) == U"ال";
      push(lexeme);
      used += letters;
    };
    if (known(key) == 0) {
      auto rest = key;
      std::size_t prefixes = 0;
      if (rest.size() > 1 && rest.front() == U'و') {
        rest.remove_prefix(1);
        ++prefixes;
      }
      if (known(rest) == 0 && rest.size() > 2 &&
          (rest.front() == U'ب' || rest.front() == U'ل' || rest.front() == U'ك' ||
           rest.front() == U'ف')) {
        rest.remove_prefix(1);
        ++prefixes;
      }
      // "و2007": the conjunction before digits stands alone already.
      if (prefixes > 0 && known(rest) != 0) {
        for (std::size_t i = 0; i < prefixes; ++i) give(1, lexicon.find(key.substr(i, 1)));
      }
    }
    give(key.size() - used, known(key.substr(used)));
    out.back().end = static_cast<std::uint32_t>(end);
  }

  void syllables(LetterKind first) {
    std::size_t run = at;
    char32_t key[kWordKeyMax];
    std::size_t length = 0;
    for (; run < text.size() && length < kWordKeyMax && kind(run) == first; ++run) {
      key[length++] = letter_key(text[run]);
    }
    WordId word = 0;
    std::size_t taken = lexicon.longest({key, length}, 0, word);
    // After digits 일 is a day, though 일부 is a word: "3일부터".
    if (first == LetterKind::hangul && !out.empty() && out.back().kind == LexemeKind::digits &&
        out.back().end == at) {
      while (taken > 0 && no_number != kNoClass && lexicon.classes(word).test(no_number)) {
        word = 0;
        taken = lexicon.longest({key, taken - 1}, 0, word);
      }
    }
    // After a figure 年底 is the end of that year, 日前 before that day, not words of their own.
    if (first == LetterKind::han && taken == 2 && !out.empty() && out.back().end == at &&
        (key[0] == U'年' || key[0] == U'月' || key[0] == U'日') &&
        std::u32string_view(U"底末初中前后後内").find(key[1]) != std::u32string_view::npos &&
        (out.back().kind == LexemeKind::digits || in_class(out.back().word, digit_word) ||
         in_class(out.back().word, multiplier))) {
      taken = lexicon.longest({key, 1}, 0, word);
    }
    if (taken == 0) {
      taken = 1;
      if (first != LetterKind::han) {  // the rest of the run, however long
        while (at + taken < text.size() && kind(at + taken) == first) ++taken;
      }
    }
    Lexeme lexeme;
    lexeme.start = static_cast<std::uint32_t>(at);
    lexeme.end = static_cast<std::uint32_t>(at + taken);
    lexeme.word = word;
    push(lexeme);
    at += taken;
  }

  std::size_t digits_end(std::size_t i) const {
    while (i < text.size() && kind(i) == LetterKind::digit) ++i;
    return i;
  }

  void number() {
    const bool comma_decimal = lexicon.language() == ReadLanguage::spanish;
    const bool either_decimal = comma_decimal || lexicon.language() == ReadLanguage::arabic;
    const std::size_t start = at;
    // 13.5.2015: what follows a point after digits has no decimals of its own.
    const bool chained = out.size() > 1 && out.back().kind == LexemeKind::punctuation &&
                         out.back().end == start && text[start - 1] == U'.' &&
                         out[out.size() - 2].kind == LexemeKind::digits &&
                         out[out.size() - 2].end == out.back().start;
    std::size_t end = digits_end(at);
    Lexeme lexeme;
    lexeme.kind = LexemeKind::digits;
    const std::size_t first_count = end - start;
    // Groups: the same separator each time, then three digits (Indian custom: two, the last three).
    std::size_t groups = 0;
    char32_t separator = 0;
    std::size_t i = end;
    while (first_count <= 3 && i + 1 < text.size()) {
      char32_t c = text[i];
      if (c == U'，' || c == U'،' || c == U'٬') c = U',';
      if (c == 0xA0 || c == 0x202F || c == 0x2009) c = U' ';
      if (c == U'’') c = U'\'';
      if (c != U',' && c != U'.' && c != U' ' && c != U'\'') break;
      if (separator != 0 && c != separator) break;
      const std::size_t next = digits_end(i + 1);
      const std::size_t count = next - i - 1;
      if (c == U',' && count == 2 && first_count <= 2 && !comma_decimal && next < text.size() &&
          text[next] == U',') {
        // a pair of the Indian custom
      } else if (count != 3) {
        break;
      }
      separator = c;
      ++groups;
      i = next;
    }
    const bool nbsp = groups > 0 && text[end] != U' ';
    bool take = groups > 0;
    if (take && separator == U' ' && groups < 2 && !nbsp && !(comma_decimal && first_count < 4))
      take = false;
    if (take && separator == U'.' && !comma_decimal && groups < 2) take = false;  // 4.800 is 4.8
    if (take && separator == U',' && comma_decimal && groups < 2) take = false;   // 4,800 is 4.8
    if (take && groups < 2 && first_count == 1 && text[start] == U'0') take = false;
    double value = 0;
    for (std::size_t k = start; k < (take ? i : end); ++k) {
      if (kind(k) == LetterKind::digit) value = value * 10 + digit_value(text[k]);
    }
    if (take) end = i;
    lexeme.grouped = take;
    lexeme.digit_count = static_cast<std::uint8_t>(
        std::min<std::size_t>(first_count + (take ? 3 * groups : 0), 255));
    // A decimal part.
    if (end + 1 < text.size()) {
      const char32_t c = text[end];
      const bool point = c == U'.' || c == U'．' || c == U'٫' || c == U'·';
      const bool comma = c == U',' || c == U'،' || c == U'，';
      const std::size_t next = digits_end(end + 1);
      const bool as_point =
          (point && !(take && separator == U'.')) ||
          (comma && !(take && separator == U',') && (either_decimal || next - end - 1 == 2));
      // 192.168.1.2, 1.2.3: not a decimal
      const bool more =
          next + 1 < text.size() && text[next] == c && kind(next + 1) == LetterKind::digit;
      if (as_point && !chained && next > end + 1 && !more && next - end - 1 <= 18 &&
          (!take || separator != U' ' || point || comma_decimal)) {
        double scale = 0.1;
        double part = 0;
        for (std::size_t k = end + 1; k < next; ++k) part = part * 10 + digit_value(text[k]);
        scale = std::pow(10.0, static_cast<double>(next - end - 1));
        value += part / scale;
        lexeme.decimal = true;
        end = next;
      }
    }
    // .25
    if (!out.empty() && out.back().kind == LexemeKind::punctuation && out.back().end == start &&
        start > 0 && text[start - 1] == U'.' && !take && !lexeme.decimal && first_count <= 18 &&
        (out.size() < 2 || out[out.size() - 2].end < out.back().start ||
         out[out.size() - 2].kind == LexemeKind::punctuation)) {
      lexeme.start = static_cast<std::uint32_t>(start - 1);
      value /= std::pow(10.0, static_cast<double>(first_count));
      lexeme.decimal = true;
      space = out.back().space_before;
      line = out.back().break_before;
      out.pop_back();
    } else {
      lexeme.start = static_cast<std::uint32_t>(start);
    }
    // 1.5e6
    if (end + 1 < text.size() && (text[end] == U'e' || text[end] == U'E')) {
      const bool sign = text[end + 1] == U'-' || text[end + 1] == U'+';
      const std::size_t power = end + (sign ? 2 : 1);
      const std::size_t next = digits_end(power);
      if (next > power && next - power <= 2 && kind(next) != LetterKind::latin) {
        int exponent = 0;
        for (std::size_t k = power; k < next; ++k) exponent = exponent * 10 + digit_value(text[k]);
        value *= std::pow(10.0, text[end + 1] == U'-' ? -exponent : exponent);
        end = next;
        lexeme.decimal = true;
      }
    }
    lexeme.end = static_cast<std::uint32_t>(end);
    lexeme.value = value;
    if (end - start <= 4 && !lexeme.decimal && !lexeme.grouped) {
      char32_t key[4];
      for (std::size_t k = start; k < end; ++k) key[k - start] = letter_key(text[k]);
      lexeme.word = lexicon.find(std::u32string_view(key, end - start));
    }
    push(lexeme);
    at = end;
  }

  void run() {
    while (at < text.size()) {
      const LetterKind here = kind(at);
      switch (here) {
        case LetterKind::line_end:
          if (++line_ends >= 2) line = true;
          [[fallthrough]];
        case LetterKind::space:
          space = true;
          [[fallthrough]];
        case LetterKind::mark:
          ++at;
          break;
        case LetterKind::latin:
        case LetterKind::arabic:
          word(here);
          break;
        case LetterKind::han:
        case LetterKind::hangul:
        case LetterKind::kana:
          syllables(here);
          break;
        case LetterKind::digit:
          number();
          break;
        case LetterKind::punctuation: {
          Lexeme lexeme;
          lexeme.kind = LexemeKind::punctuation;
          lexeme.start = static_cast<std::uint32_t>(at);
          lexeme.end = lexeme.start + 1;
          const char32_t key = letter_key(text[at]);
          lexeme.word = lexicon.find({&key, 1});
          push(lexeme);
          ++at;
          break;
        }
      }
    }
  }
};

}  // namespace

std::vector<Lexeme> lexemes_of(std::u32string_view text, const Lexicon& lexicon) {
  Cutter cutter(text, lexicon);
  cutter.run();
  return std::move(cutter.out);
}

const LexiconEntry* entry_at(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                             std::size_t at, WordClass word_class, std::size_t& length) {
  if (at >= lexemes.size() || word_class == kNoClass) return nullptr;
  const WordId first = lexemes[at].word;
  if (!lexicon.classes(first).test(word_class)) return nullptr;
  for (const LexiconEntry& entry : lexicon.entries(first)) {
    if (entry.word_class != word_class) continue;
    bool same = at + entry.words.size() <= lexemes.size();
    for (std::size_t k = 1; same && k < entry.words.size(); ++k) {
      same = lexicon.bare(lexemes[at + k].word) == lexicon.bare(entry.words[k]) &&
             !lexemes[at + k].break_before;
    }
    if (same) {
      length = entry.words.size();
      return &entry;
    }
  }
  return nullptr;
}

bool in_digit_code(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon, std::size_t at) {
  // The group before i, or after it, glued with one hyphen.
  const auto joined = [&](std::size_t hyphen) {
    return lexemes[hyphen].kind == LexemeKind::punctuation && lexemes[hyphen].word != 0 &&
           lexicon.key(lexemes[hyphen].word).front() == U'-' && !lexemes[hyphen].space_before &&
           !lexemes[hyphen + 1].space_before && lexemes[hyphen - 1].kind == LexemeKind::digits &&
           lexemes[hyphen + 1].kind == LexemeKind::digits;
  };
  int groups = 1;
  for (std::size_t i = at; groups < 3 && i > 1 && joined(i - 1); i -= 2) ++groups;
  for (std::size_t i = at; groups < 3 && i + 2 < lexemes.size() && joined(i + 1); i += 2) ++groups;
  return groups >= 3;
}

}  // namespace hearim
