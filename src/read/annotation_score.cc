// Matching is one to one: sorted by the size of the overlap, then by place, each pair is taken if
// both are still free. Exact ones overlap most of all pairs they are in, but are matched first, so
// that nested places of the same size of overlap cannot take them away.
//
//   kappa = (agreed - expected) / (1 - expected), over code points that are inside or outside
//   alpha = 1 - observed / expected disagreement, over the labels of matched pairs, the expected
//   one
//           from all labels that both coders gave, drawn without replacement
//
// Example: gold 0-10, 20-30; found 0-10, 25-35: exact 1 of 2, overlap 2 of 2.
#include "read/annotation_score.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace hearim {
namespace {

struct Place {
  TextSpan span;
  std::string label;  // what coders choose among
  std::string said;   // everything that must agree for the value to be right
};

std::string number_text(const std::optional<double>& value, bool inclusive) {
  return value ? std::to_string(*value) + (inclusive ? "" : " exclusive") : "open";
}

std::string joined_acts(const Testimony& t) {
  std::vector<std::string> acts;
  for (const TestimonyFact& fact : t.facts) acts.push_back(fact.act);
  std::sort(acts.begin(), acts.end());
  std::string out;
  for (const std::string& act : acts) out += act + ",";
  return out;
}

std::vector<Place> places_of(const Reading& reading, std::size_t kind) {
  constexpr std::array kForms = {"exact", "approximate", "bound", "range", "vague", "ratio"};
  constexpr std::array kTypes = {"person", "organisation", "place", "work", "event"};
  std::vector<Place> out;
  switch (kind) {
    case 0:
      for (const Quantity& q : reading.quantities) {
        const std::string form = kForms[static_cast<std::size_t>(q.value.form)];
        out.push_back({q.span, form,
                       number_text(q.value.low, q.value.low_inclusive) + " to " +
                           number_text(q.value.high, q.value.high_inclusive)});
      }
      break;
    case 1:
      for (const DateFound& date : reading.dates)
        out.push_back({date.span, date.value.empty() ? "without" : "with", date.value});
      break;
    case 2:
      for (const Mention& mention : reading.mentions) {
        const std::string type = kTypes[static_cast<std::size_t>(mention.type)];
        out.push_back({mention.span, type, type + (mention.named ? "" : " not named")});
      }
      break;
    case 3:
      for (const Quote& quote : reading.quotes) {
        const std::string form = quote.form == QuoteForm::direct ? "direct" : "indirect";
        out.push_back({quote.span, form, form});
      }
      break;
    case 4:
      for (const Testimony& t : reading.testimonies)
        out.push_back({t.span, "testimony", joined_acts(t)});
      break;
    default:
      for (const Citation& citation : reading.citations)
        out.push_back({citation.span, "citation", ""});
  }
  std::sort(out.begin(), out.end(), [](const Place& a, const Place& b) {
    return std::tie(a.span.start, a.span.end) < std::tie(b.span.start, b.span.end);
  });
  return out;
}

// Code points that are inside any of the places.
std::vector<TextSpan> covered(const std::vector<Place>& places) {
  std::vector<TextSpan> out;
  for (const Place& place : places) {
    if (place.span.empty()) continue;
    if (!out.empty() && place.span.start <= out.back().end)
      out.back().end = std::max(out.back().end, place.span.end);
    else
      out.push_back(place.span);
  }
  return out;
}

std::int64_t size_of(const std::vector<TextSpan>& spans) {
  std::int64_t size = 0;
  for (const TextSpan& span : spans) size += span.end - span.start;
  return size;
}

std::int64_t shared_size(const std::vector<TextSpan>& a, const std::vector<TextSpan>& b) {
  std::int64_t size = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::int64_t from = std::max(a[i].start, b[j].start);
    const std::int64_t to = std::min(a[i].end, b[j].end);
    size += std::max<std::int64_t>(0, to - from);
    a[i].end < b[j].end ? ++i : ++j;
  }
  return size;
}

KindScore score_kind(const std::vector<Place>& gold, const std::vector<Place>& found,
                     std::size_t code_points) {
  KindScore score;
  score.gold = static_cast<std::int64_t>(gold.size());
  score.found = static_cast<std::int64_t>(found.size());
  struct Candidate {
    bool exact;
    std::uint32_t size;
    std::size_t gold, found;
  };
  std::vector<Candidate> candidates;
  std::size_t first = 0;
  std::uint32_t longest = 0;
  for (const Place& place : found) longest = std::max(longest, place.span.end - place.span.start);
  for (std::size_t g = 0; g < gold.size(); ++g) {
    const TextSpan a = gold[g].span;
    while (first < found.size() && found[first].span.start + longest < a.start) ++first;
    for (std::size_t f = first; f < found.size() && found[f].span.start <= a.end; ++f) {
      const TextSpan b = found[f].span;
      const std::uint32_t from = std::max(a.start, b.start), to = std::min(a.end, b.end);
      if (a == b)
        candidates.push_back({true, to - from, g, f});
      else if (from < to)
        candidates.push_back({false, to - from, g, f});
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(!a.exact, ~a.size, a.gold, a.found) <
           std::tuple(!b.exact, ~b.size, b.gold, b.found);
  });
  std::vector<bool> gold_used(gold.size()), found_used(found.size());
  for (const Candidate& c : candidates) {
    if (gold_used[c.gold] || found_used[c.found]) continue;
    gold_used[c.gold] = found_used[c.found] = true;
    ++score.overlap;
    score.exact += c.exact;
    score.same_value += c.exact && gold[c.gold].said == found[c.found].said;
    ++score.labels[{gold[c.gold].label, found[c.found].label}];
  }
  const auto a = covered(gold), b = covered(found);
  score.both = shared_size(a, b);
  score.gold_only = size_of(a) - score.both;
  score.found_only = size_of(b) - score.both;
  score.neither =
      static_cast<std::int64_t>(code_points) - score.both - score.gold_only - score.found_only;
  return score;
}

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double KindScore::precision(std::int64_t hits) const { return share(hits, found); }
double KindScore::recall(std::int64_t hits) const { return share(hits, gold); }
double KindScore::f1(std::int64_t hits) const { return share(2 * hits, gold + found); }

std::optional<double> KindScore::kappa() const {
  const double total = static_cast<double>(both + gold_only + found_only + neither);
  if (total == 0) return std::nullopt;
  const double agreed = static_cast<double>(both + neither) / total;
  const double in_gold = static_cast<double>(both + gold_only) / total;
  const double in_found = static_cast<double>(both + found_only) / total;
  const double expected = in_gold * in_found + (1 - in_gold) * (1 - in_found);
  if (1 - expected < 1e-12) return std::nullopt;
  return (agreed - expected) / (1 - expected);
}

std::optional<double> KindScore::alpha() const {
  std::map<std::string, double> of_label;
  double values = 0, disagreed = 0;
  for (const auto& [pair, count] : labels) {
    const auto weight = static_cast<double>(count);
    of_label[pair.first] += weight;
    of_label[pair.second] += weight;
    values += 2 * weight;
    if (pair.first != pair.second) disagreed += 2 * weight;
  }
  if (values < 4 || of_label.size() < 2) return std::nullopt;
  double expected = 0;
  for (const auto& [label, count] : of_label) expected += count * (values - count);
  expected /= values - 1;
  return 1 - disagreed / expected;
}

KindScore& KindScore::operator+=(const KindScore& other) {
  gold += other.gold;
  found += other.found;
  exact += other.exact;
  overlap += other.overlap;
  same_value += other.same_value;
  both += other.both;
  gold_only += other.gold_only;
  found_only += other.found_only;
  neither += other.neither;
  for (const auto& [pair, count] : other.labels) labels[pair] += count;
  return *this;
}

ReadingScore score_reading(const Reading& gold, const Reading& found, std::size_t code_points) {
  ReadingScore score;
  for (std::size_t kind = 0; kind < score.size(); ++kind)
    score[kind] = score_kind(places_of(gold, kind), places_of(found, kind), code_points);
  return score;
}

}  // namespace hearim
