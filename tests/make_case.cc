// For tests: makes a case, or goes on with one, from words on the command line; with a clock that
// stands and a key that costs little.
//
//     make_case CASE PASSPHRASE [item NAME TEXT | text NAME TEXT | large NAME BYTES | judgement
//     ABOUT VALUE |
//                                identity TEXT | commit | reopen | sql STATEMENT]...
//
// Everything is committed at the end. `sql` changes the rows as somebody with the key could.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "casefile/case_state.h"
#include "casefile/posix_file_system.h"
#include "hearim/case.h"
#include "hearim/error.h"

namespace hearim {
namespace {

ByteSource source_of(const std::string& content, std::uint64_t repeats = 1) {
  const auto at = std::make_shared<std::uint64_t>(0);
  return [=](std::span<std::uint8_t> into) -> std::size_t {
    std::size_t size = 0;
    for (; size < into.size() && *at < content.size() * repeats; ++size, ++*at)
      into[size] = static_cast<std::uint8_t>(content[*at % content.size()]);
    return size;
  };
}

int make_case(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("make_case CASE PASSPHRASE [what...]\n", stderr);
    return 2;
  }
  const std::string folder = argv[1], passphrase = argv[2];
  CaseOptions options;
  options.passphrase = [&] { return SecretBytes::copy_of(passphrase); };
  options.clock = [] { return std::string("2026-01-02T03:04:05Z"); };
  options.key_cost = {.passes = 1, .memory_bytes = 8192};
  if (!std::filesystem::exists(folder)) Case::create(folder, options).close();
  std::optional<Case> open = Case::open(folder, options);
  std::optional<CaseWork> work;
  int next = 3;
  const auto word = [&]() -> std::string { return next < argc ? argv[next++] : std::string(); };
  const auto commit = [&] {
    if (work) work->commit();
    work.reset();
  };
  const auto under_way = [&]() -> CaseWork& {
    if (!work) work.emplace(open->begin_work());
    return *work;
  };
  while (next < argc) {
    const std::string what = word();
    if (what == "item") {
      const std::string name = word(), content = word();
      under_way().add_item(name, source_of(content));
    } else if (what == "text") {
      const std::string name = word(), content = word();
      const std::int64_t item = under_way().add_item(name, source_of(content));
      under_way().add_text({.item = item, .tool = "as it is", .text = content, .map_format = ""});
    } else if (what == "large") {
      const std::string name = word();
      under_way().add_item(name, source_of(name + " ", std::stoull(word()) / (name.size() + 1)));
    } else if (what == "judgement") {
      const std::string about = word(), value = word();
      under_way().add_judgement({.about = about, .kind = "grade", .value = value});
    } else if (what == "identity") {
      under_way().add_identity(word());
    } else if (what == "commit") {
      commit();
    } else if (what == "reopen") {
      commit();
      open->close();
      open.emplace(Case::open(folder, options));
    } else if (what == "sql") {
      commit();
      open.reset();
      PosixFileSystem files;
      open_case_state(files, folder, options, {})->database->run(word());
      open.emplace(Case::open(folder, options));
    } else {
      std::fprintf(stderr, "make_case: what is '%s'?\n", what.c_str());
      return 2;
    }
  }
  commit();
  open->close();
  return 0;
}

}  // namespace
}  // namespace hearim

int main(int argc, char** argv) {
  try {
    return hearim::make_case(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_case: %s\n", error.what());
    return 1;
  }
}
