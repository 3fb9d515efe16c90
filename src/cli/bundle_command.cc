#include "cli/bundle_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "base/file_bytes.h"
#include "casefile/age_writer.h"
#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::int64_t kItemsMax = 10'000'000;

struct BundleArguments {
  CaseArguments at;
  std::vector<std::string> items;
  std::vector<std::string> recipients;
  std::string output;
  std::string since;
  PassphraseSource seal{.option = "--bundle-passphrase-fd",
                        .variable = "HEARIM_BUNDLE_PASSPHRASE_FILE"};
  bool with_passphrase = false;
  bool log = false;
};

// "3", "item:3" or "3-7".
void add_items(const std::string& word, std::vector<std::int64_t>& items) {
  const auto bad = [&]() -> Error {
    return Error(ErrorCode::invalid_input,
                 fmt::format("expected an item's number, as 3, or several, as 3-7; got '{}'", word),
                 {}, "see hearim bundle --help");
  };
  std::string_view rest = word;
  if (rest.starts_with("item:")) rest.remove_prefix(5);
  const auto number = [&] {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc() || value < 1) throw bad();
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return value;
  };
  const std::int64_t first = number();
  std::int64_t last = first;
  if (rest.starts_with('-')) {
    rest.remove_prefix(1);
    last = number();
  }
  if (!rest.empty() || last < first || last - first >= kItemsMax) throw bad();
  for (std::int64_t id = first; id <= last; ++id) items.push_back(id);
}

int run_bundle(const BundleArguments& a, const CancelToken& cancel) {
  BundleRequest request;
  for (const std::string& word : a.items) add_items(word, request.items);
  request.whole_log = a.log;
  std::vector<AgeRecipient> recipients;
  for (const std::string& text : a.recipients) recipients.push_back(parse_age_recipient(text));
  const bool sealed = a.with_passphrase || !recipients.empty();
  if (!sealed && !request.items.empty())
    throw Error(ErrorCode::invalid_input, "items leave a case only sealed for somebody", {},
                "give --to age1…, or --with-passphrase");
  if (!a.since.empty())
    request.kept_checkpoint = read_file_bytes(a.since, {.size_bytes_max = 1 << 16});
  request.handed_to = a.with_passphrase    ? "whoever knows a passphrase"
                      : recipients.empty() ? "anybody"
                                           : fmt::format("{}", fmt::join(a.recipients, " "));

  Case open = open_case(a.at, cancel);
  std::optional<SecretBytes> passphrase;
  if (a.with_passphrase)
    passphrase = ask_new_passphrase(a.seal, "passphrase of the bundle", cancel);
  ProgressLine line;
  AtomicFile file(a.output);
  const ByteSink to_file = [&](std::span<const std::uint8_t> bytes) { file.write(text_of(bytes)); };
  if (sealed) {
    AgeWriter age = passphrase ? AgeWriter(to_file, *passphrase) : AgeWriter(to_file, recipients);
    open.write_bundle(
        request, [&](ByteView bytes) { age.write(bytes); }, run_with(cancel, line));
    age.finish();
  } else {
    open.write_bundle(request, to_file, run_with(cancel, line));
  }
  file.commit();
  line.clear();
  print_output(fmt::format("{}: {} items{}, for {}\n", a.output, request.items.size(),
                           a.log ? " and the whole log" : "", request.handed_to));
  return 0;
}

}  // namespace

void add_bundle_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<BundleArguments>();
  CLI::App* verb =
      app.add_subcommand("bundle", "Hand over chosen items with proofs that a stranger can check");
  add_case_arguments(*verb, a->at);
  verb->add_option("ITEM", a->items, "Items by number: 3, 7-9");
  verb->add_option("-o,--output", a->output, "Where to write it")->required();
  verb->add_option("--to", a->recipients, "An age recipient, age1…; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_flag("--with-passphrase", a->with_passphrase, "Seal it with a passphrase instead")
      ->excludes("--to");
  add_passphrase_option(*verb, a->seal);
  verb->add_flag("--log", a->log, "The whole custody log, too; alone it need not be sealed");
  verb->add_option("--since", a->since,
                   "A checkpoint somebody kept: prove that this log begins with that one");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_bundle(*a, cancel); }; });
}

}  // namespace hearim
