#include "steps/decision_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/interrupted_call.h"
#include "hearim/error.h"

namespace hearim {

void DecisionLog::fail(const char* what) const {
  throw Error(ErrorCode::io, std::string(what) + ": " + std::strerror(errno), {.file = path_},
              "no decision after the last one shown as written is in the file");
}

DecisionLog::DecisionLog(std::string path) : path_(std::move(path)) {
  bool is_new = false;
  int number = uninterrupted([&] { return ::open(path_.c_str(), O_RDWR | O_APPEND | O_CLOEXEC); });
  if (number < 0 && errno == ENOENT) {
    number = uninterrupted([&] {
      return ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    });
    is_new = true;
  }
  if (number < 0) fail("cannot open the decisions file");
  file_ = FileDescriptor(number);
  struct stat status = {};
  if (::fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::invalid_input, "decisions go to a file, this is none", {.file = path_});
  }
  if (::flock(number, LOCK_EX | LOCK_NB) != 0) {
    throw Error(ErrorCode::conflict, "another review is writing this file", {.file = path_},
                "give each reviewer a file of their own");
  }
  std::string bytes;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(number, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("cannot read");
    if (got == 0) break;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  DecisionsRead read = read_decisions(bytes, path_);
  decisions_ = std::move(read.decisions);
  notes_ = std::move(read.notes);
  if (read.whole_bytes < bytes.size()) {
    if (::ftruncate(number, static_cast<off_t>(read.whole_bytes)) != 0) fail("cannot write");
    bytes.resize(read.whole_bytes);
  }
  if (bytes.empty()) {
    write_whole(decisions_header());
  } else if (bytes.back() != '\n') {
    write_whole("\n");
  }
  if (is_new) {
    // The name, too, must be on the disk.
    const std::size_t slash = path_.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
    const FileDescriptor folder_file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder_file.is_open()) ::fsync(folder_file.get());
  }
}

void DecisionLog::write_whole(std::string_view bytes) {
  struct stat before = {};
  if (::fstat(file_.get(), &before) != 0) fail("cannot write");
  while (!bytes.empty()) {
    const ssize_t put = ::write(file_.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      const int error = errno;
      // Half a line is no decision.
      [[maybe_unused]] const int cut = ::ftruncate(file_.get(), before.st_size);
      errno = error;
      fail("cannot write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  if (uninterrupted([&] { return ::fsync(file_.get()); }) != 0) fail("cannot flush to the disk");
}

void DecisionLog::append(Decision decision) {
  write_whole(decision_line(decision));
  decision.file = path_;
  decisions_.push_back(std::move(decision));
}

}  // namespace hearim
