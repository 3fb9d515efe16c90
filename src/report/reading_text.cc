#include "report/reading_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/number_text.h"
#include "report/quantity_words.h"
#include "report/terminal_lines.h"
#include "report/text_width.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

struct Mark {
  TextSpan span;
  TextStyle style = TextStyle::plain;
  std::string label;  // of quantities and dates
};

TextStyle style_of(MentionType type) {
  switch (type) {
    case MentionType::person:
      return TextStyle::person;
    case MentionType::organisation:
      return TextStyle::organisation;
    case MentionType::place:
      return TextStyle::place;
    case MentionType::work:
    case MentionType::event:
      return TextStyle::work;
  }
  return TextStyle::plain;
}

// Marks that do not overlap, in the order of the text: of two that do, the one added first stays.
std::vector<Mark> marks_of(const Reading& reading) {
  std::map<std::uint32_t, Mark> kept;  // by start
  const auto add = [&](Mark mark) {
    if (mark.span.empty()) return;
    const auto next = kept.lower_bound(mark.span.start);
    if (next != kept.end() && next->first < mark.span.end) return;
    if (next != kept.begin() && std::prev(next)->second.span.end > mark.span.start) return;
    kept.emplace(mark.span.start, std::move(mark));
  };
  for (const Quantity& q : reading.quantities) add({q.span, TextStyle::quantity, q.id});
  for (const DateFound& date : reading.dates) add({date.span, TextStyle::date, date.id});
  for (const Mention& mention : reading.mentions)
    if (mention.named) add({mention.span, style_of(mention.type), ""});
  std::vector<Mark> out;
  for (auto& [start, mark] : kept) out.push_back(std::move(mark));
  return out;
}

class ReadingWriter {
 public:
  ReadingWriter(const DocumentFacts& facts, std::u32string_view text, const Reading& reading,
                int width, TextColour colour)
      : facts_(facts),
        text_(text),
        reading_(reading),
        colour_(colour),
        width_(width),
        lines_(width, colour) {
    for (const Mention& mention : reading.mentions) mentions_.emplace(mention.id, &mention);
  }

  std::string write() {
    write_head();
    write_text();
    write_quantities();
    write_dates();
    write_mentions();
    write_quotes();
    write_testimonies();
    write_citations();
    if (!missing_.empty()) {
      lines_.blank();
      lines_.paragraph("Not found in it: " + missing_ + ".");
    }
    return lines_.take();
  }

 private:
  void write_head() {
    std::string head = std::string(language_code(reading_.language)) + ", " +
                       counted(static_cast<std::int64_t>(text_.size()), "character");
    if (!facts_.encoding.empty()) head += ", " + facts_.encoding;
    if (!facts_.date.empty()) head += ", dated " + facts_.date;
    lines_.paragraph(StyledText().add(facts_.path, TextStyle::heading).add(" (" + head + ")"));
    for (const std::string& note : facts_.notes) lines_.paragraph(note, "note: ", "      ");
    lines_.blank();
  }

  // One paragraph for each line of the text; runs of empty lines are one.
  void write_text() {
    const std::vector<Mark> marks = marks_of(reading_);
    std::size_t next_mark = 0, next_quote = 0, next_testimony = 0;
    std::uint32_t quote_end = 0;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find(U'\n', at), text_.size());
      StyledText line;
      while (next_testimony < reading_.testimonies.size() &&
             reading_.testimonies[next_testimony].span.end <= at)
        ++next_testimony;
      const Testimony* told = nullptr;
      if (next_testimony < reading_.testimonies.size() &&
          reading_.testimonies[next_testimony].span.start < end)
        told = &reading_.testimonies[next_testimony];
      for (std::size_t i = at; i < end; ++i) {
        while (next_quote < reading_.quotes.size() && reading_.quotes[next_quote].span.start <= i)
          quote_end = std::max(quote_end, reading_.quotes[next_quote++].span.end);
        const bool quoted = i < quote_end;
        while (next_mark < marks.size() && marks[next_mark].span.end <= i) ++next_mark;
        const Mark* mark = next_mark < marks.size() && marks[next_mark].span.start <= i
                               ? &marks[next_mark]
                               : nullptr;
        if (mark && mark->span.start == i) open_mark(line, *mark);
        line.add(text_[i], mark ? mark->style : TextStyle::plain, quoted);
        if (mark && mark->span.end == i + 1) close_mark(line, *mark);
      }
      if (line.empty()) {
        lines_.blank();
      } else {
        const bool first = told && told->span.start >= at;
        const std::string margin = !told ? "  " : "| ";
        lines_.paragraph(line, first ? told->id + (told->id.size() < 2 ? " " : "") : margin,
                         margin);
      }
      at = end + 1;
    }
    lines_.blank();
    if (marks.empty() && reading_.quotes.empty() && reading_.testimonies.empty()) return;
    lines_.paragraph(colour_ == TextColour::on
                         ? "(underlined: quotations; q1, d1: quantities and dates below; | in the "
                           "margin: a testimony)"
                         : "([q1 ...] quantity, [d1 ...] date, _..._ mention; | in the margin: a "
                           "testimony)");
  }

  void open_mark(StyledText& line, const Mark& mark) const {
    if (!mark.label.empty()) {
      if (colour_ == TextColour::off) line.add("[");
      line.add(mark.label, TextStyle::quiet).add(" ", TextStyle::quiet);
    } else if (colour_ == TextColour::off) {
      line.add("_");
    }
  }

  void close_mark(StyledText& line, const Mark& mark) const {
    if (colour_ == TextColour::off) line.add(mark.label.empty() ? "_" : "]");
  }

  std::string words(TextSpan span) const { return text_at(text_, span); }

  std::string who(const std::string& id) const {
    const auto it = mentions_.find(id);
    return it == mentions_.end() ? id : words(it->second->span);
  }

  void heading(std::string_view name, std::size_t count) {
    if (count > 0) return lines_.heading(fmt::format("{} ({})", name, count));
    if (name == "Works" || name == "Events") return;
    missing_ += missing_.empty() ? "" : ", ";
    missing_ += static_cast<char>(name[0] + ('a' - 'A'));
    missing_ += name.substr(1);
  }

  static constexpr std::string_view kRest = "        ";
  static std::string label(const std::string& id) {
    return "  " + id + std::string(id.size() < 5 ? 6 - id.size() : 1, ' ');
  }

  void detail(std::string_view what, const std::string& value) {
    lines_.paragraph(StyledText().add(what, TextStyle::quiet).add(" " + value), kRest,
                     std::string(kRest) + "  ");
  }

  void write_quantities() {
    heading("Quantities", reading_.quantities.size());
    for (const Quantity& q : reading_.quantities) {
      StyledText row;
      row.add(quantity_words(q.value, q.unit), TextStyle::quantity)
          .add(": \"" + words(q.span) + "\"");
      lines_.paragraph(row, label(q.id), kRest);
      if (!q.counted.empty()) detail("counted:", words(q.counted));
      for (const QuantitySource& source : q.sources) {
        if (source.who.empty() && source.via.empty()) continue;
        std::string said = source.who.empty() ? "somebody unnamed" : who(source.who);
        if (!source.via.empty()) said += ", through " + who(source.via);
        if (!source.cue.empty()) said += " (\"" + words(source.cue) + "\")";
        if (!source.stated) said += ", inferred";
        detail("who says so:", said);
      }
      if (!q.caveat.empty()) detail("caveat:", words(q.caveat));
    }
  }

  void write_dates() {
    heading("Dates", reading_.dates.size());
    for (const DateFound& date : reading_.dates) {
      StyledText row;
      row.add(date.value.empty() ? "not resolved" : date.value, TextStyle::date)
          .add(": \"" + words(date.span) + "\"");
      lines_.paragraph(row, label(date.id), kRest);
    }
  }

  // Each entity once, with the names it is given and how often.
  void write_mentions() {
    struct Entity {
      MentionType type;
      bool named = false;
      std::vector<std::pair<std::string, int>> names;
      std::string id;
      int count = 0;
    };
    std::vector<Entity> entities;
    std::map<std::string, std::size_t> place;
    for (const Mention& mention : reading_.mentions) {
      const std::string key = mention.entity.empty() ? "\n" + mention.id : mention.entity;
      const auto [it, added] = place.emplace(key, entities.size());
      if (added)
        entities.push_back(
            {mention.type, false, {}, mention.entity.empty() ? mention.id : mention.entity, 0});
      Entity& entity = entities[it->second];
      entity.named = entity.named || mention.named;
      ++entity.count;
      const std::string name = words(mention.span);
      const auto seen = std::find_if(entity.names.begin(), entity.names.end(),
                                     [&](const auto& known) { return known.first == name; });
      if (seen == entity.names.end())
        entity.names.emplace_back(name, 1);
      else
        ++seen->second;
    }
    const auto section = [&](std::string_view name, MentionType type) {
      const auto of_type = [&](const Entity& e) { return e.type == type; };
      const auto total = std::count_if(entities.begin(), entities.end(), of_type);
      heading(name, static_cast<std::size_t>(total));
      for (const Entity& entity : entities) {
        if (entity.type != type) continue;
        StyledText row;
        for (std::size_t i = 0; i < entity.names.size(); ++i) {
          if (i > 0) row.add("; ");
          row.add(entity.names[i].first, style_of(type));
          if (entity.names[i].second > 1) row.add(fmt::format(" ×{}", entity.names[i].second));
        }
        if (!entity.named) row.add(" (not named)", TextStyle::quiet);
        lines_.paragraph(row, label(entity.id), kRest);
      }
    };
    section("People", MentionType::person);
    section("Organisations", MentionType::organisation);
    section("Places", MentionType::place);
    section("Works", MentionType::work);
    section("Events", MentionType::event);
  }

  void write_quotes() {
    heading("Quotations", reading_.quotes.size());
    for (const Quote& quote : reading_.quotes) {
      const std::string row = (quote.form == QuoteForm::direct ? "\"" + words(quote.span) + "\""
                                                               : "that " + words(quote.span));
      const double room = 2.0 * width_;
      lines_.paragraph(fit_text(clean_text(row), room, terminal_measure()), label(quote.id), kRest);
      std::string said = quote.speaker.empty() ? "nobody named" : who(quote.speaker);
      if (!quote.hearer.empty()) said += ", to " + who(quote.hearer);
      if (!quote.cue.empty()) said += " (\"" + words(quote.cue) + "\")";
      detail("speaker:", said);
    }
  }

  void write_testimonies() {
    heading("Testimonies", reading_.testimonies.size());
    for (const Testimony& t : reading_.testimonies) {
      std::string told = t.person.empty() ? "a person not named" : who(t.person);
      if (!t.told_to.empty()) told += ", told to " + who(t.told_to);
      lines_.paragraph(told, label(t.id), kRest);
      for (const TestimonyFact& fact : t.facts)
        detail(fact.act.empty() ? "what happened:" : fact.act + ":",
               "\"" + words(fact.span) + "\"");
    }
  }

  void write_citations() {
    heading("Citations", reading_.citations.size());
    for (const Citation& citation : reading_.citations) {
      std::string row = "\"" + words(citation.span) + "\"";
      if (!citation.to.empty() && who(citation.to) != words(citation.span))
        row += ": " + who(citation.to);
      lines_.paragraph(row, label(citation.id), kRest);
    }
  }

  const DocumentFacts& facts_;
  std::u32string_view text_;
  const Reading& reading_;
  TextColour colour_;
  int width_;
  TerminalLines lines_;
  std::map<std::string, const Mention*> mentions_;
  std::string missing_;  // the kinds of which nothing was found
};

}  // namespace

std::string reading_text(const DocumentFacts& facts, std::u32string_view text,
                         const Reading& reading, int width, TextColour colour) {
  return ReadingWriter(facts, text, reading, width, colour).write();
}

}  // namespace hearim
