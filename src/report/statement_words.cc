#include "report/statement_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/quantity_words.h"
#include "report/terminal_lines.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

constexpr std::size_t kAround = 200;  // code points

std::string words_at(std::u32string_view text, TextSpan span) {
  return clean_text(text_at(text, span));
}

std::string quantity(std::u32string_view text, const Quantity& q, const auto& who) {
  std::string words = quantity_words(q.value, q.unit);
  if (!q.counted.empty()) words += fmt::format("; counted: \"{}\"", words_at(text, q.counted));
  for (const QuantitySource& source : q.sources) {
    if (source.who.empty() && source.via.empty()) continue;
    words += "; who says so: " + (source.who.empty() ? "somebody unnamed" : who(source.who));
    if (!source.via.empty()) words += ", through " + who(source.via);
    if (!source.stated) words += ", inferred";
  }
  if (!q.caveat.empty()) words += fmt::format("; caveat: \"{}\"", words_at(text, q.caveat));
  return words;
}

std::string testimony(std::u32string_view text, const Testimony& t, const auto& who) {
  std::string words = "an account by " + (t.person.empty() ? "a person not named" : who(t.person));
  if (!t.told_to.empty()) words += ", told to " + who(t.told_to);
  for (const TestimonyFact& fact : t.facts)
    words += fmt::format("; {}: \"{}\"", fact.act.empty() ? "what happened" : fact.act,
                         words_at(text, fact.span));
  return words;
}

// White space at the edges, where a word is cut, and what a new line is, do not matter here.
std::string part(std::u32string_view text, std::size_t start, std::size_t end) {
  return text_at(text, {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
}

}  // namespace

std::string statement_words(std::u32string_view text, const Json& annotation,
                            const Json& annotations) {
  const auto who = [&](const std::string& id) -> std::string {
    for (const Json& other : annotations)
      if (other.value("id", "") == id) return clean_text(other.value("text", id));
    return "somebody";
  };
  const Reading reading =
      reading_from_json(Json::array({annotation}), text.size(), annotation.value("id", ""));
  if (!reading.quantities.empty()) return quantity(text, reading.quantities[0], who);
  if (!reading.testimonies.empty()) return testimony(text, reading.testimonies[0], who);
  if (!reading.dates.empty())
    return reading.dates[0].value.empty() ? "a date, not resolved" : reading.dates[0].value;
  if (!reading.quotes.empty())
    return "said by " +
           (reading.quotes[0].speaker.empty() ? "nobody named" : who(reading.quotes[0].speaker));
  return annotation.value("kind", "");
}

std::string passage_text(std::u32string_view text, TextSpan span, int width) {
  const std::size_t end = std::min<std::size_t>(span.end, text.size());
  const std::size_t start = std::min<std::size_t>(span.start, end);
  const std::size_t from = start > kAround ? start - kAround : 0;
  const std::size_t to = std::min(text.size(), end + kAround);
  TerminalLines lines(std::max(60, width), TextColour::off);
  const auto say = [&](std::string_view before, std::size_t a, std::size_t b,
                       std::string_view after, std::string_view lead) {
    const std::string words = clean_text(part(text, a, b));
    if (words.find_first_not_of(' ') == std::string::npos) return;
    lines.paragraph(fmt::format("{}{}{}", before, words, after), lead, lead);
  };
  say(from > 0 ? "..." : "", from, start, "", "  ");
  say("", start, end, "", "> ");
  say("", end, to, to < text.size() ? "..." : "", "  ");
  return lines.take();
}

}  // namespace hearim
