#include "cli/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

#include "hearim/error.h"

namespace hearim {
namespace {

CancelToken g_token;
std::atomic<void (*)()> g_restore{nullptr};

extern "C" void on_signal(int) {
  if (g_token.cancelled()) {
    if (void (*const restore)() = g_restore.load()) restore();
    _exit(exit_status(ErrorCode::cancelled));
  }
  g_token.cancel();
}

}  // namespace

void before_forced_exit(void (*restore)()) { g_restore = restore; }

const CancelToken& catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A reader that goes away (| head) is an error of the write, not a reason to die without a word.
  // The same for a limit on the size of files.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  return g_token;
}

}  // namespace hearim
