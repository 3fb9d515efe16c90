#include "cli/open_case.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

namespace hearim {

void add_case_arguments(CLI::App& verb, CaseArguments& arguments) {
  verb.add_option("CASE", arguments.folder, "The case: a folder")->required();
  add_passphrase_option(verb, arguments.passphrase);
}

CaseOptions case_options(const CaseArguments& arguments, const CancelToken& cancel) {
  CaseOptions options;
  options.passphrase = [&arguments, &cancel] {
    return ask_passphrase(arguments.passphrase, fmt::format("passphrase of {}", arguments.folder),
                          cancel);
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
