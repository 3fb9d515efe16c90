#include "cli/code_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <string>
#include <vector>

#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "report/number_text.h"
#include "report/terminal_lines.h"
#include "steps/code_case.h"
#include "steps/judge_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

struct CodeArguments {
  CaseArguments at;
  std::string action, subject;
  std::string victim, event, place, date, method, replaces, age, sex, name_from, source, claim,
      access;
  std::vector<std::string> perpetrators, elements, statements, allow;
  std::string labels = "en";
  bool nothing_allowed = false;
  bool json = false;
};

[[noreturn]] void usage(const std::string& field, const std::string& message) {
  throw Error(ErrorCode::invalid_input, message, {.field = field}, "see docs/verbs/code.md");
}

LabelLanguage label_language(const std::string& code) {
  return code == "ko"   ? LabelLanguage::korean
         : code == "ar" ? LabelLanguage::arabic
                        : LabelLanguage::english;
}

std::string label_of(std::string_view vocabulary_name, std::string_view code,
                     const std::string& language) {
  const Term* term = find_term(vocabulary_name, code);
  return std::string(term == nullptr ? code : term->label(label_language(language)));
}

std::vector<CodedStatement> statements_from(const std::vector<std::string>& names) {
  std::vector<CodedStatement> out;
  for (const std::string& name : names) out.push_back({.name = name});
  return out;
}

// "14", "12-14", "18-", "-17"
AgeRange age_from(const std::string& text) {
  AgeRange age;
  if (text.empty()) return age;
  const auto years = [&](std::string_view part) {
    double value = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), value);
    if (read.ec != std::errc() || read.ptr != part.data() + part.size() || value < 0 || value > 130)
      usage("--age",
            fmt::format("expected an age or a range, 14, 12-14, 18- or -17, got '{}'", text));
    return value;
  };
  const std::size_t dash = text.find('-');
  if (dash == std::string::npos) {
    age.low = age.high = years(text);
    return age;
  }
  if (dash > 0) age.low = years(std::string_view(text).substr(0, dash));
  if (dash + 1 < text.size()) age.high = years(std::string_view(text).substr(dash + 1));
  if (!age.low && !age.high) years("");
  return age;
}

std::string need(const std::string& subject, const char* what) {
  if (subject.empty()) usage("WHAT", fmt::format("expected {}", what));
  return subject;
}

KeptAct act_from(const CodeArguments& a, const std::string& code) {
  KeptAct act;
  act.id = a.replaces;
  act.act = code;
  act.victim = a.victim;
  act.case_id = a.event;
  act.elements = a.elements;
  act.place = a.place;
  act.date = a.date;
  act.method = a.method;
  act.rests_on = statements_from(a.statements);
  for (const std::string& one : a.perpetrators) {
    const std::size_t equals = one.find('=');
    act.perpetrators.push_back(
        {one.substr(0, equals), equals == std::string::npos ? "" : one.substr(equals + 1)});
  }
  return act;
}

std::string kept(const std::string& id, bool replaced) {
  return fmt::format("Kept: {}{}\n", id, replaced ? ", in place of what stood" : "");
}

std::string run_act(Case& into, const CodeArguments& a) {
  const KeptAct act = act_from(a, need(a.subject, "a type of act: hearim code CASE words"));
  return kept(keep_act(into, act), !a.replaces.empty());
}

// Every act that a testimony was read to tell of, against one victim.
std::string run_accept(Case& into, const CodeArguments& a) {
  const std::string statement = need(a.subject, "a testimony: item:3#t1");
  std::string text;
  std::vector<std::string> left;
  for (const ProposedAct& proposed : proposed_acts(into, statement)) {
    if (proposed.act.empty()) {
      left.push_back(proposed.said);
      continue;
    }
    KeptAct act = act_from(a, proposed.act);
    act.rests_on.push_back({.name = statement});
    text += fmt::format("Kept: {} {} ({})\n", keep_act(into, act), proposed.act,
                        label_of("act", proposed.act, a.labels));
  }
  if (!left.empty())
    text +=
        fmt::format("Left to you, for no type of act follows from it: {}\n", fmt::join(left, ", "));
  return text.empty() ? "Nothing more is proposed from it.\n" : text;
}

std::string run_person(Case& into, const CodeArguments& a, const CancelToken& cancel) {
  KeptPerson person;
  person.id = a.replaces;
  person.age = age_from(a.age);
  person.sex = a.sex;
  person.rests_on = statements_from(a.statements);
  std::string name;
  if (!a.name_from.empty()) {
    const auto lines = read_secret_lines(a.name_from, cancel);
    if (lines.size() != 1) usage("--name-from", "expected a file with one line, the name");
    name.assign(reinterpret_cast<const char*>(lines[0].bytes().data()), lines[0].bytes().size());
  }
  return kept(keep_person(into, person, name), !a.replaces.empty());
}

std::string run_consent(Case& into, const CodeArguments& a) {
  const std::string statement = need(a.subject, "a statement or item: item:3#t1, item:3");
  if (a.allow.empty() == !a.nothing_allowed)
    usage("--allow", "say what was agreed to with --allow, or --nothing");
  keep_consent(into, statement, a.allow);
  std::vector<std::string> words;
  for (const std::string& use : a.allow) words.push_back(label_of("consent", use, a.labels));
  return fmt::format("Kept: {} allows {}\n", statement,
                     words.empty() ? "nothing" : fmt::format("{}", fmt::join(words, ", ")));
}

std::string proposals_text(const Case& from, const CodeArguments& a) {
  const std::vector<ProposedAct> all = proposed_acts(from, a.subject);
  if (a.json) {
    Json out = Json::array();
    for (const ProposedAct& one : all)
      out.push_back({{"statement", one.statement.name},
                     {"document", one.document},
                     {"act", one.act},
                     {"said", one.said},
                     {"words", one.words}});
    return Json{{"command", "code"}, {"proposed", out}}.dump() + "\n";
  }
  TerminalLines lines(output_width(), output_colour());
  std::string of;
  for (const ProposedAct& one : all) {
    if (of != one.statement.name) {
      if (!of.empty()) lines.blank();
      lines.heading(fmt::format("{} in {}", one.statement.name, one.document));
      of = one.statement.name;
    }
    lines.paragraph(one.act.empty()
                        ? fmt::format("no type of act for '{}': \"{}\"", one.said, one.words)
                        : fmt::format("{} ({}): \"{}\"", one.act,
                                      label_of("act", one.act, a.labels), one.words),
                    "  ", "    ");
  }
  if (all.empty()) lines.paragraph("No testimony proposes an act that is not coded yet.");
  return lines.take();
}

std::string words_text(const CodeArguments& a) {
  std::string text;
  for (const std::string_view name : vocabulary_names()) {
    if (!a.subject.empty() && a.subject != name) continue;
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", name);
    for (const Term& term : vocabulary(name))
      text += fmt::format("  {}{:<30} {}\n", term.broader.empty() ? "" : "  ", term.code,
                          term.label(label_language(a.labels)));
  }
  if (text.empty()) usage("WHAT", fmt::format("there is no vocabulary '{}'", a.subject));
  return text;
}

std::string coding_text(const Json& coding, const CodeArguments& a) {
  TerminalLines lines(output_width(), output_colour());
  const Json& counts = coding.at("counts");
  lines.paragraph(fmt::format(
      "{}, {}, {}, {}, {}, {}: each counted once", counted(counts.at("cases"), "case"),
      counted(counts.at("acts"), "act"), counted(counts.at("victims"), "victim"),
      counted(counts.at("perpetrators"), "perpetrator"), counted(counts.at("persons"), "person"),
      counted(counts.at("statements"), "statement")));
  if (!coding.at("acts").empty()) lines.blank();
  for (const Json& act : coding.at("acts"))
    lines.paragraph(
        fmt::format("{}: {}, {}, {}, {}", act.at("labels").at(a.labels).get<std::string>(),
                    counted(act.at("acts"), "act"), counted(act.at("victims"), "victim"),
                    counted(act.at("cases"), "case"), counted(act.at("statements"), "statement")));
  const auto section = [&](const char* heading, const Json& entries, const auto& words) {
    if (entries.empty()) return;
    lines.blank();
    lines.heading(heading);
    for (const Json& entry : entries) lines.paragraph(words(entry), "  ", "    ");
  };
  section("Trafficking in persons (Palermo Protocol, article 3)", coding.at("findings"),
          [&](const Json& finding) {
            std::vector<std::string> elements;
            for (const char* part : {"act", "means", "purpose"})
              for (const Json& code : finding.at(part))
                elements.push_back(label_of("element", code.get<std::string>(), a.labels));
            return fmt::format("{}: {} ({})", finding.at("victim").get<std::string>(),
                               finding.at("words").get<std::string>(), fmt::join(elements, ", "));
          });
  section("Grades", coding.at("grades"), [&](const Json& grade) {
    const std::string fault = grade.at("fault");
    return fmt::format("{} \"{}\": {}{}, from {}{}", grade.at("claim").get<std::string>(),
                       grade.at("about").get<std::string>(), grade.at("source").get<std::string>(),
                       grade.at("claim_grade").get<std::string>(),
                       counted(grade.at("independent_sources"), "independent source"),
                       fault.empty() ? "" : "; does not hold: " + fault);
  });
  section("Does not hold", coding.at("faults"),
          [](const Json& fault) { return fault.get<std::string>(); });
  const Json& consents = coding.at("consents");
  lines.blank();
  lines.paragraph(fmt::format("Consent is recorded for {}; every other allows nothing.",
                              counted(consents.at("recorded"), "statement")));
  return lines.take();
}

// The answer is that something does not hold.
bool any_fault(const Json& coding) {
  bool any = !coding.at("faults").empty();
  for (const Json& grade : coding.at("grades"))
    any = any || !grade.at("fault").get<std::string>().empty();
  return any;
}

int run_code(const CodeArguments& a, const CancelToken& cancel) {
  if (a.action == "words") {
    print_output(words_text(a));
    return 0;
  }
  forbid_core_dumps();
  Case into = open_case(a.at, cancel);
  int status = 0;
  std::string text;
  if (a.action == "act") {
    text = run_act(into, a);
  } else if (a.action == "accept") {
    text = run_accept(into, a);
  } else if (a.action == "person") {
    text = run_person(into, a, cancel);
  } else if (a.action == "case") {
    text = kept(keep_event(into, {.id = a.replaces, .place = a.place, .date = a.date}),
                !a.replaces.empty());
  } else if (a.action == "grade") {
    const std::string claim = need(a.subject, "a claim of the board: claim:k4");
    keep_grade(into, claim, a.source, a.claim);
    text = fmt::format("Kept: {} is {}{}\n", claim, a.source, a.claim);
  } else if (a.action == "consent") {
    text = run_consent(into, a);
  } else if (a.action == "access") {
    const std::string item = need(a.subject, "an item: item:3");
    keep_access(into, item_of_subject(item), a.access);
    text = fmt::format("Kept: {} is {}\n", item, a.access);
  } else if (a.action == "undo") {
    const std::string id = need(a.subject, "an act, person or case: act:23");
    take_back_coding(into, id);
    text = fmt::format("Taken back: {}\n", id);
  } else if (a.action == "proposals") {
    text = proposals_text(into, a);
  } else if (a.action == "check") {
    const Json coding = coding_of_case(into);
    text = a.json ? Json{{"command", "code"}, {"coding", coding}}.dump() + "\n"
                  : coding_text(coding, a);
    if (any_fault(coding)) status = exit_status(ErrorCode::refused);
  }
  if (a.action != "check" && a.action != "proposals") text += stale_words(into);
  into.close();
  print_output(text);
  return status;
}

}  // namespace

void add_code_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<CodeArguments>();
  CLI::App* verb = app.add_subcommand("code", "Code who did what to whom, in a case");
  add_case_arguments(*verb, a->at);
  verb->add_option(
          "ACTION", a->action,
          "proposals, accept, act, person, case, consent, access, grade, check, undo or words")
      ->required()
      ->check(CLI::IsMember({"proposals", "accept", "act", "person", "case", "consent", "access",
                             "grade", "check", "undo", "words"}));
  verb->add_option("WHAT", a->subject,
                   "A type of act, statement, claim or id, as the action needs it");
  verb->add_option("--victim", a->victim, "act, accept: whom; a person's id");
  verb->add_option("--case", a->event, "act, accept: within which case; its id");
  verb->add_option("--perpetrator", a->perpetrators,
                   "act, accept: PERSON or PERSON=INVOLVEMENT; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_option("--statement", a->statements,
                   "act, person: what it rests on, item:3#t1; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_option("--element", a->elements,
                   "act, accept: an element of trafficking beside what the act implies")
      ->take_all()
      ->allow_extra_args(false);
  verb->add_option("--place", a->place, "act, accept, case: where");
  verb->add_option("--date", a->date, "act, accept, case: when, as far as known: 2019-05, 201X");
  verb->add_option("--method", a->method, "act, accept: how");
  verb->add_option("--age", a->age, "person: completed years then: 14, 12-14, 18- or -17");
  verb->add_option("--sex", a->sex, "person: female, male or other")
      ->check(CLI::IsMember({"female", "male", "other"}));
  verb->add_option("--name-from", a->name_from,
                   "person: a file with her name; it is sealed with the identities");
  verb->add_option("--allow", a->allow, "consent: what was agreed to, with commas")->delimiter(',');
  verb->add_flag("--nothing", a->nothing_allowed, "consent: asked, and nothing was agreed to");
  verb->add_option("--as", a->access, "access: public (news, a published report) or closed");
  verb->add_option("--source", a->source, "grade: how reliable the source is, A to F");
  verb->add_option("--claim", a->claim, "grade: how credible the claim is, 1 to 6");
  verb->add_option("--replaces", a->replaces, "act, person, case: the id of what it replaces");
  verb->add_option("--labels", a->labels, "Words for people: en, ko or ar")
      ->check(CLI::IsMember({"en", "ko", "ar"}))
      ->capture_default_str();
  verb->add_flag("--json", a->json, "For programs: check and proposals as one JSON object");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_code(*a, cancel); }; });
}

}  // namespace hearim
