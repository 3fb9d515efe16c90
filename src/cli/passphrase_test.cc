#include "cli/passphrase.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/interrupt.h"
#include "hearim/error.h"

namespace hearim {
namespace {

const CancelToken kNeverCancelled;

std::string text_of(const SecretBytes& secret) {
  return {secret.bytes().begin(), secret.bytes().end()};
}
std::string normalised(std::string_view typed) {
  return text_of(normalised_passphrase(SecretBytes::copy_of(typed)));
}

// The read end of a pipe that holds `bytes` and ends.
int pipe_with(std::string_view bytes) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  return ends[0];
}

TEST(Passphrase, two_spellings_of_the_same_letters_are_the_same_passphrase) {
  EXPECT_EQ(normalised("e\u0301te\u0301"), "\u00e9t\u00e9");
  EXPECT_EQ(normalised("\u1112\u1166\u110b\u1161\u1105\u1175\u11b7"), "\ud5e4\uc544\ub9bc");
  EXPECT_EQ(normalised("plain ASCII, kept as it is "), "plain ASCII, kept as it is ");
  EXPECT_EQ(normalised(""), "");
}

TEST(Passphrase, what_is_not_utf8_is_refused_and_not_repaired) {
  EXPECT_THROW(normalised("caf\xe9"), Error);
  EXPECT_THROW(normalised("\xed\xa0\x80"), Error);  // half of a surrogate pair
  EXPECT_THROW(normalised("\xc0\xaf"), Error);      // an overlong slash
}

TEST(Passphrase, each_asking_takes_one_line_of_the_descriptor) {
  PassphraseSource source;
  source.descriptor = pipe_with("first one\r\nsecond\nlast, without an end");
  EXPECT_EQ(text_of(ask_passphrase(source, "passphrase", kNeverCancelled)), "first one");
  EXPECT_EQ(text_of(ask_new_passphrase(source, "passphrase", kNeverCancelled)), "second");
  EXPECT_EQ(text_of(ask_passphrase(source, "passphrase", kNeverCancelled)), "last, without an end");
  EXPECT_THROW(ask_passphrase(source, "passphrase", kNeverCancelled), Error);
  ::close(source.descriptor);
}

TEST(Passphrase, an_empty_a_too_long_and_a_closed_one_are_refused) {
  for (const std::string& bytes :
       {std::string("\n"), std::string(), std::string(kPassphraseBytesMax + 1, 'x') + "\n",
        std::string(kPassphraseBytesMax + 1, 'x'), std::string(kPassphraseBytesMax + 9, 'x')}) {
    PassphraseSource source;
    source.descriptor = pipe_with(bytes);
    EXPECT_THROW(ask_passphrase(source, "passphrase", kNeverCancelled), Error) << bytes.size();
    ::close(source.descriptor);
  }
  PassphraseSource longest;
  longest.descriptor = pipe_with(std::string(kPassphraseBytesMax, 'x') + "\r\n");
  EXPECT_EQ(ask_passphrase(longest, "passphrase", kNeverCancelled).size_bytes(),
            kPassphraseBytesMax);
  ::close(longest.descriptor);
  PassphraseSource closed;
  closed.descriptor = 987;
  EXPECT_THROW(ask_passphrase(closed, "passphrase", kNeverCancelled), Error);
}

TEST(Passphrase, the_file_named_by_the_variable_gives_its_first_line) {
  const auto path =
      std::filesystem::temp_directory_path() / ("hearim-passphrase-" + std::to_string(::getpid()));
  std::ofstream(path) << "from the file\nnot this\n";
  PassphraseSource source;
  source.variable = "HEARIM_TEST_PASSPHRASE_FILE";
  ::setenv(source.variable.c_str(), path.c_str(), 1);
  EXPECT_EQ(text_of(ask_passphrase(source, "passphrase", kNeverCancelled)), "from the file");
  std::ofstream(path).flush();
  EXPECT_THROW(ask_passphrase(source, "passphrase", kNeverCancelled), Error);
  std::filesystem::remove(path);
  try {
    ask_passphrase(source, "passphrase", kNeverCancelled);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
  }
  ::unsetenv(source.variable.c_str());
}

// What a person at a terminal sees and leaves behind.
struct Session {
  std::string screen;
  int status = -1;
  bool echo_after = false;
};

// `ask` runs in a child on a terminal of its own; each line is typed when the screen ends in ": ".
// A "^C" is typed as the key.
template <typename Ask>
Session at_terminal(const std::vector<std::string>& lines, Ask ask) {
  int master = -1, echo_pipe[2];
  EXPECT_EQ(::pipe(echo_pipe), 0);  // Ctrl-C discards what is on its way to the screen
  const pid_t child = ::forkpty(&master, nullptr, nullptr, nullptr);
  if (child == 0) {
    ::unsetenv("HEARIM_PASSPHRASE_FILE");
    int status = 9;
    try {
      status = ask();
    } catch (const Error& error) {
      status = 100 + static_cast<int>(error.code());
    }
    termios after{};
    ::tcgetattr(0, &after);
    const char echo = (after.c_lflag & ECHO) != 0 ? 'y' : 'n';
    static_cast<void>(!::write(echo_pipe[1], &echo, 1));
    ::_exit(status);
  }
  Session session;
  std::size_t next = 0;
  char buffer[256];
  for (;;) {
    const ssize_t got = ::read(master, buffer, sizeof buffer);
    if (got <= 0) break;
    session.screen.append(buffer, static_cast<std::size_t>(got));
    if (next < lines.size() && session.screen.ends_with(": ")) {
      const std::string typed = lines[next] == "^C" ? "\x03" : lines[next] + "\n";
      EXPECT_EQ(::write(master, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
      ++next;
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(master);
  EXPECT_TRUE(WIFEXITED(status)) << session.screen;
  session.status = WEXITSTATUS(status);
  char echo = 'n';
  EXPECT_EQ(::read(echo_pipe[0], &echo, 1), 1);
  session.echo_after = echo == 'y';
  ::close(echo_pipe[0]);
  ::close(echo_pipe[1]);
  EXPECT_EQ(next, lines.size());
  return session;
}

TEST(Passphrase, is_not_echoed_and_the_terminal_is_put_back) {
  const Session session = at_terminal({"winter \u00e9 harbour"}, [] {
    const SecretBytes got = ask_passphrase({}, "passphrase of osh.case", kNeverCancelled);
    return text_of(got) == "winter \u00e9 harbour" ? 0 : 1;
  });
  EXPECT_EQ(session.status, 0);
  EXPECT_NE(session.screen.find("The passphrase of osh.case: "), std::string::npos);
  EXPECT_EQ(session.screen.find("winter"), std::string::npos) << session.screen;
  EXPECT_TRUE(session.echo_after);
}

TEST(Passphrase, a_new_one_is_asked_twice_and_must_agree) {
  const auto ask = [] {
    ask_new_passphrase({}, "passphrase", kNeverCancelled);
    return 0;
  };
  const Session same = at_terminal({"six words that nobody would guess",
                                    "six words that nobody "
                                    "would guess"},
                                   ask);
  EXPECT_EQ(same.status, 0);
  EXPECT_EQ(same.screen.find("short"), std::string::npos);
  const Session other = at_terminal({"tulip", "tulips"}, ask);
  EXPECT_EQ(other.status, 100 + static_cast<int>(ErrorCode::invalid_input));
  EXPECT_NE(other.screen.find("That is short"), std::string::npos);
  EXPECT_EQ(other.screen.find("tulip"), std::string::npos);
  EXPECT_TRUE(other.echo_after);
}

TEST(Passphrase, ctrl_c_stops_the_asking_and_puts_the_terminal_back) {
  const Session session = at_terminal({"^C"}, [] {
    ask_passphrase({}, "passphrase", catch_interrupts());
    return 0;
  });
  EXPECT_EQ(session.status, 100 + static_cast<int>(ErrorCode::cancelled));
  EXPECT_TRUE(session.echo_after);
}

TEST(Passphrase, without_a_terminal_says_where_else_it_can_come_from) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    ::unsetenv("HEARIM_PASSPHRASE_FILE");
    try {
      ask_passphrase({}, "passphrase", kNeverCancelled);
    } catch (const Error& error) {
      ::_exit(error.code() == ErrorCode::invalid_input &&
                      error.hint().find("HEARIM_PASSPHRASE_FILE") != std::string::npos
                  ? 0
                  : 1);
    }
    ::_exit(2);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Passphrase, core_dumps_are_forbidden_before_one_is_read) {
  const pid_t child = ::fork();
  if (child == 0) {
    PassphraseSource source;
    source.descriptor = pipe_with("p\n");
    ask_passphrase(source, "passphrase", kNeverCancelled);
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    ::_exit(limit.rlim_max == 0 ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace hearim
