#include "steps/case_statement_review.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "hearim/error.h"
#include "report/statement_words.h"
#include "report/terminal_lines.h"
#include "steps/claims_case.h"

namespace hearim {
namespace {

constexpr std::string_view kStatementKeys = "a accept  r reject  u unsure  s next  z undo  q quit";

std::string item_object(std::int64_t item) { return fmt::format("item:{}", item); }

std::string_view answer_word(ReviewAnswer answer) {
  return answer == ReviewAnswer::yes ? "accept" : answer == ReviewAnswer::no ? "reject" : "unsure";
}

std::optional<ReviewAnswer> answer_from(std::string_view word) {
  for (const ReviewAnswer known : {ReviewAnswer::yes, ReviewAnswer::no, ReviewAnswer::unsure})
    if (answer_word(known) == word) return known;
  return std::nullopt;
}

bool same_place(const Json& a, const Json& b) {
  return a.at("kind") == b.at("kind") && a.at("start") == b.at("start") &&
         a.at("end") == b.at("end");
}

// The annotation that a correction is about, as it was when it was judged.
Json annotation_in(const Json& correction) {
  Json annotation = correction.at("body");
  for (const Json& selector : correction.at("target").at("selector")) {
    if (selector.value("type", "") == "TextPositionSelector") {
      annotation["start"] = selector.at("start");
      annotation["end"] = selector.at("end");
    } else {
      annotation["text"] = selector.at("exact");
    }
  }
  annotation["id"] = "judged";
  return annotation;
}

// Of a judgement that accepts, rejects or leaves open what the machine proposed.
struct StatementJudged {
  std::int64_t id = 0, item = 0;
  std::string about, actor;
  ReviewAnswer answer = ReviewAnswer::unsure;
  Json annotation;
};

std::vector<StatementJudged> statements_judged(const Case& from) {
  std::vector<StatementJudged> all;
  for (const std::string_view kind : {kCorrectionKind, kUnsureKind})
    for (const Judgement& judgement : standing_judgements(from, kind)) {
      const Json value = Json::parse(judgement.value, nullptr, false);
      if (!value.is_object()) continue;
      const auto answer = answer_from(value.value("action", ""));
      const std::int64_t item =
          item_of_subject(std::string_view(judgement.about).substr(0, judgement.about.find('#')));
      if (!answer || item == 0) continue;  // changed, added or taken back
      all.push_back({judgement.id, item, judgement.about, judgement.actor, *answer,
                     kind == kCorrectionKind ? annotation_in(value) : value.at("annotation")});
    }
  std::sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x.id < y.id; });
  return all;
}

std::string opinion_about(std::int64_t judgement, std::int64_t item) {
  return fmt::format("judgement:{} {}", judgement, item_object(item));
}

Json correction_of(CorrectionAction action, const std::string& document, std::u32string_view text,
                   const Json& annotations, const std::string& id, const Json& fields) {
  Corrections one;
  one.append(action, document, text, annotations, id, fields);
  return Json::parse(one.dump()).at("items").at(0);
}

}  // namespace

std::string StatementName::text() const { return fmt::format("item:{}#{}", item, annotation); }

std::optional<StatementName> statement_name_from(std::string_view text) {
  const std::size_t hash = text.find('#');
  if (hash == std::string_view::npos || hash + 1 == text.size()) return std::nullopt;
  StatementName name{.item = 0, .annotation = std::string(text.substr(hash + 1))};
  if (!text.starts_with("item:")) return std::nullopt;
  const auto read = std::from_chars(text.data() + 5, text.data() + hash, name.item);
  if (read.ec != std::errc() || read.ptr != text.data() + hash || name.item <= 0)
    return std::nullopt;
  return name;
}

Json current_reading(Case& into, std::int64_t item, const ItemNames& names) {
  const std::string object = item_object(item);
  const auto newest = into.newest_result(kReadStep, object);
  if (!newest)
    throw Error(ErrorCode::not_found, fmt::format("item {} was not read yet", item), {},
                "hearim read CASE, or hearim run CASE");
  if (is_withdrawn(*newest))
    throw Error(ErrorCode::not_found, fmt::format("item {} was withdrawn", item));
  if (newest->stale.empty()) return content_of(into, newest->id);
  const ReadingMade made = ItemReader(into, names, item).make();
  CaseWork work = into.begin_work();
  work.add_result({.step = std::string(kReadStep),
                   .subject = object,
                   .made_with = made.made_with,
                   .inputs = made.inputs,
                   .content = made.content});
  work.commit();
  return Json::parse(made.content);
}

Json annotation_of(const Json& reading, const StatementName& name) {
  for (const Json& annotation : reading.at("annotations"))
    if (annotation.at("id") == name.annotation) return annotation;
  throw Error(ErrorCode::not_found, fmt::format("there is no statement {}", name.text()), {},
              "ids are those of the newest reading: hearim read CASE --json");
}

CaseStatementReview::CaseStatementReview(Case& into, CaseReviewOptions options, const Run& run)
    : into_(into), options_(std::move(options)), names_(into) {
  if (options_.blind) {
    ask_again_blind();
    return;
  }
  ask_conflicts();
  ask_doubtful(run);
  std::stable_sort(asked_.begin(), asked_.end(),
                   [](const Asked& x, const Asked& y) { return x.rank < y.rank; });
  if (asked_.size() > options_.count_max) asked_.resize(options_.count_max);
  ask_answered();
}

void CaseStatementReview::add(Asked asked) {
  if (index_.emplace(asked.name.text(), asked_.size()).second) asked_.push_back(std::move(asked));
}

const Json& CaseStatementReview::annotations_of(std::int64_t item) {
  const auto known = annotations_.find(item);
  if (known != annotations_.end()) return known->second;
  Json reading = current_reading(into_, item, names_);
  return annotations_.emplace(item, std::move(reading["annotations"])).first->second;
}

void CaseStatementReview::ask_conflicts() {
  const auto newest = into_.newest_result(kClaimsStep, "case");
  if (!newest || is_withdrawn(*newest)) {
    notes_.push_back(
        "statements in conflict are not known: hearim run CASE puts claims side by side");
    return;
  }
  const Json board = content_of(into_, newest->id);
  struct Read {
    std::int64_t item, result;
  };
  std::map<std::string, Read> items;
  for (const Json& document : board.at("items"))
    items[document.at("document")] = {document.at("item"), document.at("result")};
  std::map<std::int64_t, Json> as_compared;  // readings by result
  // A statement of the board by what it is called now; nothing where it was judged or is gone.
  const auto find = [&](const Json& ref) -> std::optional<Asked> {
    const Read& read = items.at(ref.at("document").get<std::string>());
    auto then = as_compared.find(read.result);
    if (then == as_compared.end())
      then = as_compared.emplace(read.result, content_of(into_, read.result)).first;
    const StatementName old{read.item, ref.at("annotation")};
    const Json was = annotation_of(then->second, old);
    for (const Json& now : annotations_of(read.item))
      if (same_place(now, was) && !now.contains("review"))
        return Asked{.name = {read.item, now.at("id")}, .annotation = now, .why = {}};
    return std::nullopt;
  };
  std::vector<std::pair<std::size_t, const Json*>> claims;  // those of most statements first
  for (const Json& claim : board.at("claims"))
    if (claim.at("agreement") == "conflict")
      claims.emplace_back(claim.at("statements").size(), &claim);
  std::stable_sort(claims.begin(), claims.end(),
                   [](const auto& x, const auto& y) { return x.first > y.first; });
  for (const auto& [size, claim] : claims)
    for (const Json& pair : claim->at("pairs")) {
      if (pair.at("agreement") != "conflict") continue;
      if (asked_.size() >= kStatementsAskedMax) return;
      const auto ask = [&](const Json& ref, const Json& other) {
        auto asked = find(ref);
        if (!asked) return;
        asked->why =
            fmt::format("it is in conflict with what {} says ({})",
                        other.at("document").get<std::string>(), pair.at("why").get<std::string>());
        add(std::move(*asked));
      };
      ask(pair.at("a"), pair.at("b"));
      ask(pair.at("b"), pair.at("a"));
    }
}

void CaseStatementReview::ask_doubtful(const Run& run) {
  std::map<std::int64_t, std::vector<Json>> mine;  // left open by me: answered, for now
  for (StatementJudged& judged : statements_judged(into_))
    if (judged.actor == options_.actor && judged.answer == ReviewAnswer::unsure)
      mine[judged.item].push_back(std::move(judged.annotation));
  for (const Result& result : into_.results(kReadStep)) {
    run.stop_if_cancelled();
    if (asked_.size() >= kStatementsAskedMax) {
      notes_.push_back(fmt::format("{} statements are asked about; more come in the next sitting",
                                   asked_.size()));
      break;
    }
    if (is_withdrawn(result)) continue;
    const std::int64_t item = item_of_subject(result.subject);
    const bool kept_before = annotations_.contains(item);
    bool any = false;
    for (const Json& annotation : annotations_of(item)) {
      if (annotation.contains("review")) continue;
      const std::string kind = annotation.at("kind");
      Asked asked{
          .name = {item, annotation.at("id")}, .annotation = annotation, .why = {}, .rank = 0};
      if (kind == "testimony") {
        asked.why = "it is somebody's account of what was done to her or him";
        asked.rank = 2;
      } else if (kind == "quantity") {
        const bool vague = annotation.at("value").value("form", "") == "vague";
        bool inferred = false;
        for (const Json& source : annotation.value("sources", Json::array()))
          inferred = inferred || !source.value("stated", true);
        if (!vague && !inferred) continue;
        asked.why = vague && inferred ? "its value is vague and its source was inferred"
                    : vague           ? "its value is vague"
                                      : "its source was inferred";
        asked.rank = annotation.value("unit", "") == "person" ? 1 : 3;
      } else {
        continue;
      }
      const auto open = mine.find(item);
      if (open != mine.end() &&
          std::any_of(open->second.begin(), open->second.end(),
                      [&](const Json& judged) { return same_place(judged, annotation); }))
        continue;
      any = true;
      add(std::move(asked));
    }
    if (!any && !kept_before) annotations_.erase(item);
  }
}

void CaseStatementReview::ask_answered() {
  for (StatementJudged& judged : statements_judged(into_)) {
    if (judged.actor != options_.actor) continue;
    Asked asked{.name = {judged.item, fmt::format("judgement:{}", judged.id)},
                .annotation = std::move(judged.annotation),
                .why = "you judged it before",
                .answer = judged.answer};
    (judged.answer == ReviewAnswer::unsure ? asked.unsure : asked.correction) = judged.id;
    if (judged.answer == ReviewAnswer::unsure) asked.unsure_about = judged.about;
    // One in conflict that I left open is asked about already.
    const auto same = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& other) {
      return other.name.item == asked.name.item && same_place(other.annotation, asked.annotation);
    });
    if (same != asked_.end()) {
      same->unsure = asked.unsure;
      same->unsure_about = asked.unsure_about;
      same->correction = asked.correction;
      same->answer = asked.answer;
      answered_.push_back(
          {static_cast<std::size_t>(same - asked_.begin()), judged.answer, judged.id});
      continue;
    }
    answered_.push_back({asked_.size(), judged.answer, judged.id});
    asked_.push_back(std::move(asked));
  }
}

void CaseStatementReview::ask_again_blind() {
  std::map<std::string, std::pair<std::int64_t, std::string>> mine;  // by what it is about
  for (const Judgement& judgement : standing_judgements(into_, kSecondOpinionKind))
    if (judgement.actor == options_.actor)
      mine[judgement.about] = {judgement.id, Json::parse(judgement.value).value("answer", "")};
  std::vector<StatementJudged> others;
  std::vector<std::string> names;
  for (StatementJudged& judged : statements_judged(into_)) {
    if (judged.actor == options_.actor) continue;
    names.push_back(opinion_about(judged.id, judged.item));
    others.push_back(std::move(judged));
  }
  std::size_t fresh = 0;
  for (const std::size_t at : blind_order(names, options_.seed)) {
    const auto before = mine.find(names[at]);
    const auto answer = before == mine.end() ? std::nullopt : answer_from(before->second.second);
    if (!answer && fresh >= options_.count_max) continue;
    fresh += !answer;
    annotations_of(others[at].item);  // whom the statement names
    Asked asked{.name = {others[at].item, fmt::format("judgement:{}", others[at].id)},
                .annotation = std::move(others[at].annotation),
                .why = {},
                .of = others[at].id,
                .correction = before == mine.end() ? 0 : before->second.first,
                .answer = answer};
    if (answer) answered_.push_back({asked_.size(), *answer, asked.correction});
    asked_.push_back(std::move(asked));
  }
}

Json CaseStatementReview::correction_for(const Asked& asked, ReviewAnswer answer) {
  // By the reading of now, which holds what the statement names.
  Json annotations = current_reading(into_, asked.name.item, names_).at("annotations");
  const auto now = std::find_if(annotations.begin(), annotations.end(),
                                [&](const Json& a) { return same_place(a, asked.annotation); });
  const std::string id = (now != annotations.end() ? *now : asked.annotation).at("id");
  if (now == annotations.end()) annotations.push_back(asked.annotation);
  return correction_of(
      answer == ReviewAnswer::yes ? CorrectionAction::accept : CorrectionAction::reject,
      names_[asked.name.item], text_of(asked.name.item), annotations, id, {});
}

void CaseStatementReview::keep(std::size_t question, std::optional<ReviewAnswer> answer) {
  Asked& asked = asked_[question];
  // What is taken back is the last answer, whichever kind it was of.
  const bool is_correction =
      asked.of == 0 &&
      answer.value_or(asked.answer.value_or(ReviewAnswer::unsure)) != ReviewAnswer::unsure;
  NewJudgement judgement;
  if (asked.of != 0) {
    judgement = {.about = opinion_about(asked.of, asked.name.item),
                 .kind = std::string(kSecondOpinionKind),
                 .value = Json{{"answer", answer ? answer_word(*answer) : kUndo}}.dump(),
                 .supersedes = asked.correction};
  } else if (!is_correction) {
    judgement = {.about = asked.unsure_about.empty() ? asked.name.text() : asked.unsure_about,
                 .kind = std::string(kUnsureKind),
                 .value = Json{{"action", answer ? answer_word(*answer) : kUndo},
                               {"annotation", asked.annotation}}
                              .dump(),
                 .supersedes = asked.unsure};
  } else {
    const Json value = answer ? correction_for(asked, *answer) : Json{{"action", kUndo}};
    judgement = {.about = item_object(asked.name.item),
                 .kind = std::string(kCorrectionKind),
                 .value = value.dump(),
                 .supersedes = asked.correction};
  }
  CaseWork work = into_.begin_work();
  const std::int64_t id = work.add_judgement(judgement);
  work.commit();
  (asked.of != 0 || is_correction ? asked.correction : asked.unsure) = id;
  asked.answer = answer;
  if (!answer) annotations_of(asked.name.item);  // it is shown again
}

const std::u32string& CaseStatementReview::text_of(std::int64_t item) const {
  if (text_item_ != item) {
    const auto text = into_.text(item);
    if (!text) throw Error(ErrorCode::not_found, fmt::format("no text was made of item {}", item));
    text_ = decode_text(text->text);
    text_item_ = item;
  }
  return text_;
}

std::string CaseStatementReview::screen(std::size_t question, const ReviewPlace& place,
                                        int width) const {
  const Asked& asked = asked_[question];
  const std::u32string& text = text_of(asked.name.item);
  TerminalLines head(std::max(60, width), TextColour::off);
  head.paragraph(fmt::format(
      "{} {} of {}, {} decided; {}", place.what, place.number, place.count, place.decided,
      options_.blind ? "one of a random sample" : "a statement of " + asked.name.text()));
  if (!place.decided_as.empty()) head.paragraph("taken back: " + place.decided_as);
  if (!asked.why.empty() && !options_.blind) head.paragraph("asked because " + asked.why);
  head.paragraph("in " + names_[asked.name.item]);
  head.blank();
  TerminalLines tail(std::max(60, width), TextColour::off);
  tail.blank();
  const auto known = annotations_.find(asked.name.item);
  tail.paragraph(statement_words(text, asked.annotation,
                                 known == annotations_.end() ? Json::array() : known->second),
                 "read as: ", "         ");
  return head.take() +
         passage_text(text, {asked.annotation.at("start"), asked.annotation.at("end")}, width) +
         tail.take();
}

std::string_view CaseStatementReview::keys(std::size_t) const { return kStatementKeys; }

std::string_view CaseStatementReview::word(std::size_t, ReviewAnswer answer) const {
  return answer_word(answer);
}

std::vector<SecondOpinion> second_opinions(const Case& from) {
  std::map<std::string, StatementJudged> firsts;
  for (StatementJudged& judged : statements_judged(from))
    firsts.emplace(opinion_about(judged.id, judged.item), std::move(judged));
  std::vector<SecondOpinion> both;
  for (const Judgement& judgement : standing_judgements(from, kSecondOpinionKind)) {
    const auto first = firsts.find(judgement.about);
    const auto answer = answer_from(Json::parse(judgement.value).value("answer", ""));
    if (first == firsts.end() || !answer) continue;
    both.push_back({first->second.id, first->second.item, first->second.actor, judgement.actor,
                    first->second.answer, *answer});
  }
  return both;
}

std::int64_t judge_statement(Case& into, const StatementName& name, CorrectionAction action,
                             const Json& fields, const std::string& actor) {
  const ItemNames names(into);
  const Json reading = current_reading(into, name.item, names);
  if (action != CorrectionAction::add) annotation_of(reading, name);  // complains
  const auto text = into.text(name.item);
  if (!text)
    throw Error(ErrorCode::not_found, fmt::format("no text was made of item {}", name.item));
  const Json value = correction_of(action, names[name.item], decode_text(text->text),
                                   reading.at("annotations"), name.annotation, fields);
  // My earlier word on the same place and kind.
  std::int64_t earlier = 0;
  for (const Judgement& judgement : into.judgements_of(item_object(name.item))) {
    if (judgement.kind != kCorrectionKind || judgement.actor != actor) continue;
    const Json before = Json::parse(judgement.value, nullptr, false);
    if (before.is_object() && before.contains("target") &&
        before["target"].value("selector", Json()) == value["target"]["selector"] &&
        before["body"].value("kind", "") == value["body"]["kind"])
      earlier = judgement.id;
  }
  CaseWork work = into.begin_work();
  const std::int64_t id = work.add_judgement({.about = item_object(name.item),
                                              .kind = std::string(kCorrectionKind),
                                              .value = value.dump(),
                                              .supersedes = earlier});
  work.commit();
  return id;
}

std::int64_t judge_document(Case& into, std::int64_t item, std::string_view kind,
                            const std::string& value, const std::string& actor) {
  if (!into.text(item))
    throw Error(ErrorCode::not_found, fmt::format("no text was made of item {}", item));
  if (kind == kDocumentDateKind && !calendar_day_from_iso(value))
    throw Error(ErrorCode::invalid_input,
                fmt::format("expected a day as 2023-03-24, got '{}'", value));
  if (kind == kLanguageKind && language_from_code(value) == ReadLanguage::unknown)
    throw Error(ErrorCode::invalid_input,
                fmt::format("expected one of en, es, ar, zh, ko, got '{}'", value));
  std::int64_t earlier = 0;
  for (const Judgement& judgement : into.judgements_of(item_object(item)))
    if (judgement.kind == kind && judgement.actor == actor) earlier = judgement.id;
  CaseWork work = into.begin_work();
  const std::int64_t id = work.add_judgement({.about = item_object(item),
                                              .kind = std::string(kind),
                                              .value = value,
                                              .supersedes = earlier});
  work.commit();
  return id;
}

}  // namespace hearim
