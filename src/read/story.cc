#include "read/story.h"

#include <algorithm>

#include "read/entities.h"
#include "read/latin_names.h"
#include "read/phrases.h"
#include "read/speech.h"

namespace hearim {
namespace {

struct Reporter {
  const std::vector<Actor>& actors;
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
      out.mentions.push_back(std::move(mention));
    }
  }
  std::string id(std::int32_t actor) const {
    return actor < 0 ? std::string() : ids[static_cast<std::size_t>(actor)];
  }
};

TextSpan cue_of(const StoryView& view, const SpeechAct& act) {
  return act.cue_first == act.cue_last ? TextSpan{} : view.span(act.cue_first, act.cue_last);
}

}  // namespace

void read_story(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                const std::vector<DateSpan>& dates, const LanguageRules& rules, Reading& out) {
  const StoryView view(text, lexemes, dates, rules);
  std::vector<Actor> actors = latin_names(view);
  std::vector<Actor> phrases = phrases_of(view, actors);
  actors.insert(actors.end(), phrases.begin(), phrases.end());
  std::stable_sort(actors.begin(), actors.end(), [](const Actor& a, const Actor& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  const std::int32_t entities = join_entities(view, actors);
  const Speech speech = speech_of(view, actors, entities, out.quotes);
  const auto report = [&](std::int32_t actor) {
    if (actor >= 0) actors[static_cast<std::size_t>(actor)].reported = true;
  };
  for (const SpeechAct& act : speech.acts) {
    report(act.speaker);
    report(act.hearer);
  }
  for (const std::int32_t author : speech.author_of) report(author);
  Reporter reporter{actors, {}};
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
}

}  // namespace hearim
