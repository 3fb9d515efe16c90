// Any bytes at all: the capture-table reader ends with tables or with one Error of the input. The
// first byte chooses the options.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "hearim/error.h"
#include "steps/capture_table_file.h"

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  hearim::CaptureTableOptions options;
  if ((data[0] & 1) != 0) options.by = {"r"};
  if ((data[0] & 2) != 0) options.drop = {"A"};
  if ((data[0] & 4) != 0) options.merge = {{"B", "C"}};
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const hearim::CaptureTableFile file = hearim::parse_capture_table(bytes, "fuzz", options);
    std::int64_t observed = 0;
    for (const hearim::Stratum& stratum : file.strata) {
      require(stratum.labels.size() == options.by.size(), "a label for each column of --by");
      require(stratum.draws.size() == std::max<std::size_t>(1, file.draws.size()),
              "every stratum has every draw");
      for (const hearim::CaptureTable& draw : stratum.draws)
        require(draw.list_names() == file.input.lists, "every draw has the same lists");
      observed += stratum.draws.front().observed();
    }
    require(observed == file.input.observed, "the strata add up");
    require(file.input.lists.size() >= 2, "two lists at least");
  } catch (const hearim::Error& error) {
    require(hearim::exit_status(error.code()) == 2, "an error of the input, not of the program");
    require(error.subject().file == "fuzz", "an error names the file");
  }
  return 0;
}
