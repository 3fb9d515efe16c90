#include "cli/open_case.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace hearim {

void add_case_arguments(CLI::App& verb, CaseArguments& arguments) {
  verb.add_option("CASE", arguments.folder, "The case: a folder")->required();
  add_case_key_options(verb, arguments);
}

void add_case_key_options(CLI::App& verb, CaseArguments& arguments, const std::string& group) {
  CLI::Option* const options[] = {
      add_passphrase_option(verb, arguments.passphrase),
      verb.add_option("--shares", arguments.shares,
                      "Open it with recovery shares, one a line of this file"),
      verb.add_option("--actor", arguments.actor, "Who is at work, if the key does not say so")};
  if (group.empty()) return;
  for (CLI::Option* option : options) option->group(group);
}

CaseOptions case_options(const CaseArguments& arguments, const CancelToken& cancel) {
  CaseOptions options;
  // Asked once, however often the case is opened on the way.
  const auto asked = std::make_shared<SecretBytes>();
  options.passphrase = [&arguments, &cancel, asked] {
    if (asked->empty())
      *asked = ask_passphrase(arguments.passphrase,
                              fmt::format("passphrase of {}", arguments.folder), cancel);
    return asked->clone();
  };
  options.actor = arguments.actor;
  if (!arguments.shares.empty())
    options.recovery_shares = [&arguments, &cancel] {
      return read_secret_lines(arguments.shares, cancel);
    };
  return options;
}

Case open_case(const CaseArguments& arguments, const CancelToken& cancel) {
  return Case::open(arguments.folder, case_options(arguments, cancel));
}

Run run_with(const CancelToken& cancel, ProgressLine& line) {
  Run run;
  run.cancel = &cancel;
  run.progress = [&line](std::string_view work, std::uint64_t done, std::uint64_t total) {
    line.update(work, done, total);
  };
  return run;
}

}  // namespace hearim
