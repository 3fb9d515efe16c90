// Who is on which list: a contingency table over k lists, one cell per capture history.
//
// A history is a bit mask: bit i is set when the person is on list i. The table holds only the
// histories that were seen, sorted by mask, each with a count of at least 1; every other history
// has count 0. The all-zero history (people on no list) is what the estimators are about and is
// never present. Immutable value; every function returns a new table.
//
// Limits: 2 to 63 lists from a file (1 list is representable, so that lists can be dropped and
// merged), total count at most 2^62. Throws Error(invalid_input) on an all-zero history, a
// negative count or a list index out of range; Error(limit) above the limits.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace hearim {

using History = std::uint64_t;

inline constexpr int kListCountMax = 63;
inline constexpr std::int64_t kPeopleMax = std::int64_t{1} << 62;

struct CapturePattern {
  History history = 0;
  std::int64_t count = 0;
  friend bool operator==(const CapturePattern&, const CapturePattern&) = default;
};

class CaptureTable {
 public:
  // Patterns in any order; the same history twice is summed, a count of 0 is left out.
  CaptureTable(std::vector<std::string> list_names, std::vector<CapturePattern> patterns);

  int list_count() const { return static_cast<int>(list_names_.size()); }
  const std::vector<std::string>& list_names() const { return list_names_; }
  std::span<const CapturePattern> patterns() const { return patterns_; }
  std::int64_t observed() const { return observed_; }  // people on at least one list

  std::int64_t count(History history) const;  // 0 where not seen
  std::int64_t list_size(int list) const;     // people on this list
  std::int64_t margin(History lists) const;   // people on all of these lists
  std::vector<std::int64_t> capture_frequencies()
      const;  // [i] = people on exactly i lists, [0] = 0

  // All 2^k counts, indexed by history, [0] = 0. REQUIRES: list_count() <= 24.
  std::vector<double> dense_counts() const;

  // Pairs (i < j) of lists that share nobody.
  std::vector<std::pair<int, int>> empty_pairs() const;
  // Groups of lists joined by shared people; more than one group: the lists are disconnected.
  std::vector<std::vector<int>> connected_groups() const;

  // People who were only on the dropped list leave the table.
  CaptureTable without_list(int list) const;
  // The merged list stands at the smallest index, named "A+B"; being on any is being on it.
  CaptureTable with_merged(std::span<const int> lists) const;
  // Only people on `list`, seen through the other lists: the table a self-check estimates from.
  CaptureTable restricted_to(int list) const;

  int list_index(std::string_view name) const;  // throws Error(invalid_input) naming the lists
  // "LA·PF" for a set of lists; "none" for the empty set.
  std::string history_name(History history) const;

  friend bool operator==(const CaptureTable&, const CaptureTable&) = default;

 private:
  std::vector<std::string> list_names_;
  std::vector<CapturePattern> patterns_;
  std::int64_t observed_ = 0;
};

}  // namespace hearim
