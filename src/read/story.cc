#include "read/story.h"

#include <algorithm>

#include "read/entities.h"
#include "read/latin_names.h"
#include "read/phrases.h"

namespace hearim {
namespace {

void report_mentions(const std::vector<Actor>& actors, std::int32_t entity_count, Reading& out) {
  std::vector<std::int32_t> number(static_cast<std::size_t>(entity_count), 0);
  std::int32_t entities = 0;
  for (const Actor& a : actors) {
    if (!a.reported) continue;
    std::int32_t& entity = number[static_cast<std::size_t>(a.entity)];
    if (entity == 0) entity = ++entities;
    Mention mention;
    mention.id = "m" + std::to_string(out.mentions.size() + 1);
    mention.span = a.span;
    mention.type = a.type;
    mention.named = a.named;
    mention.entity = "e" + std::to_string(entity);
    out.mentions.push_back(std::move(mention));
  }
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
  report_mentions(actors, entities, out);
}

}  // namespace hearim
