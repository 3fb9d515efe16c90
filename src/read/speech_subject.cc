// Who is the subject of a verb of saying, and whom it is told.
//
// An apposition between commas is stepped over: in "Anselm Brook, a spokesman for the council,
// said" the subject is the name. Where a relative clause comes between ("a woman who was sold to
// the north told ..."), it is the first actor of the clause.
#include "read/speech_reader.h"

namespace hearim {
namespace {

using C = StoryClass;

}  // namespace

// The named person of two that stand in apposition, else the first.
std::int32_t SpeechReader::better(std::int32_t a, std::int32_t b) const {
  if (a < 0) return b;
  if (b < 0) return a;
  if (actor(a).named && actor(a).type != MentionType::place) return a;
  if (actor(b).named && actor(b).type == MentionType::person) return b;
  return a;
}

// "a spokesman for | the River Council": who is spoken of is the spokesman.
std::int32_t SpeechReader::widened(std::int32_t k, std::size_t from) const {
  // "a study released on Friday by | the Lake Union": what says so is the study.
  const std::int32_t made = work_by[static_cast<std::size_t>(k)];
  if (made >= 0 && actor(made).first >= from) return made;
  std::size_t i = actor(k).first;
  std::size_t steps = 0;
  while (i > from && steps < 4 && view.is_word(i - 1) && view.has(i - 1, C::not_name)) {
    --i;
    ++steps;
    const std::int32_t before = index.before(i);
    if (before >= 0 &&
        (actor(before).type == MentionType::person || actor(before).type == MentionType::work) &&
        !actor(before).named && actor(before).first >= from && !view.has(i, C::name_article))
      return before;
  }
  return k;
}

SpeechReader::Subject SpeechReader::subject_before(std::size_t verb, std::size_t from) const {
  Subject subject = bare_subject_before(verb, from);
  // Over its article and its titles.
  while (subject.who >= 0 && subject.first > from &&
         (view.has(subject.first - 1, C::determiner) || view.has(subject.first - 1, C::honorific) ||
          view.has(subject.first - 1, C::demonym) || view.has(subject.first - 1, C::role) ||
          view.has(subject.first - 1, C::organisation_before) ||
          (view.sign(subject.first - 1) == U'.' && view.has(subject.first - 2, C::honorific)) ||
          (view.is_opening_mark(subject.first - 1) &&
           (subject.first < 2 || !in_direct[subject.first - 2])) ||
          whole_name_before(subject, from))) {
    const std::int32_t name = index.before(subject.first);
    subject.first = name >= 0 && actor(name).first >= from ? actor(name).first : subject.first - 1;
  }
  return subject;
}

// "the U.N. | human rights office"
bool SpeechReader::whole_name_before(const Subject& subject, std::size_t from) const {
  const std::int32_t name = index.before(subject.first);
  return name >= 0 && actor(name).named && !actor(subject.who).named && actor(name).first >= from;
}

SpeechReader::Subject SpeechReader::bare_subject_before(std::size_t verb, std::size_t from) const {
  Subject none;
  std::size_t p = verb;
  while (p > from && (view.has(p - 1, C::speech_adverb) || view.in_date[p - 1])) --p;
  if (p > from && view.in_date[p] && (word_is(p - 1, U"on") || word_is(p - 1, U"in"))) --p;
  if (p == from) return none;
  const std::size_t w = p - 1;
  // "X welcomed the report but said": the subject of the sentence
  if ((view.has(w, C::name_and) || word_is(w, U"but") || word_is(w, U"pero")) && view.is_word(w)) {
    if (said_by >= 0) return {said_by, actor(said_by).first};
    for (std::size_t k = index.first_from(from); k < actors.size() && actors[k].first < w; ++k) {
      if (!is_speaker(static_cast<std::int32_t>(k))) continue;
      if (actors[k].first > from + 4) break;
      return {static_cast<std::int32_t>(k), actors[k].first};
    }
    return none;
  }
  if (view.has(w, C::pronoun)) return {index.antecedent(w, last_speaker, last_paragraph), w};
  if (view.sign(w) == U'》' || view.sign(w) == U'”') {
    const std::int32_t title = index.before(w);
    if (title >= 0) return {title, actor(title).first};
  }
  if (view.has(w, C::relative) && view.is_word(w)) {
    std::size_t i = w;
    if (i > from && view.sign(i - 1) == U',') --i;
    std::int32_t who = index.before(i);
    if (who < 0) return none;
    const std::size_t first = actor(who).first;
    if (!actor(who).named && first > from && view.sign(first - 1) == U',')
      who = better(index.before(first - 1) >= 0 ? index.before(first - 1) : who, who);
    return {who, w};
  }
  if (view.sign(w) == U',' || view.sign(w) == U')' || view.is_quote_mark(w)) {
    // An apposition (or an acronym) ends here.
    const char32_t open = view.sign(w) == U')' ? U'(' : U',';
    if (view.is_quote_mark(w)) {
      const std::int32_t inside = index.before(w);
      if (inside >= 0 && actor(inside).named) {
        std::size_t first = actor(inside).first;
        if (first > from && view.is_quote_mark(first - 1)) --first;
        if (first > from && view.has(first - 1, C::determiner)) --first;
        return {inside, first};
      }
      // `... Initiative (OGI)" released`
      if (w > from && view.sign(w - 1) == U')') return subject_before(w, from);
    }
    for (std::size_t c = w; c > from && c + kAppositionMax > w; --c) {
      if (view.sign(c - 1) != open) continue;
      const std::int32_t outside = index.before(c - 1);
      const std::int32_t alone = index.at(c);
      if (outside < 0 && open == U',' && alone >= 0 && actor(alone).last == w && is_speaker(alone))
        return {alone, actor(alone).first};
      if (outside < 0) continue;
      if (open == U'(') {
        const std::int32_t whole = widened(outside, from);
        return {whole, actor(whole).first};
      }
      const std::int32_t inside = index.at(c);
      const std::int32_t who = better(outside, inside);
      const std::int32_t whole = widened(outside, from);
      return {who == outside ? whole : who, actor(whole).first};
    }
  }
  const std::int32_t near = index.before(p);
  // The clause that the subject stands in.
  std::size_t start = from;
  for (std::size_t i = p; i > from; --i) {
    if (view.sign(i - 1) == U',' || view.sign(i - 1) == U';' || view.sign(i - 1) == U':' ||
        view.is_quote_mark(i - 1)) {
      start = i;
      break;
    }
  }
  for (std::size_t k = index.first_from(start); k < actors.size() && actors[k].first < p; ++k) {
    const auto who = static_cast<std::int32_t>(k);
    if (!is_speaker(who)) continue;
    // "a woman who was sold to the north told"
    if (actors[k].last < p && view.has(actors[k].last, C::relative)) return {who, actors[k].first};
    if (near < 0 || actor(near).type == MentionType::place) {
      if (near < 0 && p - actors[k].last > 12) break;
      // Something acts between: it is no subject of this verb ("X released a map and said").
      return {who, actors[k].first};
    }
    break;
  }
  if (near < 0) return none;
  const std::int32_t whole = widened(near, start);
  return {whole, actor(whole).first};
}

// "said | Ilse Korvan, a teacher": who stands behind the verb.
std::int32_t SpeechReader::subject_after(std::size_t after, const Sentence& sentence) const {
  std::size_t i = after;
  while (i < sentence.last && i < after + 4) {
    const std::int32_t found = index.at(i);
    if (found >= 0) {
      if (!is_speaker(found) && !actor(found).named) return -1;
      // "su portavoz, Bruno Escalera": the name in apposition
      const std::size_t end = actor(found).last;
      if (!actor(found).named && end < sentence.last) {
        std::size_t j = end + (view.sign(end) == U',' ? 1 : 0);
        for (std::size_t step = 0; step < 3 && j < sentence.last; ++step, ++j) {
          const std::int32_t name = index.at(j);
          if (name >= 0 && actor(name).named && actor(name).type == MentionType::person)
            return name;
        }
      }
      return found;
    }
    if (view.has(i, C::pronoun)) return index.antecedent(i, last_speaker, last_paragraph);
    if (!view.has(i, C::honorific) && !view.has(i, C::role) && !view.has(i, C::determiner) &&
        view.sign(i) != U'.' && !view.is_quote_mark(i) && !view.has(i, C::organisation_before) &&
        !view.has(i, C::demonym))
      return -1;
    ++i;
  }
  return -1;
}

// Whom it is told: right behind the verb. Sets `after` behind it.
std::int32_t SpeechReader::hearer_at(std::size_t& after, const Sentence& sentence) const {
  std::size_t i = after;
  // "al diario La Voz", "a la asociación", "to the Chronicle"
  std::size_t steps = 0;
  while (i < sentence.last && index.at(i) < 0 && steps < 4 &&
         (view.has(i, C::determiner) || view.has(i, C::honorific) || view.has(i, C::demonym) ||
          view.has(i, C::organisation_before) || view.has(i, C::particle_end) ||
          view.is_opening_mark(i) || view.sign(i) == U'.')) {
    ++i;
    ++steps;
  }
  if (i < sentence.last && view.has(i, C::pronoun) && index.at(i) < 0) return -1;
  std::int32_t found = index.at(i);
  if (found < 0) {
    const auto word = i < sentence.last ? view.letters(i) : U"";
    if (word == U"me" || word == U"us" || word == U"him" || word == U"her" || word == U"them")
      after = i + 1;
    return -1;
  }
  // "the newspaper | La Voz": the name behind the noun
  if (!actor(found).named && index.at(actor(found).last) >= 0 &&
      actor(index.at(actor(found).last)).named)
    found = index.at(actor(found).last);
  after = actor(found).last;
  if (after < sentence.last && view.is_quote_mark(after)) ++after;
  // "investigators of the database (DB)"
  for (int more = 0; more < 2 && after < sentence.last; ++more) {
    if (view.sign(after) == U'(') {
      std::size_t close = after + 1;
      while (close < sentence.last && close < after + 8 && view.sign(close) != U')') ++close;
      if (close < sentence.last && view.sign(close) == U')') after = close + 1;
      continue;
    }
    std::size_t next = after;
    if (!word_is(next, U"of") && !word_is(next, U"from") && !word_is(next, U"for") &&
        !word_is(next, U"at") && !word_is(next, U"with"))
      break;
    ++next;
    if (next < sentence.last && view.has(next, C::determiner) && index.at(next) < 0) ++next;
    const std::int32_t name = index.at(next);
    if (name < 0) break;
    if (actor(name).named && actor(name).type == MentionType::organisation && !actor(found).named)
      found = name;
    after = actor(name).last;
  }
  return found;
}

bool SpeechReader::subject_is_pronoun(std::size_t k, const Sentence& sentence) const {
  std::size_t i = k;
  while (i > sentence.first && view.has(i - 1, C::speech_adverb)) --i;
  return i > sentence.first && view.has(i - 1, C::pronoun);
}

// "وقالت X لصحيفة Y": whom it is told, behind "ل".
std::int32_t SpeechReader::arabic_hearer(std::size_t from, std::size_t to) const {
  for (std::size_t i = from; i < to && i < from + 14; ++i) {
    if (view.sign(i) == U':' || view.is_quote_mark(i) || view.has(i, C::speech_that)) break;
    if (!view.is_word(i) || view.letters(i).front() != U'ل') continue;
    for (std::size_t at = i; at < to && at < i + 3; ++at) {
      const std::int32_t who = index.at(at);
      if (who < 0) continue;
      if (actor(who).type == MentionType::organisation ||
          (actor(who).type == MentionType::person && actor(who).named))
        return who;
      break;
    }
  }
  return -1;
}

}  // namespace hearim
