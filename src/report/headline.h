// The plain answer, or the plain refusal, in the words a newspaper could print.
//
// Made from the answers alone, by rules a reader can check: the range is from the lowest to the
// highest end of all intervals, the upper end of a floor that stands (`ok`) among them (rounded
// outward to two digits), never an average of methods; where methods are far apart it is said that
// no single number holds; where all refuse there is no number at all.
#pragma once

#include <string>
#include <vector>

#include "hearim/estimate.h"

namespace hearim {

struct Headline {
  std::string title;
  std::vector<std::string> deck;  // short paragraphs under the title
};

Headline estimate_headline(const EstimateReport& report);

}  // namespace hearim
