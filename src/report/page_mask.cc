#include "report/page_mask.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <string>

#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::size_t kWordsMax = 6, kCharactersMax = 12;
constexpr std::uint32_t kGapMax = 3;  // between two words of a name: ", " and one more

// A word, or one character of a script that is written without spaces.
struct Piece {
  TextSpan span;
  std::u32string folded;
  bool unspaced = false;
  bool may_stand_alone = false;
};

bool is_unspaced(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HANGUL:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

bool in_a_word(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) ||
         u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

// Apostrophes and marks inside a word do not end it: O'Neil.
bool joins(char32_t c) {
  return c == U'\'' || c == U'’' || c == U'ʼ' || c == 0x200C || c == 0x200D;
}

std::vector<Piece> pieces_of(std::u32string_view text) {
  std::vector<Piece> pieces;
  for (std::uint32_t i = 0; i < text.size();) {
    if (!in_a_word(text[i])) {
      ++i;
      continue;
    }
    Piece piece{.span = {i, i + 1}, .folded = {}};
    if (is_unspaced(text[i])) {
      piece.unspaced = piece.may_stand_alone = true;
    } else {
      std::uint32_t end = i + 1;
      while (end < text.size() && !is_unspaced(text[end]) &&
             (in_a_word(text[end]) ||
              (joins(text[end]) && end + 1 < text.size() && in_a_word(text[end + 1]))))
        ++end;
      piece.span.end = end;
      bool cased = false, digit = false;
      for (const char32_t c : text.substr(i, end - i)) {
        cased = cased || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_CASED);
        digit = digit || u_isdigit(static_cast<UChar32>(c));
      }
      piece.may_stand_alone = !cased || digit || u_isupper(static_cast<UChar32>(text[i])) ||
                              u_istitle(static_cast<UChar32>(text[i]));
    }
    const auto raw = text.substr(piece.span.start, piece.span.end - piece.span.start);
    piece.folded = fold_letters(to_utf8(raw));
    i = piece.span.end;
    if (!piece.folded.empty()) pieces.push_back(std::move(piece));
  }
  return pieces;
}

class Hash {
 public:
  void add(std::u32string_view word) {
    for (const char32_t c : word) mix(c);
  }
  void space() { mix(U' '); }
  std::uint64_t value() const { return value_; }

 private:
  void mix(char32_t c) {  // FNV-1a over code points, with a finaliser's shift
    value_ = (value_ ^ c) * 0x100000001b3ULL;
    value_ ^= value_ >> 29;
  }
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

bool is_arabic_prefix(char32_t c) {
  return c == U'و' || c == U'ب' || c == U'ل' || c == U'ف' || c == U'ك';
}

// Every run of pieces that may be a name: visit(hash, first piece, last piece).
template <typename Visit>
void for_each_run(const std::vector<Piece>& pieces, Visit visit) {
  for (std::size_t first = 0; first < pieces.size(); ++first) {
    const bool prefixed = !pieces[first].unspaced && pieces[first].folded.size() > 3 &&
                          is_arabic_prefix(pieces[first].folded[0]);
    for (int start = 0; start <= (prefixed ? 1 : 0); ++start) {
      Hash hash;
      std::size_t words = 0, characters = 0;
      for (std::size_t last = first; last < pieces.size(); ++last) {
        if (last > first) {
          if (pieces[last].span.start - pieces[last - 1].span.end > kGapMax) break;
          // Between characters written without spaces a space says nothing: 김 민지 is 김민지.
          if (!(pieces[last].unspaced && pieces[last - 1].unspaced)) hash.space();
        }
        pieces[last].unspaced ? ++characters : ++words;
        if (words > kWordsMax || characters > kCharactersMax) break;
        const std::u32string_view folded = pieces[last].folded;
        hash.add(last == first && start == 1 ? folded.substr(1) : folded);
        const bool alone = last == first;
        if (alone && (pieces[first].unspaced || !pieces[first].may_stand_alone)) continue;
        visit(hash.value(), first, last);
      }
    }
  }
}

std::uint64_t hash_of(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end) {
  Hash hash;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin && !(pieces[i].unspaced && pieces[i - 1].unspaced)) hash.space();
    hash.add(pieces[i].folded);
  }
  return hash.value();
}

// Numbers alone name nobody: a year or a count would be taken for one.
bool says_enough(const std::vector<Piece>& pieces) {
  std::size_t letters = 0, digits = 0;
  for (const Piece& piece : pieces)
    for (const char32_t c : piece.folded) u_isdigit(static_cast<UChar32>(c)) ? ++digits : ++letters;
  return letters >= 2 || digits >= 7;
}

}  // namespace

void PageMask::consider(std::u32string_view text) {
  for_each_run(pieces_of(text),
               [&](std::uint64_t hash, std::size_t, std::size_t) { considered_.insert(hash); });
}

void PageMask::learn(std::string_view name) {
  const std::vector<Piece> pieces = pieces_of(decode_text(name));
  if (!says_enough(pieces)) return;
  const std::uint64_t hash = hash_of(pieces, 0, pieces.size());
  if (considered_.contains(hash)) names_.insert(hash);
}

void PageMask::learn_with_parts(std::string_view name) {
  const std::vector<Piece> pieces = pieces_of(decode_text(name));
  if (!says_enough(pieces)) return;
  const auto learn_run = [&](std::size_t begin, std::size_t end) {
    const std::uint64_t hash = hash_of(pieces, begin, end);
    if (considered_.contains(hash)) names_.insert(hash);
  };
  learn_run(0, pieces.size());
  for (std::size_t begin = 0; begin < pieces.size();) {
    std::size_t end = begin + 1;
    while (pieces[begin].unspaced && end < pieces.size() && pieces[end].unspaced &&
           pieces[end].span.start == pieces[end - 1].span.end)
      ++end;
    const bool long_enough =
        pieces[begin].unspaced ? end - begin >= 2 : pieces[begin].folded.size() >= 3;
    const bool number = std::all_of(pieces[begin].folded.begin(), pieces[begin].folded.end(),
                                    [](char32_t c) { return u_isdigit(static_cast<UChar32>(c)); });
    if (long_enough && !number) learn_run(begin, end);
    begin = end;
  }
}

std::vector<TextSpan> PageMask::find(std::u32string_view text) const {
  std::vector<TextSpan> found;
  const std::vector<Piece> pieces = pieces_of(text);
  for_each_run(pieces, [&](std::uint64_t hash, std::size_t first, std::size_t last) {
    if (names_.contains(hash)) found.push_back({pieces[first].span.start, pieces[last].span.end});
  });
  std::sort(found.begin(), found.end(),
            [](const TextSpan& a, const TextSpan& b) { return a.start < b.start; });
  std::vector<TextSpan> apart;
  for (const TextSpan& span : found)
    if (!apart.empty() && span.start < apart.back().end)
      apart.back().end = std::max(apart.back().end, span.end);
    else
      apart.push_back(span);
  return apart;
}

std::string PageMask::masked(std::string_view utf8) const {
  const std::u32string text = decode_text(utf8);
  std::string out;
  std::uint32_t at = 0;
  for (const TextSpan& span : find(text)) {
    out += to_utf8(std::u32string_view(text).substr(at, span.start - at));
    out += kMaskedPerson;
    at = span.end;
  }
  out += to_utf8(std::u32string_view(text).substr(at));
  return out;
}

}  // namespace hearim
