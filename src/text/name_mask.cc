// Idea. Text and names are brought to one form: letters and digits only, folded, one after the
// other, with a note where something else stood between two. "Kim, Min-ji" and "KIM_MINJI" are both
// "kimminji". A name is kept as the hashes of the forms it can take; a text is searched at each of
// its letters for the longest of them.
//
//     names   김민지                   ->  김민지 민지김 kimminji minjikim gimminji ...
//     text    ... said Minji KIM: ...  ->  ...saidminjikim...  at a word's start: minjikim, at its
//                                          end: masked, from M to M
//
// Which lengths are tried at a letter is looked up by the three letters that stand there, so that
// most places cost one look. Two names that share a hash of 64 bits would mask a word too much.
#include "text/name_mask.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/check.h"
#include "text/letter_folding.h"
#include "text/name_forms.h"

namespace hearim {
namespace {

constexpr std::size_t kLettersMax = 63;  // of a pattern; longer names are masked from there on
constexpr std::size_t kBeginning = 3;    // letters by which lengths are looked up
constexpr std::size_t kPermutedWords = 3;
constexpr std::size_t kWordsMax = 12;     // of a name; more is a sentence
constexpr std::size_t kShortWord = 2;     // letters, of a word that is a name only with a capital
constexpr std::size_t kPartMin = 3;       // letters of a word that can stand for a part of a name
constexpr std::size_t kSpellingsMax = 3;  // of one word in Latin letters
constexpr std::size_t kNumberMin = 6;

// Not names, in columns of names.
constexpr std::array<std::u32string_view, 14> kNobody = {
    U"unknown", U"na",   U"none", U"noname", U"anonymous", U"notknown", U"unnamed",
    U"미상",    U"모름", U"무명", U"不详",   U"不詳",      U"غيرمعروف", U"مجهول"};

enum class Class : std::uint8_t { spaced, arabic, joined, digit };

struct Letter {
  char32_t folded = 0;
  Class of = Class::spaced;
  bool apart = false;    // something else stands between it and the one before
  bool capital = false;  // as written
  std::size_t begin = 0, end = 0;
};

bool counts(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  const auto u = static_cast<UChar32>(c);
  const int type = u_charType(u);
  return u_isUAlphabetic(u) || u_isdigit(u) || type == U_NON_SPACING_MARK ||
         type == U_COMBINING_SPACING_MARK;
}

Class class_of(char32_t c) {
  if (c >= '0' && c <= '9') return Class::digit;
  if (c < 0x250) return Class::spaced;
  if ((c >= 0x600 && c < 0x780) || (c >= 0xFB50 && c < 0xFE00) || (c >= 0xFE70 && c < 0xFF00))
    return Class::arabic;
  if ((c >= 0x1100 && c < 0x1200) || (c >= 0x2E80 && c < 0xA4D0) || (c >= 0xAC00 && c < 0xD7FC) ||
      (c >= 0xF900 && c < 0xFB00) || c >= 0x20000)
    return Class::joined;
  return Class::spaced;
}

std::vector<Letter> letters_of(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const composed = icu::Normalizer2::getNFCInstance(status);
  CHECK(U_SUCCESS(status) && composed != nullptr);
  std::vector<Letter> letters;
  letters.reserve(text.size());
  bool apart = true;
  const auto take = [&](char32_t folded, bool capital, std::size_t begin, std::size_t end) {
    letters.push_back({.folded = folded,
                       .of = class_of(folded),
                       .apart = apart,
                       .capital = capital,
                       .begin = begin,
                       .end = end});
    apart = false;
  };
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    const std::uint8_t first = bytes[at];
    const bool plain = first < 0x80 && (at + 1 == size || bytes[at + 1] < 0x80);
    if (plain) {
      ++at;
      const bool capital = first >= 'A' && first <= 'Z';
      const auto lower = static_cast<char32_t>(capital ? first + 32 : first);
      if (counts(lower))
        take(lower, capital, static_cast<std::size_t>(begin), static_cast<std::size_t>(at));
      else
        apart = true;
      continue;
    }
    // One letter with the marks that belong to it.
    UChar32 letter = 0, next = 0;
    U8_NEXT(bytes, at, size, letter);
    for (std::int32_t ahead = at; ahead < size; at = ahead) {
      U8_NEXT(bytes, ahead, size, next);
      if (next < 0 || composed->hasBoundaryBefore(next)) break;
    }
    const bool capital = letter >= 0 && (u_isupper(letter) || u_istitle(letter));
    const std::u32string folded = fold_letters(
        text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
    bool any = false;
    for (const char32_t c : folded) {
      if (counts(c)) {
        take(c, capital, static_cast<std::size_t>(begin), static_cast<std::size_t>(at));
        any = true;
      }
    }
    // Marks and zero-width characters fold to nothing and part nothing.
    if (!any && !folded.empty()) apart = true;
  }
  return letters;
}

std::uint64_t step(std::uint64_t hash, char32_t c) {
  hash = (hash ^ c) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}
constexpr std::uint64_t kSeed = 0x243F6A8885A308D3u;
std::uint64_t of_length(std::uint64_t hash, std::size_t length) {
  return step(hash, static_cast<char32_t>(0x110000 + length));
}

// و ف ب ل ك ا س, which are written joined to the word they lead.
bool leads_in_arabic(char32_t c) {
  return c == U'و' || c == U'ف' || c == U'ب' || c == U'ل' || c == U'ك' || c == U'ا';
}

bool begins_word(std::span<const Letter> letters, std::size_t at) {
  return at == 0 || letters[at].apart || letters[at - 1].of != letters[at].of;
}

bool may_begin(std::span<const Letter> letters, std::size_t at) {
  if (letters[at].of == Class::joined || begins_word(letters, at)) return true;
  if (letters[at].of != Class::arabic) return false;
  for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
    if (!leads_in_arabic(letters[at - back].folded)) return false;
    if (begins_word(letters, at - back)) return true;
  }
  return false;
}

bool may_end(std::span<const Letter> letters, std::size_t end) {
  return end == letters.size() || letters[end - 1].of == Class::joined || begins_word(letters, end);
}

// A short word is a name only where it cannot be part or spelling of another word.
bool long_enough(std::span<const Letter> letters, std::size_t begin, std::size_t length) {
  if (letters[begin].of == Class::joined)
    return length > 1 || (begins_word(letters, begin) && (begin + length == letters.size() ||
                                                          begins_word(letters, begin + length)));
  return length > kShortWord || letters[begin].capital || letters[begin].of == Class::arabic;
}

std::vector<std::u32string> words_of(std::string_view name) {
  std::vector<std::u32string> words;
  for (const Letter& letter : letters_of(name)) {
    if (letter.apart || words.empty()) words.emplace_back();
    words.back() += letter.folded;
  }
  return words;
}

std::u32string joined(const std::vector<std::u32string>& words) {
  std::u32string all;
  for (const std::u32string& word : words) all += word;
  return all;
}

bool has_letter(std::u32string_view word) {
  return std::any_of(word.begin(), word.end(), [](char32_t c) { return c < '0' || c > '9'; });
}

}  // namespace

void NameMask::add_pattern(std::u32string_view letters) {
  letters = letters.substr(0, kLettersMax);
  if (letters.empty() || !has_letter(letters)) return;
  std::uint64_t hash = kSeed;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    hash = step(hash, letters[i]);
    if (i + 1 == std::min(kBeginning, letters.size()))
      lengths_[of_length(hash, i + 1)] |= std::uint64_t{1} << letters.size();
  }
  patterns_.push_back(of_length(hash, letters.size()));
}

void NameMask::add_words(const std::vector<std::u32string>& words) {
  if (words.size() <= kPermutedWords) {
    std::vector<std::u32string> order = words;
    std::sort(order.begin(), order.end());
    do {
      add_pattern(joined(order));
    } while (std::next_permutation(order.begin(), order.end()));
    return;
  }
  std::vector<std::u32string> order = words;
  for (std::size_t turn = 0; turn < words.size(); ++turn) {
    add_pattern(joined(order));
    std::rotate(order.begin(), order.begin() + 1, order.end());
  }
  std::reverse(order.begin(), order.end());
  add_pattern(joined(order));
}

// As another script's customs split and spell it.
void NameMask::add_spelled(std::string_view name) {
  const NameForms forms = name_forms(name);
  std::vector<std::u32string> words, weighty;
  for (const NameToken& token : forms.tokens) {
    words.push_back(from_utf8(token.folded));
    if (token.role == NameTokenRole::name && words.back().size() >= kPartMin)
      weighty.push_back(words.back());
  }
  if (words.size() > 1 && words.size() <= kWordsMax) add_words(words);
  if (words.size() > 2 && weighty.size() <= 6)
    for (const std::u32string& a : weighty)
      for (const std::u32string& b : weighty)
        if (&a != &b) add_pattern(a + b);
  if (forms.tokens.size() < 2 || forms.tokens.size() > kPermutedWords ||
      std::all_of(forms.tokens.begin(), forms.tokens.end(),
                  [](const NameToken& token) { return token.script == NameScript::latin; }))
    return;
  std::vector<std::vector<std::u32string>> spelled(1);
  for (const NameToken& token : forms.tokens) {
    if (token.romanisations.empty()) return;
    std::vector<std::vector<std::u32string>> longer;
    for (const auto& so_far : spelled) {
      for (std::size_t s = 0; s < std::min(kSpellingsMax, token.romanisations.size()); ++s) {
        longer.push_back(so_far);
        longer.back().push_back(from_utf8(token.romanisations[s]));
      }
    }
    spelled = std::move(longer);
  }
  for (auto& words_in_latin : spelled) {
    add_pattern(joined(words_in_latin));
    std::reverse(words_in_latin.begin(), words_in_latin.end());
    add_pattern(joined(words_in_latin));
  }
}

void NameMask::add(std::string_view name) {
  // Another name of the same person stands in brackets or after a stroke.
  const std::size_t cut = name.find_first_of("()[]/;|\n");
  if (cut != std::string_view::npos) {
    add(name.substr(0, cut));
    add(name.substr(cut + 1));
    return;
  }
  const std::vector<std::u32string> words = words_of(name);
  if (words.empty() || words.size() > kWordsMax) return;
  const std::u32string all = joined(words);
  if (std::find(kNobody.begin(), kNobody.end(), all) != kNobody.end()) return;
  std::uint64_t hash = kSeed;
  for (const std::u32string& word : words) {
    for (const char32_t c : word) hash = step(hash, c);
    hash = step(hash, U' ');
  }
  if (!known_.insert(hash).second) return;
  add_words(words);
  const bool latin = std::all_of(all.begin(), all.end(), [](char32_t c) { return c < 0x250; });
  if (!latin || words.size() > 2) add_spelled(name);
}

void NameMask::add_number(std::string_view number) {
  const std::u32string all = joined(words_of(number)).substr(0, kLettersMax);
  if (all.size() < kNumberMin) return;
  std::uint64_t hash = kSeed;
  for (std::size_t i = 0; i < all.size(); ++i) {
    hash = step(hash, all[i]);
    if (i + 1 == kBeginning) lengths_[of_length(hash, i + 1)] |= std::uint64_t{1} << all.size();
  }
  patterns_.push_back(of_length(hash, all.size()));
}

void NameMask::ready() {
  std::sort(patterns_.begin(), patterns_.end());
  patterns_.erase(std::unique(patterns_.begin(), patterns_.end()), patterns_.end());
  patterns_.shrink_to_fit();
  known_ = {};
}

std::vector<NameMask::Match> NameMask::matches(std::string_view utf8) const {
  std::vector<Match> found;
  if (patterns_.empty()) return found;
  const std::vector<Letter> letters = letters_of(utf8);
  for (std::size_t at = 0; at < letters.size();) {
    std::size_t longest = 0;
    if (may_begin(letters, at)) {
      std::uint64_t lengths = 0, hash = kSeed;
      for (std::size_t i = 0; i < kBeginning && at + i < letters.size(); ++i) {
        hash = step(hash, letters[at + i].folded);
        const auto known = lengths_.find(of_length(hash, i + 1));
        // What is as short as this beginning ends with it; longer ones are under three letters.
        if (known != lengths_.end()) lengths |= known->second;
      }
      hash = kSeed;
      for (std::size_t i = 0; lengths >> (i + 1) != 0 && at + i < letters.size(); ++i) {
        hash = step(hash, letters[at + i].folded);
        const std::size_t length = i + 1;
        if ((lengths >> length & 1) == 0) continue;
        if (length < kLettersMax && !may_end(letters, at + length)) continue;
        if (!long_enough(letters, at, length)) continue;
        if (std::binary_search(patterns_.begin(), patterns_.end(), of_length(hash, length)))
          longest = length;
        if (length == kLettersMax) break;
      }
    }
    if (longest == 0) {
      ++at;
      continue;
    }
    // Of a name longer than its pattern, the rest of the word it stops in.
    while (longest >= kLettersMax && at + longest < letters.size() &&
           !begins_word(letters, at + longest))
      ++longest;
    const Match match{letters[at].begin, letters[at + longest - 1].end};
    const bool follows =
        !found.empty() &&
        utf8.substr(found.back().end, match.begin - found.back().end).find_first_not_of(" -") ==
            std::string_view::npos;
    if (follows)
      found.back().end = match.end;
    else
      found.push_back(match);
    at += longest;
  }
  return found;
}

std::string NameMask::mask(std::string_view utf8) const {
  std::string out;
  std::size_t at = 0;
  for (const Match& match : matches(utf8)) {
    out += utf8.substr(at, match.begin - at);
    out += kMaskedName;
    at = match.end;
  }
  out += utf8.substr(at);
  return out;
}

bool NameMask::finds(std::string_view utf8) const { return !matches(utf8).empty(); }

}  // namespace hearim
