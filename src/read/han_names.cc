// The lexer leaves every character that begins no word of the lexicon alone, so a name is a run of
// such characters between words that are none of a name's. Going back from an ending or a verb, or
// on from a role, the run is cut at the first word of another kind.
#include "read/han_names.h"

#include <algorithm>

#include "read/letter_key.h"
#include "read/place_names.h"
#include "text/customary_names.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kOrganisationMax = 12;  // lexemes before its ending
constexpr std::size_t kPlaceMax = 4;          // characters before its ending

struct HanReader {
  const StoryView& view;
  std::vector<Actor> out;
  std::size_t free_from = 0;  // lexemes before are taken

  bool han(std::size_t i) const {
    return view.is_word(i) && letter_kind(view.text[view.lexemes[i].start]) == LetterKind::han;
  }
  // May stand inside a name: no word of grammar, no date, no verb of saying.
  bool inside(std::size_t i) const {
    return han(i) && !view.in_date[i] && !view.has(i, C::not_name) && !view.has(i, C::speech_cue) &&
           !view.has(i, C::determiner) && !view.has(i, C::speech_according) &&
           !view.has(i, C::act) && !view.has(i, C::person_noun) && !view.has(i, C::role);
  }
  std::uint64_t text_key(std::size_t first, std::size_t last) const {
    std::uint64_t value = 1469598103934665603ULL;
    for (std::uint32_t i = view.lexemes[first].start; i < view.lexemes[last - 1].end; ++i)
      value = (value ^ letter_key(view.text[i])) * 1099511628211ULL;
    return value;
  }
  std::size_t length_of(std::size_t first, std::size_t last) const {
    return view.lexemes[last - 1].end - view.lexemes[first].start;
  }

  Actor& add(std::size_t first, std::size_t last, MentionType type, bool named) {
    Actor actor;
    actor.first = static_cast<std::uint32_t>(first);
    actor.last = static_cast<std::uint32_t>(last);
    actor.head = actor.last - 1;
    actor.span = view.span(first, last);
    actor.key = text_key(first, last);
    actor.type = type;
    actor.named = named;
    actor.reported = named;
    out.push_back(actor);
    free_from = last;
    return out.back();
  }

  bool surname(std::size_t first, std::size_t last) const {
    const std::uint32_t start = view.lexemes[first].start;
    const char32_t two[2] = {letter_key(view.text[start]), start + 1 < view.text.size()
                                                               ? letter_key(view.text[start + 1])
                                                               : U' '};
    const std::size_t letters = length_of(first, last);
    if (letters >= 3 && is_compound_chinese_surname({two, 2})) return true;
    return letters >= 2 && letters <= 3 && is_chinese_surname(two[0]);
  }
  // Transcribed: 索菲亚·马林
  bool dotted(std::size_t i) const {
    return view.sign(i) == U'·' || view.sign(i) == U'•' || view.sign(i) == U'‧';
  }

  void sentence(const Sentence& s) {
    free_from = s.first;
    for (std::size_t i = s.first; i < s.last; ++i) {
      if (i < free_from) continue;
      std::size_t length = 0;
      // 《...》: a newspaper by its last character, else a work
      if (view.sign(i) == U'《') {
        std::size_t end = i + 1;
        while (end < s.last && end < i + 30 && view.sign(end) != U'》') ++end;
        if (end < s.last && end > i + 1 && view.sign(end) == U'》') {
          const char32_t last = view.text[view.lexemes[end - 1].end - 1];
          const bool paper = last == U'报' || last == U'報' || last == U'刊' || last == U'志';
          add(i + 1, end, paper ? MentionType::organisation : MentionType::work, true);
          i = end;
          continue;
        }
      }
      // An organisation by its ending, met going on: back over what may belong to it.
      if (view.entry(i, C::org_head, length) != nullptr && !view.in_date[i]) {
        std::size_t last = i + length;
        // "研究中心": an ending behind an ending
        std::size_t more = 0;
        while (last < s.last && view.entry(last, C::org_head, more) != nullptr) last += more;
        std::size_t first = i;
        while (first > free_from && first + kOrganisationMax > i && inside(first - 1)) --first;
        const bool known_name = view.entry(i, C::org_known, more) != nullptr && i + more >= last;
        if (length_of(first, last) >= length_of(i, last) + 2 || known_name) {
          add(first, last, MentionType::organisation, true);
        } else if (view.entry(i, C::org_noun, more) != nullptr && i > s.first &&
                   view.has(i - 1, C::determiner)) {
          Actor& actor = add(i - 1, last, MentionType::organisation, false);
          actor.definite = true;
          actor.reported = true;
        }
        i = std::max(i, last - 1);
        continue;
      }
      if (view.entry(i, C::org_known, length) != nullptr) {
        add(i, i + length, MentionType::organisation, true);
        i += length - 1;
        continue;
      }
      if (view.entry(i, C::work_noun, length) != nullptr) {
        const bool determined = i > free_from && view.has(i - 1, C::determiner);
        const std::size_t first = determined ? i - 1 : i;
        Actor& actor = add(first, i + length, MentionType::work, false);
        actor.definite = !(i > s.first && view.has(i - 1, C::speech_release));
        actor.reported = true;
        i += length - 1;
        continue;
      }
      if (view.entry(i, C::person_noun, length) != nullptr) {
        person_phrase(i, length, s);
        i += length - 1;
        continue;
      }
      // A place of the gazetteer.
      if (han(i) && !view.in_date[i]) {
        const std::size_t letters =
            place_name_at(ReadLanguage::chinese, view.text, view.lexemes[i].start);
        if (letters >= 2) {
          std::size_t last = i;
          const std::uint32_t end = view.lexemes[i].start + static_cast<std::uint32_t>(letters);
          while (last < s.last && view.lexemes[last].end <= end) ++last;
          // "中国大学" is no place: an organisation's ending may follow within reach
          if (last > i && view.lexemes[last - 1].end == end && !organisation_ahead(last, s)) {
            add(i, last, MentionType::place, true);
            i = last - 1;
            continue;
          }
        }
      }
      if (view.entry(i, C::place_head, length) != nullptr && !view.in_date[i]) {
        std::size_t first = i;
        while (first > free_from && inside(first - 1) && length_of(first - 1, i) <= kPlaceMax)
          --first;
        const std::size_t letters = length_of(first, i);
        const bool bounded = first == s.first || !han(first - 1) || !inside(first - 1);
        if (letters >= 2 && letters <= 3 && bounded && !organisation_ahead(i + length, s)) {
          add(first, i + length, MentionType::place, true);
          i += length - 1;
          continue;
        }
      }
      // A role: a name right behind it.
      if (view.entry(i, C::role, length) != nullptr) {
        std::size_t first = i + length, last = first;
        while (last < s.last && (inside(last) || dotted(last)) && length_of(first, last + 1) <= 10)
          ++last;
        if (last > first &&
            ((length_of(first, last) <= 4 && surname(first, last)) || has_dot(first, last)))
          add(first, last, MentionType::person, true);
        i = std::max(i + length, last) - 1;
        continue;
      }
      // A verb of saying: a name right before it.
      if (view.entry(i, C::speech_cue, length) != nullptr) {
        std::size_t first = i;
        while (first > free_from && (inside(first - 1) || dotted(first - 1)) &&
               length_of(first - 1, i) <= 10)
          --first;
        const bool whole = first == s.first || !inside(first - 1);
        if (first < i && whole &&
            ((length_of(first, i) <= 4 && surname(first, i)) || has_dot(first, i)))
          add(first, i, MentionType::person, true);
        i += length - 1;
        continue;
      }
      // "逃往黑渡。", "在高坪的"
      if (view.entry(i, C::place_before, length) != nullptr) {
        std::size_t first = i + length, last = first;
        while (last < s.last && inside(last) && length_of(first, last + 1) <= 4 &&
               view.lexemes[last].word == 0)
          ++last;
        const bool stop = last >= s.last || view.sign(last) != 0 ||
                          (view.letters(last) == U"的" || view.letters(last) == U"获释" ||
                           view.letters(last) == U"被");
        if (last > first && length_of(first, last) >= 2 && length_of(first, last) <= 3 && stop)
          add(first, last, MentionType::place, true);
        i = std::max(i + length, free_from) - 1;
      }
    }
  }
  bool has_dot(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i) {
      if (dotted(i)) return true;
    }
    return false;
  }
  bool organisation_ahead(std::size_t from, const Sentence& s) const {
    for (std::size_t i = from; i < s.last && i < from + kOrganisationMax && inside(i); ++i) {
      if (view.has(i, C::org_head)) return true;
    }
    return false;
  }
  // "一名来自云水县的妇女": back to the number, over what tells her apart.
  void person_phrase(std::size_t noun, std::size_t length, const Sentence& s) {
    std::size_t first = noun;
    for (std::size_t i = noun; i > s.first && i + 14 > noun; --i) {
      if (view.sign(i - 1) != 0 || view.has(i - 1, C::speech_cue)) break;
      const auto word = view.letters(i - 1);
      if (view.has(i - 1, C::determiner)) {
        first = i - 1;
        break;
      }
      if ((word == U"名" || word == U"位" || word == U"个") && i >= 2 &&
          view.letters(i - 2) == U"一") {
        first = i - 2;
        break;
      }
    }
    if (first == noun) return;
    const auto opening = view.letters(first);
    Actor& actor = add(first, noun + length, MentionType::person, false);
    actor.head = static_cast<std::uint32_t>(noun);
    actor.definite = opening.front() == U'该' || opening.front() == U'这' ||
                     opening.front() == U'那' || opening.front() == U'此';
    std::size_t ignored = 0;
    const LexiconEntry* e = view.entry(noun, C::person_noun, ignored);
    const std::string& value = view.value(*e);
    if (value.size() > 1) actor.gender = value[1] == 'f' ? Gender::female : Gender::male;
  }

  std::vector<Actor> run() {
    for (const Sentence& s : view.sentences) sentence(s);
    return std::move(out);
  }
};

}  // namespace

std::vector<Actor> han_actors(const StoryView& view) { return HanReader{view, {}, 0}.run(); }

}  // namespace hearim
