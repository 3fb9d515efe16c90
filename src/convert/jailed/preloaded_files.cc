#include "convert/jailed/preloaded_files.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/file_descriptor.h"

namespace hearim {
namespace {

struct MappedFile {
  void* bytes;
  std::size_t size;
};

// Never destroyed: a process that ends does not need to.
std::map<std::string, MappedFile, std::less<>>& files() {
  static auto* const all = new std::map<std::string, MappedFile, std::less<>>;
  return *all;
}

FILE* open_preloaded(const char* path, const char* mode) {
  if (mode[0] != 'r' || std::strchr(mode, '+')) return nullptr;
  const auto found = files().find(std::string_view(path));
  return found == files().end() ? nullptr
                                : ::fmemopen(found->second.bytes, found->second.size, "r");
}

FILE* open_for_real(const char* path, const char* mode) {
  using Open = FILE* (*)(const char*, const char*);
  static const auto open = reinterpret_cast<Open>(::dlsym(RTLD_NEXT, "fopen64"));
  return open ? open(path, mode) : nullptr;
}

}  // namespace

void preload_files(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    const std::string path = at->path().string();
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const off_t size = file.is_open() ? ::lseek(file.get(), 0, SEEK_END) : 0;
    if (size <= 0) continue;
    void* bytes =
        ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (bytes != MAP_FAILED) files()[path] = {bytes, static_cast<std::size_t>(size)};
  }
}

}  // namespace hearim

// These stand before the C library's own, for this program and the libraries it loads.
extern "C" FILE* fopen64(const char* path, const char* mode) {
  FILE* file = hearim::open_preloaded(path, mode);
  return file ? file : hearim::open_for_real(path, mode);
}
extern "C" FILE* fopen(const char* path, const char* mode) { return fopen64(path, mode); }
