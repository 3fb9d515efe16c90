// What a name may name: evidence from its own words and from those around it, added up as votes.
#include "read/language_rules.h"
#include "read/latin_name_reader.h"

#include <algorithm>

#include "read/place_names.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr int kDecided = 3;  // evidence enough for a word whose capital proves nothing

}  // namespace

// A capital that the beginning of a sentence, a quotation or a bracket may explain.
bool NameReader::weak_place(std::size_t i, const Sentence& sentence) const {
  if (i == sentence.first) return true;
  const char32_t before = view.sign(i - 1);
  return view.is_quote_mark(i - 1) || before == U':' || before == U'(' || before == U'[' ||
         before == U'¿' || before == U'¡' || before == U'—' || before == U'–' || before == U'•' ||
         before == U'|' || (before == U'-' && view.lexemes[i].space_before) || before == U'‘' ||
         (before == U'\'' && view.lexemes[i - 1].space_before);
}

bool NameReader::known_organisation(std::size_t first, std::size_t last) const {
  std::size_t length = 0;
  if (view.entry(first, C::org_known, length) == nullptr) return false;
  return first + length == last || (first + length + 1 == last && view.sign(last - 1) == U'.');
}

bool NameReader::known_place(std::size_t first, std::size_t last) const {
  std::size_t length = 0;
  if (view.entry(first, C::place_known, length) != nullptr &&
      (first + length == last || (first + length + 1 == last && view.sign(last - 1) == U'.')))
    return true;
  return is_place_name(view.lexicon.language(), view.key(first, last));
}

// "Comprehensive Report", "so he just Hit me": a capital without a reason.
bool NameReader::common_noun(const NameCandidate& c) const {
  if (c.article) return false;
  if (view.has(c.first, C::act) || is(c.first, C::work_noun) || is(c.first, C::role)) return true;
  return is(c.first, C::org_noun) && c.votes[static_cast<std::size_t>(MentionType::person)] <= 0;
}

// Whether a word at the beginning of a sentence is a name.
bool NameReader::worth(const NameCandidate& c) const {
  if (c.known) return true;
  const WordCount count = counted(c.first);
  if (count.capital > 0) return count.capital >= count.lower;
  if (count.lower > 0) return false;
  const auto word = view.letters(c.first);
  const std::uint64_t flags = view.words.flags(view.lexemes[c.first].word);
  if (view.lexemes[c.first].word != 0 && flags == 0) return false;
  if (is(c.first, C::person_noun) || is(c.first, C::org_noun) || is(c.first, C::work_noun) ||
      is(c.first, C::role) || is(c.first, C::speech_noun))
    return false;
  if (word.size() > 3 && word.back() == U's' && !view.all_capitals(c.first)) return false;
  return *std::max_element(c.votes.begin(), c.votes.end()) >= kDecided;
}

// An organisation's noun in another language than the text's.
bool NameReader::foreign_head(std::size_t i) const {
  return view.is_word(i) && !is(i, C::given_name) && latin_word_is(view.letters(i), C::org_head);
}

void NameReader::judge_inside(NameCandidate& c) const {
  std::size_t words = 0;
  bool all_plain = true;
  for (std::size_t i = c.first; i < c.last; ++i) {
    if (!view.is_word(i)) continue;
    ++words;
    if (is(i, C::org_link) || is(i, C::name_and)) all_plain = false;
  }
  const std::size_t tail = c.last - 1;
  // The head: the last word before the first link, or the first word of all.
  std::size_t head = tail;
  for (std::size_t i = c.first + 1; i < c.last; ++i) {
    if (is(i, C::org_link) || (is(i, C::name_particle) && !view.lexemes[i].capital)) {
      head = i - 1;
      break;
    }
  }
  if (known_organisation(c.first, c.last)) {
    vote(c, MentionType::organisation) += 8;
    c.known = true;
  } else if (known_place(c.first, c.last)) {
    vote(c, MentionType::place) += words > 1 ? 6 : 4;
    c.known = true;
  }
  const bool several = words > 1;
  if (several && (is(head, C::org_head) || is(c.first, C::org_head)))
    vote(c, MentionType::organisation) += 6;
  else if (several && is(tail, C::org_head))
    vote(c, MentionType::organisation) += 5;
  if (!several && is(c.first, C::org_head)) vote(c, MentionType::organisation) += 3;
  // "Salt Road Watch" in a Spanish text, "Observatorio Minero" in an English one
  if (several && !is(c.first, C::org_head) && !is(tail, C::org_head) && view.is_word(tail) &&
      (foreign_head(c.first) || foreign_head(tail)))
    vote(c, MentionType::organisation) += 4;
  if (several && is(head, C::work_head)) vote(c, MentionType::work) += 7;
  if (several && is(head, C::event_head)) vote(c, MentionType::event) += 7;
  if (several && (is(head, C::place_head) || is(c.first, C::place_head)))
    vote(c, MentionType::place) += 5;
  std::size_t length = 0;
  if (several && view.entry(c.first, C::place_first, length) != nullptr &&
      c.first + length < c.last)
    vote(c, MentionType::place) += 3;
  if (!several && view.all_capitals(c.first) && view.letters(c.first).size() <= 6 && !c.known)
    vote(c, MentionType::organisation) += 4;
  if (is(c.first, C::given_name)) vote(c, MentionType::person) += several ? 3 : 2;
  if (several && all_plain && words <= 4) vote(c, MentionType::person) += 2;
  for (std::size_t i = c.first; i < c.last; ++i) {
    if (several && i > c.first && i + 1 < c.last && is(i, C::org_head))
      vote(c, MentionType::organisation) += 3;
    if (view.sign(i) == U'.' && i > c.first && view.letters(i - 1).size() == 1 && words > 1 &&
        c.last - c.first > 3 && view.letters(tail).size() > 1 && view.is_word(tail))
      vote(c, MentionType::person) += 1;
  }
}

void NameReader::judge_around(NameCandidate& c, const Sentence& sentence) const {
  std::size_t before = c.first, first = 0, length = 0;
  if (before > sentence.first &&
      (view.is_opening_mark(before - 1) || view.sign(before - 1) == U'('))
    --before;
  if (before > sentence.first && is(before - 1, C::name_article)) {
    c.article = true;
    vote(c, MentionType::organisation) += 2;
    vote(c, MentionType::person) -= 5;
    if (c.single) vote(c, MentionType::place) -= 2;
    --before;
  }
  if (before > sentence.first && view.ending(before, C::demonym, first) != nullptr) {
    before = first;
    if (before > sentence.first && !c.article && is(before - 1, C::name_article)) {
      c.article = true;
      vote(c, MentionType::organisation) += 2;
      vote(c, MentionType::person) -= 5;
    }
  }
  if (before > sentence.first) {
    if (view.ending(before, C::place_of, first) != nullptr) {
      vote(c, MentionType::place) += 6;
    } else if (view.ending(before, C::organisation_before, first) != nullptr) {
      vote(c, MentionType::organisation) += 5;
    } else if (is(before - 1, C::role) || is(before - 1, C::person_noun)) {
      vote(c, MentionType::person) += 4;
    } else if (!c.article && is(before - 1, C::place_before)) {
      vote(c, MentionType::place) += 4;
    } else if (is(before - 1, C::perhaps_place_before)) {
      vote(c, MentionType::place) += 1;
    }
  }
  const std::size_t after = c.last;
  if (after >= sentence.last) return;
  // "GENEVA, March 14 (Reuters) -": a dateline
  if (c.first == sentence.first && c.single && view.all_capitals(c.first) &&
      (view.sign(after) == U',' || view.sign(after) == U'(' || view.sign(after) == U'—' ||
       view.sign(after) == U'–' || (view.sign(after) == U'-' && view.lexemes[after].space_before)))
    vote(c, MentionType::place) += 7;
  std::size_t next = after;
  if (view.is_quote_mark(next)) ++next;
  if (next < sentence.last && view.entry(next, C::place_after, length) != nullptr &&
      !view.lexemes[next].capital)
    vote(c, MentionType::place) += 5;
  std::size_t verb = next;
  while (verb < sentence.last && verb < next + 2 && view.has(verb, C::speech_adverb)) ++verb;
  if (view.has(verb, C::speech_cue) && !view.lexemes[verb].capital) {
    vote(c, MentionType::person) += 3;
    vote(c, MentionType::organisation) += 2;
  }
  if (is(next, C::relative) && view.letters(next) == U"who") vote(c, MentionType::person) += 3;
  if (view.sign(next) == U',') {
    if (next + 1 < sentence.last && view.lexemes[next + 1].kind == LexemeKind::digits &&
        view.lexemes[next + 1].digit_count <= 2 && view.sign(next + 2) == U',')
      vote(c, MentionType::person) += 4;
    if (view.has(next + 1, C::relative) && view.letters(next + 1) == U"who")
      vote(c, MentionType::person) += 3;
    // "Anselm Brook, a spokesman for ...": a role soon after the comma
    for (std::size_t i = next + 1; i < sentence.last && i < next + 7; ++i) {
      if (!view.is_word(i)) {
        if (view.sign(i) == U'\'' || view.sign(i) == U'’' || view.sign(i) == U'-') continue;
        break;
      }
      if (is(i, C::role) || (is(i, C::person_noun) && i <= next + 3)) {
        vote(c, MentionType::person) += 3;
        break;
      }
      if (view.has(i, C::finite) || view.has(i, C::speech_cue)) break;
    }
  }
  if (view.sign(next) == U'(' && next + 1 < sentence.last && view.is_word(next + 1) &&
      view.all_capitals(next + 1))
    vote(c, MentionType::organisation) += 3;
}

}  // namespace hearim
