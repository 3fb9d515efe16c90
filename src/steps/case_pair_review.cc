#include "steps/case_pair_review.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/rng.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "steps/pair_review.h"

namespace hearim {
namespace {

std::pair<RowName, RowName> in_order(RowName a, RowName b) {
  return a < b ? std::pair{a, b} : std::pair{b, a};
}

// Not stale, or stale by judgements only, which change none of its rows.
bool rows_stand(const Result& linkage) {
  return !is_withdrawn(linkage) &&
         (linkage.stale.empty() || linkage.stale.starts_with("it uses judgements"));
}

}  // namespace

std::vector<std::size_t> blind_order(std::span<const std::string> names, std::uint64_t seed) {
  // By a number drawn for each name alone, so that one more or less moves no other.
  std::vector<std::uint64_t> drawn;
  for (const std::string& name : names) {
    const Sha256Digest digest = sha256(name);
    std::uint64_t index = 0;
    for (int i = 0; i < 8; ++i) index = index << 8 | digest[static_cast<std::size_t>(i)];
    drawn.push_back(Rng(seed, "blind review", index)());
  }
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
    return std::tie(drawn[x], x) < std::tie(drawn[y], y);
  });
  return order;
}

CasePairReview::CasePairReview(Case& into, CaseReviewOptions options, const Run& run)
    : into_(into), options_(std::move(options)) {
  const LinkCaseSettings settings = LinkCaseSettings::from_json(kept_settings(into, kLinkStep));
  lists_ = read_case_lists(into, settings, run);
  const LinkRecords& records = lists_->files.records;
  for (std::uint32_t r = 0; r < records.record_count(); ++r)
    records_.emplace_hint(records_.end(),
                          RowName{lists_->lists[records.list_of(r)].id, records.row_of(r)}, r);

  std::set<Rows> judged_by_others;
  std::vector<PairJudged> mine;
  for (PairJudged& judged : pair_judgements(into)) {
    if (judged.purpose != DecisionPurpose::review) continue;
    const Rows rows{judged.a, judged.b};
    if (judged.actor == options_.actor) {
      mine_[rows] = judged.id;
      if (judged.judgement) mine.push_back(std::move(judged));
    } else if (judged.judgement) {
      judged_by_others.insert(rows);
    }
  }
  std::set<Rows> answered_before;
  for (const PairJudged& judged : mine) answered_before.emplace(judged.a, judged.b);

  std::size_t fresh = 0, gone = 0;
  const auto ask = [&](const Rows& rows) -> Asked* {
    const bool is_fresh = !answered_before.contains(rows);
    if (is_fresh && fresh >= options_.count_max) return nullptr;
    const auto question = add(rows);
    if (!question) {
      ++gone;
      return nullptr;
    }
    fresh += is_fresh;
    return &pairs_[*question];
  };
  if (options_.blind) {
    const std::vector<Rows> judged(judged_by_others.begin(), judged_by_others.end());
    std::vector<std::string> names;
    for (const Rows& rows : judged) names.push_back(pair_object(rows.first, rows.second));
    for (const std::size_t at : blind_order(names, options_.seed)) ask(judged[at]);
  } else {
    for (const auto& [rows, doubt] : doubtful()) {
      if (judged_by_others.contains(rows)) continue;
      Asked* const asked = ask(rows);
      if (asked == nullptr) continue;
      asked->shown.probability = doubt.at("probability");
      asked->shown.effect = doubt.at("effect");
      asked->shown.worth = doubt.at("worth");
      const Json why = doubt.value("why", Json::object());
      asked->why.weight = why.value("weight", 0.0);
      asked->why.probability = why.value("probability", asked->shown.probability);
      asked->why.prior_weight = why.value("prior_weight", 0.0);
      asked->why.circumstances_weight = why.value("circumstances_weight", 0.0);
      for (const Json& words : why.value("fields", Json::array()))
        asked->why.fields.push_back({.words = words});
    }
  }
  for (const PairJudged& judged : mine) {
    const auto question = add({judged.a, judged.b});  // no longer in doubt, but to be taken back
    if (question) answered_.push_back({*question, review_answer(*judged.judgement), judged.id});
  }
  if (gone > 0)
    notes_.push_back(
        fmt::format("{} pairs are not asked about: a list of theirs takes no part any more", gone));
}

std::vector<std::pair<CasePairReview::Rows, Json>> CasePairReview::doubtful() {
  std::vector<std::pair<Rows, Json>> pairs;
  const auto linkage = into_.newest_result(kLinkStep, "case");
  if (!linkage || !rows_stand(*linkage)) {
    notes_.push_back(
        linkage
            ? fmt::format("no pairs are asked about: the linkage is stale ({}); hearim run CASE "
                          "makes it again",
                          linkage->stale)
            : "no pairs are asked about: nothing was linked yet; hearim run CASE, or hearim link "
              "CASE");
    return pairs;
  }
  const Json content = content_of(into_, linkage->id);
  for (const Json& pair : content.at("review")) {
    const auto a = row_name_from(pair.at("a").get<std::string>());
    const auto b = row_name_from(pair.at("b").get<std::string>());
    if (!a || !b)
      throw Error(ErrorCode::corrupt,
                  fmt::format("result {} names no rows to review", linkage->id));
    pairs.emplace_back(in_order(*a, *b), pair);
  }
  return pairs;
}

std::optional<std::size_t> CasePairReview::add(const Rows& rows) {
  if (const auto known = index_.find(rows); known != index_.end()) return known->second;
  const auto a = records_.find(rows.first), b = records_.find(rows.second);
  if (a == records_.end() || b == records_.end()) return std::nullopt;
  Asked asked{.a = rows.first, .b = rows.second, .shown = {}, .why = {}};
  asked.shown.pair = RecordPair::of(a->second, b->second);
  asked.why.pair = asked.shown.pair;
  index_.emplace(rows, pairs_.size());
  pairs_.push_back(std::move(asked));
  return pairs_.size() - 1;
}

std::size_t CasePairReview::question_of(RowName a, RowName b) {
  for (const RowName& row : {a, b})
    if (!records_.contains(row))
      throw Error(ErrorCode::not_found,
                  fmt::format("there is no {} among the lists that take part", row.text()));
  if (a == b)
    throw Error(ErrorCode::invalid_input, fmt::format("{} is one row, not two", a.text()));
  return *add(in_order(a, b));
}

void CasePairReview::keep(std::size_t question, std::optional<ReviewAnswer> answer) {
  const Asked& asked = pairs_[question];
  const LinkRecords& records = lists_->files.records;
  PairJudged judged{.a = asked.a,
                    .b = asked.b,
                    .keys = {content_key(records, records_.at(asked.a)),
                             content_key(records, records_.at(asked.b))}};
  if (answer) judged.judgement = pair_judgement(*answer);
  std::int64_t& standing = mine_[{asked.a, asked.b}];
  CaseWork work = into_.begin_work();
  const std::int64_t id = work.add_judgement(new_pair_judgement(judged, standing));
  work.commit();
  standing = id;
}

std::string CasePairReview::screen(std::size_t question, const ReviewPlace& place,
                                   int width) const {
  const Asked& asked = pairs_[question];
  return review_screen(lists_->files.records, asked.why, asked.shown, place, width);
}

std::string_view CasePairReview::keys(std::size_t) const { return kPairKeys; }

std::string_view CasePairReview::word(std::size_t, ReviewAnswer answer) const {
  return judgement_word(pair_judgement(answer));
}

}  // namespace hearim
