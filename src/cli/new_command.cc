#include "cli/new_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/version.h"
#include "cli/passphrase.h"
#include "cli/terminal_output.h"
#include "hearim/case.h"

namespace hearim {
namespace {

struct NewArguments {
  std::string folder;
  PassphraseSource passphrase;
  bool json = false;
};

int run_new(const NewArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  CaseOptions options;
  options.passphrase = [&] {
    return ask_new_passphrase(a.passphrase, fmt::format("passphrase for {}", a.folder), cancel);
  };
  Case made = Case::create(a.folder, options);
  const SignedCheckpoint checkpoint = made.checkpoint();
  made.close();
  if (a.json) {
    const nlohmann::ordered_json json = {{"command", "new"},
                                         {"version", kVersion},
                                         {"case", a.folder},
                                         {"verifier", checkpoint.verifier}};
    print_output(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return 0;
  }
  print_output(fmt::format(
      "{} is made, empty and sealed.\n"
      "  Without the passphrase nobody can open it, and nobody can give it back to you.\n"
      "  Its checkpoints are signed by this key; keep it with them, outside of the case:\n"
      "  {}\n",
      a.folder, checkpoint.verifier));
  return 0;
}

}  // namespace

void add_new_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<NewArguments>();
  CLI::App* verb = app.add_subcommand("new", "Make an encrypted case: a folder of this name");
  verb->add_option("CASE", a->folder, "The case: a folder")->required();
  add_passphrase_option(*verb, a->passphrase);
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_new(*a, cancel); }; });
}

}  // namespace hearim
