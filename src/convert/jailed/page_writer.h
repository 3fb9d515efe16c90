// Pages of lines -> the answer. A page waits until the two after it are known, so that lines that
// stand at the top or the foot of neighbouring pages are marked as running heads and feet.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "convert/answer_writer.h"
#include "convert/jailed/page_line.h"

namespace hearim {

struct PageContent {
  float width = 0, height = 0;
  std::string label;
  std::vector<PageLine> lines;  // in the order of reading
};

class PageWriter {
 public:
  explicit PageWriter(AnswerWriter& out) : out_(out) {}
  void add(PageContent page);
  void finish();

 private:
  struct Waiting {
    PageContent page;
    std::vector<std::string> edges;  // the running forms of its first and last lines
  };
  void write_next();
  void write_line(const PageLine& line, std::uint32_t page);

  AnswerWriter& out_;
  std::deque<Waiting> pages_;  // two before the next one to be written, and those after it
  std::size_t next_ = 0;
};

}  // namespace hearim
