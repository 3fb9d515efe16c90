#include "cli/show_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "steps/show_case.h"

namespace hearim {
namespace {

struct ShowArguments {
  CaseArguments at;
  ShowRequest request;
};

int run_show(ShowArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  Case open = open_case(a.at, cancel);
  a.request.width = output_width();
  a.request.colour = output_colour();
  const std::string text = show_case(open, a.request);
  open.close();
  print_output(text);
  return 0;
}

}  // namespace

void add_show_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ShowArguments>();
  CLI::App* verb = app.add_subcommand(
      "show", "One thing in a case: what it was made from, what uses it, its custody");
  add_case_arguments(*verb, a->at);
  verb->add_option("ID", a->request.id, "figure:1, item:3, ...; without: what there is");
  verb->add_flag("--names", a->request.names,
                 "With the names of people; needs a key that opens them, and is logged");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_show(*a, cancel); }; });
}

}  // namespace hearim
