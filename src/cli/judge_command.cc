#include "cli/judge_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/case_verbs.h"
#include "cli/open_case.h"
#include "cli/review_session.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "steps/judge_agreement.h"
#include "steps/judge_case.h"

namespace hearim {
namespace {

struct JudgeArguments {
  CaseArguments at;
  JudgeOptions options;
  std::size_t count = 0;
  std::string pair, as;
  bool agreement = false;
  bool json = false;
  int threads = 0;
};

[[noreturn]] void usage(const std::string& option, const std::string& message) {
  throw Error(ErrorCode::invalid_input, message, {.field = option}, "see hearim judge --help");
}

ReviewAnswer answer_from(const std::string& word) {
  if (word == "match") return ReviewAnswer::yes;
  if (word == "non-match") return ReviewAnswer::no;
  return ReviewAnswer::unsure;
}

int judge_one_pair(Case& into, const JudgeArguments& a, const Run& run) {
  const std::size_t space = a.pair.find(' ');
  const auto first = row_name_from(std::string_view(a.pair).substr(0, space));
  const auto second = space == std::string::npos
                          ? std::nullopt
                          : row_name_from(std::string_view(a.pair).substr(space + 1));
  if (!first || !second)
    usage("--pair", fmt::format("expected two rows, \"list:3/12 list:4/7\", got '{}'", a.pair));
  CasePairReview review(into, {.actor = begin_sitting(into, {{"pair", a.pair}}), .count_max = 0},
                        run);
  const std::size_t question = review.question_of(*first, *second);
  if (a.as == "undo") {
    review.keep(question, std::nullopt);
  } else {
    review.keep(question, answer_from(a.as));
  }
  print_output(fmt::format("Kept: {} is {}\n", pair_object(*first, *second),
                           a.as == "undo" ? "not judged any more" : a.as));
  return 0;
}

int print_agreement(const Case& from, const JudgeArguments& a) {
  const std::vector<CaseAgreement> all = case_agreement(from);
  print_output(a.json ? Json{{"command", "judge"}, {"agreement", case_agreement_json(all)}}.dump() +
                            "\n"
                      : case_agreement_text(all));
  return 0;
}

int hold_sitting(Case& into, const JudgeArguments& a, const Run& run, ProgressLine& progress) {
  CaseReview review(into, a.options, run);
  progress.clear();
  for (const std::string& note : review.notes()) std::fprintf(stderr, "%s\n", note.c_str());
  ReviewSession session(review);
  hold_review(session,
              {.nothing = "nothing is in doubt, or nothing was proposed yet: hearim run CASE",
               .none_left = "no questions are left",
               .saved = "(kept in the case)"},
              *run.cancel);
  print_output(fmt::format("\n{}; kept in the case\n", session.end_words()));
  return 0;
}

int run_judge(JudgeArguments& a, const CancelToken& cancel) {
  if (a.pair.empty() != a.as.empty()) usage("--pair", "--pair and --as go together");
  if (a.json && !a.agreement) usage("--json", "is for --agreement");
  if (a.count > 0) a.options.count_max = a.count;
  forbid_core_dumps();
  ProgressLine progress;
  Case into = open_case(a.at, cancel);
  Run run = run_with(cancel, progress);
  run.threads = thread_count(a.threads);
  int status = 0;
  if (a.agreement) {
    status = print_agreement(into, a);
  } else {
    status = !a.pair.empty() ? judge_one_pair(into, a, run) : hold_sitting(into, a, run, progress);
    print_output(stale_words(into));
  }
  into.close();
  return status;
}

}  // namespace

void add_judge_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<JudgeArguments>();
  CLI::App* verb =
      app.add_subcommand("judge", "Decide what the machine proposed in a case, one key each");
  add_case_arguments(*verb, a->at);
  verb->add_flag("--blind", a->options.blind,
                 "Judge again what others have judged, without seeing their answers");
  verb->add_option("--count", a->count, "At most N questions; with --blind a random sample of N")
      ->check(CLI::Range(1, 1000000));
  verb->add_option("--seed", a->options.seed, "Of the sample; the same seed, the same sample")
      ->capture_default_str();
  CLI::Option* agreement =
      verb->add_flag("--agreement", a->agreement,
                     "Instead: how far people agree who judged the same, and where not");
  CLI::Option* pair = verb->add_option(
      "--pair", a->pair, "Instead: judge these two rows, \"list:1/3 list:2/9\"; needs --as");
  verb->add_option("--as", a->as, "What they are: match, non-match, unsure; undo takes back")
      ->check(CLI::IsMember({"match", "non-match", "unsure", "undo"}));
  pair->excludes(agreement);
  verb->add_flag("--json", a->json, "For programs: with --agreement, one JSON object");
  verb->add_option("--threads", a->threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_judge(*a, cancel); }; });
}

}  // namespace hearim
