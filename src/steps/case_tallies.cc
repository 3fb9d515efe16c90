#include "steps/case_tallies.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/check.h"
#include "hearim/error.h"
#include "stats/cohen_kappa.h"
#include "steps/claims_case.h"
#include "steps/link_case.h"

namespace hearim {
namespace {

using Counts = std::map<std::string, std::int64_t>;

TallyMade holdings(const Case& from) {
  Json content = Json::object();
  std::int64_t found[4] = {};
  Counts reasons;
  from.for_each_ledger_line(0, [&](const LedgerLine& line) {
    ++found[0];
    ++found[static_cast<std::size_t>(line.outcome)];
    if (line.outcome == Outcome::refused) ++reasons[line.reason];
  });
  content["found"] = found[0];
  content["taken"] = found[static_cast<std::size_t>(Outcome::taken)];
  content["duplicate"] = found[static_cast<std::size_t>(Outcome::duplicate)];
  content["refused"] = found[static_cast<std::size_t>(Outcome::refused)];
  content["refusals"] = Json::array();
  for (const auto& [reason, count] : reasons)
    content["refusals"].push_back({{"reason", reason}, {"count", count}});

  std::set<std::int64_t> useful;
  const std::vector<std::int64_t> texts = from.items_with_text();
  useful.insert(texts.begin(), texts.end());
  const std::vector<List> lists = from.lists();
  std::uint64_t rows = 0, rejected = 0;
  Json per_list = Json::array();
  for (const List& list : lists) {
    useful.insert(list.item);
    rows += list.row_count;
    rejected += list.rejected_count;
    per_list.push_back({{"list", list.id},
                        {"item", list.item},
                        {"name", list.name},
                        {"rows", list.row_count},
                        {"rejected", list.rejected_count}});
  }
  std::int64_t items = 0, neither = 0;
  for (const Item& item : from.items()) {
    ++items;
    neither += !useful.contains(item.id);
  }
  content["items"] = items;
  content["texts"] = texts.size();
  content["neither"] = neither;
  content["lists"] = lists.size();
  content["rows"] = rows;
  content["rejected_rows"] = rejected;
  content["per_list"] = std::move(per_list);
  return {.inputs = {"items", "lists", "texts"},
          .made_with = made_with(Json::object()),
          .content = content.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

// One act, or all of them.
struct Told {
  std::int64_t statements = 0;
  std::set<std::string> persons, accounts;
  Json json() const {
    return {{"statements", statements}, {"persons", persons.size()}, {"accounts", accounts.size()}};
  }
};

TallyMade testimonies(const Case& from) {
  const Result board = result_needed(from, kClaimsStep);
  const Json claims = content_of(from, board.id);
  const auto key = [](const Json& at) {
    return at.at("document").get<std::string>() + "\n" + at.at("annotation").get<std::string>();
  };
  std::map<std::string, std::string> person_of, account_of;
  for (const Json& entity : claims.at("entities"))
    if (entity.value("type", "") == "person")
      for (const Json& at : entity.at("mentions")) person_of[key(at)] = entity.at("id");
  for (const Json& account : claims.at("testimonies"))
    for (const Json& at : account.at("statements")) account_of[key(at)] = account.at("id");

  Told all;
  std::map<std::string, Told> by_act;
  for (const Json& item : claims.at("items")) {
    const Json reading = content_of(from, item.at("result"));
    const std::string document = item.at("document");
    for (const Json& annotation : reading.at("annotations")) {
      if (annotation.value("kind", "") != "testimony") continue;
      const auto named = [&](const std::string& id, const auto& known) {
        const std::string at = document + "\n" + id;
        const auto found = known.find(at);
        return found == known.end() ? at : found->second;
      };
      // Who is not named is somebody else each time: to join strangers would lose one.
      const std::string id = annotation.value("id", ""), teller = annotation.value("person", "");
      const std::string person = named(teller.empty() ? id : teller, person_of);
      const std::string account = named(id, account_of);
      std::set<std::string> acts;
      for (const Json& fact : annotation.value("facts", Json::array()))
        acts.insert(fact.value("act", ""));
      const auto count = [&](Told& told) {
        ++told.statements;
        told.persons.insert(person);
        told.accounts.insert(account);
      };
      count(all);
      for (const std::string& act : acts) count(by_act[act]);
    }
  }
  Json content = all.json();
  content["acts"] = Json::array();
  for (const auto& [act, told] : by_act) {
    Json one{{"act", act}};
    one.update(told.json());
    content["acts"].push_back(std::move(one));
  }
  return {.inputs = {result_object(board.id)},
          .made_with = made_with(Json::object()),
          .content = content.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

constexpr std::array<std::string_view, 3> kPairWords = {"match", "non_match", "unsure"};

std::optional<std::size_t> pair_word(const Judgement& judgement) {
  const Json value = Json::parse(judgement.value, nullptr, false);
  if (!value.is_object()) return std::nullopt;
  const auto it =
      std::find(kPairWords.begin(), kPairWords.end(), value.value("judgement", std::string()));
  if (it == kPairWords.end()) return std::nullopt;
  return static_cast<std::size_t>(it - kPairWords.begin());
}

Json agreement_of_two(const std::vector<Judgement>& pairs) {
  std::map<std::string, std::map<std::string, std::size_t>> last;  // about, actor
  for (const Judgement& judgement : pairs)
    if (const auto word = pair_word(judgement)) last[judgement.about][judgement.actor] = *word;
  std::vector<std::int64_t> counts(kPairWords.size() * kPairWords.size());
  std::int64_t both = 0, same = 0;
  for (const auto& [about, by] : last) {
    if (by.size() < 2) continue;
    const std::size_t first = by.begin()->second, second = std::next(by.begin())->second;
    ++counts[first * kPairWords.size() + second];
    ++both;
    same += first == second;
  }
  Json out{{"pairs", both}, {"same", same}};
  if (both == 0) return out;
  const KappaEstimate kappa = cohen_kappa(counts, static_cast<int>(kPairWords.size()), 0.95);
  out["agreement"] = kappa.agreement;
  if (kappa.kappa) out["kappa"] = *kappa.kappa;
  if (kappa.low) out["low"] = *kappa.low;
  if (kappa.high) out["high"] = *kappa.high;
  return out;
}

TallyMade judged(const Case& from) {
  const std::vector<Judgement> all = from.judgements();
  std::set<std::int64_t> superseded;
  for (const Judgement& judgement : all) superseded.insert(judgement.supersedes);
  Counts kinds, actors;
  std::array<std::int64_t, kPairWords.size()> pairs{};
  std::vector<Judgement> of_pairs;
  std::int64_t count = 0;
  for (const Judgement& judgement : all) {
    if (judgement.kind.empty() || judgement.kind == "setting") continue;  // withdrawn; not judged
    if (judgement.kind == kPairKind) of_pairs.push_back(judgement);
    if (superseded.contains(judgement.id)) continue;
    ++count;
    ++kinds[judgement.kind];
    ++actors[judgement.actor];
    if (judgement.kind == kPairKind)
      if (const auto word = pair_word(judgement)) ++pairs[*word];
  }
  std::map<std::string, std::string> names;
  for (const Actor& actor : from.actors()) names[fmt::format("actor:{}", actor.id)] = actor.name;

  Json content{{"judgements", count}};
  content["kinds"] = Json::array();
  TallyMade made{.inputs = {}, .made_with = made_with(Json::object()), .content = {}};
  for (const std::string_view kind :
       {kPairKind, kCorrectionKind, kDocumentDateKind, kLanguageKind, std::string_view("act"),
        std::string_view("consent"), std::string_view("grade")})
    made.inputs.push_back(fmt::format("judgements:{}", kind));
  for (const auto& [kind, of] : kinds) {
    content["kinds"].push_back({{"kind", kind}, {"count", of}});
    made.inputs.push_back(fmt::format("judgements:{}", kind));
  }
  std::sort(made.inputs.begin(), made.inputs.end());
  made.inputs.erase(std::unique(made.inputs.begin(), made.inputs.end()), made.inputs.end());
  content["actors"] = Json::array();
  for (const auto& [actor, of] : actors) {
    Json one{{"actor", actor}};
    if (names.contains(actor)) one["name"] = names[actor];
    one["count"] = of;
    content["actors"].push_back(std::move(one));
  }
  content["pairs"] = Json::object();
  for (std::size_t w = 0; w < kPairWords.size(); ++w)
    content["pairs"][std::string(kPairWords[w])] = pairs[w];
  content["two_reviewers"] = agreement_of_two(of_pairs);
  made.content = content.dump(-1, ' ', false, Json::error_handler_t::replace);
  return made;
}

struct Tally {
  std::string_view step;
  TallyMade (*make)(const Case& from);
};
constexpr std::array<Tally, 3> kTallies = {
    {{kHoldingsStep, holdings}, {kTestimoniesStep, testimonies}, {kJudgedStep, judged}}};

}  // namespace

bool is_tally(std::string_view step) {
  return std::any_of(kTallies.begin(), kTallies.end(),
                     [&](const Tally& tally) { return tally.step == step; });
}

TallyMade make_tally(const Case& from, std::string_view step) {
  for (const Tally& tally : kTallies)
    if (tally.step == step) return tally.make(from);
  CHECK(false);
  return {};
}

void keep_tallies(Case& into) {
  std::vector<std::pair<std::string_view, TallyMade>> changed;
  for (const Tally& tally : kTallies) {
    try {
      TallyMade made = tally.make(into);
      const auto standing = standing_result(into, tally.step, "case", made.made_with, made.inputs);
      if (!standing || into.result_content(*standing) != made.content)
        changed.emplace_back(tally.step, std::move(made));
    } catch (const Error& error) {
      if (error.code() != ErrorCode::not_found) throw;  // nothing to count, or it is stale
    }
  }
  if (changed.empty()) return;
  CaseWork work = into.begin_work();
  for (const auto& [step, made] : changed)
    work.add_result({.step = std::string(step),
                     .subject = "case",
                     .made_with = made.made_with,
                     .inputs = made.inputs,
                     .content = made.content});
  work.commit();
}

}  // namespace hearim
