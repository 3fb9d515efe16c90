// The words the page and the terminal use for models, intervals and changes to the lists.
#pragma once

#include <string>
#include <string_view>

#include "hearim/estimate.h"

namespace hearim {

std::string_view model_title(Model model);           // "Log-linear", at the head of a row
std::string_view model_phrase(Model model);          // "the log-linear method", inside a sentence
std::string_view model_class(Model model);           // the CSS class that gives its colour
std::string_view interval_words(IntervalKind kind);  // how the interval was made

// "LA·NG", each name isolated; "none" for the empty set.
std::string lists_text(const CaptureTable& table, History lists);
std::string lists_text(const CaptureTable& table, const std::vector<int>& lists);

// "without LA", "LA and NG as one".
std::string change_text(const CaptureTable& table, const StabilityRow& row);

// "region: north, year: 2013"; "all people" for the whole table.
std::string stratum_text(const StratumReport& stratum);

}  // namespace hearim
