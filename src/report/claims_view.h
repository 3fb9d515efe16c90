// What the terminal and the page show of a board alike: which claims first, in which words. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "hearim/claims.h"

namespace hearim {

// REQUIRES: `at` names a quantity of the documents.
const Quantity& quantity_at(std::span<const ClaimDocument> documents, const AnnotationRef& at);

// What disagrees first, then what is printed most often.
std::vector<const Claim*> claims_in_order(const ClaimBoard& board);

// The figure with what it counts, as printed; where they stand apart, with the words around it.
std::string printed_words(std::span<const ClaimDocument> documents, const AnnotationRef& at);

// "the Bureau <- the Post"; empty where nobody is named.
std::string chain_words(const ClaimStatement& statement);

// Pairs that conflict or cannot be compared, each reason once, conflicts first.
std::vector<const StatementPair*> telling_pairs(const Claim& claim);

std::string_view evidence_phrase(EvidenceKind kind);  // "cite the same"

// Names of one entity that differ by more than case and an article; empty if there are not two.
std::vector<std::string> different_names(const ClaimEntity& entity);

// Documents in no lineage.
std::vector<std::uint32_t> documents_alone(const ClaimBoard& board, std::size_t document_count);

// The words of a testimony or a quotation; empty if there is none of this id.
std::string statement_words(std::span<const ClaimDocument> documents, const AnnotationRef& at);

}  // namespace hearim
