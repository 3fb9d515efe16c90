#include "cli/verify_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/file_bytes.h"
#include "base/version.h"
#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct VerifyArguments {
  CaseArguments at;
  std::string against;
  bool json = false;
};

std::string verify_text(const VerifyArguments& a, const CaseVerification& v) {
  std::string text;
  if (v.holds()) {
    text += fmt::format("{} holds: nothing that was logged was altered, lost or reordered\n",
                        a.at.folder);
  } else {
    text += fmt::format("{} does NOT hold: {} wrong\n", a.at.folder,
                        v.findings.size() == 1 ? std::string("one thing is")
                                               : fmt::format("{} things are", v.findings.size()));
    for (const std::string& finding : v.findings) text += fmt::format("  wrong: {}\n", finding);
  }
  if (v.entry_count > 0)
    text += fmt::format("  {} entries in the custody log, {} to {}\n", v.entry_count, v.first_time,
                        v.last_time);
  text += fmt::format("  {} items, {} judgements; {} contents read to their last byte\n",
                      v.item_count, v.judgement_count, v.blob_count);
  text += fmt::format("  {} checkpoints kept with the case agree\n", v.checkpoint_count);
  if (v.kept_size > 0)
    text += fmt::format("  the checkpoint given agrees: the first {} entries are as they were\n",
                        v.kept_size);
  for (const std::string& remark : v.remarks) text += fmt::format("  note: {}\n", remark);
  if (a.against.empty())
    text +=
        "  An older copy of the whole case put in its place holds, too: only a checkpoint\n"
        "  kept elsewhere (hearim checkpoint; verify --against) shows that.\n";
  return text;
}

std::string verify_json(const VerifyArguments& a, const CaseVerification& v) {
  nlohmann::ordered_json json = {{"command", "verify"},
                                 {"version", kVersion},
                                 {"case", a.at.folder},
                                 {"holds", v.holds()},
                                 {"entries", v.entry_count},
                                 {"items", v.item_count},
                                 {"judgements", v.judgement_count},
                                 {"contents", v.blob_count},
                                 {"checkpoints", v.checkpoint_count}};
  if (!a.against.empty()) json["against"] = {{"path", a.against}, {"entries", v.kept_size}};
  json["findings"] = v.findings;
  json["remarks"] = v.remarks;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

int run_verify(const VerifyArguments& a, const CancelToken& cancel) {
  std::optional<std::string> kept;
  if (!a.against.empty()) kept = read_file_bytes(a.against, {.size_bytes_max = 1 << 16});
  CaseVerification verification;
  try {
    ProgressLine line;
    Case open = open_case(a.at, cancel);
    verification = open.verify(kept, run_with(cancel, line));
  } catch (const Error& error) {
    // A case that cannot be opened for what was done to it is an answer, too.
    if (error.code() != ErrorCode::corrupt) throw;
    verification.findings.emplace_back(error.what());
  }
  print_output(a.json ? verify_json(a, verification) : verify_text(a, verification));
  return verification.holds() ? 0 : exit_status(ErrorCode::corrupt);
}

}  // namespace

void add_verify_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<VerifyArguments>();
  CLI::App* verb =
      app.add_subcommand("verify", "Custody: nothing in a case was altered, lost or reordered");
  add_case_arguments(*verb, a->at);
  verb->add_option("--against", a->against,
                   "A checkpoint that was kept elsewhere: the note, or its three lines");
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_verify(*a, cancel); }; });
}

}  // namespace hearim
