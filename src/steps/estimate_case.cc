#include "steps/estimate_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hearim/error.h"
#include "report/estimate_json.h"
#include "report/estimate_page.h"
#include "report/estimate_text.h"
#include "report/headline.h"
#include "steps/estimate_file.h"
#include "steps/link_case.h"

namespace hearim {
namespace {

constexpr std::array kAllModels = {Model::loglinear, Model::decomposable, Model::latent_class,
                                   Model::lower_bound};
constexpr int kTextWidth = 80;

std::vector<std::string> step_inputs(const Result& linkage) {
  return {result_object(linkage.id), settings_input(kEstimateStep)};
}

}  // namespace

Model model_named(const std::string& name) {
  const auto it = std::find_if(kAllModels.begin(), kAllModels.end(),
                               [&](Model model) { return model_name(model) == name; });
  if (it != kAllModels.end()) return *it;
  throw Error(ErrorCode::invalid_input,
              fmt::format("--model: expected loglinear, decomposable, latent-class, "
                          "lower-bound or all, got '{}'",
                          name),
              {}, "see hearim estimate --help");
}

Json EstimateCaseSettings::to_json() const {
  Json json = Json::object();
  if (!models.empty()) json["models"] = models;
  if (!drop.empty()) json["drop"] = drop;
  if (!merge.empty()) json["merge"] = merge;
  if (level != 0.95) json["level"] = level;
  if (quick) json["quick"] = true;
  json["seed"] = seed;
  return json;
}

EstimateCaseSettings EstimateCaseSettings::from_json(const Json& json) {
  EstimateCaseSettings settings;
  settings.models = json.value("models", settings.models);
  settings.drop = json.value("drop", settings.drop);
  settings.merge = json.value("merge", settings.merge);
  settings.level = json.value("level", settings.level);
  settings.quick = json.value("quick", settings.quick);
  settings.seed = json.value("seed", settings.seed);
  return settings;
}

bool has_answer(const Json& answer) {
  return std::all_of(answer.at("strata").begin(), answer.at("strata").end(), [](const Json& of) {
    const Json& estimates = of.at("estimates");
    return std::any_of(estimates.begin(), estimates.end(), [](const Json& estimate) {
      return estimate.contains("population") &&
             estimate.value("model", "") != model_name(Model::lower_bound);
    });
  });
}

EstimateMade make_estimate(const Case& from, const EstimateCaseSettings& settings,
                           const Run& given) {
  const Result linkage = result_needed(from, kLinkStep);
  const Json linked = content_of(from, linkage.id);
  Run run = given;
  run.seed = settings.seed;

  EstimateFileRequest request;
  if (!settings.models.empty()) {
    request.options.models.clear();
    for (const std::string& name : settings.models)
      request.options.models.push_back(model_named(name));
  }
  EstimateOptions& options = request.options;
  options.loglinear.level = options.decomposable.level = options.latent_class.level =
      options.lower_bound.level = settings.level;
  options.across_models = !settings.quick;
  const CaptureTableFile table =
      parse_capture_table(linked.at("table"), result_object(linkage.id),
                          {.by = {}, .drop = settings.drop, .merge = settings.merge}, run);
  const EstimateReport report = estimate_table(table, request, run);
  Json content;
  content["answer"] = Json::parse(estimate_json(report));
  const Headline headline = estimate_headline(report);
  content["headline"] = headline.title;
  content["deck"] = headline.deck;
  content["text"] = estimate_text(report, kTextWidth);
  content["page"] = estimate_page(report);
  return {.inputs = step_inputs(linkage),
          .made_with = made_with(settings.to_json()),
          .content = content.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

StepOutcome estimate_case(Case& into, const EstimateCaseSettings& settings, const Run& run) {
  const Result linkage = result_needed(into, kLinkStep);
  if (const auto standing = standing_result(into, kEstimateStep, "case",
                                            made_with(settings.to_json()), step_inputs(linkage)))
    return {.result = *standing, .reused = true};
  const EstimateMade made = make_estimate(into, settings, run);
  CaseWork work = into.begin_work();
  const std::int64_t result = work.add_result({.step = std::string(kEstimateStep),
                                               .subject = "case",
                                               .made_with = made.made_with,
                                               .inputs = made.inputs,
                                               .content = made.content});
  work.commit();
  return {.result = result, .reused = false};
}

}  // namespace hearim
