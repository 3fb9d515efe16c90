// Writes lists of invented people, and the truth about them apart:
//
//   generate_lists N [--lists 4] [--scripts ko,zh,en] [--origins ko:80,zh:20] [--seed 1]
//                    [--capture 0.4] [--duplicates 0.02] [--ages] [--with-truth] --out DIR
//
// who is found: --captures 0.3,0.2,0.1 (by list, instead of --capture), --spread 0.3 (over people),
// --hidden 0.3:0.25 (a share of people, and what their odds of capture are multiplied by),
// --referral 1:4:3 (people on list 1 have 3 times the odds for list 4), --women 0.5, --born
// 1935-2000; what goes wrong: --errors 1 (multiplies the usual rates of slips, gaps and wrong
// dates).
//
// DIR/list-1-ko.csv ... hold the rows; DIR/truth/ holds a file of the same name with the person of
// each row, and population.csv with N and how many stand on some list. The same arguments give the
// same bytes. `hearim link DIR/*.csv` links them; with --with-truth every list has a last column
// `person`, for its --truth.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "generated_lists.h"

namespace {

using hearim::Tongue;

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(by, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

Tongue tongue_from(const std::string& code) {
  for (std::size_t t = 0; t < hearim::kTongueCodes.size(); ++t) {
    if (code == hearim::kTongueCodes[t]) return static_cast<Tongue>(t);
  }
  std::cerr << "scripts are ko, zh, ar and en, not '" << code << "'\n";
  std::exit(2);
}

[[noreturn]] void usage() {
  std::cerr << "usage: generate_lists N [--lists 4] [--scripts ko,zh,en] [--origins ko:80,zh:20] "
               "[--seed 1] [--capture 0.4] [--captures P,...] [--spread 0.3] [--hidden SHARE:ODDS] "
               "[--referral FROM:TO:ODDS] [--women 0.5] [--born 1935-2000] [--duplicates 0.02] "
               "[--errors 1] [--ages] [--with-truth] --out DIR\n";
  std::exit(2);
}

void write_cell(std::ofstream& out, const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) {
    out << text;
    return;
  }
  out << '"';
  for (const char c : text) {
    if (c == '"') out << '"';
    out << c;
  }
  out << '"';
}

}  // namespace

int main(int argc, char** argv) {
  hearim::GeneratedListsOptions options;
  std::uint64_t seed = 1;
  std::string folder;
  bool with_truth = false;
  if (argc < 2 || std::atoll(argv[1]) <= 0) usage();
  options.people = static_cast<std::uint32_t>(std::atoll(argv[1]));
  for (int i = 2; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--ages") {
      options.last_list_has_ages = true;
      continue;
    }
    if (option == "--with-truth") {
      with_truth = true;
      continue;
    }
    if (i + 1 == argc) usage();
    const std::string value = argv[++i];
    if (option == "--lists") {
      options.lists = std::atoi(value.c_str());
    } else if (option == "--seed") {
      seed = static_cast<std::uint64_t>(std::atoll(value.c_str()));
    } else if (option == "--capture") {
      options.capture = std::atof(value.c_str());
    } else if (option == "--captures") {
      for (const std::string& part : split(value, ',')) {
        options.captures.push_back(std::atof(part.c_str()));
      }
    } else if (option == "--spread") {
      options.hard_to_reach = std::atof(value.c_str());
    } else if (option == "--hidden") {
      const auto pieces = split(value, ':');
      if (pieces.size() != 2) usage();
      options.hidden_share = std::atof(pieces[0].c_str());
      options.hidden_odds = std::atof(pieces[1].c_str());
    } else if (option == "--referral") {
      const auto pieces = split(value, ':');
      if (pieces.size() != 3) usage();
      options.referral = {std::atoi(pieces[0].c_str()) - 1, std::atoi(pieces[1].c_str()) - 1,
                          std::atof(pieces[2].c_str())};
    } else if (option == "--women") {
      options.women = std::atof(value.c_str());
    } else if (option == "--born") {
      const auto pieces = split(value, '-');
      if (pieces.size() != 2) usage();
      options.born_from = std::atoi(pieces[0].c_str());
      options.born_to = std::atoi(pieces[1].c_str());
    } else if (option == "--errors") {
      options.multiply_errors(std::atof(value.c_str()));
    } else if (option == "--duplicates") {
      options.duplicates = std::atof(value.c_str());
    } else if (option == "--scripts") {
      options.scripts.clear();
      for (const std::string& code : split(value, ','))
        options.scripts.push_back(tongue_from(code));
    } else if (option == "--origins") {
      for (const std::string& part : split(value, ',')) {
        const auto pieces = split(part, ':');
        options.origins.emplace_back(tongue_from(pieces[0]),
                                     pieces.size() > 1 ? std::atof(pieces[1].c_str()) : 1.0);
      }
    } else if (option == "--out") {
      folder = value;
    } else {
      usage();
    }
  }
  if (folder.empty() || options.lists < 1 || options.lists > 60 || options.capture <= 0 ||
      options.capture >= 1 || options.duplicates < 0 || options.duplicates >= 1 ||
      options.born_from >= options.born_to ||
      (!options.captures.empty() &&
       options.captures.size() != static_cast<std::size_t>(options.lists)) ||
      (options.referral && options.referral->from >= options.referral->to)) {
    usage();
  }
  for (const double capture : options.captures) {
    if (capture <= 0 || capture >= 1) usage();
  }
  std::filesystem::create_directories(folder + "/truth");
  std::vector<std::ofstream> lists;
  std::vector<std::ofstream> truth;
  std::vector<std::uint64_t> rows(static_cast<std::size_t>(options.lists), 0);
  for (int l = 0; l < options.lists; ++l) {
    const std::string name = hearim::generated_list_name(options, l) + ".csv";
    lists.emplace_back(folder + '/' + name, std::ios::binary);
    truth.emplace_back(folder + "/truth/" + name, std::ios::binary);
    if (!lists.back() || !truth.back()) {
      std::cerr << "cannot write in " << folder << '\n';
      return 3;
    }
    truth.back() << "row,person\n";
    bool first = true;
    for (std::size_t c = 0; c < hearim::kGeneratedColumns; ++c) {
      if (!hearim::generated_list_has(options, l, c)) continue;
      lists.back() << (first ? "" : ",") << hearim::kGeneratedHeaders[c];
      first = false;
    }
    lists.back() << (with_truth ? ",person\n" : "\n");
  }
  std::uint64_t seen = 0;
  std::optional<std::uint32_t> last;
  hearim::generate_lists(options, seed, [&](const hearim::GeneratedRow& row) {
    std::ofstream& out = lists[row.list];
    bool first = true;
    for (std::size_t c = 0; c < hearim::kGeneratedColumns; ++c) {
      if (!hearim::generated_list_has(options, static_cast<int>(row.list), c)) continue;
      if (!first) out << ',';
      write_cell(out, row.values[c]);
      first = false;
    }
    if (with_truth) out << ',' << row.person + 1;
    out << '\n';
    truth[row.list] << ++rows[row.list] << ',' << row.person + 1 << '\n';
    if (last != row.person) ++seen;
    last = row.person;
  });
  std::ofstream population(folder + "/truth/population.csv", std::ios::binary);
  population << "people,on_some_list\n" << options.people << ',' << seen << '\n';
  for (std::ofstream& out : lists) {
    out.flush();
    if (!out) {
      std::cerr << "cannot write in " << folder << '\n';
      return 3;
    }
  }
}
