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
#include "steps/case_statement_review.h"
#include "steps/judge_agreement.h"
#include "steps/judge_case.h"

namespace hearim {
namespace {

struct JudgeArguments {
  CaseArguments at;
  JudgeOptions options;
  std::size_t count = 0;
  std::string pair, as, only = "everything";
  std::string statement, change, date, language;
  bool accept = false, reject = false;
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

int judge_one_statement(Case& into, const JudgeArguments& a) {
  const auto name = statement_name_from(a.statement);
  if (!name)
    usage("--statement", fmt::format("expected a statement, item:3#q1, got '{}'", a.statement));
  if (a.accept + a.reject + !a.change.empty() != 1)
    usage("--statement", "say one of --accept, --reject and --change");
  const Json fields = Json::parse(a.change.empty() ? "{}" : a.change, nullptr, false);
  if (!fields.is_object()) usage("--change", "expected a JSON object of fields");
  const std::string actor = begin_sitting(into, {{"statement", a.statement}});
  const CorrectionAction action = a.accept   ? CorrectionAction::accept
                                  : a.reject ? CorrectionAction::reject
                                             : CorrectionAction::change;
  const std::int64_t id = judge_statement(into, *name, action, fields, actor);
  print_output(fmt::format("Kept: {} {} (judgement:{})\n", a.statement,
                           a.accept   ? "accepted"
                           : a.reject ? "rejected"
                                      : "changed",
                           id));
  return 0;
}

// "item:3=2023-03-24"
int judge_one_document(Case& into, const std::string& option, const std::string& given,
                       std::string_view kind) {
  const std::size_t equals = given.find('=');
  const std::int64_t item = item_of_subject(std::string_view(given).substr(0, equals));
  if (equals == std::string::npos || item <= 0)
    usage(option, fmt::format("expected item:NUMBER=VALUE, got '{}'", given));
  const std::string value = given.substr(equals + 1);
  const std::string actor = begin_sitting(into, {{"document", given}});
  judge_document(into, item, kind, value, actor);
  print_output(fmt::format("Kept: item:{} {} {}\n", item,
                           kind == kDocumentDateKind ? "is of" : "is in", value));
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
  if (a.statement.empty() && (a.accept || a.reject || !a.change.empty()))
    usage("--statement", "--accept, --reject and --change are about a statement");
  a.options.only = a.only == "pairs"        ? JudgeOnly::pairs
                   : a.only == "statements" ? JudgeOnly::statements
                                            : JudgeOnly::everything;
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
    status = !a.pair.empty()        ? judge_one_pair(into, a, run)
             : !a.statement.empty() ? judge_one_statement(into, a)
             : !a.date.empty()      ? judge_one_document(into, "--date", a.date, kDocumentDateKind)
             : !a.language.empty()
                 ? judge_one_document(into, "--language", a.language, kLanguageKind)
                 : hold_sitting(into, a, run, progress);
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
  CLI::Option* statement = verb->add_option("--statement", a->statement,
                                            "Instead: judge this statement, item:3#q1, as said by");
  verb->add_flag("--accept", a->accept, "it was read right");
  verb->add_flag("--reject", a->reject, "it is not there");
  verb->add_option("--change", a->change, "it says this: JSON, as of hearim read --change");
  CLI::Option* date =
      verb->add_option("--date", a->date, "Instead: an item's date, item:3=2023-03-24");
  CLI::Option* language =
      verb->add_option("--language", a->language, "Instead: an item's language, item:3=ko");
  verb->add_option("--only", a->only, "Ask about pairs or statements only")
      ->check(CLI::IsMember({"everything", "pairs", "statements"}));
  CLI::Option* const instead[] = {agreement, pair, statement, date, language};
  for (CLI::Option* one : instead)
    for (CLI::Option* other : instead)
      if (one != other) one->excludes(other);
  verb->add_flag("--json", a->json, "For programs: with --agreement, one JSON object");
  verb->add_option("--threads", a->threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_judge(*a, cancel); }; });
}

}  // namespace hearim
