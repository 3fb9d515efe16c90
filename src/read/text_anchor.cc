// The words decide, then the context, then the position:
//
//   1. the words stand at the old position, within the old context or at least part of it: same
//   2. of all places with these words (white space of any kind and length taken for one space,
//   since
//      a new conversion breaks lines elsewhere), the one whose context agrees longest: moved.
//      Two that agree equally long are told apart by nothing: ambiguous, unless one of them is at
//      the old position.
//      Words are never found inside longer ones: "40" is not in "400".
//   3. no such words: where the whole prefix and suffix stand with other words between, at most
//      twice as many as before: reworded
//   4. otherwise lost
//
// Example: "40 women" with prefix "killed " in "At least 40 women fled; the guards killed 40 women"
// is the second. Not fuzzy: a correction about words that are not there any more is shown to a
// person, not guessed to a place.
#include "read/text_anchor.h"

#include <algorithm>
#include <vector>

#include "read/letter_key.h"

namespace hearim {
namespace {

bool is_space(char32_t c) {
  const LetterKind kind = letter_kind(c);
  return kind == LetterKind::space || kind == LetterKind::line_end;
}

// The text with each run of white space as one space, and where each code point was.
struct Squeezed {
  std::u32string text;
  std::vector<std::uint32_t> place;  // one more than text: the end
};

Squeezed squeezed(std::u32string_view text) {
  Squeezed out;
  out.text.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_space(text[i])) {
      if (!out.text.empty() && out.text.back() == U' ') continue;
      out.text += U' ';
    } else {
      out.text += text[i];
    }
    out.place.push_back(static_cast<std::uint32_t>(i));
  }
  out.place.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

std::size_t common_end(std::u32string_view a, std::u32string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[a.size() - 1 - n] == b[b.size() - 1 - n]) ++n;
  return n;
}

std::size_t common_start(std::u32string_view a, std::u32string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  return n;
}

// Whether a boundary between these two falls inside a word or a figure.
bool splits_word(char32_t before, char32_t after) {
  const auto joins = [](LetterKind kind) {
    return kind == LetterKind::latin || kind == LetterKind::arabic || kind == LetterKind::digit ||
           kind == LetterKind::mark;
  };
  return joins(letter_kind(before)) && joins(letter_kind(after));
}

}  // namespace

TextAnchor anchor_of(std::u32string_view text, TextSpan span) {
  const std::size_t from = span.start > kAnchorContext ? span.start - kAnchorContext : 0;
  return {span, std::u32string(text.substr(span.start, span.end - span.start)),
          std::u32string(text.substr(from, span.start - from)),
          std::u32string(text.substr(span.end, kAnchorContext))};
}

AnchorFound find_anchor(std::u32string_view text, const TextAnchor& anchor) {
  const TextSpan old = anchor.position;
  const bool in_place = old.end <= text.size() && old.start <= old.end &&
                        text.substr(old.start, old.end - old.start) == anchor.exact;
  if (in_place && text.substr(0, old.start).ends_with(anchor.prefix) &&
      text.substr(old.end).starts_with(anchor.suffix))
    return {AnchorResult::same, old};
  if (anchor.exact.empty()) return {};

  const Squeezed all = squeezed(text);
  const std::u32string exact = squeezed(anchor.exact).text, prefix = squeezed(anchor.prefix).text,
                       suffix = squeezed(anchor.suffix).text;
  const std::u32string_view view = all.text;
  std::size_t best = std::u32string::npos, best_score = 0, equals = 0;
  for (std::size_t at = view.find(exact); at != std::u32string::npos;
       at = view.find(exact, at + 1)) {
    // "40" is not in "400", unless the words were cut out of a longer one before.
    const std::size_t end = at + exact.size();
    if (at > 0 && splits_word(view[at - 1], exact.front()) &&
        (prefix.empty() || !splits_word(prefix.back(), exact.front())))
      continue;
    if (end < view.size() && splits_word(exact.back(), view[end]) &&
        (suffix.empty() || !splits_word(exact.back(), suffix.front())))
      continue;
    std::size_t score = 2 * (common_end(view.substr(0, at), prefix) +
                             common_start(view.substr(at + exact.size()), suffix));
    if (all.place[at] == old.start) ++score;
    if (best == std::u32string::npos || score > best_score) {
      best = at;
      best_score = score;
      equals = 1;
    } else if (score == best_score) {
      ++equals;
    }
  }
  if (best != std::u32string::npos) {
    if (equals > 1) return {AnchorResult::ambiguous, {}};
    const TextSpan span{all.place[best], all.place[best + exact.size() - 1] + 1};
    return {in_place && span == old ? AnchorResult::same : AnchorResult::moved, span};
  }
  if (prefix.size() < 8 || suffix.size() < 8) return {};
  for (std::size_t at = view.find(prefix); at != std::u32string::npos;
       at = view.find(prefix, at + 1)) {
    const std::size_t start = at + prefix.size();
    const std::size_t end =
        view.substr(0, start + 2 * exact.size() + suffix.size() + 8).find(suffix, start);
    if (end == std::u32string::npos || end == start) continue;
    return {AnchorResult::reworded, {all.place[start], all.place[end - 1] + 1}};
  }
  return {};
}

}  // namespace hearim
