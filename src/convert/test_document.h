// What the tests of the formats share: converting through the real jail, finding words in the text,
// and following them back.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "hearim/convert.h"

namespace hearim {

inline Conversion converted(std::string_view bytes, std::string_view name,
                            const ConvertOptions& options = {}) {
  static Converter converter;
  return converter.convert(bytes, name, options);
}

inline std::uint32_t code_points_in(std::string_view utf8) {
  std::uint32_t count = 0;
  for (char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return count;
}

// Where `words` stand in the original; the test fails if they are not in the text.
inline std::vector<SourcePlace> places_of_words(const Conversion& c, std::string_view words) {
  const std::size_t at = c.text.find(words);
  EXPECT_NE(at, std::string::npos) << words << " is not in: " << c.text;
  if (at == std::string::npos) return {};
  const std::uint32_t start = code_points_in(std::string_view(c.text).substr(0, at));
  return places_of(c, start, start + code_points_in(words));
}

// "/html[1]/body[1]/p[1]/text()[1] 3-7", joined by "; ".
inline std::string nodes_of_words(const Conversion& c, std::string_view words) {
  std::string result;
  for (const SourcePlace& place : places_of_words(c, words)) {
    if (!result.empty()) result += "; ";
    result +=
        place.node + " " + std::to_string(place.node_start) + "-" + std::to_string(place.node_end);
  }
  return result;
}

// The text of one role.
inline std::string text_of_role(const Conversion& c, RunRole role) {
  std::string result;
  std::size_t at = 0;
  for (const TextRun& run : c.runs) {
    const std::size_t begin = at;
    for (std::uint32_t i = run.start; i < run.end; ++i) {
      ++at;
      while (at < c.text.size() && (static_cast<unsigned char>(c.text[at]) & 0xC0) == 0x80) ++at;
    }
    if (run.role == role) result += c.text.substr(begin, at - begin);
  }
  return result;
}

inline void expect_runs_cover_text(const Conversion& c) {
  std::uint32_t next = 0;
  for (const TextRun& run : c.runs) {
    EXPECT_EQ(run.start, next);
    EXPECT_GT(run.end, run.start);
    next = run.end;
  }
  EXPECT_EQ(next, c.code_points);
  EXPECT_EQ(code_points_in(c.text), c.code_points);
}

}  // namespace hearim
