// One pass over the actors; every name leaves behind the keys under which a later, shorter or
// longer one would find it:
//
//   Global Rights Watch Association   itself; without its last word; without its first;
//                                     GRWA (the initials)
//   Sofia Marrin                      itself; "Marrin"; "Sofia"
//
// "The association" goes back over the last organisations to one whose name holds the word, and
// failing that, for words that fit any ("the group"), to the last one that is no newspaper.
#include "read/entities.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "read/letter_key.h"
#include "text/string_distance.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kSpellingsMax = 64;
constexpr std::size_t kReachBack = 40;  // actors that "the association" may go back over

struct Joiner {
  const StoryView& view;
  std::vector<Actor>& actors;
  std::int32_t count = 0;
  std::unordered_map<std::uint64_t, std::int32_t> names, parts, initials;
  std::unordered_map<std::uint64_t, std::int32_t> surnames, given;
  struct Spelling {
    std::string word;  // folded
    std::int32_t entity;
    Gender gender;
  };
  std::vector<Spelling> spellings;
  std::unordered_map<std::int32_t, std::int32_t> listed;  // entities of the user's names

  std::string folded(std::size_t i) const {
    std::string out;
    for (const char32_t c : view.letters(i)) {
      if (const char32_t key = letter_key(c); key != 0 && key < 0x80) out += static_cast<char>(key);
    }
    return out;
  }
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
  }

  static std::int32_t look(const std::unordered_map<std::uint64_t, std::int32_t>& map,
                           std::uint64_t key) {
    const auto found = map.find(key);
    return found == map.end() ? -1 : found->second;
  }

  // Without "the" and the adjective of a country before it.
  std::size_t bare_first(const Actor& a) const {
    std::size_t first = a.first, length = 0;
    if (view.has(first, C::name_article) && first + 1 < a.last) ++first;
    if (view.entry(first, C::demonym, length) != nullptr && first + length < a.last &&
        a.type == MentionType::organisation)
      return first;  // "North Korean X" and "X" may be two; kept, and indexed without
    return first;
  }

  std::string initials_of(const Actor& a, bool small_words) const {
    std::string out;
    for (std::size_t i = a.first; i < a.last; ++i) {
      if (!view.is_word(i) || !view.lexemes[i].latin) continue;
      if (i == a.first && view.has(i, C::name_article)) continue;
      if (!view.lexemes[i].capital && !small_words) continue;
      const std::string word = folded(i);
      if (!word.empty() && word != "s") out += word.front();
    }
    return out;
  }

  std::int32_t person(const Actor& a) {
    const bool single = a.last == a.first + 1;
    const std::size_t tail = a.last - 1;
    const std::uint64_t last_word = view.key(tail, a.last),
                        first_word = view.key(a.first, a.first + 1);
    if (!view.lexemes[a.first].latin) {
      const std::int32_t known = look(names, a.key);
      return known < 0 && a.whole_key != 0 ? look(names, a.whole_key) : known;
    }
    std::int32_t entity = look(names, a.key);
    if (entity < 0 && single) {
      entity = look(surnames, a.key);
      if (entity < 0) entity = look(given, a.key);
    }
    if (entity < 0 && !single) {
      // A surname met before its full name (in a headline).
      const std::int32_t alone = look(names, last_word);
      if (alone >= 0 && look(surnames, last_word) < 0) entity = alone;
    }
    if (entity < 0) {
      const std::string word = folded(tail);
      for (std::size_t k = spellings.size(); k > 0 && k + kSpellingsMax > spellings.size(); --k) {
        const Spelling& other = spellings[k - 1];
        if (word.empty() || other.word.front() != word.front() || word == other.word) continue;
        const std::size_t shorter = std::min(word.size(), other.word.size());
        const int allowed = shorter >= 7 ? 2 : shorter >= 4 ? 1 : 0;
        if (allowed == 0 || edit_distance(word, other.word, allowed) > allowed) continue;
        // A full name with another spelling must agree in its first word.
        if (!single && look(given, first_word) != other.entity) continue;
        entity = other.entity;
        break;
      }
    }
    return entity;
  }

  void leave_person(const Actor& a, std::int32_t entity) {
    names.emplace(a.key, entity);
    if (!view.lexemes[a.first].latin) return;
    const std::size_t tail = a.last - 1;
    if (a.last > a.first + 1) {
      surnames[view.key(tail, a.last)] = entity;
      given[view.key(a.first, a.first + 1)] = entity;
    }
    spellings.push_back({folded(tail), entity, a.gender});
  }

  std::int32_t other(const Actor& a) {
    if (!view.lexemes[a.first].latin) return look(names, a.key);
    const std::size_t first = bare_first(a);
    std::int32_t entity = look(names, view.key(first, a.last));
    if (entity >= 0) return entity;
    const bool single = a.last == first + 1;
    if (view.lexemes[first].latin && (view.all_capitals(first) || view.sign(first + 1) == U'.')) {
      std::string letters;
      for (std::size_t i = first; i < a.last; ++i) {
        if (view.is_word(i)) letters += folded(i);
      }
      if (letters.size() >= 2 && letters.size() <= 8) entity = look(initials, hash_of(letters));
      if (entity >= 0) return entity;
    }
    if (a.type == MentionType::organisation) {
      entity = look(parts, view.key(first, a.last));
      if (entity >= 0) return entity;
      if (!single && a.last - first >= 3) {
        // The longer name of one met before: "Open Graves" then "Open Graves Initiative".
        for (const std::uint64_t key : {view.key(first, a.last - 1), view.key(first + 1, a.last)}) {
          const auto known = names.find(key);
          if (known != names.end()) return known->second;
        }
      }
    }
    if (!single || a.type == MentionType::organisation || a.type == MentionType::place) {
      // The acronym met before what it stands for: "BCHR ... the Brackwater Centre for ..."
      const std::string letters = initials_of(a, false);
      if (letters.size() >= 2 && !single) {
        const auto known = names.find(hash_of(letters));
        if (known != names.end()) return known->second;
      }
    }
    return -1;
  }

  void leave_other(const Actor& a, std::int32_t entity) {
    const std::size_t first = bare_first(a);
    names.emplace(a.key, entity);
    if (!view.lexemes[a.first].latin) return;
    names.emplace(view.key(first, a.last), entity);
    if (a.last > first + 1) {
      for (const bool small : {false, true}) {
        const std::string letters = initials_of(a, small);
        if (letters.size() >= 2) initials.emplace(hash_of(letters), entity);
      }
    }
    if (a.type != MentionType::organisation) return;
    // What is left without the last, and without the first word (or the adjective of a country).
    if (a.last - first >= 3 && view.is_word(a.last - 2))
      parts.emplace(view.key(first, a.last - 1), entity);
    std::size_t length = 0;
    if (view.entry(first, C::demonym, length) == nullptr &&
        view.entry(first, C::place_known, length) == nullptr)
      length = 1;
    while (first + length < a.last && !view.is_word(first + length)) ++length;
    if (a.last - first >= length + 2) parts.emplace(view.key(first + length, a.last), entity);
  }

  // "the association", "the report", "the woman"
  std::int32_t description(std::size_t index) const {
    const Actor& a = actors[index];
    if (!a.definite) return -1;
    const WordId noun = view.lexemes[a.head].word;
    const bool newspaper = is_media(a.head);
    std::int32_t fallback = -1;
    for (std::size_t back = 1; back <= index && back <= kReachBack; ++back) {
      const Actor& b = actors[index - back];
      if (b.last > a.first && b.first < a.last) continue;  // inside it
      if (b.type != a.type || b.entity < 0) continue;
      if (a.type == MentionType::work) return b.entity;
      if (a.type == MentionType::person) {
        if (!b.named && view.lexemes[b.head].word == noun) return b.entity;
        continue;
      }
      for (std::size_t i = b.first; i < b.last; ++i) {
        if (noun != 0 && view.lexemes[i].word == noun) return b.entity;
      }
      if (!b.named) continue;
      bool media = false;
      for (std::size_t i = b.first; i < b.last; ++i) media = media || is_media(i);
      if (media == newspaper && fallback < 0 && fits_any(a.head)) fallback = b.entity;
    }
    return fallback;
  }
  bool is_media(std::size_t i) const { return view.has(i, C::media); }
  bool fits_any(std::size_t i) const { return view.has(i, C::any_org); }

  std::int32_t run() {
    std::size_t previous_name = actors.size();
    for (std::size_t k = 0; k < actors.size(); ++k) {
      Actor& a = actors[k];
      std::int32_t entity = -1;
      if (a.named && a.listed >= 0) {
        const auto [at, added] = listed.emplace(a.listed, count);
        entity = at->second;
        if (added) ++count;
        if (a.type == MentionType::person)
          leave_person(a, entity);
        else
          leave_other(a, entity);
        previous_name = k;
      } else if (a.named) {
        // "Brackwater Centre (BCHR)", "X (X)": what stands in brackets names the same.
        if (previous_name < k && actors[previous_name].named) {
          const Actor& before = actors[previous_name];
          std::size_t gap = before.last;
          if (gap < view.size() && view.is_quote_mark(gap)) ++gap;
          if (view.sign(gap) == U'(' || view.sign(gap) == U'（') {
            ++gap;
            if (gap < view.size() && view.is_quote_mark(gap)) ++gap;
            const bool closed = view.sign(a.last) == U')' || view.sign(a.last) == U'）' ||
                                view.is_quote_mark(a.last);
            const bool explained = before.past > before.last;
            if (gap == a.first && closed &&
                (before.type == MentionType::organisation || before.type == MentionType::work ||
                 explained)) {
              entity = before.entity;
              a.type = before.type;
            }
          }
        }
        if (entity < 0) entity = a.type == MentionType::person ? person(a) : other(a);
        // "the report, "Dust and Silence"": the title of what stands before it
        if (entity < 0 && a.type == MentionType::work && k > 0 && !actors[k - 1].named &&
            actors[k - 1].type == MentionType::work && actors[k - 1].last <= a.first &&
            actors[k - 1].last + 2 >= a.first)
          entity = actors[k - 1].entity;
        if (entity < 0) entity = count++;
        if (a.type == MentionType::person)
          leave_person(a, entity);
        else
          leave_other(a, entity);
        previous_name = k;
      } else {
        entity = description(k);
        if (entity < 0) entity = count++;
      }
      a.entity = entity;
    }
    return count;
  }
};

}  // namespace

std::int32_t join_entities(const StoryView& view, std::vector<Actor>& actors) {
  return Joiner{view, actors, 0, {}, {}, {}, {}, {}, {}, {}}.run();
}

}  // namespace hearim
