#include "read/known_names.h"

#include "read/letter_key.h"
#include "text/letter_folding.h"

namespace hearim {

NameList::NameList(std::vector<KnownName> names) : names_(std::move(names)) {
  const auto add = [&](const std::string& spelling, std::size_t name) {
    const std::u32string letters = decode_text(std::string_view(spelling));
    if (letters.empty()) return;
    const char32_t first = letters.front();
    const bool capital = letter_kind(first) == LetterKind::latin && letter_key(first) != first;
    matcher_.add(letters, static_cast<std::uint32_t>(spellings_.size()));
    spellings_.push_back({static_cast<std::uint32_t>(name), capital});
  };
  for (std::size_t i = 0; i < names_.size(); ++i) {
    add(names_[i].name, i);
    for (const std::string& variant : names_[i].variants) add(variant, i);
  }
  matcher_.sort();
}

void NameList::find(const StoryView& view, std::vector<Actor>& actors) const {
  std::vector<Actor> found;
  std::vector<std::int32_t> by(view.size() + 1, -1);  // by lexeme: the listed name over it
  for_each_known_name(view, matcher_,
                      [&](TextSpan span, std::size_t first, std::size_t last, std::uint32_t index) {
                        const Spelling& spelling = spellings_[index];
                        const char32_t letter = view.text[span.start];
                        if (spelling.capital && letter_key(letter) == letter) return;
                        Actor actor;
                        actor.first = static_cast<std::uint32_t>(first);
                        actor.last = static_cast<std::uint32_t>(last);
                        actor.head = actor.last - 1;
                        actor.span = span;
                        actor.key = view.key(first, last);
                        actor.type = names_[spelling.name].type;
                        actor.named = actor.reported = true;
                        actor.listed = static_cast<std::int32_t>(spelling.name);
                        for (std::size_t i = first; i < last; ++i)
                          by[i] = static_cast<std::int32_t>(found.size());
                        found.push_back(actor);
                      });
  if (found.empty()) return;
  // A name with an article before it ("The Ledger"), or one that is longer, is looked at once.
  std::vector<bool> kept(found.size(), true);
  for (Actor& actor : actors) {
    if (!actor.named) continue;
    for (std::uint32_t i = actor.first; i < actor.last; ++i) {
      if (by[i] < 0) continue;
      const auto k = static_cast<std::size_t>(by[i]);
      Actor& listed = found[k];
      const bool inside =
          listed.span.start >= actor.span.start && listed.span.end <= actor.span.end;
      const bool same = inside && listed.span.end == actor.span.end &&
                        (listed.span.start == actor.span.start ||
                         view.has(actor.first, StoryClass::name_article));
      if (inside && !same && actor.type != MentionType::place) kept[k] = false;
      if (same) {
        listed.past = actor.past;
        listed.gender = actor.gender;
      }
    }
  }
  std::erase_if(actors, [&](const Actor& actor) {
    for (std::uint32_t i = actor.first; i < actor.last; ++i) {
      if (by[i] >= 0 && kept[static_cast<std::size_t>(by[i])]) {
        const Actor& listed = found[static_cast<std::size_t>(by[i])];
        // A description that the name is part of stays ("a spokesman for X").
        return actor.named || (actor.first >= listed.first && actor.last <= listed.last);
      }
    }
    return false;
  });
  for (std::size_t k = 0; k < found.size(); ++k)
    if (kept[k]) actors.push_back(found[k]);
}

std::shared_ptr<const NameList> compile_names(std::vector<KnownName> names) {
  return std::make_shared<const NameList>(std::move(names));
}

}  // namespace hearim
