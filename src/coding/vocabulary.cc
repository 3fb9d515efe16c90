#include <algorithm>
#include <array>

#include "base/check.h"
#include "coding/vocabulary_text.h"
#include "hearim/coding.h"

namespace hearim {
namespace {

constexpr std::array<std::string_view, 7> kNames = {
    "act", "element", "role", "involvement", "source_grade", "claim_grade", "consent"};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// The files are part of the program: a line that is not as the first line of its file says is a
// bug.
std::vector<Term> parse(std::string_view text) {
  std::vector<Term> terms;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.empty() || line.front() == '#') continue;
    std::array<std::string_view, 6> fields;
    std::size_t count = 0;
    while (true) {
      CHECK(count < fields.size());
      const auto bar = line.find('|');
      fields[count++] = trimmed(line.substr(0, bar));
      if (bar == std::string_view::npos) break;
      line.remove_prefix(bar + 1);
    }
    CHECK(count >= 5);
    terms.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]});
  }
  return terms;
}

std::vector<std::vector<Term>> parse_all() {
  std::vector<std::vector<Term>> all;
  for (const std::string_view name : kNames) all.push_back(parse(vocabulary_text(name)));
  return all;
}

}  // namespace

std::string_view Term::label(LabelLanguage language) const {
  return language == LabelLanguage::korean   ? korean
         : language == LabelLanguage::arabic ? arabic
                                             : english;
}

std::span<const std::string_view> vocabulary_names() { return kNames; }

std::span<const Term> vocabulary(std::string_view name) {
  static const std::vector<std::vector<Term>> all = parse_all();
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return {};
  return all[static_cast<std::size_t>(at - kNames.begin())];
}

const Term* find_term(std::string_view vocabulary_name, std::string_view code) {
  for (const Term& term : vocabulary(vocabulary_name))
    if (term.code == code) return &term;
  return nullptr;
}

bool is_under(std::string_view vocabulary_name, std::string_view code, std::string_view broader) {
  // Each step leads to another term and no file has a circle (tested).
  for (const Term* term = find_term(vocabulary_name, code); term != nullptr;
       term = find_term(vocabulary_name, term->broader))
    if (term->code == broader) return true;
  return false;
}

}  // namespace hearim
