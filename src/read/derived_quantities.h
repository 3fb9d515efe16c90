// Quantities that no numeral of their own makes: two bounds that are one range, durations whose
// number is an article, ratios to another quantity.
#pragma once

#include "read/quantity_draft.h"

namespace hearim {

// In the order of the text; "more than 20 and less than 35" is one range.
void join_bounds(const QuantityView& view, std::vector<QuantityDraft>& drafts);
// "for a year", "within a month": a duration whose number is the article. English only.
void add_article_durations(const QuantityView& view, std::vector<QuantityDraft>& drafts);
// "more than double the 100,000": the next quantity of the sentence is its base. `base` is the
// place of the base's number until ids are given.
void add_ratios(const QuantityView& view, std::vector<QuantityDraft>& drafts);

}  // namespace hearim
