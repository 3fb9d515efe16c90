// A sentence opens an account if its first person is one, unnamed ("another survivor"), and acts
// of the vocabulary stand in it or in what he is quoted with; or if somebody named speaks of
// himself. The sentences after it belong to it while they go on with "she", with his words, or
// with the same person.
#include "read/testimonies.h"

#include <algorithm>

#include "read/actor_index.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kOpening = 7;  // lexemes in which a sentence says that it goes on with "she"

struct AccountReader {
  const StoryView& view;
  const std::vector<Actor>& actors;
  const Speech& speech;
  const ActorIndex index;
  struct Fact {
    std::size_t first, last;
    std::string act;
  };
  std::vector<Fact> facts;
  std::vector<std::size_t> first_fact, first_act;  // by sentence
  std::vector<std::size_t> act_order;              // acts by sentence
  std::vector<Account> out;

  AccountReader(const StoryView& v, const std::vector<Actor>& a, const Speech& s)
      : view(v), actors(a), speech(s), index(v, a) {}

  const Actor& actor(std::int32_t k) const { return actors[static_cast<std::size_t>(k)]; }

  void find_facts() {
    std::size_t length = 0;
    for (std::size_t i = 0; i < view.size(); ++i) {
      const LexiconEntry* e = view.entry(i, C::act, length);
      if (e == nullptr || view.sentence_of[i] != view.sentence_of[i + length - 1]) continue;
      facts.push_back({i, i + length, view.value(*e)});
      i += length - 1;
    }
    first_fact.assign(view.sentences.size() + 1, facts.size());
    for (std::size_t k = facts.size(); k > 0; --k)
      first_fact[view.sentence_of[facts[k - 1].first]] = k - 1;
    for (std::size_t s = view.sentences.size(); s > 0; --s)
      first_fact[s - 1] = std::min(first_fact[s - 1], first_fact[s]);
    // An act of speech belongs to every sentence that it or its verb touches; its first is enough.
    first_act.assign(view.sentences.size() + 1, 0);
    for (const SpeechAct& act : speech.acts) ++first_act[view.sentence_of[act.first] + 1];
    for (std::size_t s = 1; s < first_act.size(); ++s) first_act[s] += first_act[s - 1];
    act_order.resize(speech.acts.size());
    std::vector<std::size_t> at(first_act.begin(), first_act.end());
    for (std::size_t a = 0; a < speech.acts.size(); ++a)
      act_order[at[view.sentence_of[speech.acts[a].first]]++] = a;
  }

  bool first_person(const SpeechAct& act) const {
    for (std::size_t i = act.first; i < act.last; ++i) {
      if (!view.is_word(i)) continue;
      const auto word = view.letters(i);
      for (const auto own :
           {U"I", U"i", U"me", U"my", U"My", U"we", U"We", U"us", U"our", U"Our", U"yo", U"me",
            U"mi", U"nos", U"Nos", U"Me", U"mis", U"nuestro", U"nuestra"}) {
        if (word == own) return true;
      }
    }
    return false;
  }
  // "he was held": his own lot begins what he is said to have told.
  bool own_lot(const SpeechAct& act) const {
    for (std::size_t i = act.first; i < act.last && i < act.first + 3; ++i) {
      if (view.has(i, C::pronoun) && view.letters(i) != U"it" && view.letters(i) != U"It" &&
          view.letters(i) != U"they" && view.letters(i) != U"They")
        return true;
    }
    return false;
  }
  bool fact_within(std::size_t first, std::size_t last) const {
    const auto at = std::lower_bound(facts.begin(), facts.end(), first,
                                     [](const Fact& f, std::size_t b) { return f.first < b; });
    return at != facts.end() && at->last <= last;
  }
  bool spoken_by(std::size_t sentence, std::int32_t entity, std::int32_t& told_to,
                 bool& own) const {
    bool any = false;
    for (std::size_t k = first_act[sentence]; k < first_act[sentence + 1]; ++k) {
      const SpeechAct& act = speech.acts[act_order[k]];
      if (act.speaker < 0 || actor(act.speaker).entity != entity) continue;
      any = true;
      if (told_to < 0) told_to = act.hearer;
      const bool self = act.form == QuoteForm::direct ? first_person(act) : own_lot(act);
      own = own || (self && fact_within(act.first, act.last));
    }
    return any;
  }
  // One person who is no official: "a woman", "another survivor", "a guard".
  bool described(const Actor& a) const {
    return !a.named && !a.plural && a.type == MentionType::person &&
           view.has(a.head, C::person_noun);
  }

  std::vector<Account> run() {
    find_facts();
    std::vector<bool> taken(view.sentences.size(), false);
    for (std::size_t s = 0; s < view.sentences.size(); ++s) {
      if (taken[s]) continue;
      const Sentence& sentence = view.sentences[s];
      // Whoever speaks in it, else its first person.
      std::int32_t person = -1, told_to = -1;
      bool own = false;
      for (std::size_t k = first_act[s]; k < first_act[s + 1] && person < 0; ++k) {
        const SpeechAct& act = speech.acts[act_order[k]];
        if (act.speaker < 0 || actor(act.speaker).type != MentionType::person) continue;
        person = act.speaker;
      }
      if (person >= 0) {
        spoken_by(s, actor(person).entity, told_to, own);
        // What he said of others a while ago does not make him the one it befell.
        if (!described(actor(person)) && !own) continue;
      } else {
        for (std::size_t k = index.first_from(sentence.first);
             k < actors.size() && actors[k].first < sentence.last; ++k) {
          if (actors[k].type == MentionType::place || actors[k].type == MentionType::work) continue;
          if (described(actors[k]) && actors[k].first <= sentence.first + 3)
            person = static_cast<std::int32_t>(k);
          break;
        }
      }
      if (person < 0) continue;
      const std::int32_t entity = actor(person).entity;
      std::size_t end = s + 1;
      while (end < view.sentences.size() && view.sentences[end].paragraph == sentence.paragraph &&
             goes_on(end, entity, told_to, own))
        ++end;
      const std::size_t from = first_fact[s], to = first_fact[end];
      if (from == to) continue;

      Account account;
      account.person = person;
      account.told_to = told_to;
      std::size_t last = view.sentences[end - 1].last;
      account.span = view.span(sentence.first, last);
      for (std::size_t k = from; k < to; ++k)
        account.facts.push_back({facts[k].act, view.span(facts[k].first, facts[k].last)});
      out.push_back(std::move(account));
      for (std::size_t k = s; k < end; ++k) taken[k] = true;
    }
    return std::move(out);
  }

  bool goes_on(std::size_t s, std::int32_t entity, std::int32_t& told_to, bool& own) const {
    if (spoken_by(s, entity, told_to, own)) return true;
    const Sentence& sentence = view.sentences[s];
    for (std::size_t k = first_act[s]; k < first_act[s + 1]; ++k) {
      const SpeechAct& act = speech.acts[act_order[k]];
      if (act.speaker >= 0 && actor(act.speaker).entity != entity) return false;
    }
    for (std::size_t i = sentence.first; i < sentence.last && i < sentence.first + kOpening; ++i) {
      const std::int32_t who = index.at(i);
      if (who >= 0 && actor(who).type == MentionType::person && !actor(who).plural)
        return actor(who).entity == entity;
      std::size_t length = 0;
      const LexiconEntry* e = view.entry(i, C::pronoun, length);
      if (e != nullptr && !view.value(*e).empty()) return true;
    }
    return false;
  }
};

}  // namespace

std::vector<Account> accounts_of(const StoryView& view, const std::vector<Actor>& actors,
                                 const Speech& speech) {
  return AccountReader(view, actors, speech).run();
}

}  // namespace hearim
