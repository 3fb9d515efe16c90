#include "report/link_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/link_charts.h"
#include "report/link_text.h"
#include "report/markup.h"
#include "report/number_text.h"
#include "report/page_frame.h"
#include "report/page_tables.h"
#include "report/untrusted_text.h"
#include "report/upset_chart.h"

namespace hearim {
namespace {

std::string count_of(std::uint64_t count) { return count_text(static_cast<std::int64_t>(count)); }
std::string counted_of(std::uint64_t count, std::string_view noun) {
  return counted(static_cast<std::int64_t>(count), noun);
}
std::string people_of(std::uint64_t count) {
  return count == 1 ? "1 person" : count_of(count) + " people";
}

// An estimate of nothing is still an estimate.
std::string small_share_text(double share) {
  return share < 0.001 ? "under 0.1%" : percent_text(share);
}

// A header row; columns whose name begins with '#' hold numbers.
void write_head(Markup& page, std::initializer_list<std::string_view> names) {
  Scope head(page, "thead");
  Scope row(page, "tr");
  for (const std::string_view name : names) {
    if (name.starts_with('#'))
      page.element("th", name.substr(1), {{"class", "n"}, {"scope", "col"}});
    else
      page.element("th", name, {{"scope", "col"}});
  }
}

void write_facts(Markup& page, const LinkReport& report) {
  Scope facts(page, "dl", {{"class", "facts"}});
  const auto fact = [&](std::string_view name, const std::string& value) {
    Scope pair(page, "div");
    page.element("dt", name).element("dd", value);
  };
  fact("records", count_of(report.record_count));
  fact(report.lists.size() == 1 ? "list" : "lists", count_of(report.lists.size()));
  fact("people", count_of(report.people_count));
  fact("pairs in doubt", count_of(report.doubtful_count));
  if (report.rejected_count() > 0) fact("rows not used", count_of(report.rejected_count()));
}

void write_deck(Markup& page, const LinkReport& report) {
  std::string doubt = "The number is a decision pair by pair, not a count. ";
  if (report.draw_count > 0)
    doubt += "Over " + counted(report.draw_count, "draw") +
             " of what is in doubt it lies between " + count_of(report.people_low) + " and " +
             count_of(report.people_high) + " (95%). ";
  doubt += report.model.status == FitStatus::no_matches
               ? "There was nothing to learn from: no matches were found."
               : "Of the true pairs " + small_share_text(report.model.miss_share) +
                     " may have met no blocking rule.";
  page.element("p", doubt, {{"class", "deck"}});
  page.element("p",
               "This page names lists, columns and row numbers. It shows " +
                   std::string(std::any_of(report.doubtful.begin(), report.doubtful.end(),
                                           [](const auto& pair) { return !pair.values.empty(); })
                                   ? "values of records, as was asked for: treat it like the lists."
                                   : "no value of any record."),
               {{"class", "deck"}});
}

void write_lists(Markup& page, const LinkReport& report) {
  Scope section(page, "section");
  page.element("h2", "What was understood of the lists");
  for (const LinkListShown& list : report.lists) {
    {
      Scope heading(page, "h4");
      page.name(clean_text(list.name));
    }
    page.element("p",
                 counted_of(list.record_count, "record") + " of " + people_of(list.people_count) +
                     "; " + list.encoding +
                     (list.clean ? "; said to hold nobody twice" : "; may hold people twice"),
                 {{"class", "lead"}});
    Scope scroll(page, "div", {{"class", "scroll"}});
    Scope table(page, "table");
    write_head(page, {"column", "read as", "known by"});
    Scope body(page, "tbody");
    for (const LinkColumnShown& column : list.columns) {
      Scope row(page, "tr");
      {
        Scope head(page, "th", {{"scope", "row"}});
        page.name(clean_text(column.column));
      }
      {
        Scope cell(page, "td");
        page.text(column.field.empty() ? column.how : column.type);
        if (!column.field.empty() && column.field != column.column) {
          Scope joined(page, "small");
          page.text("joined with ").name(clean_text(column.field));
        }
      }
      page.element("td", (column.field.empty() ? "" : column.how) +
                             (column.evidence.empty() || column.field.empty() ? "" : ": ") +
                             column.evidence);
    }
  }
  if (report.rejected_count() + report.unreadable.size() + report.notes.size() == 0) {
    page.element("p", "Every row and every value could be read.");
    return;
  }
  Scope unused(page, "section");
  page.element("h3", "What could not be used");
  Scope list(page, "ul");
  for (const RejectedShown& reason : report.rejected)
    page.element("li", counted_of(reason.count, "row") + " left out: " + reason.reason +
                           " (first at " + clean_text(reason.first_at) + ").");
  for (const UnreadableShown& values : report.unreadable)
    page.element("li", counted_of(values.count, "value") + " of " + clean_text(values.field) +
                           " in " + clean_text(values.list) +
                           " cannot be read and counts as missing (first in row " +
                           count_of(values.first_row) + ").");
  for (const LinkListShown& shown : report.lists)
    for (const std::string& note : shown.notes)
      page.element("li", clean_text(shown.name) + ": " + clean_text(note) + ".");
  for (const std::string& note : report.notes) page.element("li", clean_text(note) + ".");
}

void write_weights(Markup& page, const LinkReport& report) {
  Scope section(page, "section");
  page.element("h2", "How sure the pairs are");
  page.element("p",
               "Each compared pair has a weight in bits: how much more often records of one person "
               "compare like this than records of two people do. One bit doubles the odds; 0 bits "
               "are even odds. Two heaps far apart mean that little is in doubt; pairs near the "
               "threshold are those to look at.",
               {{"class", "lead"}});
  write_figure(
      page, [&](double width) { return weight_chart(report, width); },
      counted_of(report.model.pair_count, "compared pair") +
          "; the scale of counts is logarithmic. Coloured: above the threshold, at which a pair is "
          "one person with probability " +
          digits_text(report.options.probability_min, 3) +
          ". Groups are joined by their mean weight over all pairs, so one strong pair alone does "
          "not join them.");
}

void write_fields(Markup& page, const LinkReport& report) {
  Scope section(page, "section");
  page.element("h2", "What agreement is worth");
  page.element(
      "p",
      "For each field: how strongly each level of agreement speaks for or against one "
      "person, learned from these lists alone. Beside the bar: how often it is seen "
      "between two records of one person (m) and of two people (u). Levels that no compared pair "
      "reached are left out.",
      {{"class", "lead"}});
  double bits_max = 1;
  for (const FieldReport& field : report.model.fields)
    for (const LevelReport& level : field.levels)
      if (level.pair_count > 0) bits_max = std::max(bits_max, std::fabs(level.log2_m_over_u));
  for (const FieldReport& field : report.model.fields) {
    const LinkField& named = report.fields.at(static_cast<std::size_t>(field.field));
    {
      Scope heading(page, "h4");
      page.name(clean_text(named.name)).text(" (" + std::string(field_type_name(named.type)) + ")");
    }
    if (!field.used) {
      page.element("p", "Not compared by itself: " + clean_text(field.why_not_used) + ".");
      continue;
    }
    const std::string missing =
        "Missing in " + percent_text(field.missing_share) + " of the records.";
    const bool compared =
        std::any_of(field.levels.begin(), field.levels.end(), [&](const LevelReport& level) {
          return level.pair_count > 0 && &level != &field.levels.back();
        });
    if (!compared) {
      page.element("p", missing + " No compared pair has it on both sides: it says nothing.");
      continue;
    }
    write_figure(
        page, [&](double width) { return level_chart(field, bits_max, width); }, missing);
  }
}

void write_blocking(Markup& page, const LinkReport& report) {
  Scope section(page, "section");
  page.element("h2", "What was compared, and what may be missed");
  std::string words = counted_of(report.model.pair_count, "pair") + " out of " +
                      about_text(static_cast<double>(report.record_count) *
                                 (static_cast<double>(report.record_count) - 1) / 2) +
                      " possible were compared: those that agree on every part of some rule below.";
  if (report.model.status != FitStatus::no_matches)
    words += " All rules together are expected to miss " +
             small_share_text(report.model.miss_share) +
             " of true pairs. That estimate is made from pairs that agree on something: people "
             "whose records agree on nothing are beyond it.";
  page.element("p", words);
  if (!report.forecast.tightened.empty()) page.element("p", report.forecast.tightened + ".");
  {
    Scope scroll(page, "div", {{"class", "scroll"}});
    Scope table(page, "table");
    write_head(page, {"records agree on", "#pairs in blocks", "#compared first here",
                      "#missed by it alone", "#not compared"});
    Scope body(page, "tbody");
    for (const RuleReport& rule : report.model.rules) {
      Scope row(page, "tr");
      page.element("th", clean_text(rule.words), {{"scope", "row"}});
      page.element("td", count_of(rule.block_pair_count), {{"class", "n"}});
      page.element("td", count_of(rule.new_pair_count), {{"class", "n"}});
      page.element("td", small_share_text(rule.miss_share), {{"class", "n"}});
      Scope cell(page, "td", {{"class", "n"}});
      page.text(rule.blocks_cut == 0 ? "none" : count_of(rule.pairs_cut));
      if (rule.blocks_cut > 0)
        page.element("small", counted_of(rule.blocks_cut, "block") + " of more than " +
                                  count_of(report.options.block_size_max) + " records");
    }
  }
}

void write_people(Markup& page, const LinkReport& report) {
  Scope section(page, "section");
  page.element("h2", "Who was found");
  {
    Scope scroll(page, "div", {{"class", "scroll"}});
    Scope table(page, "table");
    write_head(page, {"#records of one person", "#people", "#records in all"});
    Scope body(page, "tbody");
    for (const ClusterSizeShown& size : report.cluster_sizes) {
      Scope row(page, "tr");
      page.element("td", count_of(size.records), {{"class", "n"}});
      page.element("td", count_of(size.clusters), {{"class", "n"}});
      page.element("td", count_of(size.records * size.clusters), {{"class", "n"}});
    }
  }
  if (report.lists.size() < 2) return;
  Scope overlaps(page, "section");
  page.element("h3", "How the lists overlap");
  const CaptureTable table = report.capture_table();
  write_empty_pairs(page, table);
  write_figure(
      page, [&](double width) { return upset_chart(table, {.width = width}); },
      "Each column is a combination of lists, marked by dots, and the people on exactly those "
      "lists. These overlaps are what an estimate of the people on no list rests on.");
  write_pattern_table(page, table);
}

void write_pair(Markup& page, const LinkPairShown& pair) {
  Scope keep(page, "div", {{"class", "keep"}});
  {
    Scope heading(page, "h4");
    page.name(clean_text(pair.a.list)).text(" row " + count_of(pair.a.row) + " and ");
    page.name(clean_text(pair.b.list)).text(" row " + count_of(pair.b.row));
  }
  page.element("p", std::string(pair.together ? "Taken for one person" : "Taken for two people") +
                        "; the two alone: " + bits_text(pair.why.weight) + ", probability " +
                        probability_text(pair.why.probability) + ".");
  Scope scroll(page, "div", {{"class", "scroll"}});
  Scope table(page, "table");
  Scope body(page, "tbody");
  const auto line = [&](std::string_view words, double bits) {
    Scope row(page, "tr");
    page.element("td", words);
    page.element("td", bits_text(bits), {{"class", "n"}});
  };
  line("before looking: how rare one person among any two records is", pair.why.prior_weight);
  for (std::size_t f = 0; f < pair.why.fields.size(); ++f) {
    if (pair.why.fields[f].weight == 0 && f >= pair.values.size()) continue;  // missing
    Scope row(page, "tr");
    {
      Scope cell(page, "td");
      page.text(clean_text(evidence_words(pair.why.fields[f])));
      if (f < pair.values.size()) {
        Scope values(page, "small");
        page.name(clean_text(pair.values[f].first)).text(" | ");
        page.name(clean_text(pair.values[f].second));
      }
    }
    page.element("td", bits_text(pair.why.fields[f].weight), {{"class", "n"}});
  }
  if (pair.why.circumstances_weight < -0.05)
    line("people of one place or trade agree like this too", pair.why.circumstances_weight);
}

void write_doubt(Markup& page, const LinkReport& report) {
  if (report.doubtful.empty() && report.explained.empty()) return;
  Scope section(page, "section");
  if (!report.doubtful.empty()) {
    page.element("h2", "The pairs most in doubt");
    page.element(
        "p",
        "One pair for each two groups of records that could be one person or two, the "
        "nearest to even odds first; fields that are missing on a side say nothing and are left "
        "out. Look these up in the lists by their row numbers. A "
        "group is judged by all its pairs, so a pair's own weight may point the other "
        "way.",
        {{"class", "lead"}});
    for (const LinkPairShown& pair : report.doubtful) write_pair(page, pair);
  }
  if (!report.explained.empty()) {
    page.element("h2", "Pairs asked about");
    for (const LinkPairShown& pair : report.explained) write_pair(page, pair);
  }
}

void write_scores(Markup& page, const LinkReport& report) {
  if (!report.evaluation) return;
  const LinkEvaluation& scores = *report.evaluation;
  Scope section(page, "section");
  page.element("h2", "Against known identity");
  page.element("p", "The column " + clean_text(report.truth_column) +
                        " says who is who; it was used for this table only. Of " +
                        counted_of(scores.found_pairs, "pair") + " found, " +
                        count_of(scores.right_pairs) + " are right; there are " +
                        count_of(scores.true_pairs) + " in truth.");
  Scope scroll(page, "div", {{"class", "scroll"}});
  Scope table(page, "table");
  write_head(page, {"counted by", "#precision", "#recall", "#F1"});
  Scope body(page, "tbody");
  const auto line = [&](std::string_view name, const PairwiseScores& s) {
    Scope row(page, "tr");
    page.element("th", name, {{"scope", "row"}});
    for (const double value : {s.precision, s.recall, s.f1})
      page.element("td", digits_text(value, 4), {{"class", "n"}});
  };
  line("pairs", scores.pairwise);
  line("records (B-cubed)", scores.b_cubed);
}

void write_assumptions(Markup& page) {
  static constexpr const char* kAssumptions[] = {
      "Given that two records are of one person, an error in one field says nothing of an error in "
      "another. Hurried records have errors everywhere: pairs of poor records are then weighed too "
      "low, pairs of good ones too high. Read weights beyond about 20 bits as \"sure\", not as "
      "odds.",
      "Two different people agree on name, date and number independently of each other. Relatives "
      "who share a family name and a village are the usual exception; twins with like names are "
      "beyond the model.",
      "What a shared place or trade explains is not counted as evidence of one person: neighbours "
      "agree on several such fields together.",
      "Values are wrong by chance. A list that fills in invented full dates is not handled; 1 "
      "January for every unknown date is.",
      "A list said to hold nobody twice does. If it does, its duplicates count as two people "
      "each.",
      "A missing value is no evidence, for or against."};
  Scope section(page, "section");
  page.element("h2", "Method and assumptions");
  page.element("p",
               "Records are compared field by field on levels of agreement that know how rare the "
               "agreed value is (Fellegi and Sunter's model). How often each level occurs between "
               "records of one person and of two is learned by expectation-maximisation from the "
               "lists themselves, without labels. Groups are formed by average linkage over all "
               "pairs between them. What stays in doubt can be drawn (--draws) and carried into "
               "the estimate.");
  Scope list(page, "ul");
  for (const char* assumption : kAssumptions) page.element("li", assumption);
}

std::string_view fit_words(FitStatus status) {
  switch (status) {
    case FitStatus::converged:
      return "settled";
    case FitStatus::iteration_limit:
      return "had not settled: weights near the threshold may be off";
    case FitStatus::no_matches:
      break;
  }
  return "found no matches to learn from: what matches look like is assumed, not learned";
}

void write_making(Markup& page, const LinkReport& report) {
  Scope section(page, "section");
  page.element("h2", "How it was made");
  page.element("p",
               "The same program, files and seed give the same links on any machine and any number "
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
  fact("Learning", std::string(fit_words(report.model.status)) + ", after " +
                       counted(report.model.iterations, "round") + "; about " +
                       about_text(report.model.expected_matches) +
                       " matches among the compared pairs");
  fact("Odds before looking", bits_text(report.model.log2_prior_odds));
  for (const LinkListShown& shown : report.lists) {
    exact("List", shown.path);
    if (!shown.sha256.empty()) exact("its SHA-256", shown.sha256);
  }
}

void write_sources(Markup& page) {
  static constexpr const char* kSources[] = {
      "The model: I. Fellegi & A. Sunter, Journal of the American Statistical Association 64 "
      "(1969) "
      "1183-1210; W. Winkler, Proceedings of the Section on Survey Research Methods (1988) "
      "667-671.",
      "Doubt carried into the estimate: M. Sadinle, Annals of Applied Statistics 12 (2018) "
      "1013-1038.",
      "Scores: A. Bagga & B. Baldwin, COLING-ACL (1998) 79-85.",
      "Overlap chart: A. Lex, N. Gehlenborg, H. Strobelt, R. Vuillemot & H. Pfister, IEEE "
      "Transactions on Visualization and Computer Graphics 20 (2014) 1983-1992."};
  Scope section(page, "section");
  page.element("h2", "Sources");
  Scope list(page, "ul", {{"class", "sources"}});
  for (const char* source : kSources) page.element("li", source);
}

}  // namespace

std::string link_page(const LinkReport& report) {
  const std::string records = counted_of(report.record_count, "record");
  return framed_page(
      {.title = (report.lists.size() == 1
                     ? records
                     : records + " on " +
                           number_word(static_cast<std::int64_t>(report.lists.size())) + " lists") +
                ": " + people_of(report.people_count),
       .question = "Who is the same person?",
       .made_from = " A linkage of lists, by Hearim",
       .last_words =
           "Two records taken for one person are an inference, not a fact. Whoever acts on "
           "a single pair should look at both records first."},
      [&](Markup& page) {
        write_deck(page, report);
        write_facts(page, report);
      },
      [&](Markup& page) {
        write_weights(page, report);
        write_people(page, report);
        write_doubt(page, report);
        write_scores(page, report);
        write_blocking(page, report);
        write_fields(page, report);
        write_lists(page, report);
        write_assumptions(page);
        write_making(page, report);
        write_sources(page);
      });
}

}  // namespace hearim
