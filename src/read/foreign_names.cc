// A run of two capitalised Latin words in a text of another script is a name; one word is a name
// only in brackets or title marks. What it names is told by its own words, looked up in the English
// and Spanish rules ("Institute", "Times"), by the words around it in the language of the text, and
// by the name before the bracket.
//
// How far back the name before a bracket goes is told by sound: going back word by word as long as
// one of the Latin words sounds like it (the spelling model of src/text).
//
//   대표 저자 히메나 우르다사(Jimena Urdaza)   우르다사 ~ Urdaza, 히메나 ~ Jimena, 저자 ~ nothing:
//   stop
//
// A name that is translated, not transcribed, sounds like nothing: then only what the rules of the
// language found there is taken, or what stands in quotation marks. Of Chinese, which has no
// blanks, all characters are taken back to the first word of grammar.
#include "read/foreign_names.h"

#include <algorithm>
#include <string>

#include "read/hangul_names.h"
#include "read/language_rules.h"
#include "read/letter_key.h"
#include "read/name_matcher.h"
#include "text/letter_folding.h"
#include "text/name_forms.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kLatinWordsMax = 10;
constexpr std::size_t kGlossesMax = 200;    // of a document: sounds cost some microseconds each
constexpr double kSoundsAlike = 0.75;       // unrelated words stay below 0.65, see the tests
constexpr std::uint32_t kHanPersonMax = 4;  // characters of a name without dots
constexpr std::uint32_t kHanNameMax = 12;

bool native(ReadLanguage language, LetterKind kind) {
  switch (language) {
    case ReadLanguage::korean:
      return kind == LetterKind::hangul;
    case ReadLanguage::arabic:
      return kind == LetterKind::arabic;
    case ReadLanguage::chinese:
      return kind == LetterKind::han;
    default:
      return false;
  }
}

std::uint64_t letters_hash(std::u32string_view letters) {
  std::uint64_t value = 1469598103934665603ULL;
  for (const char32_t c : letters) value = (value ^ letter_key(c)) * 1099511628211ULL;
  return value;
}

struct ForeignReader {
  const StoryView& view;
  std::vector<Actor>& actors;
  std::vector<std::int32_t> ending;  // by lexeme: the named actor that ends there
  std::vector<bool> taken;           // by lexeme: inside a named actor
  std::vector<Actor> added;
  std::size_t glosses = 0;

  ForeignReader(const StoryView& v, std::vector<Actor>& a)
      : view(v), actors(a), ending(v.size() + 1, -1), taken(v.size() + 1, false) {
    for (std::size_t k = 0; k < actors.size(); ++k) {
      if (!actors[k].named) continue;
      ending[actors[k].last] = static_cast<std::int32_t>(k);
      for (std::uint32_t i = actors[k].first; i < actors[k].last; ++i) taken[i] = true;
    }
  }

  bool latin(std::size_t i) const {
    return view.is_word(i) && view.lexemes[i].latin && !view.lexemes[i].inert;
  }
  bool capital(std::size_t i) const { return latin(i) && view.lexemes[i].capital; }
  bool native_word(std::size_t i) const {
    return view.is_word(i) &&
           native(view.lexicon.language(), letter_kind(view.text[view.lexemes[i].start]));
  }
  bool opens(std::size_t i) const { return view.sign(i) == U'(' || view.sign(i) == U'（'; }
  bool closes(std::size_t i) const { return view.sign(i) == U')' || view.sign(i) == U'）'; }
  bool small_word(std::size_t i) const {
    static constexpr std::u32string_view kWords[] = {U"of",  U"for", U"the", U"and", U"de", U"del",
                                                     U"la",  U"al",  U"el",  U"bin", U"da", U"von",
                                                     U"van", U"on",  U"in",  U"los", U"por"};
    return latin(i) &&
           std::find(std::begin(kWords), std::end(kWords), view.letters(i)) != std::end(kWords);
  }

  // One past the run of Latin words that begins with a capital at i; how many words.
  std::size_t run_end(std::size_t i, const Sentence& sentence, std::size_t& words) const {
    words = 1;
    std::size_t end = i + 1;
    while (end < sentence.last && words < kLatinWordsMax) {
      const char32_t sign = view.sign(end);
      if ((sign == U'-' || sign == U'\'' || sign == U'’' || sign == U'.') && view.glued(end) &&
          end + 1 < sentence.last && latin(end + 1) && (view.glued(end + 1) || sign == U'.')) {
        end += 2;
        continue;
      }
      std::size_t next = end;
      while (next < sentence.last && next < end + 2 && small_word(next)) ++next;
      if (next < sentence.last && view.sign(next) == U'-' && view.glued(next)) ++next;  // al-Qasimi
      if (next >= sentence.last || !capital(next) || view.lexemes[next].break_before) break;
      ++words;
      end = next + 1;
    }
    return end;
  }

  // Votes of the name's own words, of the words beside it, and of the name it explains.
  MentionType type_of(std::size_t first, std::size_t last, std::size_t words,
                      const Actor* explained, const Sentence& sentence, std::size_t before,
                      std::size_t after) const {
    int organisation = 0, person = 0, work = 0;
    for (std::size_t i = first; i < last; ++i) {
      if (!latin(i)) continue;
      if (latin_word_is(view.letters(i), C::org_head) || latin_word_is(view.letters(i), C::media))
        organisation += 4;
      if (i == first && latin_word_is(view.letters(i), C::given_name)) person += 3;
    }
    if (words == 1 && view.all_capitals(first)) organisation += 3;
    if (words > 3) organisation += 1;
    if (explained != nullptr) {
      if (explained->type == MentionType::place) return MentionType::place;
      if (explained->type == MentionType::work) work += 9;
      (explained->type == MentionType::person ? person : organisation) += 4;
    }
    if (before > sentence.first) {
      const std::size_t b = before - 1;
      if (is_role(b)) person += 3;
      if (is_organisation_word(b)) organisation += 3;
      if (view.sign(b) == U'《') organisation += 1;
      std::size_t length = 0;
      if (view.entry(b, C::speech_cue, length) != nullptr && organisation == 0) person += 1;
    }
    if (after < sentence.last && is_role(after)) person += 4;
    if (work > organisation && work > person) return MentionType::work;
    return organisation > person ? MentionType::organisation : MentionType::person;
  }
  // The Hangul word that a lexeme belongs to; of other scripts the lexeme.
  std::u32string_view word_around(std::size_t i) const {
    std::uint32_t start = view.lexemes[i].start, end = view.lexemes[i].end;
    if (view.lexicon.language() == ReadLanguage::korean) {
      while (start > 0 && letter_kind(view.text[start - 1]) == LetterKind::hangul) --start;
      while (end < view.text.size() && letter_kind(view.text[end]) == LetterKind::hangul) ++end;
    }
    return view.text.substr(start, end - start);
  }
  bool is_role(std::size_t i) const {
    if (!native_word(i)) return false;
    if (view.lexicon.language() != ReadLanguage::korean) return view.has(i, C::role);
    const auto word = word_around(i);
    return hangul_bare_ends_with(word, "role");
  }
  bool is_organisation_word(std::size_t i) const {
    if (!native_word(i)) return false;
    if (view.lexicon.language() != ReadLanguage::korean)
      return view.has(i, C::org_head) || view.has(i, C::org_noun) || view.has(i, C::media);
    return hangul_bare_ends_with(word_around(i), "org_head");
  }

  // --- the name before a bracket ---
  bool grammar(std::size_t i) const {
    std::size_t length = 0;
    return !native_word(i) || view.in_date[i] || view.has(i, C::not_name) ||
           view.has(i, C::determiner) || view.has(i, C::speech_according) ||
           view.has(i, C::person_noun) || view.has(i, C::work_noun) || is_role(i) ||
           (view.entry(i, C::speech_cue, length) != nullptr);
  }
  bool sounds_like(std::u32string_view word, const std::vector<NameToken>& tokens) const {
    const auto mine = name_token(to_utf8(word));
    if (!mine) return false;
    return std::any_of(tokens.begin(), tokens.end(), [&](const NameToken& token) {
      return token_similarity(*mine, token) >= kSoundsAlike;
    });
  }
  std::vector<NameToken> sounds_of(std::size_t first, std::size_t last) const {
    std::vector<NameToken> tokens;
    std::string whole;
    for (std::size_t i = first; i < last; ++i) {
      if (!latin(i)) continue;
      const std::string word = to_utf8(view.letters(i));
      whole += word;
      if (auto token = name_token(word)) tokens.push_back(std::move(*token));
    }
    if (tokens.size() > 1)
      if (auto token = name_token(whole)) tokens.push_back(std::move(*token));
    return tokens;
  }
  // First lexeme of the native word that ends at `end` (Hangul words have several lexemes).
  std::size_t word_first(std::size_t end, const Sentence& sentence) const {
    std::size_t first = end - 1;
    while (first > sentence.first && view.glued(first) && native_word(first - 1) &&
           view.lexicon.language() == ReadLanguage::korean)
      --first;
    return first;
  }

  // [first, end): the words before a bracket that transcribe the Latin ones; `first == end`: none.
  std::size_t by_sound(std::size_t end, const std::vector<NameToken>& tokens,
                       std::size_t latin_words, const Sentence& sentence) const {
    std::size_t first = end;
    for (std::size_t step = 0; step < latin_words && first > sentence.first; ++step) {
      if (view.sign(first - 1) == U'-' || view.sign(first - 1) == U'·') --first;
      if (first <= sentence.first || !native_word(first - 1)) break;
      const std::size_t word = word_first(first, sentence);
      if (view.in_date[word] || is_role(word)) break;
      const auto letters = view.text.substr(view.lexemes[word].start,
                                            view.lexemes[first - 1].end - view.lexemes[word].start);
      if (!sounds_like(letters, tokens)) break;
      first = word;
    }
    return first;
  }
  std::size_t han_run(std::size_t end, const Sentence& sentence) const {
    std::size_t first = end;
    while (first > sentence.first && end - first < kHanNameMax &&
           (!grammar(first - 1) || dotted(first - 1)) &&
           view.lexemes[end - 1].end - view.lexemes[first - 1].start <= kHanNameMax)
      --first;
    while (first < end && !native_word(first)) ++first;
    return first;
  }
  bool dotted(std::size_t i) const {
    return view.sign(i) == U'·' || view.sign(i) == U'•' || view.sign(i) == U'‧';
  }

  Actor named(std::size_t first, std::size_t last, MentionType type) const {
    Actor actor;
    actor.first = static_cast<std::uint32_t>(first);
    actor.last = static_cast<std::uint32_t>(last);
    actor.head = actor.last - 1;
    actor.span = view.span(first, last);
    actor.key =
        latin(first) || view.lexicon.language() == ReadLanguage::arabic
            ? view.key(first, last)
            : letters_hash(view.text.substr(actor.span.start, actor.span.end - actor.span.start));
    actor.type = type;
    actor.named = actor.reported = true;
    return actor;
  }

  // The run of Latin words [first, last) stands alone in brackets.
  void gloss(std::size_t first, std::size_t last, std::size_t words, const Sentence& sentence) {
    const std::size_t open = first - 1;
    std::size_t end = open;
    bool quoted = false;
    if (end > sentence.first + 1 && (view.is_quote_mark(end - 1) || view.sign(end - 1) == U'》' ||
                                     view.sign(end - 1) == U'\'' || view.sign(end - 1) == U'’')) {
      quoted = true;
      --end;
    }
    if (end <= sentence.first || !native_word(end - 1)) return;
    if (++glosses > kGlossesMax) return;
    std::int32_t known = ending[end];
    std::size_t begin = end;
    const std::vector<NameToken> tokens = sounds_of(first, last);
    std::size_t pieces = 0;  // "Seo-yul" may stand as two words
    for (std::size_t i = first; i < last; ++i) pieces += latin(i);
    if (quoted) {
      while (begin > sentence.first && end - begin < 2 * kHanNameMax &&
             (native_word(begin - 1) || dotted(begin - 1)) && !view.is_quote_mark(begin - 1))
        --begin;
    } else if (view.lexicon.language() == ReadLanguage::chinese) {
      begin = han_run(end, sentence);
    } else {
      begin = by_sound(end, tokens, pieces, sentence);
      // "알타모라 | 광산감시단": before what the rules found
      if (known >= 0 && begin == end) {
        const auto start = static_cast<std::size_t>(actors[static_cast<std::size_t>(known)].first);
        begin = by_sound(start, tokens, pieces, sentence);
      }
    }
    Actor* before = known >= 0 ? &actors[static_cast<std::size_t>(known)] : nullptr;
    if (before != nullptr) begin = std::min<std::size_t>(begin, before->first);
    const std::size_t after = last + 1;
    const MentionType type = type_of(first, last, words, before, sentence, begin, after);
    Actor inside = named(first, last, type);
    if (view.lexicon.language() == ReadLanguage::chinese && before == nullptr && !quoted &&
        type == MentionType::person) {
      // "代表韩瑞律": a name is no longer than its dots or four characters.
      bool dots = false;
      for (std::size_t i = begin; i < end; ++i) dots = dots || dotted(i);
      if (!dots)
        while (begin < end && view.lexemes[end - 1].end - view.lexemes[begin].start > kHanPersonMax)
          ++begin;
    }
    if (before != nullptr) {
      before->type = type;
      if (begin < before->first) {
        const Actor wider = named(begin, before->last, type);
        before->first = wider.first;
        before->span = {wider.span.start, before->span.end};
        before->key = view.lexicon.language() == ReadLanguage::arabic
                          ? wider.key
                          : letters_hash(view.text.substr(before->span.start,
                                                          before->span.end - before->span.start));
      }
      before->past = static_cast<std::uint32_t>(after);
    } else if (begin < end && view.lexemes[end - 1].end - view.lexemes[begin].start >= 2) {
      Actor outside = named(begin, end, type);
      outside.past = static_cast<std::uint32_t>(after);
      added.push_back(outside);
    }
    added.push_back(inside);
  }

  void run() {
    if (view.lexemes.empty() || !native_language()) return;
    for (const Sentence& sentence : view.sentences) {
      for (std::size_t i = sentence.first; i < sentence.last; ++i) {
        if (!capital(i) || view.in_date[i]) continue;
        std::size_t words = 0;
        const std::size_t end = run_end(i, sentence, words);
        const bool bracketed =
            i > sentence.first && opens(i - 1) && end < view.size() && closes(end);
        if (bracketed) {
          gloss(i, end, words, sentence);
        } else if (words >= 2 && !taken[i]) {
          added.push_back(named(i, end, type_of(i, end, words, nullptr, sentence, i, end)));
          // "منظمة Salt Road Watch": the noun belongs to the subject, not to the name
          if (i > sentence.first && is_organisation_word(i - 1) && !taken[i - 1] &&
              view.lexicon.language() == ReadLanguage::arabic)
            --added.back().first;
        }
        i = end - 1;
      }
    }
    // What a wider name covers goes.
    std::vector<bool> covered(view.size() + 1, false);
    for (const Actor& a : added)
      for (std::uint32_t i = a.first; i < a.last; ++i) covered[i] = true;
    for (const Actor& a : actors)
      if (a.past > a.last && a.named)
        for (std::uint32_t i = a.first; i < a.last; ++i) covered[i] = true;
    std::erase_if(actors, [&](const Actor& a) { return a.past == 0 && covered[a.first]; });
    actors.insert(actors.end(), added.begin(), added.end());
  }
  bool native_language() const {
    const ReadLanguage language = view.lexicon.language();
    return language == ReadLanguage::korean || language == ReadLanguage::chinese ||
           language == ReadLanguage::arabic;
  }
};

// The last part of a person's name: behind the last blank or dot. Empty if it has but one.
std::u32string_view last_part(std::u32string_view name, ReadLanguage language) {
  const auto cut = name.find_last_of(U" ·•‧");
  if (cut == std::u32string_view::npos) return {};
  const auto part = name.substr(cut + 1);
  return part.size() >= (language == ReadLanguage::arabic ? 4U : 2U) ? part : std::u32string_view{};
}

}  // namespace

void add_foreign_names(const StoryView& view, std::vector<Actor>& actors) {
  ForeignReader(view, actors).run();
}

void add_recurring_names(const StoryView& view, std::vector<Actor>& actors) {
  const ReadLanguage language = view.lexicon.language();
  NameMatcher names;
  std::vector<bool> taken(view.size() + 1, false);
  for (std::size_t k = 0; k < actors.size(); ++k) {
    const Actor& a = actors[k];
    if (!a.named || view.lexemes[a.first].latin) continue;
    for (std::uint32_t i = a.first; i < a.last; ++i) taken[i] = true;
    const auto name = view.text.substr(a.span.start, a.span.end - a.span.start);
    if (name.size() >= 3) names.add(name, static_cast<std::uint32_t>(k));
    if (a.type == MentionType::person)
      names.add(last_part(name, language), static_cast<std::uint32_t>(k));
  }
  names.sort();
  std::vector<Actor> added;
  for_each_known_name(
      view, names, [&](TextSpan span, std::size_t first, std::size_t last, std::uint32_t index) {
        for (std::size_t i = first; i < last; ++i)
          if (taken[i]) return;
        Actor again = actors[index];
        again.whole_key = again.key;
        again.first = static_cast<std::uint32_t>(first);
        again.last = static_cast<std::uint32_t>(last);
        again.head = again.last - 1;
        again.past = 0;
        again.span = span;
        again.key = language == ReadLanguage::arabic
                        ? view.key(first, last)
                        : letters_hash(view.text.substr(span.start, span.end - span.start));
        added.push_back(again);
      });
  // A description that lies in one ("증언" no more) stays; names do not overlap.
  actors.insert(actors.end(), added.begin(), added.end());
}

}  // namespace hearim
