// The jail against a converter that attacks it (jailed/trial_main.cc). Every test runs in the jail
// with namespaces and in the one without; where this machine does not allow the first, it says so.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "hearim/convert.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::string beside_this_program(const std::string& name) {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).string();
}

class JailTest : public testing::TestWithParam<bool> {
 protected:
  JailTest() : converter_(options()) {}

  static ConverterOptions options() {
    ConverterOptions options;
    options.program = beside_this_program("hearim-convert-trial");
    if (!GetParam()) options.bubblewrap = "/nonexistent/bwrap";
    return options;
  }
  void SetUp() override {
    ASSERT_TRUE(converter_.jail().sufficient) << converter_.jail().why_not;
    const bool has_namespaces = converter_.jail().active.size() > 1 &&
                                converter_.jail().active[1].starts_with("namespaces");
    if (GetParam() && !has_namespaces)
      GTEST_SKIP() << "no namespaces here: " << converter_.jail().missing[0];
    EXPECT_EQ(has_namespaces, GetParam());
  }
  // What became of a document whose parser does `what`.
  Conversion attempt(const std::string& what, ConvertLimits limits = {}) {
    limits.cpu_seconds_max = 1;
    const Conversion result =
        converter_.convert(what, "a.html", {.format = DocumentFormat::html, .limits = limits});
    EXPECT_EQ(result.message.find('\n'), std::string::npos);
    EXPECT_EQ(result.message.empty(), result.status == ConvertStatus::converted);
    // The next document is none the worse for it.
    const Conversion next =
        converter_.convert("behave", "b.html", {.format = DocumentFormat::html});
    EXPECT_EQ(next.status, ConvertStatus::converted) << next.message;
    EXPECT_EQ(next.text, "well behaved");
    return result;
  }

  Converter converter_;
};

TEST_P(JailTest, files_are_out_of_reach) {
  for (const char* what : {"open", "open-library", "create", "list", "reopen", "stat"})
    EXPECT_TRUE(attempt(what).text.starts_with("denied")) << what;
  EXPECT_FALSE(std::filesystem::exists("/tmp/hearim-escaped"));
}

TEST_P(JailTest, sockets_processes_and_programs_end_it) {
  for (const char* what : {"inet", "unix", "fork", "exec", "trace", "executable-memory"}) {
    const Conversion result = attempt(what);
    EXPECT_EQ(result.reason, ConvertReason::forbidden) << what << ": " << result.message;
    EXPECT_EQ(result.status, ConvertStatus::refused);
  }
}

TEST_P(JailTest, no_other_process_can_be_signalled) {
  EXPECT_TRUE(attempt("signal").text.starts_with("denied"));
}

TEST_P(JailTest, memory_without_end_is_refused) {
  ConvertLimits limits;
  limits.memory_bytes_max = std::uint64_t{300} << 20;
  bool limited = false;
  for (const std::string& layer : converter_.jail().active)
    limited = limited || layer.starts_with("limits on memory");
  if (!limited) GTEST_SKIP() << converter_.jail().missing.back();
  EXPECT_EQ(attempt("allocate", limits).reason, ConvertReason::out_of_memory);
  EXPECT_EQ(attempt("allocate-in-c", limits).reason, ConvertReason::out_of_memory);
}

TEST_P(JailTest, spinning_ends_by_processor_time) {
  const Conversion result = attempt("spin");
  EXPECT_EQ(result.reason, ConvertReason::out_of_time);
  EXPECT_NE(result.message.find("1 s of processor time"), std::string::npos) << result.message;
}

TEST_P(JailTest, sleeping_ends_by_the_clock) {
  ConvertLimits limits;
  limits.wall_ms_max = 300;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(attempt("sleep", limits).reason, ConvertReason::out_of_time);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_P(JailTest, writing_without_end_is_cut) {
  ConvertLimits limits;
  limits.output_bytes_max = 1'000'000;
  const Conversion result = attempt("write", limits);
  EXPECT_EQ(result.reason, ConvertReason::too_large);
  EXPECT_LT(result.text.size(), 1'000'000U);
  EXPECT_EQ(attempt("write-rubbish", limits).reason, ConvertReason::bad_answer);
}

TEST_P(JailTest, crashes_harm_one_document) {
  for (const char* what : {"crash", "recurse", "exit"})
    EXPECT_EQ(attempt(what).reason, ConvertReason::crashed) << what;
  EXPECT_EQ(attempt("silence").reason, ConvertReason::bad_answer);
}

TEST_P(JailTest, what_came_before_a_crash_is_kept) {
  const Conversion result = attempt("half");
  EXPECT_EQ(result.status, ConvertStatus::partial);
  EXPECT_EQ(result.reason, ConvertReason::crashed);
  EXPECT_EQ(result.text, "whole\n");
}

TEST_P(JailTest, cancelling_stops_a_document) {
  CancelToken cancel;
  hearim::Run run;
  run.cancel = &cancel;
  std::thread other([&] { cancel.cancel(); });
  EXPECT_THROW(converter_.convert("sleep", "a.html", {.format = DocumentFormat::html}, run), Error);
  other.join();
  EXPECT_EQ(attempt("behave").text, "well behaved");
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutNamespaces, JailTest, testing::Bool(), [](const auto& kind) {
  return kind.param ? "namespaces" : "filter_alone";
});

TEST(Jail, without_a_sufficient_one_documents_are_refused_and_text_is_read) {
  ConverterOptions options;
  options.program = "/nonexistent/hearim-convert";
  Converter converter(options);
  const Conversion result = converter.convert("<p>a", "a.html", {});
  EXPECT_EQ(result.status, ConvertStatus::refused);
  EXPECT_EQ(result.reason, ConvertReason::no_jail);
  EXPECT_NE(result.message.find("no sufficient jail"), std::string::npos) << result.message;
  EXPECT_EQ(converter.convert("plain", "a.txt", {}).text, "plain");
}

TEST(Jail, namespaces_can_be_demanded) {
  ConverterOptions options;
  options.program = beside_this_program("hearim-convert-trial");
  options.bubblewrap = "/nonexistent/bwrap";
  options.need = JailNeed::namespaces;
  Converter converter(options);
  EXPECT_FALSE(converter.jail().sufficient);
  EXPECT_EQ(converter.convert("<p>a", "a.html", {}).reason, ConvertReason::no_jail);
}

TEST(Jail, a_program_that_does_not_confine_itself_is_not_used) {
  ConverterOptions options;
  options.program = "/usr/bin/true";
  options.bubblewrap = "/nonexistent/bwrap";
  Converter converter(options);
  EXPECT_FALSE(converter.jail().sufficient);
}

}  // namespace
}  // namespace hearim
