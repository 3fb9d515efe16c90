#include "steps/code_case.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "hearim/error.h"
#include "report/untrusted_text.h"
#include "steps/case_statement_review.h"
#include "steps/claims_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

constexpr std::string_view kAccess = "access";  // about "item:3": "public" or "closed"

// The readings of the items that statements stand in, each read once.
class Readings {
 public:
  explicit Readings(const Case& from) : from_(from) {}

  // Empty where there is none any more.
  const Json& annotations(std::int64_t item) {
    const auto known = known_.find(item);
    if (known != known_.end()) return known->second;
    Json annotations = Json::array();
    const auto newest = from_.newest_result(kReadStep, fmt::format("item:{}", item));
    if (newest && !is_withdrawn(*newest))
      annotations = content_of(from_, newest->id).at("annotations");
    return known_.emplace(item, std::move(annotations)).first->second;
  }

  // Where a statement that was kept stands now.
  CodedStatement place(const Json& kept) {
    CodedStatement statement{.name = kept.at("statement"),
                             .item = 0,
                             .kind = kept.at("kind"),
                             .start = kept.at("start"),
                             .end = kept.at("end"),
                             .found = false};
    const auto name = statement_name_from(statement.name);
    if (!name) throw Error(ErrorCode::corrupt, fmt::format("'{}' is no statement", statement.name));
    statement.item = name->item;
    for (const Json& annotation : annotations(name->item))
      if (annotation.at("kind") == statement.kind && annotation.at("start") == statement.start &&
          annotation.at("end") == statement.end) {
        statement.name = StatementName{name->item, annotation.at("id")}.text();
        statement.found = true;
      }
    return statement;
  }

  // A statement by what it is called now. Throws Error(not_found, invalid_input).
  CodedStatement named(const std::string& text) {
    const auto name = statement_name_from(text);
    if (!name)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("expected a statement as item:3#t1, got '{}'", text));
    for (const Json& annotation : annotations(name->item))
      if (annotation.at("id") == name->annotation)
        return {.name = text,
                .item = name->item,
                .kind = annotation.at("kind"),
                .start = annotation.at("start"),
                .end = annotation.at("end")};
    throw Error(ErrorCode::not_found, fmt::format("there is no statement {}", text), {},
                "hearim code CASE proposals, or hearim read CASE --json");
  }

 private:
  const Case& from_;
  std::map<std::int64_t, Json> known_;
};

Json statements_json(const std::vector<CodedStatement>& statements) {
  Json out = Json::array();
  for (const CodedStatement& statement : statements)
    out.push_back({{"statement", statement.name},
                   {"kind", statement.kind},
                   {"start", statement.start},
                   {"end", statement.end}});
  return out;
}

// "act:23 item:3#t1 item:5#t2": with an item goes what rests on it.
std::string about_words(std::string_view what, const std::vector<CodedStatement>& statements) {
  std::string about(what);
  for (const CodedStatement& statement : statements) about += " " + statement.name;
  return about;
}

Json value_of(const Judgement& judgement) {
  Json value = Json::parse(judgement.value, nullptr, false);
  if (!value.is_object())
    throw Error(ErrorCode::corrupt, fmt::format("judgement {} cannot be read", judgement.id));
  return value;
}

// A part is called after the judgement that made it.
std::string id_of(std::string_view kind, const Judgement& judgement, const Json& value) {
  return value.value("id", fmt::format("{}:{}", kind, judgement.id));
}

template <typename Visit>
void for_each_part(const Case& from, std::string_view kind, const Visit& visit) {
  for (const Judgement& judgement : standing_judgements(from, kind)) {
    const Json value = value_of(judgement);
    if (!value.value("undone", false)) visit(judgement, value);
  }
}

std::vector<CodedStatement> statements_in(const Json& value, Readings& readings) {
  std::vector<CodedStatement> out;
  for (const Json& kept : value.value("statements", Json::array()))
    out.push_back(readings.place(kept));
  return out;
}

// What a consent was given for: a statement, or all of an item.
CodedStatement consented(const Judgement& judgement, const Json& value, Readings& readings) {
  const Json statements = value.value("statements", Json::array());
  if (!statements.empty()) return readings.place(statements[0]);
  return {.name = judgement.about, .item = item_of_subject(judgement.about), .kind = "item"};
}

bool is_item(const Case& from, const std::string& text) {
  const std::vector<Item> items = from.items();
  return std::any_of(items.begin(), items.end(),
                     [&](const Item& item) { return text == fmt::format("item:{}", item.id); });
}

KeptAct act_in(const Judgement& judgement, const Json& value, Readings& readings) {
  KeptAct act;
  act.id = id_of(kActKind, judgement, value);
  act.case_id = value.value("case", "");
  act.victim = value.value("victim", "");
  for (const Json& one : value.value("perpetrators", Json::array()))
    act.perpetrators.push_back({one.at("person"), one.value("involvement", "")});
  act.act = value.value("act", "");
  act.elements = value.value("elements", std::vector<std::string>());
  act.place = value.value("place", "");
  act.date = value.value("date", "");
  act.method = value.value("method", "");
  act.rests_on = statements_in(value, readings);
  for (const CodedStatement& statement : act.rests_on) act.statements.push_back(statement.name);
  act.judgement = judgement.id;
  act.actor = judgement.actor;
  return act;
}

Json act_json(const KeptAct& act) {
  Json value = Json::object();
  if (!act.id.empty()) value["id"] = act.id;
  value["case"] = act.case_id;
  value["victim"] = act.victim;
  value["perpetrators"] = Json::array();
  for (const Perpetrator& one : act.perpetrators) {
    value["perpetrators"].push_back({{"person", one.person}});
    if (!one.involvement.empty()) value["perpetrators"].back()["involvement"] = one.involvement;
  }
  value["act"] = act.act;
  if (!act.elements.empty()) value["elements"] = act.elements;
  for (const auto& [name, text] :
       {std::pair{"place", &act.place}, {"date", &act.date}, {"method", &act.method}})
    if (!text->empty()) value[name] = *text;
  value["statements"] = statements_json(act.rests_on);
  return value;
}

// A year, month or day, of which X is not known: level 1 of EDTF as far as it is used here.
bool is_partial_date(std::string_view text) {
  if (!text.empty() && std::string_view("~?%").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash != (text[i] == '-')) return false;
    if (!dash && text[i] != 'X' && (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

void complain_of(const std::vector<std::string>& faults) {
  if (!faults.empty())
    throw Error(ErrorCode::invalid_input, fmt::format("{}", fmt::join(faults, "; ")), {},
                "hearim code CASE words lists the codes; docs/verbs/code.md");
}

// The standing judgement that made a part what it is. Throws Error(not_found).
Judgement standing_part(const Case& from, std::string_view kind, const std::string& id) {
  std::optional<Judgement> found;
  for_each_part(from, kind, [&](const Judgement& judgement, const Json& value) {
    if (id_of(kind, judgement, value) == id) found = judgement;
  });
  if (!found) throw Error(ErrorCode::not_found, fmt::format("there is no {} in the coding", id));
  return *found;
}

// Keeps a part; one with an id replaces what stands, and goes with every item that either of the
// two rests on.
std::string keep_part(Case& into, std::string_view kind, const std::string& id, const Json& value,
                      const std::vector<CodedStatement>& rests_on, std::string_view name = {}) {
  std::string about = about_words(id.empty() ? kind : id, rests_on);
  std::int64_t supersedes = 0;
  if (!id.empty()) {
    const Judgement before = standing_part(into, kind, id);
    supersedes = before.id;
    const std::size_t space = before.about.find(' ');
    if (space != std::string::npos) about += before.about.substr(space);
  }
  CaseWork work = into.begin_work();
  Json kept = value;
  if (!name.empty()) kept["identity"] = work.add_identity(name);
  const std::int64_t judgement = work.add_judgement(
      {.about = about, .kind = std::string(kind), .value = kept.dump(), .supersedes = supersedes});
  work.commit();
  return id.empty() ? fmt::format("{}:{}", kind, judgement) : id;
}

std::vector<CodedStatement> named_statements(const Case& from,
                                             const std::vector<CodedStatement>& wanted) {
  Readings readings(from);
  std::vector<CodedStatement> out;
  for (const CodedStatement& statement : wanted) out.push_back(readings.named(statement.name));
  return out;
}

struct KeptBoard {
  std::vector<Json> claims;
  std::map<std::string, std::int64_t> items;  // by document
  // "item:3#q1"
  std::string name(const Json& ref) const {
    const auto item = items.find(ref.at("document").get<std::string>());
    return StatementName{item == items.end() ? 0 : item->second, ref.at("annotation")}.text();
  }
};

KeptBoard newest_board(const Case& from) {
  KeptBoard board;
  const auto newest = from.newest_result(kClaimsStep, "case");
  if (!newest || is_withdrawn(*newest)) return board;
  const Json content = content_of(from, newest->id);
  for (const Json& claim : content.at("claims")) board.claims.push_back(claim);
  for (const Json& document : content.at("items"))
    board.items[document.at("document")] = document.at("item");
  return board;
}

}  // namespace

CaseCoding coding_in(const Case& from) {
  CaseCoding coding;
  Readings readings(from);
  for_each_part(from, kActKind, [&](const Judgement& judgement, const Json& value) {
    coding.acts.push_back(act_in(judgement, value, readings));
  });
  for_each_part(from, kPersonKind, [&](const Judgement& judgement, const Json& value) {
    KeptPerson person;
    person.id = id_of(kPersonKind, judgement, value);
    const Json age = value.value("age", Json::object());
    if (age.contains("low")) person.age.low = age["low"];
    if (age.contains("high")) person.age.high = age["high"];
    person.sex = value.value("sex", "");
    person.identity = value.value("identity", std::int64_t{0});
    person.rests_on = statements_in(value, readings);
    person.judgement = judgement.id;
    coding.persons.push_back(std::move(person));
  });
  for_each_part(from, kEventKind, [&](const Judgement& judgement, const Json& value) {
    coding.events.push_back({.id = id_of(kEventKind, judgement, value),
                             .place = value.value("place", ""),
                             .date = value.value("date", ""),
                             .judgement = judgement.id});
  });
  std::optional<KeptBoard> board;
  for_each_part(from, kGradeKind, [&](const Judgement& judgement, const Json& value) {
    if (!board) board = newest_board(from);
    KeptGrade grade{.claim = {},
                    .source_grade = value.value("source", ""),
                    .claim_grade = value.value("claim", ""),
                    .about = value.value("about", ""),
                    .judgement = judgement.id};
    // The claim of now that holds most of what was graded.
    std::set<std::string> graded;
    for (const Json& kept : value.value("statements", Json::array()))
      graded.insert(readings.place(kept).name);
    std::size_t most = 0;
    for (const Json& claim : board->claims) {
      std::size_t shared = 0;
      for (const Json& ref : claim.at("statements")) shared += graded.contains(board->name(ref));
      if (shared <= most) continue;
      most = shared;
      grade.claim = "claim:" + claim.at("id").get<std::string>();
      grade.independent_sources = claim.at("independent_sources");
    }
    coding.grades.push_back(std::move(grade));
  });
  return coding;
}

std::vector<KeptConsent> consents_of(const Case& from) {
  std::vector<KeptConsent> consents;
  Readings readings(from);
  for_each_part(from, kConsentKind, [&](const Judgement& judgement, const Json& value) {
    consents.push_back({.statement = consented(judgement, value, readings),
                        .agreed = value.value("agreed", std::vector<std::string>()),
                        .judgement = judgement.id});
  });
  return consents;
}

std::string keep_act(Case& into, const KeptAct& wanted) {
  KeptAct act = wanted;
  act.rests_on = named_statements(into, wanted.rests_on);
  for (const CodedStatement& statement : act.rests_on) act.statements.push_back(statement.name);
  std::vector<std::string> faults = act_faults(act);
  if (!act.date.empty() && !is_partial_date(act.date))
    faults.push_back(fmt::format("'{}' is no date: 2019-05-03, 2019-05, 2019, 201X", act.date));
  complain_of(faults);
  standing_part(into, kPersonKind, act.victim);
  standing_part(into, kEventKind, act.case_id);
  for (const Perpetrator& one : act.perpetrators) standing_part(into, kPersonKind, one.person);
  return keep_part(into, kActKind, act.id, act_json(act), act.rests_on);
}

std::string keep_person(Case& into, const KeptPerson& wanted, std::string_view name) {
  if (wanted.age.low && wanted.age.high && *wanted.age.low > *wanted.age.high)
    complain_of({fmt::format("an age of {} to {} is none", *wanted.age.low, *wanted.age.high)});
  const std::vector<CodedStatement> rests_on = named_statements(into, wanted.rests_on);
  Json value = Json::object();
  if (!wanted.id.empty()) {
    value["id"] = wanted.id;
    const Json before = value_of(standing_part(into, kPersonKind, wanted.id));
    if (before.contains("identity")) value["identity"] = before["identity"];
  }
  Json age = Json::object();
  if (wanted.age.low) age["low"] = *wanted.age.low;
  if (wanted.age.high) age["high"] = *wanted.age.high;
  if (!age.empty()) value["age"] = age;
  if (!wanted.sex.empty()) value["sex"] = wanted.sex;
  value["statements"] = statements_json(rests_on);
  return keep_part(into, kPersonKind, wanted.id, value, rests_on, name);
}

std::string keep_event(Case& into, const KeptEvent& event) {
  if (!event.date.empty() && !is_partial_date(event.date))
    complain_of({fmt::format("'{}' is no date: 2019-05-03, 2019-05, 2019, 201X", event.date)});
  Json value = Json::object();
  if (!event.id.empty()) value["id"] = event.id;
  if (!event.place.empty()) value["place"] = event.place;
  if (!event.date.empty()) value["date"] = event.date;
  return keep_part(into, kEventKind, event.id, value, {});
}

void keep_grade(Case& into, std::string_view claim_name, const std::string& source_grade,
                const std::string& claim_grade) {
  if (into.newest_result(kClaimsStep, "case")) result_needed(into, kClaimsStep);  // not a stale one
  const KeptBoard board = newest_board(into);
  const auto claim = std::find_if(board.claims.begin(), board.claims.end(), [&](const Json& one) {
    return claim_name == "claim:" + one.at("id").get<std::string>();
  });
  if (claim == board.claims.end())
    throw Error(ErrorCode::not_found, fmt::format("there is no {} on the board", claim_name), {},
                "hearim claims CASE");
  const std::string fault =
      grade_fault(source_grade, claim_grade, claim->at("independent_sources").get<int>());
  if (!fault.empty()) complain_of({fault});
  Readings readings(into);
  std::vector<CodedStatement> statements;
  std::set<std::string> names;
  for (const Json& ref : claim->at("statements")) {
    statements.push_back(readings.named(board.name(ref)));
    names.insert(statements.back().name);
  }
  // What was said of the same claim before, whoever said it: a claim has one grade.
  std::int64_t earlier = 0;
  for_each_part(into, kGradeKind, [&](const Judgement& judgement, const Json& value) {
    for (const Json& kept : value.value("statements", Json::array()))
      if (names.contains(readings.place(kept).name)) earlier = judgement.id;
  });
  CaseWork work = into.begin_work();
  work.add_judgement({.about = about_words(claim_name, statements),
                      .kind = std::string(kGradeKind),
                      .value = Json{{"source", source_grade},
                                    {"claim", claim_grade},
                                    {"about", claim->value("about", "")},
                                    {"statements", statements_json(statements)}}
                                   .dump(),
                      .supersedes = earlier});
  work.commit();
}

void keep_consent(Case& into, const std::string& about, const std::vector<std::string>& agreed) {
  std::vector<std::string> faults;
  for (const std::string& use : agreed)
    if (find_term("consent", use) == nullptr)
      faults.push_back(fmt::format("'{}' is no kind of consent", use));
  complain_of(faults);
  Readings readings(into);
  Json value{{"agreed", agreed}};
  if (is_item(into, about)) {
    value["statements"] = Json::array();
  } else {
    value["statements"] = statements_json({readings.named(about)});
  }
  std::int64_t earlier = 0;
  for_each_part(into, kConsentKind, [&](const Judgement& judgement, const Json& before) {
    if (consented(judgement, before, readings).name == about) earlier = judgement.id;
  });
  CaseWork work = into.begin_work();
  work.add_judgement({.about = about,
                      .kind = std::string(kConsentKind),
                      .value = value.dump(),
                      .supersedes = earlier});
  work.commit();
}

void keep_access(Case& into, std::int64_t item, const std::string& access) {
  const std::string about = fmt::format("item:{}", item);
  if (!is_item(into, about))
    throw Error(ErrorCode::not_found, fmt::format("there is no item {}", item));
  if (access != "public" && access != "closed")
    complain_of({fmt::format("expected public or closed, got '{}'", access)});
  std::int64_t earlier = 0;
  for (const Judgement& judgement : standing_judgements(into, kAccess))
    if (judgement.about == about) earlier = judgement.id;
  CaseWork work = into.begin_work();
  work.add_judgement(
      {.about = about, .kind = std::string(kAccess), .value = access, .supersedes = earlier});
  work.commit();
}

void take_back_coding(Case& into, const std::string& id) {
  const std::string kind = id.substr(0, id.find(':'));
  if (kind != kActKind && kind != kPersonKind && kind != kEventKind)
    complain_of({fmt::format("expected an act, person or case, as act:23, got '{}'", id)});
  standing_part(into, kind, id);
  for_each_part(into, kActKind, [&](const Judgement& judgement, const Json& value) {
    bool named = value.value("victim", "") == id || value.value("case", "") == id;
    for (const Json& one : value.value("perpetrators", Json::array()))
      named = named || one.value("person", "") == id;
    if (named)
      throw Error(ErrorCode::conflict,
                  fmt::format("{} names {}", id_of(kActKind, judgement, value), id), {},
                  "take the act back first, or replace it");
  });
  keep_part(into, kind, id, {{"id", id}, {"undone", true}}, {});
}

std::vector<ProposedAct> proposed_acts(const Case& from, const std::string& statement) {
  std::set<std::pair<std::string, std::string>> coded;  // statement, code
  for (const KeptAct& act : coding_in(from).acts)
    for (const CodedStatement& rests_on : act.rests_on) coded.emplace(rests_on.name, act.act);
  std::int64_t only = 0;
  if (!statement.empty()) only = Readings(from).named(statement).item;
  const ItemNames names(from);
  std::vector<ProposedAct> proposed;
  for (const Result& result : from.results(kReadStep)) {
    const std::int64_t item = item_of_subject(result.subject);
    if ((only != 0 && item != only) || is_withdrawn(result)) continue;
    const Json content = content_of(from, result.id);
    for (const Json& annotation : content.at("annotations")) {
      if (annotation.at("kind") != "testimony") continue;
      const CodedStatement of{.name = StatementName{item, annotation.at("id")}.text(),
                              .item = item,
                              .kind = "testimony",
                              .start = annotation.at("start"),
                              .end = annotation.at("end")};
      if (!statement.empty() && of.name != statement) continue;
      std::set<std::string> said;
      for (const Json& fact : annotation.value("facts", Json::array())) {
        const std::string word = fact.value("act", "");
        const std::string code(act_of_fact(word));
        if (!said.insert(word).second || coded.contains({of.name, code})) continue;
        proposed.push_back({.statement = of,
                            .document = names[item],
                            .act = code,
                            .said = word,
                            .words = clean_text(fact.value("text", ""))});
      }
    }
  }
  return proposed;
}

}  // namespace hearim
