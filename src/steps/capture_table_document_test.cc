// docs/formats/capture-table.md, run: each ```csv block with its options must give the ```message
// or the ```notes that follow it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/file_bytes.h"
#include "hearim/error.h"
#include "steps/capture_table_file.h"

namespace hearim {
namespace {

struct Block {
  std::string kind;  // csv, message, notes
  std::string arguments;
  std::string body;
  int line = 0;
};

std::vector<Block> blocks_of(const std::string& document) {
  std::vector<Block> blocks;
  std::istringstream in(document);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside;
      if (!inside) continue;
      const std::size_t space = std::min(line.find(' '), line.size());
      blocks.push_back({line.substr(3, space - 3), line.substr(space), "", number});
    } else if (inside) {
      blocks.back().body += line + "\n";
    }
  }
  return blocks;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);)
    if (!part.empty()) parts.push_back(part);
  return parts;
}

CaptureTableOptions options_of(const std::string& arguments) {
  CaptureTableOptions options;
  const std::vector<std::string> words = split(arguments, ' ');
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const std::vector<std::string> names = split(words[i + 1], ',');
    if (words[i] == "--by") options.by = names;
    if (words[i] == "--drop") options.drop = names;
    if (words[i] == "--merge") options.merge.push_back(names);
  }
  return options;
}

TEST(CaptureTableDocument, every_example_gives_what_the_page_says) {
  const std::vector<Block> blocks =
      blocks_of(read_file_bytes(std::string(HEARIM_SOURCE_DIR) + "/docs/formats/capture-table.md"));
  int examples = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != "csv") continue;
    ASSERT_LT(i + 1, blocks.size());
    const Block& answer = blocks[i + 1];
    std::string seen;
    try {
      const CaptureTableFile file =
          parse_capture_table(blocks[i].body, "table.csv", options_of(blocks[i].arguments));
      for (const std::string& note : file.input.notes) seen += note + "\n";
      EXPECT_EQ(answer.kind, "notes") << "line " << blocks[i].line;
    } catch (const Error& error) {
      EXPECT_EQ(exit_status(error.code()), 2);
      EXPECT_EQ(answer.kind, "message") << "line " << blocks[i].line << ": " << error.what();
      seen = std::string(error.what()) + "\n";
    }
    EXPECT_EQ(seen, answer.body) << "docs/formats/capture-table.md:" << blocks[i].line;
    ++examples;
  }
  EXPECT_GE(examples, 25);
}

// The blocks that are only text: messages for what no page can show.
TEST(CaptureTableDocument, the_messages_shown_without_their_file_are_true_too) {
  std::set<std::string> shown;
  for (const Block& block : blocks_of(
           read_file_bytes(std::string(HEARIM_SOURCE_DIR) + "/docs/formats/capture-table.md")))
    if (block.kind == "text")
      for (const std::string& line : split(block.body, '\n')) shown.insert(line);

  std::string wide = "L0";
  for (int i = 1; i < 64; ++i) wide += ",L" + std::to_string(i);
  std::set<std::string> seen;
  for (const std::string& bytes :
       {wide + "\n", std::string("A,B,c\0", 6), std::string("PK\x03\x04\x14\0\x08\0\x08", 9),
        std::string("경찰,병원\n서울,부\xEC\x82,1\n"), std::string()}) {
    try {
      parse_capture_table(bytes, "table.csv");
    } catch (const Error& error) {
      seen.insert(error.what());
    }
  }
  for (const char* path : {"/nowhere/table.csv", "/tmp", "/dev/zero"}) {
    try {
      read_capture_table_file(path);
    } catch (const Error& error) {
      seen.insert("table.csv" + std::string(error.what()).substr(std::string(path).size()));
    }
  }
  EXPECT_EQ(seen, shown);
}

}  // namespace
}  // namespace hearim
