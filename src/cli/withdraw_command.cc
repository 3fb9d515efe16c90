#include "cli/withdraw_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct WithdrawArguments {
  CaseArguments at;
  std::int64_t item = 0;
  bool sure = false;
};

int run_withdraw(const WithdrawArguments& a, const CancelToken& cancel) {
  if (!a.sure)
    throw Error(ErrorCode::invalid_input,
                fmt::format("item {} would be destroyed for good; nothing was done", a.item), {},
                "say --for-good to do it");
  Case open = open_case(a.at, cancel);
  const Withdrawal done = open.withdraw_item(a.item);
  std::string text = fmt::format("Destroyed for good: {}\n", fmt::join(done.destroyed, ", "));
  if (!done.same_content.empty())
    text += fmt::format("The same bytes are still in the case as {}\n",
                        fmt::join(done.same_content, ", "));
  if (!done.archives.empty())
    text += fmt::format("It is still packed in {}; withdraw that, too\n",
                        fmt::join(done.archives, ", "));
  if (!done.members.empty())
    text += fmt::format("What was unpacked from it stays: {}\n", fmt::join(done.members, ", "));
  for (const Figure& figure : open.figures())
    for (const std::string& stale : done.stale)
      if (stale == fmt::format("figure:{}", figure.id))
        text += fmt::format("Stale now: {} \"{}\" ({}): {}\n", stale, figure.name, figure.value,
                            figure.stale);
  if (done.stale.empty()) text += "No figure used it.\n";
  text +=
      "Backups and bundles made before still hold it; destroy those, too.\n"
      "The log keeps that it was there, not what it was, and still verifies.\n";
  open.close();
  print_output(text);
  return 0;
}

}  // namespace

void add_withdraw_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<WithdrawArguments>();
  CLI::App* verb = app.add_subcommand("withdraw", "Destroy an item for good; the log still holds");
  add_case_arguments(*verb, a->at);
  verb->add_option("ITEM", a->item, "The item's number")
      ->required()
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 62));
  verb->add_flag("--for-good", a->sure, "Yes: it cannot be undone");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_withdraw(*a, cancel); }; });
}

}  // namespace hearim
