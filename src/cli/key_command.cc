#include "cli/key_command.h"

#include <fmt/format.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct KeyArguments {
  CaseArguments at;
  std::string action;
  int slot = -1;
  PassphraseSource fresh{.option = "--new-passphrase-fd", .variable = "HEARIM_NEW_PASSPHRASE_FILE"};
  std::string owner;
  bool coded_only = false;
  SharePlan plan;
};

std::string list_text(const Case& open) {
  std::string text;
  for (const KeySlotInfo& slot : open.key_slots()) {
    text += fmt::format("key {:<2}  ", slot.slot);
    text += slot.opened_by == KeySlotInfo::OpenedBy::passphrase
                ? std::string("a passphrase")
                : fmt::format("any {} of {} shares", slot.shares_needed, slot.share_count);
    text += slot.opens_identities ? "; coded data and names" : "; coded data, not the names";
    text += slot.actor.empty() ? "\n" : fmt::format("; {}\n", slot.actor);
  }
  return text;
}

int slot_of(const KeyArguments& a) {
  if (a.slot < 0)
    throw Error(ErrorCode::invalid_input, fmt::format("{} needs a key's number", a.action), {},
                "hearim key CASE list shows them");
  return a.slot;
}

SecretBytes new_passphrase(const KeyArguments& a, const CancelToken& cancel) {
  return ask_new_passphrase(a.fresh, "passphrase for this key", cancel);
}

int run_key(const KeyArguments& a, const CancelToken& cancel) {
  Case open = open_case(a.at, cancel);
  std::string text;
  if (a.action == "list") {
    text = list_text(open);
  } else if (a.action == "add") {
    const int slot = open.add_passphrase(
        new_passphrase(a, cancel),
        a.coded_only ? KeyScope::coded_only : KeyScope::coded_and_identities, a.owner);
    text = fmt::format("Added key {}\n", slot);
  } else if (a.action == "change") {
    const int old = slot_of(a), slot = open.change_passphrase(old, new_passphrase(a, cancel));
    text = fmt::format("Key {} is now key {}. Backups still open with the old one.\n", old, slot);
  } else if (a.action == "remove") {
    open.remove_key(slot_of(a));
    text = fmt::format("Removed key {}. Backups still open with it.\n", a.slot);
  } else {
    if (a.plan.needed == 0 || a.plan.count == 0)
      throw Error(ErrorCode::invalid_input, "shares needs --needed K and --count N");
    const std::vector<SecretBytes> shares = open.make_recovery_shares(a.plan);
    // Written one by one, so that no text with all of them stands in memory.
    for (const SecretBytes& share : shares) {
      const auto bytes = share.bytes();
      print_output({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      print_output("\n");
    }
    std::fputs(fmt::format("Any {} of these {} lines open the case, together with its folder. Give "
                           "each to somebody else,\non paper; they are shown only now.\n",
                           a.plan.needed, a.plan.count)
                   .c_str(),
               stderr);
  }
  open.close();
  print_output(text);
  return 0;
}

}  // namespace

void add_key_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<KeyArguments>();
  CLI::App* verb = app.add_subcommand("key", "Who can open a case: keys, and recovery shares");
  add_case_arguments(*verb, a->at);
  verb->add_option("ACTION", a->action, "list, add, change, remove or shares")
      ->required()
      ->check(CLI::IsMember({"list", "add", "change", "remove", "shares"}));
  verb->add_option("KEY", a->slot, "The key's number, for change and remove")
      ->check(CLI::Range(0, 15));
  add_passphrase_option(*verb, a->fresh);
  verb->add_option("--for", a->owner, "add: whose key it is; the log then says who by the key");
  verb->add_flag("--analyst", a->coded_only, "add: opens the coded data and not the names");
  verb->add_option("--needed", a->plan.needed, "shares: how many must come together")
      ->check(CLI::Range(2, 16));
  verb->add_option("--count", a->plan.count, "shares: how many there are")
      ->check(CLI::Range(2, 16));
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_key(*a, cancel); }; });
}

}  // namespace hearim
