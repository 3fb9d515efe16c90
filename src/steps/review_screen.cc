#include "steps/review_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text_width.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

constexpr int kLabelMax = 16;
constexpr int kGap = 2;

// A cell of exactly `width` columns. Isolates take no column.
std::string padded(std::string_view text, int width) {
  const std::string shown = has_right_to_left(text) ? isolate(text) : std::string(text);
  return shown +
         std::string(static_cast<std::size_t>(std::max(0, width - terminal_width(text))), ' ');
}

std::string trimmed(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line + '\n';
}

struct Columns {
  int label = 0;
  int value = 0;

  // One field: its lines side by side, and between them "=" where the two are the same text.
  std::string row(const std::string& label_text, const std::string& left, const std::string& right,
                  bool same) const {
    const TextMeasure measure = terminal_measure();
    const auto lines = [&](const std::string& text) {
      return wrap_text_to(text, value, 4, measure);
    };
    const std::vector<std::string> a = lines(left);
    const std::vector<std::string> b = lines(right);
    const std::string head = fit_text(label_text, label, measure);
    std::string out;
    for (std::size_t i = 0; i < std::max({a.size(), b.size(), std::size_t{1}}); ++i) {
      std::string line = padded(i == 0 ? head : "", label) + std::string(kGap, ' ');
      line += padded(i < a.size() ? a[i] : "", value);
      line += i == 0 && same ? " = " : "   ";
      line += i < b.size() ? padded(b[i], value) : "";
      out += trimmed(std::move(line));
    }
    return out;
  }
};

std::string wrapped(const std::string& text, int width, int indent) {
  std::string out;
  bool first = true;
  for (const std::string& line : wrap_text(text, width - indent - 2, terminal_measure())) {
    out += std::string(static_cast<std::size_t>(first ? indent : indent + 2), ' ') + line + '\n';
    first = false;
  }
  return out;
}

}  // namespace

std::string review_screen(const LinkRecords& records, const PairExplanation& why,
                          const ReviewPair& pair, const ReviewPlace& place, int width) {
  width = std::max(40, width);
  Columns columns;
  std::vector<std::string> labels;
  for (const LinkField& field : records.fields()) {
    labels.push_back(clean_text(field.name));
    columns.label = std::max(columns.label, terminal_width(labels.back()));
  }
  columns.label = std::min(columns.label, kLabelMax);
  columns.value = (width - columns.label - kGap - 3) / 2;

  std::string title =
      fmt::format("{} {} of {}, {} decided", place.what, place.number, place.count, place.decided);
  const bool has_reasons = !place.is_sample && !why.fields.empty();
  if (place.is_sample) {
    title += "; one of a random sample";
  } else if (has_reasons) {
    title += fmt::format("; a yes or a no moves the count by about {:.{}f}", pair.effect,
                         pair.effect < 10 ? 1 : 0);
  }
  std::string text = wrapped(title, width, 0);
  if (!place.decided_as.empty()) text += fmt::format("taken back: {}\n", place.decided_as);
  text += '\n';
  const auto where = [&](std::uint32_t record) {
    return fmt::format("{} row {}", clean_text(records.lists()[records.list_of(record)].name),
                       records.row_of(record));
  };
  text += columns.row("", where(why.pair.a), where(why.pair.b), false);
  for (std::size_t f = 0; f < labels.size(); ++f) {
    const std::string a = clean_text(records.text(why.pair.a, static_cast<int>(f)));
    const std::string b = clean_text(records.text(why.pair.b, static_cast<int>(f)));
    if (a.empty() && b.empty()) continue;
    text += columns.row(labels[f], a.empty() ? "-" : a, b.empty() ? "-" : b, a == b);
  }
  if (!has_reasons) return text;
  text += '\n';
  for (const FieldEvidence& field : why.fields) text += wrapped(clean_text(field.words), width, 0);
  if (why.circumstances_weight < -0.05) {
    text += wrapped(fmt::format("people of one place or trade agree like this too ({:+.1f} bits)",
                                why.circumstances_weight),
                    width, 0);
  }
  text += wrapped(
      fmt::format("how rare matches are to begin with ({:+.1f} bits)", why.prior_weight), width, 0);
  text += wrapped(fmt::format("in all {:+.1f} bits: {:.0f} % that it is one person", why.weight,
                              100 * why.probability),
                  width, 0);
  return text;
}

}  // namespace hearim
