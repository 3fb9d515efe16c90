#include <map>

#include "base/check.h"
#include "coding/vocabulary_text.h"
#include "hearim/coding.h"

namespace hearim {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "code | fact" a line; the file is part of the program.
std::map<std::string_view, std::string_view> parse(std::string_view text) {
  std::map<std::string_view, std::string_view> codes;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty() || line.front() == '#') continue;
    const auto bar = line.find('|');
    CHECK(bar != std::string_view::npos);
    CHECK(codes.emplace(trimmed(line.substr(bar + 1)), trimmed(line.substr(0, bar))).second);
  }
  return codes;
}

}  // namespace

std::string_view act_of_fact(std::string_view fact) {
  static const std::map<std::string_view, std::string_view> codes =
      parse(vocabulary_text("fact_act"));
  const auto found = codes.find(fact);
  return found == codes.end() ? std::string_view() : found->second;
}

}  // namespace hearim
