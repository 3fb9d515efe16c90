// How far a run of capitals is one name: "Ministry of Health and Welfare" over its small words,
// "U.N." over its points, and which adjectives before it are none of it.
#include "read/latin_name_reader.h"

#include <algorithm>

#include "read/place_names.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

// "people 's": the owner is part of the name only of "the Seamen's Relief Society".
bool NameReader::plural_owner(std::size_t i) const {
  const auto word = view.letters(i);
  return view.has(i, C::person_noun) || (word.size() > 3 && word.substr(word.size() - 3) == U"men");
}

// One past the last lexeme of the run of capitals that begins at i.
std::size_t NameReader::run_end(std::size_t i, const Sentence& sentence) const {
  const std::size_t limit = std::min<std::size_t>(sentence.last, i + kNameLexemesMax);
  bool head = false, linked = false;
  const auto note_head = [&](std::size_t k) {
    head = head || is(k, C::org_head) || is(k, C::work_head) || is(k, C::event_head) ||
           (is(k, C::org_noun)) || is(k, C::place_head);
  };
  note_head(i);
  std::size_t j = i + 1;
  while (j < limit) {
    if (view.lexemes[j].break_before) break;
    const char32_t sign = view.sign(j);
    if (sign != 0) {
      const bool next_word = j + 1 < limit && view.is_word(j + 1);
      if (sign == U'.' && view.glued(j)) {
        const auto word = view.letters(j - 1);
        const bool initial = word.size() == 1 && view.lexemes[j - 1].capital;
        const bool title = is(j - 1, C::honorific) && word.size() <= 5;
        if (!(initial || title) || !next_word) {
          if (initial && view.sign(j - 2) == U'.') {  // the point that ends "U.N."
            ++j;
            if (j < limit && capital(j) && !common(j)) continue;
          }
          break;
        }
        if (!capital(j + 1) || common(j + 1)) {
          if (initial) ++j;
          break;
        }
        j += 1;
        continue;
      }
      if (sign == U'-' && view.glued(j) && view.glued(j + 1) && capital(j + 2) && j + 2 < limit &&
          view.lexemes[j + 1].kind == LexemeKind::digits) {  // COVID-19 Relief Brenna
        j += 2;
        continue;
      }
      if ((sign == U'-' || sign == U'‐' || sign == U'–') && view.glued(j) && next_word &&
          view.glued(j + 1)) {
        const auto next = view.letters(j + 1);
        if (capital(j + 1) ||
            (next.size() <= 4 && view.lexemes[j + 1].word == 0 && next != U"led" &&
             next != U"run" && next != U"born" && next != U"era" && next != U"wide")) {
          j += 2;
          continue;
        }
        break;
      }
      if ((sign == U'\'' || sign == U'’' || sign == U'‘') && view.glued(j) && next_word &&
          view.glued(j + 1)) {
        const auto next = view.letters(j + 1);
        if (next == U"s") {
          if (plural_owner(j - 1) && capital(j + 2) && !common(j + 2)) {
            j += 2;
            continue;
          }
          break;
        }
        if (capital(j + 1) || view.letters(j - 1).size() <= 2) {
          j += 2;
          continue;
        }
        break;
      }
      // "Saebit Boys' Home"
      if ((sign == U'\'' || sign == U'’') && view.glued(j) && next_word && !view.glued(j + 1) &&
          view.letters(j - 1).back() == U's' && capital(j + 1) && !common(j + 1) &&
          (is(j + 1, C::org_head) || is(j + 1, C::place_head))) {
        note_head(j + 1);
        j += 2;
        continue;
      }
      if (sign == U'&' && capital(j + 1)) {
        ++j;
        continue;
      }
      break;
    }
    if (capital(j) && !common(j)) {
      note_head(j);
      ++j;
      continue;
    }
    if (!view.is_word(j)) break;
    // Small words inside a name.
    std::size_t length = 0;
    if (head && view.entry(j, C::org_link, length) != nullptr && capital(j + length) &&
        !common(j + length) && j + length < limit) {
      linked = true;
      note_head(j + length);
      j += length + 1;
      continue;
    }
    if (head && linked && is(j, C::name_and) && capital(j + 1) && !common(j + 1) &&
        !is(j + 1, C::org_head) && j + 1 < limit && !view.all_capitals(j + 1)) {
      j += 2;
      continue;
    }
    if (is(j, C::name_particle) && !view.lexemes[j].capital) {
      std::size_t k = j + 1;
      while (k < limit && k < j + 3 && is(k, C::name_particle) && !view.lexemes[k].capital) ++k;
      // In Spanish "de" links any two names: "Tierra Lumbre de 2015" has no capital after it.
      if (k < limit && capital(k) && !common(k) && !(!head && is(k, C::org_head))) {
        note_head(k);
        j = k + 1;
        continue;
      }
    }
    break;
  }
  return std::min(j, limit);
}

std::size_t NameReader::demonym_length(std::size_t i) const {
  std::size_t length = 0;
  if (!view.lexemes[i].capital) return 0;
  return view.entry(i, C::demonym, length) != nullptr ? length : 0;
}

// "Orvellan villagers": a word in -an, -ish, -ese before a noun in lower case.
bool NameReader::adjective_shape(std::size_t i, std::size_t last) const {
  if (last != i + 1 || last >= view.size() || view.lexicon.language() != ReadLanguage::english)
    return false;
  const auto word = view.letters(i);
  const auto ends = [&](std::u32string_view tail) {
    return word.size() > tail.size() + 2 && word.substr(word.size() - tail.size()) == tail;
  };
  if (!ends(U"an") && !ends(U"ish") && !ends(U"ese")) return false;
  if (is_place_name(view.lexicon.language(), view.key(i, last))) return false;
  if (!view.is_word(last) || view.lexemes[last].capital || view.lexemes[last].break_before)
    return false;
  const auto next = view.letters(last);
  if (view.has(last, C::not_name) || view.has(last, C::speech_cue) || view.has(last, C::finite) ||
      view.has(last, C::speech_adverb) || view.has(last, C::relative) ||
      view.has(last, C::place_after) || is(last, C::name_and))
    return false;
  return !(next.size() > 3 && next.substr(next.size() - 2) == U"ed");
}

}  // namespace hearim
