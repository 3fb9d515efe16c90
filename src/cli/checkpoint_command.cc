#include "cli/checkpoint_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/atomic_file.h"
#include "base/version.h"
#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "report/qr_code.h"

namespace hearim {
namespace {

struct CheckpointArguments {
  CaseArguments at;
  std::string output;
  std::string qr;
  bool json = false;
};

int run_checkpoint(const CheckpointArguments& a, const CancelToken& cancel) {
  const SignedCheckpoint checkpoint = open_case(a.at, cancel).checkpoint();
  const std::string lines = checkpoint.note.substr(0, checkpoint.note.find("\n\n") + 1);
  if (!a.output.empty()) write_file_atomically(a.output, checkpoint.note);
  if (!a.qr.empty()) write_file_atomically(a.qr, qr_code_svg(checkpoint.note, lines));
  if (a.json) {
    const nlohmann::ordered_json json = {{"command", "checkpoint"},
                                         {"version", kVersion},
                                         {"case", a.at.folder},
                                         {"note", checkpoint.note},
                                         {"key", checkpoint.verifier}};
    print_output(json.dump() + "\n");
  } else {
    print_output(lines);
  }
  return 0;
}

}  // namespace

void add_checkpoint_command(CLI::App& app, const CancelToken& cancel,
                            std::function<int()>& chosen) {
  const auto a = std::make_shared<CheckpointArguments>();
  CLI::App* verb = app.add_subcommand(
      "checkpoint", "Three lines that somebody keeps elsewhere, so that a rewritten case shows");
  add_case_arguments(*verb, a->at);
  verb->add_option("-o,--output", a->output, "Write the signed note to this file");
  verb->add_option("--qr", a->qr, "Write the signed note as a QR code to print, an SVG file");
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_checkpoint(*a, cancel); }; });
}

}  // namespace hearim
