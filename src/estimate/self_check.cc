#include "estimate/self_check.h"

#include "base/parallel.h"
#include "estimate/run_model.h"

namespace hearim {
namespace {

constexpr int kListsMin = 4;
constexpr int kDecomposableListsMax = 7;
constexpr int kResamples = 400;

}  // namespace

std::vector<SelfCheckRow> self_check_rows(const CaptureTable& table, const EstimateOptions& options,
                                          const Run& run) {
  std::vector<SelfCheckRow> rows;
  if (table.list_count() < kListsMin) return rows;
  for (int list = 0; list < table.list_count(); ++list)
    for (const Model model : options.models) {
      if (model == Model::latent_class && !options.thorough) continue;
      if (model == Model::decomposable && table.list_count() > kDecomposableListsMax) continue;
      SelfCheckRow row;
      row.list = list;
      row.model = model;
      rows.push_back(row);
    }

  const EstimateOptions cheap = repeatable(options, kResamples);
  for_each_chunk(rows.size(), run, [&](std::size_t i) {
    SelfCheckRow& row = rows[i];
    row.truth = table.list_size(row.list);
    const CaptureTable hidden = table.restricted_to(row.list);
    row.seen = hidden.observed();
    Run inner = run;
    inner.threads = 1;
    inner.progress = {};
    const ModelResult result = run_model(row.model, hidden, cheap, inner);
    const PopulationEstimate& common = result.common();
    row.status = common.status;
    row.reason = common.reason;
    if (!common.population) return;
    row.point = common.population->point;
    row.low = common.population->low;
    row.high = common.population->high;
    const auto truth = static_cast<double>(row.truth);
    // A floor claims nothing about the upper side.
    const bool below = !row.high || truth <= *row.high || row.model == Model::lower_bound;
    row.covered = below && (!row.low || truth >= *row.low);
  });
  return rows;
}

}  // namespace hearim
