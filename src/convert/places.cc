// From text back to the original: the runs that overlap the asked stretch, each cut to it, and
// neighbours joined: bytes that follow each other, characters of one node, words of one line.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "hearim/convert.h"

namespace hearim {
namespace {

constexpr std::size_t kPathStepsShown = 40;

// Byte offset in `text` of the code point that lies `count` after the one at byte `from`.
std::size_t skip_code_points(std::string_view text, std::size_t from, std::uint32_t count) {
  std::size_t at = from;
  while (count > 0 && at < text.size()) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    --count;
  }
  return at;
}

// The part of a run's box between two of its characters.
Box box_between(const Conversion& conversion, const TextRun& run, std::uint32_t start,
                std::uint32_t end) {
  Box box = run.box;
  if (run.edge_begin == kNoEdges) return box;
  const float a = conversion.edges[run.edge_begin + (start - run.start)];
  const float b = conversion.edges[run.edge_begin + (end - run.start)];
  (run.vertical ? box.top : box.left) = std::min(a, b);
  (run.vertical ? box.bottom : box.right) = std::max(a, b);
  return box;
}

bool is_same_line(const Box& a, const Box& b) {
  const float shared = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return shared > 0.5F * std::min(a.bottom - a.top, b.bottom - b.top);
}

Box united(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

// "A", "Z", "AA", ...
std::string column_letters(std::uint32_t column) {
  std::string letters;
  for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

class PlaceList {
 public:
  explicit PlaceList(const Conversion& conversion) : conversion_(conversion) {}

  void add(const TextRun& run, std::uint32_t start, std::uint32_t end) {
    SourcePlace place;
    place.source = run.source;
    place.start = start;
    place.end = end;
    switch (run.source) {
      case RunSource::none:
        return;
      case RunSource::bytes:
        place_bytes(run, place);
        break;
      case RunSource::node:
        place.node = node_path(conversion_, run.index);
        place.node_start = run.offset + (start - run.start);
        place.node_end = run.offset + (end - run.start);
        break;
      case RunSource::box:
        place.page = run.index + 1;
        place.box = box_between(conversion_, run, start, end);
        break;
      case RunSource::cell: {
        const SheetCell& cell = conversion_.cells[run.offset];
        place.sheet = conversion_.sheets[cell.sheet].name;
        place.cell = fmt::format("{}{}", column_letters(cell.column), cell.row + 1);
        break;
      }
    }
    if (!places_.empty() && join(places_.back(), place)) return;
    places_.push_back(std::move(place));
  }
  std::vector<SourcePlace> take() { return std::move(places_); }

 private:
  void place_bytes(const TextRun& run, SourcePlace& place) {
    if (run.width > 0) {
      place.byte_start = run.offset + std::uint64_t{run.width} * (place.start - run.start);
      place.byte_end = run.offset + std::uint64_t{run.width} * (place.end - run.start);
      return;
    }
    // Places come in order, so that the text is gone through once.
    const auto byte_at = [&](std::uint32_t code_point) {
      text_at_ = skip_code_points(conversion_.text, text_at_, code_point - code_point_at_);
      code_point_at_ = code_point;
      return text_at_;
    };
    const std::size_t run_begin = byte_at(run.start);
    place.byte_start = run.offset + (byte_at(place.start) - run_begin);
    place.byte_end = run.offset + (byte_at(place.end) - run_begin);
  }

  static bool join(SourcePlace& last, const SourcePlace& next) {
    if (last.source != next.source) return false;
    if (next.source == RunSource::bytes) {
      if (last.byte_end != next.byte_start) return false;
      last.byte_end = next.byte_end;
    } else if (next.source == RunSource::node) {
      if (last.node != next.node || next.node_start < last.node_end) return false;
      last.node_end = next.node_end;
    } else if (next.source == RunSource::box) {
      if (last.page != next.page || !is_same_line(last.box, next.box)) return false;
      last.box = united(last.box, next.box);
    } else if (last.sheet != next.sheet || last.cell != next.cell) {
      return false;
    }
    last.end = next.end;
    return true;
  }

  const Conversion& conversion_;
  std::vector<SourcePlace> places_;
  std::uint32_t code_point_at_ = 0;
  std::size_t text_at_ = 0;
};

}  // namespace

std::vector<SourcePlace> places_of(const Conversion& conversion, std::uint32_t start,
                                   std::uint32_t end) {
  CHECK(start <= end && end <= conversion.code_points);
  PlaceList places(conversion);
  auto run = std::upper_bound(conversion.runs.begin(), conversion.runs.end(), start,
                              [](std::uint32_t at, const TextRun& r) { return at < r.end; });
  for (; run != conversion.runs.end() && run->start < end; ++run)
    places.add(*run, std::max(start, run->start), std::min(end, run->end));
  return places.take();
}

std::string node_path(const Conversion& conversion, std::uint32_t node) {
  std::vector<std::uint32_t> steps;  // from the node up to its root
  for (std::uint32_t at = node;; at = conversion.nodes[at].parent) {
    steps.push_back(at);
    if (conversion.nodes[at].parent == at) break;
  }
  std::string path;
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (steps.size() > kPathStepsShown && i == steps.size() - kPathStepsShown / 2) {
      path += "/…";
      i = kPathStepsShown / 2;
      continue;
    }
    const SourceNode& step = conversion.nodes[steps[i]];
    const bool is_root = step.parent == steps[i];
    if (is_root)
      path += step.name;
    else
      path += fmt::format("/{}[{}]", step.name, step.ordinal);
  }
  return path;
}

}  // namespace hearim
