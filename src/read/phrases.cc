#include "read/phrases.h"

#include <algorithm>

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kModifiersMax = 7;
constexpr std::size_t kTailMax = 6;  // "from the village of Sarn"

struct PhraseReader {
  const StoryView& view;
  const std::vector<Actor>& names;
  std::vector<Actor> out;
  std::size_t next_name = 0;

  bool spanish() const { return view.lexicon.language() == ReadLanguage::spanish; }

  // A word that may stand between an article and its noun.
  bool modifier(std::size_t i) const {
    if (view.sign(i) == U'-' || view.sign(i) == U'‐') return view.glued(i);
    if (view.sign(i) == U'\'' || view.sign(i) == U'’') return view.glued(i);
    if (view.lexemes[i].kind == LexemeKind::digits) return true;  // a 16-year-old girl
    if (!view.is_word(i)) return false;
    if (view.letters(i) == U"s" && view.glued(i)) return true;
    if (view.lexemes[i].capital) return !view.has(i, C::not_name);
    return !view.has(i, C::not_name) && !view.has(i, C::finite) && !view.has(i, C::speech_cue) &&
           !view.has(i, C::relative) && !view.has(i, C::pronoun);
  }

  void take(std::size_t head, std::size_t last, MentionType type, const std::string& value,
            const Sentence& sentence) {
    std::size_t first = head;
    bool determined = false, definite = false;
    for (std::size_t steps = 0; first > sentence.first && steps < kModifiersMax; ++steps) {
      const std::size_t before = first - 1;
      if (view.has(before, C::determiner) && view.is_word(before)) {
        first = before;
        determined = true;
        const auto word = view.letters(before);
        definite = word == U"the" || word == U"The" || word == U"this" || word == U"This" ||
                   word == U"that" || word == U"el" || word == U"El" || word == U"la" ||
                   word == U"La" || word == U"los" || word == U"las" || word == U"Los" ||
                   word == U"his" || word == U"her" || word == U"its" || word == U"their" ||
                   word == U"su" || word == U"este" || word == U"esta" || word == U"sus" ||
                   word == U"these" || word == U"those" || word == U"These";
        // "the other woman": one more article before it
        if (first > sentence.first && view.has(first - 1, C::determiner) &&
            !view.has(first - 1, C::speech_that) && view.is_word(first - 1) &&
            view.lexemes[first - 1].end < view.lexemes[first].start)
          --first;
        break;
      }
      if (!modifier(before)) break;
      first = before;
    }
    while (!view.is_word(first) && view.lexemes[first].kind != LexemeKind::digits && first < head)
      ++first;
    const bool plural = value.rfind("2", 0) == 0;
    // The name of an organisation's employee stands before him: no phrase is made of a bare
    // singular, except where a headline drops its article.
    if (!determined) {
      const bool speaks = view.has(last, C::speech_cue) && type != MentionType::person;
      if (!plural && !speaks) return;
      if (plural && type != MentionType::person && !speaks) return;
      // Only words in lower case right before it belong to it ("aid workers").
      while (first < head && (view.lexemes[first].capital && first != sentence.first)) ++first;
    }
    Actor actor;
    // "a woman from the village of Sarn"
    std::size_t end = last;
    if (type == MentionType::person && end < sentence.last &&
        (view.letters(end) == U"from" || (spanish() && view.letters(end) == U"de"))) {
      std::size_t i = end + 1;
      while (i < sentence.last && i < end + kTailMax && view.is_word(i) && !name_at(i)) {
        if (view.has(i, C::finite) || view.has(i, C::speech_cue) || view.has(i, C::relative)) break;
        ++i;
      }
      if (const Actor* name = name_at(i)) {
        end = name->last;
      } else if (i > end + 1 && (i >= sentence.last || !view.is_word(i))) {
        end = i;
      }
    }
    actor.first = static_cast<std::uint32_t>(first);
    actor.last = static_cast<std::uint32_t>(end);
    actor.head = static_cast<std::uint32_t>(last - 1);
    actor.span = view.span(first, end);
    actor.type = type;
    actor.named = false;
    actor.plural = plural;
    actor.definite = definite;
    if (value.size() > 1) actor.gender = value[1] == 'f' ? Gender::female : Gender::male;
    actor.reported = type == MentionType::work           ? determined && !plural
                     : type == MentionType::organisation ? definite && !plural
                                                         : false;
    out.push_back(actor);
  }

  const Actor* name_at(std::size_t i) const {
    const auto at = std::lower_bound(names.begin(), names.end(), i,
                                     [](const Actor& a, std::size_t b) { return a.first < b; });
    return at != names.end() && at->first == i ? &*at : nullptr;
  }
  bool in_name(std::size_t i) {
    while (next_name < names.size() && names[next_name].last <= i) ++next_name;
    return next_name < names.size() && names[next_name].first <= i;
  }

  std::vector<Actor> run() {
    for (const Sentence& sentence : view.sentences) {
      for (std::size_t i = sentence.first; i < sentence.last; ++i) {
        if (!view.is_word(i) || view.lexemes[i].word == 0 || in_name(i)) continue;
        const std::uint64_t flags = view.words.flags(view.lexemes[i].word);
        constexpr std::uint64_t kNouns = (1ULL << static_cast<unsigned>(C::person_noun)) |
                                         (1ULL << static_cast<unsigned>(C::role)) |
                                         (1ULL << static_cast<unsigned>(C::org_noun)) |
                                         (1ULL << static_cast<unsigned>(C::work_noun));
        if ((flags & kNouns) == 0) continue;
        if (view.lexemes[i].capital && i != sentence.first && !sentence.headline) continue;
        // The longest noun of the classes that begins here; one right after it is the head instead
        // ("human rights group researchers").
        std::size_t at = i, best = 0, length = 0;
        MentionType type = MentionType::person;
        std::string value;
        while (at < sentence.last && view.is_word(at)) {
          std::size_t longest = 0;
          for (const auto& [c, t] : {std::pair{C::person_noun, MentionType::person},
                                     {C::role, MentionType::person},
                                     {C::org_noun, MentionType::organisation},
                                     {C::work_noun, MentionType::work}}) {
            const LexiconEntry* e = view.entry(at, c, length);
            if (e == nullptr || length <= longest) continue;
            longest = length;
            type = t;
            value = view.value(*e);
          }
          if (longest == 0) break;
          best = at + longest;
          i = at;
          at = best;
          if (spanish()) break;  // the noun comes first
          if (view.lexemes[std::min(at, view.size() - 1)].capital) break;
        }
        if (best == 0) continue;
        // Verbs that look like nouns: "who report", "they claim".
        if (i > sentence.first && (view.has(i - 1, C::pronoun) || view.letters(i - 1) == U"to") &&
            view.has(i, C::speech_cue))
          continue;
        take(i, best, type, value, sentence);
        i = best - 1;
      }
    }
    return std::move(out);
  }
};

}  // namespace

std::vector<Actor> phrases_of(const StoryView& view, const std::vector<Actor>& names) {
  return PhraseReader{view, names, {}, 0}.run();
}

}  // namespace hearim
