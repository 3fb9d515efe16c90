#include "casefile/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

#include "base/check.h"
#include "casefile/encrypted_file.h"
#include "hearim/error.h"

namespace hearim {

Statement::Statement(Database& database, std::string_view sql) : database_(&database) {
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) database.fail(code);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::bind(int index, std::int64_t value) {
  CHECK(sqlite3_bind_int64(statement_, index, value) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  const int code = sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(),
                                       text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) database_->fail(code);
  return *this;
}

Statement& Statement::bind(int index, ByteView blob) {
  const int code = sqlite3_bind_blob64(
      statement_, index, blob.data() == nullptr ? "" : static_cast<const void*>(blob.data()),
      blob.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) database_->fail(code);
  return *this;
}

Statement& Statement::bind_null(int index) {
  CHECK(sqlite3_bind_null(statement_, index) == SQLITE_OK);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3_reset(statement_);
  database_->fail(code);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Statement::text(int column) const {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? std::string()
                         : std::string(text, sqlite3_column_bytes(statement_, column));
}

ByteView Statement::blob(int column) const {
  const auto* const data =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data,
          data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Database::Database(CipherVfs& vfs, const std::string& path, const Options& options)
    : vfs_(vfs), path_(path) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (options.create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &connection_, flags, vfs.name().c_str());
  try {
    if (code != SQLITE_OK) fail(code);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(connection_, SQLITE_LIMIT_ATTACHED, 0);
    // Before the first access, so that the log's index is on the heap and no file is made for it.
    run("PRAGMA locking_mode=EXCLUSIVE");
    run("PRAGMA temp_store=MEMORY");
    run("PRAGMA secure_delete=ON");
    run("PRAGMA cell_size_check=ON");
    run("PRAGMA foreign_keys=ON");
    if (options.create) {
      int reserved = static_cast<int>(kPageReserved);
      CHECK(sqlite3_file_control(connection_, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) ==
            SQLITE_OK);
      run("PRAGMA page_size=4096");
      run("PRAGMA auto_vacuum=NONE");
      // The switch to WAL writes page 1 under a rollback journal, for which we keep no file; a case
      // is made in a folder that gets its name only when it is whole, so memory will do.
      run("PRAGMA journal_mode=MEMORY");
      run("PRAGMA journal_mode=WAL");
    }
    run("PRAGMA synchronous=FULL");
    run(fmt::format("PRAGMA wal_autocheckpoint={}", options.checkpoint_pages));
    Statement mode(*this, "PRAGMA journal_mode");
    if (!mode.step() || mode.text(0) != "wal")
      throw Error(ErrorCode::corrupt, "the database is not in the state a case leaves it in",
                  {.file = path_}, "restore the case from a backup");
  } catch (...) {
    sqlite3_close_v2(std::exchange(connection_, nullptr));
    vfs_.take_failure();
    throw;
  }
}

Database::~Database() {
  if (connection_ != nullptr) sqlite3_close_v2(connection_);
}

void Database::run(std::string_view sql) {
  const char* next = sql.data();
  const char* const end = next + sql.size();
  while (next < end) {
    sqlite3_stmt* statement = nullptr;
    int code =
        sqlite3_prepare_v2(connection_, next, static_cast<int>(end - next), &statement, &next);
    if (code != SQLITE_OK) fail(code);
    if (statement == nullptr) continue;  // white space
    do code = sqlite3_step(statement);
    while (code == SQLITE_ROW);
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE) fail(code);
  }
}

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(connection_); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

void Database::close() {
  if (connection_ == nullptr) return;
  vfs_.take_failure();
  const int code = sqlite3_close(std::exchange(connection_, nullptr));
  if (const auto failure = vfs_.take_failure()) std::rethrow_exception(failure);
  CHECK(code == SQLITE_OK);
}

void Database::fail(int result_code) {
  if (const auto failure = vfs_.take_failure()) std::rethrow_exception(failure);
  const std::string message =
      connection_ != nullptr ? sqlite3_errmsg(connection_) : sqlite3_errstr(result_code);
  switch (result_code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(ErrorCode::corrupt, fmt::format("the database is damaged: {}", message),
                  {.file = path_}, "restore the case from a backup");
    case SQLITE_NOMEM:
      throw Error(ErrorCode::limit, "out of memory", {.file = path_}, "close other programs");
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
      throw Error(ErrorCode::limit, message, {.file = path_});
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      throw Error(ErrorCode::io, message, {.file = path_});
    default:
      throw Error(ErrorCode::internal, fmt::format("{} ({})", message, result_code),
                  {.file = path_});
  }
}

Transaction::Transaction(Database& database) : database_(&database) {
  database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (database_ == nullptr || !database_->in_transaction()) return;
  try {
    database_->run("ROLLBACK");
  } catch (...) {
    // Nothing was acknowledged; the log ends before this transaction when it is next opened.
  }
}

void Transaction::commit() {
  CHECK(database_ != nullptr);
  database_->run("COMMIT");
  database_ = nullptr;
}

}  // namespace hearim
