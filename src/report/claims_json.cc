#include "report/claims_json.h"

#include <algorithm>

#include "base/version.h"

namespace hearim {
namespace {

class BoardJson {
 public:
  BoardJson(const ClaimBoard& board, std::span<const ClaimDocument> documents)
      : board_(board), documents_(documents) {}

  Json write() const {
    Json out;
    out["command"] = "claims";
    out["version"] = kVersion;
    out["documents"] = Json::array();
    for (const ClaimDocument& document : documents_) out["documents"].push_back(document.name);
    out["entities"] = Json::array();
    for (const ClaimEntity& entity : board_.entities)
      out["entities"].push_back(entity_json(entity));
    out["claims"] = Json::array();
    for (const Claim& claim : board_.claims) out["claims"].push_back(claim_json(claim));
    out["testimonies"] = same_json(board_.testimonies);
    out["quotes"] = same_json(board_.quotes);
    out["lineages"] = Json::array();
    for (const Lineage& lineage : board_.lineages) out["lineages"].push_back(lineage_json(lineage));
    out["independent_sources"] = board_.independent_sources;
    return out;
  }

 private:
  Json at_json(const AnnotationRef& at) const {
    return {{"document", documents_[at.document].name}, {"annotation", at.annotation}};
  }

  static const char* type_name(MentionType type) {
    switch (type) {
      case MentionType::person:
        return "person";
      case MentionType::organisation:
        return "organisation";
      case MentionType::place:
        return "place";
      case MentionType::work:
        return "work";
      case MentionType::event:
        return "event";
    }
    return "";
  }

  Json entity_json(const ClaimEntity& entity) const {
    Json out;
    out["id"] = entity.id;
    out["type"] = type_name(entity.type);
    out["name"] = entity.name;
    if (entity.names.size() > 1) out["names"] = entity.names;
    out["mentions"] = Json::array();
    for (const AnnotationRef& at : entity.mentions) out["mentions"].push_back(at_json(at));
    return out;
  }

  const Quantity& quantity(const AnnotationRef& at) const {
    const auto& all = documents_[at.document].reading->quantities;
    return *std::find_if(all.begin(), all.end(),
                         [&](const Quantity& q) { return q.id == at.annotation; });
  }

  Json claim_json(const Claim& claim) const {
    Json out;
    out["id"] = claim.id;
    out["about"] = claim.about;
    out["statements"] = Json::array();
    for (const ClaimStatement& statement : claim.statements) {
      Json said = at_json(statement.at);
      said["text"] = text_at(documents_[statement.at.document].text, quantity(statement.at).span);
      if (!statement.chain.empty()) {
        said["chain"] = Json::array();
        for (const SourceStep& step : statement.chain) {
          Json by{{"name", step.name}};
          if (!step.entity.empty()) by["entity"] = step.entity;
          by["stated"] = step.stated;
          said["chain"].push_back(std::move(by));
        }
      }
      said["origin"] = statement.origin;
      out["statements"].push_back(std::move(said));
    }
    out["agreement"] = agreement_name(claim.agreement);
    out["why"] = claim.why;
    out["pairs"] = Json::array();
    for (const StatementPair& pair : claim.pairs) {
      out["pairs"].push_back({{"a", at_json(pair.a)},
                              {"b", at_json(pair.b)},
                              {"agreement", agreement_name(pair.agreement)},
                              {"why", pair.why}});
    }
    out["independent_sources"] = claim.independent_sources;
    return out;
  }

  Json same_json(const std::vector<SameStatements>& groups) const {
    Json out = Json::array();
    for (const SameStatements& group : groups) {
      Json one;
      one["id"] = group.id;
      one["statements"] = Json::array();
      for (const AnnotationRef& at : group.statements) one["statements"].push_back(at_json(at));
      one["why"] = group.why;
      out.push_back(std::move(one));
    }
    return out;
  }

  Json names_json(const std::vector<std::uint32_t>& documents) const {
    Json out = Json::array();
    for (const std::uint32_t d : documents) out.push_back(documents_[d].name);
    return out;
  }

  Json lineage_json(const Lineage& lineage) const {
    Json out;
    out["documents"] = names_json(lineage.documents);
    out["origin"] = lineage.origin;
    if (!lineage.origin_entity.empty()) out["origin_entity"] = lineage.origin_entity;
    out["evidence"] = Json::array();
    for (const LineageEvidence& evidence : lineage.evidence) {
      Json one;
      one["kind"] = evidence_kind_name(evidence.kind);
      one["what"] = evidence.what;
      if (!evidence.entity.empty()) one["entity"] = evidence.entity;
      one["documents"] = names_json(evidence.documents);
      out["evidence"].push_back(std::move(one));
    }
    return out;
  }

  const ClaimBoard& board_;
  std::span<const ClaimDocument> documents_;
};

}  // namespace

Json claims_json(const ClaimBoard& board, std::span<const ClaimDocument> documents) {
  return BoardJson(board, documents).write();
}

}  // namespace hearim
