// What people judged of pairs of rows of a case: judgements of kind "pair" about
// "pair:list:3/12 list:4/7", value {"judgement":"match","keys":[...],"purpose":"review"}. Each
// person's last word on a pair stands beside the others'; "undo" takes it back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steps/case_step.h"
#include "steps/decisions_file.h"

namespace hearim {

inline constexpr std::string_view kPairKind = "pair";

// "list:3/12": row 12 of list 3.
struct RowName {
  std::int64_t list = 0;
  std::uint64_t row = 0;
  std::string text() const;
  friend auto operator<=>(const RowName&, const RowName&) = default;
};
std::optional<RowName> row_name_from(std::string_view text);
std::string pair_object(const RowName& a, const RowName& b);  // "pair:list:3/12 list:4/7"

struct PairJudged {
  std::int64_t id = 0;  // of the judgement
  std::string actor = {}, time = {};
  RowName a = {}, b = {};                       // in order
  std::array<std::string, 2> keys = {};         // of their contents
  std::optional<PairJudgement> judgement = {};  // absent: taken back
  DecisionPurpose purpose = DecisionPurpose::review;
};

// Those that nobody replaced, in order. Throws Error(corrupt).
std::vector<PairJudged> pair_judgements(const Case& from);
// `supersedes`: the same person's earlier one, or 0. `judged.id`, `actor` and `time` are the case's
// to give.
NewJudgement new_pair_judgement(const PairJudged& judged, std::int64_t supersedes);

}  // namespace hearim
