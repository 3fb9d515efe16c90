// SQLite over sealed blocks against SQLite in memory: the same statements, the same rows.
#include "casefile/database.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>

#include "base/rng.h"
#include "casefile/case_trial.h"
#include "casefile/encrypted_file.h"
#include "casefile/simulated_disk.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::string rows_of(sqlite3* connection) {
  std::string rows;
  char* message = nullptr;
  const auto add = [](void* out, int count, char** values, char**) {
    for (int i = 0; i < count; ++i)
      *static_cast<std::string*>(out) += std::string(values[i] ? values[i] : "-") + "|";
    return 0;
  };
  sqlite3_exec(connection, "SELECT id, text FROM t ORDER BY id; SELECT count(*) FROM t", add, &rows,
               &message);
  EXPECT_EQ(message, nullptr) << message;
  return rows;
}

std::string random_statement(Rng& rng) {
  const std::uint64_t id = rng.below(300);
  switch (rng.below(6)) {
    case 0:
    case 1:
      return fmt::format("INSERT OR REPLACE INTO t VALUES({}, '{}')", id,
                         std::string(rng.below(8) == 0 ? rng.below(6000) : rng.below(200),
                                     static_cast<char>('a' + rng.below(26))));
    case 2:
      return fmt::format("UPDATE t SET text = text || 'x' WHERE id % 7 = {}", id % 7);
    case 3:
      return fmt::format("DELETE FROM t WHERE id BETWEEN {} AND {}", id, id + rng.below(60));
    case 4:
      return fmt::format(
          "SAVEPOINT s; UPDATE t SET text = 'gone' WHERE id > {}; ROLLBACK TO s; "
          "RELEASE s",
          id);
    default:
      return fmt::format("INSERT OR IGNORE INTO t SELECT id + {}, text FROM t", 1 + id);
  }
}

TEST(Database, says_the_same_as_sqlite_in_memory_after_every_statement_and_every_opening) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(trial_count(4, 40)); ++seed) {
    Rng rng(seed, "statements", 0);
    SimulatedDisk disk(seed);
    const BlockCipher cipher(SecretBytes::random(32));
    CipherVfs vfs(disk, cipher);
    auto database = std::make_unique<Database>(
        vfs, "t.db", Database::Options{.create = true, .checkpoint_pages = 40});
    sqlite3* twin = nullptr;
    ASSERT_EQ(sqlite3_open(":memory:", &twin), SQLITE_OK);
    const auto both = [&](const std::string& sql) {
      database->run(sql);
      ASSERT_EQ(sqlite3_exec(twin, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    };
    both("CREATE TABLE t(id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX i ON t(text)");
    for (int round = 0; round < 15; ++round) {
      // A cache of a few pages: pages of one transaction go to the log early and are written there
      // again, with their checksums made anew.
      database->run("PRAGMA cache_size=6");
      both("BEGIN");
      for (std::uint64_t i = 0, count = 1 + rng.below(12); i < count; ++i)
        both(random_statement(rng));
      both("DELETE FROM t WHERE id > 500");
      both(rng.below(4) == 0 ? "ROLLBACK" : "COMMIT");
      if (rng.below(3) == 0) {
        database.reset();
        database =
            std::make_unique<Database>(vfs, "t.db", Database::Options{.checkpoint_pages = 40});
      }
      ASSERT_EQ(rows_of(database->handle()), rows_of(twin)) << "seed " << seed;
    }
    Statement check(*database, "PRAGMA integrity_check");
    ASSERT_TRUE(check.step());
    EXPECT_EQ(check.text(0), "ok");
    ASSERT_EQ(rows_of(database->handle()), rows_of(twin));
    sqlite3_close(twin);
  }
}

TEST(Database, a_closed_database_is_whole_blocks_and_leaves_no_log) {
  SimulatedDisk disk(1);
  const BlockCipher cipher(SecretBytes::random(32));
  CipherVfs vfs(disk, cipher);
  {
    Database database(vfs, "t.db", {.create = true});
    database.run("CREATE TABLE t(text TEXT)");
    database.close();
  }
  EXPECT_EQ(disk.file_paths(), std::vector<std::string>{"t.db"});
  EXPECT_EQ(disk.bytes_of("t.db").size() % kBlockSize, 0u);
  DatabaseFile file(disk, "t.db", OpenMode::read, cipher, PlantedFault::none);
  EXPECT_TRUE(file.damaged_blocks().empty());
  std::array<std::uint8_t, 100> header{};
  EXPECT_EQ(file.read(0, header), ReadResult::whole);
  EXPECT_EQ(text_of(ByteView(header).first(15)), "SQLite format 3");
  EXPECT_EQ(header[20], kPageReserved);
}

TEST(Database, the_wrong_key_opens_nothing) {
  SimulatedDisk disk(1);
  const BlockCipher cipher(SecretBytes::random(32)), wrong(SecretBytes::random(32));
  {
    CipherVfs vfs(disk, cipher);
    Database(vfs, "t.db", {.create = true}).run("CREATE TABLE t(text TEXT)");
  }
  CipherVfs vfs(disk, wrong);
  EXPECT_THROW(Database(vfs, "t.db", {}), Error);
}

TEST(Database, a_block_that_never_was_written_is_sealed_zeros) {
  SimulatedDisk disk(1);
  const BlockCipher cipher(SecretBytes::random(32));
  DatabaseFile file(disk, "t.db", OpenMode::create_or_open, cipher, PlantedFault::none);
  file.write(3 * kPageSize, ByteBuffer(kPageSize));
  file.truncate(6 * kPageSize);
  EXPECT_EQ(file.size_bytes(), 6 * kPageSize);
  EXPECT_TRUE(file.damaged_blocks().empty());
  file.truncate(2 * kPageSize);
  EXPECT_EQ(file.size_bytes(), 2 * kPageSize);
  ByteBuffer page(kPageSize, 1);
  EXPECT_EQ(file.read(2 * kPageSize, page), ReadResult::short_at_end);
  EXPECT_EQ(page, ByteBuffer(kPageSize));
}

TEST(Database, a_page_that_uses_the_reserved_bytes_is_a_bug) {
  SimulatedDisk disk(1);
  const BlockCipher cipher(SecretBytes::random(32));
  DatabaseFile file(disk, "t.db", OpenMode::create_or_open, cipher, PlantedFault::none);
  ByteBuffer page(kPageSize);
  page.back() = 1;
  EXPECT_THROW(file.write(0, page), Error);
}

}  // namespace
}  // namespace hearim
