#include "report/page_tables.h"

#include <algorithm>

#include "report/number_text.h"
#include "report/page_diagnostics.h"
#include "report/plain_words.h"
#include "report/stability_summary.h"

namespace hearim {
namespace {

constexpr std::size_t kPatternTableMax = 500;
constexpr std::size_t kPairMax = 12;

}  // namespace

void write_answer_table(Markup& page, const std::vector<Answer>& answers) {
  Scope scroll(page, "div", {{"class", "scroll"}});
  Scope table(page, "table");
  {
    Scope head(page, "thead");
    Scope row(page, "tr");
    page.element("th", "method", {{"scope", "col"}}).element("th", "status", {{"scope", "col"}});
    for (const char* name : {"people", "from", "to"})
      page.element("th", name, {{"class", "n"}, {"scope", "col"}});
  }
  Scope body(page, "tbody");
  for (const Answer& answer : answers) {
    const std::string& reason = answer.estimate->reason;
    {
      Scope row(page, "tr", {{"class", reason.empty() ? "answer" : "answer has-reason"}});
      {
        Scope head(page, "th", {{"scope", "row"}});
        page.text(model_title(answer.model));
        if (answer.shown)
          page.element("small", percent_text(answer.shown->level) + " interval, " +
                                    std::string(interval_words(answer.shown->kind)));
      }
      page.element("td", status_name(answer.estimate->status));
      if (answer.shown) {
        const ShownInterval& shown = *answer.shown;
        {
          Scope cell(page, "td", {{"class", "n"}});
          page.text(people_text(shown.point));
          if (answer.model == Model::lower_bound) page.element("small", "or more");
        }
        page.element("td", shown.low ? people_text(*shown.low) : "unknown", {{"class", "n"}});
        page.element("td", shown.high ? people_text(*shown.high) : "no limit", {{"class", "n"}});
      } else {
        page.element("td", "no number", {{"class", "n"}});
        page.element("td", "", {{"class", "n"}}).element("td", "", {{"class", "n"}});
      }
    }
    if (!reason.empty()) {
      Scope row(page, "tr", {{"class", "because"}});
      page.element("td", reason, {{"colspan", "5"}, {"dir", "auto"}});
    }
  }
}

void write_empty_pairs(Markup& page, const CaptureTable& table) {
  const auto pairs = table.empty_pairs();
  Scope paragraph(page, "p");
  if (pairs.empty()) {
    page.text("Every two lists share somebody.");
    return;
  }
  page.text(pairs.size() == 1
                ? "One pair of lists shares nobody: "
                : sentence_start(number_word(static_cast<std::int64_t>(pairs.size()))) +
                      " pairs of lists share nobody: ");
  for (std::size_t i = 0; i < pairs.size() && i < kPairMax; ++i) {
    if (i > 0) page.text(i + 1 == pairs.size() ? " and " : ", ");
    write_lists(page, table, History{1} << pairs[i].first | History{1} << pairs[i].second);
  }
  if (pairs.size() > kPairMax)
    page.text(" and " + count_text(static_cast<std::int64_t>(pairs.size() - kPairMax)) + " more");
  page.text(
      ". An empty pair can mean that the lists avoid each other, or only that few people "
      "are on either.");
}

void write_pattern_table(Markup& page, const CaptureTable& table) {
  Scope details(page, "details");
  page.element("summary", "All " + count_text(static_cast<std::int64_t>(table.patterns().size())) +
                              " combinations as numbers");
  {
    Scope element(page, "table");
    {
      Scope head(page, "thead");
      Scope row(page, "tr");
      page.element("th", "on exactly these lists", {{"scope", "col"}});
      page.element("th", "people", {{"class", "n"}, {"scope", "col"}});
    }
    Scope body(page, "tbody");
    std::size_t written = 0;
    for (const CapturePattern& pattern : table.patterns()) {
      if (written++ == kPatternTableMax) break;
      Scope row(page, "tr");
      {
        Scope cell(page, "td");
        write_lists(page, table, pattern.history);
      }
      page.element("td", count_text(pattern.count), {{"class", "n"}});
    }
  }
  if (table.patterns().size() > kPatternTableMax)
    page.element("p", "The first " + std::to_string(kPatternTableMax) +
                          " are shown; the file holds the rest.");
}

void write_self_check_table(Markup& page, const StratumReport& stratum) {
  const std::vector<SelfCheckSummary> summaries = summarise_self_check(stratum);
  Scope scroll(page, "div", {{"class", "scroll"}});
  Scope table(page, "table");
  {
    Scope head(page, "thead");
    Scope row(page, "tr");
    page.element("th", "hidden list", {{"scope", "col"}});
    page.element("th", "truth", {{"class", "n"}, {"scope", "col"}});
    page.element("th", "seen", {{"class", "n"}, {"scope", "col"}});
    for (const SelfCheckSummary& summary : summaries)
      page.element("th", model_title(summary.model), {{"class", "n"}, {"scope", "col"}});
  }
  Scope body(page, "tbody");
  std::vector<int> done;
  for (const SelfCheckRow& first : stratum.self_check) {
    if (std::find(done.begin(), done.end(), first.list) != done.end()) continue;
    done.push_back(first.list);
    Scope row(page, "tr");
    {
      Scope head(page, "th", {{"scope", "row"}});
      write_lists(page, stratum.table, History{1} << first.list);
    }
    page.element("td", count_text(first.truth), {{"class", "n"}});
    page.element("td", count_text(first.seen), {{"class", "n"}});
    for (const SelfCheckSummary& summary : summaries) {
      Scope cell(page, "td", {{"class", "n"}});
      for (const SelfCheckRow& check : stratum.self_check) {
        if (check.list != first.list || check.model != summary.model) continue;
        const std::optional<double> point = finite(check.point);
        if (check.status == EstimateStatus::refused || !point) {
          page.text("refused");
          break;
        }
        page.text(people_text(*point) + (check.covered ? " ✓" : " ✗"));
        const auto low = finite(check.low), high = finite(check.high);
        if (low || high)
          page.element("small", (low ? people_text(*low) : std::string("unknown")) + " to " +
                                    (high ? people_text(*high) : std::string("no limit")));
        break;
      }
    }
  }
}

}  // namespace hearim
