#include "steps/decisions_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/file_bytes.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "report/untrusted_text.h"
#include "stats/cohen_kappa.h"
#include "table/csv_cell.h"
#include "table/table_reader.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 10> kColumns = {"list_a", "row_a",  "key_a",    "list_b",
                                                       "row_b",  "key_b",  "decision", "reviewer",
                                                       "time",   "purpose"};
constexpr std::size_t kKeyDigits = 16;
constexpr std::size_t kShownMax = 10;

[[noreturn]] void fail(const std::string& path, std::uint64_t line, std::string_view field,
                       const std::string& message, const std::string& hint = {}) {
  throw Error(ErrorCode::invalid_input, message,
              {.file = path, .line = line, .column = {}, .field = std::string(field)}, hint);
}

std::uint64_t row_number(std::string_view text, const std::string& path, std::uint64_t line,
                         std::string_view field) {
  std::uint64_t row = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
  if (error != std::errc() || end != text.data() + text.size() || row == 0) {
    fail(path, line, field, fmt::format("expected a row number from 1, got '{}'", text));
  }
  return row;
}

// A last line without its end of line: whole if a person's editor left it so, torn if a machine
// stopped while writing it. Only a line with everything in it is taken.
bool is_whole(std::string_view line) {
  if (std::count(line.begin(), line.end(), ',') < static_cast<int>(kColumns.size()) - 1) {
    return false;
  }
  return line.ends_with(",review") || line.ends_with(",sample");
}

std::string pair_words(const RecordName& a, const RecordName& b) {
  return fmt::format("{} row {} and {} row {}", clean_text(a.list), a.row, clean_text(b.list),
                     b.row);
}

// The two records of a decision in one order, whoever is named first.
using PairName = std::pair<RecordName, RecordName>;
PairName pair_name(const Decision& decision) {
  return decision.a < decision.b ? PairName{decision.a, decision.b}
                                 : PairName{decision.b, decision.a};
}

std::string list_of_lines(const char* title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string text = fmt::format("{}: {}\n", title, lines.size());
  for (std::size_t i = 0; i < std::min(kShownMax, lines.size()); ++i) {
    text += "  " + lines[i] + '\n';
  }
  if (lines.size() > kShownMax) text += fmt::format("  and {} more\n", lines.size() - kShownMax);
  return text;
}

// Finds records by what a decision calls them.
class RecordFinder {
 public:
  explicit RecordFinder(const LinkRecords& records) : records_(records) {
    for (std::uint32_t l = 0; l < records.lists().size(); ++l) {
      list_of_name_.emplace(records.lists()[l].name, l);
    }
    rows_.resize(records.lists().size());
    keys_.resize(records.lists().size());
    for (std::uint32_t r = 0; r < records.record_count(); ++r) {
      rows_[records.list_of(r)].emplace(records.row_of(r), r);
    }
  }

  struct Found {
    std::optional<std::uint32_t> record;
    bool moved = false;
    std::string why_not;
  };
  Found find(const RecordName& name) {
    const auto list = list_of_name_.find(name.list);
    if (list == list_of_name_.end()) {
      return {{}, false, fmt::format("list {} is not here", clean_text(name.list))};
    }
    const auto row = rows_[list->second].find(name.row);
    if (row != rows_[list->second].end() && content_key(records_, row->second) == name.key) {
      return {row->second, false, {}};
    }
    const auto& by_key = keys_of(list->second);
    const auto same = by_key.find(name.key);
    if (same == by_key.end()) {
      return {{}, false, fmt::format("{} row {} has changed", clean_text(name.list), name.row)};
    }
    if (same->second.size() > 1) {
      return {{},
              false,
              fmt::format("{} row {} has moved, and {} rows hold the same now",
                          clean_text(name.list), name.row, same->second.size())};
    }
    return {same->second[0], true, {}};
  }

 private:
  using RecordsByKey = std::unordered_map<std::string, std::vector<std::uint32_t>>;

  const RecordsByKey& keys_of(std::uint32_t list) {
    if (keys_[list].empty()) {
      for (const auto& [row, record] : rows_[list]) {
        keys_[list][content_key(records_, record)].push_back(record);
      }
    }
    return keys_[list];
  }

  const LinkRecords& records_;
  std::map<std::string, std::uint32_t> list_of_name_;
  std::vector<std::unordered_map<std::uint64_t, std::uint32_t>> rows_;
  std::vector<RecordsByKey> keys_;  // made when first needed
};

std::uint32_t find_root(std::map<std::uint32_t, std::uint32_t>& parent, std::uint32_t x) {
  for (;;) {
    const auto at = parent.find(x);
    if (at == parent.end() || at->second == x) return x;
    x = at->second;
  }
}

// Labels that cannot all be true: a chain of matches between two who are said to be two, or who
// stand on one list that holds nobody twice.
std::vector<std::string> contradictions(const std::vector<LabelledPair>& labels,
                                        const LinkRecords& records) {
  std::map<std::uint32_t, std::uint32_t> parent;
  std::vector<std::string> found;
  for (const LabelledPair& label : labels) {
    if (label.judgement != PairJudgement::match) continue;
    const std::uint32_t x = find_root(parent, label.pair.a);
    const std::uint32_t y = find_root(parent, label.pair.b);
    parent[std::max(x, y)] = std::min(x, y);
    parent.try_emplace(std::min(x, y), std::min(x, y));
  }
  for (const LabelledPair& label : labels) {
    if (label.judgement == PairJudgement::non_match &&
        find_root(parent, label.pair.a) == find_root(parent, label.pair.b)) {
      found.push_back(
          fmt::format("{}: no match, but other decisions make them one person; kept apart",
                      pair_words(name_of(records, label.pair.a), name_of(records, label.pair.b))));
    }
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> on_list;
  for (const auto& [record, above] : parent) {
    const std::uint32_t list = records.list_of(record);
    if (!records.lists()[list].clean) continue;
    const auto [slot, is_new] = on_list.try_emplace({find_root(parent, record), list}, record);
    if (!is_new) {
      found.push_back(
          fmt::format("{}: made one person, but the list is said to hold nobody twice; kept apart",
                      pair_words(name_of(records, slot->second), name_of(records, record))));
    }
  }
  return found;
}

}  // namespace

std::string content_key(const LinkRecords& records, std::uint32_t record) {
  // Values in order of type and value, not of columns: a column that is renamed or moved keeps the
  // key. Each part says how long it is, so that none can run into the next.
  std::vector<std::string> parts;
  for (std::size_t f = 0; f < records.fields().size(); ++f) {
    const std::string_view value = records.text(record, static_cast<int>(f));
    if (value.empty()) continue;
    parts.push_back(
        fmt::format("{} {}:{}", field_type_name(records.fields()[f].type), value.size(), value));
  }
  std::sort(parts.begin(), parts.end());
  std::string content;
  for (const std::string& part : parts) content += part + '\n';
  return to_hex(sha256(content)).substr(0, kKeyDigits);
}

RecordName name_of(const LinkRecords& records, std::uint32_t record) {
  return {records.lists()[records.list_of(record)].name, records.row_of(record),
          content_key(records, record)};
}

std::string_view judgement_word(std::optional<PairJudgement> judgement) {
  if (!judgement) return "undo";
  switch (*judgement) {
    case PairJudgement::match:
      return "match";
    case PairJudgement::non_match:
      return "non_match";
    case PairJudgement::unsure:
      return "unsure";
  }
  return "undo";
}

std::string decisions_header() {
  std::string header;
  for (const std::string_view column : kColumns) {
    if (!header.empty()) header += ',';
    header += column;
  }
  return header + '\n';
}

std::string decision_line(const Decision& d) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{}\n", csv_quoted(d.a.list), d.a.row, d.a.key,
                     csv_quoted(d.b.list), d.b.row, d.b.key, judgement_word(d.judgement),
                     csv_quoted(d.reviewer), d.time,
                     d.purpose == DecisionPurpose::sample ? "sample" : "review");
}

DecisionsRead read_decisions(const std::string& bytes, const std::string& path) {
  DecisionsRead read;
  read.whole_bytes = bytes.size();
  std::string text = bytes;
  if (!text.empty() && text.back() != '\n') {
    const std::size_t last = text.rfind('\n') + 1;  // npos + 1 is 0
    if (!is_whole(std::string_view(text).substr(last))) {
      read.notes.push_back(fmt::format(
          "{}: the last line is not whole and was not used; the decision was never finished",
          path));
      text.resize(last);
      read.whole_bytes = last;
    }
  }
  if (text.empty()) return read;
  TableReader reader(std::move(text), path);
  std::array<std::size_t, kColumns.size()> column{};
  for (std::size_t c = 0; c < kColumns.size(); ++c) {
    const auto at = reader.column_index(kColumns[c]);
    if (!at && c + 1 < kColumns.size()) {
      fail(path, reader.header_line(), kColumns[c],
           "a decisions file has the columns list_a, row_a, key_a, list_b, row_b, key_b, decision, "
           "reviewer, time; this one is missing",
           "see docs/formats/decisions.md");
    }
    column[c] = at.value_or(kColumns.size());
  }
  for (;;) {
    const TableReader::Step step = reader.next();
    if (step == TableReader::Step::end) break;
    if (step == TableReader::Step::rejected) {
      const RejectedRow row = reader.rejected();
      fail(path, row.line, {}, row.reason, "no decision is passed over; mend or delete the line");
    }
    const auto cell = [&](std::size_t c) { return reader.cell(column[c]); };
    Decision d;
    d.file = path;
    d.line = reader.line();
    d.a = {std::string(cell(0)), row_number(cell(1), path, d.line, kColumns[1]),
           std::string(cell(2))};
    d.b = {std::string(cell(3)), row_number(cell(4), path, d.line, kColumns[4]),
           std::string(cell(5))};
    const std::string_view word = cell(6);
    if (word == "match") {
      d.judgement = PairJudgement::match;
    } else if (word == "non_match") {
      d.judgement = PairJudgement::non_match;
    } else if (word == "unsure") {
      d.judgement = PairJudgement::unsure;
    } else if (word != "undo") {
      fail(path, d.line, kColumns[6],
           fmt::format("expected match, non_match, unsure or undo, got '{}'", clean_text(word)));
    }
    if (d.a == d.b) fail(path, d.line, {}, "the two records are one and the same");
    d.reviewer = cell(7);
    if (d.reviewer.empty()) fail(path, d.line, kColumns[7], "expected a name, got nothing");
    d.time = cell(8);
    if (column[9] < kColumns.size()) {
      const std::string_view purpose = cell(9);
      if (purpose == "sample") {
        d.purpose = DecisionPurpose::sample;
      } else if (!purpose.empty() && purpose != "review") {
        fail(path, d.line, kColumns[9],
             fmt::format("expected review or sample, got '{}'", clean_text(purpose)));
      }
    }
    read.decisions.push_back(std::move(d));
  }
  return read;
}

AppliedDecisions apply_decisions(std::span<const Decision> decisions, const LinkRecords& records) {
  // The last word of each reviewer on each pair, for each purpose; files in the order given.
  std::map<std::tuple<PairName, std::string, DecisionPurpose>, const Decision*> last;
  for (const Decision& decision : decisions) {
    last[{pair_name(decision), decision.reviewer, decision.purpose}] = &decision;
  }
  AppliedDecisions applied;
  RecordFinder finder(records);
  for (const auto& [key, decision] : last) {
    if (!decision->judgement) continue;
    const RecordFinder::Found a = finder.find(decision->a);
    const RecordFinder::Found b = finder.find(decision->b);
    std::string why = !a.record ? a.why_not : b.why_not;
    if (a.record && b.record && *a.record == *b.record) why = "both are one row now";
    if (!why.empty()) {
      applied.not_applicable.push_back(
          fmt::format("{}:{}: {}", decision->file, decision->line, why));
      continue;
    }
    applied.moved += a.moved || b.moved;
    applied.standing.push_back({RecordPair::of(*a.record, *b.record), *decision->judgement,
                                decision->reviewer, decision->purpose,
                                static_cast<std::size_t>(decision - decisions.data())});
  }
  std::stable_sort(applied.standing.begin(), applied.standing.end(),
                   [](const StandingDecision& x, const StandingDecision& y) {
                     return std::tie(x.pair, x.reviewer) < std::tie(y.pair, y.reviewer);
                   });
  for (std::size_t from = 0; from < applied.standing.size();) {
    std::size_t to = from;
    std::map<DecisionPurpose, std::set<PairJudgement>> said;
    std::string who;
    for (; to < applied.standing.size() && applied.standing[to].pair == applied.standing[from].pair;
         ++to) {
      const StandingDecision& s = applied.standing[to];
      said[s.purpose].insert(s.judgement);
      who += fmt::format("{}{} says {}", who.empty() ? "" : ", ", clean_text(s.reviewer),
                         judgement_word(s.judgement));
    }
    const RecordPair pair = applied.standing[from].pair;
    for (const auto& [purpose, words] : said) {
      if (words.size() > 1) {
        applied.conflicts.push_back(
            fmt::format("{}: {}; taken as unsure",
                        pair_words(name_of(records, pair.a), name_of(records, pair.b)), who));
      }
      const LabelledPair label{pair, words.size() > 1 ? PairJudgement::unsure : *words.begin()};
      (purpose == DecisionPurpose::sample ? applied.sample : applied.labels).push_back(label);
    }
    from = to;
  }
  for (std::string& words : contradictions(applied.labels, records)) {
    applied.conflicts.push_back(std::move(words));
  }
  // What judges the linkage must not have made it.
  std::erase_if(applied.sample, [&](const LabelledPair& judged) {
    return std::any_of(applied.labels.begin(), applied.labels.end(),
                       [&](const LabelledPair& label) { return label.pair == judged.pair; });
  });
  return applied;
}

std::string applied_text(const AppliedDecisions& applied) {
  std::array<std::uint64_t, 3> count{};
  for (const LabelledPair& label : applied.labels) {
    ++count[static_cast<std::size_t>(label.judgement)];
  }
  std::string text = fmt::format("decisions used: {} match, {} no match, {} unsure\n", count[0],
                                 count[1], count[2]);
  if (!applied.sample.empty()) {
    text += fmt::format("decisions on the random sample, used for scores only: {}\n",
                        applied.sample.size());
  }
  if (applied.moved > 0) {
    text += fmt::format("found again in other rows: {}\n", applied.moved);
  }
  text += list_of_lines("decisions that no longer apply", applied.not_applicable);
  text += list_of_lines("conflicts", applied.conflicts);
  return text;
}

std::string sampled_scores_text(const SampledScores& scores) {
  const auto interval = [](const char* name, const SampledScores::Interval& i) {
    return fmt::format("{} {:.1f} % ({:.1f}-{:.1f})", name, 100 * i.point, 100 * i.low,
                       100 * i.high);
  };
  std::string text = fmt::format(
      "from {} judged pairs of a random sample: {}, {}; 95 % intervals\n", scores.judged,
      interval("precision", scores.precision), interval("recall", scores.recall));
  if (scores.unsure > 0) {
    text += fmt::format("left out: {} pairs of the sample, undecided\n", scores.unsure);
  }
  return text;
}

AppliedDecisions apply_decision_files(std::span<const std::string> paths,
                                      const LinkRecords& records, std::vector<std::string>& notes) {
  std::vector<Decision> all;
  for (const std::string& path : paths) {
    DecisionsRead file = read_decisions(read_file_bytes(path), path);
    std::move(file.decisions.begin(), file.decisions.end(), std::back_inserter(all));
    std::move(file.notes.begin(), file.notes.end(), std::back_inserter(notes));
  }
  return apply_decisions(all, records);
}

AgreementReport compare_decisions(std::span<const Decision> first,
                                  std::span<const Decision> second) {
  const auto standing = [](std::span<const Decision> decisions) {
    std::map<PairName, std::optional<PairJudgement>> last;
    for (const Decision& decision : decisions) last[pair_name(decision)] = decision.judgement;
    std::erase_if(last, [](const auto& entry) { return !entry.second; });
    return last;
  };
  AgreementReport report;
  const auto a = standing(first);
  const auto b = standing(second);
  for (const auto& [pair, judgement] : a) {
    const auto other = b.find(pair);
    if (other == b.end()) {
      ++report.only_first;
      continue;
    }
    ++report.counts[static_cast<std::size_t>(*judgement) * 3 +
                    static_cast<std::size_t>(*other->second)];
    if (*judgement != *other->second) {
      report.conflicts.push_back(fmt::format("{}: {} / {}", pair_words(pair.first, pair.second),
                                             judgement_word(judgement),
                                             judgement_word(other->second)));
    }
  }
  for (const auto& [pair, judgement] : b) report.only_second += !a.contains(pair);
  return report;
}

std::int64_t AgreementReport::common() const {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

std::string agreement_text(const AgreementReport& report) {
  constexpr double kLevel = 0.95;
  const KappaEstimate kappa = cohen_kappa(report.counts, 3, kLevel);
  std::string text = fmt::format("{} judged {}: {}", report.what, report.of, kappa.items);
  if (!report.only.empty())
    text += fmt::format(" ({} {} {}, {} {} {})", report.only_first, report.only, report.first,
                        report.only_second, report.only, report.second);
  text += '\n';
  if (kappa.items == 0) return text;
  text += fmt::format("the same answer: {:.1f} %\n", 100 * kappa.agreement);
  if (kappa.kappa && !kappa.low) {
    text += fmt::format(
        "Cohen's kappa: {:.2f} (too little disagreement, or too few {}, for an interval)\n",
        *kappa.kappa, report.what);
  } else if (kappa.kappa) {
    text += fmt::format("Cohen's kappa: {:.2f} (95 % interval {:.2f} to {:.2f})\n", *kappa.kappa,
                        *kappa.low, *kappa.high);
  } else {
    text += "Cohen's kappa: none, both give one and the same answer to all\n";
  }
  const auto& answers = report.answers;
  text +=
      fmt::format("\n{:<24} {}  {}  {}\n", "first \\ second", answers[0], answers[1], answers[2]);
  for (std::size_t i = 0; i < 3; ++i) {
    text += fmt::format("{:<24}", answers[i]);
    for (std::size_t j = 0; j < 3; ++j) {
      text +=
          fmt::format("{}{:>{}}", j == 0 ? " " : "  ", report.counts[i * 3 + j], answers[j].size());
    }
    text += '\n';
  }
  if (!report.conflicts.empty()) {
    text += fmt::format("\nconflicts: {}\n", report.conflicts.size());
    for (const std::string& conflict : report.conflicts) text += "  " + conflict + '\n';
  }
  return text;
}

}  // namespace hearim
