// A case: one encrypted folder that holds what was received, what was judged, and the log of who
// did what. Without a key nothing in it can be read, not a name, not a word, not a file name.
// What is on the disk is specified in docs/formats/case.md, what it does not protect from there
// and in docs/threat-model.md.
//
// Everything is done in units of work: all of a unit is there, with its entries in the custody
// log, or nothing of it. When commit() has returned, pulling the plug loses nothing of it.
//
// One program at a time has a case open. After an error of the disk (io, limit) the case may have
// to be closed and opened again; nothing that was committed is lost. Thread-compatible.
//
// Errors, of class Error: not_found, conflict (exists already, or is open elsewhere),
// invalid_input (wrong passphrase, wrong share), corrupt (altered, or a failing disk), refused
// (the key does not open this), io, limit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/received.h"
#include "hearim/run.h"
#include "hearim/secret_bytes.h"

namespace hearim {

using CaseId = std::array<std::uint8_t, 16>;
using ContentHash = std::array<std::uint8_t, 32>;  // SHA-256

// Fills `into` as far as there is more, and returns how many bytes; 0 at the end.
using ByteSource = std::function<std::size_t(std::span<std::uint8_t> into)>;
using ByteSink = std::function<void(std::span<const std::uint8_t> bytes)>;

// What argon2id costs whoever tries a passphrase: about half a second here.
struct KeyCost {
  std::uint32_t passes = 3;
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
};

struct CaseOptions {
  // Asked once, when the key is needed. The bytes are taken as they are; normalise them (NFC)
  // where they are typed.
  std::function<SecretBytes()> passphrase = {};
  // In its stead, to open only: recovery shares, each a line of text.
  std::function<std::vector<SecretBytes>()> recovery_shares = {};
  // Who is at work. A key slot that belongs to an actor says so by itself, and another name is
  // refused; this is for keys that several hold, as recovery shares. Must be known to the case.
  std::string actor = {};
  // The time, RFC 3339 in UTC; the system's clock when absent.
  std::function<std::string()> clock = {};
  KeyCost key_cost = {};  // of keys that are made
  // What open() does when the case was rolled back behind its own checkpoint, or the checkpoint is
  // gone: refuse (corrupt), or open what is there and enter the fact in the log.
  enum class Damage { refuse, open_and_log };
  Damage damage = Damage::refuse;
};

struct Item {
  std::int64_t id = 0;
  std::string name;
  ContentHash sha256{};
  std::uint64_t size_bytes = 0;
};

struct NewJudgement {
  std::string about;  // what is judged: "item:3"
  std::string kind;   // "grade"
  std::string value;
  std::int64_t supersedes = 0;  // an earlier judgement, or 0
};

struct Judgement : NewJudgement {
  std::int64_t id = 0;
  std::string actor;  // who judged: "actor:2"
  std::string time;   // when, as that entry of the log says
};

struct LogLine {
  std::uint64_t sequence = 0;
  std::string time, clock, actor, action, object, parameters;
};

struct KeySlotInfo {
  enum class OpenedBy { passphrase, shares };
  int slot = 0;
  OpenedBy opened_by = OpenedBy::passphrase;
  int shares_needed = 0;
  int share_count = 0;
  bool opens_identities = false;
  std::string actor = {};  // whose it is; empty: nobody's in particular
};

struct Actor {
  std::int64_t id = 0;  // entries of the log say "actor:2"
  std::string name;     // in the case only, never in the log
};

// A number that goes out, with what it was computed from.
struct NewFigure {
  std::string name;                 // "people on any list"
  std::string value;                // as published
  std::string made_with;            // command, version, seed
  std::vector<std::string> inputs;  // "item:3", "judgement:7", "figure:2", "result:4"
};

struct Figure : NewFigure {
  std::int64_t id = 0;
  std::string stale;  // why it must not be used any more; empty: it stands
};

// What a step made from what the case holds: readings, linkages, boards of claims, estimates. It
// can be made again from its inputs and settings alone.
//
// An input is an object of the case ("text:3", "list:2", "result:7", "judgement:9") or a set of
// them, by what would make it another one:
//     "lists"                any list is added            "texts", "texts-of:item:3"  a text is
//     "items"                anything is found by `add`, or withdrawn
//     "judgements-of:X"      X is judged ("pair:...")     "judgements:K"  something is, with kind K
// Where an input changes, the result is stale from that unit of work on, and what used it with it.
struct NewResult {
  std::string step;       // "link"
  std::string subject;    // of what: "text:3"; "case". A newer one of the same replaces it
  std::string made_with;  // version, settings, seed
  std::vector<std::string> inputs;
  std::string_view content;  // at most 512 MiB; its coding is the step's
};

struct Result {
  std::int64_t id = 0;
  std::string step, subject, made_with;
  std::vector<std::string> inputs;
  std::string stale;            // why it must not be used any more; empty: it stands
  std::uint64_t log_entry = 0;  // the entry that says it was made
};

struct Withdrawal {
  std::vector<std::string> destroyed;     // "item:3", "judgement:7", "result:4"
  std::vector<std::string> stale;         // "figure:2"
  std::vector<std::string> same_content;  // items that hold the same bytes, and still do
  std::vector<std::string> archives;      // items that it lay in, packed, and that still hold it
  std::vector<std::string> members;       // items that lay in it, packed, and stay
};

struct SharePlan {
  int needed = 0;  // 2 or more
  int count = 0;   // at most 16
};

// What an analyst's key opens, and what a documenter's does.
enum class KeyScope { coded_only, coded_and_identities };

struct SignedCheckpoint {
  std::string note;      // C2SP tlog-checkpoint, signed
  std::string verifier;  // the public key to check it with: NAME+HASH+KEY
};

struct CaseVerification {
  std::uint64_t entry_count = 0, item_count = 0, judgement_count = 0, blob_count = 0;
  std::uint64_t checkpoint_count = 0;  // kept with the case, and agreeing
  std::string first_time, last_time;   // of the entries, as they say
  std::uint64_t kept_size = 0;         // entries that the checkpoint given speaks of, if it holds
  std::vector<std::string> findings;   // what is wrong, one line each
  std::vector<std::string> remarks;    // what is odd and does no harm
  bool holds() const { return findings.empty(); }
};

// What is handed to a stranger: items with proofs that the log has held them, and the log itself.
struct BundleRequest {
  std::vector<std::int64_t> items;
  bool whole_log = false;       // every entry; they hold no names and no contents
  std::string kept_checkpoint;  // a note somebody kept: proves that this log begins with that one
  std::string handed_to;        // public keys, for the entry that says it was handed over
};

struct BackupReceipt {
  ContentHash sha256{};  // of the backup file
  std::uint64_t size_bytes = 0, file_count = 0;
};

struct CaseState;  // internal

// One unit of work. Undone when it goes without commit(). At most one at a time in a case.
class CaseWork {
 public:
  explicit CaseWork(CaseState& state);
  ~CaseWork();
  CaseWork(CaseWork&&) noexcept;
  CaseWork& operator=(CaseWork&&) = delete;

  // Reads the source to its end, in constant memory. Content that the case has already is kept
  // once; the item is its own.
  std::int64_t add_item(std::string_view name, const ByteSource& source);
  std::int64_t add_judgement(const NewJudgement& judgement);
  // A name or a contact: sealed under the identities' own key. Throws Error(refused) without it.
  std::int64_t add_identity(std::string_view text);

  // The ledger (received.h). Lines and the items they speak of commit together.
  std::int64_t begin_intake(std::string_view request);
  // As add_item(), but content that is an item already makes no new one.
  TakenItem take_item(std::string_view name, const ByteSource& source);
  // `line.intake` names an intake that is not finished.
  std::int64_t add_ledger_line(const LedgerLine& line);
  void finish_archive(std::int64_t line);  // all its members are in the ledger
  void finish_intake(std::int64_t intake);

  // Reads the rows to their end, in constant memory. Returns the list's number.
  std::int64_t add_list(const NewList& list, const ListRowSource& rows);
  std::int64_t add_text(const NewText& text);
  std::int64_t add_shortfall(const Shortfall& shortfall);

  // Every input must be there, not withdrawn and not stale: Error(not_found). An older result of
  // the same step and subject becomes stale, and what used it.
  std::int64_t add_result(const NewResult& result);
  std::int64_t add_figure(const NewFigure& figure);  // the same of its inputs
  void commit();                                     // once, last; returns when all is on the disk

  struct State;  // internal

 private:
  std::unique_ptr<State> state_;
};

class Case {
 public:
  // `folder` must not exist; it has its name only when the case in it is whole.
  static Case create(const std::string& folder, const CaseOptions& options);
  static Case open(const std::string& folder, const CaseOptions& options);

  // Makes the case `folder`, which must not exist, from a backup; everything in it is verified
  // before it gets its name, and the restoring is entered in its log.
  static Case restore(const std::string& backup, const std::string& folder,
                      const CaseOptions& options, const Run& run = {});

  explicit Case(std::unique_ptr<CaseState> state);  // internal
  ~Case();                                          // as close(), but in silence
  Case(Case&&) noexcept;
  Case& operator=(Case&&) noexcept;

  void close();

  CaseWork begin_work();

  std::vector<Item> items() const;
  void read_item(std::int64_t id, const ByteSink& sink) const;
  // A part of it; shorter at the item's end. Cost: the chunks of 64 KiB it lies in.
  std::string read_item_part(std::int64_t id, std::uint64_t offset, std::uint64_t size_bytes) const;
  // All, or those of a kind.
  std::vector<Judgement> judgements(std::string_view kind = {}) const;
  // Those about one thing ("item:3") that no later one supersedes.
  std::vector<Judgement> judgements_of(std::string_view about) const;
  // Enters the view in the log before it returns. Throws Error(refused) without the key.
  std::string view_identity(std::int64_t id);
  // Whether the key it was opened with opens identities.
  bool opens_identities() const;
  // Enters in the log that something goes out of the case: what and how, without names.
  void log_export(std::string_view what);
  // The same for rows and texts that name people ("list:3/12", "item:3"): what is shown is up to
  // the caller, that it is shown stands in the log before this returns.
  void enter_view(const std::string& object);
  void for_each_log_line(const std::function<void(const LogLine&)>& visit) const;

  std::vector<Intake> intakes() const;
  // In the order of being found; of one intake, or of all (0).
  void for_each_ledger_line(std::int64_t intake,
                            const std::function<void(const LedgerLine&)>& visit) const;

  std::vector<List> lists() const;
  // Rows first, first + 1, ... in order, at most `count` of them.
  void list_rows(std::int64_t list, std::uint64_t first, std::uint64_t count,
                 const ListRowVisitor& visit) const;
  void rejected_rows(std::int64_t list, const ListRowVisitor& visit) const;

  // The newest text of an item; nothing when none was made.
  std::optional<ItemText> text(std::int64_t item) const;
  std::vector<std::int64_t> items_with_text() const;  // in order
  // Of each item the newest one, unless a text was made later.
  std::vector<Shortfall> shortfalls() const;

  SignedCheckpoint checkpoint() const;
  // A tar archive, docs/formats/bundle.md, in plain: seal it (age_writer.h) for whoever gets it.
  // Entered in the log. Throws Error(not_found, refused) before anything is logged or written.
  void write_bundle(const BundleRequest& request, const ByteSink& tar, const Run& run = {});
  // Reads everything. `kept_checkpoint`: a checkpoint that somebody kept elsewhere, as the signed
  // note or as its first three lines copied from paper; the log is proved to begin with what it
  // speaks of. A finding names the entry that is wrong where that can be told.
  CaseVerification verify(const std::optional<std::string>& kept_checkpoint = {},
                          const Run& run = {}) const;

  // A backup of the case as it stands, in one file, as sealed as the case; entered in the log,
  // read back and compared before it gets its name. Nothing is overwritten.
  BackupReceipt backup(const std::string& path, const Run& run = {});

  // The newest of that step and subject, stale or not; nothing when none was made.
  std::optional<Result> newest_result(std::string_view step, std::string_view subject) const;
  Result result(std::int64_t id) const;                      // Error(not_found)
  std::string result_content(std::int64_t id) const;         // Error(refused): withdrawn
  std::vector<Result> results(std::string_view step) const;  // the newest of each subject

  std::int64_t add_figure(const NewFigure& figure);  // a unit of work of its own
  std::vector<Figure> figures() const;
  // For good: destroys the item's content, name, salts and key, the texts and lists made from it,
  // the judgements about any of these, every result made from any of it, its places in the ledger
  // and what was asked for when it came in (an interrupted intake is then not continued but begun
  // anew); marks every figure that used any of that, straight or through others, as stale. The log
  // still verifies. Backups and copies are out of reach. Throws Error(not_found, refused).
  Withdrawal withdraw_item(std::int64_t id);

  std::vector<Actor> actors() const;
  std::vector<KeySlotInfo> key_slots() const;
  // `actor`: whose key it is, made known to the case when new; empty: nobody's in particular.
  int add_passphrase(const SecretBytes& passphrase, KeyScope scope = KeyScope::coded_and_identities,
                     const std::string& actor = {});
  // A new slot for the old one, in one step; returns its number.
  int change_passphrase(int slot, const SecretBytes& passphrase);
  void remove_key(int slot);
  std::vector<SecretBytes> make_recovery_shares(const SharePlan& plan);

 private:
  std::unique_ptr<CaseState> state_;
};

}  // namespace hearim
