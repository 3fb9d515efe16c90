#include "link/cluster_prior.h"

#include <algorithm>
#include <cmath>

#include "stats/gamma.h"

namespace hearim {
namespace {

// Added to the count of every history, as far as the lists' sizes alone let it be expected.
constexpr double kPriorPeople = 0.5;

double log2_factorial(double k) { return std::lgamma(k + 1) / std::log(2.0); }

}  // namespace

void GroupLists::add(const GroupLists& other) {
  history |= other.history;
  for (const auto& [list, records] : other.open) {
    const auto at = std::lower_bound(open.begin(), open.end(), std::pair(list, 0U));
    if (at != open.end() && at->first == list) {
      at->second += records;
    } else {
      open.insert(at, {list, records});
    }
  }
}

void GroupCounts::add(const GroupLists& group, std::int64_t times) {
  people[group.history] += times;
  for (const auto& [list, records] : group.open) open_records[list] += records * times;
}

double ClusterPrior::log2_weight(const GroupLists& group) const {
  if (!learnt_) return 0.0;
  double weight = 0.0;
  const auto seen = log2_people_.find(group.history);
  if (seen != log2_people_.end()) {
    weight = seen->second;
  } else {
    weight = log2_people_all_;
    for (std::size_t list = 0; list < log2_on_.size(); ++list) {
      weight += (group.history >> list & 1) != 0 ? log2_on_[list] : log2_off_[list];
    }
    weight = std::min(weight, std::log2(kPriorPeople));
  }
  for (const auto& [list, records] : group.open) {
    weight += log2_factorial(records) + log2_once_[list] + (records - 1) * log2_again_[list];
  }
  return weight;
}

void ClusterPrior::draw_given(const GroupCounts& groups, int list_count, Rng& rng) {
  learnt_ = true;
  std::vector<std::pair<History, std::int64_t>> seen(groups.people.begin(), groups.people.end());
  std::sort(seen.begin(), seen.end());
  double people = 0.0;
  std::vector<double> on(static_cast<std::size_t>(list_count), 0.0);
  for (const auto& [history, count] : seen) {
    people += static_cast<double>(count);
    for (std::size_t list = 0; list < on.size(); ++list) {
      if ((history >> list & 1) != 0) on[list] += static_cast<double>(count);
    }
  }
  log2_people_all_ = std::log2(std::max(1.0, people));
  log2_on_.clear();
  log2_off_.clear();
  for (const double n : on) {
    const double share = (n + 0.5) / (people + 1.0);
    log2_on_.push_back(std::log2(share));
    log2_off_.push_back(std::log2(1.0 - share));
  }
  log2_people_.clear();
  for (const auto& [history, count] : seen) {
    if (count <= 0) continue;
    const double shape = static_cast<double>(count) + kPriorPeople;
    log2_people_[history] = log_gamma_draw(rng, shape) / std::log(2.0);
  }
  log2_again_.assign(on.size(), 0.0);
  log2_once_.assign(on.size(), 0.0);
  for (std::size_t list = 0; list < on.size(); ++list) {
    const auto records = groups.open_records.find(static_cast<std::uint32_t>(list));
    if (records == groups.open_records.end()) continue;
    const double again = std::max(0.0, static_cast<double>(records->second) - on[list]);
    const LogBetaDraw rho = log_beta_draw(rng, again + 0.5, on[list] + 0.5);
    log2_again_[list] = rho.log_p / std::log(2.0);
    log2_once_[list] = rho.log_q / std::log(2.0);
  }
}

}  // namespace hearim
