#include "cli/backup_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/sha256.h"
#include "cli/open_case.h"
#include "cli/terminal_output.h"

namespace hearim {
namespace {

struct BackupArguments {
  CaseArguments at;
  std::string file;
};

int run_backup(const BackupArguments& a, const CancelToken& cancel) {
  ProgressLine line;
  const BackupReceipt receipt = open_case(a.at, cancel).backup(a.file, run_with(cancel, line));
  line.clear();
  print_output(fmt::format("{}: {} files, {} bytes, read back and the same\nSHA-256 {}\n", a.file,
                           receipt.file_count, receipt.size_bytes, to_hex(receipt.sha256)));
  return 0;
}

int run_restore(const BackupArguments& a, const CancelToken& cancel) {
  ProgressLine line;
  Case open =
      Case::restore(a.file, a.at.folder, case_options(a.at, cancel), run_with(cancel, line));
  line.clear();
  const SignedCheckpoint checkpoint = open.checkpoint();
  open.close();
  print_output(fmt::format("{}: restored, and it holds; its log says so\n{}", a.at.folder,
                           checkpoint.note.substr(0, checkpoint.note.find("\n\n") + 1)));
  return 0;
}

}  // namespace

void add_backup_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<BackupArguments>();
  CLI::App* verb =
      app.add_subcommand("backup", "The whole case in one file, read back and compared");
  add_case_arguments(*verb, a->at);
  verb->add_option("FILE", a->file, "Where to write it; must not exist")->required();
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_backup(*a, cancel); }; });
}

void add_restore_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<BackupArguments>();
  CLI::App* verb = app.add_subcommand("restore", "A case from its backup; never over something");
  verb->add_option("FILE", a->file, "The backup")->required();
  add_case_arguments(*verb, a->at);
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_restore(*a, cancel); }; });
}

}  // namespace hearim
