#include "steps/figures_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/version.h"
#include "hearim/error.h"
#include "report/case_page.h"
#include "report/figure_value.h"
#include "steps/case_tallies.h"
#include "steps/claims_case.h"
#include "steps/estimate_case.h"
#include "steps/link_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

constexpr std::size_t kClaimsCompared = 60, kClaimsOnce = 40, kOnceLookedAt = 2000;
constexpr std::size_t kOverlapsShown = 64;

std::string made_with_take(const Json& take) {
  return Json{{"program", fmt::format("hearim {}", kVersion)}, {"take", take}}.dump();
}

// Collects the drafts of one result.
class Drafts {
 public:
  Drafts(std::vector<FigureDraft>& all, const FigureSources::Source& from)
      : all_(all), from_(from) {}

  const Json& content() const { return from_.content; }
  // Nothing where there is nothing.
  void add(std::string name, const std::string& pointer, std::string_view as, Json more = {}) {
    if (!from_.content.contains(Json::json_pointer(pointer))) return;
    Json take{{"result", result_object(from_.result.id)}, {"pointer", pointer}, {"as", as}};
    if (more.is_object()) take.update(more);
    std::string value = figure_value(from_.content, take);
    all_.push_back({.name = std::move(name),
                    .value = std::move(value),
                    .result = from_.result.id,
                    .stale = !from_.result.stale.empty(),
                    .take = std::move(take)});
  }

 private:
  std::vector<FigureDraft>& all_;
  const FigureSources::Source& from_;
};

Json rule_json(const DisclosureRule& rule) {
  return {{"small_below", rule.small_below}, {"round_to", rule.round_to}};
}

void draft_holdings(Drafts out) {
  out.add("files and members of archives found", "/found", "count");
  out.add("items taken in", "/taken", "count");
  out.add("found again (duplicates)", "/duplicate", "count");
  out.add("refused", "/refused", "count");
  out.add("items in the case", "/items", "count");
  out.add("items with a text", "/texts", "count");
  out.add("items without text or list", "/neither", "count");
  out.add("lists", "/lists", "count");
  out.add("rows on all lists", "/rows", "count");
  out.add("rows rejected", "/rejected_rows", "count");
  for (std::size_t i = 0; i < out.content().at("refusals").size(); ++i)
    out.add(fmt::format("refused for reason {}", i + 1), fmt::format("/refusals/{}/count", i),
            "count");
  for (std::size_t i = 0; i < out.content().at("per_list").size(); ++i) {
    const auto list = out.content()["per_list"][i].value("list", std::int64_t{0});
    out.add(fmt::format("rows of list {}", list), fmt::format("/per_list/{}/rows", i), "count");
    out.add(fmt::format("rows rejected of list {}", list), fmt::format("/per_list/{}/rejected", i),
            "count");
  }
}

void draft_linkage(Drafts out, const DisclosureRule& rule) {
  out.add("records on the lists that were linked", "/report/input/records", "count");
  out.add("lists linked", "/lists", "size");
  out.add("distinct people on the lists", "/report/people/count", "count");
  if (out.content()["/report/people/low"_json_pointer].is_number()) {
    out.add("distinct people, interval over draws", "/report/people", "range");
    out.add("distinct people, level of the interval", "/report/people/level", "percent");
    out.add("draws of the linkage", "/report/people/draws", "count");
  }
  out.add("pairs in doubt", "/report/doubt/pairs", "count");
  out.add("pairs judged that were taken in", "/judged/pairs", "count");
  out.add("true pairs that were not compared, estimated", "/report/model/miss_share", "percent");
  for (const char* const score : {"precision", "recall"})
    for (const char* const part : {"point", "low", "high"})
      out.add(fmt::format("{} of the linkage on judged pairs, {}", score, part),
              fmt::format("/report/sampled_scores/{}/{}", score, part), "percent");
  const Json& lists = out.content().at("report").at("input").at("lists");
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::string at = fmt::format("/report/input/lists/{}/", i);
    const auto list = out.content().at("lists").at(i).value("list", std::int64_t{0});
    out.add(fmt::format("records of list {}", list), at + "records", "count");
    out.add(fmt::format("distinct people on list {}", list), at + "people", "rounded",
            rule_json(rule));
  }
  // All of them or none: one that is hidden would follow from the others and the lists' sums.
  const Json& overlaps = out.content().at("report").at("people").at("overlaps");
  const bool small = std::any_of(overlaps.begin(), overlaps.end(), [&](const Json& overlap) {
    return overlap.at("count").get<std::int64_t>() < rule.small_below;
  });
  if (!small && overlaps.size() <= kOverlapsShown)
    for (std::size_t i = 0; i < overlaps.size(); ++i)
      out.add(fmt::format("people on just these lists, pattern {}", i + 1),
              fmt::format("/report/people/overlaps/{}/count", i), "rounded", rule_json(rule));
}

void draft_answer(Drafts& out, const std::string& of, const std::string& at) {
  out.add(of + ": people in all", at + "/population/point", "people");
  out.add(of + ": interval", at + "/population", "range");
  out.add(of + ": level of the interval", at + "/population/level", "percent");
  out.add(of + ": why", at + "/reason", "text");
  if (out.content().contains(Json::json_pointer(at + "/population")))
    out.add(of + ": share of the doubt that is linkage", at + "/details/linkage_variance_share",
            "percent");
}

void draft_estimate(Drafts out) {
  out.add("the answer", "/headline", "text");
  for (std::size_t i = 0; i < out.content().value("deck", Json::array()).size(); ++i)
    out.add(fmt::format("the answer, sentence {}", i + 1), fmt::format("/deck/{}", i), "text");
  const Json& answer = out.content().at("answer");
  for (std::size_t s = 0; s < answer.at("strata").size(); ++s) {
    const Json& stratum = answer["strata"][s];
    std::string label;
    for (const auto& [column, value] : stratum.at("stratum").items())
      label += fmt::format(", {} {}", column, value.get<std::string>());
    const std::string at = fmt::format("/answer/strata/{}", s);
    out.add("people on any list" + label, at + "/observed", "count");
    out.add("how far the methods are apart" + label, at + "/disagreement/summary", "text");
    for (std::size_t e = 0; e < stratum.at("estimates").size(); ++e)
      draft_answer(out, stratum["estimates"][e].value("model", "") + label,
                   fmt::format("{}/estimates/{}", at, e));
  }
  if (answer.contains("combined"))
    for (std::size_t e = 0; e < answer["combined"].size(); ++e)
      draft_answer(out, answer["combined"][e].value("model", "") + ", all groups",
                   fmt::format("/answer/combined/{}", e));
}

void draft_board(FigureSources& sources, std::vector<FigureDraft>& all,
                 const FigureSources::Source& board) {
  Drafts out(all, board);
  out.add("claims", "/claims", "size");
  out.add("claims in conflict", "/claims", "where", {{"member", "agreement"}, {"is", "conflict"}});
  out.add("documents read", "/documents", "size");
  out.add("independent sources", "/independent_sources", "count");
  out.add("lineages", "/lineages", "size");
  for (std::size_t i = 0; i < board.content.at("lineages").size(); ++i)
    out.add(fmt::format("documents of lineage {}", i + 1), fmt::format("/lineages/{}/documents", i),
            "size");
  std::map<std::string, std::int64_t> item_of;
  for (const Json& item : board.content.at("items")) item_of[item.at("document")] = item.at("item");
  for (const std::size_t c : claims_shown(sources, board.content)) {
    const Json& claim = board.content.at("claims").at(c);
    const std::string name = "claim " + claim.value("id", ""), at = fmt::format("/claims/{}", c);
    out.add(name + ": printings", at + "/statements", "size");
    out.add(name + ": independent sources", at + "/independent_sources", "count");
    for (const std::size_t p : pairs_that_tell(claim))
      out.add(fmt::format("{}: pair {}, why", name, p + 1), fmt::format("{}/pairs/{}/why", at, p),
              "text");
    for (std::size_t s = 0; s < std::min(claim.at("statements").size(), kStatementsShown); ++s) {
      const Json& said = claim["statements"][s];
      const std::int64_t item = item_of.at(said.at("document"));
      const auto* reading = sources.find(kReadStep, fmt::format("item:{}", item));
      if (reading == nullptr) continue;
      const Json& annotations = reading->content.at("annotations");
      for (std::size_t a = 0; a < annotations.size(); ++a)
        if (annotations[a].value("id", "") == said.at("annotation"))
          Drafts(all, *reading)
              .add(fmt::format("{}: value of item:{}#{}", name, item,
                               said.at("annotation").get<std::string>()),
                   fmt::format("/annotations/{}", a), "quantity");
      out.add(fmt::format("{}: source of item:{}#{}", name, item,
                          said.at("annotation").get<std::string>()),
              fmt::format("{}/statements/{}/origin", at, s), "count");
    }
  }
}

void draft_testimonies(Drafts out, const DisclosureRule& rule) {
  const auto counts = [&](const std::string& of, const std::string& at) {
    for (const char* const what : {"accounts", "persons", "statements"})
      out.add(fmt::format("{}: {}", of, what), fmt::format("{}/{}", at, what), "rounded",
              rule_json(rule));
  };
  counts("testimonies", "");
  for (std::size_t i = 0; i < out.content().at("acts").size(); ++i)
    counts("testimonies of " + out.content()["acts"][i].value("act", ""),
           fmt::format("/acts/{}", i));
}

void draft_judged(Drafts out) {
  out.add("judgements that stand", "/judgements", "count");
  for (std::size_t i = 0; i < out.content().at("kinds").size(); ++i)
    out.add("judgements of kind " + out.content()["kinds"][i].value("kind", ""),
            fmt::format("/kinds/{}/count", i), "count");
  for (std::size_t i = 0; i < out.content().at("actors").size(); ++i)
    out.add("judgements by " + out.content()["actors"][i].value("actor", ""),
            fmt::format("/actors/{}/count", i), "count");
  for (const char* const word : {"match", "non_match", "unsure"})
    out.add(fmt::format("pairs judged {}", word), fmt::format("/pairs/{}", word), "count");
  out.add("pairs judged by two", "/two_reviewers/pairs", "count");
  out.add("pairs on which the two agree", "/two_reviewers/same", "count");
  out.add("agreement of the two, as a share", "/two_reviewers/agreement", "percent");
  for (const char* const part : {"kappa", "low", "high"})
    out.add(fmt::format("agreement of the two beyond chance, {}", part),
            fmt::format("/two_reviewers/{}", part), "digits");
}

}  // namespace

const FigureSources::Source* FigureSources::find(std::string_view step, std::string_view subject) {
  const std::string key = fmt::format("{} of {}", step, subject);
  const auto kept = kept_.find(key);
  if (kept != kept_.end()) return kept->second ? &*kept->second : nullptr;
  std::optional<Source>& source = kept_[key];
  auto newest = from_.newest_result(step, subject);
  if (!newest || newest->made_with.empty()) return nullptr;  // none, or withdrawn
  Json content = content_of(from_, newest->id);
  source = {std::move(*newest), std::move(content)};
  return &*source;
}

std::vector<std::size_t> claims_shown(FigureSources& sources, const Json& board) {
  const Json& claims = board.at("claims");
  std::vector<std::size_t> several, once, shown;
  for (std::size_t c = 0; c < claims.size(); ++c)
    (claims[c].at("statements").size() > 1 ? several : once).push_back(c);
  const auto weight = [&](std::size_t c) {
    const std::string agreement = claims[c].value("agreement", "");
    return std::pair(agreement == "conflict"         ? 0
                     : agreement == "not_comparable" ? 2
                                                     : 1,
                     -static_cast<std::int64_t>(claims[c].at("statements").size()));
  };
  std::stable_sort(several.begin(), several.end(),
                   [&](std::size_t a, std::size_t b) { return weight(a) < weight(b); });
  shown.assign(several.begin(), several.begin() + static_cast<std::ptrdiff_t>(
                                                      std::min(several.size(), kClaimsCompared)));
  std::map<std::string, std::int64_t> item_of;
  for (const Json& item : board.at("items")) item_of[item.at("document")] = item.at("item");
  std::size_t taken = 0;
  for (std::size_t i = 0; i < std::min(once.size(), kOnceLookedAt) && taken < kClaimsOnce; ++i) {
    const Json& said = claims[once[i]].at("statements").at(0);
    const auto* reading =
        sources.find(kReadStep, fmt::format("item:{}", item_of.at(said.at("document"))));
    if (reading == nullptr) continue;
    for (const Json& annotation : reading->content.at("annotations"))
      if (annotation.value("id", "") == said.at("annotation") &&
          annotation.value("unit", "") == "person") {
        shown.push_back(once[i]);
        ++taken;
      }
  }
  return shown;
}

std::vector<FigureDraft> figure_drafts(FigureSources& sources, const DisclosureRule& rule) {
  std::vector<FigureDraft> drafts;
  if (const auto* source = sources.find(kHoldingsStep)) draft_holdings({drafts, *source});
  if (const auto* source = sources.find(kLinkStep)) draft_linkage({drafts, *source}, rule);
  if (const auto* source = sources.find(kEstimateStep)) draft_estimate({drafts, *source});
  if (const auto* source = sources.find(kClaimsStep)) draft_board(sources, drafts, *source);
  if (const auto* source = sources.find(kTestimoniesStep))
    draft_testimonies({drafts, *source}, rule);
  if (const auto* source = sources.find(kJudgedStep)) draft_judged({drafts, *source});
  return drafts;
}

std::string figure_key(std::int64_t result, std::string_view pointer, std::string_view as) {
  return fmt::format("{}{} {}", result_object(result), pointer, as);
}

Json take_of(const Figure& figure) {
  const Json made = Json::parse(figure.made_with, nullptr, false);
  if (!made.is_object() || !made.contains("take"))
    throw Error(ErrorCode::refused,
                fmt::format("figure {} does not say from which result it was taken", figure.id));
  return made["take"];
}

FiguresMade make_figures(Case& into, FigureSources& sources, const DisclosureRule& rule) {
  const auto identity = [](const NewFigure& figure) {
    return figure.name + "\n" + figure.value + "\n" + figure.made_with;
  };
  std::map<std::string, Figure> known;  // the newest of each, those that stand before stale ones
  for (Figure& figure : into.figures()) {
    Figure& kept = known[identity(figure)];
    if (kept.id == 0 || kept.stale.empty() <= figure.stale.empty()) kept = std::move(figure);
  }
  FiguresMade made;
  std::vector<std::pair<std::string, NewFigure>> to_make;
  for (FigureDraft& draft : figure_drafts(sources, rule)) {
    std::string key = figure_key(draft.result, draft.take.at("pointer").get<std::string>(),
                                 draft.take.at("as").get<std::string>());
    NewFigure figure{.name = std::move(draft.name),
                     .value = std::move(draft.value),
                     .made_with = made_with_take(draft.take),
                     .inputs = {result_object(draft.result)}};
    const auto it = known.find(identity(figure));
    if (it != known.end() && (it->second.stale.empty() || draft.stale)) {
      made.stale_count += !it->second.stale.empty();
      made.figures[std::move(key)] = it->second;
    } else if (!draft.stale) {
      to_make.emplace_back(std::move(key), std::move(figure));
    }
  }
  if (to_make.empty()) return made;
  CaseWork work = into.begin_work();
  for (auto& [key, wanted] : to_make) {
    Figure figure;
    static_cast<NewFigure&>(figure) = std::move(wanted);
    figure.id = work.add_figure(figure);
    made.figures[std::move(key)] = std::move(figure);
    ++made.new_count;
  }
  work.commit();
  return made;
}

}  // namespace hearim
