// What an open case is made of, and how one is made and opened over a given disk. Only casefile
// includes this; others use hearim/case.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casefile/blob_store.h"
#include "casefile/block_cipher.h"
#include "casefile/cipher_vfs.h"
#include "casefile/commitment.h"
#include "casefile/custody_entry.h"
#include "casefile/database.h"
#include "casefile/file_system.h"
#include "casefile/key_file.h"
#include "casefile/merkle_tree.h"
#include "casefile/signed_note.h"
#include "hearim/case.h"

namespace hearim {

// What a test or a benchmark sets otherwise.
struct CaseTuning {
  std::size_t inline_size_max = 65536;  // contents up to here lie in the database
  int checkpoint_pages = 1000;
  PlantedFault fault = PlantedFault::none;
};

struct CaseState {
  FileSystem* files = nullptr;
  std::unique_ptr<FileSystem> owned_files;
  std::string folder;
  CaseOptions options;
  CaseTuning tuning;
  // In the order of being made; unmade in reverse.
  std::unique_ptr<FileLock> lock;
  KeyFile key_file;
  KeySet keys;
  std::unique_ptr<BlockCipher> cipher;
  std::unique_ptr<CipherVfs> vfs;
  std::unique_ptr<Database> database;
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<NoteSigner> signer;
  MerkleFrontier log;  // as committed
  bool work_under_way = false;
  int schema_version = 0;  // as it was found
  std::int64_t actor = 1;  // who is at work

  std::string path(std::string_view name) const { return folder + "/" + std::string(name); }
  std::string now() const;
  Checkpoint head() const { return {signer->verifier().name, {log.size(), log.root()}}; }
  std::string signed_head() const { return signer->sign(to_text(head())); }
  void write_latest_checkpoint();
};

inline constexpr std::string_view kKeyFileName = "case.keys";
inline constexpr std::string_view kDatabaseName = "case.db";
inline constexpr std::string_view kLockName = "case.lock";
inline constexpr std::string_view kBlobFolder = "blobs";
inline constexpr std::string_view kCheckpointFolder = "checkpoints";
inline constexpr std::string_view kLatestCheckpoint = "checkpoints/latest.note";

// `files` must outlive the state.
std::unique_ptr<CaseState> create_case_state(FileSystem& files, const std::string& folder,
                                             const CaseOptions& options, const CaseTuning& tuning);
std::unique_ptr<CaseState> open_case_state(FileSystem& files, const std::string& folder,
                                           const CaseOptions& options, const CaseTuning& tuning);

// Removes what a failed making left; what cannot be removed stays, and is unreadable.
void remove_case_folder(FileSystem& files, const std::string& folder) noexcept;

// Throws Error(invalid_input) when the case was closed.
CaseState& opened(const std::unique_ptr<CaseState>& state);

// The number of the next row of a table whose rows never go: what is withdrawn leaves a shell.
std::int64_t next_number(Database& database, std::string_view table);

// An entry being added to the log inside a transaction. Returns its sequence number.
struct NewEntry {
  std::string action;
  std::string object;
  std::string parameters = {};
  std::vector<CustodyEntry::Committed> committed = {};
};
std::uint64_t append_entry(CaseState& state, MerkleFrontier& log, const NewEntry& entry);
void keep_log_head(Database& database, const MerkleFrontier& log);
// Keeps the log's head in the database, commits, and signs a checkpoint of it.
void commit_log(CaseState& state, Transaction& transaction, const MerkleFrontier& log);
// A unit of work of one entry and nothing else.
void log_alone(CaseState& state, const NewEntry& entry);

// The first `size` leaves of the log as a tree.
MerkleTree read_log_tree(Database& database, std::uint64_t size);

// The content of an item, checked against its hash. Throws Error(not_found, corrupt).
void read_content(CaseState& state, std::int64_t item, const ByteSink& sink);

// The actor of that name, made known when new; the entry goes into the transaction's log.
std::int64_t actor_named(CaseState& state, MerkleFrontier& log, const std::string& name);
// Who is at work: by the key slot, or as the options say. Throws Error(refused, not_found).
void settle_actor(CaseState& state);

std::vector<Figure> read_figures(Database& database);
ByteBuffer canonical_figure(const NewFigure& figure);
ByteBuffer canonical_result(const NewResult& result);
Result read_result(Database& database, const Statement& row);  // the columns of kResultColumns
std::string result_content(const Statement& row, int column);
inline constexpr std::string_view kResultColumns = "id, step, subject, made_with, stale, sequence";

// Whether an input of a figure or a result ("item:3", "lists") is there and may be used.
bool stands(Database& database, const std::string& input);
// Every result and figure that has `object` as input, straight or through others, is stale from
// here on. `why`: "list:5 was added". Calls for each after it is marked: "result:4".
void mark_dependants(CaseState& state, MerkleFrontier& log, const std::string& object,
                     const std::string& why,
                     const std::function<void(const std::string& object)>& marked = {});
Withdrawal withdraw_item(CaseState& state, std::int64_t id);

// What is committed of a judgement.
ByteBuffer canonical_judgement(const NewJudgement& judgement);
// An identity as sealed under its compartment's key, and back; bound to its number in the log.
ByteBuffer seal_identity(const KeySet& keys, std::uint64_t sequence, const Salt& salt,
                         std::string_view text);
struct OpenedIdentity {
  Salt salt{};
  SecretBytes text;
};
std::optional<OpenedIdentity> open_identity(const KeySet& keys, std::uint64_t sequence,
                                            ByteView sealed);

// A value as it is committed to: its fields one after the other, each text led by its length in 8
// little-endian bytes.
void put_canonical(ByteBuffer& bytes, std::uint64_t number);
void put_canonical(ByteBuffer& bytes, std::string_view text);
ByteBuffer canonical_ledger_line(const LedgerLine& line);
ByteBuffer canonical_list(const List& list, const Sha256Digest& rows);
ByteBuffer canonical_text(const ItemText& text);
ByteBuffer canonical_shortfall(const Shortfall& shortfall);
std::string encode_columns(const std::vector<std::string>& columns);
List read_list(const Statement& row);               // id, item, name, columns, how_read, counts
LedgerLine read_ledger_line(const Statement& row);  // the columns of kLedgerColumns
ItemText read_text(const Statement& row);           // id, item, tool, content, map_format, map
inline constexpr std::string_view kListColumns =
    "id, item, name, columns, how_read, row_count, rejected_count";
inline constexpr std::string_view kLedgerColumns =
    "id, intake, place, inside, member, outcome, item, reason, size_bytes, modified, under_way";
inline constexpr std::string_view kTextColumns = "id, item, tool, content, map_format, map";

Salt salt_of(ByteView bytes);            // throws Error(corrupt) when it is not 32 bytes
Sha256Digest digest_of(ByteView bytes);  // the same

}  // namespace hearim
