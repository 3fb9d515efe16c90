// What keeping a case encrypted and durable costs: docs/benchmarks-case.md names the commands.
//
//     casefile_bench FOLDER PART...    parts: key commit texts blobs sql log all
//
// FOLDER is on the disk to be measured. Times are wall-clock: waiting for the disk is the point.
// CPU seconds stand beside them, since other programs share the machine.
#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/rng.h"
#include "casefile/case_state.h"
#include "casefile/posix_file_system.h"
#include "hearim/case.h"
#include "hearim/error.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peak_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// One line: what, how many, how long.
void line(const std::string& what, const std::string& value) {
  fmt::print("{:<58} {}\n", what, value);
}

struct Measured {
  double wall = 0, cpu = 0;
};

Measured measure(const std::function<void()>& body) {
  const double cpu = cpu_seconds();
  const auto begin = Clock::now();
  body();
  return {seconds_since(begin), cpu_seconds() - cpu};
}

CaseOptions options() {
  CaseOptions chosen;
  chosen.passphrase = [] { return SecretBytes::copy_of("a passphrase for measuring"); };
  chosen.key_cost = {.passes = 1, .memory_bytes = 8192};  // measured apart, by `key`
  return chosen;
}

ByteSource repeated(std::uint64_t size, std::uint64_t seed) {
  ByteBuffer pattern(1 << 16);
  Rng rng(seed);
  for (auto& byte : pattern) byte = static_cast<std::uint8_t>(rng());
  return [=, left = size](std::span<std::uint8_t> into) mutable {
    const std::size_t given = std::min<std::uint64_t>({into.size(), left, pattern.size()});
    std::memcpy(into.data(), pattern.data(), given);
    left -= given;
    return given;
  };
}

std::string percentiles_ms(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return 1000 * times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  return fmt::format("p50 {:.2f} ms, p95 {:.2f} ms, max {:.2f} ms", at(0.5), at(0.95), at(1));
}

void key(const std::string& folder) {
  CaseOptions usual = options();
  usual.key_cost = KeyCost{};
  const std::string path = folder + "/key.case";
  { Case made = Case::create(path, usual); }
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) times.push_back(measure([&] { Case::open(path, usual); }).wall);
  line("open, argon2id with 256 MiB and 3 passes", percentiles_ms(times));
  const std::string cheap = folder + "/cheap.case";
  { Case made = Case::create(cheap, options()); }
  times.clear();
  for (int i = 0; i < 20; ++i) times.push_back(measure([&] { Case::open(cheap, options()); }).wall);
  line("open, without the key derivation", percentiles_ms(times));
}

void commit(const std::string& folder) {
  PosixFileSystem files;
  const auto file = files.open(folder + "/sync.probe", OpenMode::create_or_open);
  std::vector<double> times;
  const ByteBuffer block(4096, 1);
  for (std::uint64_t i = 0; i < 500; ++i)
    times.push_back(measure([&] {
                      file->write_at(i * block.size(), block);
                      file->sync();
                    }).wall);
  line("the disk alone: 4096 bytes appended and flushed", percentiles_ms(times));
  Case made = Case::create(folder + "/commit.case", options());
  times.clear();
  for (int i = 0; i < 1000; ++i)
    times.push_back(measure([&] {
                      CaseWork work = made.begin_work();
                      work.add_judgement(
                          {.about = "item:1", .kind = "grade", .value = fmt::format("B{}", i)});
                      work.commit();
                    }).wall);
  line("one durable judgement, with its entry and checkpoint", percentiles_ms(times));
}

void texts(const std::string& folder) {
  Case made = Case::create(folder + "/texts.case", options());
  constexpr int kCount = 100000, kBatch = 1000;
  const Measured time = measure([&] {
    for (int begin = 0; begin < kCount; begin += kBatch) {
      CaseWork work = made.begin_work();
      for (int i = begin; i < begin + kBatch; ++i) {
        std::string text = fmt::format("text {} ", i);
        text.resize(3000, 't');
        std::size_t at = 0;
        work.add_item(fmt::format("folder/text-{}.txt", i), [&](std::span<std::uint8_t> into) {
          const std::size_t given = std::min(into.size(), text.size() - at);
          std::memcpy(into.data(), text.data() + at, given);
          at += given;
          return given;
        });
      }
      work.commit();
    }
  });
  line("add 100,000 texts of 3 KB, durable in batches of 1,000",
       fmt::format("{:.0f} files/s ({:.1f} s, {:.1f} s CPU), peak {} MiB", kCount / time.wall,
                   time.wall, time.cpu, peak_mib()));
  made.close();
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder + "/texts.case"))
    if (entry.is_regular_file()) bytes += entry.file_size();
  line("  on the disk",
       fmt::format("{:.0f} MB for 300 MB of text", static_cast<double>(bytes) / 1e6));
  std::optional<Case> opened;
  line("  open it again", fmt::format("{:.0f} ms", 1000 * measure([&] {
                                                            opened.emplace(Case::open(
                                                                folder + "/texts.case", options()));
                                                          }).wall));
  const Measured verify = measure([&] {
    if (!opened->verify().holds()) throw Error(ErrorCode::corrupt, "the case does not verify");
  });
  line("  verify all of it", fmt::format("{:.1f} s ({:.1f} s CPU)", verify.wall, verify.cpu));
}

void blobs(const std::string& folder) {
  const char* const given = std::getenv("HEARIM_BLOB_GB");
  const std::uint64_t size =
      (given != nullptr ? std::strtoull(given, nullptr, 10) : 2) * 1000000000;
  Case made = Case::create(folder + "/blobs.case", options());
  const Measured in = measure([&] {
    CaseWork work = made.begin_work();
    work.add_item("large", repeated(size, 1));
    work.commit();
  });
  const double mb = static_cast<double>(size) / 1e6;
  line(fmt::format("add one item of {:.0f} MB, durable", mb),
       fmt::format("{:.0f} MB/s ({:.1f} s, {:.1f} s CPU: {:.0f} MB per CPU second), peak {} MiB",
                   mb / in.wall, in.wall, in.cpu, mb / in.cpu, peak_mib()));
  const Measured out = measure([&] { made.read_item(1, [](ByteView) {}); });
  line("  read it and check its hash",
       fmt::format("{:.0f} MB/s ({:.0f} MB per CPU second)", mb / out.wall, mb / out.cpu));
}

// The same tables and statements over SQLite's own files, over the case's VFS, and over SQLite's
// own files with every field sealed by itself.
enum class Way { plain, sealed_blocks, sealed_fields };

struct SqlTimes {
  Measured insert, scan, points, commits;
  double megabytes = 0;
};

class SqlRun {
 public:
  SqlRun(const std::string& folder, Way way)
      : way_(way), path_(folder + fmt::format("/sql-{}.db", static_cast<int>(way))) {
    if (way == Way::sealed_blocks) {
      database_ = std::make_unique<Database>(vfs_, path_, Database::Options{.create = true});
      connection_ = database_->handle();
    } else {
      check(sqlite3_open(path_.c_str(), &connection_));
      for (const char* pragma : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL",
                                 "PRAGMA synchronous=FULL", "PRAGMA temp_store=MEMORY"})
        run(pragma);
    }
    run("CREATE TABLE t(id INTEGER PRIMARY KEY, name, place, text); CREATE INDEX i ON t(name)");
  }
  ~SqlRun() {
    if (!database_) sqlite3_close_v2(connection_);
  }

  SqlTimes times() {
    SqlTimes times;
    constexpr int kRows = 200000;
    times.insert = measure([&] {
      sqlite3_stmt* insert = prepare("INSERT INTO t VALUES(?, ?, ?, ?)");
      for (int i = 0; i < kRows; ++i) {
        if (i % 1000 == 0) run("BEGIN");
        sqlite3_bind_int(insert, 1, i);
        bind(insert, 2, fmt::format("name {}", i * 7919 % kRows));
        bind(insert, 3, fmt::format("place {}", i % 97));
        bind(insert, 4, std::string(120, static_cast<char>('a' + i % 26)));
        check(sqlite3_step(insert));
        sqlite3_reset(insert);
        if (i % 1000 == 999) run("COMMIT");
      }
      sqlite3_finalize(insert);
    });
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    times.megabytes = static_cast<double>(fs::file_size(path_)) / 1e6;
    times.scan = measure([&] {
      sqlite3_stmt* scan = prepare("SELECT name, place, text FROM t");
      std::size_t size = 0;
      while (sqlite3_step(scan) == SQLITE_ROW)
        for (int column = 0; column < 3; ++column) size += read(scan, column);
      sqlite3_finalize(scan);
      if (size == 0) throw Error(ErrorCode::internal, "the scan read nothing");
    });
    times.points = measure([&] {
      sqlite3_stmt* point = prepare("SELECT text FROM t WHERE id = ?");
      Rng rng(1);
      for (int i = 0; i < 100000; ++i) {
        sqlite3_bind_int(point, 1, static_cast<int>(rng.below(kRows)));
        check(sqlite3_step(point));
        read(point, 0);
        sqlite3_reset(point);
      }
      sqlite3_finalize(point);
    });
    times.commits = measure([&] {
      for (int i = 0; i < 300; ++i)
        run(fmt::format("UPDATE t SET place = 'x' WHERE id = {}", i * 601));
    });
    return times;
  }

 private:
  static void check(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
      throw Error(ErrorCode::internal, sqlite3_errstr(code));
  }
  void run(const std::string& sql) {
    check(sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(connection_, sql, -1, &statement, nullptr));
    return statement;
  }
  void bind(sqlite3_stmt* statement, int index, const std::string& text) {
    if (way_ != Way::sealed_fields) {
      sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()),
                        SQLITE_TRANSIENT);
      return;
    }
    ByteBuffer sealed(24 + text.size() + 16);
    randombytes_buf(sealed.data(), 24);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + 24, nullptr, view_of(text).data(),
                                               text.size(), nullptr, 0, nullptr, sealed.data(),
                                               key_.bytes().data());
    sqlite3_bind_blob(statement, index, sealed.data(), static_cast<int>(sealed.size()),
                      SQLITE_TRANSIENT);
  }
  std::size_t read(sqlite3_stmt* statement, int column) {
    const auto* const bytes =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    if (way_ != Way::sealed_fields) return size;
    ByteBuffer plain(size - 40);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, bytes + 24,
                                                   size - 24, nullptr, 0, bytes,
                                                   key_.bytes().data()) != 0)
      throw Error(ErrorCode::corrupt, "a field");
    return plain.size();
  }

  Way way_;
  std::string path_;
  PosixFileSystem files_;
  BlockCipher cipher_{SecretBytes::random(32)};
  CipherVfs vfs_{files_, cipher_};
  SecretBytes key_ = SecretBytes::random(32);
  std::unique_ptr<Database> database_;
  sqlite3* connection_ = nullptr;
};

void sql(const std::string& folder) {
  const char* const names[] = {"plain SQLite", "sealed blocks (the case)", "sealed fields"};
  fmt::print("{:<28}{:>16}{:>14}{:>16}{:>14}{:>10}\n", "200,000 rows of 4 fields", "insert rows/s",
             "scan rows/s", "point reads/s", "commits/s", "MB");
  for (const Way way : {Way::plain, Way::sealed_blocks, Way::sealed_fields}) {
    const SqlTimes times = SqlRun(folder, way).times();
    fmt::print("{:<28}{:>16.0f}{:>14.0f}{:>16.0f}{:>14.0f}{:>10.1f}\n",
               names[static_cast<int>(way)], 200000 / times.insert.wall, 200000 / times.scan.wall,
               100000 / times.points.wall, 300 / times.commits.wall, times.megabytes);
    fmt::print("{:<28}{:>16.2f}{:>14.2f}{:>16.2f}{:>14.2f}\n", "  CPU seconds", times.insert.cpu,
               times.scan.cpu, times.points.cpu, times.commits.cpu);
  }
}

void log(const std::string& folder) {
  constexpr int kEntries = 1000000, kBatch = 10000;
  Case made = Case::create(folder + "/log.case", options());
  const Measured in = measure([&] {
    for (int begin = 0; begin < kEntries; begin += kBatch) {
      CaseWork work = made.begin_work();
      for (int i = 0; i < kBatch; ++i)
        work.add_judgement({.about = "item:1", .kind = "grade", .value = "B"});
      work.commit();
    }
  });
  line("1,000,000 judgements with their entries, in batches of 10,000",
       fmt::format("{:.0f}/s ({:.0f} s CPU)", kEntries / in.wall, in.cpu));
  made.close();
  line("  open, without the key derivation",
       fmt::format("{:.0f} ms",
                   1000 * measure([&] { Case::open(folder + "/log.case", options()); }).wall));
  PosixFileSystem files;
  const auto state = open_case_state(files, folder + "/log.case", options(), {});
  const Measured tree = measure([&] {
    if (read_log_tree(*state->database, state->log.size()).root() != state->log.root())
      throw Error(ErrorCode::corrupt, "the log");
  });
  line("  verify the log of 1,000,001 entries",
       fmt::format("{:.1f} s ({:.1f} s CPU)", tree.wall, tree.cpu));
}

}  // namespace

int run(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: casefile_bench FOLDER PART...\n");
    return 2;
  }
  forbid_core_dumps();
  try {
    const std::set<std::string> parts(argv + 2, argv + argc);
    const std::pair<const char*, void (*)(const std::string&)> all[] = {
        {"key", key},     {"commit", commit}, {"texts", texts},
        {"blobs", blobs}, {"sql", sql},       {"log", log}};
    for (const auto& [name, part] : all) {
      if (!parts.contains(name) && !parts.contains("all")) continue;
      const std::string folder = std::string(argv[1]) + "/casefile-bench";
      fs::remove_all(folder);
      fs::create_directories(folder);
      part(folder);
      fs::remove_all(folder);
    }
  } catch (const Error& error) {
    fmt::print(stderr, "casefile_bench: {}\n", error.what());
    return exit_status(error.code());
  }
  return 0;
}

}  // namespace hearim

int main(int argc, char** argv) { return hearim::run(argc, argv); }
