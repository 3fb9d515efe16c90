// A name runs over words that are none of grammar and no verbs of saying. An organisation's words
// go on while each depends on the one before: an indefinite word opens the way for one more, a
// definite one closes the chain unless another definite one (its adjective) or "ل" follows.
#include "read/arabic_names.h"

#include <algorithm>

#include "read/letter_key.h"
#include "read/place_names.h"
#include "text/customary_names.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kOrganisationMax = 7;
constexpr std::size_t kPersonMax = 3;

struct ArabicReader {
  const StoryView& view;
  std::vector<Actor> out;

  bool arabic(std::size_t i) const {
    return view.is_word(i) && letter_kind(view.text[view.lexemes[i].start]) == LetterKind::arabic;
  }
  bool plain(std::size_t i, const Sentence& s) const {
    return i < s.last && arabic(i) && !view.in_date[i] && !view.has(i, C::not_name) &&
           !view.has(i, C::speech_cue) && !view.has(i, C::speech_that) && !view.has(i, C::act) &&
           !view.has(i, C::pronoun) && !view.has(i, C::speech_according);
  }
  bool definite(std::size_t i) const {
    const auto word = view.letters(i);
    return view.lexemes[i].definite || (word.size() > 3 && word.substr(0, 2) == U"ال") ||
           (word.size() > 3 && word.substr(0, 2) == U"لل");
  }
  std::u32string folded(std::size_t i) const {
    std::u32string out_word;
    for (const char32_t c : view.letters(i)) {
      if (const char32_t key = letter_key(c)) out_word += key;
    }
    return out_word;
  }

  Actor& add(std::size_t first, std::size_t last, MentionType type, bool named) {
    Actor actor;
    actor.first = static_cast<std::uint32_t>(first);
    actor.last = static_cast<std::uint32_t>(last);
    actor.head = actor.first;
    actor.span = view.span(first, last);
    actor.key = view.key(first, last);
    actor.type = type;
    actor.named = named;
    actor.reported = named;
    out.push_back(actor);
    return out.back();
  }

  std::size_t organisation_end(std::size_t first, const Sentence& s) const {
    std::size_t i = first + 1;
    bool closed = false;
    while (i < first + kOrganisationMax && plain(i, s) && !view.has(i, C::role) &&
           !view.has(i, C::person_noun)) {
      const auto word = view.letters(i);
      const bool to = word.size() > 3 && word.front() == U'ل' && !definite(i);
      if (closed && !definite(i) && !to) break;
      closed = definite(i);
      ++i;
    }
    return i;
  }

  // The words of a person's name from i on.
  std::size_t person_end(std::size_t i, const Sentence& s) const {
    std::size_t end = i;
    while (end < i + kPersonMax && plain(end, s) && !view.has(end, C::role) &&
           !view.has(end, C::org_head) && !view.has(end, C::org_noun) &&
           !view.has(end, C::person_noun) && !view.has(end, C::work_noun) &&
           !view.has(end, C::place_before)) {
      if (end == i && definite(end)) break;  // a first name has no article
      ++end;
    }
    return end;
  }
  bool given(std::size_t i) const { return !arabic_name_spellings(folded(i)).empty(); }

  void sentence(const Sentence& s) {
    for (std::size_t i = s.first; i < s.last; ++i) {
      if (!arabic(i) || view.in_date[i]) continue;
      std::size_t length = 0;
      if (view.entry(i, C::org_known, length) != nullptr) {
        add(i, i + length, MentionType::organisation, true);
        i += length - 1;
        continue;
      }
      if (view.has(i, C::org_head) && !definite(i)) {
        const std::size_t end = organisation_end(i, s);
        if (end > i + 1) {
          // "صحيفة صوت الوادي": the noun of a newspaper stands before its name
          const bool paper = view.has(i, C::media) && end > i + 2;
          add(paper ? i + 1 : i, end, MentionType::organisation, true);
          i = end - 1;
          continue;
        }
      }
      for (const auto& [c, type] : {std::pair{C::person_noun, MentionType::person},
                                    {C::org_noun, MentionType::organisation},
                                    {C::work_noun, MentionType::work}}) {
        const LexiconEntry* e = view.entry(i, c, length);
        if (e == nullptr) continue;
        if (type == MentionType::organisation && !definite(i)) continue;
        Actor& actor = add(i, i + length, type, false);
        actor.definite = definite(i);
        actor.reported = type != MentionType::person;
        const std::string& value = view.value(*e);
        if (type == MentionType::person && value.size() > 1)
          actor.gender = value[1] == 'f' ? Gender::female : Gender::male;
        // "رجل للرابطة": what follows is whom he tells
        break;
      }
      if (!out.empty() && out.back().first == i) continue;
      if (view.has(i, C::role)) {
        // "مديرة المركز سلمى الرحباوي": over what he is of, to a first name
        std::size_t name = i + 1;
        while (name < s.last && name < i + 4 && arabic(name) &&
               (definite(name) || view.has(name, C::org_head) || view.has(name, C::role)) &&
               !view.has(name, C::not_name)) {
          if (view.has(name, C::org_noun)) {
            Actor& actor = add(name, name + 1, MentionType::organisation, false);
            actor.definite = actor.reported = true;
          }
          if (view.has(name, C::org_head) && !definite(name)) {
            const std::size_t end = organisation_end(name, s);
            if (end > name + 1) {
              add(name, end, MentionType::organisation, true);
              name = end;
              break;
            }
          }
          ++name;
        }
        if (name < s.last && view.sign(name) == U',') ++name;
        const std::size_t end = person_end(name, s);
        if (end >= name + 2) {
          add(name, end, MentionType::person, true);
          i = end - 1;
        } else {
          i = std::max(i, name - 1);
        }
        continue;
      }
      if (view.entry(i, C::speech_cue, length) != nullptr) {
        const std::size_t name = i + length, end = person_end(name, s);
        const bool bounded = end >= s.last || !plain(end, s);
        if (end >= name + 2 && bounded && !view.has(name, C::place_before)) {
          add(name, end, MentionType::person, true);
          i = end - 1;
        }
        continue;
      }
      const bool before = i > s.first && view.has(i - 1, C::place_before);
      const std::size_t letters =
          place_name_at(ReadLanguage::arabic, view.text, view.lexemes[i].start);
      if (letters >= 3) {
        std::size_t last = i;
        const std::uint32_t end = view.lexemes[i].start + static_cast<std::uint32_t>(letters);
        while (last < s.last && view.lexemes[last].end <= end) ++last;
        if (last > i && view.lexemes[last - 1].end == end) {
          add(i, last, MentionType::place, true);
          i = last - 1;
          continue;
        }
      }
      if (view.has(i, C::place_head) && !definite(i) && plain(i + 1, s) && definite(i + 1)) {
        add(i, i + 2, MentionType::place, true);
        ++i;
        continue;
      }
      // "في مدينة المرج الأخضر"
      if (before && view.has(i - 1, C::place_of) && plain(i, s)) {
        std::size_t end = i + 1;
        while (end < i + 3 && plain(end, s) && definite(end) && definite(i)) ++end;
        add(i, end, MentionType::place, true);
        i = end - 1;
        continue;
      }
      if (plain(i, s) && given(i) && !definite(i) && plain(i + 1, s) &&
          (given(i + 1) || definite(i + 1)) &&
          (i == s.first || !arabic(i - 1) || view.has(i - 1, C::not_name))) {
        const std::size_t end = person_end(i, s);
        if (end >= i + 2) {
          add(i, end, MentionType::person, true);
          i = end - 1;
        }
      }
    }
  }

  std::vector<Actor> run() {
    for (const Sentence& s : view.sentences) sentence(s);
    return std::move(out);
  }
};

}  // namespace

std::vector<Actor> arabic_actors(const StoryView& view) { return ArabicReader{view, {}}.run(); }

}  // namespace hearim
