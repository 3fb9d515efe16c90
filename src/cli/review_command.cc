#include "cli/review_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <memory>
#include <thread>

#include "base/file_bytes.h"
#include "cli/progress_line.h"
#include "cli/review_session.h"
#include "hearim/error.h"
#include "report/untrusted_text.h"
#include "steps/link_files.h"
#include "steps/pair_review.h"

namespace hearim {
namespace {

struct ReviewArguments {
  LinkFilesRequest request;
  std::vector<std::string> fields;  // COLUMN=TYPE
  std::string settings;
  std::string decisions;
  std::string reviewer;
  std::vector<std::string> agreement;
  std::size_t sample = 0;
  std::uint64_t seed = 1;
  int threads = 0;
};

[[noreturn]] void usage(const std::string& message) {
  throw Error(ErrorCode::invalid_input, message, {}, "see hearim review --help");
}

void settle(ReviewArguments& a) {
  if (a.request.paths.empty()) usage("expected the lists to review");
  if (a.decisions.empty()) usage("--decisions says which file the decisions go to");
  a.reviewer = clean_text(a.reviewer);
  if (a.reviewer.empty()) usage("--reviewer says who decides");
  for (const std::string& path : a.request.paths) {
    if (path == a.decisions) usage("--decisions is one of the lists");
  }
  if (!a.settings.empty()) {
    a.request.settings = read_link_settings(a.settings);
    if (!a.request.settings.fields.empty() && !a.fields.empty())
      usage("--field: the settings name fields too; name them in one place");
  }
  for (const std::string& field : a.fields) {
    const std::size_t equals = field.rfind('=');
    const auto type = equals == std::string::npos
                          ? std::nullopt
                          : field_type_from_name(std::string_view(field).substr(equals + 1));
    if (!type) usage(fmt::format("--field: expected COLUMN=TYPE, got '{}'", field));
    a.request.fields.emplace_back(field.substr(0, equals), *type);
  }
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorCode::io, "cannot write to standard output");
  }
}

std::string utc_now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts = {};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text;
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

int run_agreement(const ReviewArguments& a) {
  const auto read = [](const std::string& path) {
    DecisionsRead file = read_decisions(read_file_bytes(path), path);
    for (const std::string& note : file.notes) std::fprintf(stderr, "%s\n", note.c_str());
    return file.decisions;
  };
  AgreementReport report = compare_decisions(read(a.agreement[0]), read(a.agreement[1]));
  report.first = a.agreement[0];
  report.second = a.agreement[1];
  print(agreement_text(report));
  return 0;
}

int run_review(ReviewArguments& a, const CancelToken& cancel) {
  if (!a.agreement.empty()) return run_agreement(a);
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
  // Before the work, so that a place that cannot be written to is said at once.
  DecisionLog log(a.decisions);
  for (const std::string& note : log.notes()) std::fprintf(stderr, "%s\n", note.c_str());
  const LinkFiles files = read_link_files(a.request, run);
  const Linkage linkage = link_records(files.records, files.options, run);
  std::vector<ReviewPair> pairs;
  if (a.sample > 0) {
    for (const RecordPair& pair : linkage.sample_pairs(a.sample, run)) {
      ReviewPair shown;
      shown.pair = pair;
      pairs.push_back(shown);
    }
  } else {
    pairs = linkage.review_pairs(~std::size_t{0});
  }
  progress.clear();
  PairReview review(files.records, linkage, std::move(pairs), log,
                    {.reviewer = a.reviewer,
                     .purpose = a.sample > 0 ? DecisionPurpose::sample : DecisionPurpose::review,
                     .now = utc_now});
  ReviewSession session(review);
  hold_review(session, {.nothing = "no pair is in doubt", .none_left = "no pairs are left"},
              cancel);
  print(fmt::format("\n{}; kept in {}\n", session.end_words(), a.decisions));
  return 0;
}

}  // namespace

void add_review_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ReviewArguments>();
  CLI::App* verb = app.add_subcommand("review", "Decide doubtful pairs, one key each");
  verb->add_option("LIST", a->request.paths, "Lists (CSV), as for hearim link");
  verb->add_option("--decisions", a->decisions, "File the decisions are added to");
  verb->add_option("--reviewer", a->reviewer, "Who decides, as it will stand in the file");
  verb->add_option("--agreement", a->agreement,
                   "Two files of decisions: how far they agree, and where not")
      ->expected(2);
  verb->add_option("--sample", a->sample,
                   "Show a random sample of N pairs instead, to measure precision and recall")
      ->check(CLI::Range(1, 1000000));
  verb->add_option("--settings", a->settings, "Fields, lists and rules as a file: link.toml");
  verb->add_option("--field", a->fields, "COLUMN=TYPE instead of recognition; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_option("--clean", a->request.clean, "Lists that hold nobody twice, or all")
      ->delimiter(',');
  verb->add_option("--seed", a->seed, "Of the random numbers; the same seed, the same sample")
      ->capture_default_str();
  verb->add_option("--threads", a->threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_review(*a, cancel); }; });
}

}  // namespace hearim
