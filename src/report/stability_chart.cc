#include "report/stability_chart.h"

#include <algorithm>
#include <cmath>

#include "report/dot_panels.h"
#include "report/number_text.h"
#include "report/plain_words.h"
#include "report/shown_interval.h"
#include "report/stability_summary.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

struct ChangeRow {
  ListChange change = ListChange::drop;
  std::vector<int> lists;
  DotRow dots;
  double movement = 0;  // largest |log ratio| to a full answer; refusals count as far
};

constexpr double kRefusalMovement = 1;

// "without LA", "LA + NG", the names shortened so that none pushes the other out of the label.
std::string row_label(const CaptureTable& table, const StabilityRow& row, double width) {
  const bool drop = row.change == ListChange::drop;
  std::string label = drop ? "without " : "";
  const TextMeasure measure = chart_measure(kLabelText.font);
  const double separators = measure(label) + (drop ? 0 : measure(" + ") * 1.5);
  const double name_width =
      (width - separators) / static_cast<double>(std::max<std::size_t>(1, row.lists.size()));
  bool first = true;
  for (const int list : row.lists) {
    const std::string name = clean_text(table.list_names().at(static_cast<std::size_t>(list)));
    if (!first) label += " + ";
    label += isolate(fit_name(name, name_width, measure));
    first = false;
  }
  return label;
}

}  // namespace

Markup stability_chart(const StratumReport& stratum, const StabilityChartOptions& options) {
  const std::vector<StabilitySummary> summaries = summarise_stability(stratum);
  std::vector<DotPanel> panels;
  for (const StabilitySummary& summary : summaries)
    panels.push_back({summary.model,
                      summary.full ? people_text(*summary.full) + " with all lists"
                                   : std::string("refused with all lists"),
                      summary.full});

  std::vector<ChangeRow> rows;
  for (const StabilityRow& row : stratum.stability) {
    auto found = std::find_if(rows.begin(), rows.end(), [&](const ChangeRow& known) {
      return known.change == row.change && known.lists == row.lists;
    });
    if (found == rows.end()) {
      DotRow dots{row.change == ListChange::drop ? "Leaving one list out" : "Two lists as one",
                  row_label(stratum.table, row, dot_label_width(options.width)),
                  std::vector<DotCell>(panels.size())};
      rows.push_back({row.change, row.lists, std::move(dots), 0});
      found = rows.end() - 1;
    }
    for (std::size_t p = 0; p < panels.size(); ++p) {
      if (panels[p].model != row.model) continue;
      DotCell& cell = found->dots.cells[p];
      cell = {true, row.status, std::nullopt, finite(row.low), finite(row.high)};
      if (row.status != EstimateStatus::refused) cell.point = finite(row.point);
      const bool comparable = cell.point && *cell.point > 0 && panels[p].reference;
      found->movement = std::max(
          found->movement,
          comparable ? std::fabs(std::log(*cell.point / *panels[p].reference)) : kRefusalMovement);
    }
  }

  std::string axis_title = "people in all";
  if (static_cast<int>(rows.size()) > options.row_max) {
    const int more = static_cast<int>(rows.size()) - options.row_max;
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.movement > b.movement; });
    rows.resize(static_cast<std::size_t>(options.row_max));
    axis_title = counted(more, "change") + " that moved less not drawn; " + axis_title;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.change == ListChange::drop && b.change == ListChange::merge;
  });

  std::vector<DotRow> dots;
  for (ChangeRow& row : rows) dots.push_back(std::move(row.dots));
  std::string description = "Answers without each list and with two lists as one.";
  for (const StabilitySummary& summary : summaries)
    description += " " + std::string(model_title(summary.model)) + ": " +
                   (summary.answered == 0
                        ? std::string("refused each time")
                        : "from " + people_text(summary.low) + " to " + people_text(summary.high)) +
                   ".";
  return dot_panels(panels, dots, {options.width, axis_title, description});
}

}  // namespace hearim
