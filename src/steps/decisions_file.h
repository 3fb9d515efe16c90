// Decisions of people on pairs of records, in a plain CSV file that outlives its lists.
//
// Each line names two records by list, row and a key of their content, and says match, non_match or
// unsure, who said so and when; docs/formats/decisions.md is the specification. Lines are only ever
// added; of one reviewer's lines on a pair the last stands, and `undo` takes it back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/link.h"

namespace hearim {

struct RecordName {
  std::string list;
  std::uint64_t row = 0;  // data rows from 1
  std::string key;        // of the content
  friend auto operator<=>(const RecordName&, const RecordName&) = default;
};

// 16 hexadecimal digits that two records have in common only when their used values are the same.
std::string content_key(const LinkRecords& records, std::uint32_t record);
RecordName name_of(const LinkRecords& records, std::uint32_t record);

enum class DecisionPurpose : std::uint8_t { review, sample };

struct Decision {
  RecordName a, b;
  std::optional<PairJudgement> judgement;  // absent: undone
  std::string reviewer;
  std::string time;  // UTC, "2026-01-31T12:00:00Z"
  DecisionPurpose purpose = DecisionPurpose::review;
  std::string file = {};
  std::uint64_t line = 0;
};

std::string_view judgement_word(std::optional<PairJudgement> judgement);  // "non_match"; "undo"
std::string decisions_header();
std::string decision_line(const Decision& decision);

struct DecisionsRead {
  std::vector<Decision> decisions;  // in the order of the file
  // Bytes up to the end of the last whole line; less than the file's where the power went off while
  // a line was being written.
  std::size_t whole_bytes = 0;
  std::vector<std::string> notes;
};
// Throws Error(invalid_input) with file, line and what was expected.
DecisionsRead read_decisions(const std::string& bytes, const std::string& path);

// What stands of a reviewer's words on a pair, and what became of it among today's records.
struct StandingDecision {
  RecordPair pair;
  PairJudgement judgement = PairJudgement::match;
  std::string reviewer;
  DecisionPurpose purpose = DecisionPurpose::review;
  std::size_t place = 0;  // among the decisions given
};
struct AppliedDecisions {
  std::vector<StandingDecision> standing;   // by pair, then reviewer
  std::uint64_t moved = 0;                  // found again in another row
  std::vector<std::string> not_applicable;  // in words, with file and line
  std::vector<std::string> conflicts;       // between reviewers, and with what follows from others
  // What a linkage takes: one for each pair with purpose review; pairs on which reviewers differ
  // are unsure. By pair.
  std::vector<LabelledPair> labels;
  std::vector<LabelledPair> sample;  // with purpose sample, not among labels
};
AppliedDecisions apply_decisions(std::span<const Decision> decisions, const LinkRecords& records);

// The decisions of several files together; notes of reading are added to `notes`.
AppliedDecisions apply_decision_files(std::span<const std::string> paths,
                                      const LinkRecords& records, std::vector<std::string>& notes);

// What `hearim link --labels` says of them, and of what a judged sample tells.
std::string applied_text(const AppliedDecisions& applied);
std::string sampled_scores_text(const SampledScores& scores);

// What two reviewers said without seeing each other's.
struct AgreementReport {
  std::string first, second;  // files, or people
  std::string what = "pairs", of = "in both files";
  std::string only = "only in";  // empty: the two judged the same ones
  std::array<std::string, 3> answers = {"match", "no match", "unsure"};
  std::uint64_t only_first = 0, only_second = 0;
  std::array<std::int64_t, 9> counts = {};  // [first][second], in the order of `answers`
  std::vector<std::string> conflicts;       // in words
  std::int64_t common() const;              // judged by both
};
AgreementReport compare_decisions(std::span<const Decision> first,
                                  std::span<const Decision> second);
std::string agreement_text(const AgreementReport& report);

}  // namespace hearim
