// Who is who across documents: mentions of all readings -> entities of all documents.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hearim/claims.h"

namespace hearim {

class ClaimEntities {
 public:
  ClaimEntities(std::span<const ClaimDocument> documents, const Run& run);

  const std::vector<ClaimEntity>& all() const { return entities_; }
  // The entity of a mention (index into all()), or -1: unnamed throughout, or no such mention.
  int of(std::uint32_t document, const std::string& mention) const;
  // A mention's own words; empty if there is no such mention.
  std::string words(std::uint32_t document, const std::string& mention) const;
  // Entities named in a document, sorted, each once.
  const std::vector<int>& in_document(std::uint32_t document) const { return named_[document]; }

 private:
  std::vector<ClaimEntity> entities_;
  std::vector<std::map<std::string, int>> of_mention_;
  std::vector<std::map<std::string, std::string>> words_;
  std::vector<std::vector<int>> named_;
};

}  // namespace hearim
