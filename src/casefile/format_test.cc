// The format page is enough: a reader written from it alone, in another language, reads a case.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "casefile/case_trial.h"
#include "casefile/posix_file_system.h"

namespace hearim {
namespace {

struct ProgramResult {
  std::string output;
  int status = -1;
};

ProgramResult run_reader(const std::string& folder, const std::string& passphrase) {
  const std::string command = fmt::format("python3 '{}/tests/read_case.py' '{}' '{}' 2>&1",
                                          HEARIM_SOURCE_DIR, folder, passphrase);
  ProgramResult result;
  FILE* const pipe = ::popen(command.c_str(), "r");
  char piece[4096];
  while (const std::size_t got = std::fread(piece, 1, sizeof piece, pipe))
    result.output.append(piece, got);
  result.status = ::pclose(pipe);
  return result;
}

TEST(Format, a_reader_written_from_the_page_alone_reads_a_case_open_and_closed) {
  std::string folder = (std::filesystem::temp_directory_path() / "hearim-format-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/osh.case";
  const std::string large(300000, 'x');
  PosixFileSystem files;
  Case made(create_case_state(files, path, trial_options("p"), {}));
  for (int round = 0; round < 2; ++round) {
    CaseWork work = made.begin_work();
    work.add_item(fmt::format("small {}", round), source_of(fmt::format("s{}", round)));
    work.add_item(fmt::format("large {}", round), source_of(large + fmt::format("{}", round)));
    work.add_judgement({.about = "item:1", .kind = "grade", .value = "B2"});
    work.add_judgement({.about = "item:1", .kind = "grade", .value = "헤아림", .supersedes = 1});
    work.add_identity("Invented Name");
    if (round == 0) {
      const std::int64_t intake = work.begin_intake("given/a");
      const std::int64_t line = work.add_ledger_line(
          {.intake = intake, .place = "a.zip", .outcome = Outcome::taken, .item = 1});
      work.add_ledger_line({.intake = intake,
                            .place = "ㄱ",
                            .inside = line,
                            .member = 1,
                            .reason = "is a pipe",
                            .size_bytes = 300,
                            .modified = "2001-02-03T04:05:06Z"});
      work.finish_intake(intake);
      add_trial_list(work, 1, 5, "w");
      work.add_text({.item = 1, .tool = "t", .text = "some text", .map_format = "m"});
    }
    work.commit();
  }
  const std::string expected = fmt::format(
      "{{\"entries\": 16, \"identities\": [\"Invented Name\", \"Invented Name\"], \"items\": "
      "{{\"large 0\": \"{}\", \"large 1\": \"{}\", \"small 0\": \"{}\", \"small 1\": \"{}\"}}, "
      "\"judgements\": [\"B2\", \"\\ud5e4\\uc544\\ub9bc\", \"B2\", \"\\ud5e4\\uc544\\ub9bc\"], "
      "\"ledger\": [[\"a.zip\", \"taken\"], [\"\\u3131\", \"refused\"]], "
      "\"lists\": [[[2, 10, 9, [\"w 1\", \"w\"]], [3, 20, 9, [\"w 2\", \"w\"]], "
      "[4, 30, 9, [\"w 3\", \"\"]], [5, 40, 9, [\"w 4\", \"w\"]], "
      "[6, 50, 9, [3, \"3 fields where the header names 2 columns\"]]]], "
      "\"texts\": [\"some text\"]}}\n",
      to_hex(sha256(large + "0")), to_hex(sha256(large + "1")), to_hex(sha256("s0")),
      to_hex(sha256("s1")));
  EXPECT_EQ(run_reader(path, "p").output, expected);  // from the log
  made.close();
  EXPECT_EQ(run_reader(path, "p").output, expected);
  EXPECT_NE(run_reader(path, "q").status, 0);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hearim
