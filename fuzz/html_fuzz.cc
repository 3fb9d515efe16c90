// Any bytes at all as a page: the converter writes an answer that its reader takes, with a map that
// covers the text.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "convert/answer_reader.h"
#include "convert/answer_writer.h"
#include "convert/jailed/html.h"

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const int file = ::memfd_create("answer", MFD_CLOEXEC);
  require(file >= 0, "a file in memory");
  hearim::JailJob limits;
  limits.depth_max = 1000;
  {
    hearim::AnswerWriter out(file, 16 << 20);
    auto status = hearim::ConvertStatus::converted;
    auto reason = hearim::ConvertReason::none;
    try {
      hearim::read_html(input, "", "", limits, out);
    } catch (const hearim::ConvertProblem& problem) {
      status = hearim::ConvertStatus::partial;
      reason = problem.reason;
    } catch (const hearim::OutputLimit&) {
      status = hearim::ConvertStatus::partial;
      reason = hearim::ConvertReason::too_large;
    }
    out.finish(status, reason, "");
  }
  hearim::AnswerReader reader(64 << 20);
  std::string bytes(static_cast<std::size_t>(::lseek(file, 0, SEEK_CUR)), '\0');
  require(::pread(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
          "the answer can be read");
  ::close(file);
  require(reader.feed(bytes), reader.fault().c_str());
  const hearim::Conversion c = reader.finish();
  require(reader.fault().empty(), reader.fault().c_str());
  require(c.runs.empty() ? c.code_points == 0 : c.runs.back().end == c.code_points,
          "the map covers the text");
  hearim::places_of(c, 0, c.code_points);
  return 0;
}
