#include "read/quoted_titles.h"

namespace hearim {
namespace {

using C = StoryClass;
constexpr std::size_t kTitleMax = 24;  // lexemes

// Whether one mark closes what the other opens.
bool closes(char32_t open, char32_t c) {
  switch (open) {
    case U'「':
      return c == U'」';
    case U'『':
      return c == U'』';
    case U'《':
      return c == U'》';
    case U'〈':
      return c == U'〉';
    case U'«':
      return c == U'»';
    case U'“':
    case U'"':
      return c == U'”' || c == U'"';
    case U'‘':
    case U'\'':
      return c == U'’' || c == U'\'';
    default:
      return false;
  }
}

}  // namespace

void add_quoted_titles(const StoryView& view, std::vector<Actor>& actors) {
  std::vector<Actor> added;
  std::vector<bool> covered(view.size() + 1, false);  // by a title
  for (std::size_t i = 1; i < view.size(); ++i) {
    std::size_t first = 0;
    const char32_t open = view.sign(i);
    if (open == 0 || (open == U'《' && view.lexicon.language() == ReadLanguage::chinese)) continue;
    if (view.ending(i, C::work_noun, first) == nullptr &&
        view.ending(i, C::quoted_title, first) == nullptr)
      continue;
    std::size_t end = i + 1;
    while (end < view.size() && end < i + kTitleMax && !closes(open, view.sign(end)) &&
           !view.lexemes[end].break_before && view.sign(end) != U'.' && view.sign(end) != U'。' &&
           !view.is_quote_mark(end))
      ++end;
    if (end >= view.size() || end < i + 2 || !closes(open, view.sign(end))) continue;
    Actor title;
    title.first = static_cast<std::uint32_t>(i + 1);
    title.last = static_cast<std::uint32_t>(end);
    title.head = title.last - 1;
    title.span = view.span(i + 1, end);
    title.key = view.key(i + 1, end);
    title.type = MentionType::work;
    title.named = title.reported = true;
    for (std::uint32_t l = title.first; l < title.last; ++l) covered[l] = true;
    added.push_back(title);
    i = end;
  }
  std::erase_if(actors, [&](const Actor& a) {
    return covered[a.first] && covered[a.last - 1] && a.type != MentionType::place;
  });
  actors.insert(actors.end(), added.begin(), added.end());
}

}  // namespace hearim
