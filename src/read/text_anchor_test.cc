#include "read/text_anchor.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

constexpr std::u32string_view kText =
    U"At least 40 women fled in the spring. In the autumn the guards killed 40 women 😀 at the "
    U"river crossing near Tarvos, and nobody was told.";

TextAnchor anchor_at(std::u32string_view words, std::size_t from = 0) {
  const auto start = static_cast<std::uint32_t>(kText.find(words, from));
  return anchor_of(kText, {start, start + static_cast<std::uint32_t>(words.size())});
}

TEST(TextAnchor, words_that_stayed_are_found_where_they_were) {
  const TextAnchor anchor = anchor_at(U"40 women", 40);
  const AnchorFound found = find_anchor(kText, anchor);
  EXPECT_EQ(found.result, AnchorResult::same);
  EXPECT_EQ(found.span, anchor.position);
}

TEST(TextAnchor, context_tells_equal_words_apart_after_an_insertion) {
  const TextAnchor anchor = anchor_at(U"40 women", 40);
  const std::u32string changed = U"A new headline\n\n" + std::u32string(kText);
  const AnchorFound found = find_anchor(changed, anchor);
  EXPECT_EQ(found.result, AnchorResult::moved);
  EXPECT_EQ(found.span.start, anchor.position.start + 16);
}

TEST(TextAnchor, other_line_breaks_are_the_same_words) {
  const TextAnchor anchor = anchor_at(U"river crossing near Tarvos");
  std::u32string changed(kText);
  changed.replace(changed.find(U"crossing near"), 13, U"crossing\n   near");
  const AnchorFound found = find_anchor(changed, anchor);
  EXPECT_EQ(found.result, AnchorResult::moved);
  EXPECT_EQ(changed.substr(found.span.start, found.span.end - found.span.start),
            U"river crossing\n   near Tarvos");
}

TEST(TextAnchor, other_words_between_the_same_context_are_reworded) {
  const TextAnchor anchor = anchor_at(U"river crossing");
  std::u32string changed(kText);
  changed.replace(changed.find(U"river crossing"), 14, U"mountain ford");
  const AnchorFound found = find_anchor(changed, anchor);
  EXPECT_EQ(found.result, AnchorResult::reworded);
  EXPECT_EQ(changed.substr(found.span.start, found.span.end - found.span.start), U"mountain ford");
}

TEST(TextAnchor, equal_words_in_equal_context_are_ambiguous_and_missing_ones_lost) {
  TextAnchor anchor = anchor_at(U"40 women", 40);
  EXPECT_EQ(find_anchor(U"40 women 40 women", anchor_of(U"x 40 women y", {2, 10})).result,
            AnchorResult::ambiguous);
  EXPECT_EQ(find_anchor(U"Nothing of it is here.", anchor).result, AnchorResult::lost);
  EXPECT_EQ(find_anchor(U"", anchor).result, AnchorResult::lost);
  // A figure is not found in a larger one.
  EXPECT_EQ(
      find_anchor(U"At least 140 women fled", anchor_of(U"At least 40 women", {9, 17})).result,
      AnchorResult::lost);
  EXPECT_EQ(find_anchor(U"At least 400", anchor_of(U"At least 40 women", {9, 11})).result,
            AnchorResult::lost);
}

}  // namespace
}  // namespace hearim
