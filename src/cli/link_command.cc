#include "cli/link_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "base/atomic_file.h"
#include "cli/progress_line.h"
#include "hearim/error.h"
#include "steps/decisions_file.h"
#include "steps/link_files.h"

namespace hearim {
namespace {

struct LinkArguments {
  LinkFilesRequest request;
  std::vector<std::string> fields;  // COLUMN=TYPE
  std::string output;
  std::string pairs;
  std::string table;
  std::vector<std::string> labels;  // files of decisions
  int draws = 0;
  std::uint64_t seed = 1;
  int threads = 0;
};

void settle(LinkArguments& a) {
  for (const std::string& field : a.fields) {
    const std::size_t equals = field.rfind('=');
    const auto type = equals == std::string::npos
                          ? std::nullopt
                          : field_type_from_name(std::string_view(field).substr(equals + 1));
    if (!type) {
      throw Error(ErrorCode::invalid_input,
                  fmt::format("--field: expected COLUMN=TYPE, got '{}'", field), {},
                  "types: name, given_name, family_name, sex, birth_date, age, event_date, place, "
                  "category, id");
    }
    a.request.fields.emplace_back(field.substr(0, equals), *type);
  }
  if (a.draws > 0 && a.table.empty()) {
    throw Error(ErrorCode::invalid_input, "--draws needs --table", {}, "see hearim link --help");
  }
}

std::string scores_line(const char* name, const PairwiseScores& scores) {
  return fmt::format("{}: precision {:.4f}, recall {:.4f}, F1 {:.4f}\n", name, scores.precision,
                     scores.recall, scores.f1);
}

std::string understood(const LinkFiles& files) {
  std::string text;
  for (const LinkField& field : files.records.fields()) {
    text += fmt::format("column {} read as {}\n", field.name, field_type_name(field.type));
  }
  for (const std::string& column : files.columns_unused) {
    text += fmt::format("column not used: {}\n", column);
  }
  for (const LinkList& list : files.records.lists()) {
    if (list.clean) text += fmt::format("list {} holds nobody twice, as said\n", list.name);
  }
  if (!files.rejected_rows.empty()) {
    text += fmt::format("rows that cannot be used: {}\n", files.rejected_rows.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(5, files.rejected_rows.size()); ++i) {
      const RejectedRow& row = files.rejected_rows[i];
      text += fmt::format("  {}:{}: {}\n", row.source, row.line, row.reason);
    }
  }
  return text;
}

std::string found(const LinkFiles& files, const Linkage& linkage) {
  const LinkModelReport& report = linkage.report();
  std::string text = fmt::format(
      "{} records in {} lists: {} people\n{} pairs compared; {:.1f} % of true pairs may have been "
      "missed\n",
      files.records.record_count(), files.records.lists().size(), linkage.clusters().cluster_count,
      report.pair_count, 100 * report.miss_share);
  for (const RuleReport& rule : report.rules) {
    if (rule.blocks_cut == 0) continue;
    text += fmt::format("not compared: {} pairs of {} blocks too large under the rule {}\n",
                        rule.pairs_cut, rule.blocks_cut, rule.words);
  }
  if (report.status == FitStatus::no_matches) {
    text += "no matches were found to learn from: the weights are standing values\n";
  }
  if (!files.truth.empty()) {
    const LinkEvaluation e = evaluate_clusters(linkage.clusters(), files.truth);
    text += scores_line("pairwise", e.pairwise) + scores_line("B-cubed", e.b_cubed);
  }
  return text;
}

int run_link(LinkArguments& a, const CancelToken& cancel) {
  settle(a);
  ProgressLine progress;
  Run run;
  run.seed = a.seed;
  run.threads = a.threads > 0 ? a.threads
                              : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  run.cancel = &cancel;
  run.progress = [&](std::string_view work, std::uint64_t done, std::uint64_t total) {
    progress.update(work, done, total);
  };
  const LinkFiles files = read_link_files(a.request, run);
  std::fputs(understood(files).c_str(), stderr);
  std::vector<std::string> notes;
  const AppliedDecisions decisions = apply_decision_files(a.labels, files.records, notes);
  a.request.options.labels = decisions.labels;
  for (const std::string& note : notes) std::fprintf(stderr, "%s\n", note.c_str());
  if (!a.labels.empty()) std::fputs(applied_text(decisions).c_str(), stderr);
  const Linkage linkage = link_records(files.records, a.request.options, run);
  if (!a.output.empty()) {
    write_file_atomically(a.output, clusters_csv(files.records, linkage.clusters()));
  }
  if (!a.pairs.empty()) write_file_atomically(a.pairs, pairs_csv(files.records, linkage));
  if (!a.table.empty()) {
    write_file_atomically(
        a.table, a.draws > 0 ? capture_csv(files.records, linkage.draw_tables(a.draws, run))
                             : capture_csv(files.records, linkage.clusters()));
  }
  std::fputs(found(files, linkage).c_str(), stdout);
  if (!decisions.sample.empty()) {
    const SampledScores scores = linkage.sampled_scores(decisions.sample, run);
    std::fputs(sampled_scores_text(scores).c_str(), stdout);
  }
  return 0;
}

}  // namespace

void add_link_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<LinkArguments>();
  CLI::App* verb =
      app.add_subcommand("link", "Who is the same person, across lists and inside them");
  verb->add_option("LIST", a->request.paths, "Lists (CSV), one record in each row")->required();
  verb->add_option("-o,--output", a->output, "Write list,row,cluster for every record");
  verb->add_option("--pairs", a->pairs, "Write the pairs that may be matches, with reasons");
  verb->add_option("--table", a->table, "Write the capture table, for hearim estimate");
  verb->add_option("--labels", a->labels, "Decisions of hearim review; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_option("--draws", a->draws, "That many capture tables, drawn where linkage is in doubt")
      ->check(CLI::Range(1, 10000));
  verb->add_option("--field", a->fields, "COLUMN=TYPE instead of recognition; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_option("--clean", a->request.clean, "Lists that hold nobody twice, or all")
      ->delimiter(',');
  verb->add_option("--truth", a->request.truth_column, "Column of known identity, for scores only");
  verb->add_option("--pairs-per-record", a->request.options.pairs_per_record_max,
                   "What blocking may cost")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  verb->add_option("--threshold", a->request.options.probability_min,
                   "Groups are joined above this probability")
      ->check(CLI::Range(0.001, 0.999))
      ->capture_default_str();
  verb->add_option("--seed", a->seed, "Of the random numbers; the same seed, the same answer")
      ->capture_default_str();
  verb->add_option("--threads", a->threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_link(*a, cancel); }; });
}

}  // namespace hearim
