// What `hearim link` tells a person at a terminal: what it understood of the lists, what the work
// is expected to take, what it found, and why two records match or do not.
//
// Lines no wider than `width` columns, wide letters counted as two; names from outside are made fit
// to show. No value of a record is in it unless the pair carries values.
#pragma once

#include <string>

#include "report/link_report.h"

namespace hearim {

std::string link_understood_text(const LinkReport& report, int width);
std::string link_forecast_text(const LinkForecastShown& shown, int width);
std::string link_found_text(const LinkReport& report, int width);
std::string link_pair_text(const LinkReport& report, const LinkPairShown& pair, int width);

std::string memory_text(std::uint64_t bytes);            // "1.4 GB"
std::string duration_text(double seconds);               // "under a second", "about 40 s"
std::string bits_text(double bits);                      // "+12.3 bits"
std::string probability_text(double probability);        // "0.9998", "under 1 in a million"
std::string evidence_words(const FieldEvidence& field);  // without the bits at their end
std::string record_text(const LinkRecordName& record);   // "ngo.csv row 12"

}  // namespace hearim
