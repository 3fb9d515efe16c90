#include "report/link_json.h"

#include "report/model_details.h"

namespace hearim {
namespace {

std::string_view status_word(FitStatus status) {
  switch (status) {
    case FitStatus::converged:
      return "converged";
    case FitStatus::iteration_limit:
      return "iteration_limit";
    case FitStatus::no_matches:
      break;
  }
  return "no_matches";
}

Json list_json(const LinkListShown& list) {
  Json out;
  out["name"] = list.name;
  out["path"] = list.path;
  out["sha256"] = list.sha256;
  out["encoding"] = list.encoding;
  out["rows"] = list.row_count;
  out["records"] = list.record_count;
  out["rejected"] = list.row_count - list.record_count;
  out["people"] = list.people_count;
  out["clean"] = list.clean;
  out["columns"] = Json::array();
  for (const LinkColumnShown& column : list.columns) {
    Json entry;
    entry["column"] = column.column;
    if (!column.field.empty()) {
      entry["field"] = column.field;
      entry["type"] = column.type;
    }
    entry["read_by"] = column.how;
    if (!column.evidence.empty()) entry["evidence"] = column.evidence;
    out["columns"].push_back(std::move(entry));
  }
  if (!list.notes.empty()) out["notes"] = list.notes;
  return out;
}

Json input_json(const LinkReport& report) {
  Json out;
  out["lists"] = Json::array();
  for (const LinkListShown& list : report.lists) out["lists"].push_back(list_json(list));
  out["records"] = report.record_count;
  out["rejected_rows"] = report.rejected_count();
  out["rejected"] = Json::array();
  for (const RejectedShown& reason : report.rejected)
    out["rejected"].push_back(
        {{"reason", reason.reason}, {"count", reason.count}, {"first_at", reason.first_at}});
  out["unreadable"] = Json::array();
  for (const UnreadableShown& values : report.unreadable)
    out["unreadable"].push_back({{"list", values.list},
                                 {"field", values.field},
                                 {"count", values.count},
                                 {"first_row", values.first_row}});
  if (!report.notes.empty()) out["notes"] = report.notes;
  return out;
}

Json fields_json(const LinkReport& report) {
  Json fields = Json::array();
  for (const FieldReport& field : report.model.fields) {
    const LinkField& named = report.fields.at(static_cast<std::size_t>(field.field));
    Json out;
    out["field"] = named.name;
    out["type"] = field_type_name(named.type);
    out["used"] = field.used;
    if (!field.why_not_used.empty()) out["why_not_used"] = field.why_not_used;
    if (field.used) {
      put_number(out, "missing_share", field.missing_share);
      out["levels"] = Json::array();
      for (const LevelReport& level : field.levels) {
        Json entry;
        entry["level"] = level.words;
        put_number(entry, "weight", level.log2_m_over_u);
        put_number(entry, "m", level.m);
        put_number(entry, "u", level.u);
        entry["pairs"] = level.pair_count;
        out["levels"].push_back(std::move(entry));
      }
    }
    fields.push_back(std::move(out));
  }
  return fields;
}

Json rules_json(const LinkReport& report) {
  Json rules = Json::array();
  for (const RuleReport& rule : report.model.rules) {
    Json out;
    out["rule"] = rule.words;
    out["keys"] = Json::array();
    for (const BlockingKey& key : rule.rule.keys)
      out["keys"].push_back({{"field", report.fields.at(static_cast<std::size_t>(key.field)).name},
                             {"kind", key_kind_name(key.kind)}});
    out["block_pairs"] = rule.block_pair_count;
    out["compared_pairs"] = rule.new_pair_count;
    put_number(out, "miss_share", rule.miss_share);
    out["blocks_cut"] = rule.blocks_cut;
    out["records_cut"] = rule.records_cut;
    out["pairs_cut"] = rule.pairs_cut;
    rules.push_back(std::move(out));
  }
  return rules;
}

Json forecast_json(const LinkForecastShown& shown) {
  Json out;
  out["pairs_max"] = shown.forecast.pair_count_max;
  out["memory_bytes"] = shown.forecast.memory_bytes;
  if (shown.memory_bytes_max > 0) out["memory_bytes_max"] = shown.memory_bytes_max;
  put_number(out, "seconds", shown.seconds);
  if (!shown.tightened.empty()) out["tightened"] = shown.tightened;
  return out;
}

Json model_json(const LinkReport& report) {
  const LinkModelReport& model = report.model;
  Json out;
  out["status"] = status_word(model.status);
  out["iterations"] = model.iterations;
  put_number(out, "prior_weight", model.log2_prior_odds);
  put_number(out, "expected_matches", model.expected_matches);
  out["compared_pairs"] = model.pair_count;
  put_number(out, "miss_share", model.miss_share);
  out["weight_histogram"] = {
      {"low", model.weight_histogram_low}, {"width", 1}, {"pairs", model.weight_histogram}};
  return out;
}

Json record_json(const LinkRecordName& record) {
  return {{"list", record.list}, {"row", record.row}};
}

Json pair_json(const LinkReport& report, const LinkPairShown& pair) {
  Json out;
  out["a"] = record_json(pair.a);
  out["b"] = record_json(pair.b);
  put_number(out, "weight", pair.why.weight);
  put_number(out, "probability", pair.why.probability);
  out["together"] = pair.together;
  put_number(out, "prior_weight", pair.why.prior_weight);
  put_number(out, "circumstances_weight", pair.why.circumstances_weight);
  out["fields"] = Json::array();
  for (std::size_t f = 0; f < pair.why.fields.size(); ++f) {
    const FieldEvidence& evidence = pair.why.fields[f];
    Json entry;
    entry["field"] = report.fields.at(static_cast<std::size_t>(evidence.field)).name;
    put_number(entry, "weight", evidence.weight);
    entry["words"] = evidence.words;
    if (f < pair.values.size()) {
      entry["value_a"] = pair.values[f].first;
      entry["value_b"] = pair.values[f].second;
    }
    out["fields"].push_back(std::move(entry));
  }
  out["met_by"] = pair.why.met_by;
  out["words"] = pair.why.words;
  return out;
}

Json people_json(const LinkReport& report) {
  Json out;
  out["count"] = report.people_count;
  if (report.draw_count > 0) {
    out["draws"] = report.draw_count;
    out["low"] = report.people_low;
    out["high"] = report.people_high;
    out["level"] = 0.95;
  }
  out["sizes"] = Json::array();
  for (const ClusterSizeShown& size : report.cluster_sizes)
    out["sizes"].push_back({{"records", size.records}, {"clusters", size.clusters}});
  out["overlaps"] = Json::array();
  for (const CapturePattern& pattern : report.patterns) {
    Json entry;
    entry["lists"] = Json::array();
    for (std::size_t l = 0; l < report.lists.size(); ++l)
      if (pattern.history >> l & 1) entry["lists"].push_back(report.lists[l].name);
    entry["count"] = pattern.count;
    out["overlaps"].push_back(std::move(entry));
  }
  return out;
}

Json scores_json(const PairwiseScores& scores) {
  return {{"precision", scores.precision}, {"recall", scores.recall}, {"f1", scores.f1}};
}

}  // namespace

std::string link_json(const LinkReport& report) {
  Json out;
  out["command"] = "link";
  out["version"] = report.version;
  out["seed"] = report.seed;
  if (!report.command_line.empty()) out["command_line"] = report.command_line;
  out["input"] = input_json(report);
  out["settings"] = {{"threshold", report.options.probability_min},
                     {"block_size_max", report.options.block_size_max},
                     {"pairs_per_record", report.options.pairs_per_record_max}};
  out["forecast"] = forecast_json(report.forecast);
  out["model"] = model_json(report);
  out["fields"] = fields_json(report);
  out["rules"] = rules_json(report);
  out["people"] = people_json(report);
  out["doubt"] = {{"pairs", report.doubtful_count}, {"low", kDoubtLow}, {"high", kDoubtHigh}};
  out["doubt"]["nearest"] = Json::array();
  for (const LinkPairShown& pair : report.doubtful)
    out["doubt"]["nearest"].push_back(pair_json(report, pair));
  if (!report.explained.empty()) {
    out["explained"] = Json::array();
    for (const LinkPairShown& pair : report.explained)
      out["explained"].push_back(pair_json(report, pair));
  }
  if (report.evaluation) {
    const LinkEvaluation& scores = *report.evaluation;
    out["evaluation"] = {
        {"truth_column", report.truth_column},    {"pairwise", scores_json(scores.pairwise)},
        {"b_cubed", scores_json(scores.b_cubed)}, {"true_pairs", scores.true_pairs},
        {"found_pairs", scores.found_pairs},      {"right_pairs", scores.right_pairs}};
  }
  if (report.sampled_scores) {
    const SampledScores& scores = *report.sampled_scores;
    const auto interval = [](const SampledScores::Interval& i) {
      return Json{{"point", i.point}, {"low", i.low}, {"high", i.high}};
    };
    out["sampled_scores"] = {{"judged", scores.judged},
                             {"unsure", scores.unsure},
                             {"level", scores.level},
                             {"precision", interval(scores.precision)},
                             {"recall", interval(scores.recall)}};
  }
  out["outputs"] = Json::object();
  for (const LinkOutputShown& output : report.outputs) out["outputs"][output.what] = output.path;
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hearim
