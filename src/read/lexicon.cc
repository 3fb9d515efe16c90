#include "read/lexicon.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "read/letter_key.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

bool is_syllabic(LetterKind kind) {
  return kind == LetterKind::han || kind == LetterKind::hangul || kind == LetterKind::kana;
}

}  // namespace

Lexicon::Lexicon(ReadLanguage language, std::initializer_list<std::string_view> texts)
    : language_(language) {
  keys_.reserve(1 << 14);  // views into the keys are kept: they must not move
  keys_.emplace_back();
  masks_.emplace_back();
  ends_.emplace_back();
  bare_.push_back(0);
  entries_.emplace_back();
  texts_.emplace_back();
  trie_.emplace_back();
  for (const std::string_view text : texts) read(text);
}

WordId Lexicon::intern(const std::u32string& key) {
  if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
  CHECK(keys_.size() < keys_.capacity());
  const auto id = static_cast<WordId>(keys_.size());
  keys_.push_back(key);
  ids_.emplace(keys_.back(), id);
  masks_.emplace_back();
  ends_.emplace_back();
  bare_.push_back(id);
  entries_.emplace_back();
  if (language_ == ReadLanguage::arabic && key.size() > 4 && key.compare(0, 2, U"ال") == 0) {
    const WordId bare = intern(key.substr(2));
    bare_[id] = bare;
  }
  if (!key.empty() && is_syllabic(letter_kind(key.front()))) {
    std::uint32_t node = 0;
    for (const char32_t c : key) {
      const auto [at, fresh] =
          trie_[node].next.try_emplace(c, static_cast<std::uint32_t>(trie_.size()));
      node = at->second;
      if (fresh) trie_.emplace_back();
    }
    trie_[node].word = id;
  }
  return id;
}

std::vector<WordId> Lexicon::intern_phrase(std::string_view utf8) {
  std::vector<WordId> words;
  std::u32string word;
  bool digits = false;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(intern(word));
    word.clear();
  };
  for (const char32_t c : from_utf8(utf8)) {
    switch (letter_kind(c)) {
      case LetterKind::space:
      case LetterKind::line_end:
        finish();
        break;
      case LetterKind::punctuation:
        finish();
        word = letter_key(c);
        finish();
        break;
      default:
        if (const bool digit = letter_kind(c) == LetterKind::digit; digit != digits) {
          finish();  // as the lexer parts them
          digits = digit;
        }
        if (const char32_t key = letter_key(c)) word += key;
    }
  }
  finish();
  return words;
}

void Lexicon::read(std::string_view text) {
  WordClass current = kNoClass;
  std::size_t line_start = 0;
  while (line_start < text.size()) {
    const auto line_end = std::min(text.find('\n', line_start), text.size());
    const auto line = trimmed(text.substr(line_start, line_end - line_start));
    line_start = line_end + 1;
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      CHECK(line.back() == ']');
      const auto name = line.substr(1, line.size() - 2);
      current = class_named(name);
      if (current == kNoClass) {
        current = static_cast<WordClass>(class_names_.size());
        class_names_.emplace_back(name);
        CHECK(class_names_.size() < kContinuation);
      }
      continue;
    }
    // The colon after the value is the first followed by a space, so that a value may hold one.
    const auto colon = line.find(": ");
    CHECK(colon != std::string_view::npos && current != kNoClass);
    LexiconEntry entry;
    entry.word_class = current;
    const auto value = trimmed(line.substr(0, colon));
    std::from_chars(value.data(), value.data() + value.size(), entry.number);
    texts_.emplace_back(value);
    entry.text = static_cast<std::uint16_t>(texts_.size() - 1);
    auto rest = line.substr(colon + 2);
    while (!rest.empty()) {
      auto comma = rest.find(", ");
      if (comma == std::string_view::npos) comma = rest.size();
      entry.words = intern_phrase(rest.substr(0, comma));
      rest.remove_prefix(std::min(rest.size(), comma + 2));
      if (entry.words.empty()) continue;
      for (std::size_t k = 1; k < entry.words.size(); ++k) {
        masks_[entry.words[k]].set(kContinuation);
        masks_[bare_[entry.words[k]]].set(kContinuation);
      }
      const WordId first = entry.words.front();
      masks_[first].set(current);
      ends_[bare_[entry.words.back()]].set(current);
      auto& list = entries_[first];
      const auto place = std::find_if(list.begin(), list.end(), [&](const LexiconEntry& other) {
        return other.words.size() < entry.words.size();
      });
      list.insert(place, entry);
    }
  }
}

WordId Lexicon::find(std::u32string_view key) const {
  const auto found = ids_.find(key);
  return found == ids_.end() ? WordId{0} : found->second;
}

std::size_t Lexicon::longest(std::u32string_view keys, std::size_t at, WordId& word) const {
  std::uint32_t node = 0;
  std::size_t best = 0;
  for (std::size_t i = at; i < keys.size(); ++i) {
    const auto next = trie_[node].next.find(keys[i]);
    if (next == trie_[node].next.end()) break;
    node = next->second;
    if (trie_[node].word != 0) {
      word = trie_[node].word;
      best = i - at + 1;
    }
  }
  return best;
}

WordClass Lexicon::class_named(std::string_view name) const {
  const auto found = std::find(class_names_.begin(), class_names_.end(), name);
  return found == class_names_.end() ? kNoClass
                                     : static_cast<WordClass>(found - class_names_.begin());
}

}  // namespace hearim
