#include "report/estimate_json.h"

#include "report/model_details.h"
#include "report/shown_interval.h"
#include "report/stability_summary.h"

namespace hearim {
namespace {

// `status`, `reason`, `population`: the part every answer has.
void put_answer(Json& out, const PopulationEstimate& estimate) {
  out["status"] = status_name(estimate.status);
  if (!estimate.reason.empty()) out["reason"] = estimate.reason;
  const std::optional<ShownInterval> shown = shown_interval(estimate);
  if (!shown) return;
  Json population;
  population["point"] = shown->point;
  put_number(population, "low", shown->low);
  put_number(population, "high", shown->high);
  population["level"] = shown->level;
  population["kind"] = interval_kind_name(shown->kind);
  out["population"] = std::move(population);
}

// The same where the answer is a row of a table: no level, no kind.
template <typename Row>
void put_row_answer(Json& out, const Row& row) {
  out["model"] = model_name(row.model);
  out["status"] = status_name(row.status);
  if (!row.reason.empty()) out["reason"] = row.reason;
  if (row.status == EstimateStatus::refused || !finite(row.point)) return;
  Json population;
  put_number(population, "point", row.point);
  put_number(population, "low", row.low);
  put_number(population, "high", row.high);
  out["population"] = std::move(population);
}

Json input_json(const EstimateInput& input) {
  Json out;
  out["path"] = input.path;
  out["sha256"] = input.sha256;
  out["lists"] = input.lists;
  out["observed"] = input.observed;
  out["patterns"] = input.patterns;
  out["empty_pairs"] = Json::array();
  for (const auto& [a, b] : input.empty_pairs) out["empty_pairs"].push_back({a, b});
  if (input.linkage_draws > 0) out["linkage_draws"] = input.linkage_draws;
  if (!input.notes.empty()) out["notes"] = input.notes;
  return out;
}

Json disagreement_json(const Disagreement& disagreement) {
  Json out;
  out["answers"] = disagreement.answers;
  if (disagreement.answers > 1) {
    put_number(out, "ratio", disagreement.ratio);
    out["intervals_overlap"] = disagreement.intervals_overlap;
  }
  if (!disagreement.summary.empty()) out["summary"] = disagreement.summary;
  return out;
}

Json stability_json(const StratumReport& stratum) {
  Json rows = Json::array();
  for (const StabilityRow& row : stratum.stability) {
    Json out;
    out["change"] = row.change == ListChange::drop ? "drop" : "merge";
    out["lists"] = Json::array();
    for (const int list : row.lists)
      out["lists"].push_back(stratum.table.list_names().at(static_cast<std::size_t>(list)));
    put_row_answer(out, row);
    rows.push_back(std::move(out));
  }
  return rows;
}

Json dial_json(const Dial& dial) {
  Json out;
  put_number(out, "level", dial.level);
  out["points"] = Json::array();
  for (const DialPoint& point : dial.points) {
    Json entry;
    put_number(entry, "odds_ratio", point.odds_ratio);
    put_number(entry, "population", point.population);
    put_number(entry, "low", point.low);
    put_number(entry, "high", point.high);
    out["points"].push_back(std::move(entry));
  }
  out["marks"] = Json::array();
  for (const DialMark& mark : dial.marks) {
    Json entry;
    entry["model"] = model_name(mark.model);
    put_number(entry, "odds_ratio", mark.odds_ratio);
    put_number(entry, "population", mark.population);
    out["marks"].push_back(std::move(entry));
  }
  if (!dial.note.empty()) out["note"] = dial.note;
  return out;
}

Json self_check_json(const StratumReport& stratum) {
  Json rows = Json::array();
  for (const SelfCheckRow& row : stratum.self_check) {
    Json out;
    out["list"] = stratum.table.list_names().at(static_cast<std::size_t>(row.list));
    put_row_answer(out, row);
    out["truth"] = row.truth;
    out["seen"] = row.seen;
    if (out.contains("population")) out["covered"] = row.covered;
    rows.push_back(std::move(out));
  }
  return rows;
}

Json stratum_json(const StratumReport& stratum) {
  Json out;
  out["stratum"] = Json::object();
  for (const auto& [column, value] : stratum.labels) out["stratum"][column] = value;
  out["observed"] = stratum.table.observed();
  out["patterns"] = stratum.table.patterns().size();
  Json estimates = Json::array();
  for (const ModelResult& result : stratum.results) {
    Json entry;
    entry["model"] = model_name(result.model);
    put_answer(entry, result.common());
    entry["details"] = model_details(stratum.table, result);
    estimates.push_back(std::move(entry));
  }
  out["estimates"] = std::move(estimates);
  if (stratum.disagreement.answers > 0 || !stratum.disagreement.summary.empty())
    out["disagreement"] = disagreement_json(stratum.disagreement);
  if (!stratum.stability.empty()) out["stability"] = stability_json(stratum);
  if (!stratum.dial.points.empty() || !stratum.dial.note.empty())
    out["dial"] = dial_json(stratum.dial);
  if (!stratum.self_check.empty()) {
    out["self_check"] = self_check_json(stratum);
    out["self_check_coverage"] = Json::array();
    for (const SelfCheckSummary& summary : summarise_self_check(stratum))
      out["self_check_coverage"].push_back({{"model", model_name(summary.model)},
                                            {"asked", summary.asked},
                                            {"answered", summary.answered},
                                            {"covered", summary.covered}});
  }
  return out;
}

}  // namespace

std::string estimate_json(const EstimateReport& report) {
  Json out;
  out["command"] = "estimate";
  out["version"] = report.version;
  out["seed"] = report.seed;
  if (!report.command_line.empty()) out["command_line"] = report.command_line;
  out["input"] = input_json(report.input);
  out["strata"] = Json::array();
  for (const StratumReport& stratum : report.strata) out["strata"].push_back(stratum_json(stratum));
  if (!report.combined.empty()) {
    out["combined"] = Json::array();
    for (const CombinedEstimate& total : report.combined) {
      Json entry;
      entry["model"] = model_name(total.model);
      put_answer(entry, total);
      entry["strata"] = total.strata;
      entry["strata_refused"] = total.strata_refused;
      out["combined"].push_back(std::move(entry));
    }
  }
  // What is no UTF-8 is replaced, not thrown on: a report must come out of any table that was read.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hearim
