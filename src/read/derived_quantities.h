// Quantities that no numeral of their own makes: two bounds that are one range, durations whose
// number is an article, ratios to another quantity.
#pragma once

#include "read/quantity_draft.h"

namespace hearim {

// Joins the last quantity to the one before it if both are one range, as in "more than 20 and less
// than 35", or one sum.
void join_to_last(const QuantityView& view, QuantityDrafts& drafts);
// "for a year", "within a month": a duration whose number is the article. English only.
void add_article_durations(const QuantityView& view, QuantityDrafts& drafts);
// "more than double the 100,000": the next quantity of the sentence is its base. `base` is the
// place of the base's number until ids are given.
void add_ratios(const QuantityView& view, QuantityDrafts& drafts);

}  // namespace hearim
