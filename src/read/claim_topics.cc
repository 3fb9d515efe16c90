// What a figure is of, without a parser.
//
// Whom: the words of the counted phrase, by the concept table and by their stems. What befell them:
// the fate words that belong to the figure, looked for in this order:
//   1. close before it:  "killed 40 people who had fled"            -> killed
//   2. in the counted phrase: "refugees who had been sold"          -> exploited
//   3. behind it, to the next figure or the end of the sentence:
//      "40 women were sold and sent to camps; 12 men ..."           -> exploited, detained
//      (a fate word right before the next figure belongs to that)
//   4. before it in the sentence, from the figure before.
// "Victims", "those", "cases" and figures without a counted phrase take people and fates from the
// figure before them, at most one sentence back in the same paragraph.
//
// Two figures are of one matter if nothing they say of the people differs, they share something
// said of them (sex, age, role, group, noun), and they share a fate (or one of them names none and
// they share two such things). A figure of children is never compared with one of everybody.
// Not for telling a part from its whole where the words are the same: "women" may be all women or
// those of one camp; only a place or period named in the sentence tells.
#include "read/claim_topics.h"

#include <algorithm>
#include <set>

#include "read/letter_key.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::size_t kSentenceMax = 2000;  // code points either way: keeps the work linear
constexpr std::size_t kCloseWords = 3;
constexpr std::size_t kGroupLetters = 5;

template <typename Value>
void sort_unique(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <typename Value>
std::size_t shared_count(const std::vector<Value>& a, const std::vector<Value>& b) {
  std::size_t count = 0, i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] == b[j])
      ++count, ++i, ++j;
    else if (a[i] < b[j])
      ++i;
    else
      ++j;
  }
  return count;
}

bool ends_sentence(std::u32string_view text, std::size_t at) {
  const char32_t c = text[at];
  if (c == U'\n' || c == U'\r' || c == U'。' || c == U'！' || c == U'？' || c == U'؟') return true;
  if (c != U'.' && c != U'!' && c != U'?') return false;
  if (at + 1 < text.size() && letter_kind(text[at + 1]) != LetterKind::space &&
      letter_kind(text[at + 1]) != LetterKind::line_end &&
      letter_kind(text[at + 1]) != LetterKind::punctuation)
    return false;
  // "U.S.", "Dr.": one letter, or a short capitalised word, before the stop.
  std::size_t begin = at;
  while (begin > 0 && letter_kind(text[begin - 1]) == LetterKind::latin) --begin;
  const bool capital = begin < at && letter_key(text[begin]) != text[begin];
  return c != U'.' || !(capital && at - begin <= 2);
}

// The years that an EDTF value holds for certain: "2019-11/.." from 2019 on.
std::optional<std::pair<int, int>> years_of(const std::string& edtf) {
  const auto year = [](const std::string& part) -> std::optional<std::pair<int, int>> {
    if (part.size() < 4 || part.substr(0, 4).find_first_not_of("0123456789X") != std::string::npos)
      return std::nullopt;
    std::string low = part.substr(0, 4), high = low;
    if (low[0] == 'X') return std::nullopt;
    std::replace(low.begin(), low.end(), 'X', '0');
    std::replace(high.begin(), high.end(), 'X', '9');
    return std::pair{std::stoi(low), std::stoi(high)};
  };
  const std::size_t slash = edtf.find('/');
  if (slash == std::string::npos) {
    // A day says when something was said or happened, not the period that a figure covers.
    if (edtf.size() >= 10 && edtf[4] == '-') return std::nullopt;
    return year(edtf);
  }
  const auto from = year(edtf.substr(0, slash)), to = year(edtf.substr(slash + 1));
  if (!from && !to) return std::nullopt;
  return std::pair{from ? from->first : 0, to ? to->second : 9999};
}

struct FigureWords {
  std::vector<ContentWord> before, counted, after;  // before: nearest last
};

void add_people(ClaimTopic& topic, const ContentWord& word, std::u32string_view text) {
  bool known = false;
  for (const ConceptId id : word.concepts) {
    switch (concept_of(id).kind) {
      case ConceptKind::sex:
      case ConceptKind::age:
      case ConceptKind::role:
        topic.people.push_back(id);
        known = true;
        break;
      case ConceptKind::anybody:
        topic.anybody = known = true;
        break;
      case ConceptKind::fate:
        known = true;
        break;
      case ConceptKind::none:
        break;
    }
  }
  if (known || word.key == 0) return;
  if (!word.capital) {
    topic.nouns.push_back(word.key);
    return;
  }
  std::string group;
  std::size_t letters = 0;
  for (std::uint32_t i = word.span.start; i < word.span.end && letters < kGroupLetters; ++i) {
    append_utf8(letter_key(text[i]), group);
    ++letters;
  }
  topic.groups.push_back(std::move(group));
}

std::vector<ConceptId> fates_of(const ContentWord& word) {
  std::vector<ConceptId> fates;
  for (const ConceptId id : word.concepts)
    if (concept_of(id).kind == ConceptKind::fate) fates.push_back(id);
  return fates;
}

void add_fates(ClaimTopic& topic, const std::vector<ContentWord>& words, std::size_t from,
               std::size_t to) {
  for (std::size_t i = from; i < to && i < words.size(); ++i)
    for (const ConceptId id : fates_of(words[i])) topic.fates.push_back(id);
}

void find_fates(ClaimTopic& topic, const FigureWords& words, bool figure_follows) {
  const std::size_t close =
      words.before.size() > kCloseWords ? words.before.size() - kCloseWords : 0;
  // Behind another figure's people the words before are theirs; "killed" right before is not.
  for (std::size_t i = words.before.size(); i > close && topic.fates.empty(); --i)
    add_fates(topic, words.before, i - 1, i);
  if (!topic.fates.empty() && words.before.size() - close <= kCloseWords) {
    // Only a word that stands directly before speaks of the figure alone.
    if (!words.before.empty() && !fates_of(words.before.back()).empty()) {
      topic.fates = fates_of(words.before.back());
      return;
    }
    topic.fates.clear();
  }
  add_fates(topic, words.counted, 0, words.counted.size());
  std::size_t end = words.after.size();
  if (figure_follows && end > 0 && !fates_of(words.after[end - 1]).empty()) --end;
  add_fates(topic, words.after, 0, end);
  if (topic.fates.empty()) add_fates(topic, words.before, 0, words.before.size());
}

// "More than doubled the number of North Korean refugees", "the number of victims is twice the
// ...": a ratio's people stand behind it or before it. True if they were found.
bool add_people_near(ClaimTopic& topic, const FigureWords& words, std::u32string_view text) {
  constexpr std::size_t kNear = 8, kPhrase = 4;
  const auto names_people = [](const ContentWord& word) {
    return std::any_of(word.concepts.begin(), word.concepts.end(), [](ConceptId id) {
      return concept_of(id).kind != ConceptKind::fate && concept_of(id).kind != ConceptKind::none;
    });
  };
  const auto take = [&](const std::vector<ContentWord>& side, std::size_t at) {
    for (std::size_t i = at >= kPhrase - 1 ? at - (kPhrase - 1) : 0; i <= at; ++i)
      if (side[i].capital || names_people(side[i])) add_people(topic, side[i], text);
  };
  for (std::size_t i = 0; i < std::min(kNear, words.after.size()); ++i)
    if (names_people(words.after[i])) return take(words.after, i), true;
  for (std::size_t n = 1; n <= std::min(kNear, words.before.size()); ++n)
    if (names_people(words.before[words.before.size() - n]))
      return take(words.before, words.before.size() - n), true;
  return false;
}

bool is_generic(const ClaimTopic& topic) {
  return topic.people.empty() && topic.nouns.empty() && topic.groups.empty();
}

ConceptKind kind_of(ConceptId id) { return concept_of(id).kind; }

std::vector<ConceptId> of_kind(const ClaimTopic& topic, ConceptKind kind) {
  std::vector<ConceptId> out;
  for (const ConceptId id : topic.people)
    if (kind_of(id) == kind) out.push_back(id);
  return out;
}

std::string names_of(const std::vector<ConceptId>& ids) {
  std::string out;
  for (const ConceptId id : ids) out += (out.empty() ? "" : " or ") + concept_of(id).name;
  return out;
}

std::string place_names(const std::vector<int>& places, const ClaimEntities& entities) {
  std::string out;
  for (const int place : places)
    out += (out.empty() ? "" : ", ") + entities.all()[static_cast<std::size_t>(place)].name;
  return out;
}

std::string year_text(std::pair<int, int> years) {
  if (years.first == 0) return "up to " + std::to_string(years.second);
  if (years.second == 9999) return "from " + std::to_string(years.first) + " on";
  if (years.first == years.second) return std::to_string(years.first);
  return std::to_string(years.first) + " to " + std::to_string(years.second);
}

}  // namespace

TextSpan sentence_around(std::u32string_view text, TextSpan place) {
  std::size_t start = place.start, end = place.end;
  const std::size_t least = start > kSentenceMax ? start - kSentenceMax : 0;
  const std::size_t most = std::min(text.size(), end + kSentenceMax);
  while (start > least && !ends_sentence(text, start - 1)) --start;
  while (end < most && !ends_sentence(text, end)) ++end;
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

std::vector<ClaimTopic> topics_of(std::uint32_t index, const ClaimDocument& document,
                                  const ClaimEntities& entities) {
  const Reading& reading = *document.reading;
  std::set<std::string> bases;
  for (const Quantity& q : reading.quantities)
    if (!q.value.base.empty()) bases.insert(q.value.base);
  std::vector<ClaimTopic> topics;
  std::optional<std::size_t> people_before;  // the figure that a generic one may speak of
  std::size_t mention_at = 0, date_at = 0;
  for (std::size_t i = 0; i < reading.quantities.size(); ++i) {
    const Quantity& q = reading.quantities[i];
    ClaimTopic topic;
    topic.unit = q.unit.empty() && !q.counted.empty() ? "person" : q.unit;
    if (topic.unit == "fraction") topic.unit = "percent", topic.scale = 100;
    topic.earlier = bases.contains(q.id);
    topic.change = q.value.change != ValueChange::none;

    const TextSpan sentence = sentence_around(document.text, q.span);
    // Other figures of the sentence bound the words that are this one's; a ratio's base does not.
    std::uint32_t from = sentence.start, to = sentence.end;
    bool figure_follows = false;
    if (i > 0 && reading.quantities[i - 1].value.base != q.id)
      from = std::clamp(
          std::max(reading.quantities[i - 1].span.end, reading.quantities[i - 1].counted.end),
          sentence.start, q.span.start);
    for (std::size_t k = i + 1; k < reading.quantities.size(); ++k) {
      if (reading.quantities[k].span.start >= sentence.end) break;
      if (reading.quantities[k].id == q.value.base || reading.quantities[k].span.start < q.span.end)
        continue;
      if (reading.quantities[k].unit == "year" || reading.quantities[k].unit == "month") continue;
      to = reading.quantities[k].span.start;
      figure_follows = true;
      break;
    }
    FigureWords words;
    words.before = content_words(document.text, {from, q.span.start});
    const bool counted_behind = q.counted.start >= q.span.end;
    if (!q.counted.empty()) words.counted = content_words(document.text, q.counted);
    const std::uint32_t behind = std::max(q.span.end, counted_behind ? q.counted.end : q.span.end);
    if (behind < to) words.after = content_words(document.text, {behind, to});
    for (const ContentWord& word : words.counted) add_people(topic, word, document.text);
    if (q.value.form == ValueForm::ratio && q.counted.empty() && topic.unit.empty() &&
        add_people_near(topic, words, document.text))
      topic.unit = "person";
    find_fates(topic, words, figure_follows);
    for (const ContentWord& word : content_words(document.text, sentence)) {
      if (word.key == 0) continue;
      if (word.concepts.empty())
        topic.around.push_back(word.key);
      else
        for (const ConceptId id : word.concepts) topic.around.push_back(id);
    }

    while (mention_at > 0 && reading.mentions[mention_at - 1].span.start >= sentence.start)
      --mention_at;
    while (mention_at < reading.mentions.size() &&
           reading.mentions[mention_at].span.start < sentence.start)
      ++mention_at;
    for (std::size_t k = mention_at;
         k < reading.mentions.size() && reading.mentions[k].span.start < sentence.end; ++k) {
      const int entity = entities.of(index, reading.mentions[k].id);
      if (reading.mentions[k].type == MentionType::place && entity >= 0)
        topic.places.push_back(entity);
    }
    while (date_at > 0 && reading.dates[date_at - 1].span.start >= sentence.start) --date_at;
    while (date_at < reading.dates.size() && reading.dates[date_at].span.start < sentence.start)
      ++date_at;
    for (std::size_t k = date_at;
         k < reading.dates.size() && reading.dates[k].span.start < sentence.end && !topic.years;
         ++k)
      topic.years = years_of(reading.dates[k].value);

    const bool counts_people = topic.unit == "person";
    if (counts_people && is_generic(topic) && people_before) {
      const Quantity& before = reading.quantities[*people_before];
      const TextSpan other = sentence_around(document.text, before.span);
      std::size_t lines = 0;
      for (std::size_t at = other.end; at < sentence.start; ++at)
        lines += document.text[at] == U'\n';
      if (lines == 0 && (other.end >= sentence.start || sentence.start - other.end <= 2 ||
                         other.start == sentence.start)) {
        const ClaimTopic& whom = topics[*people_before];
        topic.people = whom.people;
        topic.nouns = whom.nouns;
        topic.groups = whom.groups;
        topic.fates.insert(topic.fates.end(), whom.fates.begin(), whom.fates.end());
        topic.inherited = true;
      }
    }
    sort_unique(topic.people);
    sort_unique(topic.fates);
    sort_unique(topic.nouns);
    sort_unique(topic.groups);
    sort_unique(topic.around);
    sort_unique(topic.places);
    if (counts_people && !is_generic(topic)) people_before = i;
    topics.push_back(std::move(topic));
  }
  // The base of a ratio counts whom the ratio counts.
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const std::string& base = reading.quantities[i].value.base;
    if (base.empty() || topics[i].unit != "person") continue;
    for (std::size_t k = 0; k < topics.size(); ++k) {
      if (reading.quantities[k].id != base || !reading.quantities[k].counted.empty()) continue;
      topics[k].unit = topics[i].unit;
      topics[k].people = topics[i].people;
      topics[k].nouns = topics[i].nouns;
      topics[k].groups = topics[i].groups;
      topics[k].fates = topics[i].fates;
      topics[k].anybody = topics[i].anybody;
    }
  }
  return topics;
}

TopicComparison compare_topics(const ClaimTopic& a, const ClaimTopic& b,
                               const ClaimEntities& entities) {
  if (a.unit != b.unit || a.change != b.change || a.earlier != b.earlier) return {};
  TopicComparison out;
  if (a.unit == "person") {
    for (const ConceptKind kind : {ConceptKind::sex, ConceptKind::age, ConceptKind::role}) {
      const auto x = of_kind(a, kind), y = of_kind(b, kind);
      if (!x.empty() && !y.empty() && shared_count(x, y) == 0) return {};
      if (x.empty() == y.empty()) continue;
      // A part is not its whole: children against everybody; women against refugees only where
      // both say of which people.
      if (kind == ConceptKind::age) return {};
      if (kind == ConceptKind::sex && shared_count(a.groups, b.groups) == 0) return {};
      if (kind == ConceptKind::sex)
        out.why =
            "taking " + names_of(x.empty() ? y : x) + " and " +
            (is_generic(x.empty() ? a : b) || of_kind(x.empty() ? a : b, ConceptKind::role).empty()
                 ? std::string("the people of the other")
                 : names_of(of_kind(x.empty() ? a : b, ConceptKind::role))) +
            " for the same people";
    }
    if (!a.groups.empty() && !b.groups.empty() && shared_count(a.groups, b.groups) == 0) return {};
    const std::size_t alike = shared_count(a.people, b.people) + shared_count(a.nouns, b.nouns) +
                              shared_count(a.groups, b.groups);
    const bool both_anybody = a.anybody && b.anybody && is_generic(a) && is_generic(b);
    const std::size_t fates = shared_count(a.fates, b.fates);
    if (alike == 0 && !(both_anybody && fates > 0)) return {};
    if (fates == 0) {
      if (!a.fates.empty() && !b.fates.empty()) return {};
      if (alike < 2 && !(a.fates.empty() && b.fates.empty() && shared_count(a.nouns, b.nouns) > 0))
        return {};
      if (a.fates.empty() != b.fates.empty() && out.why.empty())
        out.why = "one of them does not say what befell them";
    }
    if ((a.inherited || b.inherited) && out.why.empty())
      out.why = "whom it counts is taken from the sentence before";
  } else {
    // Shares, money, ages, spans of time: of one matter where the sentences speak of the same.
    const std::size_t shared = shared_count(a.around, b.around);
    const std::size_t least = std::min(a.around.size(), b.around.size());
    if (shared < 3 || 5 * shared < 2 * least) return {};
  }
  out.same_matter = true;
  if (a.years && b.years &&
      (a.years->second < b.years->first || b.years->second < a.years->first)) {
    out.why = "different periods: " + year_text(*a.years) + " and " + year_text(*b.years);
    return out;
  }
  if (!a.places.empty() && !b.places.empty() && shared_count(a.places, b.places) == 0) {
    out.why = "different places: " + place_names(a.places, entities) + " and " +
              place_names(b.places, entities);
    return out;
  }
  if (a.years.has_value() != b.years.has_value() && out.why.empty())
    out.why = "only one of them says when: " + year_text(a.years ? *a.years : *b.years);
  out.comparable = true;
  return out;
}

}  // namespace hearim
