#include "steps/found_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/interrupted_call.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kDepthMax = 200;  // each level holds a descriptor open

std::string system_words(int error) { return std::generic_category().message(error); }

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// A folder being gone through.
struct Level {
  FileDescriptor folder;
  std::size_t place_size = 0;      // of the path's bytes that lead here
  std::vector<std::string> names;  // still to come, the next one last
};

bool is_inside(const std::string& path, const std::string& folder) {
  return path.starts_with(folder) &&
         (path.size() == folder.size() || folder == "/" || path[folder.size()] == '/');
}

// Sorted by bytes, the first one last.
std::vector<std::string> names_in(int folder) {
  const int again =
      uninterrupted([&] { return ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (again < 0) throw std::system_error(errno, std::generic_category());
  const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(again));
  if (!entries) throw std::system_error(errno, std::generic_category());
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(entries.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) throw std::system_error(errno, std::generic_category());
  std::sort(names.begin(), names.end(), std::greater<>());
  return names;
}

const char* special_kind(mode_t mode) {
  if (S_ISFIFO(mode)) return "is a pipe, not a file";
  if (S_ISSOCK(mode)) return "is a socket, not a file";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "is a device, not a file";
  return "is neither a file nor a folder";
}

int open_quietly(int folder, const char* name, int flags) {
  const int quiet = uninterrupted([&] { return ::openat(folder, name, flags | O_NOATIME); });
  return quiet >= 0 || errno != EPERM
             ? quiet
             : uninterrupted([&] { return ::openat(folder, name, flags); });
}

}  // namespace

std::string modification_time(const struct stat& status) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:09}Z", fmt::gmtime(status.st_mtim.tv_sec),
                     status.st_mtim.tv_nsec);
}

struct FoundFiles::State {
  std::vector<Root> roots;
  std::size_t root = 0;
  std::vector<Level> levels;
  std::string place;  // of the deepest folder
  std::optional<struct stat> not_this;
  Opening opening = Opening::open;

  // `name` in `folder`; of a path given, links are followed.
  std::optional<FoundFile> look(int folder, const char* name, bool is_given);
  std::optional<FoundFile> enter(FileDescriptor folder, const struct stat& status);
  FoundFile refused(std::string reason) const {
    FoundFile found;
    found.place = place;
    found.reason = std::move(reason);
    return found;
  }
  FoundFile link(int folder, const char* name) const;
};

FoundFiles::FoundFiles(const std::vector<std::string>& paths, const std::string& not_this,
                       Opening opening)
    : state_(std::make_unique<State>()) {
  state_->opening = opening;
  struct stat status {};
  if (::stat(not_this.c_str(), &status) == 0) state_->not_this = status;
  for (std::string path : paths) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    char* const resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr)
      throw Error(errno == ENOENT || errno == ENOTDIR ? ErrorCode::not_found : ErrorCode::io,
                  system_words(errno), {.file = path}, "nothing was added");
    state_->roots.push_back({path, resolved});
    std::free(resolved);
  }
  // Of paths that lie in one another the outer one stays, of equal ones the first.
  std::vector<Root> kept;
  for (std::size_t i = 0; i < state_->roots.size(); ++i) {
    bool inner = false;
    for (std::size_t j = 0; j < state_->roots.size(); ++j) {
      const std::string &mine = state_->roots[i].resolved, &other = state_->roots[j].resolved;
      inner = inner || (i != j && is_inside(mine, other) && (mine != other || j < i));
    }
    if (!inner) kept.push_back(state_->roots[i]);
  }
  state_->roots = std::move(kept);
}

FoundFiles::~FoundFiles() = default;

const std::vector<FoundFiles::Root>& FoundFiles::roots() const { return state_->roots; }

std::optional<FoundFile> FoundFiles::next() {
  State& s = *state_;
  for (;;) {
    if (s.levels.empty()) {
      if (s.root == s.roots.size()) return std::nullopt;
      const Root& root = s.roots[s.root++];
      s.place = root.given;
      if (auto found = s.look(AT_FDCWD, root.resolved.c_str(), true)) return found;
      continue;
    }
    Level& level = s.levels.back();
    s.place.resize(level.place_size);
    if (level.names.empty()) {
      s.levels.pop_back();
      continue;
    }
    const std::string name = std::move(level.names.back());
    level.names.pop_back();
    if (!s.place.ends_with('/')) s.place += '/';
    s.place += name;
    if (auto found = s.look(level.folder.get(), name.c_str(), false)) return found;
  }
}

// A file or a refusal; nothing when a folder was entered.
std::optional<FoundFile> FoundFiles::State::look(int folder, const char* name, bool is_given) {
  struct stat status {};
  if (::fstatat(folder, name, &status, is_given ? 0 : AT_SYMLINK_NOFOLLOW) != 0)
    return refused(errno == ENOENT ? "was there and is gone"
                                   : fmt::format("cannot be looked at: {}", system_words(errno)));
  if (S_ISLNK(status.st_mode)) return link(folder, name);
  const bool is_folder = S_ISDIR(status.st_mode);
  if (!is_folder && !S_ISREG(status.st_mode)) return refused(special_kind(status.st_mode));
  FoundFile found = refused("");
  found.size_bytes = static_cast<std::uint64_t>(status.st_size);
  found.modified = modification_time(status);
  if (!is_folder && opening == Opening::look_only) return found;
  found.file =
      FileDescriptor(open_quietly(folder, name,
                                  O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
                                      (is_given ? 0 : O_NOFOLLOW) | (is_folder ? O_DIRECTORY : 0)));
  if (!found.file.is_open()) {
    found.reason = errno == ELOOP || errno == ENOTDIR
                       ? std::string("became another thing while it was looked at")
                       : fmt::format("cannot be opened: {}", system_words(errno));
    if (is_folder) found.reason += "; nothing in this folder was looked at";
    return found;
  }
  struct stat opened {};
  if (::fstat(found.file.get(), &opened) != 0 || opened.st_dev != status.st_dev ||
      opened.st_ino != status.st_ino) {
    found.reason = "became another thing while it was looked at";
    return found;
  }
  if (is_folder) return enter(std::move(found.file), opened);
  return found;
}

std::optional<FoundFile> FoundFiles::State::enter(FileDescriptor folder,
                                                  const struct stat& status) {
  if (not_this && status.st_dev == not_this->st_dev && status.st_ino == not_this->st_ino)
    return refused("is the case itself");
  if (levels.size() == kDepthMax)
    return refused(fmt::format("is a folder nested more than {} deep; nothing in it was looked at",
                               kDepthMax));
  try {
    std::vector<std::string> names = names_in(folder.get());
    levels.push_back({std::move(folder), place.size(), std::move(names)});
    return std::nullopt;
  } catch (const std::system_error& error) {
    return refused(fmt::format("cannot be read: {}; nothing in this folder was looked at",
                               system_words(error.code().value())));
  }
}

// Not followed; but it is said where it leads, so that she can see whether something is missing.
FoundFile FoundFiles::State::link(int folder, const char* name) const {
  const std::string self = fmt::format("/proc/self/fd/{}/{}", folder, name);
  char* const resolved = ::realpath(self.c_str(), nullptr);
  if (resolved == nullptr)
    return refused(errno == ENOENT ? "is a symbolic link to nothing"
                                   : "is a symbolic link, not followed");
  const std::string target = resolved;
  std::free(resolved);
  for (const Root& given : roots)
    if (is_inside(target, given.resolved))
      return refused(
          "is a symbolic link, not followed; what it leads to is found in its own place");
  return refused("is a symbolic link out of what is being added, not followed");
}

FoundSize size_of_files(const std::vector<std::string>& paths, const std::string& not_this) {
  FoundFiles files(paths, not_this, FoundFiles::Opening::look_only);
  FoundSize size;
  while (const auto found = files.next()) {
    ++size.file_count;
    size.size_bytes += found->size_bytes;
  }
  return size;
}

}  // namespace hearim
