#include "cli/passphrase.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sodium.h>
#include <termios.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "base/file_descriptor.h"
#include "base/interrupted_call.h"
#include "hearim/error.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::size_t kShortPassphrase = 12;  // characters, below which a word of advice is due

[[noreturn]] void cannot(const std::string& subject, const char* what, int error) {
  throw Error(error == ENOENT ? ErrorCode::not_found : ErrorCode::io,
              fmt::format("{}: {}", what, std::strerror(error)), {.file = subject});
}

// The descriptor's next line without its end, byte by byte, so that what follows stays unread for
// the next asking. Nothing when there is no further line.
std::optional<SecretBytes> read_line(int descriptor, const std::string& subject,
                                     const CancelToken& cancel) {
  SecretBytes line(kPassphraseBytesMax + 2);  // a carriage return, and one byte too many
  std::size_t size = 0;
  bool ended = false, any = false;
  while (!ended) {
    if (cancel.cancelled()) throw Error(ErrorCode::cancelled, "stopped; nothing was done");
    // With a limit, for a signal that comes just before the waiting would not end it.
    pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, 100) <= 0) continue;
    std::uint8_t byte = 0;
    const ssize_t got = ::read(descriptor, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) cannot(subject, "cannot read the passphrase", errno);
    if (got == 0) break;
    any = true;
    ended = byte == '\n';
    if (ended) break;
    if (size == line.size_bytes())
      throw Error(ErrorCode::invalid_input,
                  fmt::format("a passphrase has at most {} bytes", kPassphraseBytesMax),
                  {.file = subject});
    line.bytes()[size++] = byte;
    sodium_memzero(&byte, 1);
  }
  if (!any) return std::nullopt;
  if (size > 0 && line.bytes()[size - 1] == '\r') --size;
  if (size > kPassphraseBytesMax)
    throw Error(ErrorCode::invalid_input,
                fmt::format("a passphrase has at most {} bytes", kPassphraseBytesMax),
                {.file = subject});
  return SecretBytes::copy_of(std::as_const(line).bytes().first(size));
}

// The terminal, not echoing. Ctrl-Z and Ctrl-\ do nothing while it lasts: a shell that takes over
// meanwhile would leave the echo on for what is typed after.
class QuietTerminal {
 public:
  explicit QuietTerminal(int descriptor) : descriptor_(descriptor) {
    if (::tcgetattr(descriptor, &before_) != 0)
      cannot("/dev/tty", "cannot silence the terminal", errno);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK);
    quiet.c_lflag |= ECHONL | ICANON | ISIG;
    quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
    quiet.c_cc[VQUIT] = _POSIX_VDISABLE;
    if (::tcsetattr(descriptor, TCSAFLUSH, &quiet) != 0)
      cannot("/dev/tty", "cannot silence the terminal", errno);
  }
  ~QuietTerminal() {
    while (::tcsetattr(descriptor_, TCSAFLUSH, &before_) != 0 && errno == EINTR) {
    }
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;

 private:
  int descriptor_;
  termios before_{};
};

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(descriptor, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return;  // a prompt that cannot be shown; the reading will say what is wrong
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

FileDescriptor open_terminal(const PassphraseSource& source) {
  FileDescriptor terminal(
      uninterrupted([] { return ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC); }));
  if (terminal.get() < 0)
    throw Error(ErrorCode::invalid_input,
                "a passphrase is needed, and there is no terminal to ask on", {},
                fmt::format("name a file that holds it in {}, or give a descriptor with {}",
                            source.variable, source.option));
  return terminal;
}

SecretBytes ask_on_terminal(int terminal, const std::string& prompt, const CancelToken& cancel) {
  const QuietTerminal quiet(terminal);
  write_all(terminal, prompt + ": ");
  auto line = read_line(terminal, "/dev/tty", cancel);
  if (!line) throw Error(ErrorCode::invalid_input, "no passphrase was typed");
  return std::move(*line);
}

SecretBytes checked(const SecretBytes& typed, std::string_view what) {
  SecretBytes passphrase = normalised_passphrase(typed);
  if (passphrase.empty())
    throw Error(ErrorCode::invalid_input, fmt::format("the {} is empty", what));
  if (passphrase.size_bytes() > kPassphraseBytesMax)
    throw Error(ErrorCode::invalid_input,
                fmt::format("a passphrase has at most {} bytes", kPassphraseBytesMax));
  return passphrase;
}

// From the descriptor or the file, if there is one.
std::optional<SecretBytes> given(const PassphraseSource& source, std::string_view what,
                                 const CancelToken& cancel) {
  forbid_core_dumps();
  if (source.descriptor >= 0) {
    const std::string subject = fmt::format("{} {}", source.option, source.descriptor);
    auto line = read_line(source.descriptor, subject, cancel);
    if (!line)
      throw Error(ErrorCode::invalid_input, fmt::format("holds no line for the {}", what),
                  {.file = subject});
    return checked(*line, what);
  }
  const char* path = std::getenv(source.variable.c_str());
  if (path == nullptr || *path == '\0') return std::nullopt;
  const FileDescriptor file(uninterrupted([&] { return ::open(path, O_RDONLY | O_CLOEXEC); }));
  if (file.get() < 0) cannot(path, fmt::format("{}", source.variable).c_str(), errno);
  auto line = read_line(file.get(), path, cancel);
  if (!line)
    throw Error(ErrorCode::invalid_input, fmt::format("{} names an empty file", source.variable),
                {.file = path});
  return checked(*line, what);
}

std::size_t character_count(const SecretBytes& utf8) {
  const auto bytes = utf8.bytes();
  return static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(), [](std::uint8_t byte) { return (byte & 0xC0) != 0x80; }));
}

// Takes what ICU writes straight into protected memory.
class SecretSink : public icu::ByteSink {
 public:
  explicit SecretSink(std::size_t size_max) : bytes_(size_max) {}
  void Append(const char* bytes, std::int32_t count) override {
    const auto size = static_cast<std::size_t>(count);
    if (size > bytes_.size_bytes() - size_) {
      overflowed_ = true;
      return;
    }
    std::memcpy(bytes_.bytes().data() + size_, bytes, size);
    size_ += size;
  }
  bool overflowed() const { return overflowed_; }
  SecretBytes taken() const { return SecretBytes::copy_of(bytes_.bytes().first(size_)); }

 private:
  SecretBytes bytes_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

}  // namespace

SecretBytes normalised_passphrase(const SecretBytes& typed) {
  const auto bytes = typed.bytes();
  if (std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte < 0x80; }))
    return typed.clone();  // ICU, whose own memory is not wiped, never sees it
  // ICU puts U+FFFD where it finds no UTF-8, which would make many passphrases one.
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (find_invalid_utf8(text) != std::string_view::npos)
    throw Error(ErrorCode::invalid_input, "the passphrase is not UTF-8", {},
                "set the terminal, or save the file, as UTF-8");
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  SecretSink sink(3 * kPassphraseBytesMax + 16);  // NFC grows UTF-8 at most three times
  if (U_SUCCESS(status))
    nfc->normalizeUTF8(0,
                       icu::StringPiece(reinterpret_cast<const char*>(bytes.data()),
                                        static_cast<std::int32_t>(bytes.size())),
                       sink, nullptr, status);
  if (U_FAILURE(status) || sink.overflowed())
    throw Error(ErrorCode::limit,
                fmt::format("the passphrase cannot be normalised: {}", u_errorName(status)));
  return sink.taken();
}

std::vector<SecretBytes> read_secret_lines(const std::string& path, const CancelToken& cancel) {
  forbid_core_dumps();
  const FileDescriptor file(
      uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
  if (file.get() < 0) cannot(path, "cannot be opened", errno);
  std::vector<SecretBytes> lines;
  while (auto line = read_line(file.get(), path, cancel))
    if (!line->empty()) lines.push_back(std::move(*line));
  return lines;
}

CLI::Option* add_passphrase_option(CLI::App& verb, PassphraseSource& source) {
  return verb
      .add_option(
          source.option, source.descriptor,
          fmt::format("Take it from this descriptor (or from the file {} names)", source.variable))
      ->check(CLI::Range(0, 1'000'000))
      ->type_name("N");
}

SecretBytes ask_passphrase(const PassphraseSource& source, std::string_view what,
                           const CancelToken& cancel) {
  if (auto passphrase = given(source, what, cancel)) return std::move(*passphrase);
  const FileDescriptor terminal = open_terminal(source);
  return checked(ask_on_terminal(terminal.get(), fmt::format("The {}", what), cancel), what);
}

SecretBytes ask_new_passphrase(const PassphraseSource& source, std::string_view what,
                               const CancelToken& cancel) {
  if (auto passphrase = given(source, what, cancel)) return std::move(*passphrase);
  const FileDescriptor terminal = open_terminal(source);
  SecretBytes passphrase =
      checked(ask_on_terminal(terminal.get(), fmt::format("A new {}", what), cancel), what);
  if (character_count(passphrase) < kShortPassphrase)
    write_all(terminal.get(),
              "That is short: whoever has the case can try millions. Six random words hold.\n");
  const SecretBytes again = checked(ask_on_terminal(terminal.get(), "Once more", cancel), what);
  if (again.size_bytes() != passphrase.size_bytes() ||
      sodium_memcmp(again.bytes().data(), passphrase.bytes().data(), again.size_bytes()) != 0)
    throw Error(ErrorCode::invalid_input, "the two passphrases are not the same", {},
                "nothing was done; try again");
  return passphrase;
}

}  // namespace hearim
