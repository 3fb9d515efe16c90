#include "estimate/hierarchical_model.h"

#include <algorithm>
#include <bit>

namespace hearim {

bool term_before(Cell a, Cell b) {
  const int size_a = std::popcount(a);
  const int size_b = std::popcount(b);
  return size_a != size_b ? size_a < size_b : a < b;
}

std::vector<Cell> terms_of_generators(std::span<const Cell> generators) {
  std::vector<Cell> terms;
  for (const Cell generator : generators)
    for (Cell subset = generator; subset != 0; subset = (subset - 1) & generator)
      terms.push_back(subset);
  std::sort(terms.begin(), terms.end(), term_before);
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::vector<Cell> generators_of_terms(std::span<const Cell> terms) {
  std::vector<Cell> generators;
  for (const Cell term : terms) {
    const bool covered = std::any_of(terms.begin(), terms.end(), [term](Cell other) {
      return other != term && (other & term) == term;
    });
    if (!covered) generators.push_back(term);
  }
  std::sort(generators.begin(), generators.end());
  return generators;
}

namespace {

class ModelWalk {
 public:
  ModelWalk(int list_count, std::vector<Cell> candidates, const ModelVisitor& visit)
      : present_(std::size_t{1} << list_count, 0),
        candidates_(std::move(candidates)),
        visit_(visit) {
    for (int list = 0; list < list_count; ++list) {
      terms_.push_back(Cell{1} << list);
      present_[terms_.back()] = 1;
    }
  }

  void run() {
    if (visit_(terms_, 0)) descend(0);
  }

 private:
  bool allowed(Cell term) const {
    if (std::popcount(term) == 2) return true;
    for (Cell rest = term; rest != 0; rest &= rest - 1)
      if (!present_[term ^ (rest & -rest)]) return false;
    return true;
  }

  void descend(std::size_t from) {
    for (std::size_t i = from; i < candidates_.size(); ++i) {
      const Cell term = candidates_[i];
      if (!allowed(term)) continue;
      terms_.push_back(term);
      present_[term] = 1;
      if (visit_(terms_, term)) descend(i + 1);
      present_[term] = 0;
      terms_.pop_back();
    }
  }

  std::vector<Cell> terms_;
  std::vector<char> present_;
  std::vector<Cell> candidates_;
  const ModelVisitor& visit_;
};

}  // namespace

std::vector<Cell> branching_terms(int list_count, int order_max,
                                  const std::function<bool(Cell)>& first) {
  std::vector<Cell> terms;
  for (Cell term = 1; term < Cell{1} << list_count; ++term) {
    const int size = std::popcount(term);
    if (size >= 2 && size <= order_max) terms.push_back(term);
  }
  std::sort(terms.begin(), terms.end(), [&first](Cell a, Cell b) {
    const int size_a = std::popcount(a);
    const int size_b = std::popcount(b);
    if (size_a != size_b) return size_a < size_b;
    const bool first_a = first(a);
    const bool first_b = first(b);
    return first_a != first_b ? first_a : a < b;
  });
  return terms;
}

void for_each_hierarchical_model(int list_count, int order_max,
                                 const std::function<bool(Cell)>& first,
                                 const ModelVisitor& visit) {
  ModelWalk(list_count, branching_terms(list_count, order_max, first), visit).run();
}

}  // namespace hearim
