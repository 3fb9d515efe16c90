#include "report/link_report.h"

#include <cmath>

namespace hearim {

double LinkReport::threshold_bits() const {
  return std::log2(options.probability_min / (1 - options.probability_min));
}

CaptureTable LinkReport::capture_table() const {
  std::vector<std::string> names;
  for (const LinkListShown& list : lists) names.push_back(list.name);
  return CaptureTable(std::move(names), patterns);
}

}  // namespace hearim
