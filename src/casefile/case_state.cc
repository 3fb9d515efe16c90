#include "casefile/case_state.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/check.h"
#include "base/version.h"
#include "casefile/backup.h"
#include "casefile/schema.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kOriginPrefix = "hearim.case/";

std::string hex_of(ByteView bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

ByteBuffer bytes_of(const MerkleFrontier& log) {
  ByteBuffer bytes;
  for (const Sha256Digest& root : log.roots()) bytes.insert(bytes.end(), root.begin(), root.end());
  return bytes;
}

void attach_store(CaseState& state, const std::string& folder, bool create) {
  state.cipher = std::make_unique<BlockCipher>(derive_key(state.keys.coded, KeyPurpose::blocks),
                                               state.tuning.fault);
  state.vfs = std::make_unique<CipherVfs>(*state.files, *state.cipher, state.tuning.fault);
  state.database = std::make_unique<Database>(
      *state.vfs, folder + "/" + std::string(kDatabaseName),
      Database::Options{.create = create, .checkpoint_pages = state.tuning.checkpoint_pages});
  state.blobs = std::make_unique<BlobStore>(*state.files, folder + "/" + std::string(kBlobFolder),
                                            derive_key(state.keys.coded, KeyPurpose::blob_names),
                                            state.tuning.inline_size_max, state.tuning.fault);
}

std::string origin_of(const CaseId& id) { return std::string(kOriginPrefix) + hex_of(id); }

SecretBytes ask_passphrase(const CaseOptions& options) {
  if (!options.passphrase)
    throw Error(ErrorCode::invalid_input, "a passphrase is needed, and there is no way to ask");
  return options.passphrase();
}

void write_new_case(CaseState& state, const std::string& staging) {
  FileSystem& files = *state.files;
  files.make_folder(staging + "/" + std::string(kBlobFolder));
  files.make_folder(staging + "/" + std::string(kCheckpointFolder));
  files.open(staging + "/" + std::string(kLockName), OpenMode::create_new)->sync();
  replace_file(files, staging + "/" + std::string(kKeyFileName), state.key_file.seal(state.keys));

  attach_store(state, staging, true);
  const SecretBytes seed = SecretBytes::random(crypto_sign_SEEDBYTES);
  state.signer = std::make_unique<NoteSigner>(origin_of(state.key_file.case_id()), seed);
  Database& database = *state.database;
  {
    Transaction transaction(database);
    for (const std::string_view step : kSchemaSteps) database.run(step);
    database.run(fmt::format("PRAGMA user_version={}", kSchemaVersion));
    Statement(database, "INSERT INTO setting VALUES('signing_seed', ?)")
        .bind(1, seed.bytes())
        .run();
    Statement(database, "INSERT INTO log_head VALUES(1, 0, x'')").run();
    MerkleFrontier log;
    append_entry(state, log,
                 {.action = "case-created",
                  .object = "case:" + hex_of(state.key_file.case_id()),
                  .parameters = state.signer->verifier().to_text()});
    keep_log_head(database, log);
    transaction.commit();
    state.log = log;
  }
  database.close();
  state.database.reset();
  replace_file(files, staging + "/" + std::string(kLatestCheckpoint), view_of(state.signed_head()));
  files.sync_folder(staging + "/" + std::string(kBlobFolder));
  files.sync_folder(staging);
}

// The log against the checkpoint that is kept beside it. Returns what is wrong; empty: nothing.
std::string check_latest(CaseState& state) {
  const std::string path = state.path(kLatestCheckpoint);
  if (!state.files->exists(path)) return "its newest checkpoint is missing";
  const ByteBuffer bytes = read_whole(*state.files, path, 1 << 16);
  const auto text = open_note(text_of(bytes), state.signer->verifier());
  if (!text) return "its newest checkpoint was altered";
  const Checkpoint kept = parse_checkpoint(*text);
  if (kept.head.size > state.log.size())
    return fmt::format(
        "it has {} entries, and had {} before: it was rolled back, or its newest "
        "writes are damaged",
        state.log.size(), kept.head.size);
  const Sha256Digest root = kept.head.size == state.log.size()
                                ? state.log.root()
                                : read_log_tree(*state.database, kept.head.size).root();
  if (root != kept.head.root) return "its log is not the one its newest checkpoint speaks of";
  return {};
}

void load_log(CaseState& state) {
  Database& database = *state.database;
  {
    Statement version(database, "PRAGMA user_version");
    version.step();
    state.schema_version = static_cast<int>(version.integer(0));
    if (state.schema_version < 1 || state.schema_version > kSchemaVersion)
      throw Error(ErrorCode::conflict,
                  fmt::format("has format {}; this program knows format {}", version.integer(0),
                              kSchemaVersion),
                  {.file = state.folder}, "use a newer version of the program");
  }
  Statement seed(database, "SELECT value FROM setting WHERE name = 'signing_seed'");
  if (!seed.step() || seed.blob(0).size() != crypto_sign_SEEDBYTES)
    throw Error(ErrorCode::corrupt, "has no signing key", {.file = state.folder});
  state.signer = std::make_unique<NoteSigner>(origin_of(state.key_file.case_id()),
                                              SecretBytes::copy_of(seed.blob(0)));
  Statement head(database, "SELECT size, frontier FROM log_head WHERE id = 1");
  if (!head.step()) throw Error(ErrorCode::corrupt, "has no custody log", {.file = state.folder});
  const ByteView bytes = head.blob(1);
  std::vector<Sha256Digest> roots;
  for (std::size_t i = 0; i + sizeof(Sha256Digest) <= bytes.size(); i += sizeof(Sha256Digest))
    roots.push_back(digest_of(bytes.subspan(i, sizeof(Sha256Digest))));
  state.log = MerkleFrontier(static_cast<std::uint64_t>(head.integer(0)), std::move(roots));
}

}  // namespace

void remove_case_folder(FileSystem& files, const std::string& folder) noexcept {
  try {
    for (const std::string& name : files.list_folder(folder)) {
      const std::string path = folder + "/" + name;
      if (name == kBlobFolder || name == kCheckpointFolder)
        remove_case_folder(files, path);
      else
        files.remove(path);
    }
    files.remove(folder);
  } catch (...) {
  }
}

std::string CaseState::now() const {
  if (options.clock) return options.clock();
  return fmt::format(
      "{:%Y-%m-%dT%H:%M:%S}Z",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

void CaseState::write_latest_checkpoint() {
  // Its name may lag after a power cut: an older checkpoint of the same log is as true.
  replace_file(*files, path(kLatestCheckpoint), view_of(signed_head()), Durability::name_may_lag);
}

std::unique_ptr<CaseState> create_case_state(FileSystem& files, const std::string& folder,
                                             const CaseOptions& options, const CaseTuning& tuning) {
  if (files.exists(folder))
    throw Error(ErrorCode::conflict, "exists already", {.file = folder}, "choose another name");
  const std::string staging = folder + ".being-made";
  if (files.exists(staging)) remove_case_folder(files, staging);  // of an interrupted creation
  CaseState state;
  state.files = &files;
  state.folder = folder;
  state.options = options;
  state.tuning = tuning;
  state.keys = KeySet::random();
  const SecretBytes passphrase = ask_passphrase(options);
  state.key_file.add_passphrase(state.keys, passphrase, options.key_cost);
  files.make_folder(staging);
  try {
    write_new_case(state, staging);
    files.rename(staging, folder);
    files.sync_folder(folder_of(folder));
  } catch (...) {
    state.database.reset();
    remove_case_folder(files, staging);
    throw;
  }
  // Opened as any other, but with the passphrase that was just given.
  CaseOptions reopening = options;
  reopening.passphrase = [&] { return passphrase.clone(); };
  auto opened = open_case_state(files, folder, reopening, tuning);
  opened->options = options;
  return opened;
}

std::unique_ptr<CaseState> open_case_state(FileSystem& files, const std::string& folder,
                                           const CaseOptions& options, const CaseTuning& tuning) {
  auto state = std::make_unique<CaseState>();
  state->files = &files;
  state->folder = folder;
  state->options = options;
  state->tuning = tuning;
  const std::string key_path = state->path(kKeyFileName);
  if (!files.exists(key_path))
    throw Error(ErrorCode::not_found, "is not a case", {.file = folder},
                "a case is a folder with a file case.keys");
  if (!files.exists(state->path(kLockName)))
    files.open(state->path(kLockName), OpenMode::create_or_open);
  state->lock = files.try_lock(state->path(kLockName));
  if (!state->lock)
    throw Error(ErrorCode::conflict, "is open in another program", {.file = folder},
                "close it there first");
  state->key_file = KeyFile::parse(read_whole(files, key_path, 2 * kKeyFileSize), key_path);
  if (options.recovery_shares) {
    std::vector<RecoveryShare> shares;
    for (const SecretBytes& text : options.recovery_shares())
      shares.push_back(parse_recovery_share(text_of(text.bytes())));
    state->keys = state->key_file.unlock(shares);
  } else {
    auto keys = state->key_file.unlock(ask_passphrase(options));
    if (!keys)
      throw Error(ErrorCode::invalid_input, "the passphrase does not open this case",
                  {.file = folder}, "or its key file is damaged; then restore it from a backup");
    state->keys = std::move(*keys);
  }
  state->key_file.verify(state->keys, key_path);
  attach_store(*state, folder, false);
  load_log(*state);
  state->blobs->remove_incoming();
  const std::string wrong = check_latest(*state);
  if (!wrong.empty() && options.damage == CaseOptions::Damage::refuse)
    throw Error(ErrorCode::corrupt, wrong, {.file = folder},
                "restore the case from a backup, or open it as it is and have that logged");
  if (state->schema_version < kSchemaVersion) upgrade_schema(*state, state->schema_version);
  settle_actor(*state);
  if (!wrong.empty())
    log_alone(*state, {.action = "opened-despite-damage", .object = "case", .parameters = wrong});
  return state;
}

CaseState& opened(const std::unique_ptr<CaseState>& state) {
  if (!state || !state->database) throw Error(ErrorCode::invalid_input, "the case is closed");
  return *state;
}

std::int64_t next_number(Database& database, std::string_view table) {
  Statement next(database, fmt::format("SELECT coalesce(max(id), 0) + 1 FROM {}", table));
  next.step();
  return next.integer(0);
}

std::uint64_t append_entry(CaseState& state, MerkleFrontier& log, const NewEntry& entry) {
  const std::uint64_t sequence = log.size();
  const ByteBuffer bytes = encode(CustodyEntry{.sequence = sequence,
                                               .time = state.now(),
                                               .clock = "system",
                                               .actor = fmt::format("actor:{}", state.actor),
                                               .action = entry.action,
                                               .object = entry.object,
                                               .tool = fmt::format("hearim {}", kVersion),
                                               .parameters = entry.parameters,
                                               .committed = entry.committed});
  const Sha256Digest leaf = merkle_leaf(bytes);
  Statement(*state.database, "INSERT INTO custody(sequence, entry, leaf) VALUES(?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(sequence))
      .bind(2, ByteView(bytes))
      .bind(3, ByteView(leaf))
      .run();
  log.append(leaf);
  return sequence;
}

void keep_log_head(Database& database, const MerkleFrontier& log) {
  const ByteBuffer frontier = bytes_of(log);
  Statement(database, "UPDATE log_head SET size = ?, frontier = ? WHERE id = 1")
      .bind(1, static_cast<std::int64_t>(log.size()))
      .bind(2, ByteView(frontier))
      .run();
}

void commit_log(CaseState& state, Transaction& transaction, const MerkleFrontier& log) {
  keep_log_head(*state.database, log);
  transaction.commit();
  state.log = log;
  state.write_latest_checkpoint();
}

void log_alone(CaseState& state, const NewEntry& entry) {
  if (state.work_under_way)
    throw Error(ErrorCode::conflict, "a unit of work is under way in this case", {},
                "commit it first");
  Transaction transaction(*state.database);
  MerkleFrontier log = state.log;
  append_entry(state, log, entry);
  commit_log(state, transaction, log);
}

MerkleTree read_log_tree(Database& database, std::uint64_t size) {
  MerkleTree tree;
  Statement rows(database, "SELECT entry FROM custody WHERE sequence < ? ORDER BY sequence");
  rows.bind(1, static_cast<std::int64_t>(size));
  while (rows.step()) tree.append(merkle_leaf(rows.blob(0)));
  if (tree.size() != size)
    throw Error(ErrorCode::corrupt,
                fmt::format("the custody log lacks {} of {} entries", size - tree.size(), size));
  return tree;
}

void put_canonical(ByteBuffer& bytes, std::uint64_t number) {
  const std::size_t at = bytes.size();
  bytes.resize(at + 8);
  put_le(bytes, at, number);
}

void put_canonical(ByteBuffer& bytes, std::string_view text) {
  put_canonical(bytes, static_cast<std::uint64_t>(text.size()));
  bytes.insert(bytes.end(), text.begin(), text.end());
}

Salt salt_of(ByteView bytes) {
  Salt salt{};
  if (bytes.size() != salt.size()) throw Error(ErrorCode::corrupt, "a salt is not 32 bytes long");
  std::copy(bytes.begin(), bytes.end(), salt.begin());
  return salt;
}

Sha256Digest digest_of(ByteView bytes) {
  Sha256Digest digest{};
  if (bytes.size() != digest.size()) throw Error(ErrorCode::corrupt, "a hash is not 32 bytes long");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace hearim
