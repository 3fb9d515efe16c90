// One line on the terminal that says what is being done, how far it is and how long it may take.
//
// Written to standard error, and only when that is a terminal; wiped when the work ends. Nothing
// is shown in the first half second, so that quick work stays quiet. Thread-compatible: the run
// calls its progress function one at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearim {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(std::string_view work, std::uint64_t done, std::uint64_t total);
  // The same in bytes, with their rate.
  void update_bytes(std::string_view work, std::uint64_t done, std::uint64_t total);
  void clear();
  bool is_on_terminal() const { return on_terminal_; }

 private:
  using Clock = std::chrono::steady_clock;

  bool is_due(std::string_view work);
  void show(const std::string& text);

  bool on_terminal_ = false;
  bool shown_ = false;
  std::string work_;
  Clock::time_point start_;       // of the program's work
  Clock::time_point work_start_;  // of this kind of work
  Clock::time_point last_shown_;
};

}  // namespace hearim
