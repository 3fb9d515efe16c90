#include "hearim/capture_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr History bit(int list) { return History{1} << list; }

}  // namespace

CaptureTable::CaptureTable(std::vector<std::string> list_names,
                           std::vector<CapturePattern> patterns)
    : list_names_(std::move(list_names)) {
  const int k = list_count();
  if (k < 1)
    throw Error(ErrorCode::invalid_input, "a capture table needs at least one list, there is none");
  if (k > kListCountMax)
    throw Error(ErrorCode::limit, fmt::format("{} lists; at most {} are taken", k, kListCountMax));
  std::sort(patterns.begin(), patterns.end(),
            [](const auto& a, const auto& b) { return a.history < b.history; });
  for (const CapturePattern& pattern : patterns) {
    if (pattern.count < 0)
      throw Error(ErrorCode::invalid_input, fmt::format("count {} is negative", pattern.count));
    if (pattern.history == 0)
      throw Error(ErrorCode::invalid_input,
                  "people on no list: the number of the unseen is what is estimated");
    if ((pattern.history >> k) != 0)
      throw Error(ErrorCode::invalid_input, "a capture history names a list that is not there");
    if (pattern.count == 0) continue;
    if (pattern.count > kPeopleMax - observed_)
      throw Error(ErrorCode::limit, "more than 2^62 people in all");
    observed_ += pattern.count;
    if (!patterns_.empty() && patterns_.back().history == pattern.history)
      patterns_.back().count += pattern.count;
    else
      patterns_.push_back(pattern);
  }
}

std::int64_t CaptureTable::count(History history) const {
  const auto it = std::lower_bound(
      patterns_.begin(), patterns_.end(), history,
      [](const CapturePattern& pattern, History wanted) { return pattern.history < wanted; });
  return it != patterns_.end() && it->history == history ? it->count : 0;
}

std::int64_t CaptureTable::list_size(int list) const { return margin(bit(list)); }

std::int64_t CaptureTable::margin(History lists) const {
  std::int64_t sum = 0;
  for (const CapturePattern& pattern : patterns_)
    if ((pattern.history & lists) == lists) sum += pattern.count;
  return sum;
}

std::vector<std::int64_t> CaptureTable::capture_frequencies() const {
  std::vector<std::int64_t> frequencies(list_count() + 1, 0);
  for (const CapturePattern& pattern : patterns_)
    frequencies[std::popcount(pattern.history)] += pattern.count;
  return frequencies;
}

std::vector<double> CaptureTable::dense_counts() const {
  CHECK(list_count() <= 24);
  std::vector<double> counts(std::size_t{1} << list_count(), 0.0);
  for (const CapturePattern& pattern : patterns_)
    counts[pattern.history] = static_cast<double>(pattern.count);
  return counts;
}

std::vector<std::pair<int, int>> CaptureTable::empty_pairs() const {
  std::vector<std::pair<int, int>> pairs;
  for (int i = 0; i < list_count(); ++i)
    for (int j = i + 1; j < list_count(); ++j)
      if (margin(bit(i) | bit(j)) == 0) pairs.emplace_back(i, j);
  return pairs;
}

std::vector<std::vector<int>> CaptureTable::connected_groups() const {
  std::vector<int> root(list_count());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&](int list) {
    while (root[list] != list) list = root[list] = root[root[list]];
    return list;
  };
  for (const CapturePattern& pattern : patterns_) {
    const int first = std::countr_zero(pattern.history);
    for (History rest = pattern.history; rest != 0; rest &= rest - 1) {
      const int a = find(first);
      const int b = find(std::countr_zero(rest));
      root[std::max(a, b)] = std::min(a, b);
    }
  }
  std::map<int, std::vector<int>> groups;
  for (int list = 0; list < list_count(); ++list) groups[find(list)].push_back(list);
  std::vector<std::vector<int>> result;
  for (auto& [_, lists] : groups) result.push_back(std::move(lists));
  return result;
}

CaptureTable CaptureTable::without_list(int list) const {
  CHECK(list >= 0 && list < list_count() && list_count() >= 2);
  std::vector<std::string> names = list_names_;
  names.erase(names.begin() + list);
  std::vector<CapturePattern> patterns;
  const History low_mask = bit(list) - 1;
  for (const CapturePattern& pattern : patterns_) {
    const History history = (pattern.history & low_mask) | ((pattern.history >> 1) & ~low_mask);
    if (history != 0) patterns.push_back({history, pattern.count});
  }
  return {std::move(names), std::move(patterns)};
}

CaptureTable CaptureTable::with_merged(std::span<const int> lists) const {
  CHECK(lists.size() >= 2);
  History merged = 0;
  std::string name;
  std::vector<int> ascending(lists.begin(), lists.end());
  std::sort(ascending.begin(), ascending.end());
  for (const int list : ascending) {
    CHECK(list >= 0 && list < list_count() && (merged & bit(list)) == 0);
    merged |= bit(list);
    name += (name.empty() ? "" : "+") + list_names_[list];
  }
  const int target = ascending.front();
  std::vector<std::string> names;
  std::vector<int> new_index(list_count(), 0);
  for (int list = 0; list < list_count(); ++list) {
    if ((merged & bit(list)) != 0 && list != target) continue;
    new_index[list] = static_cast<int>(names.size());
    names.push_back(list == target ? name : list_names_[list]);
  }
  std::vector<CapturePattern> patterns;
  for (const CapturePattern& pattern : patterns_) {
    History history = 0;
    for (History rest = pattern.history; rest != 0; rest &= rest - 1) {
      const int list = std::countr_zero(rest);
      history |= bit(new_index[(merged & bit(list)) != 0 ? target : list]);
    }
    patterns.push_back({history, pattern.count});
  }
  return {std::move(names), std::move(patterns)};
}

CaptureTable CaptureTable::restricted_to(int list) const {
  CHECK(list >= 0 && list < list_count() && list_count() >= 2);
  std::vector<CapturePattern> on_list;
  for (const CapturePattern& pattern : patterns_)
    if ((pattern.history & bit(list)) != 0) on_list.push_back(pattern);
  CaptureTable seen = *this;
  seen.patterns_ = std::move(on_list);
  return seen.without_list(list);
}

int CaptureTable::list_index(std::string_view name) const {
  for (int list = 0; list < list_count(); ++list)
    if (list_names_[list] == name) return list;
  std::string all;
  for (const std::string& known : list_names_) all += (all.empty() ? "" : ", ") + known;
  throw Error(ErrorCode::invalid_input,
              fmt::format("there is no list '{}'; the lists are {}", name, all));
}

std::string CaptureTable::history_name(History history) const {
  if (history == 0) return "none";
  std::string name;
  for (History rest = history; rest != 0; rest &= rest - 1)
    name += (name.empty() ? "" : "·") + list_names_[std::countr_zero(rest)];
  return name;
}

}  // namespace hearim
