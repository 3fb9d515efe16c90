#include "casefile/cipher_vfs.h"

#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <new>
#include <string_view>
#include <thread>
#include <utility>

#include "base/check.h"
#include "casefile/encrypted_file.h"
#include "hearim/error.h"

namespace hearim {

struct CipherVfs::State {
  sqlite3_vfs vfs{};  // first, so that SQLite's pointer is ours
  std::string name;
  FileSystem* files = nullptr;
  const BlockCipher* cipher = nullptr;
  PlantedFault fault = PlantedFault::none;
  std::exception_ptr failure;

  // Runs `body`, which returns a result code; an exception becomes `code_on_failure`.
  template <typename Body>
  int guarded(int code_on_failure, Body body) noexcept {
    try {
      return body();
    } catch (const std::bad_alloc&) {
      return SQLITE_NOMEM;
    } catch (...) {
      if (!failure) failure = std::current_exception();
      return code_on_failure;
    }
  }
};

namespace {

// What SQLite sorts or sets aside while it works; never on the disk.
struct TemporaryFile {
  ByteBuffer bytes;
  ~TemporaryFile() { sodium_memzero(bytes.data(), bytes.size()); }

  // Growing leaves no copy behind.
  void resize(std::size_t size) {
    if (size > bytes.capacity()) {
      ByteBuffer grown;
      grown.reserve(std::max(size, 2 * bytes.capacity()));
      grown.assign(bytes.begin(), bytes.end());
      bytes.swap(grown);
      sodium_memzero(grown.data(), grown.size());
    }
    bytes.resize(size);
  }
};

struct Handle {
  sqlite3_file base{};  // first: SQLite's pointer is ours
  CipherVfs::State* state = nullptr;
  EncryptedFile* encrypted = nullptr;  // owned; one of the two
  TemporaryFile* temporary = nullptr;  // owned
};

Handle* handle_of(sqlite3_file* file) { return reinterpret_cast<Handle*>(file); }
CipherVfs::State* state_of(sqlite3_vfs* vfs) {
  return static_cast<CipherVfs::State*>(vfs->pAppData);
}

int close_file(sqlite3_file* file) {
  Handle* const handle = handle_of(file);
  return handle->state->guarded(SQLITE_IOERR_CLOSE, [&] {
    delete std::exchange(handle->encrypted, nullptr);
    delete std::exchange(handle->temporary, nullptr);
    return SQLITE_OK;
  });
}

int read_file(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
  Handle* const handle = handle_of(file);
  return handle->state->guarded(SQLITE_IOERR_READ, [&]() -> int {
    const std::span<std::uint8_t> span(static_cast<std::uint8_t*>(out),
                                       static_cast<std::size_t>(amount));
    if (handle->temporary != nullptr) {
      const ByteBuffer& bytes = handle->temporary->bytes;
      const auto begin = std::min(static_cast<std::size_t>(offset), bytes.size());
      const std::size_t got = std::min(span.size(), bytes.size() - begin);
      if (got > 0) std::memcpy(span.data(), bytes.data() + begin, got);
      if (got == span.size()) return SQLITE_OK;
      std::memset(span.data() + got, 0, span.size() - got);
      return SQLITE_IOERR_SHORT_READ;
    }
    return handle->encrypted->read(static_cast<std::uint64_t>(offset), span) == ReadResult::whole
               ? SQLITE_OK
               : SQLITE_IOERR_SHORT_READ;
  });
}

int write_file(sqlite3_file* file, const void* in, int amount, sqlite3_int64 offset) {
  Handle* const handle = handle_of(file);
  return handle->state->guarded(SQLITE_IOERR_WRITE, [&] {
    const ByteView span(static_cast<const std::uint8_t*>(in), static_cast<std::size_t>(amount));
    if (handle->temporary != nullptr) {
      const auto end = static_cast<std::size_t>(offset) + span.size();
      if (end > handle->temporary->bytes.size()) handle->temporary->resize(end);
      std::memcpy(handle->temporary->bytes.data() + offset, span.data(), span.size());
    } else {
      handle->encrypted->write(static_cast<std::uint64_t>(offset), span);
    }
    return SQLITE_OK;
  });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  Handle* const handle = handle_of(file);
  return handle->state->guarded(SQLITE_IOERR_TRUNCATE, [&] {
    if (handle->temporary != nullptr)
      handle->temporary->bytes.resize(
          std::min(static_cast<std::size_t>(size), handle->temporary->bytes.size()));
    else
      handle->encrypted->truncate(static_cast<std::uint64_t>(size));
    return SQLITE_OK;
  });
}

int sync_file(sqlite3_file* file, int) {
  Handle* const handle = handle_of(file);
  return handle->state->guarded(SQLITE_IOERR_FSYNC, [&] {
    if (handle->encrypted != nullptr) handle->encrypted->sync();
    return SQLITE_OK;
  });
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  Handle* const handle = handle_of(file);
  return handle->state->guarded(SQLITE_IOERR_FSTAT, [&] {
    *size =
        static_cast<sqlite3_int64>(handle->temporary != nullptr ? handle->temporary->bytes.size()
                                                                : handle->encrypted->size_bytes());
    return SQLITE_OK;
  });
}

// The case holds a lock of its own on the whole folder; SQLite's finer locks have nobody to meet.
int no_lock(sqlite3_file*, int) { return SQLITE_OK; }
int no_reserved_lock(sqlite3_file*, int* held) {
  *held = 0;
  return SQLITE_OK;
}
int no_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(kBlockSize); }
// Blocks are aligned and never share a sector with another, so a write leaves its neighbours be.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 1,  // no shared memory and no mapping, so neither can be used
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = no_lock,
    .xUnlock = no_lock,
    .xCheckReservedLock = no_reserved_lock,
    .xFileControl = no_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  CipherVfs::State* const state = state_of(vfs);
  Handle* const handle = new (file) Handle;  // base.pMethods null: SQLite then calls no xClose
  handle->state = state;
  return state->guarded(SQLITE_CANTOPEN, [&] {
    const OpenMode mode =
        (flags & SQLITE_OPEN_CREATE) != 0 ? OpenMode::create_or_open : OpenMode::read_write;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0 && path != nullptr)
      handle->encrypted = new DatabaseFile(*state->files, path, mode, *state->cipher, state->fault);
    else if ((flags & SQLITE_OPEN_WAL) != 0 && path != nullptr)
      handle->encrypted = new WalFile(*state->files, path, mode, *state->cipher, state->fault);
    else if ((flags & (SQLITE_OPEN_SUBJOURNAL | SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL |
                       SQLITE_OPEN_TRANSIENT_DB)) != 0)
      handle->temporary = new TemporaryFile;
    else
      return SQLITE_CANTOPEN;
    if (flags_out != nullptr) *flags_out = flags;
    handle->base.pMethods = &kMethods;
    return SQLITE_OK;
  });
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
  CipherVfs::State* const state = state_of(vfs);
  return state->guarded(SQLITE_IOERR_DELETE, [&]() -> int {
    if (!state->files->exists(path)) return SQLITE_IOERR_DELETE_NOENT;
    state->files->remove(path);
    state->files->sync_folder(folder_of(path));
    return SQLITE_OK;
  });
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* result) {
  CipherVfs::State* const state = state_of(vfs);
  *result = 0;
  return state->guarded(SQLITE_IOERR_ACCESS, [&] {
    if (!std::string_view(path).ends_with("-journal")) *result = state->files->exists(path);
    return SQLITE_OK;
  });
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  if (std::strlen(path) + 1 > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::strcpy(out, path);
  return SQLITE_OK;
}

void* no_library(sqlite3_vfs*, const char*) { return nullptr; }
void no_library_error(sqlite3_vfs*, int size, char* out) {
  if (size > 0) out[0] = '\0';
}
void (*no_symbol(sqlite3_vfs*, void*, const char*))() { return nullptr; }
void no_library_close(sqlite3_vfs*, void*) {}

int random_bytes(sqlite3_vfs*, int size, char* out) {
  randombytes_buf(out, static_cast<std::size_t>(size));
  return size;
}

int sleep_for(sqlite3_vfs*, int microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
  return microseconds;
}

// Milliseconds since noon of November 24, 4714 BC, as SQLite counts.
int current_time_ms(sqlite3_vfs*, sqlite3_int64* out) {
  constexpr sqlite3_int64 kUnixEpoch = 210866760000000;
  *out = kUnixEpoch + std::chrono::duration_cast<std::chrono::milliseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
  return SQLITE_OK;
}

int current_time(sqlite3_vfs* vfs, double* out) {
  sqlite3_int64 now = 0;
  current_time_ms(vfs, &now);
  *out = static_cast<double>(now) / 86400000.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

CipherVfs::CipherVfs(FileSystem& files, const BlockCipher& cipher, PlantedFault fault)
    : state_(std::make_unique<State>()) {
  static std::atomic<unsigned> counter{0};
  state_->name = fmt::format("hearim-{}", counter.fetch_add(1));
  state_->files = &files;
  state_->cipher = &cipher;
  state_->fault = fault;
  state_->vfs = {.iVersion = 2,
                 .szOsFile = sizeof(Handle),
                 .mxPathname = 4096,
                 .pNext = nullptr,
                 .zName = state_->name.c_str(),
                 .pAppData = state_.get(),
                 .xOpen = open_file,
                 .xDelete = delete_file,
                 .xAccess = access_file,
                 .xFullPathname = full_path,
                 .xDlOpen = no_library,
                 .xDlError = no_library_error,
                 .xDlSym = no_symbol,
                 .xDlClose = no_library_close,
                 .xRandomness = random_bytes,
                 .xSleep = sleep_for,
                 .xCurrentTime = current_time,
                 .xGetLastError = last_error,
                 .xCurrentTimeInt64 = current_time_ms,
                 .xSetSystemCall = nullptr,
                 .xGetSystemCall = nullptr,
                 .xNextSystemCall = nullptr};
  CHECK(sqlite3_vfs_register(&state_->vfs, 0) == SQLITE_OK);
}

CipherVfs::~CipherVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& CipherVfs::name() const { return state_->name; }

std::exception_ptr CipherVfs::take_failure() { return std::exchange(state_->failure, nullptr); }

}  // namespace hearim
