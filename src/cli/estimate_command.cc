#include "cli/estimate_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "base/atomic_file.h"
#include "cli/case_verbs.h"
#include "cli/progress_line.h"
#include "cli/seed_option.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "report/estimate_json.h"
#include "report/estimate_page.h"
#include "report/estimate_text.h"
#include "steps/estimate_file.h"

namespace hearim {
namespace {

struct EstimateArguments {
  EstimateFileRequest request;
  std::vector<std::string> models = {"all"};
  std::vector<std::string> merges;
  std::string selection = "stepwise";
  std::string interval = "bca";
  std::string population_prior = "1/N";
  std::int64_t unseen_max = 0;
  double prior_count = 0;
  double level = 0.95;
  std::uint64_t seed = 1;
  int threads = 0;
  bool json = false;
  bool quick = false;
  std::string report_path;
  CaseVerb on_case;
  CLI::App* verb = nullptr;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

std::vector<Model> models_of(const std::vector<std::string>& names) {
  constexpr std::array kAll = {Model::loglinear, Model::decomposable, Model::latent_class,
                               Model::lower_bound};
  std::vector<Model> models;
  const auto add = [&](Model model) {
    if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(model);
  };
  for (const std::string& name : names) {
    if (name == "all") {
      for (const Model model : kAll) add(model);
      continue;
    }
    add(model_named(name));
  }
  return models;
}

// Fills what the options say in words.
void settle(EstimateArguments& a) {
  EstimateOptions& options = a.request.options;
  options.models = models_of(a.models);
  for (const std::string& group : a.merges) a.request.table.merge.push_back(split(group, ','));
  options.loglinear.selection =
      a.selection == "bic" ? LoglinearSelection::bic : LoglinearSelection::stepwise;
  options.loglinear.interval = a.interval == "profile" ? IntervalKind::profile : IntervalKind::bca;
  options.decomposable.population_prior =
      a.population_prior == "1/N" ? PopulationPrior::inverse : PopulationPrior::uniform;
  if (a.unseen_max > 0) options.decomposable.unseen_max = a.unseen_max;
  if (a.prior_count > 0) options.decomposable.prior_count = a.prior_count;
  options.loglinear.level = options.decomposable.level = options.latent_class.level =
      options.lower_bound.level = a.level;
  options.across_models = !a.quick;
}

// The floor alone is no answer to "how many in all", unless nothing else was asked.
bool has_answer(const StratumReport& stratum) {
  const bool only_floor =
      std::all_of(stratum.results.begin(), stratum.results.end(),
                  [](const ModelResult& result) { return result.model == Model::lower_bound; });
  return std::any_of(stratum.results.begin(), stratum.results.end(),
                     [&](const ModelResult& result) {
                       return result.common().population.has_value() &&
                              (only_floor || result.model != Model::lower_bound);
                     });
}

// Of what was said, what a case keeps; nothing when nothing was said.
std::optional<EstimateCaseSettings> case_settings(const EstimateArguments& a) {
  const auto given = [&](const char* option) { return a.verb->get_option(option)->count() > 0; };
  bool any = false;
  for (const char* option : {"--model", "--drop", "--merge", "--level", "--quick", "--seed"})
    any = any || given(option);
  if (!any) return std::nullopt;
  EstimateCaseSettings settings;
  if (given("--model"))
    for (const Model model : models_of(a.models)) settings.models.emplace_back(model_name(model));
  settings.drop = a.request.table.drop;
  settings.merge = a.request.table.merge;
  settings.level = a.level;
  settings.quick = a.quick;
  settings.seed = a.seed;
  return settings;
}

int estimate_of_case(EstimateArguments& a, const CancelToken& cancel) {
  constexpr std::array<std::string_view, 17> kForFiles = {
      "--by",         "--thorough",      "--selection",   "--terms",       "--p-value",
      "--order-max",  "--interval",      "--resamples",   "--prior-count", "--population-prior",
      "--unseen-max", "--unseen-factor", "--unseen-grid", "--classes",     "--alpha-shape",
      "--alpha-rate", "--chains"};
  refuse_on_case(*a.verb, kForFiles);
  const auto chosen = case_settings(a);
  a.on_case.at.folder = a.request.path;
  a.on_case.threads = a.threads;
  a.on_case.json = a.json;
  a.on_case.report_path = a.report_path;
  return run_estimate_case(a.on_case, chosen ? &*chosen : nullptr, cancel);
}

int run_estimate(EstimateArguments& a, const CancelToken& cancel) {
  settle(a);
  if (is_a_case(std::span(&a.request.path, 1))) return estimate_of_case(a, cancel);
  ProgressLine progress;
  Run run;
  run.seed = a.seed;
  run.threads = thread_count(a.threads);
  run.cancel = &cancel;
  run.progress = [&](std::string_view work, std::uint64_t done, std::uint64_t total) {
    progress.update(work, done, total);
  };
  // Opened first, so that a place that cannot be written to is said before the work, not after.
  std::optional<AtomicFile> page;
  if (!a.report_path.empty()) page.emplace(a.report_path);
  const EstimateReport report = estimate_file(a.request, run);
  progress.clear();
  if (page) page->write(estimate_page(report));
  run.stop_if_cancelled();
  if (page) page->commit();
  if (a.json)
    print_output(estimate_json(report));
  else
    print_output(estimate_text(report, output_width(), output_colour()));
  return std::all_of(report.strata.begin(), report.strata.end(), has_answer)
             ? 0
             : exit_status(ErrorCode::refused);
}

}  // namespace

void add_estimate_command(CLI::App& app, const std::string& command_line, const CancelToken& cancel,
                          std::function<int()>& chosen) {
  const auto a = std::make_shared<EstimateArguments>();
  a->request.command_line = command_line;
  EstimateOptions& options = a->request.options;

  CLI::App* verb = app.add_subcommand(
      "estimate",
      "How many people there are in all, with uncertainty, or a refusal with its reason");
  verb->add_option("TABLE", a->request.path,
                   "Capture table (CSV): one 0/1 column per list, 'count'; or a case")
      ->required();

  verb->add_option("--model", a->models,
                   "loglinear, decomposable, latent-class, lower-bound or all, with commas between")
      ->delimiter(',')
      ->default_str("all");
  verb->add_option("--by", a->request.table.by, "Columns that divide the table into strata")
      ->delimiter(',');
  verb->add_option("--drop", a->request.table.drop, "Lists to leave out")->delimiter(',');
  verb->add_option("--merge", a->merges, "Lists to take as one, as A,B; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->add_option("--report", a->report_path, "Write the answer as one self-contained HTML page");
  verb->add_flag("--quick", a->quick, "Only the answers: no stability, self-check and dial");
  verb->add_flag("--thorough", options.thorough,
                 "Repeat latent-class too in stability and self-check (minutes)")
      ->excludes("--quick");
  a->verb = verb;
  add_case_key_options(*verb, a->on_case.at, kOnCaseGroup);
  add_seed_option(*verb, a->seed);
  verb->add_option("--threads", a->threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  verb->add_option("--level", a->level, "Of the intervals")
      ->check(CLI::Range(0.5, 0.999))
      ->capture_default_str();

  const char* loglinear = "loglinear";
  verb->add_option("--selection", a->selection, "stepwise on pairs, or the best model by bic")
      ->check(CLI::IsMember({"stepwise", "bic"}))
      ->capture_default_str()
      ->group(loglinear);
  verb->add_option("--terms", a->request.terms,
                   "This model, no selection: maximal terms as A*B,B*C,D")
      ->delimiter(',')
      ->group(loglinear);
  verb->add_option("--p-value", options.loglinear.p_value_max, "Stepwise: a pair enters below this")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(loglinear);
  verb->add_option("--order-max", options.loglinear.order_max,
                   "bic: lists in the largest term; 0: as many as is feasible")
      ->check(CLI::Range(0, 63))
      ->group(loglinear);
  verb->add_option("--interval", a->interval,
                   "bca (includes model choice) or profile (given the model)")
      ->check(CLI::IsMember({"bca", "profile"}))
      ->capture_default_str()
      ->group(loglinear);
  verb->add_option("--resamples", options.loglinear.resamples, "Of the bootstrap; 0: no bootstrap")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->group(loglinear);

  const char* decomposable = "decomposable";
  verb->add_option("--prior-count", a->prior_count, "Prior count per cell (2^-k for k lists)")
      ->check(CLI::Range(1e-6, 1e3))
      ->group(decomposable);
  verb->add_option("--population-prior", a->population_prior, "Prior on N: 1/N or uniform")
      ->check(CLI::IsMember({"1/N", "uniform"}))
      ->capture_default_str()
      ->group(decomposable);
  verb->add_option("--unseen-max", a->unseen_max, "Most unseen people allowed")
      ->check(CLI::Range(std::int64_t{1}, kPeopleMax))
      ->group(decomposable);
  verb->add_option("--unseen-factor", options.decomposable.unseen_factor,
                   "The same, as a multiple of the observed")
      ->check(CLI::Range(0.01, 1e6))
      ->capture_default_str()
      ->excludes("--unseen-max")
      ->group(decomposable);
  verb->add_option("--unseen-grid", options.decomposable.unseen_grid,
                   "Only this many evenly spaced numbers of unseen people; 0: every one")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->group(decomposable);

  const char* latent_class = "latent-class";
  verb->add_option("--classes", options.latent_class.class_count_max, "Most classes (K)")
      ->check(CLI::Range(1, 100))
      ->capture_default_str()
      ->group(latent_class);
  verb->add_option("--alpha-shape", options.latent_class.alpha_shape,
                   "Prior of the concentration: shape a")
      ->check(CLI::Range(1e-6, 1e6))
      ->capture_default_str()
      ->group(latent_class);
  verb->add_option("--alpha-rate", options.latent_class.alpha_rate,
                   "Prior of the concentration: rate b")
      ->check(CLI::Range(1e-6, 1e6))
      ->capture_default_str()
      ->group(latent_class);
  verb->add_option("--chains", options.latent_class.chain_count, "Independent chains")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str()
      ->group(latent_class);

  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_estimate(*a, cancel); }; });
}

}  // namespace hearim
