// Figures of several documents side by side: which are of the same thing, whether they agree, and
// how many independent sources there are.
//
// A *claim* is one matter (same people, same fate) with every statement of it. Two statements are
// compared by their intervals only if population, fate, period, place and unit allow it; otherwise
// they are not_comparable, with the reason. A *lineage* is a set of documents that draw on one
// origin: shared cited works, speakers, reworded quotations, testimonies and figures speak first,
// wording second. Sources are counted by origin, never by document. Names are joined across
// documents and scripts only on strong grounds; an account only where teller and acts agree.
//
// Pure: results depend on documents and their order alone, not on threads. Offsets and ids are
// those of the readings. Cost: linear in text; pairs of documents only where something is shared.
// Throws Error(cancelled). Definitions, and where this fails: docs/reading/lineage.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/read.h"
#include "hearim/run.h"

namespace hearim {

struct ClaimDocument {
  std::string name;
  std::u32string_view text;
  const Reading* reading = nullptr;  // REQUIRES: not null, of this text
};

struct AnnotationRef {
  std::uint32_t document = 0;  // index
  std::string annotation;      // id
  friend bool operator==(const AnnotationRef&, const AnnotationRef&) = default;
};

enum class Agreement : std::uint8_t { equal, compatible, conflict, not_comparable };
std::string_view agreement_name(Agreement agreement);

struct ClaimEntity {
  std::string id;
  MentionType type = MentionType::person;
  std::string name;                // the fullest form
  std::vector<std::string> names;  // every form, in order of appearance
  std::vector<AnnotationRef> mentions;
};

// Who says a statement, the innermost first.
struct SourceStep {
  std::string name;    // as in the document, or the entity's
  std::string entity;  // id; empty if it has none
  bool stated = true;
};

struct ClaimStatement {
  AnnotationRef at;
  std::vector<SourceStep> chain;
  int origin = 0;  // equal for statements of one origin within the claim
};

struct StatementPair {
  AnnotationRef a, b;
  Agreement agreement = Agreement::equal;
  std::string why;
};

struct Claim {
  std::string id;
  std::string about;  // what is counted, in the words of the fullest statement
  std::vector<ClaimStatement> statements;
  Agreement agreement = Agreement::equal;  // conflict if any pair is one, else compatible, ...
  std::string why;
  std::vector<StatementPair> pairs;
  int independent_sources = 1;
};

struct SameStatements {  // one account, or one set of words, in several documents
  std::string id;
  std::vector<AnnotationRef> statements;
  std::string why;
};

enum class EvidenceKind : std::uint8_t { cites, speaker, quote, testimony, figure, wording };
std::string_view evidence_kind_name(EvidenceKind kind);

struct LineageEvidence {
  EvidenceKind kind = EvidenceKind::cites;
  std::string what;    // "the Telegraph"; "41 % of the shorter text"
  std::string entity;  // id; empty if none
  std::vector<std::uint32_t> documents;
};

struct Lineage {
  std::vector<std::uint32_t> documents;  // at least two
  std::string origin;                    // who or what they draw on
  std::string origin_entity;             // id; empty if the origin is a document
  std::vector<LineageEvidence> evidence;
};

struct ClaimBoard {
  std::vector<ClaimEntity> entities;
  std::vector<Claim> claims;
  std::vector<SameStatements> testimonies, quotes;
  std::vector<Lineage> lineages;
  int independent_sources = 0;
};

ClaimBoard find_claims(std::span<const ClaimDocument> documents, const Run& run);

// Of two values of one unit: equal, compatible or conflict, and why in words. An approximate value
// is taken 10 % wider on both sides.
struct ValueAgreement {
  Agreement agreement = Agreement::equal;
  std::string why;
};
ValueAgreement compare_values(const QuantityValue& a, const QuantityValue& b);

}  // namespace hearim
