#include "steps/report_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "hearim/error.h"
#include "report/case_page.h"
#include "report/figure_value.h"
#include "steps/case_ledger.h"
#include "steps/case_list_reader.h"
#include "steps/case_tallies.h"
#include "steps/claims_case.h"
#include "steps/estimate_case.h"
#include "steps/link_case.h"
#include "steps/link_columns.h"
#include "steps/read_case.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

constexpr std::size_t kContext = 220;  // code points on each side of a statement
constexpr std::size_t kRefusedShown = 200;

std::string program_of(const Json& made) { return made.value("program", ""); }

std::optional<PageSource> page_source(FigureSources& sources, std::string_view step) {
  const auto* source = sources.find(step);
  if (source == nullptr) return std::nullopt;
  return PageSource{source->result.id, source->result.stale, source->content};
}

bool is_sentence_end(char32_t c) {
  return c == U'.' || c == U'!' || c == U'?' || c == U'。' || c == U'！' || c == U'？' ||
         c == U'؟' || c == U'\n';
}

// A statement with the words around it, from the beginning of a sentence where one is near.
PagePassage passage_of(std::u32string_view text, const Json& annotations, std::size_t index) {
  const Json& annotation = annotations.at(index);
  PagePassage passage;
  passage.annotation = annotation.value("id", "");
  passage.value_pointer = fmt::format("/annotations/{}", index);
  const auto start = annotation.at("start").get<std::size_t>();
  const auto end = std::min(annotation.at("end").get<std::size_t>(), text.size());
  std::size_t from = start > kContext ? start - kContext : 0;
  std::size_t to = std::min(text.size(), end + kContext);
  for (std::size_t i = from; i > 0 && i < start; ++i)
    if (is_sentence_end(text[i])) {
      from = i + 1;
      break;
    }
  for (std::size_t i = to; to < text.size() && i > end; --i)
    if (is_sentence_end(text[i - 1])) {
      to = i;
      break;
    }
  // Not through the middle of a name.
  for (const Json& mention : annotations) {
    if (mention.value("kind", "") != "mention") continue;
    const auto a = mention.at("start").get<std::size_t>(), b = mention.at("end").get<std::size_t>();
    if (a < from && b > from) from = a;
    if (a < to && b > to) to = std::min(b, text.size());
  }
  while (from < start && (text[from] == U' ' || text[from] == U'\n')) ++from;
  passage.words = text.substr(from, to - from);
  passage.said = {static_cast<std::uint32_t>(start - from), static_cast<std::uint32_t>(end - from)};
  passage.cut_before = from > 0;
  passage.cut_after = to < text.size();
  for (const Json& mention : annotations) {
    if (mention.value("kind", "") != "mention" || mention.value("type", "") != "person" ||
        !mention.value("named", true))
      continue;
    const auto a = mention.at("start").get<std::size_t>(), b = mention.at("end").get<std::size_t>();
    if (a >= from && b <= to)
      passage.people.push_back(
          {static_cast<std::uint32_t>(a - from), static_cast<std::uint32_t>(b - from)});
  }
  return passage;
}

class ReportMaker {
 public:
  ReportMaker(const Case& from, FigureSources& sources) : from_(from), sources_(sources) {
    const ItemNames names(from_);
    for (const Item& item : from_.items())
      items_[item.id] = {.id = item.id,
                         .name = names[item.id],
                         .sha256 = to_hex(item.sha256),
                         .size_bytes = item.size_bytes,
                         .text_by = "",
                         .taken_in = std::nullopt};
  }

  CasePage make(const FiguresMade& figures) {
    page_.holdings = page_source(sources_, kHoldingsStep);
    page_.linkage = page_source(sources_, kLinkStep);
    page_.estimate = page_source(sources_, kEstimateStep);
    page_.board = page_source(sources_, kClaimsStep);
    page_.testimonies = page_source(sources_, kTestimoniesStep);
    page_.judged = page_source(sources_, kJudgedStep);
    for (const auto& [key, figure] : figures.figures) page_.figures[key] = shown(figure);
    add_claims();
    add_lists();
    add_results();
    add_refused();
    add_entries();
    const SignedCheckpoint checkpoint = from_.checkpoint();
    page_.checkpoint = checkpoint.note;
    page_.verifier = checkpoint.verifier;
    return std::move(page_);
  }

 private:
  static PageFigure shown(const Figure& figure) {
    const Json take = take_of(figure);
    return {.id = figure.id,
            .name = figure.name,
            .value = figure.value,
            .taken = fmt::format("at {}; {}", take.value("pointer", ""), figure_form_words(take)),
            .result = std::stoll(take.at("result").get<std::string>().substr(7)),
            .program = program_of(Json::parse(figure.made_with)),
            .stale = figure.stale};
  }

  void use_item(std::int64_t id) {
    const auto it = items_.find(id);
    if (it == items_.end() || page_.items.contains(id)) return;
    PageItem item = it->second;
    if (const auto text = from_.text(id)) item.text_by = text->tool;
    page_.items.emplace(id, std::move(item));
  }

  void use_result(std::int64_t id) {
    if (id == 0 || !used_results_.insert(id).second) return;
    const Result result = from_.result(id);
    if (result.made_with.empty()) return;  // withdrawn
    const Json made = Json::parse(result.made_with, nullptr, false);
    page_.results.push_back({.id = id,
                             .step = result.step,
                             .subject = result.subject,
                             .settings = made.value("settings", Json::object()).dump(),
                             .program = program_of(made),
                             .stale = result.stale,
                             .inputs = result.inputs,
                             .made = {.sequence = result.log_entry, .time = "", .actor = ""}});
  }

  void add_claims() {
    if (!page_.board) return;
    const Json& board = page_.board->content;
    for (const Json& item : board.at("items"))
      page_.item_of_document[item.at("document")] = item.at("item");
    page_.claims = claims_shown(sources_, board);
    for (const std::size_t c : page_.claims) {
      const Json& statements = board.at("claims").at(c).at("statements");
      for (std::size_t s = 0; s < std::min(statements.size(), kStatementsShown); ++s) {
        const auto item = page_.item_of_document.find(statements[s].at("document"));
        if (item == page_.item_of_document.end()) continue;
        add_passage(item->second, statements[s].at("annotation"));
      }
    }
    for (const Json& lineage : board.at("lineages"))
      for (const Json& document : lineage.at("documents"))
        if (page_.items.size() < 500) use_item(page_.item_of_document.at(document));
  }

  void add_passage(std::int64_t item, const std::string& annotation) {
    const auto* reading = sources_.find(kReadStep, fmt::format("item:{}", item));
    const auto text = from_.text(item);
    if (reading == nullptr || !text) return;
    const Json& annotations = reading->content.at("annotations");
    for (std::size_t a = 0; a < annotations.size(); ++a) {
      if (annotations[a].value("id", "") != annotation) continue;
      PagePassage passage = passage_of(decode_text(text->text), annotations, a);
      passage.item = item;
      passage.result = reading->result.id;
      use_item(item);
      use_result(reading->result.id);
      page_.passages.emplace(std::pair(item, annotation), std::move(passage));
      return;
    }
  }

  void add_lists() {
    for (const List& list : from_.lists()) {
      use_item(list.item);
      page_.lists.push_back(
          {.id = list.id,
           .item = list.item,
           .name = items_.at(list.item).name + (list.name.empty() ? "" : "/" + list.name),
           .how_read = list.how_read});
    }
  }

  void add_results() {
    for (const auto& [key, figure] : page_.figures) use_result(figure.result);
    // And what these were made from, but for readings that nothing here quotes.
    for (std::size_t i = 0; i < page_.results.size(); ++i) {
      if (page_.results[i].step == kClaimsStep) continue;
      const std::vector<std::string> inputs = page_.results[i].inputs;
      for (const std::string& input : inputs)
        if (input.starts_with("result:")) use_result(std::stoll(input.substr(7)));
    }
    std::sort(page_.results.begin(), page_.results.end(),
              [](const PageResult& a, const PageResult& b) { return a.id < b.id; });
  }

  // By file name: the folders it lay in say where somebody works.
  void add_refused() {
    for (const Intake& intake : from_.intakes()) {
      const NotedLines noted = noted_lines(from_, intake.id, kRefusedShown);
      for (const auto* lines : {&noted.refused, &noted.not_read, &noted.in_part})
        for (const NotedLine& line : *lines) {
          if (page_.refused.size() == kRefusedShown) {
            page_.refused_cut = true;
            return;
          }
          const std::size_t archive = std::min(line.place.find(" > "), line.place.size());
          page_.refused.emplace_back(base_name(std::string_view(line.place).substr(0, archive)) +
                                         line.place.substr(archive),
                                     line.reason);
        }
    }
  }

  void add_entries() {
    std::map<std::uint64_t, PageResult*> made;
    for (PageResult& result : page_.results) made[result.made.sequence] = &result;
    from_.for_each_log_line([&](const LogLine& line) {
      page_.log_size = line.sequence + 1;
      if (const auto it = made.find(line.sequence); it != made.end()) {
        it->second->made.time = line.time;
        it->second->made.actor = line.actor;
      }
      if (line.action != "item-added") return;
      const auto item = page_.items.find(item_of_subject(line.object));
      if (item != page_.items.end())
        item->second.taken_in = PageEntry{line.sequence, line.time, line.actor};
    });
  }

  const Case& from_;
  FigureSources& sources_;
  std::map<std::int64_t, PageItem> items_;
  std::set<std::int64_t> used_results_;
  CasePage page_;
};

bool names_people(FieldType type) {
  return type == FieldType::name || type == FieldType::given_name ||
         type == FieldType::family_name || type == FieldType::id;
}

// What names people on the lists: the columns that the linkage took for names and numbers, and
// those that are recognised now on lists it left out.
void learn_lists(const Case& from, const std::optional<PageSource>& linkage, PageMask& mask,
                 const Run& run) {
  std::set<std::string> chosen;  // columns that were named by a person
  for (const auto& [column, type] :
       LinkCaseSettings::from_json(kept_settings(from, kLinkStep)).fields)
    if (names_people(type)) chosen.insert(column);
  if (linkage)
    for (const Json& list : linkage->content.at("report").at("input").at("lists"))
      for (const Json& column : list.at("columns"))
        if (const auto type = field_type_from_name(column.value("type", ""));
            type && names_people(*type))
          chosen.insert(column.value("column", ""));
  for (const List& list : from.lists()) {
    run.stop_if_cancelled();
    CaseListReader reader(from, list, "");
    std::vector<std::size_t> given, family, whole;
    std::vector<ListReader*> readers = {&reader};
    LinkColumns columns;
    try {
      columns = find_link_columns(readers, {"list"}, {}, {});
    } catch (const Error& error) {
      if (error.code() != ErrorCode::invalid_input) throw;  // nothing of it is understood
    }
    for (std::size_t f = 0; f < columns.fields.size(); ++f) {
      const FieldType type = columns.fields[f].type;
      if (!names_people(type) || !columns.column_of_field[0][f]) continue;
      (type == FieldType::given_name    ? given
       : type == FieldType::family_name ? family
                                        : whole)
          .push_back(*columns.column_of_field[0][f]);
    }
    for (std::size_t c = 0; c < list.columns.size(); ++c)
      if (chosen.contains(list.columns[c])) whole.push_back(c);
    if (given.empty() && family.empty() && whole.empty()) continue;
    reader.rewind();
    for (auto step = reader.next(); step != ListReader::Step::end; step = reader.next()) {
      if (step != ListReader::Step::row) continue;
      for (const std::size_t c : whole) mask.learn_with_parts(reader.cell(c));
      for (const std::size_t f : family) {
        mask.learn(reader.cell(f));
        for (const std::size_t g : given) {
          const std::string a(reader.cell(f)), b(reader.cell(g));
          mask.learn(a + " " + b);
          mask.learn(b + " " + a);
        }
      }
      for (const std::size_t g : given) mask.learn_with_parts(reader.cell(g));
    }
  }
}

// Every person named in any document that was read.
void learn_documents(const Case& from, PageMask& mask, const Run& run) {
  for (const Result& reading : from.results(kReadStep)) {
    run.stop_if_cancelled();
    if (reading.made_with.empty()) continue;
    const Json content = content_of(from, reading.id);
    for (const Json& annotation : content.at("annotations"))
      if (annotation.value("kind", "") == "mention" && annotation.value("type", "") == "person" &&
          annotation.value("named", true))
        mask.learn(annotation.value("text", ""));
  }
}

}  // namespace

ReportCaseOutcome report_case(Case& into, const DisclosureRule& rule, const Run& run) {
  keep_tallies(into);
  run.stop_if_cancelled();
  FigureSources sources(into);
  const FiguresMade figures = make_figures(into, sources, rule);
  const CasePage page = ReportMaker(into, sources).make(figures);

  ReportCaseOutcome outcome;
  outcome.figure_count = figures.figures.size();
  outcome.new_count = figures.new_count;
  for (const auto* source : {&page.holdings, &page.linkage, &page.estimate, &page.board,
                             &page.testimonies, &page.judged})
    if (*source && !(*source)->stale.empty())
      outcome.stale.push_back(fmt::format("result:{}: {}", (*source)->result, (*source)->stale));

  PageMask mask;
  case_page(page, mask, PagePass::collect);
  if (run.progress) run.progress("leaving out names", 0, 2);
  learn_lists(into, page.linkage, mask, run);
  if (run.progress) run.progress("leaving out names", 1, 2);
  learn_documents(into, mask, run);
  outcome.page = case_page(page, mask, PagePass::publish);
  if (page.estimate && page.estimate->content.contains("headline"))
    outcome.headline = page.estimate->content["headline"].get<std::string>();
  return outcome;
}

}  // namespace hearim
