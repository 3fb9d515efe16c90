// The program: one verb per action. Exit status: 0 done; 1 done, and the answer is a refusal;
// 2 bad input or usage; 3 cannot (io, limit, stopped); 4 a bug.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

#include "base/version.h"
#include "cli/add_command.h"
#include "cli/backup_command.h"
#include "cli/bundle_command.h"
#include "cli/checkpoint_command.h"
#include "cli/claims_command.h"
#include "cli/code_command.h"
#include "cli/estimate_command.h"
#include "cli/export_command.h"
#include "cli/interrupt.h"
#include "cli/judge_command.h"
#include "cli/key_command.h"
#include "cli/link_command.h"
#include "cli/log_command.h"
#include "cli/new_command.h"
#include "cli/read_command.h"
#include "cli/report_command.h"
#include "cli/reproduce_command.h"
#include "cli/review_command.h"
#include "cli/run_command.h"
#include "cli/score_command.h"
#include "cli/show_command.h"
#include "cli/verify_command.h"
#include "cli/withdraw_command.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// The command as a person would type it again: words with anything unusual in single quotes.
std::string command_line_of(int argc, char** argv) {
  std::string line = "hearim";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-_./,=+:@%") == std::string::npos;
    line += ' ';
    if (plain) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return line;
}

int fail(ErrorCode code, const std::string& text) {
  std::fprintf(stderr, "hearim: %s\n", text.c_str());
  return exit_status(code);
}

int run_program(int argc, char** argv) {
  CLI::App app("Hearim: from what was said to a number that holds.", "hearim");
  app.set_version_flag("--version", std::string("hearim ") + kVersion);
  app.require_subcommand(0, 1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return std::string("hearim: ") + error.what() + "\nSee hearim --help, hearim VERB --help.\n";
  });
  std::function<int()> chosen;
  const CancelToken& cancel = catch_interrupts();
  add_estimate_command(app, command_line_of(argc, argv), cancel, chosen);
  add_link_command(app, command_line_of(argc, argv), cancel, chosen);
  add_review_command(app, cancel, chosen);
  add_read_command(app, cancel, chosen);
  add_claims_command(app, cancel, chosen);
  add_score_command(app, chosen);
  add_judge_command(app, cancel, chosen);
  add_code_command(app, cancel, chosen);
  add_report_command(app, cancel, chosen);
  add_show_command(app, cancel, chosen);
  add_reproduce_command(app, cancel, chosen);
  add_new_command(app, cancel, chosen);
  add_add_command(app, cancel, chosen);
  add_run_command(app, cancel, chosen);
  add_log_command(app, cancel, chosen);
  add_verify_command(app, cancel, chosen);
  add_checkpoint_command(app, cancel, chosen);
  add_bundle_command(app, cancel, chosen);
  add_export_command(app, cancel, chosen);
  add_withdraw_command(app, cancel, chosen);
  add_key_command(app, cancel, chosen);
  add_backup_command(app, cancel, chosen);
  add_restore_command(app, cancel, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_status(ErrorCode::invalid_input);
  }
  if (!chosen) {
    std::fputs(app.help().c_str(), stderr);
    return exit_status(ErrorCode::invalid_input);
  }
  return chosen();
}

}  // namespace
}  // namespace hearim

int main(int argc, char** argv) {
  using hearim::ErrorCode;
  try {
    return hearim::run_program(argc, argv);
  } catch (const hearim::Error& error) {
    return hearim::fail(error.code(), error.what());
  } catch (const std::bad_alloc&) {
    return hearim::fail(ErrorCode::limit, "not enough memory for this input and these settings");
  } catch (const std::exception& error) {
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    if (system && system->code() == std::errc::resource_unavailable_try_again)
      return hearim::fail(ErrorCode::limit,
                          "no thread can be started: memory or threads are limited (--threads 1)");
    return hearim::fail(ErrorCode::internal,
                        std::string("a bug in hearim: ") + error.what() +
                            " (please report it with the command that led here)");
  }
}
