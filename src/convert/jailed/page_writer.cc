#include "convert/jailed/page_writer.h"

#include "convert/code_points.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace hearim {
namespace {

constexpr std::size_t kEdgeLines = 2;   // looked at, at the top and at the foot
constexpr std::size_t kNeighbours = 2;  // on each side: left and right pages may differ

// So much white between two lines of a paragraph at most, in heights of a line.
constexpr float kParagraphGap = 0.8F;

bool begins_paragraph(const PageLine& last, const PageLine& next) {
  if (last.vertical || next.vertical) return true;
  const float height = std::max(last.box.bottom - last.box.top, 1.0F);
  const float gap = next.box.top - last.box.bottom;
  return gap > kParagraphGap * height || gap < -1.5F * height;
}

}  // namespace

void PageWriter::add(PageContent page) {
  Waiting waiting{.page = std::move(page), .edges = {}};
  const auto& lines = waiting.page.lines;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (i < kEdgeLines || i + kEdgeLines >= lines.size())
      waiting.edges.push_back(running_form(lines[i]));
  pages_.push_back(std::move(waiting));
  if (pages_.size() > next_ + kNeighbours) write_next();
}

void PageWriter::finish() {
  while (next_ < pages_.size()) write_next();
}

void PageWriter::write_next() {
  Waiting& waiting = pages_[next_];
  std::vector<PageLine>& lines = waiting.page.lines;
  const auto is_running = [&](const PageLine& line) {
    const std::string form = running_form(line);
    for (std::size_t i = 0; i < pages_.size(); ++i)
      if (i != next_ &&
          std::find(pages_[i].edges.begin(), pages_[i].edges.end(), form) != pages_[i].edges.end())
        return true;
    return false;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool at_top = i < kEdgeLines, at_foot = i + kEdgeLines >= lines.size();
    if ((!at_top && !at_foot) || !is_running(lines[i])) continue;
    const bool upper = lines[i].box.top + lines[i].box.bottom < waiting.page.height;
    lines[i].role = upper ? RunRole::header : RunRole::footer;
  }
  if (!out_.ends_with_separator()) out_.separator("\n\n");
  const std::uint32_t page = out_.page(waiting.page.width, waiting.page.height, waiting.page.label);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out_.separator(begins_paragraph(lines[i - 1], lines[i]) ? "\n\n" : "\n");
    write_line(lines[i], page);
  }
  lines.clear();
  if (++next_ > kNeighbours) {
    pages_.pop_front();
    --next_;
  }
}

// A run for each word, so that a box never reaches over a gap that is not text.
void PageWriter::write_line(const PageLine& line, std::uint32_t page) {
  const auto& characters = line.characters;
  for (std::size_t begin = 0; begin < characters.size();) {
    if (characters[begin].is_made) {
      std::string space;
      append_code_point(characters[begin].code, space);
      out_.separator(space, line.role);
      ++begin;
      continue;
    }
    const auto is_ordered = [&](const Box& a, const Box& b, bool rising) {
      if (line.vertical) return rising ? a.top <= b.top : a.top >= b.top;
      return rising ? a.left <= b.left : a.left >= b.left;
    };
    std::size_t end = begin + 1;
    // Edges run one way in a run: a number inside right-to-left text turns round.
    const bool rising = end >= characters.size() || characters[end].is_made ||
                        is_ordered(characters[begin].box, characters[end].box, true);
    while (end < characters.size() && !characters[end].is_made &&
           characters[end].ocr == characters[begin].ocr &&
           is_ordered(characters[end - 1].box, characters[end].box, rising))
      ++end;

    TextRun run;
    run.source = RunSource::box;
    run.role = line.role;
    run.ocr = characters[begin].ocr;
    run.index = page;
    run.vertical = line.vertical;
    run.box = characters[begin].box;
    std::string text;
    std::vector<float> edges;
    for (std::size_t i = begin; i < end; ++i) {
      const Box& box = characters[i].box;
      append_code_point(characters[i].code, text);
      run.box = {std::min(run.box.left, box.left), std::min(run.box.top, box.top),
                 std::max(run.box.right, box.right), std::max(run.box.bottom, box.bottom)};
      const float low = line.vertical ? box.top : box.left;
      const float high = line.vertical ? box.bottom : box.right;
      edges.push_back(rising ? low : high);
      if (i + 1 == end) edges.push_back(rising ? high : low);
    }
    out_.text(text, run, edges);
    begin = end;
  }
}

}  // namespace hearim
