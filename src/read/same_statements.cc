// Two accounts are one, two quotations the same words, only on strong grounds.
//
// Testimonies: points for what agrees, none for what is merely absent.
//   told to the same body or person, by name                 1
//   two acts in common, or all of several                    1    one act in common: 0.5
//   told to different ones, both named                      -1
//   the same named person                                    1.5  different names: never
//   a third of the shorter account's content words           0.5  half: 1
// Joined from 2 points on, and never without an act in common. "A woman who was sold told the
// archive ..." twice has 1.5: two women may have told it that; "... to a man who beat her because
// she could not bear children" has more.
//
// Quotations: by one speaker, three content words in common and half of the shorter one's; where a
// speaker is not known, six and seven tenths. Content words are stems, concepts of any language,
// figures, and entities named in the words, so that a translation meets its original where it
// speaks of the same things; other rewordings across languages are not found.
//
// Where they are not by one speaker and tell different figures, they are not the same.
//
// Two statements of one document are never joined to each other; groups are the connected ones.
#include "read/same_statements.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "read/concepts.h"

namespace hearim {
namespace {

using Keys = std::vector<std::uint64_t>;  // sorted, each once

constexpr std::uint64_t kConceptKey = std::uint64_t{1} << 40;
constexpr std::uint64_t kEntityKey = std::uint64_t{1} << 41;

Keys keys_of(const ClaimDocument& document, std::uint32_t index, TextSpan span,
             const ClaimEntities& entities) {
  Keys keys;
  for (const ContentWord& word : content_words(document.text, span)) {
    for (const ConceptId id : word.concepts) keys.push_back(kConceptKey + id);
    if (word.concepts.empty() && word.key != 0) keys.push_back(word.key);
  }
  for (const Mention& mention : document.reading->mentions)
    if (mention.span.start >= span.start && mention.span.end <= span.end)
      if (const int entity = entities.of(index, mention.id); entity >= 0)
        keys.push_back(kEntityKey + static_cast<std::uint64_t>(entity));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::size_t shared_count(const Keys& a, const Keys& b) {
  Keys shared;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
  return shared.size();
}

struct Statement {
  AnnotationRef at;
  Keys keys;
  std::vector<std::string> acts;  // of testimonies; sorted

  int person = -1, listener = -1;
  std::vector<std::pair<double, double>> figures = {};  // said in a quotation
};

// Pairs that share a key held by few: `same` judges them; connected ones are one group.
template <typename Same>
std::vector<SameStatements> grouped(const std::vector<Statement>& statements, const char* letter,
                                    const Run& run, const Same& same) {
  constexpr std::size_t kHoldersMax = 500;
  std::map<std::uint64_t, std::vector<std::size_t>> holders;
  for (std::size_t i = 0; i < statements.size(); ++i)
    for (const std::uint64_t key : statements[i].keys) holders[key].push_back(i);
  std::set<std::pair<std::size_t, std::size_t>> candidates;
  for (const auto& [key, of] : holders) {
    run.stop_if_cancelled();
    if (of.size() > kHoldersMax) continue;
    for (std::size_t a = 0; a < of.size(); ++a)
      for (std::size_t b = a + 1; b < of.size(); ++b)
        if (statements[of[a]].at.document != statements[of[b]].at.document)
          candidates.emplace(of[a], of[b]);
  }
  std::vector<std::size_t> parent(statements.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto find = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::map<std::size_t, std::set<std::uint32_t>> documents;
  for (std::size_t i = 0; i < statements.size(); ++i) documents[i] = {statements[i].at.document};
  std::map<std::size_t, std::string> why;
  for (const auto& [a, b] : candidates) {
    const std::size_t x = std::min(find(a), find(b)), y = std::max(find(a), find(b));
    if (x == y) continue;
    const bool meet = std::any_of(documents[x].begin(), documents[x].end(),
                                  [&](std::uint32_t d) { return documents[y].contains(d); });
    if (meet) continue;
    std::string reason = same(statements[a], statements[b]);
    if (reason.empty()) continue;
    parent[y] = x;
    documents[x].insert(documents[y].begin(), documents[y].end());
    why.emplace(x, std::move(reason));
  }
  std::map<std::size_t, std::vector<AnnotationRef>> groups;
  for (std::size_t i = 0; i < statements.size(); ++i) groups[find(i)].push_back(statements[i].at);
  std::vector<SameStatements> out;
  for (auto& [root, of] : groups) {
    if (of.size() < 2) continue;
    out.push_back({letter + std::to_string(out.size() + 1), std::move(of), why[root]});
  }
  return out;
}

// Who speaks; behind a report that has no title whoever made it.
const std::string& speaker_of(const Reading& reading, const Quote& quote) {
  for (const Citation& citation : reading.citations)
    if (!citation.by.empty() && citation.to == quote.speaker) return citation.by;
  return quote.speaker;
}

// "3,400 miners died of lung disease" and "1,150 miners died of lung disease" are not one saying.
bool tell_other_figures(const Statement& a, const Statement& b) {
  if (a.figures.empty() || b.figures.empty()) return false;
  return std::none_of(a.figures.begin(), a.figures.end(), [&](const auto& figure) {
    return std::find(b.figures.begin(), b.figures.end(), figure) != b.figures.end();
  });
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

std::vector<SameStatements> same_testimonies(std::span<const ClaimDocument> documents,
                                             const ClaimEntities& entities, const Run& run) {
  std::vector<Statement> statements;
  for (std::uint32_t d = 0; d < documents.size(); ++d)
    for (const Testimony& t : documents[d].reading->testimonies) {
      Statement statement{{d, t.id}, keys_of(documents[d], d, t.span, entities), {}, -1, -1};
      for (const TestimonyFact& fact : t.facts)
        if (!fact.act.empty()) statement.acts.push_back(fact.act);
      std::sort(statement.acts.begin(), statement.acts.end());
      statement.acts.erase(std::unique(statement.acts.begin(), statement.acts.end()),
                           statement.acts.end());
      statement.person = entities.of(d, t.person);
      statement.listener = entities.of(d, t.told_to);
      statements.push_back(std::move(statement));
    }
  return grouped(statements, "t", run, [&](const Statement& a, const Statement& b) -> std::string {
    if (a.person >= 0 && b.person >= 0 && a.person != b.person) return {};
    std::vector<std::string> acts;
    std::set_intersection(a.acts.begin(), a.acts.end(), b.acts.begin(), b.acts.end(),
                          std::back_inserter(acts));
    if (acts.empty()) return {};
    double points =
        acts.size() >= 2 || (acts.size() == a.acts.size() && a.acts == b.acts && acts.size() > 1)
            ? 1
            : 0.5;
    std::string why = "the same acts: " + joined(acts);
    if (a.listener >= 0 && a.listener == b.listener) {
      points += 1;
      why += "; told to " + entities.all()[static_cast<std::size_t>(a.listener)].name;
    }
    if (a.listener >= 0 && b.listener >= 0 && a.listener != b.listener) points -= 1;
    if (a.person >= 0 && a.person == b.person) {
      points += 1.5;
      why += "; the same person, " + entities.all()[static_cast<std::size_t>(a.person)].name;
    }
    const std::size_t shared = shared_count(a.keys, b.keys);
    const std::size_t least = std::min(a.keys.size(), b.keys.size());
    if (shared >= 4 && 3 * shared >= least) {
      points += 2 * shared >= least ? 1 : 0.5;
      why += "; " + std::to_string(shared) + " words in common";
    }
    return points >= 2 ? why : std::string();
  });
}

std::vector<SameStatements> same_quotes(std::span<const ClaimDocument> documents,
                                        const ClaimEntities& entities, const Run& run) {
  std::vector<Statement> statements;
  for (std::uint32_t d = 0; d < documents.size(); ++d)
    for (const Quote& quote : documents[d].reading->quotes) {
      Statement statement{
          {d, quote.id}, keys_of(documents[d], d, quote.span, entities), {}, -1, -1};
      statement.person = entities.of(d, speaker_of(*documents[d].reading, quote));
      for (const Quantity& q : documents[d].reading->quantities)
        if (q.span.start >= quote.span.start && q.span.end <= quote.span.end)
          statement.figures.emplace_back(q.value.low.value_or(-1), q.value.high.value_or(-1));
      statements.push_back(std::move(statement));
    }
  return grouped(statements, "w", run, [&](const Statement& a, const Statement& b) -> std::string {
    if (a.person >= 0 && b.person >= 0 && a.person != b.person) return {};
    const bool one_speaker = a.person >= 0 && a.person == b.person;
    if (!one_speaker && tell_other_figures(a, b)) return {};
    const std::size_t shared = shared_count(a.keys, b.keys);
    const std::size_t least = std::min(a.keys.size(), b.keys.size());
    const bool same =
        one_speaker ? shared >= 3 && 2 * shared >= least : shared >= 6 && 10 * shared >= 7 * least;
    if (!same) return {};
    std::string why = std::to_string(shared) + " of " + std::to_string(least) + " words in common";
    if (one_speaker) why += ", both by " + entities.all()[static_cast<std::size_t>(a.person)].name;
    return why;
  });
}

}  // namespace hearim
