#include "steps/link_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/machine_memory.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "report/link_json.h"
#include "steps/case_list_reader.h"
#include "steps/link_plan.h"
#include "steps/link_report_maker.h"

namespace hearim {
namespace {

constexpr std::size_t kReviewPairs = 1000;  // kept for a person to judge
constexpr double kMemoryShare = 0.7;        // of the machine's

bool names_a_person(FieldType type) {
  return type == FieldType::name || type == FieldType::given_name ||
         type == FieldType::family_name || type == FieldType::id;
}

// Names as people know the lists: the file's, with the sheet's where there is one; told apart.
std::vector<std::string> names_of(const std::vector<List>& lists, const ItemNames& items) {
  std::vector<std::string> names;
  std::map<std::string, int> bearers;
  for (const List& list : lists) {
    names.push_back(items[list.item] + (list.name.empty() ? "" : "/" + list.name));
    ++bearers[names.back()];
  }
  for (std::size_t l = 0; l < lists.size(); ++l)
    if (bearers[names[l]] > 1) names[l] += fmt::format(" (list {})", lists[l].id);
  return names;
}

std::vector<LinkListInput> inputs_of(const Case& from, const std::vector<List>& lists,
                                     const std::vector<std::string>& names) {
  std::map<std::int64_t, std::string> digests;
  for (const Item& item : from.items()) digests[item.id] = to_hex(item.sha256);
  std::vector<LinkListInput> inputs;
  for (std::size_t l = 0; l < lists.size(); ++l) {
    LinkListInput input{.about = {.name = names[l],
                                  .path = fmt::format("list:{}", lists[l].id),
                                  .sha256 = digests[lists[l].item],
                                  .encoding = lists[l].how_read},
                        .reader = {}};
    input.reader = std::make_unique<CaseListReader>(from, lists[l], names[l]);
    inputs.push_back(std::move(input));
  }
  return inputs;
}

LinkFilesRequest request_of(const LinkCaseSettings& settings) {
  LinkFilesRequest request;
  request.fields = settings.fields;
  request.clean = settings.clean;
  if (!settings.settings_toml.empty())
    request.settings = parse_link_settings(settings.settings_toml, "settings");
  LinkOptions& options = request.options;
  options.probability_min =
      settings.threshold.value_or(request.settings.threshold.value_or(options.probability_min));
  options.pairs_per_record_max = settings.pairs_per_record.value_or(
      request.settings.pairs_per_record.value_or(options.pairs_per_record_max));
  options.block_size_max = request.settings.block_size_max.value_or(options.block_size_max);
  return request;
}

// Lists in which nothing names a person would make a person of every row.
void leave_out_strangers(const Case& from, CaseLists& taken, const LinkFilesRequest& request) {
  const std::vector<LinkListInput> inputs = inputs_of(from, taken.lists, taken.names);
  std::vector<ListReader*> readers;
  for (const LinkListInput& input : inputs) readers.push_back(input.reader.get());
  LinkColumns columns;
  try {
    columns = find_link_columns(readers, taken.names, {request.fields, ""}, request.settings);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_input || !request.fields.empty() ||
        !request.settings.fields.empty())
      throw;
  }
  std::vector<List> kept;
  std::vector<std::string> names;
  for (std::size_t l = 0; l < taken.lists.size(); ++l) {
    bool names_people = false;
    for (std::size_t f = 0; f < columns.fields.size(); ++f)
      names_people = names_people || (names_a_person(columns.fields[f].type) &&
                                      columns.column_of_field[l][f].has_value());
    if (names_people) {
      kept.push_back(std::move(taken.lists[l]));
      names.push_back(std::move(taken.names[l]));
    } else {
      taken.left_out.emplace_back(std::move(taken.lists[l]),
                                  "no column of it was understood as a name or number of a person");
    }
  }
  taken.lists = std::move(kept);
  taken.names = std::move(names);
}

std::vector<Decision> decisions_of(const Case& from, const CaseLists& taken) {
  std::map<std::int64_t, std::string> names;
  for (std::size_t l = 0; l < taken.lists.size(); ++l) names[taken.lists[l].id] = taken.names[l];
  std::vector<Decision> decisions;
  for (PairJudged& judged : pair_judgements(from)) {
    if (!names.contains(judged.a.list) || !names.contains(judged.b.list)) continue;
    decisions.push_back({.a = {names[judged.a.list], judged.a.row, std::move(judged.keys[0])},
                         .b = {names[judged.b.list], judged.b.row, std::move(judged.keys[1])},
                         .judgement = judged.judgement,
                         .reviewer = std::move(judged.actor),
                         .time = std::move(judged.time),
                         .purpose = judged.purpose,
                         .file = fmt::format("judgement:{}", judged.id)});
  }
  return decisions;
}

std::vector<std::string> step_inputs(const std::vector<List>& lists) {
  std::vector<std::string> inputs = {"lists", fmt::format("judgements:{}", kPairKind),
                                     settings_input(kLinkStep)};
  for (const List& list : lists) inputs.push_back(fmt::format("list:{}", list.id));
  return inputs;
}

// All that may take part: those asked for, or every list of the case.
std::vector<List> lists_asked(const Case& from, const LinkCaseSettings& settings) {
  std::vector<List> all = from.lists();
  if (settings.lists.empty()) return all;
  for (const std::int64_t wanted : settings.lists)
    if (std::none_of(all.begin(), all.end(), [&](const List& list) { return list.id == wanted; }))
      throw Error(ErrorCode::not_found, fmt::format("there is no list {} in the case", wanted), {},
                  "hearim show CASE lists");
  std::erase_if(all, [&](const List& list) {
    return std::find(settings.lists.begin(), settings.lists.end(), list.id) == settings.lists.end();
  });
  return all;
}

// Of fields and bits only; no value of a record is in it.
Json why_json(const PairExplanation& why) {
  Json fields = Json::array();
  for (const FieldEvidence& field : why.fields) fields.push_back(field.words);
  return {{"weight", why.weight},
          {"probability", why.probability},
          {"prior_weight", why.prior_weight},
          {"circumstances_weight", why.circumstances_weight},
          {"fields", std::move(fields)}};
}

Json clusters_json(const CaseLists& taken, const LinkedClusters& clusters) {
  Json out = Json::array();
  for (std::size_t l = 0; l < taken.lists.size(); ++l) out.push_back(Json::array());
  const LinkRecords& records = taken.files.records;
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    Json& rows = out[records.list_of(r)];
    rows.push_back(records.row_of(r));
    rows.push_back(clusters.cluster_of[r] + 1);
  }
  return out;
}

}  // namespace

Json LinkCaseSettings::to_json() const {
  Json json = Json::object();
  if (!lists.empty()) json["lists"] = lists;
  if (!fields.empty()) {
    json["fields"] = Json::array();
    for (const auto& [column, type] : fields)
      json["fields"].push_back({column, field_type_name(type)});
  }
  if (!clean.empty()) json["clean"] = clean;
  if (!settings_toml.empty()) json["settings_toml"] = settings_toml;
  if (threshold) json["threshold"] = *threshold;
  if (pairs_per_record) json["pairs_per_record"] = *pairs_per_record;
  json["draws"] = draws;
  json["seed"] = seed;
  return json;
}

LinkCaseSettings LinkCaseSettings::from_json(const Json& json) {
  LinkCaseSettings settings;
  settings.lists = json.value("lists", std::vector<std::int64_t>{});
  if (json.contains("fields"))
    for (const Json& field : json["fields"])
      settings.fields.emplace_back(
          field.at(0),
          field_type_from_name(field.at(1).get<std::string>()).value_or(FieldType::name));
  settings.clean = json.value("clean", std::vector<std::string>{});
  settings.settings_toml = json.value("settings_toml", "");
  if (json.contains("threshold")) settings.threshold = json["threshold"];
  if (json.contains("pairs_per_record")) settings.pairs_per_record = json["pairs_per_record"];
  settings.draws = json.value("draws", settings.draws);
  settings.seed = json.value("seed", settings.seed);
  return settings;
}

std::unique_ptr<CaseLists> read_case_lists(const Case& from, const LinkCaseSettings& settings,
                                           const Run& run) {
  auto taken = std::make_unique<CaseLists>();
  const LinkFilesRequest request = request_of(settings);
  const std::vector<List> asked = lists_asked(from, settings);
  taken->inputs = step_inputs(asked);
  taken->lists = asked;
  taken->names = names_of(asked, ItemNames(from));
  if (!asked.empty()) leave_out_strangers(from, *taken, request);
  if (taken->lists.empty())
    throw Error(ErrorCode::not_found, "no list in the case names people", {},
                "hearim add CASE FILE.csv, or name the columns: --field COLUMN=TYPE");
  taken->files = read_link_lists(inputs_of(from, taken->lists, taken->names), request, run);
  taken->decisions = apply_decisions(decisions_of(from, *taken), taken->files.records);
  taken->files.options.labels = taken->decisions.labels;
  return taken;
}

LinkageMade make_linkage(const Case& from, const LinkCaseSettings& settings,
                         std::uint64_t memory_bytes_max, const Run& given) {
  Run run = given;
  run.seed = settings.seed;
  const auto taken = read_case_lists(from, settings, run);
  LinkFiles& files = taken->files;
  LinkReport report = report_of_lists(files);
  report.seed = run.seed;
  LinkPlanned plan = plan_within_memory(files.records, files.options, memory_bytes_max, run);
  report.options = plan.options;
  report.forecast.tightened = plan.shown.tightened;
  const Linkage linkage = link_records(std::move(*plan.ready), run);
  const auto draws = linkage.draw_tables(settings.draws, run);
  add_linkage(report, files, linkage, draws, {});
  if (!taken->decisions.sample.empty())
    report.sampled_scores = linkage.sampled_scores(taken->decisions.sample, run);

  Json content;
  content["report"] = Json::parse(link_json(report));
  content["report"].erase("outputs");
  content["report"]["forecast"].erase("seconds");
  if (!plan.shown.tightened.empty()) content["memory_bytes_max"] = memory_bytes_max;
  content["lists"] = Json::array();
  for (std::size_t l = 0; l < taken->lists.size(); ++l)
    content["lists"].push_back(
        {{"list", taken->lists[l].id}, {"item", taken->lists[l].item}, {"name", taken->names[l]}});
  content["left_out"] = Json::array();
  for (const auto& [list, why] : taken->left_out)
    content["left_out"].push_back({{"list", list.id}, {"item", list.item}, {"why", why}});
  content["judged"] = {{"pairs", taken->decisions.labels.size()},
                       {"sample", taken->decisions.sample.size()},
                       {"conflicts", taken->decisions.conflicts},
                       {"not_applicable", taken->decisions.not_applicable}};
  content["clusters"] = clusters_json(*taken, linkage.clusters());
  content["table"] = capture_csv(files.records, draws);
  content["review"] = Json::array();
  const auto row = [&](std::uint32_t r) {
    return RowName{taken->lists[files.records.list_of(r)].id, files.records.row_of(r)}.text();
  };
  for (const ReviewPair& pair : linkage.review_pairs(kReviewPairs))
    content["review"].push_back({{"a", row(pair.pair.a)},
                                 {"b", row(pair.pair.b)},
                                 {"probability", pair.probability},
                                 {"effect", pair.effect},
                                 {"worth", pair.worth},
                                 {"why", why_json(linkage.explain(pair.pair))}});
  return {.inputs = taken->inputs,
          .made_with = made_with(settings.to_json()),
          .content = content.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

StepOutcome link_case(Case& into, const LinkCaseSettings& settings, const Run& run) {
  if (const auto standing = standing_result(into, kLinkStep, "case", made_with(settings.to_json()),
                                            step_inputs(lists_asked(into, settings))))
    return {.result = *standing, .reused = true};
  const auto memory_bytes_max =
      static_cast<std::uint64_t>(kMemoryShare * static_cast<double>(machine_memory_bytes()));
  const LinkageMade made = make_linkage(into, settings, memory_bytes_max, run);
  CaseWork work = into.begin_work();
  const std::int64_t result = work.add_result({.step = std::string(kLinkStep),
                                               .subject = "case",
                                               .made_with = made.made_with,
                                               .inputs = made.inputs,
                                               .content = made.content});
  work.commit();
  return {.result = result, .reused = false};
}

}  // namespace hearim
