// The arguments of `hearim link`: what the command line and the settings file say together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/case_verbs.h"
#include "steps/link_files.h"
#include "steps/link_report_maker.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace hearim {

struct LinkArguments {
  LinkFilesRequest request;
  std::vector<std::string> fields;  // COLUMN=TYPE
  std::string settings_path;
  std::string output;
  std::string pairs;
  std::string table;
  std::string rejected;
  std::string report;
  std::vector<std::string> labels;  // files of decisions
  int draws = 0;
  std::vector<std::string> explain;
  RecordValues values = RecordValues::hidden;
  bool json = false;
  std::uint64_t memory_bytes_max = 0;  // 0: a share of the machine's
  std::uint64_t seed = 1;
  int threads = 0;
  std::string command_line;
  CaseVerb on_case;
  std::vector<std::int64_t> case_lists;  // those to link, of a case
  CLI::App* verb = nullptr;
  CLI::Option* threshold_option = nullptr;  // given on the command line, it outweighs the settings
  CLI::Option* pairs_option = nullptr;
};

// Adds the options to the verb; `a` must outlive it.
void add_link_options(CLI::App& verb, LinkArguments& a);

// Reads the settings and fills what the options say in words. Throws Error(invalid_input), also
// where two outputs are one file or an output would overwrite what is read.
void settle(LinkArguments& a);
// Of what was said, what a case keeps; nothing when nothing was said.
std::optional<LinkCaseSettings> case_settings(LinkArguments& a);

}  // namespace hearim
