// `hearim reproduce CASE FIGURE`: a figure computed again from the case alone.
//
// Every result the figure rests on is made again, from what was received and judged upwards,
// ignoring what is kept, and compared with it byte for byte; then the figure's value with what was
// published, character by character. A result is made again once, however many figures use it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "hearim/case.h"
#include "hearim/run.h"

namespace hearim {

struct ReproducedResult {
  std::int64_t result = 0;
  std::string step, subject;
  std::uint64_t size_bytes = 0;
  std::string other_program = {};  // that it was made with; empty: this one
  std::string differs = {};        // where and how, or why it cannot be made again; empty: the same
};

struct ReproducedFigure {
  Figure figure;
  std::string again;                       // its value now; empty where it could not be made
  std::string differs;                     // empty: the same to the last digit
  std::vector<std::int64_t> results = {};  // it rests on, in the order of being made
  bool same() const { return differs.empty(); }
};

class Reproduction {
 public:
  Reproduction(const Case& from, const Run& run) : from_(from), run_(run) {}

  ReproducedFigure figure(const Figure& figure);
  const ReproducedResult& result(std::int64_t id) const { return done_.at(id); }

 private:
  // Whether it and all it rests on came out the same; `order` gets those, inputs first.
  bool again(std::int64_t id, std::vector<std::int64_t>& order);
  std::string content_again(const Result& result) const;

  const Case& from_;
  const Run& run_;
  std::map<std::int64_t, ReproducedResult> done_;
  std::map<std::int64_t, bool> whole_;
};

// REQUIRES: they differ. "at byte 1,204, in /report/people/count"; where both are JSON, the place.
std::string first_difference(const std::string& kept, const std::string& again);

}  // namespace hearim
