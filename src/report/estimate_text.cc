#include "report/estimate_text.h"

#include <algorithm>

#include "base/check.h"
#include "report/headline.h"
#include "report/number_text.h"
#include "report/plain_words.h"
#include "report/shown_interval.h"
#include "report/stability_summary.h"
#include "report/text_width.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

constexpr int kModelWidth = 14;
constexpr int kStatusWidth = 9;
constexpr int kNameWidth = 28;  // longer names lose their middle
constexpr std::size_t kListMax = 16;
constexpr std::size_t kPairMax = 10;

// Isolates only where a right-to-left name needs them: some terminals draw them as boxes.
std::string terminal_name(std::string_view name) {
  const std::string shown = fit_name(clean_text(name), kNameWidth, terminal_measure());
  return has_right_to_left(shown) ? isolate(shown) : shown;
}

std::string terminal_lists(const CaptureTable& table, const std::vector<int>& lists,
                           std::string_view separator) {
  std::string text;
  for (const int list : lists) {
    if (!text.empty()) text += separator;
    text += terminal_name(table.list_names().at(static_cast<std::size_t>(list)));
  }
  return text;
}

std::string padded(std::string text, int width) {
  const int have = terminal_width(text);
  if (have < width) text.append(static_cast<std::size_t>(width - have), ' ');
  return text;
}

class TextPage {
 public:
  TextPage(int width, TextColour colour) : width_(width), colour_(colour) {}

  std::string styled(std::string text, std::string_view code) const {
    if (colour_ == TextColour::off || text.empty()) return text;
    return "\x1b[" + std::string(code) + "m" + text + "\x1b[0m";
  }
  std::string bold(std::string text) const { return styled(std::move(text), "1"); }
  std::string status(EstimateStatus status, std::string text) const {
    switch (status) {
      case EstimateStatus::ok:
        return styled(std::move(text), "32");
      case EstimateStatus::weak:
        return styled(std::move(text), "33");
      case EstimateStatus::refused:
        break;
    }
    return styled(std::move(text), "31");
  }

  void line(std::string_view text = {}) {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    out_ += text;
    out_ += '\n';
  }
  // Cleaned and wrapped; lines after the first are indented by `hanging`.
  void paragraph(std::string_view text, int indent = 0, int hanging = -1) {
    if (hanging < 0) hanging = indent;
    const int inner = width_ - std::max(indent, hanging);
    bool first = true;
    for (const std::string& part : wrap_text(text, inner, terminal_measure())) {
      line(std::string(static_cast<std::size_t>(first ? indent : hanging), ' ') + part);
      first = false;
    }
  }
  void heading(std::string_view text) {
    for (const std::string& part : wrap_text(text, width_, terminal_measure())) line(bold(part));
  }
  int width() const { return width_; }
  std::string take() { return std::move(out_); }

 private:
  int width_;
  TextColour colour_;
  std::string out_;
};

std::string interval_text(const ShownInterval& shown) {
  if (!shown.low && !shown.high) return "(no interval)";
  return "(" + (shown.low ? people_text(*shown.low) : std::string("?")) + " - " +
         (shown.high ? people_text(*shown.high) : std::string("no limit")) + ")";
}

std::string number_cell(const Answer& answer) {
  if (!answer.shown) return "no number";
  return (answer.model == Model::lower_bound ? ">= " : "") + people_text(answer.shown->point);
}

// The assumptions stand once, in the first table; further strata repeat only the numbers.
enum class Assumptions { shown, left_out };

void write_answers(TextPage& page, const std::vector<Answer>& answers, Assumptions assumptions) {
  int number_width = 6, interval_width = 10;
  for (const Answer& answer : answers) {
    number_width = std::max(number_width, terminal_width(number_cell(answer)));
    if (answer.shown)
      interval_width = std::max(interval_width, terminal_width(interval_text(*answer.shown)));
  }
  double level = 0.95;
  for (const Answer& answer : answers)
    if (answer.shown) level = answer.shown->level;
  const int words_at = 2 + kModelWidth + kStatusWidth + number_width + 1 + interval_width + 2;
  // A narrow column of words is a tall one: below 44 columns the assumption goes under the numbers.
  const bool words = assumptions == Assumptions::shown;
  const bool beside = words && page.width() - words_at >= 44;

  const bool interval_below = words_at - 2 > page.width();
  const std::string numbers_head =
      padded("N (" + percent_text(level) + " interval)", number_width + 1 + interval_width);
  page.line(page.bold("  " + padded("model", kModelWidth) + padded("status", kStatusWidth) +
                      numbers_head + (beside ? "  takes for granted" : "")));
  for (const Answer& answer : answers) {
    const EstimateStatus status = answer.estimate->status;
    const std::string number = number_cell(answer);
    std::string numbers;
    const std::string interval = answer.shown ? interval_text(*answer.shown) : std::string();
    if (answer.shown)
      numbers = std::string(static_cast<std::size_t>(number_width - terminal_width(number)), ' ') +
                page.bold(number) + (interval_below ? "" : " " + padded(interval, interval_width));
    else
      numbers = padded(number, number_width + 1 + interval_width);
    std::string start =
        "  " + padded(std::string(model_name(answer.model)), kModelWidth) +
        page.status(status, padded(std::string(status_name(status)), kStatusWidth)) + numbers;
    if (interval_below && answer.shown)
      start += "\n" + std::string(2 + kModelWidth + kStatusWidth, ' ') + interval;
    const std::string_view assumption = model_assumption(answer.model);
    if (!beside) {
      page.line(start);
      if (words) page.paragraph("if: " + std::string(assumption), 4, 8);
      continue;
    }
    bool first = true;
    for (const std::string& part :
         wrap_text(assumption, page.width() - words_at, terminal_measure())) {
      page.line((first ? start : std::string(static_cast<std::size_t>(words_at - 2), ' ')) + "  " +
                part);
      first = false;
    }
  }
}

void write_reasons(TextPage& page, const std::vector<Answer>& answers) {
  for (const Answer& answer : answers) {
    if (answer.estimate->reason.empty()) continue;
    page.line();
    const std::string_view verb = answer.estimate->status == EstimateStatus::refused ? " refused: "
                                  : answer.estimate->status == EstimateStatus::weak  ? " is weak: "
                                                                                     : ": ";
    page.paragraph("  " + std::string(model_name(answer.model)) + std::string(verb) +
                       clean_text(answer.estimate->reason),
                   2, 4);
  }
}

void write_stability(TextPage& page, const StratumReport& stratum) {
  const std::vector<StabilitySummary> summaries = summarise_stability(stratum);
  if (summaries.empty()) return;
  page.line();
  page.heading("Without each list, and with each two lists as one");
  for (const StabilitySummary& summary : summaries) {
    std::string text = padded(std::string(model_name(summary.model)), kModelWidth);
    if (summary.answered == 0) {
      text += "refused all " + counted(summary.asked, "time");
    } else {
      text += people_text(summary.low);
      if (summary.high > summary.low) text += " - " + people_text(summary.high);
      if (summary.answered < summary.asked)
        text += ", refused " + count_text(summary.asked - summary.answered) + " of " +
                counted(summary.asked, "time");
      if (summary.farthest && summary.farthest_factor >= 1.005) {
        text += "; moves most ";
        text += summary.farthest->change == ListChange::drop
                    ? "without " + terminal_lists(stratum.table, summary.farthest->lists, " + ")
                    : "with " + terminal_lists(stratum.table, summary.farthest->lists, " and ") +
                          " as one";
        text += " (factor " + factor_text(summary.farthest_factor) + ")";
      }
    }
    // The padding after the model's name must survive the wrapping.
    const std::string name = text.substr(0, kModelWidth);
    bool first = true;
    for (const std::string& part :
         wrap_text(text.substr(kModelWidth), page.width() - 2 - kModelWidth, terminal_measure())) {
      page.line("  " + (first ? name : std::string(kModelWidth, ' ')) + part);
      first = false;
    }
  }
}

void write_self_check(TextPage& page, const StratumReport& stratum) {
  const std::vector<SelfCheckSummary> summaries = summarise_self_check(stratum);
  if (summaries.empty()) return;
  page.line();
  page.heading("Known truth: each list hidden in turn and guessed from the others");
  for (const SelfCheckSummary& summary : summaries) {
    std::string text = padded(std::string(model_name(summary.model)), kModelWidth);
    text += summary.answered == 0
                ? "refused all " + counted(summary.asked, "time")
                : count_text(summary.covered) + " of " + counted(summary.answered, "interval") +
                      (summary.answered == 1 ? " holds" : " hold") + " the truth";
    if (summary.answered > 0 && summary.answered < summary.asked)
      text += ", " + counted(summary.asked - summary.answered, "refusal");
    page.line("  " + text);
  }
}

void write_empty_pairs(TextPage& page, const CaptureTable& table) {
  const auto pairs = table.empty_pairs();
  if (pairs.empty()) return;
  std::string text = "Pairs of lists that share nobody: ";
  for (std::size_t i = 0; i < pairs.size() && i < kPairMax; ++i)
    text += (i == 0 ? "" : ", ") + terminal_lists(table, {pairs[i].first, pairs[i].second}, "·");
  if (pairs.size() > kPairMax)
    text += " and " + counted(static_cast<std::int64_t>(pairs.size() - kPairMax), "other");
  page.paragraph(text, 0, 2);
}

void write_stratum(TextPage& page, const StratumReport& stratum, Assumptions assumptions) {
  const std::vector<Answer> answers = answers_of(stratum);
  if (!stratum.labels.empty()) {
    std::string name;
    for (const auto& [column, value] : stratum.labels)
      name += (name.empty() ? "" : ", ") + terminal_name(column) + ": " + terminal_name(value);
    page.line();
    page.heading("== " + name + " ==");
    page.paragraph(count_text(stratum.table.observed()) + " people in " +
                   counted(static_cast<std::int64_t>(stratum.table.patterns().size()), "pattern"));
  }
  write_empty_pairs(page, stratum.table);
  page.line();
  write_answers(page, answers, assumptions);
  if (!stratum.disagreement.summary.empty()) {
    page.line();
    page.paragraph(clean_text(stratum.disagreement.summary));
  }
  write_reasons(page, answers);
  write_stability(page, stratum);
  write_self_check(page, stratum);
}

}  // namespace

std::string estimate_text(const EstimateReport& report, int width, TextColour colour) {
  CHECK(width >= 60);
  TextPage page(width, colour);
  page.heading(estimate_headline(report).title);
  std::string lists;
  const std::size_t list_count = report.input.lists.size();
  for (std::size_t i = 0; i < list_count && i < kListMax; ++i)
    lists += (lists.empty() ? "" : ", ") + terminal_name(report.input.lists[i]);
  if (list_count > kListMax)
    lists += " and " + count_text(static_cast<std::int64_t>(list_count - kListMax)) + " more";
  page.paragraph(count_text(report.input.observed) + " people on " +
                     counted(static_cast<std::int64_t>(list_count), "list") + " (" + lists + "), " +
                     counted(report.input.patterns, "pattern"),
                 0, 2);
  for (const std::string& note : report.input.notes)
    page.paragraph("Note: " + clean_text(note), 0, 2);
  if (report.input.linkage_draws > 0)
    page.paragraph("The table comes as " + counted(report.input.linkage_draws, "draw") +
                   " of the record linkage; the answers are mixed over them.");
  Assumptions assumptions = Assumptions::shown;
  if (!report.combined.empty()) {
    page.line();
    page.heading("== All " + count_text(static_cast<std::int64_t>(report.strata.size())) +
                 " strata" + " together ==");
    const std::vector<Answer> answers = answers_of(report.combined);
    write_answers(page, answers, assumptions);
    assumptions = Assumptions::left_out;
    write_reasons(page, answers);
  }
  for (const StratumReport& stratum : report.strata) {
    // A stratum may have methods that the total lacks.
    if (stratum.results.size() > report.combined.size() && &stratum == &report.strata.front())
      assumptions = Assumptions::shown;
    write_stratum(page, stratum, assumptions);
    assumptions = Assumptions::left_out;
  }
  return page.take();
}

}  // namespace hearim
