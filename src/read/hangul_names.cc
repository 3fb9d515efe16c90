// The lexer cuts a Hangul word only where the lexicon knows its beginning, so names are looked for
// in whole words (from blank to blank): the particles go, and what is left is compared with the
// endings of rules/ko/endings.txt.
#include "read/hangul_names.h"

#include <algorithm>
#include <map>

#include "read/letter_key.h"
#include "read/place_names.h"
#include "read/rule_text.h"
#include "text/customary_names.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

struct Endings {
  std::map<std::string, std::vector<std::u32string>, std::less<>> classes;  // longest first

  Endings() {
    std::string_view rest = rule_text("ko", "endings");
    std::vector<std::u32string>* current = nullptr;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(rest.size(), end + 1));
      if (line.empty() || line.front() == '#') continue;
      if (line.front() == '[') {
        current = &classes[std::string(line.substr(1, line.size() - 2))];
        continue;
      }
      const auto colon = line.find(": ");
      if (colon == std::string_view::npos || current == nullptr) continue;
      line.remove_prefix(colon + 2);
      while (!line.empty()) {
        const auto comma = std::min(line.find(", "), line.size());
        current->push_back(from_utf8(line.substr(0, comma)));
        line.remove_prefix(std::min(line.size(), comma + 2));
      }
    }
    for (auto& [name, words] : classes) {
      std::stable_sort(words.begin(), words.end(),
                       [](const auto& a, const auto& b) { return a.size() > b.size(); });
    }
  }
  static const Endings& get() {
    static const Endings made;
    return made;
  }
};

bool ends(std::u32string_view word, std::u32string_view tail) {
  return word.size() >= tail.size() && word.substr(word.size() - tail.size()) == tail;
}

// The longest ending of the class; its length, 0 if there is none.
std::size_t ending(std::u32string_view word, std::string_view name) {
  const auto& classes = Endings::get().classes;
  const auto found = classes.find(name);
  if (found == classes.end()) return 0;
  for (const std::u32string& tail : found->second) {
    if (ends(word, tail)) return tail.size();
  }
  return 0;
}

struct HangulReader {
  const StoryView& view;
  std::vector<Actor> out;
  struct Word {
    std::size_t first, last;          // lexemes
    std::uint32_t start, end;         // code points
    std::u32string_view whole, bare;  // bare: without particles
  };

  static std::uint64_t hash(std::u32string_view word) {
    std::uint64_t value = 1469598103934665603ULL;
    for (const char32_t c : word) value = (value ^ letter_key(c)) * 1099511628211ULL;
    return value;
  }

  // The Hangul word at lexeme i: all that is glued to it.
  Word word_at(std::size_t i, const Sentence& sentence) const {
    Word word{};
    word.first = i;
    word.start = view.lexemes[i].start;
    std::size_t j = i;
    std::uint32_t end = view.lexemes[i].end;
    while (j + 1 < sentence.last && view.is_word(j + 1) && view.glued(j + 1) &&
           view.lexemes[j + 1].start == end) {
      ++j;
      end = view.lexemes[j].end;
    }
    word.last = j + 1;
    word.end = end;
    word.whole = view.text.substr(word.start, end - word.start);
    // "보고서에 따르면": the particle counts too
    std::size_t cut = ending(word.whole, "particle");
    if (word.whole.size() <= cut) cut = 0;
    // A title or an ending that only looks like a particle ("한누리" has none, "대표" neither).
    if (cut == 1 && (ending(word.whole, "org_head") > 1 || ending(word.whole, "role") > 1)) cut = 0;
    word.bare = word.whole.substr(0, word.whole.size() - cut);
    return word;
  }

  void add(const Word& word, std::size_t skip, std::size_t length, MentionType type, bool named) {
    Actor actor;
    actor.first = static_cast<std::uint32_t>(word.first);
    actor.last = static_cast<std::uint32_t>(word.last);
    actor.head = actor.last - 1;
    actor.span.start = word.start + static_cast<std::uint32_t>(skip);
    actor.span.end = actor.span.start + static_cast<std::uint32_t>(length);
    actor.key = hash(view.text.substr(actor.span.start, length));
    actor.type = type;
    actor.named = named;
    actor.reported = named || type == MentionType::work;
    out.push_back(actor);
  }
  bool name_shape(std::u32string_view bare) const {
    if (bare.size() < 2 || bare.size() > 4) return false;
    return !korean_surname_spellings(bare.substr(0, 1)).empty() ||
           is_compound_korean_surname(bare.substr(0, 2));
  }
  bool role(std::u32string_view word) const {
    const std::size_t tail = ending(word, "role");
    return tail > 0 && (tail > 1 || word.size() == 1);
  }

  std::vector<Actor> run() {
    for (const Sentence& sentence : view.sentences) {
      std::vector<Word> words;
      for (std::size_t i = sentence.first; i < sentence.last; ++i) {
        if (!view.is_word(i) || view.in_date[i]) continue;
        const char32_t letter = view.text[view.lexemes[i].start];
        if (letter_kind(letter) != LetterKind::hangul) continue;
        // Behind a figure stands its unit.
        if (i > sentence.first && !view.lexemes[i].space_before &&
            view.lexemes[i - 1].kind == LexemeKind::digits)
          continue;
        words.push_back(word_at(i, sentence));
        i = words.back().last - 1;
      }
      for (std::size_t k = 0; k < words.size(); ++k) take(words, k);
    }
    return std::move(out);
  }

  void take(const std::vector<Word>& words, std::size_t k) {
    const Word& word = words[k];
    const std::u32string_view bare = word.bare;
    const bool after_word = k > 0 && words[k - 1].last == word.first;
    const std::u32string_view before = after_word ? words[k - 1].whole : std::u32string_view{};
    // A person: between a title and a particle, or before a title.
    const bool title_before =
        after_word && role(before) && words[k - 1].bare.size() == before.size();
    std::u32string_view next = k + 1 < words.size() ? words[k + 1].bare : std::u32string_view{};
    const bool near_next = k + 1 < words.size() && words[k + 1].first <= word.last + 4;
    const bool title_after = near_next && role(next) && next.size() <= 6 &&
                             bare.size() == word.whole.size() &&
                             (words[k + 1].first == word.last || view.sign(word.last) == U'(');
    const std::size_t organisation = ending(bare, "org_head");
    if (ending(bare, "org_noun") == bare.size() && !bare.empty()) return;
    if (organisation > 0 && bare.size() >= organisation + 2) {
      add(word, 0, bare.size(), MentionType::organisation, true);
      return;
    }
    if (ending(bare, "org_known") == bare.size() && !bare.empty()) {
      add(word, 0, bare.size(), MentionType::organisation, true);
      return;
    }
    std::size_t length = 0;
    if (name_shape(bare) && !role(bare) && (title_before || title_after) &&
        !view.has(word.first, StoryClass::person_noun) &&
        !view.has(word.first, StoryClass::work_noun)) {
      add(word, 0, bare.size(), MentionType::person, true);
      return;
    }
    const std::size_t known = place_name_at(ReadLanguage::korean, view.text, word.start);
    if (known >= 2 && known == bare.size()) {
      add(word, 0, bare.size(), MentionType::place, true);
      return;
    }
    const std::size_t place = ending(bare, "place_head");
    const bool local =
        word.whole.size() > bare.size() &&
        (ends(word.whole, U"에서") || ends(word.whole, U"로") || ends(word.whole, U"에"));
    const bool noun_after = bare.size() == word.whole.size() && k + 1 < words.size() &&
                            words[k + 1].first == word.last &&
                            view.has(words[k + 1].first, StoryClass::person_noun);
    if (place > 0 && bare.size() >= place + 2 && (local || noun_after) &&
        view.lexemes[word.first].word == 0) {
      add(word, 0, bare.size(), MentionType::place, true);
      return;
    }
    // Descriptions.
    for (const auto& [c, type] : {std::pair{StoryClass::person_noun, MentionType::person},
                                  {StoryClass::work_noun, MentionType::work}}) {
      const LexiconEntry* e = view.entry(word.first, c, length);
      if (e == nullptr || word.first + length > word.last) continue;
      const TextSpan noun = view.span(word.first, word.first + length);
      const bool determined =
          after_word && ending(before, "determiner") == before.size() && !before.empty();
      if (type == MentionType::person && !determined) continue;
      add(word, 0, noun.end - noun.start, type, false);
      Actor& actor = out.back();
      actor.head = static_cast<std::uint32_t>(word.first);
      if (determined) {
        actor.definite = before != U"한" && before != U"다른" && before != U"어느";
        if (!actor.definite || type == MentionType::person) {
          actor.first = static_cast<std::uint32_t>(words[k - 1].first);
          actor.span.start = words[k - 1].start;
        }
      }
      if (type == MentionType::work) actor.definite = true;
      const std::string& value = view.value(*e);
      if (value.size() > 1) actor.gender = value[1] == 'f' ? Gender::female : Gender::male;
      return;
    }
  }
};

}  // namespace

std::vector<Actor> hangul_actors(const StoryView& view) { return HangulReader{view, {}}.run(); }

bool hangul_ends_with(std::u32string_view word, std::string_view ending_class) {
  return ending(word, ending_class) > 0;
}

bool hangul_is(std::u32string_view word, std::string_view ending_class) {
  return !word.empty() && ending(word, ending_class) == word.size();
}

bool hangul_bare_ends_with(std::u32string_view word, std::string_view ending_class) {
  const std::size_t cut = ending(word, "particle");
  return ending(word, ending_class) > 0 ||
         (cut < word.size() && ending(word.substr(0, word.size() - cut), ending_class) > 0);
}

}  // namespace hearim
