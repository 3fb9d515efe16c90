#include "steps/show_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/sha256.h"
#include "hearim/error.h"
#include "report/figure_value.h"
#include "report/number_text.h"
#include "report/page_mask.h"
#include "steps/case_tallies.h"
#include "steps/claims_case.h"
#include "steps/estimate_case.h"
#include "steps/figures_case.h"
#include "steps/link_case.h"
#include "steps/read_case.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 7> kSteps = {
    kHoldingsStep, kReadStep, kClaimsStep, kTestimoniesStep, kJudgedStep, kLinkStep, kEstimateStep};
constexpr std::size_t kListed = 200;   // lines of one kind; more are counted
constexpr std::size_t kContext = 300;  // code points around a statement

std::optional<std::int64_t> number_after(std::string_view text, std::string_view prefix) {
  std::int64_t number = 0;
  if (!text.starts_with(prefix)) return std::nullopt;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + prefix.size(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

Error not_there(std::string_view id) {
  return Error(ErrorCode::not_found, fmt::format("there is no '{}' in the case", id), {},
               "hearim show CASE says what there is");
}

class Show {
 public:
  Show(Case& from, const ShowRequest& request)
      : from_(from), request_(request), lines_(request.width, request.colour), names_(from) {}

  std::string write() {
    const std::string& id = request_.id;
    if (id.empty()) {
      overview();
    } else if (id == "figures" || id == "results" || id == "items" || id == "lists" ||
               id == "judgements") {
      listing(id);
    } else if (const auto figure = number_after(id, "figure:")) {
      show_figure(*figure);
    } else if (const auto result = number_after(id, "result:")) {
      show_result(*result);
    } else if (const auto text = number_after(id, "text:")) {
      show_text(*text);
    } else if (const auto list = number_after(id, "list:")) {
      show_list(*list);
    } else if (const auto row = row_name_from(id)) {
      show_row(*row);
    } else if (const auto judgement = number_after(id, "judgement:")) {
      show_judgement(*judgement);
    } else if (const auto entry = number_after(id, "entry:")) {
      show_entry(static_cast<std::uint64_t>(*entry));
    } else if (const auto cluster = number_after(id, "cluster:")) {
      show_cluster(*cluster);
    } else if (id.starts_with("claim:")) {
      show_claim(id.substr(6));
    } else if (id.starts_with("item:")) {
      const std::size_t hash = id.find('#');
      const auto item = number_after(std::string_view(id).substr(0, hash), "item:");
      if (!item) throw not_there(id);
      if (hash == std::string::npos)
        show_item(*item);
      else
        show_statement(*item, id.substr(hash + 1));
    } else {
      throw Error(ErrorCode::invalid_input, fmt::format("'{}' is no object of a case", id), {},
                  "expected figure:1, result:2, item:3, item:3#q1, text:3, list:4, list:4/12, "
                  "claim:c1, cluster:8, judgement:5, entry:6, or figures, results, items, lists, "
                  "judgements");
    }
    return lines_.take();
  }

 private:
  void field(std::string_view name, std::string_view value) {
    lines_.paragraph(fmt::format("{}: {}", name, value), "  ", "    ");
  }
  void more(std::size_t all, std::string_view what) {
    if (all > kListed)
      lines_.paragraph(
          fmt::format("and {} more {}", count_text(static_cast<std::int64_t>(all - kListed)), what),
          "  ", "    ");
  }

  // What may name somebody is not shown unasked; asked for, the view is logged first.
  void view() {
    if (viewed_ || !request_.names) return;
    from_.enter_view(request_.id);
    viewed_ = true;
  }

  Item item_of(std::int64_t id) const {
    for (Item& item : from_.items())
      if (item.id == id) return std::move(item);
    throw not_there(fmt::format("item:{}", id));
  }
  List list_of(std::int64_t id) const {
    for (List& list : from_.lists())
      if (list.id == id) return std::move(list);
    throw not_there(fmt::format("list:{}", id));
  }

  // ---- what surrounds an object ----------------------------------------------------------------

  void standing(const std::string& stale) {
    field("stands", stale.empty() ? "yes" : "no, it is stale: " + stale);
  }
  void custody(const std::string& object) {
    from_.for_each_log_line([&](const LogLine& line) {
      if (line.object == object &&
          (line.action.ends_with("-added") || line.action.ends_with("-made")))
        field("custody", fmt::format("entry:{}, {} by {}, {}", line.sequence, line.action,
                                     line.actor, line.time));
    });
  }
  void used_by(const std::vector<std::string>& objects) {
    std::vector<std::string> users;
    const auto uses = [&](const std::vector<std::string>& inputs) {
      return std::any_of(objects.begin(), objects.end(), [&](const std::string& object) {
        return std::find(inputs.begin(), inputs.end(), object) != inputs.end();
      });
    };
    for (const std::string_view step : kSteps)
      for (const Result& result : from_.results(step))
        if (uses(result.inputs))
          users.push_back(fmt::format("result:{} ({} of {}){}", result.id, result.step,
                                      result.subject, result.stale.empty() ? "" : ", stale"));
    for (const Figure& figure : from_.figures())
      if (uses(figure.inputs))
        users.push_back(fmt::format("figure:{} ({}){}", figure.id, figure.name,
                                    figure.stale.empty() ? "" : ", stale"));
    if (users.empty()) {
      field("used by", "nothing");
      return;
    }
    lines_.paragraph("used by:", "  ");
    for (std::size_t i = 0; i < std::min(users.size(), kListed); ++i)
      lines_.paragraph(users[i], "    ", "      ");
    more(users.size(), "of them");
  }
  void made_from(const std::vector<std::string>& inputs) {
    lines_.paragraph("made from:", "  ");
    for (std::size_t i = 0; i < std::min(inputs.size(), kListed); ++i)
      lines_.paragraph(inputs[i], "    ", "      ");
    more(inputs.size(), "of them");
  }

  // ---- the case --------------------------------------------------------------------------------

  void overview() {
    std::size_t stale = 0;
    const std::vector<Figure> figures = from_.figures();
    for (const Figure& figure : figures) stale += !figure.stale.empty();
    lines_.heading("What the case holds");
    field("items", count_text(static_cast<std::int64_t>(from_.items().size())));
    field("texts", count_text(static_cast<std::int64_t>(from_.items_with_text().size())));
    field("lists", count_text(static_cast<std::int64_t>(from_.lists().size())));
    field("judgements", count_text(static_cast<std::int64_t>(from_.judgements().size())));
    field("figures",
          fmt::format("{}, {} of them stale", count_text(static_cast<std::int64_t>(figures.size())),
                      count_text(static_cast<std::int64_t>(stale))));
    lines_.blank();
    lines_.heading("What was made of it");
    for (const std::string_view step : kSteps) {
      const std::vector<Result> results = from_.results(step);
      if (results.empty()) continue;
      if (step == kReadStep) {
        std::size_t standing = 0;
        for (const Result& result : results) standing += result.stale.empty();
        field(step, fmt::format("{} of {} readings stand", standing, results.size()));
        continue;
      }
      for (const Result& result : results)
        field(step, fmt::format("result:{}{}", result.id,
                                result.stale.empty() ? "" : ", stale: " + result.stale));
    }
    lines_.blank();
    lines_.paragraph(
        "Each opens: hearim show CASE figures, results, items, lists, judgements; or "
        "one of them, as figure:1.");
  }

  void listing(const std::string& what) {
    std::size_t count = 0;
    const auto line = [&](const std::string& text) {
      if (++count <= kListed) lines_.paragraph(text, "", "  ");
    };
    const auto mark = [](const std::string& stale) { return stale.empty() ? "" : " (stale)"; };
    if (what == "figures")
      for (const Figure& figure : from_.figures())
        line(fmt::format("figure:{} {}: {}{}", figure.id, figure.name, figure.value,
                         mark(figure.stale)));
    if (what == "results")
      for (const std::string_view step : kSteps)
        for (const Result& result : from_.results(step))
          line(fmt::format("result:{} {} of {}{}", result.id, result.step, result.subject,
                           mark(result.stale)));
    if (what == "items")
      for (const Item& item : from_.items())
        line(fmt::format("item:{} {}, {} bytes", item.id, names_[item.id],
                         count_text(static_cast<std::int64_t>(item.size_bytes))));
    if (what == "lists")
      for (const List& list : from_.lists())
        line(fmt::format("list:{} {}{}: {}, {} rejected", list.id, names_[list.item],
                         list.name.empty() ? "" : "/" + list.name,
                         counted(static_cast<std::int64_t>(list.row_count), "row"),
                         count_text(static_cast<std::int64_t>(list.rejected_count))));
    if (what == "judgements")
      for (const Judgement& judgement : from_.judgements())
        if (!judgement.kind.empty())
          line(fmt::format("judgement:{} {} about {}, by {}", judgement.id, judgement.kind,
                           judgement.about, judgement.actor));
    if (count == 0) lines_.paragraph(fmt::format("The case has no {}.", what));
    more(count, what);
  }

  // ---- objects ---------------------------------------------------------------------------------

  void show_figure(std::int64_t id) {
    for (const Figure& figure : from_.figures()) {
      if (figure.id != id) continue;
      lines_.heading(fmt::format("figure:{} {}", id, figure.name));
      field("value", figure.value);
      const Json made = Json::parse(figure.made_with, nullptr, false);
      if (made.is_object() && made.contains("take")) {
        const Json& take = made["take"];
        field("read from", fmt::format("{} at {}; {}", take.value("result", ""),
                                       take.value("pointer", ""), figure_form_words(take)));
        field("by", made.value("program", ""));
      } else {
        field("made with", figure.made_with);
      }
      made_from(figure.inputs);
      standing(figure.stale);
      custody(fmt::format("figure:{}", id));
      lines_.paragraph(fmt::format("hearim reproduce CASE figure:{} computes it again.", id));
      return;
    }
    throw not_there(request_.id);
  }

  void show_result(std::int64_t id) {
    const Result result = from_.result(id);
    lines_.heading(fmt::format("result:{} {} of {}", id, result.step, result.subject));
    const Json made = Json::parse(result.made_with, nullptr, false);
    if (made.is_object()) {
      field("by", made.value("program", ""));
      field("settings", made.value("settings", Json::object()).dump());
      if (result.step == kClaimsStep) {
        const Json board = content_of(from_, id);
        field(
            "holds",
            fmt::format("{} claims, claim:{} to claim:{}", board.at("claims").size(),
                        board.at("claims").empty() ? "" : board["claims"].front().value("id", ""),
                        board.at("claims").empty() ? "" : board["claims"].back().value("id", "")));
      } else if (result.step == kLinkStep) {
        const auto people =
            content_of(from_, id).at("report").at("people").value("count", std::int64_t{0});
        field("holds",
              fmt::format("{} clusters, cluster:1 to cluster:{}", count_text(people), people));
      } else if (result.step == kReadStep) {
        field("holds", fmt::format("{} statements, {}#ID each",
                                   content_of(from_, id).at("annotations").size(), result.subject));
      }
    }
    made_from(result.inputs);
    used_by({result_object(id)});
    standing(result.stale);
    field("custody", fmt::format("entry:{}", result.log_entry));
  }

  void show_item(std::int64_t id) {
    const Item item = item_of(id);
    lines_.heading(fmt::format("item:{} {}", id, names_[id]));
    field("received as",
          fmt::format("{} bytes, SHA-256 {}",
                      count_text(static_cast<std::int64_t>(item.size_bytes)), to_hex(item.sha256)));
    std::vector<std::string> made = {fmt::format("item:{}", id),
                                     fmt::format("texts-of:item:{}", id),
                                     fmt::format("judgements-of:item:{}", id)};
    if (const auto text = from_.text(id)) {
      field("text", fmt::format("text:{} by {}", text->id, text->tool));
      made.push_back(fmt::format("text:{}", text->id));
    }
    for (const List& list : from_.lists())
      if (list.item == id) {
        field("list", fmt::format("list:{} {}", list.id, list.name));
        made.push_back(fmt::format("list:{}", list.id));
      }
    used_by(made);
    custody(fmt::format("item:{}", id));
  }

  void show_text(std::int64_t id) {
    for (const std::int64_t item : from_.items_with_text()) {
      const auto text = from_.text(item);
      if (!text || text->id != id) continue;
      lines_.heading(fmt::format("text:{} of item:{} {}", id, item, names_[item]));
      field("made by", text->tool);
      field("length",
            fmt::format("{} bytes", count_text(static_cast<std::int64_t>(text->text.size()))));
      made_from({fmt::format("item:{}", item)});
      used_by({fmt::format("text:{}", id)});
      custody(fmt::format("text:{}", id));
      return;
    }
    throw not_there(request_.id);
  }

  void show_statement(std::int64_t item, const std::string& annotation) {
    const auto reading = from_.newest_result(kReadStep, fmt::format("item:{}", item));
    const auto text = from_.text(item);
    if (!reading || !text || reading->made_with.empty()) throw not_there(request_.id);
    const Json content = content_of(from_, reading->id);
    for (const Json& one : content.at("annotations")) {
      if (one.value("id", "") != annotation) continue;
      view();
      lines_.heading(fmt::format("item:{}#{} {} in {}", item, annotation, one.value("kind", ""),
                                 names_[item]));
      const std::u32string words = decode_text(text->text);
      const auto start = std::min(one.at("start").get<std::size_t>(), words.size());
      const auto end = std::clamp(one.at("end").get<std::size_t>(), start, words.size());
      const std::size_t from = start > kContext ? start - kContext : 0;
      const std::size_t to = std::min(words.size(), end + kContext);
      lines_.paragraph(passage(words, content.at("annotations"), {from, to, start, end}), "    ",
                       "    ");
      if (one.contains("value")) field("value", one["value"].dump());
      if (one.contains("unit")) field("unit", one.value("unit", ""));
      field("review", one.value("review", "none: a proposal of the program"));
      made_from({result_object(reading->id), fmt::format("text:{}", text->id),
                 fmt::format("item:{}, code points {} to {} of its text", item, start, end)});
      if (const auto board = from_.newest_result(kClaimsStep, "case");
          board && !board->made_with.empty()) {
        const Json claims = content_of(from_, board->id);
        for (const Json& claim : claims.at("claims"))
          for (const Json& said : claim.at("statements"))
            if (said.value("annotation", "") == annotation &&
                said.value("document", "") == content.at("document").value("path", ""))
              field("used by", "claim:" + claim.value("id", ""));
      }
      standing(reading->stale);
      custody(fmt::format("item:{}", item));
      return;
    }
    throw not_there(request_.id);
  }

  struct Window {
    std::size_t from, to, start, end;
  };
  StyledText passage(const std::u32string& words, const Json& annotations, const Window& w) {
    StyledText out;
    std::vector<TextSpan> hidden;
    if (!request_.names) {
      PageMask mask;
      mask.consider(words);
      for (const Json& mention : annotations)
        if (mention.value("kind", "") == "mention" && mention.value("type", "") == "person" &&
            mention.value("named", true))
          mask.learn(mention.value("text", ""));
      hidden = mask.find(words);
    }
    if (w.from > 0) out.add("… ");
    std::size_t next = 0;
    for (std::size_t at = w.from; at < w.to; ++at) {
      while (next < hidden.size() && hidden[next].end <= at) ++next;
      if (next < hidden.size() && hidden[next].start <= at) {
        out.add(kMaskedPerson, TextStyle::quiet);
        at = hidden[next].end - 1;
        continue;
      }
      const bool said = at >= w.start && at < w.end;
      out.add(words[at], said ? TextStyle::quantity : TextStyle::plain, said);
    }
    if (w.to < words.size()) out.add(" …");
    return out;
  }

  void show_list(std::int64_t id) {
    const List list = list_of(id);
    lines_.heading(fmt::format("list:{} {}", id, list.name));
    field("read as", list.how_read);
    field("rows", fmt::format("{}, {} rejected; list:{}/1 to list:{}/{}",
                              count_text(static_cast<std::int64_t>(list.row_count)),
                              count_text(static_cast<std::int64_t>(list.rejected_count)), id, id,
                              list.row_count));
    std::string columns;
    for (const std::string& column : list.columns)
      columns += (columns.empty() ? "" : ", ") + column;
    field("columns", columns);
    made_from({fmt::format("item:{} {}", list.item, names_[list.item])});
    used_by({fmt::format("list:{}", id)});
    custody(fmt::format("list:{}", id));
  }

  void show_row(const RowName& name) {
    const List list = list_of(name.list);
    if (name.row > list.row_count) throw not_there(request_.id);
    view();
    lines_.heading(fmt::format("{} of {}", name.text(), names_[list.item]));
    from_.list_rows(name.list, name.row, 1, [&](const ListRow& row) {
      field("stands in", fmt::format("item:{}, line {}, byte {}, {} bytes", list.item, row.line,
                                     row.offset, row.size_bytes));
      if (!row.rejected.empty()) {
        field("rejected", request_.names ? std::string(row.rejected) : "yes");
      } else if (!request_.names) {
        field("values", "not shown: they name people (--names, with a key that opens them)");
      } else {
        for (std::size_t c = 0; c < row.cells.size(); ++c) field(list.columns[c], row.cells[c]);
      }
    });
    if (const auto cluster = cluster_of(name))
      field("used by", fmt::format("cluster:{}", *cluster));
    made_from({fmt::format("list:{}", name.list)});
    custody(fmt::format("list:{}", name.list));
  }

  Json linkage() const {
    const auto newest = from_.newest_result(kLinkStep, "case");
    return newest && !newest->made_with.empty() ? content_of(from_, newest->id) : Json();
  }

  std::optional<std::int64_t> cluster_of(const RowName& name) const {
    const Json linked = linkage();
    if (linked.is_null()) return std::nullopt;
    for (std::size_t l = 0; l < linked.at("lists").size(); ++l) {
      if (linked["lists"][l].value("list", std::int64_t{0}) != name.list) continue;
      const Json& rows = linked.at("clusters").at(l);
      for (std::size_t i = 0; i + 1 < rows.size(); i += 2)
        if (rows[i].get<std::uint64_t>() == name.row) return rows[i + 1].get<std::int64_t>();
    }
    return std::nullopt;
  }

  void show_cluster(std::int64_t id) {
    const Json linked = linkage();
    std::vector<RowName> members;
    if (!linked.is_null())
      for (std::size_t l = 0; l < linked.at("lists").size(); ++l) {
        const Json& rows = linked.at("clusters").at(l);
        for (std::size_t i = 0; i + 1 < rows.size(); i += 2)
          if (rows[i + 1].get<std::int64_t>() == id)
            members.push_back(
                {linked["lists"][l].value("list", std::int64_t{0}), rows[i].get<std::uint64_t>()});
      }
    if (members.empty()) throw not_there(request_.id);
    view();
    const Result result = *from_.newest_result(kLinkStep, "case");
    lines_.heading(fmt::format("cluster:{}: {} taken for one person", id,
                               counted(static_cast<std::int64_t>(members.size()), "row")));
    for (const RowName& member : members) {
      lines_.paragraph(member.text(), "  ");
      if (!request_.names) continue;
      const List list = list_of(member.list);
      from_.list_rows(member.list, member.row, 1, [&](const ListRow& row) {
        for (std::size_t c = 0; c < row.cells.size(); ++c)
          lines_.paragraph(fmt::format("{}: {}", list.columns[c], row.cells[c]), "      ",
                           "        ");
      });
    }
    for (const Judgement& judgement : standing_judgements(from_, kPairKind))
      for (const RowName& member : members)
        if ((judgement.about + " ").find(member.text() + " ") != std::string::npos) {
          field("judged", fmt::format("judgement:{} about {}", judgement.id, judgement.about));
          break;
        }
    made_from({result_object(result.id)});
    standing(result.stale);
    field("custody", fmt::format("entry:{}", result.log_entry));
  }

  void show_claim(const std::string& id) {
    const auto newest = from_.newest_result(kClaimsStep, "case");
    if (!newest || newest->made_with.empty()) throw not_there(request_.id);
    const Json board = content_of(from_, newest->id);
    for (const Json& claim : board.at("claims")) {
      if (claim.value("id", "") != id) continue;
      view();
      PageMask mask;
      const auto safe = [&](const std::string& words) {
        return request_.names ? words : mask.masked(words);
      };
      if (!request_.names) {
        mask.consider(claim.dump());
        for (const Json& entity : board.at("entities"))
          if (entity.value("type", "") == "person") {
            mask.learn(entity.value("name", ""));
            for (const Json& name : entity.value("names", Json::array()))
              mask.learn(name.get<std::string>());
          }
      }
      lines_.heading(fmt::format("claim:{} {}", id, safe(claim.value("about", ""))));
      field("agreement", claim.value("agreement", "") +
                             (claim.value("why", "").empty() ? "" : ": " + claim.value("why", "")));
      field("independent sources", std::to_string(claim.value("independent_sources", 0)));
      lines_.paragraph("statements:", "  ");
      std::map<std::string, std::int64_t> item_of;
      for (const Json& item : board.at("items")) item_of[item.at("document")] = item.at("item");
      for (const Json& said : claim.at("statements")) {
        std::string chain;
        for (const Json& by : said.value("chain", Json::array()))
          chain += (chain.empty() ? "" : " <- ") + by.value("name", "");
        lines_.paragraph(
            fmt::format("item:{}#{} {} ({}; source {})", item_of[said.value("document", "")],
                        said.value("annotation", ""), safe(said.value("text", "")),
                        chain.empty() ? "nobody is named" : safe(chain), said.value("origin", 0)),
            "    ", "      ");
      }
      made_from({result_object(newest->id)});
      standing(newest->stale);
      field("custody", fmt::format("entry:{}", newest->log_entry));
      return;
    }
    throw not_there(request_.id);
  }

  void show_judgement(std::int64_t id) {
    std::int64_t replaced_by = 0;
    std::optional<Judgement> found;
    for (Judgement& judgement : from_.judgements()) {
      if (judgement.supersedes == id) replaced_by = judgement.id;
      if (judgement.id == id) found = std::move(judgement);
    }
    if (!found || found->kind.empty()) throw not_there(request_.id);
    lines_.heading(fmt::format("judgement:{} {} about {}", id, found->kind, found->about));
    view();
    field("by", fmt::format("{}, {}", found->actor, found->time));
    // A correction may quote a name, and a code may be one.
    const Json value = Json::parse(found->value, nullptr, false);
    if (request_.names || found->kind == kPairKind || found->kind == kDocumentDateKind ||
        found->kind == kLanguageKind || found->kind == "setting")
      field("value", value.is_object() ? value.value("judgement", found->value) : found->value);
    else
      field("value", "not shown: it may name people (--names, with a key that opens them)");
    if (found->supersedes != 0) field("replaces", fmt::format("judgement:{}", found->supersedes));
    field("stands",
          replaced_by == 0 ? "yes" : fmt::format("no, judgement:{} replaces it", replaced_by));
    used_by({fmt::format("judgement:{}", id), fmt::format("judgements:{}", found->kind),
             fmt::format("judgements-of:{}", found->about)});
    custody(fmt::format("judgement:{}", id));
  }

  void show_entry(std::uint64_t sequence) {
    bool found = false;
    from_.for_each_log_line([&](const LogLine& line) {
      if (line.sequence != sequence) return;
      found = true;
      lines_.heading(fmt::format("entry:{} {}", sequence, line.action));
      field("object", line.object);
      field("by", line.actor);
      field("when", fmt::format("{}, by {}", line.time, line.clock));
      if (!line.parameters.empty()) field("parameters", line.parameters);
    });
    if (!found) throw not_there(request_.id);
  }

  Case& from_;
  const ShowRequest& request_;
  TerminalLines lines_;
  ItemNames names_;
  bool viewed_ = false;
};

}  // namespace

std::string show_case(Case& from, const ShowRequest& request) {
  return Show(from, request).write();
}

}  // namespace hearim
