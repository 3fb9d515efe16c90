// The page's tables: the numbers behind the charts, to the whole person.
#pragma once

#include <vector>

#include "hearim/estimate.h"
#include "report/markup.h"
#include "report/shown_interval.h"

namespace hearim {

// One row per method; its reason, where it has one, in a row of its own below.
void write_answer_table(Markup& page, const std::vector<Answer>& answers);

// A sentence: which pairs of lists share nobody.
void write_empty_pairs(Markup& page, const CaptureTable& table);

// Every combination of lists with its count, folded away; not printed on paper.
void write_pattern_table(Markup& page, const CaptureTable& table);

// Hidden list by method: the guess, its interval, and whether it holds the truth.
void write_self_check_table(Markup& page, const StratumReport& stratum);

}  // namespace hearim
