#include "cli/review_session.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "cli/raw_terminal.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct AnswerKey {
  char key;
  ReviewAnswer answer;
};
constexpr std::array kAnswerKeys = {
    AnswerKey{'m', ReviewAnswer::yes}, AnswerKey{'a', ReviewAnswer::yes},
    AnswerKey{'y', ReviewAnswer::yes}, AnswerKey{'n', ReviewAnswer::no},
    AnswerKey{'r', ReviewAnswer::no},  AnswerKey{'u', ReviewAnswer::unsure}};

// Unlike an answer that is piped away, a screen that nobody sees must not be answered.
void show_text(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorCode::io, "cannot write to standard output");
  }
}

int screen_columns() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<int>(size.ws_col, 40, 120);
}

}  // namespace

ReviewSession::ReviewSession(ReviewMatter& matter) : matter_(matter) {
  std::vector<char> is_answered(matter.count(), 0);
  for (const ReviewAnswered& before : matter.answered()) {
    history_.push_back({before.question, before.answer});
    is_answered[before.question] = 1;
  }
  for (std::size_t i = 0; i < is_answered.size(); ++i) {
    if (is_answered[i] == 0) order_.push_back(i);
  }
}

std::optional<std::size_t> ReviewSession::current() const {
  if (at_ >= order_.size()) return std::nullopt;
  return order_[at_];
}

std::size_t ReviewSession::left() const { return order_.size() - at_; }

ReviewPlace ReviewSession::place() const {
  return {.number = history_.size() + passed_over_ + 1,
          .count = history_.size() + passed_over_ + left(),
          .decided = history_.size(),
          .is_sample = matter_.is_sample(),
          .decided_as = taken_back_};
}

ReviewSession::After ReviewSession::press(char key) {
  if (key == 'q') return After::quit;
  if (key == 'z') {
    if (history_.empty()) return After::nothing_to_undo;
    const Answered last = history_.back();
    matter_.keep(last.question, std::nullopt);
    history_.pop_back();
    if (decided_now_ > 0) --decided_now_;
    order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(at_), last.question);
    taken_back_ = matter_.word(last.question, last.answer);
    return After::next;
  }
  if (at_ >= order_.size()) return After::unknown_key;
  const auto answer = std::find_if(kAnswerKeys.begin(), kAnswerKeys.end(),
                                   [&](const AnswerKey& known) { return known.key == key; });
  if (answer != kAnswerKeys.end()) {
    matter_.keep(order_[at_], answer->answer);
    history_.push_back({order_[at_], answer->answer});
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(at_));
    ++decided_now_;
  } else if (key == 's' || key == ' ') {
    ++at_;
    ++passed_over_;
  } else {
    return After::unknown_key;
  }
  taken_back_.clear();
  return After::next;
}

std::string ReviewSession::end_words() const {
  return fmt::format("{} decided now, {} in all, {} passed over, {} left", decided_now(), decided(),
                     passed_over(), left());
}

void hold_review(ReviewSession& session, const ReviewWords& words, const CancelToken& cancel) {
  RawTerminal terminal;
  const bool clear = terminal.is_terminal() && ::isatty(STDOUT_FILENO) == 1;
  bool show = true;
  for (;;) {
    const auto question = session.current();
    if (show && !question) {
      const bool never_any = session.decided() + session.passed_over() == 0;
      show_text(never_any ? "\n" + words.nothing + "\nq quit\n"
                          : "\n" + words.none_left + "\nz undo  q quit\n");
    } else if (show) {
      const bool say_saved = !words.saved.empty() && session.decided_now() > 0;
      show_text((clear ? "\x1b[H\x1b[2J" : "\n") +
                session.matter().screen(*question, session.place(), screen_columns()) + "\n" +
                (say_saved ? words.saved + "\n" : "") +
                std::string(session.matter().keys(*question)) + "\n");
    }
    show = false;
    const auto key = terminal.next_key(cancel);
    if (!key) return;
    if (*key == '\n' || *key == '\r') continue;
    switch (session.press(*key)) {
      case ReviewSession::After::quit:
        return;
      case ReviewSession::After::next:
        show = true;
        break;
      case ReviewSession::After::nothing_to_undo:
        show_text("nothing to undo\n");
        break;
      case ReviewSession::After::unknown_key:
        show_text(question ? "keys: " + std::string(session.matter().keys(*question)) + "\n"
                           : "keys: z undo  q quit\n");
        break;
    }
  }
}

}  // namespace hearim
