#include "cli/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
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

std::string size_words(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size < 1e6) return fmt::format("{:.0f} kB", size / 1e3);
  if (size < 1e9) return fmt::format("{:.0f} MB", size / 1e6);
  return fmt::format("{:.1f} GB", size / 1e9);
}

}  // namespace

ProgressLine::ProgressLine()
    : on_terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      work_start_(start_),
      last_shown_(start_) {}

ProgressLine::~ProgressLine() { clear(); }

bool ProgressLine::is_due(std::string_view work) {
  if (!on_terminal_) return false;
  const auto now = Clock::now();
  if (work != work_) {
    work_ = work;
    work_start_ = now;
  } else if (now - last_shown_ < kBetweenUpdates) {
    return false;
  }
  if (now - start_ < kQuietAtFirst) return false;
  last_shown_ = now;
  return true;
}

void ProgressLine::show(const std::string& text) {
  shown_ = true;
  const std::string line = "\r\x1b[K" + text;
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void ProgressLine::update(std::string_view work, std::uint64_t done, std::uint64_t total) {
  if (!is_due(work)) return;
  show(total > 1 ? fmt::format("{}: {} of {}{}", work_, done, total,
                               time_left(last_shown_ - work_start_, done, total))
                 : fmt::format("{} ...", work_));
}

void ProgressLine::update_bytes(std::string_view work, std::uint64_t done, std::uint64_t total) {
  if (!is_due(work)) return;
  const std::chrono::duration<double> spent = last_shown_ - work_start_;
  show(total > 1 ? fmt::format("{}: {} of {}, {}/s{}", work_, size_words(done), size_words(total),
                               size_words(static_cast<std::uint64_t>(static_cast<double>(done) /
                                                                     std::max(0.1, spent.count()))),
                               time_left(spent, done, total))
                 : fmt::format("{} ...", work_));
}

void ProgressLine::clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace hearim
