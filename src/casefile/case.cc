#include "hearim/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "casefile/backup.h"
#include "casefile/bundle.h"
#include "casefile/case_state.h"
#include "casefile/case_verify.h"
#include "casefile/posix_file_system.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// A folder named with a slash at its end is the same folder.
std::string trimmed(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (folder.empty()) throw Error(ErrorCode::invalid_input, "a case needs a name");
  return folder;
}

template <typename Make>
Case on_real_disk(Make make) {
  auto files = std::make_unique<PosixFileSystem>();
  auto state = make(*files);
  state->owned_files = std::move(files);
  return Case(std::move(state));
}

// Whose a slot becomes: nobody's (0), or an actor's, by name.
struct SlotOwner {
  int slot = -1;  // -1: no slot changes hands
  std::string actor;
};

void write_key_file(CaseState& state, KeyFile& changed, const NewEntry& entry,
                    const SlotOwner& owner = {}) {
  if (state.work_under_way)
    throw Error(ErrorCode::conflict, "a unit of work is under way in this case", {},
                "commit it first");
  // First the log, then the file: a key that the log does not know of would be worse than an
  // entry for a key that a power cut prevented.
  Transaction transaction(*state.database);
  MerkleFrontier log = state.log;
  NewEntry said = entry;
  if (owner.slot >= 0) {
    Statement(*state.database, "DELETE FROM actor_key WHERE slot = ?")
        .bind(1, static_cast<std::int64_t>(owner.slot))
        .run();
    if (!owner.actor.empty()) {
      const std::int64_t actor = actor_named(state, log, owner.actor);
      Statement(*state.database, "INSERT INTO actor_key VALUES(?, ?)")
          .bind(1, static_cast<std::int64_t>(owner.slot))
          .bind(2, actor)
          .run();
      said.parameters += fmt::format("; of actor:{}", actor);
    }
  }
  append_entry(state, log, said);
  commit_log(state, transaction, log);
  replace_file(*state.files, state.path(kKeyFileName), changed.seal(state.keys));
  state.key_file = std::move(changed);
}

}  // namespace

Case Case::create(const std::string& folder, const CaseOptions& options) {
  return on_real_disk(
      [&](FileSystem& files) { return create_case_state(files, trimmed(folder), options, {}); });
}

Case Case::open(const std::string& folder, const CaseOptions& options) {
  return on_real_disk(
      [&](FileSystem& files) { return open_case_state(files, trimmed(folder), options, {}); });
}

Case Case::restore(const std::string& backup, const std::string& folder, const CaseOptions& options,
                   const Run& run) {
  return on_real_disk([&](FileSystem& files) {
    return restore_backup(files, backup, trimmed(folder), options, {}, run);
  });
}

Case::Case(std::unique_ptr<CaseState> state) : state_(std::move(state)) {}
Case::~Case() = default;
Case::Case(Case&&) noexcept = default;
Case& Case::operator=(Case&&) noexcept = default;

void Case::close() {
  if (!state_ || !state_->database) return;
  if (state_->work_under_way)
    throw Error(ErrorCode::conflict, "a unit of work is under way in this case");
  // Kept under the log's size, too, so that the history of checkpoints stays with the case.
  const std::string path =
      state_->path(fmt::format("{}/{:012}.note", kCheckpointFolder, state_->log.size()));
  if (!state_->files->exists(path))
    replace_file(*state_->files, path, view_of(state_->signed_head()), Durability::name_may_lag);
  state_->database->close();
  state_->database.reset();
  state_->lock.reset();
}

CaseWork Case::begin_work() { return CaseWork(opened(state_)); }

void Case::for_each_log_line(const std::function<void(const LogLine&)>& visit) const {
  Statement rows(*opened(state_).database, "SELECT entry FROM custody ORDER BY sequence");
  while (rows.step()) {
    CustodyEntry entry = decode_custody_entry(rows.blob(0));
    visit({.sequence = entry.sequence,
           .time = std::move(entry.time),
           .clock = std::move(entry.clock),
           .actor = std::move(entry.actor),
           .action = std::move(entry.action),
           .object = std::move(entry.object),
           .parameters = std::move(entry.parameters)});
  }
}

void Case::write_bundle(const BundleRequest& request, const ByteSink& tar, const Run& run) {
  hearim::write_bundle(opened(state_), request, tar, run);
}

SignedCheckpoint Case::checkpoint() const {
  const CaseState& state = opened(state_);
  return {.note = state.signed_head(), .verifier = state.signer->verifier().to_text()};
}

CaseVerification Case::verify(const std::optional<std::string>& kept_checkpoint,
                              const Run& run) const {
  return verify_case(opened(state_), kept_checkpoint, run);
}

BackupReceipt Case::backup(const std::string& path, const Run& run) {
  CaseState& state = opened(state_);
  if (state.files->exists(path))
    throw Error(ErrorCode::conflict, "exists already", {.file = path}, "choose another name");
  log_alone(state, {.action = "backup-made", .object = "case"});
  return write_backup(state, path, run);
}

std::int64_t Case::add_figure(const NewFigure& figure) {
  CaseWork work = begin_work();
  const std::int64_t id = work.add_figure(figure);
  work.commit();
  return id;
}

std::vector<Figure> Case::figures() const { return read_figures(*opened(state_).database); }

Withdrawal Case::withdraw_item(std::int64_t id) {
  return hearim::withdraw_item(opened(state_), id);
}

std::vector<Actor> Case::actors() const {
  Statement rows(*opened(state_).database, "SELECT id, name FROM actor ORDER BY id");
  std::vector<Actor> actors;
  while (rows.step()) actors.push_back({.id = rows.integer(0), .name = rows.text(1)});
  return actors;
}

std::vector<KeySlotInfo> Case::key_slots() const {
  const CaseState& state = opened(state_);
  std::vector<KeySlotInfo> slots = state.key_file.slots();
  Statement owner(*state.database,
                  "SELECT name FROM actor_key JOIN actor ON actor.id = actor WHERE slot = ?");
  for (KeySlotInfo& slot : slots) {
    if (owner.bind(1, static_cast<std::int64_t>(slot.slot)).step()) slot.actor = owner.text(0);
    owner.reset();
  }
  return slots;
}

int Case::add_passphrase(const SecretBytes& passphrase, KeyScope scope, const std::string& actor) {
  CaseState& state = opened(state_);
  if (scope == KeyScope::coded_and_identities && state.keys.identities.empty())
    throw Error(ErrorCode::refused, "a key that does not open the identities cannot grant them");
  KeySet granted = state.keys.clone();
  if (scope == KeyScope::coded_only) granted.identities = SecretBytes();
  KeyFile changed = state.key_file;
  const int slot = changed.add_passphrase(granted, passphrase, state.options.key_cost);
  write_key_file(state, changed,
                 {.action = "key-added",
                  .object = fmt::format("key:{}", slot),
                  .parameters = scope == KeyScope::coded_only ? "coded" : "coded, identities"},
                 {.slot = slot, .actor = actor});
  return slot;
}

int Case::change_passphrase(int slot, const SecretBytes& passphrase) {
  CaseState& state = opened(state_);
  KeySet granted = state.keys.clone();
  bool found = false;
  for (const KeySlotInfo& info : state.key_file.slots()) {
    if (info.slot != slot) continue;
    if (info.opened_by != KeySlotInfo::OpenedBy::passphrase)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("key {} is opened by shares, not by a passphrase", slot));
    if (info.opens_identities && granted.identities.empty())
      throw Error(ErrorCode::refused, "a key that does not open the identities cannot grant them");
    if (!info.opens_identities) granted.identities = SecretBytes();
    found = true;
  }
  if (!found) throw Error(ErrorCode::not_found, fmt::format("there is no key slot {}", slot));
  std::string actor;
  for (const KeySlotInfo& info : key_slots())
    if (info.slot == slot) actor = info.actor;
  KeyFile changed = state.key_file;
  const int fresh = changed.add_passphrase(granted, passphrase, state.options.key_cost);
  changed.remove(slot);
  write_key_file(state, changed,
                 {.action = "key-changed",
                  .object = fmt::format("key:{}", slot),
                  .parameters = fmt::format("now key:{}", fresh)},
                 {.slot = fresh, .actor = actor});
  return fresh;
}

void Case::remove_key(int slot) {
  CaseState& state = opened(state_);
  // The names would be lost with the last key to them; and they are not an analyst's to lose.
  int to_names = 0;
  bool this_one = false;
  for (const KeySlotInfo& info : state.key_file.slots()) {
    to_names += info.opens_identities;
    this_one = this_one || (info.slot == slot && info.opens_identities);
  }
  if (this_one && state.keys.identities.empty())
    throw Error(ErrorCode::refused,
                "a key that does not open the identities cannot remove one that does");
  if (this_one && to_names == 1)
    throw Error(ErrorCode::conflict, "this is the last key that opens the identities", {},
                "add another first");
  KeyFile changed = state.key_file;
  changed.remove(slot);
  write_key_file(state, changed, {.action = "key-removed", .object = fmt::format("key:{}", slot)});
}

std::vector<SecretBytes> Case::make_recovery_shares(const SharePlan& plan) {
  CaseState& state = opened(state_);
  KeyFile changed = state.key_file;
  std::vector<RecoveryShare> shares;
  const int slot = changed.add_recovery(state.keys, plan, shares);
  write_key_file(state, changed,
                 {.action = "recovery-shares-made",
                  .object = fmt::format("key:{}", slot),
                  .parameters = fmt::format("{} of {}", plan.needed, plan.count)},
                 {.slot = slot, .actor = {}});
  std::vector<SecretBytes> texts;
  for (const RecoveryShare& share : shares) texts.push_back(to_text(share));
  return texts;
}

}  // namespace hearim
