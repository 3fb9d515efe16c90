#include "estimate/stability.h"

#include <algorithm>

#include "base/parallel.h"
#include "estimate/run_model.h"

namespace hearim {
namespace {

// Enough for an interval on a chart; the point does not depend on it.
constexpr int kResamples = 100;
constexpr int kListsLeftMin = 3;
constexpr int kDecomposableListsMax = 6;

struct Variant {
  ListChange change;
  std::vector<int> lists;
};

std::vector<Variant> variants_of(int list_count) {
  std::vector<Variant> variants;
  if (list_count - 1 < kListsLeftMin) return variants;
  for (int i = 0; i < list_count; ++i) variants.push_back({ListChange::drop, {i}});
  for (int i = 0; i < list_count; ++i)
    for (int j = i + 1; j < list_count; ++j) variants.push_back({ListChange::merge, {i, j}});
  return variants;
}

bool cheap_enough(Model model, int lists_left, const EstimateOptions& options) {
  if (model == Model::latent_class) return options.thorough;
  if (model == Model::decomposable) return lists_left <= kDecomposableListsMax;
  return true;
}

}  // namespace

std::vector<StabilityRow> stability_rows(const CaptureTable& table, const EstimateOptions& options,
                                         const Run& run) {
  std::vector<StabilityRow> rows;
  for (const Variant& variant : variants_of(table.list_count()))
    for (const Model model : options.models)
      if (cheap_enough(model, table.list_count() - 1, options))
        rows.push_back(
            {variant.change, variant.lists, model, EstimateStatus::refused, {}, {}, {}, {}});

  const EstimateOptions cheap = repeatable(options, kResamples);
  for_each_chunk(rows.size(), run, [&](std::size_t i) {
    StabilityRow& row = rows[i];
    const CaptureTable altered = row.change == ListChange::drop
                                     ? table.without_list(row.lists.front())
                                     : table.with_merged(row.lists);
    Run inner = run;
    inner.threads = 1;
    inner.progress = {};
    const ModelResult result = run_model(row.model, altered, cheap, inner);
    const PopulationEstimate& common = result.common();
    row.status = common.status;
    row.reason = common.reason;
    if (common.population) {
      row.point = common.population->point;
      row.low = common.population->low;
      row.high = common.population->high;
    }
  });
  return rows;
}

}  // namespace hearim
