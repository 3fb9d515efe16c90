// Accuracy of unsupervised linkage on public lists with known truth.
//
//   link_accuracy DIRECTORY [threads]
//
// DIRECTORY holds historical_50k.csv, fake_1000.csv, febrl4a.csv and febrl4b.csv. Prints pairwise
// and B-cubed precision, recall and F1, pairs compared, and CPU seconds. Truth columns are used
// for scoring only.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "hearim/error.h"
#include "hearim/link.h"

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read_csv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cerr << "cannot open " << path << '\n';
    std::exit(2);
  }
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  Rows rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_cell = [&] {
    const std::size_t from = cell.find_first_not_of(' ');
    row.push_back(from == std::string::npos ? "" : cell.substr(from));
    cell.clear();
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"') {
        cell += bytes[++i];
      } else if (c == '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      end_cell();
      rows.push_back(std::move(row));
      row.clear();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!row.empty() || !cell.empty()) {
    end_cell();
    rows.push_back(std::move(row));
  }
  return rows;
}

struct Case {
  std::string name;
  std::vector<std::string> files;
  std::vector<std::pair<std::string, std::string>> fields;  // column, type
  std::string truth_column;
  std::function<std::string(const std::string&)> person;
  bool clean = false;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int column_of(const std::vector<std::string>& header, const std::string& name) {
  for (std::size_t c = 0; c < header.size(); ++c) {
    if (header[c] == name) return static_cast<int>(c);
  }
  std::cerr << "no column " << name << '\n';
  std::exit(2);
}

void run_case(const Case& test, const std::string& directory, int threads, bool verbose) {
  std::vector<hearim::LinkField> fields;
  for (const auto& [column, type] : test.fields) {
    fields.push_back({column, hearim::field_type_from_name(type).value()});
  }
  std::vector<hearim::LinkList> lists;
  for (const std::string& file : test.files) lists.push_back({file, test.clean});
  hearim::LinkRecords records(fields, lists);
  hearim::ValueDictionary people;
  std::vector<std::uint32_t> truth;
  for (std::size_t list = 0; list < test.files.size(); ++list) {
    const Rows rows = read_csv(directory + "/" + test.files[list]);
    std::vector<int> columns;
    for (const auto& field : test.fields) columns.push_back(column_of(rows[0], field.first));
    const int truth_column = column_of(rows[0], test.truth_column);
    std::vector<std::string_view> values(columns.size());
    for (std::size_t r = 1; r < rows.size(); ++r) {
      for (std::size_t f = 0; f < columns.size(); ++f) {
        values[f] = rows[r][static_cast<std::size_t>(columns[f])];
      }
      records.add(static_cast<std::uint32_t>(list), r, values);
      truth.push_back(people.intern(test.person(rows[r][static_cast<std::size_t>(truth_column)])));
    }
  }
  const double before = cpu_seconds();
  hearim::Run run;
  run.threads = threads;
  const hearim::Linkage linkage = hearim::link_records(records, {}, run);
  const double took = cpu_seconds() - before;
  const hearim::LinkEvaluation e = hearim::evaluate_clusters(linkage.clusters(), truth);
  std::printf(
      "%-15s pairwise P %.4f R %.4f F1 %.4f   B-cubed P %.4f R %.4f F1 %.4f   "
      "pairs %llu  clusters %u  CPU %.2f s\n",
      test.name.c_str(), e.pairwise.precision, e.pairwise.recall, e.pairwise.f1,
      e.b_cubed.precision, e.b_cubed.recall, e.b_cubed.f1,
      static_cast<unsigned long long>(linkage.report().pair_count),
      linkage.clusters().cluster_count, took);
  if (!verbose) return;
  const hearim::LinkModelReport& report = linkage.report();
  std::printf("prior %.2f bits, expected matches %.0f (true %llu), status %d, missed %.4f\n",
              report.log2_prior_odds, report.expected_matches,
              static_cast<unsigned long long>(e.true_pairs), static_cast<int>(report.status),
              report.miss_share);
  for (const auto& rule : report.rules) {
    std::printf("  rule %-60s %10llu pairs %10llu new  misses %.3f  cut %llu blocks\n",
                rule.words.c_str(), static_cast<unsigned long long>(rule.block_pair_count),
                static_cast<unsigned long long>(rule.new_pair_count), rule.miss_share,
                static_cast<unsigned long long>(rule.blocks_cut));
  }
  for (const auto& field : report.fields) {
    std::printf("  field %s %s missing %.3f\n",
                records.fields()[static_cast<std::size_t>(field.field)].name.c_str(),
                field.why_not_used.c_str(), field.missing_share);
    for (const auto& level : field.levels) {
      std::printf("    %-78s %+7.2f bits  m %.5f  u %.3e  pairs %llu\n", level.words.c_str(),
                  level.log2_m_over_u, level.m, level.u,
                  static_cast<unsigned long long>(level.pair_count));
    }
  }
  // Compared and kept pairs against the truth, whatever the clusters.
  for (const double threshold : {-5.0, 0.0, 5.0}) {
    double right = 0, all = 0;
    for (const auto& pair : linkage.pairs()) {
      if (pair.weight < threshold) break;
      all += 1;
      right += truth[pair.pair.a] == truth[pair.pair.b];
    }
    std::printf("  kept pairs above %+.0f bits: precision %.4f recall %.4f\n", threshold,
                right / all, right / static_cast<double>(e.true_pairs));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: link_accuracy DIRECTORY [threads] [only this case, with its model]\n";
    return 2;
  }
  const auto same = [](const std::string& text) { return text; };
  const auto number_in_id = [](const std::string& text) {
    const std::size_t from = text.find('-') + 1;
    return text.substr(from, text.find('-', from) - from);
  };
  const std::vector<Case> cases = {{"historical_50k",
                                    {"historical_50k.csv"},
                                    {{"full_name", "name"},
                                     {"first_name", "given_name"},
                                     {"surname", "family_name"},
                                     {"dob", "birth_date"},
                                     {"birth_place", "place"},
                                     {"postcode_fake", "place"},
                                     {"gender", "sex"},
                                     {"occupation", "category"}},
                                    "cluster",
                                    same},
                                   {"fake_1000",
                                    {"fake_1000.csv"},
                                    {{"first_name", "given_name"},
                                     {"surname", "family_name"},
                                     {"dob", "birth_date"},
                                     {"city", "place"},
                                     {"email", "id"}},
                                    "cluster",
                                    same},
                                   {"febrl4",
                                    {"febrl4a.csv", "febrl4b.csv"},
                                    {{"given_name", "given_name"},
                                     {"surname", "family_name"},
                                     {"street_number", "category"},
                                     {"address_1", "place"},
                                     {"address_2", "place"},
                                     {"suburb", "place"},
                                     {"postcode", "id"},
                                     {"state", "category"},
                                     {"date_of_birth", "birth_date"},
                                     {"soc_sec_id", "id"}},
                                    "rec_id",
                                    number_in_id,
                                    true}};
  try {
    for (const Case& test : cases) {
      if (argc > 3 && test.name != argv[3]) continue;
      run_case(test, argv[1], argc > 2 ? std::atoi(argv[2]) : 1, argc > 3);
    }
  } catch (const hearim::Error& error) {
    std::cerr << error.what() << '\n';
    return hearim::exit_status(error.code());
  }
}
