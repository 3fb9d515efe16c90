// Small multiples: the same rows in one panel per method, on one shared axis.
//
// Used wherever one question is asked many times: without each list, for each hidden list, in each
// stratum. A line marks what each panel is compared with. Panels stand side by side where each
// gets 115 pixels, else below each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hearim/population_estimate.h"
#include "report/svg.h"

namespace hearim {

struct DotCell {
  bool asked = false;  // the method was tried on this row
  EstimateStatus status = EstimateStatus::refused;
  std::optional<double> point, low, high;  // finite
};

struct DotRow {
  std::string group;           // rows of one group stand under its heading; empty: no heading
  std::string label;           // names already isolated
  std::vector<DotCell> cells;  // one per panel
};

struct DotPanel {
  Model model = Model::loglinear;
  std::string note;                 // under the method's name
  std::optional<double> reference;  // the line
};

struct DotPanelsOptions {
  double width = 720;
  std::string axis_title;
  std::string description;
};

// What a row's label may take, at most.
double dot_label_width(double chart_width);

// REQUIRES: panels not empty, every row has one cell per panel.
Markup dot_panels(const std::vector<DotPanel>& panels, const std::vector<DotRow>& rows,
                  const DotPanelsOptions& options);

}  // namespace hearim
