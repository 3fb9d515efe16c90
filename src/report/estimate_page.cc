#include "report/estimate_page.h"

#include <algorithm>

#include "report/density_chart.h"
#include "report/dial_chart.h"
#include "report/dot_panels.h"
#include "report/forest_chart.h"
#include "report/headline.h"
#include "report/markup.h"
#include "report/number_text.h"
#include "report/page_diagnostics.h"
#include "report/page_frame.h"
#include "report/page_tables.h"
#include "report/plain_words.h"
#include "report/self_check_chart.h"
#include "report/shown_interval.h"
#include "report/stability_chart.h"
#include "report/stability_summary.h"
#include "report/untrusted_text.h"
#include "report/upset_chart.h"

namespace hearim {
namespace {

void write_answers(Markup& page, const std::vector<Answer>& answers, std::int64_t observed,
                   std::string_view disagreement) {
  if (!disagreement.empty()) page.element("p", disagreement, {{"dir", "auto"}});
  write_figure(
      page,
      [&](double width) { return forest_chart(answers, {.width = width, .observed = observed}); },
      "The mark is a method's best guess, the line its interval. Filled: the number stands under "
      "its assumption. Hollow and dashed: weak, do not lean on it. Cross: refused. Shaded: below "
      "the lower bound's floor, where its assumption holds.");
  write_answer_table(page, answers);
}

std::string coverage_sentence(const StratumReport& stratum) {
  std::string text;
  for (const SelfCheckSummary& summary : summarise_self_check(stratum)) {
    const std::string phrase = sentence_start(std::string(model_phrase(summary.model)));
    text += (text.empty() ? "" : " ") + phrase;
    if (summary.answered == 0) {
      text += " refused all " + counted(summary.asked, "time") + ".";
      continue;
    }
    text += " held the truth in its interval " + number_word(summary.covered) + " of " +
            number_word(summary.answered) + (summary.answered == 1 ? " time" : " times");
    if (const int refused = summary.asked - summary.answered; refused > 0)
      text +=
          " and refused " + (refused == 1 ? std::string("once") : number_word(refused) + " times");
    text += ".";
  }
  return text;
}

std::string stability_sentence(const StratumReport& stratum) {
  std::string text;
  for (const StabilitySummary& summary : summarise_stability(stratum)) {
    const std::string phrase = sentence_start(std::string(model_phrase(summary.model)));
    text += (text.empty() ? "" : " ") + phrase;
    if (summary.answered == 0) {
      text += " refused all " + counted(summary.asked, "time") + ".";
      continue;
    }
    text += summary.answered == 1
                ? " gave " + about_text(summary.low)
                : " gave from " + about_text(summary.low) + " to " + about_text(summary.high);
    if (const int refused = summary.asked - summary.answered; refused > 0)
      text +=
          " and refused " + (refused == 1 ? std::string("once") : number_word(refused) + " times");
    if (summary.farthest && summary.farthest_factor >= 1.05)
      text += "; it moved most, by a factor of " + factor_text(summary.farthest_factor) + ", " +
              (summary.farthest->change == ListChange::drop ? "" : "with ") +
              change_text(stratum.table, *summary.farthest) +
              (summary.farthest->change == ListChange::drop ? "" : " as one list");
    text += ".";
  }
  return text;
}

// Headings one level down where strata have a heading of their own.
struct Level {
  std::string_view section;
};

void write_stratum_parts(Markup& page, const StratumReport& stratum, Level level) {
  const std::vector<Answer> answers = answers_of(stratum);
  const std::int64_t observed = stratum.table.observed();
  {
    Scope section(page, "section");
    page.element(level.section, "The answers, side by side");
    write_answers(page, answers, observed, stratum.disagreement.summary);
  }
  {
    Scope section(page, "section");
    page.element(level.section, "What the table holds");
    write_empty_pairs(page, stratum.table);
    write_figure(
        page, [&](double width) { return upset_chart(stratum.table, {.width = width}); },
        "Each column is a combination of lists, marked by dots, and the people on exactly those "
        "lists. The overlaps carry all that is known about the people on no list.");
    write_pattern_table(page, stratum.table);
  }
  if (has_density(stratum)) {
    Scope section(page, "section");
    page.element(level.section, "How sure each method is");
    page.element("p",
                 "Where a curve is high, the method finds that total likely. A long tail to the "
                 "right is a method saying that the lists hardly limit the number from above.",
                 {{"class", "lead"}});
    write_figure(
        page, [&](double width) { return density_chart(stratum, {.width = width}); },
        "Posterior distribution of N; for the log-linear method the bootstrap replicates. The "
        "darker part lies inside the interval. Curves are drawn to the same height.");
  }
  if (!stratum.stability.empty()) {
    Scope section(page, "section");
    page.element(level.section, "Would one list less change the answer?");
    page.element("p", stability_sentence(stratum), {{"class", "lead"}});
    const std::vector<StabilitySummary> summaries = summarise_stability(stratum);
    const bool drawn = std::any_of(summaries.begin(), summaries.end(),
                                   [](const StabilitySummary& s) { return s.answered > 0; });
    if (drawn)
      write_figure(
          page, [&](double width) { return stability_chart(stratum, {.width = width}); },
          "Each row asks the same question of slightly different lists. The dashed line is the "
          "answer with all lists; a method that holds stays near it.");
  }
  if (has_dial(stratum.dial)) {
    Scope section(page, "section");
    page.element(level.section, "The assumption no data can test");
    page.element("p",
                 "All the lists together may be tied in a way that no overlap shows. Turning that "
                 "tie, the odds ratio below, leaves the fit to the lists as it is and moves the "
                 "total along the curve. Whoever states a number has, knowingly or not, set this "
                 "dial.",
                 {{"class", "lead"}});
    write_figure(
        page, [&](double width) { return dial_chart(stratum.dial, {.width = width}); },
        "Total as a function of the highest-order odds ratio; the band is the " +
            percent_text(stratum.dial.level) +
            " interval given that ratio. Marks: where each method's answer sets the dial.");
  } else if (!stratum.dial.note.empty()) {
    Scope section(page, "section");
    page.element(level.section, "The assumption no data can test");
    page.element("p", stratum.dial.note, {{"dir", "auto"}});
  }
  if (!stratum.self_check.empty()) {
    Scope section(page, "section");
    page.element(level.section, "A test with known truth");
    page.element("p",
                 "Hide one list, and ask each method how many people are on it, from the other "
                 "lists alone. Here the truth is known. " +
                     coverage_sentence(stratum),
                 {{"class", "lead"}});
    const std::vector<SelfCheckSummary> summaries = summarise_self_check(stratum);
    const bool drawn = std::any_of(summaries.begin(), summaries.end(),
                                   [](const SelfCheckSummary& s) { return s.answered > 0; });
    if (drawn)
      write_figure(
          page, [&](double width) { return self_check_chart(stratum, {.width = width}); },
          "Beside each list stands how many people are on it. The dashed line is the truth.");
    write_self_check_table(page, stratum);
  }
  {
    Scope section(page, "section");
    page.element(level.section, "Diagnostics, for the expert");
    write_diagnostics(page, stratum);
  }
}

// Strata as rows, methods as panels.
Markup strata_chart(const EstimateReport& report, double width) {
  std::vector<DotPanel> panels;
  for (const CombinedEstimate& total : report.combined) panels.push_back({total.model, "", {}});
  if (panels.empty())
    for (const StratumReport& stratum : report.strata) {
      for (const ModelResult& result : stratum.results) panels.push_back({result.model, "", {}});
      if (!panels.empty()) break;
    }
  std::vector<DotRow> rows;
  for (const StratumReport& stratum : report.strata) {
    DotRow row{"", stratum_text(stratum), std::vector<DotCell>(panels.size())};
    const std::vector<Answer> answers = answers_of(stratum);
    for (std::size_t p = 0; p < panels.size(); ++p) {
      const Answer* answer = answer_of(answers, panels[p].model);
      if (!answer) continue;
      row.cells[p] = {true, answer->estimate->status, {}, {}, {}};
      if (!answer->shown) continue;
      row.cells[p].point = answer->shown->point;
      row.cells[p].low = answer->shown->low;
      row.cells[p].high = answer->shown->high;
    }
    rows.push_back(std::move(row));
  }
  return dot_panels(panels, rows,
                    {width, "people in all, per group", "Estimates per group and method."});
}

bool any_answer(const EstimateReport& report) {
  for (const StratumReport& stratum : report.strata)
    for (const Answer& answer : answers_of(stratum))
      if (answer.shown) return true;
  return false;
}

std::string anchor(std::size_t stratum) { return "stratum-" + std::to_string(stratum + 1); }

void write_groups(Markup& page, const EstimateReport& report) {
  if (!report.combined.empty()) {
    Scope section(page, "section");
    page.element("h2", "All groups together");
    page.element("p",
                 "Totals are added draw by draw, so that the doubts of the groups add up as doubts "
                 "do; ends of intervals are never added.",
                 {{"class", "lead"}});
    write_answers(page, answers_of(report.combined), report.input.observed, "");
  }
  {
    Scope section(page, "section");
    page.element("h2", "Group by group");
    if (any_answer(report))
      write_figure(
          page, [&](double width) { return strata_chart(report, width); },
          "Best guess and interval per group. Filled: stands under its assumption. Hollow: weak. "
          "Cross: refused.");
    Scope nav(page, "nav");
    Scope list(page, "ul");
    for (std::size_t i = 0; i < report.strata.size(); ++i) {
      Scope item(page, "li");
      page.element("a", stratum_text(report.strata[i]), {{"href", "#" + anchor(i)}});
    }
  }
  for (std::size_t i = 0; i < report.strata.size(); ++i) {
    Scope section(page, "section", {{"class", "stratum"}, {"id", anchor(i)}});
    page.element("h2", stratum_text(report.strata[i]));
    page.element(
        "p",
        count_text(report.strata[i].table.observed()) + " people recorded on at least one list.",
        {{"class", "lead"}});
    write_stratum_parts(page, report.strata[i], {"h3"});
  }
}

void write_making(Markup& page, const EstimateReport& report) {
  Scope section(page, "section");
  page.element("h2", "How it was made");
  page.element("p",
               "The same program, file and seed give the same digits on any machine and any number "
               "of threads.",
               {{"class", "lead"}});
  Scope list(page, "dl", {{"class", "plain"}});
  const auto fact = [&](std::string_view name, std::string_view value) {
    page.element("dt", name).element("dd", value, {{"dir", "auto"}});
  };
  const auto exact = [&](std::string_view name, std::string_view value) {
    page.element("dt", name);
    Scope cell(page, "dd");
    page.element("code", value);
  };
  if (!report.command_line.empty()) exact("Command", report.command_line);
  fact("Program", "Hearim " + report.version);
  exact("Seed", std::to_string(report.seed));
  exact("Input", report.input.path);
  if (!report.input.sha256.empty()) exact("SHA-256 of the input", report.input.sha256);
  page.element("dt", "Lists");
  {
    Scope cell(page, "dd");
    for (std::size_t i = 0; i < report.input.lists.size(); ++i) {
      if (i > 0) page.text(", ");
      page.name(clean_text(report.input.lists[i]));
    }
  }
  fact("People recorded", count_text(report.input.observed));
  fact("Combinations seen", count_text(report.input.patterns));
  if (report.input.linkage_draws > 0)
    fact("Record linkage", "the table comes as " + counted(report.input.linkage_draws, "draw") +
                               "; answers are mixed over them");
  for (const std::string& note : report.input.notes) fact("Note", note);
}

void write_sources(Markup& page) {
  static constexpr const char* kSources[] = {
      "Log-linear: L. Chan, B. Silverman & K. Vincent, Journal of the American Statistical "
      "Association 116 (2021) 1297-1306; B. Silverman, L. Chan & K. Vincent, Statistics and "
      "Computing 34 (2024); S. Fienberg & A. Rinaldo, Annals of Statistics 40 (2012) 996-1023; "
      "B. Efron, Journal of the American Statistical Association 82 (1987) 171-185.",
      "Decomposable graphs: D. Madigan & J. York, Biometrika 84 (1997) 19-31; A. P. Dawid & "
      "S. Lauritzen, Annals of Statistics 21 (1993) 1272-1317.",
      "Latent class: D. Manrique-Vallier, Biometrics 72 (2016) 1246-1254; convergence: A. Vehtari, "
      "A. Gelman, D. Simpson, B. Carpenter & P.-C. Bürkner, Bayesian Analysis 16 (2021) 667-718.",
      "Lower bound: A. Chao, Biometrics 43 (1987) 783-791 and 45 (1989) 427-438.",
      "The untestable odds ratio: S. Aleshin-Guendel, M. Sadinle & J. Wakefield, Biometrics 80 "
      "(2024).",
      "Checks on known truth: O. Binette & R. Steorts, Journal of the Royal Statistical Society A "
      "185 (2022) 640-676.",
      "Overlap chart: A. Lex, N. Gehlenborg, H. Strobelt, R. Vuillemot & H. Pfister, IEEE "
      "Transactions on Visualization and Computer Graphics 20 (2014) 1983-1992."};
  Scope section(page, "section");
  page.element("h2", "Sources");
  Scope list(page, "ul", {{"class", "sources"}});
  for (const char* source : kSources) page.element("li", source);
}

void write_facts(Markup& page, const EstimateReport& report) {
  Scope facts(page, "dl", {{"class", "facts"}});
  const auto fact = [&](std::string_view name, std::string_view value) {
    Scope pair(page, "div");
    page.element("dt", name).element("dd", value);
  };
  fact("people recorded", count_text(report.input.observed));
  fact("lists", count_text(static_cast<std::int64_t>(report.input.lists.size())));
  std::int64_t several = 0;
  for (const StratumReport& stratum : report.strata)
    several += stratum.table.observed() - (stratum.table.capture_frequencies().size() > 1
                                               ? stratum.table.capture_frequencies()[1]
                                               : 0);
  fact("on more than one list", count_text(several));
  fact("empty pairs of lists",
       count_text(static_cast<std::int64_t>(report.input.empty_pairs.size())));
  if (report.strata.size() > 1)
    fact("groups", count_text(static_cast<std::int64_t>(report.strata.size())));
}

}  // namespace

std::string estimate_page(const EstimateReport& report) {
  const Headline headline = estimate_headline(report);
  return framed_page(
      {.title = headline.title,
       .question = "How many in all?",
       .made_from = " An estimate from overlapping lists, by Hearim",
       .last_words = "A number in this page is an inference, not a count. Quote it with its "
                     "interval and its method, or not at all."},
      [&](Markup& page) {
        for (const std::string& paragraph : headline.deck)
          page.element("p", paragraph, {{"class", "deck"}, {"dir", "auto"}});
        write_facts(page, report);
      },
      [&](Markup& page) {
        if (report.strata.size() == 1)
          write_stratum_parts(page, report.strata[0], {"h2"});
        else
          write_groups(page, report);
        write_making(page, report);
        write_sources(page);
      });
}

}  // namespace hearim
