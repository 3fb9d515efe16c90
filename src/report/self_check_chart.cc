#include "report/self_check_chart.h"

#include "report/dot_panels.h"
#include "report/number_text.h"
#include "report/plain_words.h"
#include "report/shown_interval.h"
#include "report/stability_summary.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

// "LA (94)", the name shortened so that the number stays.
std::string row_label(const CaptureTable& table, const SelfCheckRow& check, double width) {
  const TextMeasure measure = chart_measure(kLabelText.font);
  const std::string count = " (" + count_text(check.truth) + ")";
  const std::string name = clean_text(table.list_names().at(static_cast<std::size_t>(check.list)));
  return isolate(fit_name(name, width - measure(count), measure)) + count;
}

}  // namespace

Markup self_check_chart(const StratumReport& stratum, const SelfCheckChartOptions& options) {
  std::vector<DotPanel> panels;
  std::string description = "Guess divided by known truth, for each hidden list.";
  for (const SelfCheckSummary& summary : summarise_self_check(stratum)) {
    const std::string note = summary.answered == 0 ? std::string("refused each time")
                                                   : counted(summary.covered, "hit") + " in " +
                                                         counted(summary.answered, "answer");
    panels.push_back({summary.model, note, 1.0});
    description += " " + std::string(model_title(summary.model)) + ": " + note + ".";
  }
  std::vector<DotRow> rows;
  std::vector<int> lists;
  for (const SelfCheckRow& check : stratum.self_check) {
    std::size_t at = 0;
    while (at < lists.size() && lists[at] != check.list) ++at;
    if (at == lists.size()) {
      lists.push_back(check.list);
      rows.push_back({"", row_label(stratum.table, check, dot_label_width(options.width)),
                      std::vector<DotCell>(panels.size())});
    }
    if (check.truth <= 0) continue;
    const auto truth = static_cast<double>(check.truth);
    const auto ratio = [&](std::optional<double> value) {
      value = finite(value);
      if (value) *value /= truth;
      return value;
    };
    for (std::size_t p = 0; p < panels.size(); ++p) {
      if (panels[p].model != check.model) continue;
      DotCell& cell = rows[at].cells[p];
      cell = {true, check.status, std::nullopt, ratio(check.low), ratio(check.high)};
      if (check.status != EstimateStatus::refused) cell.point = ratio(check.point);
    }
  }
  return dot_panels(panels, rows,
                    {options.width, "guess divided by truth: 1 is right", description});
}

}  // namespace hearim
