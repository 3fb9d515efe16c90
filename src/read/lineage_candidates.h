// Which of a million documents are worth laying on one board: copies, and documents that share rare
// names and figures without a run of words in common.
//
// A trace is all that is kept of a document: its signature (near_duplicates.h) and its marks,
// hashes of the names and figures in it. Marks are taken from the text without reading it: runs of
// two to five capitalised words of an alphabet, figures of three digits or more that are no year,
// and passages in quotation marks of four words or more. About 700 bytes a document. Pure; the
// answer does not depend on threads.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "hearim/run.h"
#include "read/near_duplicates.h"

namespace hearim {

struct DocumentTrace {
  TextSignature signature;
  std::vector<std::uint64_t> marks;  // sorted, each once; at most kTraceMarksMax
};

inline constexpr std::size_t kTraceMarksMax = 64;

DocumentTrace document_trace(std::u32string_view text);

struct LineageCandidateOptions {
  std::size_t shared_marks_min = 2;  // that few documents hold
  std::size_t holders_max = 64;      // a mark held by more says nothing
};

// Pairs (a < b), sorted, each once: candidates of near_duplicate_candidates, and those with enough
// rare marks in common. About 16 bytes a mark and a pair while it works.
std::vector<std::pair<std::uint32_t, std::uint32_t>> lineage_candidates(
    std::span<const DocumentTrace> traces, const LineageCandidateOptions& options, const Run& run);

}  // namespace hearim
