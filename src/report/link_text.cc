#include "report/link_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "report/number_text.h"
#include "report/text_width.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

std::string shown_name(std::string_view name) {
  const std::string text = clean_text(name);
  return has_right_to_left(text) ? isolate(text) : text;
}

std::string count_of(std::uint64_t count) { return count_text(static_cast<std::int64_t>(count)); }
std::string counted_of(std::uint64_t count, std::string_view noun) {
  return counted(static_cast<std::int64_t>(count), noun);
}

// Paragraphs and lists of a width, the lines after the first indented by `hang` columns more.
class Lines {
 public:
  explicit Lines(int width) : width_(width) {}

  Lines& add(std::string_view text, int indent = 0, int hang = 2) {
    const double room = std::max(20, width_ - indent - hang);
    bool first = true;
    for (const std::string& line : wrap_text(text, room, terminal_measure())) {
      out_.append(static_cast<std::size_t>(indent + (first ? 0 : hang)), ' ');
      out_ += line + '\n';
      first = false;
    }
    return *this;
  }
  // `label`, padded to `column`, then the text beside it.
  Lines& row(std::string_view label, int column, std::string_view text, int indent = 2) {
    const int label_width = terminal_width(label);
    const int left = indent + std::max(column, label_width) + 2;
    bool first = true;
    for (const std::string& line :
         wrap_text(text, std::max(20, width_ - left), terminal_measure())) {
      if (first) {
        out_.append(static_cast<std::size_t>(indent), ' ');
        out_ += label;
        out_.append(static_cast<std::size_t>(left - indent - label_width), ' ');
      } else {
        out_.append(static_cast<std::size_t>(indent + column + 2), ' ');
      }
      out_ += line + '\n';
      first = false;
    }
    return *this;
  }
  std::string take() { return std::move(out_); }

 private:
  int width_;
  std::string out_;
};

constexpr int kLabelMax = 24;

int label_column(const std::vector<std::string>& labels) {
  int column = 0;
  for (const std::string& label : labels) {
    column = std::max(column, std::min(kLabelMax, terminal_width(label)));
  }
  return column;
}

std::string column_words(const LinkColumnShown& column) {
  const std::string evidence = column.evidence.empty() ? "" : ": " + column.evidence;
  if (column.how == "truth") return "known identity, for scores only";
  if (column.how == "ignored") return "ignored, as the settings say";
  if (column.field.empty()) return "not used" + evidence;
  std::string words = column.type;
  if (column.field != column.column) words += ", joined with " + shown_name(column.field);
  if (column.how == "values") return words + " (by its values" + evidence + ")";
  if (column.how == "header") return words + " (by its header" + evidence + ")";
  return words;
}

bool same_columns(const LinkListShown& a, const LinkListShown& b) {
  return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const LinkColumnShown& x, const LinkColumnShown& y) {
                      return x.column == y.column && column_words(x) == column_words(y);
                    });
}

std::string value_text(const std::string& value) {
  return value.empty() ? "(missing)" : shown_name(value);
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string_view output_words(std::string_view what) {
  if (what == "clusters") return "who is who";
  if (what == "pairs") return "pairs with reasons";
  if (what == "table") return "capture table, for hearim estimate";
  if (what == "rejected") return "rows that cannot be used";
  return "the page";
}

}  // namespace

std::string memory_text(std::uint64_t bytes) {
  const double value = static_cast<double>(bytes);
  if (value < 1e6) return fmt::format("{:.0f} kB", std::ceil(value / 1e3));
  if (value < 1e9) return fmt::format("{:.0f} MB", value / 1e6);
  return fmt::format("{:.1f} GB", value / 1e9);
}

std::string duration_text(double seconds) {
  if (seconds < 1) return "under a second";
  if (seconds < 90) return fmt::format("about {:.0f} s", seconds);
  if (seconds < 5400) return fmt::format("about {:.0f} min", seconds / 60);
  return fmt::format("about {:.0f} hours", seconds / 3600);
}

std::string bits_text(double bits) { return fmt::format("{:+.1f} bits", bits); }

std::string probability_text(double probability) {
  if (probability < 1e-6) return "under 1 in a million";
  if (probability > 1 - 1e-6) return "over 0.999999";
  if (probability < 1e-3) return fmt::format("1 in {}", about_text(1 / probability));
  return fmt::format("{:.{}f}", probability, probability > 0.999 ? 6 : 3);
}

std::string evidence_words(const FieldEvidence& field) {
  const std::string bits = " (" + bits_text(field.weight) + ")";
  return field.words.ends_with(bits) ? field.words.substr(0, field.words.size() - bits.size())
                                     : field.words;
}

std::string record_text(const LinkRecordName& record) {
  return shown_name(record.list) + " row " + count_of(record.row);
}

std::string link_understood_text(const LinkReport& report, int width) {
  Lines lines(width);
  for (std::size_t l = 0; l < report.lists.size(); ++l) {
    const LinkListShown& list = report.lists[l];
    std::string head = shown_name(list.name) + ": " + counted_of(list.record_count, "record");
    if (list.encoding != "UTF-8") head += ", " + list.encoding;
    if (list.clean) head += ", holds nobody twice (as said)";
    lines.add(head);
    for (const std::string& note : list.notes) lines.add(clean_text(note), 2);
    std::size_t like = 0;
    while (like < l && !same_columns(report.lists[like], list)) ++like;
    if (like < l) {
      lines.add("columns as in " + shown_name(report.lists[like].name), 2);
      continue;
    }
    std::vector<std::string> labels;
    for (const LinkColumnShown& column : list.columns) labels.push_back(shown_name(column.column));
    const int at = label_column(labels);
    for (std::size_t c = 0; c < labels.size(); ++c) {
      lines.row(labels[c], at, column_words(list.columns[c]));
    }
  }
  if (report.rejected_count() > 0) {
    lines.add("Rows that cannot be used: " + count_of(report.rejected_count()));
    for (const RejectedShown& reason : report.rejected) {
      lines.add(fmt::format("{}: {} (first at {})", counted_of(reason.count, "row"), reason.reason,
                            clean_text(reason.first_at)),
                2);
    }
  }
  for (const UnreadableShown& values : report.unreadable) {
    lines.add(fmt::format("{} of {} in {} cannot be read and {} as missing (first in row {})",
                          counted_of(values.count, "value"), shown_name(values.field),
                          shown_name(values.list), values.count == 1 ? "counts" : "count",
                          count_of(values.first_row)));
  }
  for (const std::string& note : report.notes) lines.add("Note: " + clean_text(note));
  return lines.take();
}

std::string link_forecast_text(const LinkForecastShown& shown, int width) {
  Lines lines(width);
  if (!shown.tightened.empty()) lines.add(shown.tightened);
  lines.add(fmt::format("Forecast: at most {} to compare, {} of memory, {}",
                        counted_of(shown.forecast.pair_count_max, "pair"),
                        memory_text(shown.forecast.memory_bytes), duration_text(shown.seconds)));
  return lines.take();
}

std::string link_found_text(const LinkReport& report, int width) {
  const LinkModelReport& model = report.model;
  Lines lines(width);
  std::string head =
      fmt::format("{} on {}: {}", counted_of(report.record_count, "record"),
                  counted_of(report.lists.size(), "list"),
                  report.people_count == 1 ? std::string("1 person")
                                           : count_of(report.people_count) + " people");
  if (report.draw_count > 0 && report.people_low < report.people_high) {
    head += fmt::format(" ({} to {} in {} draws)", count_of(report.people_low),
                        count_of(report.people_high),
                        count_of(static_cast<std::uint64_t>(report.draw_count)));
  }
  lines.add(head);
  if (report.lists.size() > 1) {
    std::vector<std::int64_t> on(report.lists.size() + 1, 0);
    for (const CapturePattern& pattern : report.patterns) {
      on[static_cast<std::size_t>(std::popcount(pattern.history))] += pattern.count;
    }
    std::string words;
    for (std::size_t k = 1; k < on.size(); ++k) {
      if (on[k] == 0) continue;
      words += (words.empty() ? "" : ", ") + count_text(on[k]) + " on " +
               counted(static_cast<std::int64_t>(k), "list");
    }
    lines.add(words, 2);
    std::vector<std::string> labels;
    for (const LinkListShown& list : report.lists) labels.push_back(shown_name(list.name));
    const int at = label_column(labels);
    for (std::size_t l = 0; l < labels.size(); ++l) {
      const std::uint64_t people = report.lists[l].people_count;
      lines.row(labels[l], at,
                counted_of(report.lists[l].record_count, "record") + " of " +
                    (people == 1 ? "1 person" : count_of(people) + " people"));
    }
  }
  std::string compared = fmt::format("Compared: {} under {}", counted_of(model.pair_count, "pair"),
                                     counted_of(model.rules.size(), "rule"));
  // What is missed is judged by what is found: with nothing found, nothing is known.
  if (model.status != FitStatus::no_matches) {
    compared += fmt::format(". Perhaps missed: {} of true pairs, which no rule brings together",
                            percent(model.miss_share));
  }
  lines.add(compared);
  for (const RuleReport& rule : model.rules) {
    if (rule.blocks_cut == 0) continue;
    lines.add(fmt::format("Not compared: {} in {} of more than {}, under the rule {}",
                          counted_of(rule.pairs_cut, "pair"), counted_of(rule.blocks_cut, "block"),
                          counted_of(report.options.block_size_max, "record"),
                          shown_name(rule.words)));
  }
  lines.add(
      fmt::format("In doubt: {} between {:.0f} % and {:.0f} %; groups are joined above {:g} %",
                  counted_of(report.doubtful_count, "pair"), 100 * kDoubtLow, 100 * kDoubtHigh,
                  100 * report.options.probability_min));
  if (model.status == FitStatus::no_matches) {
    lines.add("Found no matches to learn from: what matches look like is assumed, not learned");
  } else if (model.status == FitStatus::iteration_limit) {
    lines.add("Learning had not settled after " + counted(model.iterations, "round") +
              ": weights near the threshold may be off");
  }
  if (report.evaluation) {
    const auto scores = [&](const char* name, const PairwiseScores& s) {
      lines.add(fmt::format("{}: precision {:.4f}, recall {:.4f}, F1 {:.4f}", name, s.precision,
                            s.recall, s.f1));
    };
    scores("Pairwise", report.evaluation->pairwise);
    scores("B-cubed", report.evaluation->b_cubed);
  }
  for (const LinkOutputShown& output : report.outputs) {
    lines.add(fmt::format("Written: {} ({})", shown_name(output.path), output_words(output.what)));
  }
  std::string text = lines.take();
  for (const LinkPairShown& pair : report.explained) {
    text += "\n" + link_pair_text(report, pair, width);
  }
  return text;
}

std::string link_pair_text(const LinkReport& report, const LinkPairShown& pair, int width) {
  Lines lines(width);
  const auto bits = [&](double weight, const std::string& words) {
    lines.row(fmt::format("{:+7.1f}", weight), 7, words, 0);
  };
  lines.add(record_text(pair.a) + " and " + record_text(pair.b));
  lines.add(clean_text(pair.why.words), 2, 0);
  bits(pair.why.prior_weight, "before looking: any two records are one person with probability " +
                                  probability_text(probability_of(pair.why.prior_weight)));
  for (std::size_t f = 0; f < pair.why.fields.size(); ++f) {
    const FieldEvidence& field = pair.why.fields[f];
    bits(field.weight, clean_text(evidence_words(field)));
    if (f >= pair.values.size()) continue;
    lines.add(value_text(pair.values[f].first) + " | " + value_text(pair.values[f].second), 9);
  }
  if (pair.why.circumstances_weight < -0.05) {
    bits(pair.why.circumstances_weight, "people of one place or trade agree like this too");
  }
  bits(pair.why.weight,
       fmt::format("bits in all: probability {}; groups are joined above {:g}",
                   probability_text(pair.why.probability), report.options.probability_min));
  std::string met;
  for (const std::string& rule : pair.why.met_by) met += (met.empty() ? "" : "; ") + rule;
  lines.add(met.empty() ? std::string("Compared only now: no blocking rule brings them together")
                        : "Brought together by: " + clean_text(met),
            2);
  return lines.take();
}

}  // namespace hearim
