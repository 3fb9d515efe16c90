#include "read/story.h"

#include <algorithm>

#include "read/arabic_names.h"
#include "read/entities.h"
#include "read/figures.h"
#include "read/foreign_names.h"
#include "read/han_names.h"
#include "read/hangul_names.h"
#include "read/known_names.h"
#include "read/latin_names.h"
#include "read/phrases.h"
#include "read/quoted_titles.h"
#include "read/speech.h"
#include "read/testimonies.h"

namespace hearim {
namespace {

struct Reporter {
  const std::vector<Actor>& actors;
  const NameList* names;
  std::vector<std::string> ids;  // by actor; empty: not reported

  void mentions(std::int32_t entity_count, Reading& out) {
    std::vector<std::int32_t> number(static_cast<std::size_t>(entity_count), 0);
    std::int32_t entities = 0;
    ids.resize(actors.size());
    for (std::size_t k = 0; k < actors.size(); ++k) {
      const Actor& a = actors[k];
      if (!a.reported) continue;
      std::int32_t& entity = number[static_cast<std::size_t>(a.entity)];
      if (entity == 0) entity = ++entities;
      Mention mention;
      mention.id = ids[k] = "m" + std::to_string(out.mentions.size() + 1);
      mention.span = a.span;
      mention.type = a.type;
      mention.named = a.named;
      mention.entity = "e" + std::to_string(entity);
      if (a.listed >= 0) mention.listed = names->name(static_cast<std::size_t>(a.listed)).name;
      out.mentions.push_back(std::move(mention));
    }
  }
  std::string id(std::int32_t actor) const {
    return actor < 0 ? std::string() : ids[static_cast<std::size_t>(actor)];
  }
};

// What the text takes from elsewhere: reports and studies that say something, are somebody's or
// have a title, and newspapers that report or are told; each once, where it stands first.
// Statements and interviews are no works to cite, nor is an investigation that somebody asks for.
std::vector<std::int32_t> citations_of(const StoryView& view, const std::vector<Actor>& actors,
                                       const Speech& speech, std::int32_t entities) {
  std::vector<bool> speaks(static_cast<std::size_t>(entities), false), done = speaks;
  for (const SpeechAct& act : speech.acts) {
    for (const std::int32_t who : {act.speaker, act.hearer}) {
      if (who >= 0)
        speaks[static_cast<std::size_t>(actors[static_cast<std::size_t>(who)].entity)] = true;
    }
  }
  const auto titled = [&](std::size_t k) {
    return k + 1 < actors.size() && actors[k + 1].named &&
           actors[k + 1].type == MentionType::work && actors[k + 1].entity == actors[k].entity;
  };
  std::vector<std::int32_t> out;
  for (std::size_t k = 0; k < actors.size(); ++k) {
    const Actor& a = actors[k];
    const auto entity = static_cast<std::size_t>(a.entity);
    if (!a.reported || done[entity]) continue;
    bool cites = false;
    if (a.type == MentionType::work) {
      const bool used = speaks[entity] || speech.author_of[entity] >= 0 || titled(k);
      cites = a.named;
      for (const LexiconEntry& e : view.lexicon.entries(view.lexemes[a.head].word)) {
        cites = cites || (used && e.word_class == view.words.of(StoryClass::work_noun) &&
                          view.value(e) == "1");
      }
    } else if (a.type == MentionType::organisation && a.named && speaks[entity]) {
      for (std::size_t i = a.first; i < a.last; ++i)
        cites = cites || view.has(i, StoryClass::media);
    }
    if (!cites) continue;
    done[entity] = true;
    out.push_back(static_cast<std::int32_t>(k));
  }
  return out;
}

bool script_without_capitals(ReadLanguage language) {
  return language == ReadLanguage::korean || language == ReadLanguage::arabic ||
         language == ReadLanguage::chinese;
}

TextSpan cue_of(const StoryView& view, const SpeechAct& act) {
  return act.cue_first == act.cue_last ? TextSpan{} : view.span(act.cue_first, act.cue_last);
}

}  // namespace

void read_story(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                const std::vector<DateSpan>& dates, const LanguageRules& rules,
                const NameList* names, Reading& out) {
  const StoryView view(text, lexemes, dates, rules);
  std::vector<Actor> actors;
  switch (rules.lexicon.language()) {
    case ReadLanguage::korean:
      actors = hangul_actors(view);
      break;
    case ReadLanguage::arabic:
      actors = arabic_actors(view);
      break;
    case ReadLanguage::chinese:
      actors = han_actors(view);
      break;
    default: {
      actors = latin_names(view);
      std::vector<Actor> phrases = phrases_of(view, actors);
      actors.insert(actors.end(), phrases.begin(), phrases.end());
      break;
    }
  }
  if (script_without_capitals(rules.lexicon.language())) {
    add_quoted_titles(view, actors);
    add_foreign_names(view, actors);
    add_recurring_names(view, actors);
  }
  if (names != nullptr) names->find(view, actors);
  std::stable_sort(actors.begin(), actors.end(), [](const Actor& a, const Actor& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  const std::int32_t entities = join_entities(view, actors);
  const ActorIndex index(view, actors);
  // A name in quotation marks is no speech, whatever verb stands beside it.
  std::erase_if(out.quotes, [&](const Quote& quote) {
    const auto at =
        std::lower_bound(actors.begin(), actors.end(), quote.span.start,
                         [](const Actor& a, std::uint32_t start) { return a.span.start < start; });
    return at != actors.end() && at->span == quote.span && at->named;
  });
  const Speech speech = speech_of(index, entities, out.quotes);
  const auto report = [&](std::int32_t actor) {
    if (actor >= 0) actors[static_cast<std::size_t>(actor)].reported = true;
  };
  for (const SpeechAct& act : speech.acts) {
    report(act.speaker);
    report(act.hearer);
  }
  for (const std::int32_t author : speech.author_of) report(author);
  const std::vector<FigureContext> figures = figures_in_context(index, speech, out.quantities);
  for (const FigureContext& figure : figures) {
    for (const FigureSource& source : figure.sources) {
      report(source.who);
      report(source.via);
    }
  }
  const std::vector<Account> accounts = accounts_of(index, speech);
  for (const Account& account : accounts) {
    report(account.person);
    report(account.told_to);
  }
  Reporter reporter{actors, names, {}};
  reporter.mentions(entities, out);
  out.quotes.clear();
  for (const SpeechAct& act : speech.acts) {
    Quote quote;
    quote.id = "s" + std::to_string(out.quotes.size() + 1);
    quote.span = act.span;
    quote.form = act.form;
    quote.speaker = reporter.id(act.speaker);
    quote.hearer = reporter.id(act.hearer);
    quote.cue = cue_of(view, act);
    out.quotes.push_back(std::move(quote));
  }
  for (const Account& account : accounts) {
    out.testimonies.push_back({"t" + std::to_string(out.testimonies.size() + 1), account.span,
                               reporter.id(account.person), reporter.id(account.told_to),
                               account.facts});
  }
  for (const std::int32_t cited : citations_of(view, actors, speech, entities)) {
    const Actor& work = actors[static_cast<std::size_t>(cited)];
    const std::int32_t author = work.type == MentionType::work
                                    ? speech.author_of[static_cast<std::size_t>(work.entity)]
                                    : -1;
    out.citations.push_back({"c" + std::to_string(out.citations.size() + 1), work.span,
                             reporter.id(cited), reporter.id(author)});
  }
  for (std::size_t k = 0; k < figures.size(); ++k) {
    Quantity& quantity = out.quantities[k];
    if (!figures[k].counted.empty()) quantity.counted = figures[k].counted;
    quantity.caveat = figures[k].caveat;
    if (quantity.unit.empty() && figures[k].counts_people) quantity.unit = "person";
    for (const FigureSource& source : figures[k].sources) {
      quantity.sources.push_back(
          {reporter.id(source.who), reporter.id(source.via), source.cue, source.stated});
    }
  }
}

}  // namespace hearim
