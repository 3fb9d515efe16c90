#include "read/concepts.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"
#include "read/letter_key.h"
#include "read/mix64.h"
#include "read/rule_text.h"

namespace hearim {
namespace {

constexpr std::size_t kPhraseWords = 3;  // the longest phrase of the table

// Said everywhere and telling nothing: left out of every comparison of content.
constexpr std::u32string_view kFunctionWords =
    U" the a an of in on at to for from by with and or but as is are was were be been being has "
    U"have had that this these those which who whom whose it its they their them he she his her "
    U"him i we our us you your my me not no than then there here when where while after before "
    U"into onto over under about more most less least many much some any all also only even very "
    U"said says say told tells according added reported reports will would can could may might "
    U"must shall do does did so if because since until during between among up down out off own "
    U"such other another each both one ones what how el la los las un una de del en y o que se su "
    U"sus por para con al lo le les es son fue fueron ha han habia mas menos no como pero este "
    U"esta estos estas dijo segun entre sobre sin desde hasta ya muy tambien في من على الى عن مع "
    U"ان هذا هذه التي الذي الذين قال قالت بعد قبل كان كانت لم لا ما و 的 了 在 是 和 与 及 或 被 "
    U"有 为 于 对 从 到 这 那 其 他 她 们 也 就 都 而 但 并 说 称 等 中 将 已 个 上 下 ";

struct Table {
  std::vector<Concept> concepts;
  std::unordered_map<std::u32string, std::vector<ConceptId>> phrases;
  std::unordered_set<std::u32string> function_words;
  std::size_t run_length_max = 1;  // of Han and Hangul entries
};

std::u32string key_of(std::u32string_view text) {
  std::u32string key;
  for (const char32_t c : text) {
    const char32_t k = letter_kind(c) == LetterKind::space  ? U' '
                       : letter_kind(c) == LetterKind::mark ? 0
                                                            : letter_key(c);
    if (k != 0) key += k;
  }
  return key;
}

std::u32string_view trimmed(std::u32string_view s) {
  while (!s.empty() && s.front() == U' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == U' ') s.remove_suffix(1);
  return s;
}

bool is_run_letter(char32_t c) {
  const LetterKind kind = letter_kind(c);
  return kind == LetterKind::han || kind == LetterKind::hangul || kind == LetterKind::kana;
}

Table make_table() {
  Table table;
  const std::u32string text = decode_text(rule_text("all", "concepts"));
  CHECK(!text.empty());
  ConceptKind kind = ConceptKind::none;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(U'\n', at), text.size());
    const std::u32string_view line = trimmed(std::u32string_view(text).substr(at, end - at));
    at = end + 1;
    if (line.empty() || line[0] == U'#') continue;
    if (line[0] == U'[') {
      kind = line == U"[sex]"       ? ConceptKind::sex
             : line == U"[age]"     ? ConceptKind::age
             : line == U"[role]"    ? ConceptKind::role
             : line == U"[anybody]" ? ConceptKind::anybody
             : line == U"[fate]"    ? ConceptKind::fate
                                    : ConceptKind::none;
      CHECK(kind != ConceptKind::none);
      continue;
    }
    const std::size_t colon = line.find(U':');
    CHECK(colon != std::u32string_view::npos);
    const auto id = static_cast<ConceptId>(table.concepts.size());
    std::string name;
    for (const char32_t c : line.substr(0, colon)) name += static_cast<char>(c);
    table.concepts.push_back({kind, std::move(name)});
    for (std::size_t from = colon + 1; from <= line.size();) {
      const std::size_t comma = std::min(line.find(U',', from), line.size());
      const std::u32string phrase = key_of(trimmed(line.substr(from, comma - from)));
      from = comma + 1;
      if (phrase.empty()) continue;
      auto& ids = table.phrases[phrase];
      if (ids.empty() || ids.back() != id) ids.push_back(id);
      if (is_run_letter(phrase[0]))
        table.run_length_max = std::max(table.run_length_max, phrase.size());
    }
  }
  for (std::size_t at = 0; at < kFunctionWords.size();) {
    const std::size_t end = std::min(kFunctionWords.find(U' ', at), kFunctionWords.size());
    if (end > at) table.function_words.insert(key_of(kFunctionWords.substr(at, end - at)));
    at = end + 1;
  }
  return table;
}

const Table& table() {
  static const Table made = make_table();
  return made;
}

const std::vector<ConceptId>* find_phrase(const std::u32string& key) {
  const auto it = table().phrases.find(key);
  return it == table().phrases.end() ? nullptr : &it->second;
}

// "studies" -> "studi", "sold" -> "sold", "camps" -> "camp": enough to tell that two words are one.
std::u32string stem_of(std::u32string key) {
  const auto drop = [&](std::u32string_view ending, std::size_t kept_min) {
    if (!key.ends_with(ending) || key.size() < ending.size() + kept_min) return false;
    key.resize(key.size() - ending.size());
    return true;
  };
  if (key.ends_with(U"'s")) key.resize(key.size() - 2);
  if (!(drop(U"ing", 4) || drop(U"ed", 4) || drop(U"es", 4))) {
    if (!key.ends_with(U"ss")) drop(U"s", 3);
  }
  drop(U"e", 4);
  if (key.size() > 4 && key.back() == U'y') key.back() = U'i';
  return key;
}

// The concepts of one word of an alphabet, by itself or without its endings and prefixes.
const std::vector<ConceptId>* concepts_of_word(const std::u32string& key) {
  if (const auto* found = find_phrase(key)) return found;
  if (key.size() > 4 && key.ends_with(U"'s"))
    if (const auto* found = find_phrase(key.substr(0, key.size() - 2))) return found;
  if (letter_kind(key[0]) == LetterKind::arabic) {
    std::u32string_view rest = key;
    const auto strip = [&](std::u32string_view prefix) {
      if (rest.starts_with(prefix) && rest.size() > prefix.size() + 2)
        rest.remove_prefix(prefix.size());
    };
    if (rest.size() > 3 && (rest[0] == U'و' || rest[0] == U'ف')) rest.remove_prefix(1);
    if (const auto* found = find_phrase(std::u32string(rest))) return found;
    if (rest.size() > 3 && (rest[0] == U'ب' || rest[0] == U'ك')) rest.remove_prefix(1);
    if (rest.starts_with(U"لل"))
      strip(U"لل");
    else
      strip(U"ال");
    return rest.size() == key.size() ? nullptr : find_phrase(std::u32string(rest));
  }
  for (const std::u32string_view ending : {U"s", U"es", U"d", U"ed", U"ing"})
    if (key.size() > ending.size() + 3 && key.ends_with(ending))
      if (const auto* found = find_phrase(key.substr(0, key.size() - ending.size()))) return found;
  return nullptr;
}

}  // namespace

const Concept& concept_of(ConceptId id) { return table().concepts[id]; }

std::vector<ContentWord> content_words(std::u32string_view text, TextSpan span) {
  std::vector<ContentWord> words;
  std::vector<std::u32string> keys;  // of the words, for phrases
  const auto add = [&](std::size_t from, std::size_t to, std::u32string key,
                       const std::vector<ConceptId>* concepts) {
    ContentWord word;
    word.span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    word.capital =
        letter_key(text[from]) != text[from] && letter_kind(text[from]) == LetterKind::latin;
    if (concepts != nullptr) word.concepts = *concepts;
    if (!table().function_words.contains(key)) word.key = hash_word(stem_of(key));
    words.push_back(std::move(word));
    keys.push_back(std::move(key));
    // A phrase that ends with this word: "asylum seekers", "sent back".
    std::u32string phrase = keys.back();
    for (std::size_t back = 1; back < kPhraseWords && back < keys.size(); ++back) {
      phrase = keys[keys.size() - 1 - back] + U" " + phrase;
      if (const auto* found = find_phrase(phrase)) words.back().concepts = *found;
    }
  };
  for (std::size_t i = span.start; i < span.end;) {
    const LetterKind kind = letter_kind(text[i]);
    if (is_run_letter(text[i])) {
      // The longest entry that begins here.
      std::u32string key;
      std::size_t used = 0;
      const std::vector<ConceptId>* best = nullptr;
      for (std::size_t k = 0; k < table().run_length_max && i + k < span.end; ++k) {
        if (!is_run_letter(text[i + k])) break;
        key += letter_key(text[i + k]);
        if (const auto* found = find_phrase(key)) {
          best = found;
          used = k + 1;
        }
      }
      if (best != nullptr) {
        key.resize(used);
        add(i, i + used, key, best);
        i += used;
        continue;
      }
      std::size_t end = i + 1;
      if (kind == LetterKind::hangul) {
        // The rest of the run, up to where an entry begins.
        const auto begins_entry = [&](std::size_t at) {
          std::u32string trial;
          for (std::size_t k = 0;
               k < table().run_length_max && at + k < span.end && is_run_letter(text[at + k]);
               ++k) {
            trial += letter_key(text[at + k]);
            if (trial.size() >= 2 && find_phrase(trial)) return true;
          }
          return false;
        };
        while (end < span.end && letter_kind(text[end]) == LetterKind::hangul && !begins_entry(end))
          ++end;
      }
      add(i, end, key_of(text.substr(i, end - i)), nullptr);
      i = end;
    } else if (kind == LetterKind::latin || kind == LetterKind::arabic ||
               kind == LetterKind::digit) {
      std::size_t end = i + 1;
      while (end < span.end) {
        const LetterKind next = letter_kind(text[end]);
        const bool joins =
            (letter_key(text[end]) == U'\'' || text[end] == U',' || text[end] == U'.') &&
            end + 1 < span.end && letter_kind(text[end + 1]) == kind;
        const bool apostrophe_only = kind != LetterKind::digit && letter_key(text[end]) != U'\'';
        if (next == kind || next == LetterKind::mark) {
          ++end;
        } else if (joins && !apostrophe_only) {
          ++end;
        } else {
          break;
        }
      }
      std::u32string key = key_of(text.substr(i, end - i));
      if (!key.empty()) {
        const auto* found = kind == LetterKind::digit ? nullptr : concepts_of_word(key);
        add(i, end, std::move(key), found);
      }
      i = end;
    } else {
      ++i;
    }
  }
  return words;
}

}  // namespace hearim
