#include "casefile/backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/check.h"
#include "casefile/case_verify.h"
#include "casefile/encrypted_file.h"
#include "casefile/schema.h"
#include "casefile/tar_writer.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kMark = "hearim-backup", kMarkText = "1\n", kSums = "sums";
constexpr std::size_t kBlock = 512, kPiece = 1 << 18;
constexpr std::uint64_t kSumsMax = std::uint64_t{1} << 30;

[[noreturn]] void damaged(const std::string& path, std::string what) {
  throw Error(ErrorCode::corrupt, std::move(what), {.file = path}, "use another backup");
}

std::string names_of(const std::map<std::string, Sha256Digest>& sums) {
  std::string text;
  for (const auto& [name, sum] : sums) text += to_hex(sum) + "  " + name + "\n";
  return text;
}

bool is_hex_name(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Only the names that a case has: a backup cannot write anywhere else.
bool belongs_in_case(std::string_view name) {
  if (name == kKeyFileName || name == kDatabaseName) return true;
  const auto slash = name.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view folder = name.substr(0, slash), inside = name.substr(slash + 1);
  if (folder == kBlobFolder) return is_hex_name(inside);
  if (folder != kCheckpointFolder || !inside.ends_with(".note")) return false;
  const std::string_view stem = inside.substr(0, inside.size() - 5);
  return stem == "latest" || (stem.size() >= 12 && stem.size() <= 20 &&
                              stem.find_first_not_of("0123456789") == std::string_view::npos);
}

// The files of a case whose log is empty, as they go into a backup.
std::vector<std::string> files_of(const CaseState& state) {
  std::vector<std::string> names{std::string(kKeyFileName), std::string(kDatabaseName)};
  for (const std::string_view folder : {kCheckpointFolder, kBlobFolder})
    for (const std::string& name : state.files->list_folder(state.path(folder))) {
      std::string inside = std::string(folder) + "/" + name;
      if (belongs_in_case(inside)) names.push_back(std::move(inside));  // not *.new, incoming-*
    }
  return names;
}

// Reads a backup from its beginning: names, sizes, bytes. As strict as TarWriter is plain.
class BackupReader {
 public:
  BackupReader(FileSystem& files, std::string path)
      : path_(std::move(path)), file_(files.open(path_, OpenMode::read)) {
    std::string mark;
    if (next() != kMark || size() != kMarkText.size()) damaged(path_, "is not a backup of a case");
    read([&](ByteView bytes) { mark += text_of(bytes); });
    if (mark != kMarkText) damaged(path_, "is a backup of an unknown version");
  }

  // Empty at the end.
  std::string next() {
    std::array<std::uint8_t, kBlock> header{};
    if (file_->read_at(offset_, header) != kBlock) damaged(path_, "is cut short");
    offset_ += kBlock;
    if (std::all_of(header.begin(), header.end(), [](std::uint8_t byte) { return byte == 0; }))
      return {};
    unsigned sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) sum += i >= 148 && i < 156 ? ' ' : header[i];
    if (number(header, 148, 6) != sum || header[156] != '0')
      damaged(path_, fmt::format("is damaged at byte {}", offset_ - kBlock));
    size_ = 0;
    if (header[124] == 0x80)
      for (int i = 0; i < 8; ++i) size_ = size_ << 8 | header[128 + i];
    else
      size_ = number(header, 124, 11);
    if (size_ > file_->size_bytes()) damaged(path_, "is cut short");
    return {header.begin(), std::find(header.begin(), header.begin() + 100, 0)};
  }
  std::uint64_t size() const { return size_; }

  void read(const ByteSink& sink) {
    ByteBuffer piece(kPiece);
    for (std::uint64_t left = size_; left > 0;) {
      const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece));
      if (file_->read_at(offset_, std::span(piece).first(wanted)) != wanted)
        damaged(path_, "is cut short");
      sink(ByteView(piece).first(wanted));
      offset_ += wanted;
      left -= wanted;
    }
    offset_ += (kBlock - size_ % kBlock) % kBlock;
  }

 private:
  std::uint64_t number(const std::array<std::uint8_t, kBlock>& header, std::size_t at,
                       std::size_t width) const {
    std::uint64_t value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
      if (header[i] < '0' || header[i] > '7') damaged(path_, "is damaged: a number is none");
      value = value << 3 | static_cast<std::uint64_t>(header[i] - '0');
    }
    return value;
  }

  std::string path_;
  std::unique_ptr<File> file_;
  std::uint64_t offset_ = 0, size_ = 0;
};

// Reads a backup to its end, giving each file's bytes to `begin(name)`'s sink, and compares with
// the sums at its end. Returns how many files there were.
template <typename Begin>
std::uint64_t read_backup(FileSystem& files, const std::string& path, const Run& run, Begin begin) {
  BackupReader reader(files, path);
  std::map<std::string, Sha256Digest> sums;
  for (std::string name = reader.next(); name != kSums; name = reader.next()) {
    run.stop_if_cancelled();
    if (name.empty()) damaged(path, "has no sums at its end: it was not finished");
    if (!belongs_in_case(name) || sums.contains(name))
      damaged(path, fmt::format("holds {}, which does not belong there", name));
    Sha256 hash;
    const ByteSink sink = begin(name, reader.size());
    reader.read([&](ByteView bytes) {
      hash.update(text_of(bytes));
      sink(bytes);
    });
    sums.emplace(name, hash.finish());
  }
  if (reader.size() > kSumsMax) damaged(path, "has sums without end");
  std::string said;
  reader.read([&](ByteView bytes) { said += text_of(bytes); });
  if (said != names_of(sums))
    damaged(path, "is damaged: its files are not those that were written");
  if (!reader.next().empty()) damaged(path, "goes on after its end");
  if (!sums.contains(std::string(kKeyFileName)) || !sums.contains(std::string(kDatabaseName)))
    damaged(path, "holds no case");
  return sums.size();
}

}  // namespace

BackupReceipt write_backup(CaseState& state, const std::string& path, const Run& run) {
  CHECK(!state.work_under_way);
  FileSystem& files = *state.files;
  if (files.exists(path))
    throw Error(ErrorCode::conflict, "exists already", {.file = path}, "choose another name");
  // Everything into the database file, so that it is all there is.
  state.database->run("PRAGMA wal_checkpoint(TRUNCATE)");
  DatabaseFile database(files, state.path(kDatabaseName), OpenMode::read, *state.cipher,
                        state.tuning.fault);
  if (const auto blocks = database.damaged_blocks(); !blocks.empty())
    throw Error(ErrorCode::corrupt,
                fmt::format("block {} is not as it was written; a backup of it would be worth "
                            "nothing",
                            blocks.front()),
                {.file = state.path(kDatabaseName)}, "restore the case from an older backup");

  const std::string staged = path + ".new";
  BackupReceipt receipt;
  std::map<std::string, Sha256Digest> sums;
  try {
    Sha256 whole;
    const auto out = files.open(staged, OpenMode::create_or_open);
    out->truncate(0);
    TarWriter tar([&](ByteView bytes) {
      whole.update(text_of(bytes));
      out->write_at(receipt.size_bytes, bytes);
      receipt.size_bytes += bytes.size();
    });
    tar.add(kMark, view_of(kMarkText));
    const std::vector<std::string> names = files_of(state);
    ByteBuffer piece(kPiece);
    for (const std::string& name : names) {
      const auto file = files.open(state.path(name), OpenMode::read);
      const std::uint64_t size = file->size_bytes();
      tar.begin(name, size);
      Sha256 hash;
      for (std::uint64_t at = 0; at < size; at += kPiece) {
        run.stop_if_cancelled();
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, size - at));
        if (file->read_at(at, std::span(piece).first(wanted)) != wanted)
          throw Error(ErrorCode::io, "became shorter while it was read", {.file = name});
        hash.update(text_of(ByteView(piece).first(wanted)));
        tar.write(ByteView(piece).first(wanted));
      }
      sums.emplace(name, hash.finish());
      if (run.progress) run.progress("files", sums.size(), 2 * names.size());
    }
    tar.add(kSums, view_of(names_of(sums)));
    tar.finish();
    out->sync();
    receipt.sha256 = whole.finish();
    std::uint64_t seen = names.size();
    receipt.file_count =
        read_backup(files, staged, run, [&](const std::string&, std::uint64_t) -> ByteSink {
          if (run.progress) run.progress("files read back", ++seen, 2 * names.size());
          return [](ByteView) {};
        });
    // read_backup() compared with the sums in the file; these are the sums of what was read.
    CHECK(receipt.file_count == sums.size());
    if (files.exists(path))
      throw Error(ErrorCode::conflict, "exists already", {.file = path}, "choose another name");
    files.rename(staged, path);
    files.sync_folder(folder_of(path));
  } catch (const Error&) {
    try {
      if (files.exists(staged)) files.remove(staged);
    } catch (...) {
      // Left behind, and named so that nobody takes it for a backup.
    }
    throw;
  }
  return receipt;
}

std::unique_ptr<CaseState> restore_backup(FileSystem& files, const std::string& backup,
                                          const std::string& folder, const CaseOptions& options,
                                          const CaseTuning& tuning, const Run& run) {
  if (files.exists(folder))
    throw Error(ErrorCode::conflict, "exists already", {.file = folder},
                "a backup is never restored over something; choose another name");
  const std::string staging = folder + ".being-made";
  if (files.exists(staging)) remove_case_folder(files, staging);  // of an interrupted one
  files.make_folder(staging);
  try {
    for (const std::string_view inside : {kBlobFolder, kCheckpointFolder})
      files.make_folder(staging + "/" + std::string(inside));
    files.open(staging + "/" + std::string(kLockName), OpenMode::create_new)->sync();
    std::unique_ptr<File> file;
    std::uint64_t at = 0, done = 0;
    const auto finish = [&] {
      if (file) file->sync();
    };
    const std::uint64_t file_count =
        read_backup(files, backup, run, [&](const std::string& name, std::uint64_t) -> ByteSink {
          finish();
          if (run.progress) run.progress("files", done++, 0);
          file = files.open(staging + "/" + name, OpenMode::create_new);
          at = 0;
          return [&](ByteView bytes) {
            file->write_at(at, bytes);
            at += bytes.size();
          };
        });
    finish();
    file.reset();
    for (const std::string_view inside : {kBlobFolder, kCheckpointFolder})
      files.sync_folder(staging + "/" + std::string(inside));
    {
      auto state = open_case_state(files, staging, options, tuning);
      const CaseVerification found = verify_case(*state, {}, run);
      if (!found.holds())
        throw Error(ErrorCode::corrupt,
                    fmt::format("the case in it does not hold: {}", found.findings.front()),
                    {.file = backup}, "use another backup");
      log_alone(*state, {.action = "case-restored",
                         .object = "case",
                         .parameters = fmt::format("{} files", file_count)});
      state->database->close();
      state->database.reset();
    }
    files.sync_folder(staging);
    if (files.exists(folder))
      throw Error(ErrorCode::conflict, "exists already", {.file = folder}, "choose another name");
    files.rename(staging, folder);
    files.sync_folder(folder_of(folder));
  } catch (const Error&) {
    remove_case_folder(files, staging);
    throw;
  }
  return open_case_state(files, folder, options, tuning);
}

void upgrade_schema(CaseState& state, int from) {
  CHECK(from >= 1 && from < kSchemaVersion);
  std::string path = fmt::format("{}.before-format-{}.backup", state.folder, kSchemaVersion);
  for (int again = 2; state.files->exists(path); ++again)
    path = fmt::format("{}.before-format-{}-{}.backup", state.folder, kSchemaVersion, again);
  const BackupReceipt backup = write_backup(state, path, Run{});
  Transaction transaction(*state.database);
  for (int step = from; step < kSchemaVersion; ++step) state.database->run(kSchemaSteps[step]);
  state.database->run(fmt::format("PRAGMA user_version={}", kSchemaVersion));
  MerkleFrontier log = state.log;
  append_entry(state, log,
               {.action = "case-upgraded",
                .object = "case",
                .parameters = fmt::format("format {} to {}; backup SHA-256 {}", from,
                                          kSchemaVersion, to_hex(backup.sha256))});
  commit_log(state, transaction, log);
}

}  // namespace hearim
