// Documents -> the board: entities, claims with their pairs, same accounts, lineages, origins.
//
// The order matters. Entities first; then which figures are of one matter (claim_topics.h), since a
// shared figure is evidence of a lineage; then accounts and quotations; then lineages
// (lineage.cc); last, how many origins stand behind each claim:
//
//   a statement's origin is who says it, if that is named and does not speak for a lineage;
//   otherwise the lineage of its document, or the document itself where it has none.
//
// Two articles from one report are one origin, whoever wrote them; a ministry's figure quoted in
// both of them is another, and one, origin.
// Figures are compared only where their documents name something in common, or they count one
// people by name, or their sentences are nearly the same.
#include "hearim/claims.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_set>

#include "base/check.h"
#include "base/parallel.h"
#include "read/claim_entities.h"
#include "read/claim_topics.h"
#include "read/lineage.h"
#include "read/lineage_candidates.h"
#include "read/same_statements.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::size_t kAllPairsMax = 200;  // figures of one key or claim that all meet
constexpr std::size_t kReach = 16;         // of more: each meets that many after it
constexpr std::size_t kPairsMax = 40'000;  // of one claim

struct Figure {
  std::uint32_t document = 0;
  const Quantity* quantity = nullptr;
  ClaimTopic topic;
  QuantityValue value;  // scaled to the topic's unit
  AnnotationRef at() const { return {document, quantity->id}; }
};

std::vector<Figure> figures_of(std::span<const ClaimDocument> documents,
                               const ClaimEntities& entities, const Run& run) {
  std::vector<Figure> figures;
  for (std::uint32_t d = 0; d < documents.size(); ++d) {
    run.stop_if_cancelled();
    auto topics = topics_of(d, documents[d], entities);
    for (std::size_t i = 0; i < topics.size(); ++i) {
      const Quantity& q = documents[d].reading->quantities[i];
      if (!q.value.low && !q.value.high) continue;
      Figure figure{d, &q, std::move(topics[i]), q.value};
      if (figure.value.low) *figure.value.low *= figure.topic.scale;
      if (figure.value.high) *figure.value.high *= figure.topic.scale;
      figures.push_back(std::move(figure));
    }
  }
  return figures;
}

// Named things but people's homes: two documents that share none tell of different things.
class Relatedness {
 public:
  Relatedness(std::span<const ClaimDocument> documents, const ClaimEntities& entities)
      : documents_(documents), entities_(entities) {}

  bool operator()(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return true;
    const auto& x = entities_.in_document(a);
    const auto& y = entities_.in_document(b);
    std::vector<int> shared;
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(shared));
    return !shared.empty();
  }

 private:
  std::span<const ClaimDocument> documents_;
  const ClaimEntities& entities_;
};

// Documents that name nothing in common may still count one people ("Karsani"), or be copies.
bool related_figures(const ClaimTopic& a, const ClaimTopic& b) {
  const auto shared = [](const auto& x, const auto& y) {
    std::remove_cvref_t<decltype(x)> both;
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
    return both.size();
  };
  if (shared(a.groups, b.groups) > 0) return true;
  const std::size_t around = shared(a.around, b.around);
  return around >= 6 && 5 * around >= 4 * std::max(a.around.size(), b.around.size());
}

// Keys of which two figures of one matter share at least one.
std::vector<std::uint64_t> matter_keys(const ClaimTopic& topic) {
  std::vector<std::uint64_t> keys;
  std::uint64_t unit = 1469598103934665603ULL;
  for (const char c : topic.unit) unit = (unit ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  if (topic.unit != "person") {
    keys.push_back(unit);
    return keys;
  }
  for (const ConceptId id : topic.people) keys.push_back(unit + 1 + id);
  for (const ConceptId id : topic.fates) keys.push_back(unit + 1 + id);
  for (const std::uint64_t noun : topic.nouns) keys.push_back(unit ^ noun);
  for (const std::string& group : topic.groups) {
    std::uint64_t hash = unit;
    for (const char c : group) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    keys.push_back(hash);
  }
  return keys;
}

std::string words_of(const ClaimDocument& document, TextSpan span) {
  return to_utf8(document.text.substr(span.start, span.end - span.start));
}

std::string topic_name(const Figure& figure, const ClaimDocument& document) {
  if (!figure.quantity->counted.empty()) return words_of(document, figure.quantity->counted);
  return words_of(document, figure.quantity->span);
}

class BoardMaker {
 public:
  BoardMaker(std::span<const ClaimDocument> documents, const Run& run)
      : documents_(documents), run_(run), entities_(documents, run) {}

  ClaimBoard make() {
    figures_ = figures_of(documents_, entities_, run_);
    make_claims();
    board_.testimonies = same_testimonies(documents_, entities_, run_);
    board_.quotes = same_quotes(documents_, entities_, run_);
    board_.lineages = find_lineages(documents_, entities_, board_.testimonies, board_.quotes,
                                    shared_figures(), run_);
    count_origins();
    board_.entities = entities_.all();
    return std::move(board_);
  }

 private:
  void make_claims() {
    std::map<std::uint64_t, std::vector<std::size_t>> holders;
    for (std::size_t i = 0; i < figures_.size(); ++i)
      for (const std::uint64_t key : matter_keys(figures_[i].topic)) holders[key].push_back(i);
    std::set<std::pair<std::size_t, std::size_t>> one_matter;
    std::unordered_set<std::uint64_t> judged;
    const Relatedness related(documents_, entities_);
    const auto judge = [&](std::size_t a, std::size_t b) {
      if (a > b) std::swap(a, b);
      if (!judged.insert(static_cast<std::uint64_t>(a) << 32 | b).second) return;
      const Figure &x = figures_[a], &y = figures_[b];
      if ((related(x.document, y.document) || related_figures(x.topic, y.topic)) &&
          compare_topics(x.topic, y.topic, entities_).same_matter)
        one_matter.emplace(a, b);
    };
    const auto judge_all = [&](const std::vector<std::size_t>& of, std::size_t reach) {
      for (std::size_t a = 0; a < of.size(); ++a)
        for (std::size_t b = a + 1; b < std::min(of.size(), a + reach); ++b) judge(of[a], of[b]);
    };
    std::vector<const std::vector<std::size_t>*> wide;
    for (const auto& [key, of] : holders) {
      run_.stop_if_cancelled();
      if (of.size() <= kAllPairsMax)
        judge_all(of, of.size());
      else
        wide.push_back(&of);
    }
    if (!wide.empty()) judge_wide(wide, judge_all, judge);
    std::vector<std::size_t> parent(figures_.size());
    std::iota(parent.begin(), parent.end(), 0);
    const auto find = [&](std::size_t i) {
      while (parent[i] != i) i = parent[i] = parent[parent[i]];
      return i;
    };
    for (const auto& [a, b] : one_matter) {
      const std::size_t x = find(a), y = find(b);
      parent[std::max(x, y)] = std::min(x, y);
    }
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < figures_.size(); ++i) members[find(i)].push_back(i);
    for (const auto& [root, of] : members) add_claim(of);
  }

  // What many figures hold ("people", "killed") is met only where the documents have a name in
  // common (each figure with its next kReach ones where that name is in many of them too) or are
  // candidates for one lineage by wording and rare marks. A claim is what is connected, so that a
  // neighbour is as good as all.
  template <typename JudgeAll, typename Judge>
  void judge_wide(const std::vector<const std::vector<std::size_t>*>& wide,
                  const JudgeAll& judge_all, const Judge& judge) {
    std::vector<DocumentTrace> traces(documents_.size());
    for_each_chunk(documents_.size(), run_,
                   [&](std::size_t d) { traces[d] = document_trace(documents_[d].text); });
    const auto candidates = lineage_candidates(traces, {}, run_);
    for (const auto* of : wide) {
      run_.stop_if_cancelled();
      std::map<int, std::vector<std::size_t>> of_entity;
      std::map<std::uint32_t, std::vector<std::size_t>> of_document;
      for (const std::size_t figure : *of) {
        const std::uint32_t d = figures_[figure].document;
        of_document[d].push_back(figure);
        for (const int entity : entities_.in_document(d)) of_entity[entity].push_back(figure);
      }
      for (const auto& [entity, some] : of_entity)
        judge_all(some, some.size() <= kAllPairsMax ? some.size() : kReach);
      judge_all(*of, kReach);
      for (const auto& [a, b] : candidates) {
        const auto x = of_document.find(a), y = of_document.find(b);
        if (x == of_document.end() || y == of_document.end()) continue;
        for (const std::size_t i : x->second)
          for (const std::size_t j : y->second) judge(i, j);
      }
    }
  }

  void add_claim(const std::vector<std::size_t>& of) {
    Claim claim;
    claim.id = "k" + std::to_string(board_.claims.size() + 1);
    for (const std::size_t i : of) {
      const Figure& figure = figures_[i];
      const std::string name = topic_name(figure, documents_[figure.document]);
      if (decode_text(name).size() > decode_text(claim.about).size()) claim.about = name;
      claim.statements.push_back({figure.at(), chain_of(figure), 0});
    }
    // All with all; of very many each with its next ones, so that pairs grow with statements.
    const std::size_t reach =
        of.size() <= kAllPairsMax ? of.size() : std::max(kReach, kPairsMax / of.size());
    for (std::size_t a = 0; a < of.size(); ++a)
      for (std::size_t b = a + 1; b < std::min(of.size(), a + reach); ++b)
        claim.pairs.push_back(pair_of(figures_[of[a]], figures_[of[b]]));
    settle_agreement(claim);
    board_.claims.push_back(std::move(claim));
  }

  StatementPair pair_of(const Figure& a, const Figure& b) const {
    StatementPair pair{a.at(), b.at(), Agreement::not_comparable, {}};
    const TopicComparison topics = compare_topics(a.topic, b.topic, entities_);
    if (!topics.comparable) {
      pair.why = !topics.why.empty() ? topics.why
                                     : "they do not say the same of the same people; each does of "
                                       "another statement of this claim";
      return pair;
    }
    const ValueAgreement values = compare_values(a.value, b.value);
    pair.agreement = values.agreement;
    pair.why = values.why + (topics.why.empty() ? "" : "; " + topics.why);
    return pair;
  }

  static void settle_agreement(Claim& claim) {
    if (claim.pairs.empty()) {
      claim.why = "said once: nothing to compare it with";
      return;
    }
    const auto first = [&](Agreement agreement) {
      return std::find_if(claim.pairs.begin(), claim.pairs.end(),
                          [&](const StatementPair& pair) { return pair.agreement == agreement; });
    };
    for (const Agreement agreement : {Agreement::conflict, Agreement::compatible, Agreement::equal,
                                      Agreement::not_comparable}) {
      const auto it = first(agreement);
      if (it == claim.pairs.end()) continue;
      claim.agreement = agreement;
      claim.why = it->why;
      return;
    }
  }

  std::vector<SourceStep> chain_of(const Figure& figure) const {
    std::vector<SourceStep> chain;
    const auto add = [&](const std::string& mention, bool stated) {
      if (mention.empty()) return;
      const int entity = entities_.of(figure.document, mention);
      SourceStep step;
      step.entity = entity < 0 ? "" : entities_.all()[static_cast<std::size_t>(entity)].id;
      step.name = entities_.words(figure.document, mention);
      step.stated = stated;
      const bool again =
          !chain.empty() && (chain.back().name == step.name ||
                             (!step.entity.empty() && chain.back().entity == step.entity));
      if (!again && !step.name.empty()) chain.push_back(std::move(step));
    };
    for (const QuantitySource& source : figure.quantity->sources) {
      add(source.who, source.stated);
      add(source.via, source.stated);
    }
    if (chain.empty()) {
      // Inside somebody's words: the innermost quotation's speaker.
      const TextSpan at = figure.quantity->span;
      const Quote* inner = nullptr;
      for (const Quote& quote : documents_[figure.document].reading->quotes) {
        if (quote.speaker.empty() || quote.span.start > at.start || quote.span.end < at.end)
          continue;
        if (inner == nullptr ||
            quote.span.end - quote.span.start < inner->span.end - inner->span.start)
          inner = &quote;
      }
      if (inner != nullptr) {
        add(inner->speaker, !inner->cue.empty());
        add(inner->hearer, !inner->cue.empty());
      }
    }
    return chain;
  }

  std::vector<SharedFigure> shared_figures() const {
    std::vector<SharedFigure> shared;
    for (const Claim& claim : board_.claims)
      for (const StatementPair& pair : claim.pairs) {
        if (pair.agreement != Agreement::equal || pair.a.document == pair.b.document) continue;
        const auto speaker = [&](const AnnotationRef& at) -> std::string {
          for (const ClaimStatement& statement : claim.statements)
            if (statement.at == at && !statement.chain.empty()) return statement.chain[0].entity;
          return {};
        };
        const std::string a = speaker(pair.a), b = speaker(pair.b);
        int entity = -1;
        if (!a.empty() && a == b) entity = std::stoi(a.substr(1)) - 1;
        const auto& quantities = documents_[pair.a.document].reading->quantities;
        const auto q =
            std::find_if(quantities.begin(), quantities.end(),
                         [&](const Quantity& known) { return known.id == pair.a.annotation; });
        CHECK(q != quantities.end());
        shared.push_back({pair.a, pair.b,
                          words_of(documents_[pair.a.document], q->span) + " (" + claim.about + ")",
                          entity});
      }
    return shared;
  }

  void count_origins() {
    std::vector<int> lineage_of(documents_.size(), -1);
    std::vector<std::set<std::string>> voices(board_.lineages.size());
    for (std::size_t l = 0; l < board_.lineages.size(); ++l) {
      for (const std::uint32_t d : board_.lineages[l].documents)
        lineage_of[d] = static_cast<int>(l);
      if (!board_.lineages[l].origin_entity.empty())
        voices[l].insert(board_.lineages[l].origin_entity);
    }
    // Who speaks for the origin: the people quoted in several documents of a lineage beside it.
    for (std::size_t l = 0; l < board_.lineages.size(); ++l)
      for (const LineageEvidence& evidence : board_.lineages[l].evidence)
        if (!evidence.entity.empty() && evidence.kind == EvidenceKind::speaker &&
            entity_of(evidence.entity).type == MentionType::person)
          voices[l].insert(evidence.entity);
    for (Claim& claim : board_.claims) {
      std::map<std::string, int> origins;
      for (ClaimStatement& statement : claim.statements) {
        const int lineage = lineage_of[statement.at.document];
        std::string key = lineage >= 0 ? "lineage " + std::to_string(lineage)
                                       : "document " + std::to_string(statement.at.document);
        // The innermost named source; the outlets it came through are no origin.
        for (const SourceStep& step : statement.chain) {
          if (step.entity.empty()) continue;
          if (lineage < 0 || !voices[static_cast<std::size_t>(lineage)].contains(step.entity))
            key = "entity " + step.entity;
          break;
        }
        statement.origin = origins.emplace(key, static_cast<int>(origins.size()) + 1).first->second;
      }
      claim.independent_sources = static_cast<int>(origins.size());
    }
    std::size_t grouped = 0;
    for (const Lineage& lineage : board_.lineages) grouped += lineage.documents.size();
    board_.independent_sources =
        static_cast<int>(documents_.size() - grouped + board_.lineages.size());
  }

  const ClaimEntity& entity_of(const std::string& id) const {
    return entities_.all()[static_cast<std::size_t>(std::stoi(id.substr(1)) - 1)];
  }

  std::span<const ClaimDocument> documents_;
  const Run& run_;
  ClaimEntities entities_;
  std::vector<Figure> figures_;
  ClaimBoard board_;
};

}  // namespace

std::string_view agreement_name(Agreement agreement) {
  constexpr std::array<std::string_view, 4> kNames = {"equal", "compatible", "conflict",
                                                      "not_comparable"};
  return kNames[static_cast<std::size_t>(agreement)];
}

ClaimBoard find_claims(std::span<const ClaimDocument> documents, const Run& run) {
  for (const ClaimDocument& document : documents) CHECK(document.reading != nullptr);
  return BoardMaker(documents, run).make();
}

}  // namespace hearim
