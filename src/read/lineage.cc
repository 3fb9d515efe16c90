// Ten articles on one report are one source. Wording hardly shows it: two newspapers that tell the
// same story may share no run of five words. So what a story is made of speaks first:
//
//   speaker      the same person is quoted, or the same body says so   1 a person, 0.7 a body
//   cites        both draw on the same work, outlet or body, and one   1 a work or person,
//                of them at least cites it or is told by it            0.7 an outlet or body
//   quote        the same words, reworded or translated                1
//   testimony    the same account of one person                        1
//   figure       the same figure of the same people                    0.5
//   wording      shingles in common (near_duplicates.h)                2 from 30 % of the shorter,
//                                                                      0.5 from 10 %
//
// Evidence about one entity counts once, at its greatest: an agency that is cited, speaks and gives
// a figure in both is one thing in common, since two independent stories may well ask the same
// agency. Two documents are linked at 1.5: two things in common, or a third of the wording. A
// lineage is a set of linked documents; its origin is what most of them draw on, a work before
// the body that speaks before an outlet before a person.
//
// Example: A "the Telegraph reported ... Ms X said", B "Ms X told the Telegraph": cites 0.7 +
// speaker 1 = 1.7, linked. Two stories that quote the same police and ministry: 1.4, not linked.
// Where it fails: two reporters who heard the same two people themselves are taken for one source;
// a copy that names no source and rewords everything is taken for two. docs/reading/lineage.md.
#include "read/lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/parallel.h"
#include "read/near_duplicates.h"

namespace hearim {
namespace {

constexpr double kLinkedFrom = 1.5;
constexpr double kWordingSure = 0.30, kWordingSome = 0.10;
constexpr std::size_t kSharedByMax = 2000;  // documents that one thing may link: beyond, it is news
constexpr std::size_t kAllPairsMax = 64;  // documents of one thing that are paired with each other

struct Piece {
  EvidenceKind kind;
  std::string what;
  int entity = -1;
  double weight = 0;
};

using Pair = std::pair<std::uint32_t, std::uint32_t>;
using Drawn = std::map<int, std::set<std::uint32_t>>;  // entity -> documents

class Evidence {
 public:
  void add(std::uint32_t a, std::uint32_t b, Piece piece) {
    if (a == b) return;
    auto& pieces = of_pair_[std::minmax(a, b)];
    const bool known = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& p) {
      return p.kind == piece.kind && p.entity == piece.entity && p.what == piece.what;
    });
    if (!known) pieces.push_back(std::move(piece));
  }

  // Documents that draw on one entity: it speaks in both, or is cited in one of them at least. What
  // many draw on is left for add_widely_shared().
  void add_shared(const Drawn& drawn, const Drawn& speaking, const ClaimEntities& entities,
                  const Run& run) {
    for (const auto& [entity, documents] : drawn) {
      run.stop_if_cancelled();
      if (documents.size() > kAllPairsMax) continue;
      for (auto a = documents.begin(); a != documents.end(); ++a)
        for (auto b = std::next(a); b != documents.end(); ++b)
          add_entity(entity, *a, *b, speaking, entities);
    }
  }

  // Of what more than kAllPairsMax documents draw on, the links are the same and the pairs few: it
  // is added to every pair that has other evidence, and documents with two such things in common,
  // which alone link them, are linked each to the next one rather than all to all. REQUIRES: all
  // other evidence is in.
  void add_widely_shared(const Drawn& drawn, const Drawn& speaking, const ClaimEntities& entities,
                         const Run& run) {
    std::map<std::uint32_t, std::vector<int>> wide;  // by document
    for (const auto& [entity, documents] : drawn)
      if (documents.size() > kAllPairsMax && documents.size() <= kSharedByMax)
        for (const std::uint32_t d : documents) wide[d].push_back(entity);
    if (wide.empty()) return;
    std::vector<Pair> known;
    for (const auto& [pair, pieces] : of_pair_) known.push_back(pair);
    for (const auto& [a, b] : known) {
      const auto x = wide.find(a), y = wide.find(b);
      if (x == wide.end() || y == wide.end()) continue;
      std::vector<int> both;
      std::set_intersection(x->second.begin(), x->second.end(), y->second.begin(), y->second.end(),
                            std::back_inserter(both));
      for (const int entity : both) add_entity(entity, a, b, speaking, entities);
    }
    std::map<std::pair<int, int>, std::uint32_t> last;  // document with these two
    for (const auto& [d, of] : wide) {
      run.stop_if_cancelled();
      for (std::size_t i = 0; i < of.size(); ++i)
        for (std::size_t j = i + 1; j < of.size(); ++j) {
          const auto [at, first] = last.emplace(std::pair{of[i], of[j]}, d);
          if (first) continue;
          add_entity(of[i], at->second, d, speaking, entities);
          add_entity(of[j], at->second, d, speaking, entities);
          at->second = d;
        }
    }
  }

  const std::map<Pair, std::vector<Piece>>& all() const { return of_pair_; }

 private:
  void add_entity(int entity, std::uint32_t a, std::uint32_t b, const Drawn& speaking,
                  const ClaimEntities& entities) {
    const ClaimEntity& shared = entities.all()[static_cast<std::size_t>(entity)];
    const auto speaks = speaking.find(entity);
    const bool speaker =
        speaks != speaking.end() && speaks->second.contains(a) && speaks->second.contains(b);
    const bool strong = shared.type == MentionType::work || shared.type == MentionType::person;
    add(a, b,
        {speaker ? EvidenceKind::speaker : EvidenceKind::cites, shared.name, entity,
         strong ? 1 : 0.7});
  }

  std::map<Pair, std::vector<Piece>> of_pair_;
};

double weight_of(const std::vector<Piece>& pieces) {
  std::map<int, double> of_entity;
  double sum = 0;
  for (const Piece& piece : pieces) {
    if (piece.entity < 0) {
      sum += piece.weight;
      continue;
    }
    double& known = of_entity[piece.entity];
    known = std::max(known, piece.weight);
  }
  // Two figures in common say little more than one; two accounts say more.
  double figures = 0;
  for (const Piece& piece : pieces)
    if (piece.kind == EvidenceKind::figure && piece.entity < 0) figures += piece.weight;
  sum -= std::max(0.0, figures - 0.5);
  for (const auto& [entity, weight] : of_entity) sum += weight;
  return sum;
}

struct Roles {
  std::map<int, std::set<std::uint32_t>> drawn;     // cited, speaking, or told
  std::map<int, std::set<std::uint32_t>> speaking;  // of these
};

Roles roles_of(std::span<const ClaimDocument> documents, const ClaimEntities& entities) {
  Roles roles;
  for (std::uint32_t d = 0; d < documents.size(); ++d) {
    const Reading& reading = *documents[d].reading;
    const auto note = [&](std::map<int, std::set<std::uint32_t>>& role, const std::string& id) {
      const int entity = entities.of(d, id);
      if (entity < 0) return;
      if (entities.all()[static_cast<std::size_t>(entity)].type != MentionType::place) {
        role[entity].insert(d);
        roles.drawn[entity].insert(d);
      }
    };
    for (const Citation& citation : reading.citations) {
      note(roles.drawn, citation.to);
      note(roles.drawn, citation.by);
    }
    for (const Quote& quote : reading.quotes) {
      note(roles.speaking, quote.speaker);
      // Told to a newspaper: the story is the newspaper's.
      const int hearer = entities.of(d, quote.hearer);
      if (hearer >= 0 &&
          entities.all()[static_cast<std::size_t>(hearer)].type == MentionType::organisation)
        note(roles.drawn, quote.hearer);
    }
    for (const Quantity& q : reading.quantities)
      for (const QuantitySource& source : q.sources) {
        note(roles.speaking, source.who);
        note(roles.drawn, source.via);
      }
  }
  return roles;
}

int rank_of(const ClaimEntity& entity, bool speaks) {
  if (entity.type == MentionType::work) return 3;
  if (entity.type == MentionType::organisation) return speaks ? 2 : 1;
  return 0;
}

void set_origin(Lineage& lineage, std::span<const ClaimDocument> documents,
                const ClaimEntities& entities, const Roles& roles) {
  // Every entity that evidence names, by how many of the documents draw on it, then by its rank.
  std::map<int, std::set<std::uint32_t>> drawn;
  for (const auto& [entity, of] : roles.drawn)
    for (const std::uint32_t d : lineage.documents)
      if (of.contains(d)) drawn[entity].insert(d);
  int best = -1;
  std::pair<std::size_t, int> best_score{1, -1};  // named by two documents at least
  for (const auto& [entity, of] : drawn) {
    const std::pair score{of.size(), rank_of(entities.all()[static_cast<std::size_t>(entity)],
                                             roles.speaking.contains(entity))};
    if (of.size() >= 2 && score > best_score) best = entity, best_score = score;
  }
  if (best >= 0) {
    lineage.origin = entities.all()[static_cast<std::size_t>(best)].name;
    lineage.origin_entity = entities.all()[static_cast<std::size_t>(best)].id;
    return;
  }
  // Nothing is named in common: the fullest text, from which the others may be cut.
  const auto fullest = *std::max_element(
      lineage.documents.begin(), lineage.documents.end(), [&](std::uint32_t a, std::uint32_t b) {
        return documents[a].text.size() < documents[b].text.size();
      });
  lineage.origin = documents[fullest].name;
}

}  // namespace

std::string_view evidence_kind_name(EvidenceKind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"cites",     "speaker", "quote",
                                                      "testimony", "figure",  "wording"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Lineage> find_lineages(std::span<const ClaimDocument> documents,
                                   const ClaimEntities& entities,
                                   std::span<const SameStatements> testimonies,
                                   std::span<const SameStatements> quotes,
                                   std::span<const SharedFigure> figures, const Run& run) {
  const Roles roles = roles_of(documents, entities);
  Evidence evidence;
  evidence.add_shared(roles.drawn, roles.speaking, entities, run);
  const auto add_groups = [&](EvidenceKind kind, std::span<const SameStatements> groups) {
    for (const SameStatements& group : groups)
      for (std::size_t a = 0; a < group.statements.size(); ++a)
        for (std::size_t b = a + 1; b < group.statements.size(); ++b)
          evidence.add(group.statements[a].document, group.statements[b].document,
                       {kind, group.id, -1, 1});
  };
  add_groups(EvidenceKind::quote, quotes);
  add_groups(EvidenceKind::testimony, testimonies);
  for (const SharedFigure& figure : figures)
    evidence.add(figure.a.document, figure.b.document,
                 {EvidenceKind::figure, figure.what, figure.entity, 0.5});

  std::vector<TextSignature> signatures(documents.size());
  for_each_chunk(documents.size(), run,
                 [&](std::size_t d) { signatures[d] = text_signature(documents[d].text); });
  std::set<Pair> alike;
  for (const auto& pair : near_duplicate_candidates(signatures, run)) alike.insert(pair);
  for (const auto& [pair, pieces] : evidence.all()) alike.insert(pair);
  for (const auto& [a, b] : alike) {
    const double share = shared_share(signatures[a], signatures[b]);
    if (share < kWordingSome) continue;
    evidence.add(a, b,
                 {EvidenceKind::wording,
                  fmt::format("about {:.0f} % of the shorter text's runs of words", 100 * share),
                  -1, share >= kWordingSure ? 2.0 : 0.5});
  }

  evidence.add_widely_shared(roles.drawn, roles.speaking, entities, run);

  std::vector<std::uint32_t> parent(documents.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto find = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const auto& [pair, pieces] : evidence.all()) {
    if (weight_of(pieces) < kLinkedFrom) continue;
    const std::uint32_t a = find(pair.first), b = find(pair.second);
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::map<std::uint32_t, std::vector<std::uint32_t>> members;
  for (std::uint32_t d = 0; d < documents.size(); ++d) members[find(d)].push_back(d);
  std::vector<Lineage> lineages;
  for (auto& [root, list] : members) {
    if (list.size() < 2) continue;
    Lineage lineage;
    lineage.documents = list;
    // Each piece once, with all the documents of the lineage that share it.
    std::map<std::tuple<EvidenceKind, int, std::string>, std::set<std::uint32_t>> merged;
    for (const auto& [pair, pieces] : evidence.all()) {
      if (find(pair.first) != root || find(pair.second) != root) continue;
      for (const Piece& piece : pieces) {
        auto& of = merged[{piece.kind, piece.entity, piece.what}];
        of.insert(pair.first);
        of.insert(pair.second);
      }
    }
    for (const auto& [key, of] : merged) {
      const auto& [kind, entity, what] = key;
      lineage.evidence.push_back(
          {kind,
           what,
           entity < 0 ? "" : entities.all()[static_cast<std::size_t>(entity)].id,
           {of.begin(), of.end()}});
    }
    set_origin(lineage, documents, entities, roles);
    lineages.push_back(std::move(lineage));
  }
  return lineages;
}

}  // namespace hearim
