// Draws of partitions inside doubtful components.
//
// A component of two units with evidence +1 bit and a flat prior has two partitions, together with
// probability 2/3 and apart with 1/3. Three units a, b, c with evidence ab 3, bc 2, ac -4 have
// five, with weights 1 (all apart), 8 (ab), 4 (bc), 1/16 (ac) and 2^(2/3) (abc: two thirds of
// 3 + 2 - 4).
//
// Two thirds: three pairs of three units are not three pieces of evidence. That a is b and b is c
// says all there is to say, so a block of n units counts n - 1 times its mean pair (composite
// likelihood with its magnitude adjusted: Varin, Reid & Firth, Statistica Sinica 21 (2011), 5).
//
// Gibbs: each unit in turn leaves its block and enters block B with probability proportional to
// what B gains by it, or stands alone. This leaves the target unchanged and reaches every allowed
// partition, since every block can dissolve into units standing alone. Only blocks that hold a
// neighbour by a doubtful edge are offered, so that a sweep costs as much as there are edges.
//
// After Sadinle (Annals of Applied Statistics 8 (2014), 2404) and, for carrying draws on into the
// estimate, Sadinle (Annals of Applied Statistics 12 (2018), 1013).
#include "link/partition_draws.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/check.h"
#include "link/average_linkage.h"

namespace hearim {
namespace {

constexpr std::size_t kDenseUnitsMax = 48;

// A block of a partition while it is being built or changed.
struct Block {
  std::vector<std::uint32_t> members;
  double sum = 0.0;  // of evidence over pairs of members
};

double score(double sum, std::size_t size) {
  return size < 2 ? 0.0 : 2.0 * sum / static_cast<double>(size);
}

GroupLists lists_of(const PartitionTarget& target, std::span<const std::uint32_t> members) {
  GroupLists group;
  for (const std::uint32_t unit : members) group.add(target.lists[unit]);
  return group;
}

// Sum of evidence from `unit` to the block; forbidden where a pair or a list forbids it.
double evidence_to(const PartitionTarget& target, std::uint32_t unit, const Block& block) {
  double sum = 0.0;
  for (const std::uint32_t other : block.members) {
    if (!target.prior.may_join(target.lists[unit].history, target.lists[other].history)) {
      return kForbiddenWeight;
    }
    sum += target.weights.at(unit, other);
    if (sum < kForbiddenWeight / 2) return kForbiddenWeight;
  }
  return sum;
}

void enumerate_from(const PartitionTarget& target, Partition& partition, std::uint32_t unit,
                    std::vector<Block>& blocks, std::vector<WeightedPartition>& out) {
  if (unit == target.weights.unit_count()) {
    double log2_weight = 0.0;
    for (const Block& block : blocks) {
      log2_weight += score(block.sum, block.members.size()) +
                     target.prior.log2_weight(lists_of(target, block.members));
    }
    out.push_back({partition, log2_weight});
    return;
  }
  for (std::size_t b = 0; b <= blocks.size(); ++b) {
    partition[unit] = static_cast<std::uint32_t>(b);
    if (b == blocks.size()) {
      blocks.push_back({{unit}, 0.0});
      enumerate_from(target, partition, unit + 1, blocks, out);
      blocks.pop_back();
      return;
    }
    const double gain = evidence_to(target, unit, blocks[b]);
    if (gain <= kForbiddenWeight) continue;
    const double before = blocks[b].sum;
    blocks[b].sum += gain;
    blocks[b].members.push_back(unit);
    enumerate_from(target, partition, unit + 1, blocks, out);
    blocks[b].members.pop_back();
    blocks[b].sum = before;
  }
}

Partition in_order_of_first(const Partition& labels) {
  std::map<std::uint32_t, std::uint32_t> number;
  Partition ordered;
  for (const std::uint32_t label : labels) {
    ordered.push_back(
        number.try_emplace(label, static_cast<std::uint32_t>(number.size())).first->second);
  }
  return ordered;
}

}  // namespace

UnitWeights::UnitWeights(std::size_t unit_count, Source source)
    : neighbours_(unit_count), source_(std::move(source)) {
  if (unit_count <= kDenseUnitsMax) dense_.resize(unit_count * unit_count);
  forget();
}

void UnitWeights::forget() {
  std::fill(dense_.begin(), dense_.end(), std::numeric_limits<double>::quiet_NaN());
  sparse_.clear();
}

void UnitWeights::connect(std::uint32_t a, std::uint32_t b) {
  neighbours_[a].push_back(b);
  neighbours_[b].push_back(a);
}

double UnitWeights::at(std::uint32_t a, std::uint32_t b) {
  if (a > b) std::swap(a, b);
  if (!dense_.empty()) {
    double& slot = dense_[a * neighbours_.size() + b];
    if (std::isnan(slot)) slot = source_(a, b);
    return slot;
  }
  const auto [slot, is_new] = sparse_.try_emplace(static_cast<std::uint64_t>(a) << 32 | b, 0.0);
  if (is_new) slot->second = source_(a, b);
  return slot->second;
}

std::vector<WeightedPartition> enumerate_partitions(const PartitionTarget& target) {
  CHECK(target.weights.unit_count() <= kEnumeratedUnitsMax);
  std::vector<WeightedPartition> all;
  Partition partition(target.weights.unit_count(), 0);
  std::vector<Block> blocks;
  enumerate_from(target, partition, 0, blocks, all);
  double best = all[0].probability;
  for (const WeightedPartition& p : all) best = std::max(best, p.probability);
  double total = 0.0;
  for (WeightedPartition& p : all) {
    p.probability = std::exp2(p.probability - best);
    total += p.probability;
  }
  for (WeightedPartition& p : all) p.probability /= total;
  return all;
}

Partition draw_exactly(const PartitionTarget& target, Rng& rng) {
  std::vector<WeightedPartition> all = enumerate_partitions(target);
  double u = rng.uniform();
  std::size_t chosen = 0;
  for (std::size_t p = 0; p < all.size() && u >= 0.0; ++p) {
    if (all[p].probability <= 0.0) continue;
    chosen = p;
    u -= all[p].probability;
  }
  return std::move(all[chosen].partition);
}

void gibbs_sweeps(const PartitionTarget& target, Partition& partition, int sweep_count, Rng& rng,
                  const Run& run) {
  const auto n = static_cast<std::uint32_t>(target.weights.unit_count());
  Partition block_of = in_order_of_first(partition);
  std::vector<Block> blocks(n);
  for (std::uint32_t unit = 0; unit < n; ++unit) {
    Block& block = blocks[block_of[unit]];
    // The start may join what may not be joined (a decision made since); it then dissolves.
    block.sum = std::max(kForbiddenWeight, block.sum + evidence_to(target, unit, block));
    block.members.push_back(unit);
  }
  std::vector<std::uint32_t> empty;
  for (std::uint32_t b = n; b-- > 0;) {
    if (blocks[b].members.empty()) empty.push_back(b);
  }
  struct Offer {
    std::uint32_t block;
    double evidence;  // from the unit to the block's members
    double share;
  };
  std::vector<Offer> offers;
  for (int sweep = 0; sweep < sweep_count; ++sweep) {
    run.stop_if_cancelled();
    for (std::uint32_t unit = 0; unit < n; ++unit) {
      Block& old = blocks[block_of[unit]];
      std::erase(old.members, unit);
      if (old.members.empty()) {
        empty.push_back(block_of[unit]);
        old.sum = 0.0;
      } else if (old.sum <= kForbiddenWeight / 2) {
        old.sum = 0.0;
        for (std::size_t i = 0; i < old.members.size(); ++i) {
          for (std::size_t j = 0; j < i; ++j) {
            const Block one{{old.members[j]}, 0.0};
            old.sum =
                std::max(kForbiddenWeight, old.sum + evidence_to(target, old.members[i], one));
          }
        }
      } else {
        old.sum -= evidence_to(target, unit, old);
      }
      offers = {{empty.back(), 0.0, target.prior.log2_weight(target.lists[unit])}};
      for (const std::uint32_t neighbour : target.weights.neighbours(unit)) {
        const std::uint32_t b = block_of[neighbour];
        if (std::any_of(offers.begin(), offers.end(),
                        [b](const Offer& offer) { return offer.block == b; })) {
          continue;
        }
        const Block& block = blocks[b];
        const double evidence = evidence_to(target, unit, block);
        if (evidence <= kForbiddenWeight || block.sum <= kForbiddenWeight / 2) continue;
        const GroupLists without = lists_of(target, block.members);
        GroupLists with = without;
        with.add(target.lists[unit]);
        offers.push_back({b, evidence,
                          score(block.sum + evidence, block.members.size() + 1) -
                              score(block.sum, block.members.size()) +
                              target.prior.log2_weight(with) - target.prior.log2_weight(without)});
      }
      double best = offers[0].share;
      for (const Offer& offer : offers) best = std::max(best, offer.share);
      double total = 0.0;
      for (Offer& offer : offers) total += offer.share = std::exp2(offer.share - best);
      double u = rng.uniform() * total;
      std::size_t chosen = 0;
      for (std::size_t i = 0; i < offers.size(); ++i) {
        if (offers[i].share <= 0.0) continue;
        chosen = i;
        u -= offers[i].share;
        if (u < 0.0) break;
      }
      if (chosen == 0) empty.pop_back();
      block_of[unit] = offers[chosen].block;
      blocks[block_of[unit]].sum += offers[chosen].evidence;
      blocks[block_of[unit]].members.push_back(unit);
    }
  }
  partition = in_order_of_first(block_of);
}

}  // namespace hearim
