// Every example in rules/LANGUAGE/examples.txt, run; the file says in its first lines what its
// sections mean.
#include <gtest/gtest.h>

#include <sstream>

#include "hearim/read.h"
#include "read/rule_text.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  while (!text.empty() && text.front() == ' ') text.erase(text.begin());
  return text;
}

std::vector<std::string> parts_of(const std::string& line, char by) {
  std::vector<std::string> out;
  std::istringstream fields(line);
  for (std::string part; std::getline(fields, part, by);) out.push_back(trimmed(part));
  return out;
}

struct Example {
  std::u32string text;
  Reading reading;

  std::string piece(const TextSpan& s) const {
    return to_utf8(text.substr(s.start, s.end - s.start));
  }
  std::string words_of(const std::string& mention) const {
    for (const Mention& m : reading.mentions) {
      if (m.id == mention) return piece(m.span);
    }
    return "";
  }
  std::vector<std::string> found(const std::string& section) const {
    std::vector<std::string> out;
    const char* type[] = {"person", "organisation", "place", "work", "event"};
    if (section == "names") {
      for (const Mention& m : reading.mentions) {
        if (m.named)
          out.push_back(std::string(type[static_cast<int>(m.type)]) + " " + piece(m.span));
      }
    } else if (section == "speech" && !reading.quotes.empty()) {
      const Quote& q = reading.quotes.front();
      out = {(q.form == QuoteForm::direct ? "direct " : "indirect ") + piece(q.span),
             words_of(q.speaker), words_of(q.hearer)};
    } else if (section == "sources") {
      for (const Quantity& q : reading.quantities) {
        if (q.sources.empty()) continue;
        out = {piece(q.span), words_of(q.sources.front().who)};
        break;
      }
    } else if (section == "counted" && !reading.quantities.empty()) {
      const Quantity& q = reading.quantities.front();
      if (!q.counted.empty()) out = {piece(q.span), piece(q.counted)};
    } else if (section == "testimony" && !reading.testimonies.empty()) {
      const Testimony& t = reading.testimonies.front();
      out = {words_of(t.person), words_of(t.told_to)};
      for (const TestimonyFact& fact : t.facts) out.push_back(fact.act + " " + piece(fact.span));
    }
    return out;
  }
};

class StoryExamples : public testing::TestWithParam<ReadLanguage> {};

TEST_P(StoryExamples, are_found_as_the_rules_say_or_not_at_all) {
  std::istringstream lines{std::string(rule_text(language_code(GetParam()), "examples"))};
  std::string line, section;
  int examples = 0, number = 0;
  while (std::getline(lines, line)) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      section = line.substr(1, line.size() - 2);
      continue;
    }
    ++examples;
    SCOPED_TRACE("line " + std::to_string(number) + ": " + line);
    ASSERT_TRUE(line.rfind("+ ", 0) == 0 || line.rfind("- ", 0) == 0);
    std::vector<std::string> parts = parts_of(line.substr(2), '|');
    Example example;
    example.text = decode_text(parts.at(0));
    example.reading = read_text(example.text, {.language = GetParam()});
    parts.erase(parts.begin());
    if (section == "entities") {
      std::vector<std::string> wanted = parts_of(parts.at(0), '=');
      std::size_t at = 0;
      std::string entity;
      for (const Mention& m : example.reading.mentions) {
        if (at == wanted.size() || example.piece(m.span) != wanted[at]) continue;
        if (at++ == 0) entity = m.entity;
        EXPECT_EQ(m.entity, entity) << example.piece(m.span);
      }
      EXPECT_EQ(at, wanted.size());
      continue;
    }
    if (section == "speech" || section == "testimony") {
      while (line.front() == '+' && parts.size() < (section == "speech" ? 3u : 2u))
        parts.emplace_back();
    }
    EXPECT_EQ(example.found(section), line.front() == '+' ? parts : std::vector<std::string>{});
  }
  EXPECT_GE(examples, 10);
}

INSTANTIATE_TEST_SUITE_P(Languages, StoryExamples,
                         testing::Values(ReadLanguage::english, ReadLanguage::spanish),
                         [](const auto& each) { return std::string(language_code(each.param)); });

}  // namespace
}  // namespace hearim
