#include "report/headline.h"

#include <algorithm>

#include "report/number_text.h"
#include "report/plain_words.h"
#include "report/shown_interval.h"

namespace hearim {
namespace {

// From here on a factor is not named in the title any more: no single number holds.
constexpr double kFarApartRatio = 2;

struct Envelope {
  std::vector<const Answer*> whole;  // claims the whole population
  std::vector<const Answer*> refused;
  const Answer* floor = nullptr;
  double low = 0, high = 0;  // of all intervals in `whole`, and the floor's upper end
  bool open_high = false;
  bool floor_ends_range = false;  // it is the highest end
  double point_low = 0, point_high = 0;
  bool overlap = true;
  int weak = 0;

  double ratio() const { return point_low > 0 ? point_high / point_low : 1; }
  bool agree() const { return overlap && ratio() < kAgreementRatio; }
};

Envelope envelope_of(const std::vector<Answer>& answers) {
  Envelope all;
  double latest_low = 0;
  double earliest_high = 0;
  bool any_high = false;
  for (const Answer& answer : answers) {
    if (!answer.shown) {
      if (answer.model != Model::lower_bound) all.refused.push_back(&answer);
      continue;
    }
    if (answer.model == Model::lower_bound) {
      all.floor = &answer;
      continue;
    }
    const ShownInterval& shown = *answer.shown;
    const double low = shown.low.value_or(shown.point);
    const double high = shown.high.value_or(shown.point);
    const bool first = all.whole.empty();
    all.low = first ? low : std::min(all.low, low);
    all.high = first ? high : std::max(all.high, high);
    all.point_low = first ? shown.point : std::min(all.point_low, shown.point);
    all.point_high = first ? shown.point : std::max(all.point_high, shown.point);
    latest_low = first ? low : std::max(latest_low, low);
    if (shown.high) earliest_high = any_high ? std::min(earliest_high, high) : high;
    any_high = any_high || shown.high.has_value();
    all.open_high = all.open_high || !shown.high;
    all.weak += answer.estimate->status == EstimateStatus::weak;
    all.whole.push_back(&answer);
  }
  all.overlap = !any_high || latest_low <= earliest_high;
  // The truth may be as low as the floor, and the floor as high as its interval: what the range
  // leaves out above, the floor must leave out too.
  if (!all.whole.empty() && !all.open_high && all.floor &&
      all.floor->estimate->status == EstimateStatus::ok) {
    const double floor_high = all.floor->shown->high.value_or(all.floor->shown->point);
    all.floor_ends_range = floor_high > all.high;
    all.high = std::max(all.high, floor_high);
  }
  return all;
}

std::string range_words(const Envelope& all) {
  if (all.open_high) return "At least about " + rounded_down_text(all.low) + " people";
  return "Between " + rounded_down_text(all.low) + " and " + rounded_up_text(all.high) + " people";
}

std::string title_of(const Envelope& all, std::size_t methods) {
  if (all.whole.empty()) {
    if (all.floor && all.floor->estimate->status == EstimateStatus::weak)
      return "No number holds, and the floor of about " + about_text(all.floor->shown->point) +
             " is weak";
    if (all.floor)
      return "At least about " + about_text(all.floor->shown->point) +
             " people; how many in all, these lists cannot say";
    return methods == 1 ? "No number holds: the method refused"
                        : "No number holds: every method refused";
  }
  const std::string range = range_words(all) + (all.open_high ? ", with no upper limit" : "");
  if (all.whole.size() == 1)
    return range + (all.weak > 0 ? ", on weak ground" : ", if one assumption holds");
  if (!all.agree() && all.overlap && all.ratio() < kFarApartRatio)
    return range + ": the methods differ by a factor of " + factor_text(all.ratio());
  if (!all.agree()) return range + ": no single number holds";
  if (all.weak > 0) return range + ", on partly weak ground";
  return range + ": " + number_word(static_cast<std::int64_t>(all.whole.size())) + " methods agree";
}

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string answers_sentence(const Envelope& all) {
  if (all.whole.empty()) return {};
  if (all.whole.size() == 1) {
    const Answer& only = *all.whole[0];
    return "Only " + std::string(model_phrase(only.model)) + " gives a number for all: about " +
           about_text(only.shown->point) +
           ". It takes for granted: " + std::string(model_assumption(only.model));
  }
  const auto [least, most] = std::minmax_element(
      all.whole.begin(), all.whole.end(),
      [](const Answer* a, const Answer* b) { return a->shown->point < b->shown->point; });
  const std::string span = "from about " + about_text((*least)->shown->point) + " (" +
                           std::string(model_phrase((*least)->model)) + ") to about " +
                           about_text((*most)->shown->point) + " (" +
                           std::string(model_phrase((*most)->model)) + ")";
  if (all.agree())
    return "The best guesses lie close together, " + span +
           ", although the methods rest on different assumptions. That they agree is no proof: all "
           "of them say too little where some people are hard to reach for every list.";
  return "The methods disagree by a factor of " + factor_text(all.ratio()) + ": " + span +
         ". Each is right if its own assumption is, and the lists alone do not say which.";
}

std::string doubt_sentence(const Envelope& all) {
  std::vector<std::string> refused, weak;
  for (const Answer* answer : all.refused) refused.emplace_back(model_phrase(answer->model));
  for (const Answer* answer : all.whole)
    if (answer->estimate->status == EstimateStatus::weak)
      weak.emplace_back(model_phrase(answer->model));
  std::string text;
  if (!weak.empty())
    text = sentence_start(join(weak)) +
           (weak.size() == 1 ? " calls its own number" : " call their own numbers") + " weak.";
  if (!refused.empty() && !all.whole.empty())
    text += (text.empty() ? "" : " ") + sentence_start(join(refused)) +
            " refused to give one; the reason stands below.";
  if (refused.size() > 1 && all.whole.empty())
    text = "Every method that would count the whole refused; the reasons stand below.";
  return text;
}

// A floor above an answer is news: its assumption and the answer's cannot both hold.
std::string floor_sentence(const Envelope& all) {
  if (!all.floor || all.whole.empty()) return {};
  if (all.floor->estimate->status == EstimateStatus::weak)
    return "The lower bound calls itself weak here and is no floor to stand on.";
  const ShownInterval& floor = *all.floor->shown;
  std::vector<std::string> below;
  bool apart = false;
  for (const Answer* answer : all.whole) {
    const ShownInterval& shown = *answer->shown;
    if (shown.point >= floor.point) continue;
    below.emplace_back(model_phrase(answer->model));
    apart = apart || (shown.high && floor.low && *shown.high < *floor.low);
  }
  const std::string end = all.floor_ends_range
                              ? " The range ends where its interval does, at about " +
                                    about_text(floor.high.value_or(floor.point)) + "."
                              : "";
  if (below.empty())
    return "A floor lies under all of them: at least about " + about_text(floor.point) +
           " people." + end;
  return "The lower bound, at least about " + about_text(floor.point) +
         " people, lies above the best guess of " + join(below) +
         (apart ? ": both cannot be right."
                : ": they fit together only where their intervals overlap.") +
         " The bound assumes that no list keeps people off another." + end;
}

std::string seen_sentence(const EstimateReport& report) {
  std::string text = sentence_start(count_text(report.input.observed)) +
                     (report.input.observed == 1 ? " person was" : " people were") +
                     " recorded on at least one of " +
                     number_word(static_cast<std::int64_t>(report.input.lists.size())) + " lists";
  if (report.strata.size() > 1)
    text += ", in " + number_word(static_cast<std::int64_t>(report.strata.size())) + " groups";
  return text + ". How many were recorded on none can only be inferred from how the lists overlap.";
}

}  // namespace

Headline estimate_headline(const EstimateReport& report) {
  std::vector<Answer> answers;
  if (report.strata.size() == 1)
    answers = answers_of(report.strata[0]);
  else
    answers = answers_of(report.combined);
  const Envelope all = envelope_of(answers);

  Headline headline;
  if (answers.empty() && report.strata.size() > 1)
    headline.title = sentence_start(number_word(static_cast<std::int64_t>(report.strata.size()))) +
                     " groups, and no total";
  else
    headline.title = title_of(all, answers.size());
  headline.deck.push_back(seen_sentence(report));
  if (all.whole.empty() && all.refused.size() == 1 && !all.refused[0]->estimate->reason.empty())
    headline.deck.push_back(sentence_start(std::string(model_phrase(all.refused[0]->model))) +
                            " refused: " + all.refused[0]->estimate->reason);
  for (std::string sentence : {answers_sentence(all), doubt_sentence(all), floor_sentence(all)})
    if (!sentence.empty()) headline.deck.push_back(std::move(sentence));
  return headline;
}

}  // namespace hearim
