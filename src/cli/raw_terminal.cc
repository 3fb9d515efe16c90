#include "cli/raw_terminal.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "cli/interrupt.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::array<int, 8> kFatalSignals = {SIGHUP, SIGQUIT, SIGABRT, SIGSEGV,
                                              SIGBUS, SIGFPE,  SIGILL,  SIGSYS};

termios g_before;  // written before g_raw is set
std::atomic<bool> g_raw{false};
std::array<struct sigaction, kFatalSignals.size()> g_actions_before;

// Async-signal-safe.
void put_back() {
  if (g_raw.exchange(false)) ::tcsetattr(STDIN_FILENO, TCSANOW, &g_before);
}

extern "C" void on_fatal_signal(int number) {
  put_back();
  ::signal(number, SIG_DFL);
  ::raise(number);
}

}  // namespace

RawTerminal::RawTerminal() : is_terminal_(::isatty(STDIN_FILENO) == 1) {
  if (!is_terminal_) return;
  if (::tcgetattr(STDIN_FILENO, &g_before) != 0) {
    throw Error(ErrorCode::io,
                std::string("cannot read the terminal's settings: ") + std::strerror(errno));
  }
  for (std::size_t i = 0; i < kFatalSignals.size(); ++i) {
    struct sigaction action = {};
    action.sa_handler = on_fatal_signal;
    sigemptyset(&action.sa_mask);
    ::sigaction(kFatalSignals[i], &action, &g_actions_before[i]);
  }
  before_forced_exit(put_back);
  termios raw = g_before;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  raw.c_cc[VSUSP] = _POSIX_VDISABLE;  // a stopped review would leave the shell without echo
  g_raw = true;
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0) {
    put_back();
    throw Error(ErrorCode::io, std::string("cannot set the terminal: ") + std::strerror(errno));
  }
}

RawTerminal::~RawTerminal() {
  if (!is_terminal_) return;
  put_back();
  before_forced_exit(nullptr);
  for (std::size_t i = 0; i < kFatalSignals.size(); ++i) {
    ::sigaction(kFatalSignals[i], &g_actions_before[i], nullptr);
  }
}

std::optional<char> RawTerminal::next_key(const CancelToken& cancel) {
  for (;;) {
    if (cancel.cancelled()) throw Error(ErrorCode::cancelled, "stopped");
    // A signal between the look at the token and the wait is seen a fifth of a second later.
    pollfd input = {STDIN_FILENO, POLLIN, 0};
    const int ready = ::poll(&input, 1, 200);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    char key = 0;
    const ssize_t got = ::read(STDIN_FILENO, &key, 1);
    if (got == 1) return key;
    if (got == 0) return std::nullopt;
    if (errno == EINTR || errno == EAGAIN) continue;
    if (errno == EIO) return std::nullopt;  // the terminal is gone
    throw Error(ErrorCode::io, std::string("cannot read keys: ") + std::strerror(errno));
  }
}

}  // namespace hearim
