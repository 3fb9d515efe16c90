#include "cli/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace hearim {
namespace {

using namespace std::chrono_literals;

constexpr auto kQuietAtFirst = 500ms;
constexpr auto kBetweenUpdates = 100ms;

std::string time_left(std::chrono::duration<double> spent, std::uint64_t done,
                      std::uint64_t total) {
  if (done == 0 || total <= done || spent < 1s) return "";
  const double rate = static_cast<double>(done) / spent.count();
  const double left = static_cast<double>(total - done) / rate;
  if (left < 90) return fmt::format(", {:.0f} s left", left);
  return fmt::format(", {:.0f} min left", left / 60);
}

}  // namespace

ProgressLine::ProgressLine()
    : on_terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      work_start_(start_),
      last_shown_(start_) {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::update(std::string_view work, std::uint64_t done, std::uint64_t total) {
  if (!on_terminal_) return;
  const auto now = Clock::now();
  if (work != work_) {
    work_ = work;
    work_start_ = now;
  } else if (now - last_shown_ < kBetweenUpdates) {
    return;
  }
  if (now - start_ < kQuietAtFirst) return;
  last_shown_ = now;
  shown_ = true;
  const std::string line = total > 1 ? fmt::format("\r\x1b[K{}: {} of {}{}", work_, done, total,
                                                   time_left(now - work_start_, done, total))
                                     : fmt::format("\r\x1b[K{} ...", work_);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace hearim
