// Around every verb of saying (speech.txt) the same questions are asked, in this order: is it one
// here (no "the report", no "was told")? who is its subject? does a clause follow it, or does it
// close one? What may follow a verb is data; the order of words is the business of this file.
//
// An apposition between commas is stepped over: in "Anselm Brook, a spokesman for the council,
// said" the subject is the name. Where a relative clause comes between ("a woman who was sold to
// the north told ..."), it is the first actor of the clause.
#include "read/speech.h"

#include <algorithm>

#include "read/actor_index.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kAppositionMax = 25;  // lexemes
constexpr std::size_t kThatReach = 16;      // from a verb to its "that"
constexpr std::size_t kClauseMin = 3;       // words

struct SpeechReader {
  const StoryView& view;
  const std::vector<Actor>& actors;
  const ActorIndex index;
  Speech out;
  std::vector<std::int32_t> work_by;  // by actor named behind "by": the work
  std::vector<bool> in_direct;        // by lexeme
  std::vector<bool> cue_used;         // by a direct quotation
  std::int32_t last_speaker = -1;
  std::uint32_t last_paragraph = 0;  // in which he spoke
  std::int32_t said_by = -1;         // subject of the verb before in this sentence

  SpeechReader(const StoryView& v, const std::vector<Actor>& a, std::int32_t entities)
      : view(v),
        actors(a),
        index(v, a),
        work_by(a.size(), -1),
        in_direct(v.size() + 1, false),
        cue_used(v.size() + 1, false) {
    out.author_of.assign(static_cast<std::size_t>(entities), -1);
  }

  const Actor& actor(std::int32_t k) const { return actors[static_cast<std::size_t>(k)]; }
  bool word_is(std::size_t i, std::u32string_view word) const {
    return i < view.size() && view.letters(i) == word;
  }
  bool be_form(std::size_t i) const {
    return word_is(i, U"was") || word_is(i, U"were") || word_is(i, U"is") || word_is(i, U"are") ||
           word_is(i, U"been") || word_is(i, U"be") || word_is(i, U"being");
  }
  bool finite_between(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i) {
      if (!view.is_word(i)) continue;
      if (view.has(i, C::finite)) return true;
      const auto word = view.letters(i);
      if (!view.lexemes[i].capital && word.size() > 3 &&
          (word.substr(word.size() - 2) == U"ed" || word.back() == U's'))
        return true;
      if (view.has(i, C::act) || view.has(i, C::speech_cue)) return true;
    }
    return false;
  }
  std::size_t words_between(std::size_t first, std::size_t last) const {
    std::size_t words = 0;
    for (std::size_t i = first; i < last; ++i)
      words += view.lexemes[i].kind != LexemeKind::punctuation;
    return words;
  }

  // --- the makers of reports ---
  void find_authors() {
    for (std::size_t k = 0; k < actors.size(); ++k) {
      const Actor& work = actors[k];
      if (work.type != MentionType::work) continue;
      const Sentence& sentence = view.sentences[view.sentence_of[work.first]];
      std::int32_t& author = out.author_of[static_cast<std::size_t>(work.entity)];
      if (author >= 0) continue;
      // "a report by X", "a study released on Friday by the law firm X"
      for (std::size_t i = work.last; i < sentence.last && i < work.last + 8; ++i) {
        if (view.sign(i) != 0 || view.has(i, C::finite)) break;
        if (!word_is(i, U"by") && !word_is(i, U"de") && !word_is(i, U"del")) continue;
        for (std::size_t j = i + 1; j < sentence.last && j < i + 8; ++j) {
          const std::int32_t found = index.at(j);
          if (found >= 0 && actor(found).named && is_speaker(found)) {
            author = found;
            work_by[static_cast<std::size_t>(found)] = static_cast<std::int32_t>(k);
            break;
          }
          if (view.sign(j) == U',' || view.has(j, C::finite)) break;
        }
        break;
      }
      if (author >= 0) continue;
      // "X released a report", "X's report"
      for (std::size_t i = work.first; i > sentence.first && i + 14 > work.first; --i) {
        if (!view.has(i - 1, C::speech_release) &&
            !(view.letters(i - 1) == U"s" && view.glued(i - 1)))
          continue;
        std::int32_t subject = -1;  // the last one named before the verb
        for (std::size_t m = index.first_from(sentence.first);
             m < actors.size() && actors[m].first < i - 1; ++m) {
          if (!is_speaker(static_cast<std::int32_t>(m)) || actors[m].type == MentionType::work)
            continue;
          if (subject < 0 || actors[m].named || !actor(subject).named)
            subject = static_cast<std::int32_t>(m);
        }
        author = subject;
        break;
      }
    }
  }
  bool is_speaker(std::int32_t k) const {
    return actor(k).type == MentionType::person || actor(k).type == MentionType::organisation ||
           actor(k).type == MentionType::work;
  }
  std::int32_t author(std::int32_t k) const {
    return k < 0 || actor(k).type != MentionType::work
               ? -1
               : out.author_of[static_cast<std::size_t>(actor(k).entity)];
  }

  // --- subjects ---
  struct Subject {
    std::int32_t who = -1;
    std::size_t first = 0;  // where its phrase begins
  };

  // The named person of two that stand in apposition, else the first.
  std::int32_t better(std::int32_t a, std::int32_t b) const {
    if (a < 0) return b;
    if (b < 0) return a;
    if (actor(a).named && actor(a).type != MentionType::place) return a;
    if (actor(b).named && actor(b).type == MentionType::person) return b;
    return a;
  }
  // "a spokesman for | the River Council": who is spoken of is the spokesman.
  std::int32_t widened(std::int32_t k, std::size_t from) const {
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

  Subject subject_before(std::size_t verb, std::size_t from) const {
    Subject subject = bare_subject_before(verb, from);
    // Over its article and its titles.
    while (subject.who >= 0 && subject.first > from &&
           (view.has(subject.first - 1, C::determiner) ||
            view.has(subject.first - 1, C::honorific) || view.has(subject.first - 1, C::demonym) ||
            view.has(subject.first - 1, C::role) ||
            view.has(subject.first - 1, C::organisation_before) ||
            (view.sign(subject.first - 1) == U'.' && view.has(subject.first - 2, C::honorific)) ||
            (view.is_opening_mark(subject.first - 1) && !in_direct[subject.first - 2]))) {
      --subject.first;
    }
    return subject;
  }
  Subject bare_subject_before(std::size_t verb, std::size_t from) const {
    Subject none;
    std::size_t p = verb;
    while (p > from && (view.has(p - 1, C::speech_adverb) || view.in_date[p - 1] ||
                        (p - 1 > from && view.in_date[p - 2] && false)))
      --p;
    if (p > from && view.in_date[p] && (word_is(p - 1, U"on") || word_is(p - 1, U"in"))) --p;
    if (p == from) return none;
    const std::size_t w = p - 1;
    if (view.has(w, C::pronoun)) return {index.antecedent(w, last_speaker, last_paragraph), w};
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
        if (outside < 0 && open == U',' && alone >= 0 && actor(alone).last == w &&
            is_speaker(alone))
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
      if (actors[k].last < p && view.has(actors[k].last, C::relative))
        return {who, actors[k].first};
      if (near < 0 || actor(near).type == MentionType::place) {
        if (near < 0 && p - actors[k].last > 12) break;
        // Something acts between: it is no subject of this verb ("X released a map and said").
        return {who, actors[k].first};
      }
      break;
    }
    if (near < 0) return none;
    const std::int32_t whole = widened(near, start);
    // An apposition before: ", Anselm Brook, a spokesman said"
    return {whole, actor(whole).first};
  }

  // "said | Ilse Korvan, a teacher": who stands behind the verb.
  std::int32_t subject_after(std::size_t after, const Sentence& sentence) const {
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
  std::int32_t hearer_at(std::size_t& after, const Sentence& sentence) const {
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

  // --- direct quotations ---
  void direct(const std::vector<Quote>& quotes) {
    std::int32_t before = -1;
    std::uint32_t paragraph_before = 0;
    for (const Quote& quote : quotes) {
      SpeechAct act;
      act.form = QuoteForm::direct;
      act.span = quote.span;
      act.first = static_cast<std::uint32_t>(view.lexeme_at(quote.span.start));
      act.last = static_cast<std::uint32_t>(view.lexeme_at(quote.span.end - 1)) + 1;
      for (std::uint32_t i = act.first; i < act.last; ++i) in_direct[i] = true;
      out.acts.push_back(act);
    }
    for (std::size_t k = 0; k < quotes.size(); ++k) {
      SpeechAct& act = out.acts[k];
      const Quote& quote = quotes[k];
      const std::uint32_t paragraph = view.sentences[view.sentence_of[act.first]].paragraph;
      last_speaker = before;
      last_paragraph = paragraph_before;
      if (!quote.cue.empty()) {
        act.cue_first = static_cast<std::uint32_t>(view.lexeme_at(quote.cue.start));
        act.cue_last = static_cast<std::uint32_t>(view.lexeme_at(quote.cue.end - 1)) + 1;
        cue_used[act.cue_first] = true;
        const Sentence& sentence = view.sentences[view.sentence_of[act.cue_first]];
        std::size_t after = act.cue_last;
        if (act.cue_first >= act.last) {
          // Behind the quotation: between it and the verb, or behind the verb.
          const Subject subject = subject_before(act.cue_first, act.last + 1);
          act.speaker = subject.who;
          if (act.speaker < 0) {
            act.speaker = subject_after(act.cue_last, sentence);
            if (act.speaker >= 0) after = actor(act.speaker).last;
          }
        } else {
          const std::size_t from = sentence.first < act.cue_first ? sentence.first : act.cue_first;
          act.speaker = subject_before(act.cue_first, from).who;
          if (act.speaker < 0) {
            act.speaker = subject_after(act.cue_last, sentence);
            if (act.speaker >= 0) after = actor(act.speaker).last;
          }
        }
        if (tells(act.cue_first) || after > act.cue_last) {
          const std::size_t place = after;
          const bool to = word_is(place, U"to") || word_is(place, U"a") || word_is(place, U"al");
          if (tells(act.cue_first) || to) {
            std::size_t at = to ? place + 1 : place;
            act.hearer = hearer_at(at, sentence);
          }
        }
        if (act.hearer == act.speaker) act.hearer = -1;
      }
      if (act.speaker < 0 && quote.cue.empty()) {
        // No verb: who spoke before in this paragraph, or the subject before it.
        if (before >= 0 && paragraph == paragraph_before) {
          act.speaker = before;
        } else {
          act.speaker = paragraph_subject(act.first);
        }
      }
      if (act.speaker >= 0) {
        before = act.speaker;
        paragraph_before = paragraph;
      }
    }
  }
  bool tells(std::size_t cue) const {
    for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[cue].word)) {
      if (e.word_class == view.words.of(C::speech_cue) && view.value(e) == "tell") return true;
    }
    return false;
  }
  std::int32_t paragraph_subject(std::size_t lexeme) const {
    const std::size_t here = view.sentence_of[lexeme];
    for (std::size_t s = here + 1; s > 0 && here + 1 - s < 4; --s) {
      const Sentence& sentence = view.sentences[s - 1];
      if (sentence.paragraph != view.sentences[here].paragraph) break;
      for (std::size_t k = index.first_from(sentence.first);
           k < actors.size() && actors[k].first < std::min<std::size_t>(lexeme, sentence.last);
           ++k) {
        if (actors[k].type == MentionType::person && !actors[k].plural)
          return static_cast<std::int32_t>(k);
      }
    }
    return -1;
  }

  // --- indirect speech ---
  enum : unsigned { kSay = 1, kThat = 2, kTell = 4, kUrge = 8, kFor = 16, kOf = 32, kAsk = 64 };
  unsigned kinds_at(std::size_t i, std::size_t& length) const {
    unsigned kinds = 0;
    length = 0;
    if (!view.has(i, C::speech_cue)) return 0;
    const WordClass c = view.words.of(C::speech_cue);
    std::size_t longest = 0;
    entry_at(view.lexemes, view.lexicon, i, c, longest);
    if (longest == 0) return 0;
    for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[i].word)) {
      if (e.word_class != c || e.words.size() != longest) continue;
      const std::string& kind = view.value(e);
      kinds |= kind == "say"    ? kSay
               : kind == "that" ? kThat
               : kind == "tell" ? kTell
               : kind == "urge" ? kUrge
               : kind == "for"  ? kFor
               : kind == "of"   ? kOf
                                : kAsk;
    }
    length = longest;
    return kinds;
  }

  // A noun that looks like the verb, a passive, an infinitive.
  bool no_verb(std::size_t i) const {
    if (i == 0) return false;
    const std::size_t before = i - 1;
    if (view.lexemes[i].capital && !view.sentences[view.sentence_of[i]].headline &&
        i != view.sentences[view.sentence_of[i]].first)
      return true;
    if (view.lexemes[i].capital && view.lexicon.language() == ReadLanguage::english) return true;
    if (view.sentence_of[before] != view.sentence_of[i]) return false;
    if (be_form(before) || word_is(before, U"to") || word_is(before, U"of") ||
        word_is(before, U"not"))
      return true;
    if (view.has(before, C::speech_adverb) && i > 1 && be_form(i - 2)) return true;
    if (view.has(before, C::determiner) && index.before(i) < 0 && !view.has(before, C::relative))
      return true;
    // Inside a phrase or a name: "a report", "claims office"
    const std::size_t k = index.first_from(i + 1);
    for (std::size_t m = k; m > 0 && m + 3 > k; --m) {
      if (actors[m - 1].first <= i && i < actors[m - 1].last) return true;
    }
    return false;
  }

  // "that" (or a colon), over a date and the place where it was said; where the clause begins.
  std::size_t clause_after_that(std::size_t after, const Sentence& sentence) const {
    for (std::size_t i = after; i < sentence.last && i < after + kThatReach; ++i) {
      if (view.has(i, C::speech_that) &&
          (i == after || !view.has(i, C::relative) || word_is(i, U"that") || word_is(i, U"que"))) {
        // "in a report that described": the verb follows at once
        if (i > after && view.has(i + 1, C::speech_cue)) return 0;
        if (i > after && view.has(i + 1, C::finite)) return 0;
        std::size_t begin = i + 1;
        if (view.sign(begin) == U',') ++begin;
        return begin < sentence.last ? begin : 0;
      }
      if (view.sign(i) == U':' && !view.is_quote_mark(i + 1))
        return i + 1 < sentence.last ? i + 1 : 0;
      if (view.is_quote_mark(i) && i == after) return 0;
      if (view.sign(i) == U';' || (view.sign(i) == U',' && i == after)) return 0;
      if (view.has(i, C::finite) && !view.in_date[i] && i > after) return 0;
      if (view.has(i, C::pronoun)) return 0;
    }
    return 0;
  }

  // Over dates, adverbs and "in a statement ..." right behind the verb.
  std::size_t over_circumstances(std::size_t after, const Sentence& sentence) const {
    std::size_t i = after;
    while (i < sentence.last) {
      if (view.in_date[i] || (view.has(i, C::speech_adverb) && !view.has(i, C::finite))) {
        ++i;
      } else if ((word_is(i, U"on") || word_is(i, U"in")) && view.in_date[i + 1]) {
        ++i;
      } else {
        break;
      }
    }
    return i;
  }
  bool preposition(std::size_t i) const {
    static constexpr std::u32string_view kWords[] = {U"in",    U"on",  U"at",   U"to", U"during",
                                                     U"after", U"via", U"from", U"by", U"for",
                                                     U"with",  U"as",  U"about"};
    if (i >= view.size() || !view.is_word(i)) return false;
    return std::find(std::begin(kWords), std::end(kWords), view.letters(i)) != std::end(kWords);
  }

  // The end of a clause that begins at `first`.
  std::size_t clause_end(std::size_t first, const Sentence& sentence) const {
    std::size_t end = sentence.last;
    for (std::size_t i = first + 1; i < sentence.last; ++i) {
      if (view.is_quote_mark(i) && !in_direct[i - 1] &&
          (view.sign(i - 1) == U',' || view.sign(i - 1) == U':') && i + 1 < view.size() &&
          in_direct[i + 1]) {
        end = i;
        break;
      }
      // ", while Crake cautioned": somebody else speaks
      if (view.sign(i) == U',' || view.sign(i) == U';') {
        std::size_t j = i + 1;
        const bool joins = view.has(j, C::name_and) || word_is(j, U"while") || word_is(j, U"but") ||
                           word_is(j, U"whereas") || word_is(j, U"mientras") || word_is(j, U"pero");
        if (!joins) continue;
        ++j;
        for (std::size_t step = 0; step < 5 && j < sentence.last; ++step, ++j) {
          if (view.has(j, C::speech_cue) && !no_verb(j)) return trimmed_end(first, i);
          if (view.sign(j) != 0) break;
        }
      }
    }
    return trimmed_end(first, end);
  }
  std::size_t trimmed_end(std::size_t first, std::size_t end) const {
    while (end > first && view.lexemes[end - 1].kind == LexemeKind::punctuation &&
           view.sign(end - 1) != U')' && view.sign(end - 1) != U'%' &&
           !(view.is_quote_mark(end - 1) && end >= 2 && in_direct[end - 2] &&
             in_direct[first] == false))
      --end;
    return end;
  }

  void add(std::size_t first, std::size_t last, std::int32_t speaker, std::int32_t hearer,
           std::size_t cue_first, std::size_t cue_last) {
    while (first < last && view.lexemes[first].kind == LexemeKind::punctuation &&
           !view.is_opening_mark(first))
      ++first;
    if (last <= first || words_between(first, last) < 2) return;
    SpeechAct act;
    act.first = static_cast<std::uint32_t>(first);
    act.last = static_cast<std::uint32_t>(last);
    act.span = view.span(first, last);
    act.cue_first = static_cast<std::uint32_t>(cue_first);
    act.cue_last = static_cast<std::uint32_t>(cue_last);
    act.speaker = speaker;
    act.hearer = hearer == speaker ? -1 : hearer;
    out.acts.push_back(act);
  }

  bool mostly_direct(std::size_t first, std::size_t last) const {
    std::size_t inside = 0;
    for (std::size_t i = first; i < last; ++i) inside += in_direct[i];
    return inside * 2 > last - first;
  }

  void verb(std::size_t k, std::size_t length, unsigned kinds, const Sentence& sentence) {
    const Subject subject = subject_before(k, sentence.first);
    std::int32_t who = subject.who;
    std::size_t after = k + length;
    std::int32_t hearer = -1;
    if ((kinds & kTell) != 0) {
      hearer = hearer_at(after, sentence);
    } else if (word_is(after, U"to") || word_is(after, U"a") || word_is(after, U"al")) {
      std::size_t at = after + 1;
      const std::int32_t found = hearer_at(at, sentence);
      if (found >= 0 && (kinds & (kUrge | kFor)) == 0) {
        hearer = found;
        after = at;
      }
    }
    bool inverted = false;
    const bool after_comma =
        k > sentence.first && (view.sign(k - 1) == U',' || view.is_quote_mark(k - 1));
    if (who < 0 || (after_comma && subject.first + kAppositionMax < k)) {
      const std::int32_t behind = subject_after(k + length, sentence);
      if (behind >= 0) {
        who = behind;
        inverted = true;
        after = std::max(after, static_cast<std::size_t>(actor(behind).last));
        // "dijo una mujer de X al diario Y"
        if (word_is(after, U"a") || word_is(after, U"al")) {
          std::size_t at = after + 1;
          hearer = hearer_at(at, sentence);
          if (hearer >= 0) after = at;
        }
      }
    }
    if (k > sentence.first && view.has(k - 1, C::name_and) && said_by >= 0) who = said_by;
    if (who < 0 && !subject_is_pronoun(k, sentence)) return;
    said_by = who;
    const bool participle = participle_at(k);
    if (who >= 0 && actor(who).type == MentionType::work && participle && author(who) >= 0)
      who = author(who);
    // What follows.
    std::size_t begin = clause_after_that(after, sentence);
    if (begin == 0 && (kinds & (kUrge | kFor | kAsk)) != 0 && (kinds & kSay) == 0) {
      if ((kinds & kFor) != 0) begin = after;
      for (std::size_t i = after; begin == 0 && i < sentence.last && i < after + 12; ++i) {
        // "who asked not to be named" asks nobody
        if (i == after && (word_is(i, U"to") || word_is(i, U"not"))) break;
        if (word_is(i, U"to") || word_is(i, U"whether") || word_is(i, U"if")) begin = after;
      }
      if (begin != 0) {
        add(begin, clause_end(begin, sentence), who, -1, k, k + length);
        speak(who, sentence);
      }
      return;
    }
    if (begin == 0 && !inverted) {
      const std::size_t next = over_circumstances(after, sentence);
      const bool bare = (kinds & kSay) != 0 || ((kinds & kTell) != 0 && hearer >= 0);
      const bool starts = next < sentence.last &&
                          (view.is_word(next) || view.lexemes[next].kind == LexemeKind::digits) &&
                          !preposition(next) && !in_direct[next];
      if (bare && starts) {
        const std::size_t end = clause_end(next, sentence);
        if (words_between(next, end) >= kClauseMin && finite_between(next, end)) begin = next;
      }
      if (begin == 0 && (kinds & kOf) != 0 && starts && !participle) {
        const std::size_t end = clause_end(next, sentence);
        if (words_between(next, end) >= kClauseMin) begin = next;
      }
    }
    if (begin != 0) {
      const std::size_t end = clause_end(begin, sentence);
      // "said: "..."": the quotation has its own act
      if (!in_direct[begin] && !view.is_opening_mark(begin)) {
        add(begin, end, who, hearer, k, k + length);
        speak(who, sentence);
      }
      return;
    }
    // What stands before.
    if (cue_used[k] || participle || (kinds & (kSay | kThat | kTell)) == 0) return;
    const std::size_t comma = inverted ? k : subject.first;
    if (comma <= sentence.first || comma == 0) return;
    std::size_t end = comma;
    const bool single_mark = (view.sign(end - 1) == U'\'' || view.sign(end - 1) == U'’') &&
                             end >= 2 && view.sign(end - 2) == U',';
    if (view.sign(end - 1) != U',' && view.sign(end - 1) != U'，' && view.sign(end - 1) != U'،' &&
        !view.is_quote_mark(end - 1) && !single_mark)
      return;
    if (view.is_quote_mark(end - 1) && in_direct[end >= 2 ? end - 2 : 0]) return;
    end = trimmed_end(sentence.first, end);
    if (words_between(sentence.first, end) < kClauseMin || mostly_direct(sentence.first, end))
      return;
    if (!finite_between(sentence.first, end)) return;
    add(sentence.first, end, who, hearer, k, k + length);
    speak(who, sentence);
    // "..., the judge noted, and thousands remain": it goes on.
    if (view.sign(after) == U',' && after + 2 < sentence.last && !in_direct[after + 1]) {
      std::size_t rest = after + 1;
      if (view.has(rest, C::name_and)) ++rest;
      const std::size_t rest_end = clause_end(rest, sentence);
      if (words_between(rest, rest_end) >= kClauseMin && finite_between(rest, rest_end) &&
          !view.has(rest, C::relative))
        add(rest, rest_end, who, hearer, k, k + length);
    }
  }
  void speak(std::int32_t who, const Sentence& sentence) {
    if (who < 0 || actor(who).type != MentionType::person || actor(who).plural) return;
    last_speaker = who;
    last_paragraph = sentence.paragraph;
  }
  bool participle_at(std::size_t k) const {
    const auto word = view.letters(k);
    return word.size() > 4 && word.substr(word.size() - 3) == U"ing";
  }
  bool subject_is_pronoun(std::size_t k, const Sentence& sentence) const {
    std::size_t i = k;
    while (i > sentence.first && view.has(i - 1, C::speech_adverb)) --i;
    return i > sentence.first && view.has(i - 1, C::pronoun);
  }

  void according(std::size_t k, std::size_t length, const Sentence& sentence) {
    const std::int32_t who = subject_after(k + length, sentence);
    if (who < 0) return;
    std::size_t after = actor(who).last;
    while (after < sentence.last && (view.is_quote_mark(after) || view.sign(after) == U')'))
      ++after;
    const bool first =
        k == sentence.first ||
        (k > sentence.first && (view.sign(k - 1) == U',' || view.has(k - 1, C::name_and) ||
                                view.has(k - 1, C::speech_that)));
    // An apposition of the speaker: "according to X, head of Y, ..."
    std::size_t comma = after;
    if (comma < sentence.last && view.sign(comma) != U',') {
      while (comma < sentence.last && comma < after + 10 && view.sign(comma) != U',') ++comma;
    }
    const bool goes_on =
        comma < sentence.last && view.sign(comma) == U',' && comma + 2 < sentence.last;
    if (first && goes_on) {
      const std::size_t end = clause_end(comma + 1, sentence);
      if (words_between(comma + 1, end) >= 2) {
        add(comma + 1, end, who, -1, k, k + length);
        speak(who, sentence);
        return;
      }
    }
    if (first && k == sentence.first) {
      // No comma: "Según el informe menos del 10 % ..."
      const std::size_t end = clause_end(after, sentence);
      if (words_between(after, end) >= kClauseMin) add(after, end, who, -1, k, k + length);
      return;
    }
    std::size_t begin = sentence.first;
    for (std::size_t i = sentence.first; i < k; ++i) {
      if (view.has(i, C::speech_that) && i > sentence.first && view.has(i - 1, C::speech_cue))
        begin = i + 1;
    }
    const std::size_t end = trimmed_end(begin, k);
    if (words_between(begin, end) >= kClauseMin) {
      add(begin, end, who, -1, k, k + length);
      speak(who, sentence);
    }
  }

  void indirect() {
    std::size_t next_direct = 0;
    const std::size_t directs = out.acts.size();
    last_speaker = -1;
    for (const Sentence& sentence : view.sentences) {
      said_by = -1;
      for (std::size_t i = sentence.first; i < sentence.last; ++i) {
        while (next_direct < directs && out.acts[next_direct].last <= i) {
          speak(out.acts[next_direct].speaker, sentence);
          ++next_direct;
        }
        if (in_direct[i] || !view.is_word(i)) continue;
        std::size_t length = 0;
        if (view.entry(i, C::speech_according, length) != nullptr) {
          according(i, length, sentence);
          continue;
        }
        const unsigned kinds = kinds_at(i, length);
        if (kinds == 0 || no_verb(i)) continue;
        verb(i, length, kinds, sentence);
        i += length - 1;
      }
    }
  }

  Speech run(const std::vector<Quote>& quotes) {
    find_authors();
    direct(quotes);
    indirect();
    // A quotation without a verb beside an indirect one of its sentence has its speaker.

    std::stable_sort(out.acts.begin(), out.acts.end(), [](const SpeechAct& a, const SpeechAct& b) {
      return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
    });
    std::int32_t beside = -1;
    for (std::size_t k = 0; k < out.acts.size(); ++k) {
      SpeechAct& act = out.acts[k];
      if (act.form == QuoteForm::indirect) {
        if (act.speaker >= 0) beside = static_cast<std::int32_t>(k);
        continue;
      }
      if (act.cue_first != act.cue_last || beside < 0) continue;
      const SpeechAct& other = out.acts[static_cast<std::size_t>(beside)];
      if (view.sentence_of[other.first] != view.sentence_of[act.first]) continue;
      act.speaker = other.speaker;
      act.hearer = other.hearer;
    }
    // One act for one place and speaker.
    out.acts.erase(std::unique(out.acts.begin(), out.acts.end(),
                               [](const SpeechAct& a, const SpeechAct& b) {
                                 return a.span == b.span && a.form == b.form;
                               }),
                   out.acts.end());
    return std::move(out);
  }
};

}  // namespace

Speech speech_of(const StoryView& view, const std::vector<Actor>& actors, std::int32_t entity_count,
                 const std::vector<Quote>& quotes) {
  return SpeechReader(view, actors, entity_count).run(quotes);
}

}  // namespace hearim
