// A connection to a case's database, its statements and its transactions: SQLite with our errors.
//
// Every failure is an Error: the file system's own where it was the cause, corrupt, limit (disk
// full, out of memory) or internal. Thread-compatible.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "casefile/cipher_vfs.h"

struct sqlite3;
struct sqlite3_stmt;

namespace hearim {

class Database;

// One prepared statement. Bind from 1, then step through the rows; reset to use it again.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, ByteView blob);  // not copied: must live until reset()
  Statement& bind_null(int index);

  bool step();   // whether there is a row
  void run();    // step() to the end, then reset()
  void reset();  // also forgets the bindings

  std::int64_t integer(int column) const;
  std::string text(int column) const;
  ByteView blob(int column) const;  // until the next step()
  bool is_null(int column) const;

 private:
  Database* database_;
  sqlite3_stmt* statement_ = nullptr;
};

class Database {
 public:
  struct Options {
    bool create = false;
    int checkpoint_pages = 1000;  // of the log, after which it is copied into the database
  };

  // REQUIRES: `vfs` outlives it.
  Database(CipherVfs& vfs, const std::string& path, const Options& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(std::string_view sql);  // one or more statements without rows
  std::int64_t last_insert_id() const;
  bool in_transaction() const;
  // Copies the log into the database and removes it. The destructor does so, too, but in silence.
  void close();

  [[noreturn]] void fail(int result_code);
  sqlite3* handle() const { return connection_; }

 private:
  CipherVfs& vfs_;
  std::string path_;
  sqlite3* connection_ = nullptr;
};

// All of it or nothing. Rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();  // returns when it is on the disk

 private:
  Database* database_;
};

}  // namespace hearim
