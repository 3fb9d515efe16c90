#include "report/case_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "report/forest_chart.h"
#include "report/number_text.h"
#include "report/page_frame.h"
#include "report/plain_words.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

struct StepWords {
  std::string_view step, words;
};
constexpr std::array<StepWords, 7> kStepWords = {
    {{"holdings", "What came into the case, counted"},
     {"read", "The reading of a text"},
     {"claims", "The board of claims, from all readings"},
     {"testimonies", "Testimonies, counted"},
     {"judged", "Judgements, counted"},
     {"link", "The linkage: who is the same person across the lists"},
     {"estimate", "The estimate: how many in all"}}};

constexpr std::array<Model, 4> kModels = {Model::loglinear, Model::decomposable,
                                          Model::latent_class, Model::lower_bound};

std::string anchor(std::string_view object) {  // "item:3" -> "item-3"
  std::string id(object);
  std::replace(id.begin(), id.end(), ':', '-');
  return id;
}

std::string statement_anchor(std::int64_t item, std::string_view annotation) {
  return fmt::format("statement-{}-{}", item, annotation);
}

std::string day_and_time(const std::string& time) {
  std::string text = time.substr(0, 19);
  if (text.size() == 19) text[10] = ' ';
  return text;
}

// An answer of the JSON as a value again, for the chart.
struct KeptAnswer {
  Model model = Model::loglinear;
  PopulationEstimate estimate;
};
std::vector<KeptAnswer> answers_from(const Json& estimates) {
  std::vector<KeptAnswer> answers;
  for (const Json& one : estimates) {
    KeptAnswer kept;
    for (const Model model : kModels)
      if (model_name(model) == one.value("model", "")) kept.model = model;
    for (const auto status : {EstimateStatus::ok, EstimateStatus::weak, EstimateStatus::refused})
      if (status_name(status) == one.value("status", "")) kept.estimate.status = status;
    kept.estimate.reason = one.value("reason", "");
    if (one.contains("population")) {
      const Json& given = one["population"];
      PopulationInterval interval{.point = given.value("point", 0.0), .low = {}, .high = {}};
      if (given.contains("low")) interval.low = given["low"].get<double>();
      if (given.contains("high")) interval.high = given["high"].get<double>();
      interval.level = given.value("level", 0.95);
      for (const auto kind :
           {IntervalKind::bca, IntervalKind::profile, IntervalKind::credible, IntervalKind::bound})
        if (interval_kind_name(kind) == given.value("kind", "")) interval.kind = kind;
      kept.estimate.population = interval;
    }
    answers.push_back(std::move(kept));
  }
  return answers;
}

class CasePageWriter {
 public:
  CasePageWriter(const CasePage& page, PageMask& mask, PagePass pass)
      : of_(page), mask_(mask), pass_(pass) {}

  std::string write() {
    const bool answered = of_.estimate && of_.estimate->content.contains("headline") &&
                          figure_at(of_.estimate, "/headline", "text") != nullptr;
    const PageFrame frame{
        .title = answered      ? safe(of_.estimate->content["headline"].get<std::string>())
                 : of_.linkage ? "How many in all was not estimated"
                               : "No lists of people were linked",
        .question = "What this case shows",
        .made_from = " A report by Hearim, every number open to its sources",
        .last_words =
            "The custody log proves what was received and when, and that nothing was altered "
            "since. It does not prove that what was said is true.",
        .title_figure =
            answered ? std::to_string(figure_at(of_.estimate, "/headline", "text")->id) : ""};
    return framed_page(
        frame, [&](Markup& page) { write_answer(page, answered); },
        [&](Markup& page) {
          write_holdings(page);
          write_people(page);
          write_claims(page);
          write_testimonies(page);
          write_judged(page);
          write_limits(page);
          write_custody(page);
          write_figures(page);
          write_results(page);
          write_statements(page);
          write_lists(page);
          write_items(page);
        });
  }

 private:
  // Words from outside, with nobody's name in them.
  std::string safe(std::string_view words) {
    if (pass_ == PagePass::publish) return mask_.masked(words);
    mask_.consider(words);
    return std::string(words);
  }
  void name(Markup& page, std::string_view words) { page.name(safe(words)); }
  void quote(Markup& page, std::string_view words) {
    page.element("q", safe(words), {{"class", "said"}, {"dir", "auto"}});
  }

  const PageFigure* figure_at(const std::optional<PageSource>& source, const std::string& pointer,
                              std::string_view as) const {
    if (!source) return nullptr;
    return figure_at(source->result, pointer, as);
  }
  const PageFigure* figure_at(std::int64_t result, const std::string& pointer,
                              std::string_view as) const {
    const auto it = of_.figures.find(fmt::format("result:{}{} {}", result, pointer, as));
    return it == of_.figures.end() ? nullptr : &it->second;
  }

  // The figure as a link to how it was made; "–" where it was not made.
  void put(Markup& page, const PageFigure* figure, std::string_view css = "figure") {
    if (figure == nullptr) {
      page.element("span", "–", {{"title", "not made"}});
      return;
    }
    const std::string id = std::to_string(figure->id);
    Scope link(page, "a",
               {{"class", figure->stale.empty() ? css : "figure stale"},
                {"data-figure", id},
                {"href", "#figure-" + id}});
    page.element("bdi", safe(figure->value));
    if (!figure->stale.empty()) page.text(" (stale)");
  }
  void put(Markup& page, const std::optional<PageSource>& source, const std::string& pointer,
           std::string_view as = "count") {
    put(page, figure_at(source, pointer, as));
  }

  // "{/found} were found, {/refused count} refused": what is in braces is a figure of `source`.
  void say(Markup& page, const std::optional<PageSource>& source, std::string_view words) {
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t open = words.find('{', at);
      page.text(words.substr(at, open == std::string_view::npos ? open : open - at));
      if (open == std::string_view::npos) return;
      const std::size_t close = words.find('}', open);
      const std::string_view inside = words.substr(open + 1, close - open - 1);
      const std::size_t space = inside.find(' ');
      put(page, source, std::string(inside.substr(0, space)),
          space == std::string_view::npos ? "count" : inside.substr(space + 1));
      at = close + 1;
    }
  }
  void paragraph(Markup& page, const std::optional<PageSource>& source, std::string_view words,
                 std::string_view css = "") {
    if (css.empty())
      page.open("p");
    else
      page.open("p", {{"class", css}});
    say(page, source, words);
    page.close();
  }
  void stale_note(Markup& page, const std::optional<PageSource>& source) {
    if (!source || source->stale.empty()) return;
    Scope note(page, "p", {{"class", "warning"}, {"role", "note"}});
    page.element("b", "Stale. ").text("What this section rests on has changed: ");
    page.element("span", safe(source->stale), {{"class", "id"}});
    page.text(". Its figures must not be used until the step is run again.");
  }
  void object_link(Markup& page, std::string_view object) {
    page.element("a", object, {{"class", "id"}, {"href", "#" + anchor(object)}});
  }

  // ---- the answer ------------------------------------------------------------------------------

  void write_answer(Markup& page, bool answered) {
    if (answered) {
      stale_note(page, of_.estimate);
      const std::size_t sentences = of_.estimate->content.value("deck", Json::array()).size();
      for (std::size_t i = 0; i < sentences; ++i) {
        Scope deck(page, "p", {{"class", "deck"}});
        put(page, figure_at(of_.estimate, fmt::format("/deck/{}", i), "text"), "figure sentence");
      }
    } else {
      page.element("p",
                   of_.linkage
                       ? "The lists were linked; how many people there are in all was not "
                         "estimated from them."
                       : "A number for the whole needs at least two lists that name people.",
                   {{"class", "deck"}});
    }
    Scope facts(page, "dl", {{"class", "facts"}});
    const auto fact = [&](std::string_view what, const PageFigure* figure) {
      if (figure == nullptr) return;
      Scope pair(page, "div");
      page.element("dt", what);
      Scope value(page, "dd");
      put(page, figure);
    };
    fact("Rows on the lists", figure_at(of_.holdings, "/rows", "count"));
    fact("Distinct people they name", figure_at(of_.linkage, "/report/people/count", "count"));
    fact("Documents read", figure_at(of_.board, "/documents", "size"));
    fact("Independent sources of the news", figure_at(of_.board, "/independent_sources", "count"));
  }

  // ---- what the case holds ---------------------------------------------------------------------

  void write_holdings(Markup& page) {
    if (!of_.holdings) return;
    Scope section(page, "section", {{"id", "holdings"}});
    page.element("h2", "What the case holds, and what could not be used");
    stale_note(page, of_.holdings);
    paragraph(page, of_.holdings,
              "Of {/found} files and members of archives that were found, {/taken} were taken in, "
              "{/duplicate} were there already, and {/refused} were refused. The case holds "
              "{/items} items: a text was made of {/texts}, {/lists} lists were read from them, "
              "and {/neither} gave neither. The lists have {/rows} rows, of which "
              "{/rejected_rows} were rejected.");
    if (!of_.refused.empty()) {
      Scope box(page, "details", {{"open", "open"}, {"class", "printed"}});
      page.element("summary", "Refused, or not read, each with its reason");
      Scope list(page, "ul");
      for (const auto& [what, why] : of_.refused) {
        Scope item(page, "li");
        quote(page, what);
        page.text(": ");
        quote(page, why);
      }
      if (of_.refused_cut) page.element("li", "and more; all of them: hearim log CASE --ledger");
    }
    const Json& lists = of_.holdings->content.at("per_list");
    if (lists.empty()) return;
    Scope scroll(page, "div", {{"class", "scroll"}, {"tabindex", "0"}});
    Scope table(page, "table");
    page.element("caption", "Lists. People on one list are rounded, and small numbers not shown.");
    table_head(page, {"List", "Rows", "Rejected", "Records linked", "Distinct people"});
    Scope body(page, "tbody");
    for (std::size_t i = 0; i < lists.size(); ++i) {
      const std::string at = fmt::format("/per_list/{}/", i);
      const auto id = lists[i].at("list").get<std::int64_t>();
      Scope row(page, "tr");
      {
        Scope cell(page, "th", {{"scope", "row"}});
        name(page, list_name(id));
        page.text(" ");
        object_link(page, fmt::format("list:{}", id));
        if (const std::string why = left_out(id); !why.empty())
          page.element("small", "left out: " + safe(why));
      }
      number_cell(page, figure_at(of_.holdings, at + "rows", "count"));
      number_cell(page, figure_at(of_.holdings, at + "rejected", "count"));
      const std::string linked = linked_list(id);
      number_cell(page, figure_at(of_.linkage, linked + "records", "count"));
      number_cell(page, figure_at(of_.linkage, linked + "people", "rounded"));
    }
  }

  enum class Columns { words, numbers_after_first };
  static void table_head(Markup& page, std::initializer_list<std::string_view> names,
                         Columns columns = Columns::numbers_after_first) {
    Scope head(page, "thead");
    Scope row(page, "tr");
    bool number = false;
    for (const std::string_view name : names) {
      page.element("th", name, {{"scope", "col"}, {"class", number ? "n" : ""}});
      number = columns == Columns::numbers_after_first;
    }
  }
  void number_cell(Markup& page, const PageFigure* figure) {
    Scope cell(page, "td", {{"class", "n"}});
    put(page, figure);
  }

  std::string list_name(std::int64_t id) const {
    for (const PageList& list : of_.lists)
      if (list.id == id) return list.name;
    return "";
  }
  std::string left_out(std::int64_t id) const {
    if (of_.linkage)
      for (const Json& list : of_.linkage->content.at("left_out"))
        if (list.value("list", std::int64_t{0}) == id) return list.value("why", "");
    return "";
  }
  std::string linked_list(std::int64_t id) const {
    if (of_.linkage) {
      const Json& lists = of_.linkage->content.at("lists");
      for (std::size_t i = 0; i < lists.size(); ++i)
        if (lists[i].value("list", std::int64_t{0}) == id)
          return fmt::format("/report/input/lists/{}/", i);
    }
    return "/none/";
  }

  // ---- people ----------------------------------------------------------------------------------

  void write_people(Markup& page) {
    if (!of_.linkage) return;
    Scope section(page, "section", {{"id", "people"}});
    page.element("h2", "People on the lists, and in all");
    stale_note(page, of_.linkage);
    paragraph(page, of_.linkage,
              "{/report/input/records} records on {/lists size} lists name "
              "{/report/people/count} distinct people.");
    if (figure_at(of_.linkage, "/report/people", "range"))
      paragraph(
          page, of_.linkage,
          "Whether two records are one person is a judgement, mostly a machine's. Over "
          "{/report/people/draws} draws of who is who, {/report/people range} distinct people "
          "hold {/report/people/level percent} of them. {/report/doubt/pairs} pairs of "
          "records are in doubt; {/judged/pairs} judged by people were taken in.");
    const Json& people = of_.linkage->content.at("report").at("people");
    const auto count = people.value("count", std::int64_t{0});
    if (people.contains("low") && (count < people.value("low", std::int64_t{0}) ||
                                   count > people.value("high", std::int64_t{0})))
      page.element("p",
                   "The distinct people above are those of one grouping, in which each pair is "
                   "decided by itself; the draws also weigh the pairs in doubt together, and come "
                   "to another number. How many there are in all is estimated from the draws.",
                   {{"class", "lead"}});
    write_overlaps(page);
    if (!of_.estimate) return;
    stale_note(page, of_.estimate);
    const Json& answer = of_.estimate->content.at("answer");
    for (std::size_t s = 0; s < answer.at("strata").size(); ++s) {
      const Json& stratum = answer["strata"][s];
      std::string label = "How many in all";
      for (const auto& [column, value] : stratum.at("stratum").items())
        label += ", " + column + " " + value.get<std::string>();
      page.element("h3", safe(label), {{"dir", "auto"}});
      write_methods(page, stratum.at("estimates"), fmt::format("/answer/strata/{}", s),
                    stratum.value("observed", std::int64_t{0}));
    }
    if (answer.contains("combined")) {
      page.element("h3", "All groups together");
      std::int64_t observed = 0;
      for (const Json& stratum : answer["strata"])
        observed += stratum.value("observed", std::int64_t{0});
      write_methods(page, answer["combined"], "/answer", observed);
    }
  }

  void write_overlaps(Markup& page) {
    const Json& overlaps = of_.linkage->content.at("report").at("people").at("overlaps");
    if (figure_at(of_.linkage, "/report/people/overlaps/0/count", "rounded") == nullptr) {
      if (!overlaps.empty())
        page.element("p",
                     "How many people are on which lists together is not shown: some of these "
                     "numbers are small enough to point at somebody.",
                     {{"class", "lead"}});
      return;
    }
    Scope box(page, "details", {{"open", "open"}, {"class", "printed"}});
    page.element("summary", "Who is on which lists together");
    Scope scroll(page, "div", {{"class", "scroll"}, {"tabindex", "0"}});
    Scope table(page, "table");
    page.element("caption", "People on just these lists and no other, rounded.");
    table_head(page, {"On", "People"});
    Scope body(page, "tbody");
    for (std::size_t i = 0; i < overlaps.size(); ++i) {
      Scope row(page, "tr");
      {
        Scope cell(page, "th", {{"scope", "row"}});
        bool first = true;
        for (const Json& list : overlaps[i].at("lists")) {
          if (!first) page.text(", ");
          name(page, list.get<std::string>());
          first = false;
        }
      }
      number_cell(page, figure_at(of_.linkage, fmt::format("/report/people/overlaps/{}/count", i),
                                  "rounded"));
    }
  }

  void write_methods(Markup& page, const Json& estimates, const std::string& at,
                     std::int64_t observed) {
    const std::string each = at == "/answer" ? at + "/combined" : at + "/estimates";
    if (const PageFigure* apart = figure_at(of_.estimate, at + "/disagreement/summary", "text")) {
      Scope words(page, "p");
      put(page, apart, "figure sentence");
    }
    const std::vector<KeptAnswer> kept = answers_from(estimates);
    std::vector<Answer> answers;
    std::string drawn;
    for (std::size_t e = 0; e < kept.size(); ++e) {
      answers.push_back({kept[e].model, &kept[e].estimate, shown_interval(kept[e].estimate)});
      for (const char* const part : {"point people", " range", "/reason text"}) {
        const std::string_view words = part;
        const std::size_t space = words.find(' ');
        const std::string where = words == "/reason text" ? "/reason"
                                  : space == 0
                                      ? "/population"
                                      : "/population/" + std::string(words.substr(0, space));
        if (const auto* figure = figure_at(of_.estimate, fmt::format("{}/{}{}", each, e, where),
                                           words.substr(space + 1)))
          drawn += (drawn.empty() ? "" : " ") + std::to_string(figure->id);
      }
    }
    {
      Scope chart(page, "div", {{"data-figure", drawn}});
      write_figure(
          page,
          [&](double width) {
            return forest_chart(answers, {.width = width, .observed = observed});
          },
          "The mark is a method's best guess, the line its interval. Filled: the number stands "
          "under its assumption. Hollow and dashed: weak, do not lean on it. Cross: refused. "
          "Shaded: below the lower bound's floor. Each number opens from the table below.");
    }
    Scope scroll(page, "div", {{"class", "scroll"}, {"tabindex", "0"}});
    Scope table(page, "table");
    page.element("caption",
                 "Every method's answer. The last column: the share of its doubt that comes from "
                 "not knowing who is who.");
    table_head(page, {"Method", "People in all", "Interval", "Level", "From linkage"});
    Scope body(page, "tbody");
    for (std::size_t e = 0; e < kept.size(); ++e) {
      const std::string one = fmt::format("{}/{}", each, e);
      const PageFigure* const why = figure_at(of_.estimate, one + "/reason", "text");
      {
        Scope row(page, "tr", {{"class", why ? "has-reason" : ""}});
        {
          Scope cell(page, "th", {{"scope", "row"}});
          page.text(model_title(kept[e].model));
          page.element("small", status_name(kept[e].estimate.status));
        }
        number_cell(page, figure_at(of_.estimate, one + "/population/point", "people"));
        number_cell(page, figure_at(of_.estimate, one + "/population", "range"));
        number_cell(page, figure_at(of_.estimate, one + "/population/level", "percent"));
        number_cell(page,
                    figure_at(of_.estimate, one + "/details/linkage_variance_share", "percent"));
      }
      if (why == nullptr) continue;
      Scope row(page, "tr", {{"class", "because"}});
      Scope cell(page, "td", {{"colspan", "5"}});
      put(page, why, "figure sentence");
    }
  }

  // ---- claims ----------------------------------------------------------------------------------

  void write_claims(Markup& page) {
    if (!of_.board) return;
    const Json& board = of_.board->content;
    Scope section(page, "section", {{"id", "claims"}});
    page.element("h2", "What is printed, beside the case's own figure");
    stale_note(page, of_.board);
    paragraph(page, of_.board,
              "{/documents size} documents print {/claims size} claims; in {/claims where} of "
              "these matters figures exclude each other. Documents that draw on one another are "
              "one source: there are {/independent_sources} independent ones.");
    page.element("p",
                 "All of this is what a program read; nobody has judged here whether it is true, "
                 "nor whether a claim counts the same people as the lists.",
                 {{"class", "lead"}});
    if (figure_at(of_.linkage, "/report/people/count", "count")) {
      Scope own(page, "p", {{"class", "own"}});
      page.element("b", "This case's own figure: ");
      put(page, of_.linkage, "/report/people/count");
      page.text(" distinct people on its lists");
      if (const auto* title = figure_at(of_.estimate, "/headline", "text")) {
        page.text("; in all: ");
        put(page, title);
      }
      page.text(".");
    }
    for (std::size_t i = 0; i < board.at("lineages").size(); ++i) {
      const Json& lineage = board["lineages"][i];
      Scope box(page, "details", {{"open", "open"}, {"class", "printed"}});
      {
        Scope summary(page, "summary");
        put(page, of_.board, fmt::format("/lineages/{}/documents", i), "size");
        page.text(" documents draw on one origin: ");
        quote(page, lineage.value("origin", ""));
      }
      Scope list(page, "ul");
      for (const Json& evidence : lineage.at("evidence")) {
        Scope item(page, "li");
        page.text(sentence_start(evidence.value("kind", "")) + ": ");
        quote(page, evidence.value("what", ""));
        page.text(" (");
        bool first = true;
        for (const Json& document : evidence.at("documents")) {
          if (!first) page.text(", ");
          document_link(page, document.get<std::string>());
          first = false;
        }
        page.text(")");
      }
    }
    for (const std::size_t c : of_.claims) write_claim(page, c);
    if (of_.claims.size() < board.at("claims").size())
      page.element("p",
                   "Not every claim is shown: first those that several documents print, conflicts "
                   "before others, then those printed once that count people. All of them: hearim "
                   "claims CASE, and hearim show CASE claim:ID for each.",
                   {{"class", "lead"}});
  }

  void document_link(Markup& page, const std::string& document) {
    const auto item = of_.item_of_document.find(document);
    if (item == of_.item_of_document.end() || !of_.items.contains(item->second)) {
      page.element("q", safe(document), {{"class", "said"}, {"dir", "auto"}});
      return;
    }
    Scope link(page, "a", {{"class", "id"}, {"href", fmt::format("#item-{}", item->second)}});
    page.element("bdi", safe(document));
  }

  void write_claim(Markup& page, std::size_t c) {
    const Json& claim = of_.board->content.at("claims").at(c);
    const std::string id = claim.value("id", ""), at = fmt::format("/claims/{}", c);
    const bool once = claim.at("statements").size() < 2;
    const std::string agreement = claim.value("agreement", "");
    Scope box(page, "section", {{"id", "claim-" + id}, {"class", "claim"}});
    {
      Scope heading(page, "h3");
      quote(page, claim.value("about", ""));
      page.element("small", " claim " + id, {{"class", "id"}});
    }
    {
      Scope lead(page, "p", {{"class", "lead"}});
      if (once) {
        page.text("Printed once.");
      } else {
        page.text(agreement == "conflict"         ? "Conflict: "
                  : agreement == "equal"          ? "Equal: "
                  : agreement == "not_comparable" ? "Not comparable: "
                                                  : "Compatible: ");
        say(page, of_.board,
            fmt::format("printings {{{}/statements size}}, independent sources "
                        "{{{}/independent_sources}}.",
                        at, at));
      }
    }
    Scope scroll(page, "div", {{"class", "scroll"}, {"tabindex", "0"}});
    {
      Scope table(page, "table");
      table_head(page, {"Value", "Words", "Document", "Who says so"}, Columns::words);
      Scope body(page, "tbody");
      const Json& statements = claim.at("statements");
      for (std::size_t s = 0; s < statements.size(); ++s) {
        const std::string document = statements[s].value("document", "");
        const std::string annotation = statements[s].value("annotation", "");
        const auto item = of_.item_of_document.find(document);
        const auto passage = item == of_.item_of_document.end()
                                 ? of_.passages.end()
                                 : of_.passages.find({item->second, annotation});
        if (passage == of_.passages.end()) continue;  // beyond those shown
        Scope row(page, "tr");
        {
          Scope cell(page, "td");
          put(page, figure_at(passage->second.result, passage->second.value_pointer, "quantity"));
        }
        {
          Scope cell(page, "td");
          Scope link(page, "a", {{"href", "#" + statement_anchor(item->second, annotation)}});
          quote(page, statements[s].value("text", ""));
        }
        {
          Scope cell(page, "td");
          document_link(page, document);
        }
        Scope cell(page, "td");
        std::string chain;
        if (statements[s].contains("chain"))
          for (const Json& by : statements[s]["chain"])
            chain += (chain.empty() ? "" : " ← ") + by.value("name", "");
        quote(page, chain.empty() ? "nobody is named" : chain);
        Scope source(page, "small");
        page.text("source ");
        put(page, of_.board, fmt::format("{}/statements/{}/origin", at, s));
      }
    }
    for (const std::size_t p : pairs_that_tell(claim)) {
      const std::string how = claim["pairs"][p].value("agreement", "");
      Scope why(page, "p", {{"class", "why"}});
      page.text(how == "conflict" ? "Conflict: " : "Not compared: ");
      put(page, figure_at(of_.board, fmt::format("{}/pairs/{}/why", at, p), "text"),
          "figure sentence");
    }
  }

  // ---- testimonies -----------------------------------------------------------------------------

  void write_testimonies(Markup& page) {
    if (!of_.testimonies) return;
    const Json& acts = of_.testimonies->content.at("acts");
    Scope section(page, "section", {{"id", "testimonies"}});
    page.element("h2", "Testimonies");
    stale_note(page, of_.testimonies);
    if (of_.testimonies->content.value("statements", 0) == 0) {
      page.element("p", "No testimony was found in the documents.");
      return;
    }
    paragraph(page, of_.testimonies,
              "{/accounts rounded} cases, told by {/persons rounded} persons in {/statements "
              "rounded} statements. A case told in several documents is one case, and whoever "
              "tells several is one person; where nobody is named, each is taken for somebody "
              "else.");
    page.element("p", "Proposed by a program, and not confirmed by a person.", {{"class", "lead"}});
    Scope scroll(page, "div", {{"class", "scroll"}, {"tabindex", "0"}});
    Scope table(page, "table");
    page.element("caption", "By kind of act, rounded; small numbers are not shown.");
    table_head(page, {"Act", "Cases", "Persons", "Statements"});
    Scope body(page, "tbody");
    for (std::size_t i = 0; i < acts.size(); ++i) {
      Scope row(page, "tr");
      {
        Scope cell(page, "th", {{"scope", "row"}});
        std::string act = acts[i].value("act", "");
        std::replace(act.begin(), act.end(), '_', ' ');
        quote(page, sentence_start(act));
      }
      for (const char* const what : {"accounts", "persons", "statements"})
        number_cell(page,
                    figure_at(of_.testimonies, fmt::format("/acts/{}/{}", i, what), "rounded"));
    }
  }

  // ---- judgements ------------------------------------------------------------------------------

  void write_judged(Markup& page) {
    Scope section(page, "section", {{"id", "judged"}});
    page.element("h2", "What was judged, by whom, how reliably");
    stale_note(page, of_.judged);
    if (!of_.judged || of_.judged->content.value("judgements", 0) == 0) {
      page.element("p",
                   "Nobody has judged anything yet: everything above is what a program proposes.");
      return;
    }
    paragraph(page, of_.judged, "{/judgements} judgements stand.");
    const Json& content = of_.judged->content;
    {
      Scope list(page, "ul");
      for (std::size_t i = 0; i < content.at("kinds").size(); ++i) {
        Scope item(page, "li");
        page.text(content["kinds"][i].value("kind", "") + ": ");
        put(page, of_.judged, fmt::format("/kinds/{}/count", i));
      }
      for (std::size_t i = 0; i < content.at("actors").size(); ++i) {
        const Json& actor = content["actors"][i];
        Scope item(page, "li");
        page.text("by ");
        page.element("span", actor.value("actor", ""), {{"class", "id"}});
        page.text(": ");
        put(page, of_.judged, fmt::format("/actors/{}/count", i));
      }
    }
    if (content.at("two_reviewers").value("pairs", 0) > 0) {
      paragraph(page, of_.judged,
                "{/two_reviewers/pairs} pairs of records were judged by two people; they agree on "
                "{/two_reviewers/same} ({/two_reviewers/agreement percent}). Beyond what chance "
                "would give (Cohen's kappa): {/two_reviewers/kappa digits}, from "
                "{/two_reviewers/low digits} to {/two_reviewers/high digits}.");
    } else {
      page.element("p",
                   "No pair was judged by two people, so how reliable the judgements are is not "
                   "known.");
    }
    if (figure_at(of_.linkage, "/report/sampled_scores/precision/point", "percent"))
      paragraph(page, of_.linkage,
                "Measured on a random sample of judged pairs, {/report/sampled_scores/precision/"
                "point percent} of the links are right ({/report/sampled_scores/precision/low "
                "percent} to {/report/sampled_scores/precision/high percent}), and "
                "{/report/sampled_scores/recall/point percent} of the true ones were found "
                "({/report/sampled_scores/recall/low percent} to "
                "{/report/sampled_scores/recall/high percent}).");
  }

  void write_limits(Markup& page) {
    Scope section(page, "section", {{"id", "limits"}});
    page.element("h2", "What limits all this");
    Scope list(page, "ul");
    for (const char* const limit :
         {"Every method for the number in all takes something for granted about how lists come to "
          "name people. The lists alone cannot say which assumption holds; where the methods "
          "disagree, that is the answer.",
          "People whom no list could ever name are in no number here.",
          "Who is the same person was decided by a program, and by people where they judged. The "
          "interval carries that doubt as far as the program knows of it.",
          "Figures in the news were found and compared by a program. What it missed is not shown.",
          "Counts of people under the limit are not shown, and others are rounded, so that nobody "
          "can be pointed at. Nobody is named: names on the lists and persons mentioned in "
          "documents are left out, also where this leaves out too much.",
          "The custody log shows that nothing was altered since it was received. It cannot show "
          "that it was true."})
      page.element("li", limit);
  }

  void write_custody(Markup& page) {
    Scope section(page, "section", {{"id", "custody"}, {"class", "custody"}});
    page.element("h2", "Custody");
    page.element("p", fmt::format("The custody log has {} entries. Its checkpoint, signed:",
                                  count_text(static_cast<std::int64_t>(of_.log_size))));
    write_lines(page, of_.checkpoint);
    page.element("p", "The key to check it with; hearim verify and hearim-verify do:");
    write_lines(page, of_.verifier);
  }

  // Line for line: a checkpoint that is copied must be what was signed.
  static void write_lines(Markup& page, std::string_view lines) {
    Scope block(page, "pre", {{"tabindex", "0"}});
    while (!lines.empty()) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      page.text(lines.substr(0, end));
      lines.remove_prefix(std::min(end + 1, lines.size()));
      if (!lines.empty()) page.leaf("br");
    }
  }

  // ---- the way down ----------------------------------------------------------------------------

  void write_figures(Markup& page) {
    Scope section(page, "section", {{"id", "figures"}, {"class", "down"}});
    page.element("h2", "How each figure was made");
    page.element("p",
                 "Each can be computed again from the case alone, to the last digit: hearim "
                 "reproduce CASE figure:ID.",
                 {{"class", "lead"}});
    std::vector<const PageFigure*> figures;
    for (const auto& [key, figure] : of_.figures) figures.push_back(&figure);
    std::sort(figures.begin(), figures.end(),
              [](const PageFigure* a, const PageFigure* b) { return a->id < b->id; });
    for (const PageFigure* figure : figures) {
      const std::string id = std::to_string(figure->id);
      Scope box(page, "div", {{"id", "figure-" + id}, {"class", "object"}});
      {
        Scope head(page, "p");
        page.element("span", "figure:" + id, {{"class", "id"}});
        page.text(" ");
        page.element("span", safe(figure->name), {{"class", "id"}, {"dir", "auto"}});
        page.text(": ");
        page.element("b", safe(figure->value), {{"data-figure", id}, {"dir", "auto"}});
      }
      if (!figure->stale.empty())
        page.element("p", "Stale: " + safe(figure->stale), {{"class", "warning id"}});
      Scope from(page, "p", {{"class", "id"}});
      page.text("Read from ");
      object_link(page, fmt::format("result:{}", figure->result));
      page.text(" " + figure->taken + ", by " + figure->program);
    }
  }

  void write_results(Markup& page) {
    Scope section(page, "section", {{"id", "results"}, {"class", "down"}});
    page.element("h2", "What the steps made, and from what");
    for (const PageResult& result : of_.results) {
      Scope box(page, "div", {{"id", fmt::format("result-{}", result.id)}, {"class", "object id"}});
      {
        Scope head(page, "p");
        page.element("b", fmt::format("result:{} ", result.id));
        for (const StepWords& words : kStepWords)
          if (words.step == result.step) page.text(words.words);
        if (result.subject != "case") {
          page.text(", ");
          object_link(page, result.subject);
        }
      }
      if (!result.stale.empty())
        page.element("p", "Stale: " + safe(result.stale), {{"class", "warning"}});
      page.element("p", fmt::format("Made by {}, entry {} of the custody log, {} UTC, by {}; "
                                    "settings ",
                                    result.program, result.made.sequence,
                                    day_and_time(result.made.time), result.made.actor));
      page.element("code", safe(result.settings));
      {
        Scope from(page, "p");
        page.text("From: ");
        write_inputs(page, result);
      }
      if (result.step == "link" && of_.linkage && of_.linkage->result == result.id)
        write_clusters(page);
      if (result.step == "claims") {
        Scope to(page, "p");
        page.text("Its claims: ");
        for (const std::size_t c : of_.claims) {
          const std::string id = of_.board->content.at("claims").at(c).value("id", "");
          page.element("a", id, {{"href", "#claim-" + id}});
          page.text(" ");
        }
      }
    }
  }

  // A few, so that it is seen what they are: rows by number, never their values.
  void write_clusters(Markup& page) {
    constexpr std::size_t kShown = 8;
    const Json& lists = of_.linkage->content.at("lists");
    const Json& clusters = of_.linkage->content.at("clusters");
    std::map<std::int64_t, std::vector<std::string>> rows_of;
    std::set<std::int64_t> several;
    for (std::size_t l = 0; l < clusters.size(); ++l)
      for (std::size_t i = 0; i + 1 < clusters[l].size(); i += 2) {
        std::vector<std::string>& rows = rows_of[clusters[l][i + 1].get<std::int64_t>()];
        rows.push_back(fmt::format("list:{}/{}", lists.at(l).value("list", std::int64_t{0}),
                                   clusters[l][i].get<std::int64_t>()));
        if (rows.size() > 1) several.insert(clusters[l][i + 1].get<std::int64_t>());
      }
    if (several.empty()) return;
    Scope some(page, "p");
    page.text("Some of its clusters, each taken for one person: ");
    std::size_t shown = 0;
    for (const std::int64_t cluster : several) {
      if (++shown > kShown) break;
      page.text(fmt::format("{}cluster:{} =", shown > 1 ? "; " : "", cluster));
      for (const std::string& row : rows_of[cluster]) {
        page.text(" ");
        page.element("a", row, {{"href", "#" + anchor(row.substr(0, row.find('/')))}});
      }
    }
    page.text(". Each opens for who may see it: hearim show CASE cluster:ID --names");
  }

  void write_inputs(Markup& page, const PageResult& result) {
    constexpr std::size_t kShown = 60;
    std::set<std::string> known;
    for (const PageResult& other : of_.results) known.insert(fmt::format("result:{}", other.id));
    for (const PageList& list : of_.lists) known.insert(fmt::format("list:{}", list.id));
    std::size_t shown = 0;
    bool left = false;
    for (const std::string& input : result.inputs) {
      const bool linked = known.contains(input);
      if (!linked && (input.starts_with("result:") || ++shown > kShown)) {
        left = true;  // not on this page
        continue;
      }
      if (linked)
        object_link(page, input);
      else if (input.starts_with("text:"))
        page.text(input);
      else if (input == "items" || input == "lists" || input == "texts")
        page.element("a", "all " + input, {{"href", input == "lists" ? "#lists" : "#items"}});
      else if (input.starts_with("judgements"))
        page.element("a", input, {{"href", "#judged"}});
      else
        page.text(input);
      page.text(" ");
    }
    if (left)
      page.text("and others of the case: hearim show CASE " + fmt::format("result:{}", result.id));
  }

  void write_statements(Markup& page) {
    if (of_.passages.empty()) return;
    Scope section(page, "section", {{"id", "statements"}, {"class", "down"}});
    page.element("h2", "Statements, each in its passage");
    for (const auto& [key, passage] : of_.passages) {
      Scope box(page, "div",
                {{"id", statement_anchor(key.first, key.second)}, {"class", "object"}});
      {
        Scope head(page, "p", {{"class", "id"}});
        page.text(fmt::format("item:{}#{} ", key.first, key.second));
        page.text("as read in ");
        object_link(page, fmt::format("result:{}", passage.result));
        page.text(", from ");
        object_link(page, fmt::format("item:{}", key.first));
      }
      write_passage(page, passage);
    }
  }

  void write_passage(Markup& page, const PagePassage& passage) {
    std::vector<TextSpan> hidden;
    if (pass_ == PagePass::collect)
      mask_.consider(passage.words);
    else
      hidden = mask_.find(passage.words);
    hidden.insert(hidden.end(), passage.people.begin(), passage.people.end());
    std::sort(hidden.begin(), hidden.end(),
              [](const TextSpan& a, const TextSpan& b) { return a.start < b.start; });
    Scope quoted(page, "blockquote", {{"dir", "auto"}});
    if (passage.cut_before) page.text("… ");
    const std::u32string_view words = passage.words;
    const auto size = static_cast<std::uint32_t>(words.size());
    std::size_t next = 0;
    bool marked = false;
    for (std::uint32_t at = 0; at < size;) {
      while (next < hidden.size() && hidden[next].end <= at) ++next;
      const bool inside = at >= passage.said.start && at < passage.said.end;
      if (inside != marked) {
        inside ? page.open("mark") : page.close();
        marked = inside;
      }
      if (next < hidden.size() && hidden[next].start <= at) {
        page.text(kMaskedPerson);
        at = hidden[next].end;
        while (next < hidden.size() && hidden[next].start < at) {
          at = std::max(at, hidden[next].end);
          ++next;
        }
        continue;
      }
      std::uint32_t end = size;
      if (next < hidden.size()) end = std::min(end, hidden[next].start);
      if (at < passage.said.start) end = std::min(end, passage.said.start);
      if (inside) end = std::min(end, passage.said.end);
      page.text(to_utf8(words.substr(at, end - at)));
      at = end;
    }
    if (marked) page.close();
    if (passage.cut_after) page.text(" …");
  }

  void write_lists(Markup& page) {
    if (of_.lists.empty()) return;
    Scope section(page, "section", {{"id", "lists"}, {"class", "down"}});
    page.element("h2", "Lists");
    page.element("p",
                 "Rows are not shown: they name people. Who may see them opens one with hearim "
                 "show CASE list:ID/ROW.",
                 {{"class", "lead"}});
    for (const PageList& list : of_.lists) {
      Scope box(page, "div", {{"id", fmt::format("list-{}", list.id)}, {"class", "object id"}});
      Scope head(page, "p");
      page.element("b", fmt::format("list:{} ", list.id));
      page.element("bdi", safe(list.name));
      page.text(", read as " + safe(list.how_read) + ", from ");
      object_link(page, fmt::format("item:{}", list.item));
    }
  }

  void write_items(Markup& page) {
    Scope section(page, "section", {{"id", "items"}, {"class", "down"}});
    page.element("h2", "Items as received");
    page.element("p",
                 "Those that something above rests on, with the hash of their bytes and the entry "
                 "of the custody log that took them in.",
                 {{"class", "lead"}});
    for (const auto& [id, item] : of_.items) {
      Scope box(page, "div", {{"id", fmt::format("item-{}", id)}, {"class", "object item id"}});
      {
        Scope head(page, "p");
        page.element("b", fmt::format("item:{} ", id));
        page.element("bdi", safe(item.name));
        page.text(
            fmt::format(", {} bytes", count_text(static_cast<std::int64_t>(item.size_bytes))));
        if (!item.text_by.empty()) page.text("; its text by " + safe(item.text_by));
      }
      Scope hash(page, "p");
      page.text("SHA-256 ");
      page.element("code", item.sha256);
      if (item.taken_in)
        page.text(fmt::format("; taken in by {}, entry {} of the custody log, {} UTC",
                              item.taken_in->actor, item.taken_in->sequence,
                              day_and_time(item.taken_in->time)));
    }
  }

  const CasePage& of_;
  PageMask& mask_;
  PagePass pass_;
};

}  // namespace

std::vector<std::size_t> pairs_that_tell(const Json& claim) {
  constexpr std::size_t kPairsMax = 12;
  std::vector<std::size_t> telling;
  std::set<std::string> said;
  const Json& pairs = claim.at("pairs");
  for (const char* const how : {"conflict", "not_comparable"})
    for (std::size_t p = 0; p < pairs.size() && telling.size() < kPairsMax; ++p)
      if (pairs[p].value("agreement", "") == how && said.insert(pairs[p].value("why", "")).second)
        telling.push_back(p);
  return telling;
}

std::string case_page(const CasePage& page, PageMask& mask, PagePass pass) {
  return CasePageWriter(page, mask, pass).write();
}

}  // namespace hearim
