#include "steps/add_to_case.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/interrupted_call.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "steps/archive_members.h"
#include "steps/converting.h"
#include "steps/file_source.h"
#include "steps/found_files.h"
#include "steps/item_documents.h"
#include "steps/list_of_item.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

constexpr int kTriesOfChangingFile = 3;
constexpr int kArchiveDepthMax = 4;  // archives and messages in one another
constexpr std::size_t kGuessBytes = std::size_t{64} << 10;
// Up to here an archive is handed to the jail from memory, as the case has it; a larger one as the
// file it was found in, so one that lies in another archive is not opened.
constexpr std::uint64_t kArchiveBytesInMemory = std::uint64_t{128} << 20;

// What the ledger knows a found thing by, in 16 bytes: a run of millions of files must remember
// all of them.
using Stamp = std::array<std::uint8_t, 16>;
struct StampHash {
  std::size_t operator()(const Stamp& stamp) const {
    std::size_t hash = 0;
    std::memcpy(&hash, stamp.data(), sizeof hash);
    return hash;
  }
};

void put_led(std::string& text, std::string_view part) {
  text += fmt::format("{}:{},", part.size(), part);
}

Stamp stamp_of(const std::string& place, std::uint64_t size_bytes, const std::string& modified) {
  std::string text;
  put_led(text, place);
  put_led(text, modified);
  const Sha256Digest digest = sha256(text + fmt::format("{}", size_bytes));
  Stamp stamp{};
  std::copy_n(digest.begin(), stamp.size(), stamp.begin());
  return stamp;
}

std::string request_text(const AddRequest& request, const std::vector<FoundFiles::Root>& roots) {
  std::string text = fmt::format("add-2 lists:{} archives:{} texts:{} ", request.read_lists ? 1 : 0,
                                 request.open_archives ? 1 : 0, request.make_texts ? 1 : 0);
  for (const FoundFiles::Root& root : roots) {
    put_led(text, root.given);
    put_led(text, root.resolved);
  }
  return text;
}

// An archive whose members are to be taken.
struct OpenArchive {
  std::int64_t line = 0;
  std::int64_t item = 0;
  std::string place;  // fit to be shown
  int depth = 1;
  std::uint64_t members_before = 0;  // in the ledger from a run that was interrupted
};

// The item's content as an open file that is nowhere but in memory.
FileDescriptor memory_file(const Case& from, std::int64_t item) {
  FileDescriptor file(::memfd_create("", MFD_CLOEXEC));
  from.read_item(item, [&](std::span<const std::uint8_t> bytes) {
    while (file.is_open() && !bytes.empty()) {
      const ssize_t wrote = ::write(file.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) throw Error(ErrorCode::limit, "no memory is left to open an item in");
      bytes = bytes.subspan(static_cast<std::size_t>(wrote));
    }
  });
  if (!file.is_open() || ::lseek(file.get(), 0, SEEK_SET) != 0)
    throw Error(ErrorCode::limit, "no memory is left to open an item in");
  return file;
}

// A file of this size that takes no memory and holds nothing.
FileDescriptor memory_hole(std::uint64_t size_bytes) {
  FileDescriptor file(::memfd_create("", MFD_CLOEXEC));
  if (!file.is_open() || ::ftruncate(file.get(), static_cast<off_t>(size_bytes)) != 0)
    throw Error(ErrorCode::limit, "no memory is left to open an item in");
  return file;
}

class Adding {
 public:
  Adding(Case& into, const AddRequest& request, const Run& run, const BatchLimits& limits)
      : case_(into),
        request_(request),
        run_(run),
        limits_(limits),
        files_(request.paths, request.case_folder),
        documents_(into, {.lists = request.read_lists, .texts = request.make_texts}) {}

  Addition add() {
    begin();
    try {
      while (auto found = files_.next()) {
        run_.stop_if_cancelled();
        account_for(*found);
        open_inner_archives();
      }
      open_inner_archives();
      make_texts();
    } catch (const Error& error) {
      if (error.code() == ErrorCode::cancelled) keep_on_stopping();
      throw;
    }
    documents_.keep_texts(work());
    work().finish_intake(intake_);
    commit();
    return result();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void begin() {
    if (run_.progress) {
      run_.progress("looking", 0, 1);
      const FoundSize size = size_of_files(request_.paths, request_.case_folder);
      total_bytes_ = size.size_bytes;
    }
    const std::string text = request_text(request_, files_.roots());
    for (const Intake& intake : case_.intakes()) {
      if (intake.finished || intake.request != text) continue;
      intake_ = intake.id;
      addition_.continued = true;
      addition_.found_before = intake.found();
    }
    if (intake_ == 0) {
      intake_ = work().begin_intake(text);
      commit();
      return;
    }
    remember();
  }

  // What the interrupted run left: lines, and archives not gone through to their end.
  void remember() {
    std::unordered_map<std::int64_t, std::uint64_t> members;  // of each archive, the last one
    case_.for_each_ledger_line(intake_, [&](const LedgerLine& line) {
      if (line.inside != 0) members[line.inside] = line.member;
    });
    std::unordered_map<std::int64_t, OpenArchive> archives;
    case_.for_each_ledger_line(intake_, [&](const LedgerLine& line) {
      bool is_half_open = line.under_way;
      if (line.item != 0 && !line.under_way && line.reason.empty() &&
          documents_.is_missing(case_, line.item, line.place))
        wait({.item = line.item,
              .place = shown_name(line.place),
              .name = line.place,
              .size_bytes = line.size_bytes});
      if (line.under_way || members.contains(line.id)) {
        OpenArchive archive{.line = line.id, .item = line.item, .place = shown_name(line.place)};
        if (const auto outer = archives.find(line.inside); outer != archives.end()) {
          archive.place = outer->second.place + " > " + archive.place;
          archive.depth = outer->second.depth + 1;
        }
        archive.members_before = members[line.id];
        archives.emplace(line.id, archive);
        if (line.under_way && is_message(line)) {
          wait({.item = line.item,
                .line = line.id,
                .place = archive.place,
                .name = line.place,
                .depth = archive.depth,
                .size_bytes = line.size_bytes,
                .wants_text = documents_.is_missing(case_, line.item, line.place)});
          is_half_open = false;
        } else if (line.under_way && line.inside != 0) {
          inner_archives_.push_back(archive);
        }
      }
      if (line.inside != 0) return;
      const Stamp stamp = stamp_of(line.place, line.size_bytes, line.modified);
      known_.insert(stamp);
      if (is_half_open) half_open_.emplace(stamp, archives.at(line.id));
    });
  }

  bool is_message(const LedgerLine& line) const {
    return guess_document_format(case_.read_item_part(line.item, 0, kGuessBytes), line.place) ==
           DocumentFormat::email;
  }

  CaseWork& work() {
    if (!work_) {
      work_.emplace(case_.begin_work());
      batch_lines_ = batch_bytes_ = 0;
      batch_begun_ = Clock::now();
    }
    return *work_;
  }

  void commit() {
    if (!work_) return;
    documents_.keep_texts(*work_);
    work_->commit();
    work_.reset();
  }

  // Ctrl-C: what is whole is kept; a unit in the middle of a list or a message is not.
  void keep_on_stopping() {
    if (in_middle_)
      work_.reset();
    else
      commit();
  }

  std::int64_t add_line(const LedgerLine& line) {
    CaseWork& kept = work();
    ++batch_lines_;
    return kept.add_ledger_line(line);
  }

  void commit_if_due() {
    if (batch_lines_ >= limits_.lines || batch_bytes_ >= limits_.bytes ||
        Clock::now() - batch_begun_ >= std::chrono::milliseconds(limits_.milliseconds))
      commit();
  }

  void account_for(FoundFile& found) {
    const Stamp stamp = stamp_of(found.place, found.size_bytes, found.modified);
    if (known_.contains(stamp)) {
      done_bytes_ += found.size_bytes;
      const auto half = half_open_.find(stamp);
      if (half != half_open_.end() && found.reason.empty()) open_found_archive(half->second, found);
      return;
    }
    LedgerLine line;
    line.intake = intake_;
    line.place = found.place;
    line.reason = found.reason;
    line.size_bytes = found.size_bytes;
    line.modified = found.modified;
    // A large file is a batch of its own, so that stopping in it costs nothing else.
    if (found.size_bytes >= limits_.bytes) commit();
    Taken taken;
    if (found.reason.empty()) taken = take(found, line);
    const std::int64_t id = keep_line(line, taken, 1);
    commit_if_due();
    if (line.under_way && taken.look.format == DocumentFormat::archive)
      open_found_archive({.line = id, .item = line.item, .place = taken.place}, found);
  }

  // What was just taken: where from, its beginning, and what is to be made of it.
  struct Taken {
    std::string place;  // fit to be shown
    ItemDocuments::Look look;
  };

  // Of an item that was taken into `line` just now: lists and plain texts at once; of what else is
  // to be made of it the line says that more is to come.
  Taken look_at(LedgerLine& line, const std::string& place, std::string_view content, int depth) {
    Taken taken{place, documents_.look(line.item, line.place, content, line.size_bytes)};
    const ItemDocuments::Look& look = taken.look;
    line.reason = look.reason;
    if (look.is_list && !documents_.has_list(line.item)) read_list(place, line);
    if (look.format == DocumentFormat::archive && request_.open_archives) {
      if (depth > kArchiveDepthMax)
        line.reason = "an archive, not opened: it lies in archives more than 4 deep";
      else if (depth > 1 && line.size_bytes > kArchiveBytesInMemory)
        line.reason = "an archive, not opened: it lies in another one and is over 128 MiB";
      else
        line.under_way = true;
    }
    if (look.format == DocumentFormat::email && request_.make_texts) {
      if (depth > kArchiveDepthMax)
        line.reason = "a message, its attachments not taken: it lies in archives more than 4 deep";
      else
        line.under_way = true;
    }
    return taken;
  }

  // The line, and the item among those that wait when there is more to be done with it.
  std::int64_t keep_line(const LedgerLine& line, const Taken& taken, int depth) {
    const std::int64_t id = add_line(line);
    const bool has_attachments = line.under_way && taken.look.format == DocumentFormat::email;
    if (taken.look.waits || has_attachments)
      wait({.item = line.item,
            .line = has_attachments ? id : 0,
            .place = taken.place,
            .name = line.place,
            .depth = depth,
            .size_bytes = line.size_bytes,
            .wants_text = taken.look.waits});
    return id;
  }

  void wait(WaitingDocument document) {
    waiting_bytes_ += document.size_bytes;
    waiting_.push_back(std::move(document));
  }

  void open_found_archive(const OpenArchive& archive, FoundFile& found) {
    if (found.size_bytes <= kArchiveBytesInMemory)
      take_members(archive, memory_file(case_, archive.item).get());
    else
      take_members(archive, found.file.get());
  }

  void open_inner_archives() {
    while (!inner_archives_.empty()) {
      const OpenArchive archive = std::move(inner_archives_.back());
      inner_archives_.pop_back();
      take_members(archive, memory_file(case_, archive.item).get());
    }
  }

  void take_members(const OpenArchive& archive, int descriptor) {
    ArchiveMembers members(jail_, descriptor, archive.place, run_);
    std::uint64_t number = 0;
    while (const auto member = members.next()) {
      number = member->number;
      if (number > archive.members_before && !member->is_folder)
        take_member(archive, *member, members);
    }
    if (!members.not_whole().empty())
      add_line({.intake = intake_,
                .place = number == 0 ? "(all that is in it)" : "(the rest of it)",
                .inside = archive.line,
                .member = number + 1,
                .reason = members.not_whole()});
    work().finish_archive(archive.line);
    commit_if_due();
  }

  void take_member(const OpenArchive& archive, const ArchiveMember& member,
                   ArchiveMembers& members) {
    LedgerLine line;
    line.intake = intake_;
    line.place = member.name;
    line.inside = archive.line;
    line.member = member.number;
    line.reason = member.refused;
    const std::string place = archive.place + " > " + shown_name(member.shown_name);
    Taken taken;
    if (line.reason.empty()) {
      try {
        taken = take_into(line, place, archive.depth + 1,
                          [&](std::span<std::uint8_t> into) { return members.read(into); });
      } catch (const SourceFailure& failure) {
        line.reason = failure.reason;
      }
    }
    keep_inner_line(line, taken, archive.depth + 1);
    commit_if_due();
  }

  // The content of a member or an attachment, which no file has.
  Taken take_into(LedgerLine& line, const std::string& place, int depth, const ByteSource& source) {
    content_.clear();
    const TakenItem taken =
        work().take_item(place, [&](std::span<std::uint8_t> into) -> std::size_t {
          run_.stop_if_cancelled();
          const std::size_t got = source(into);
          remember_content(into.first(got));
          line.size_bytes += got;
          count(got);
          return got;
        });
    line.outcome = taken.duplicate ? Outcome::duplicate : Outcome::taken;
    line.item = taken.item;
    return look_at(line, place, content_, depth);
  }

  void keep_inner_line(const LedgerLine& line, const Taken& taken, int depth) {
    const std::int64_t id = keep_line(line, taken, depth);
    if (line.under_way && taken.look.format == DocumentFormat::archive)
      inner_archives_.push_back(
          {.line = id, .item = line.item, .place = taken.place, .depth = depth});
  }

  // As much as is needed to see what it is, and all of what is decoded at once.
  void remember_content(std::span<const std::uint8_t> bytes) {
    const std::size_t room = ItemDocuments::kContentLookedAt - content_.size();
    content_.append(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), room));
  }

  Taken take(FoundFile& found, LedgerLine& line) {
    const std::string name = shown_name(found.place);
    for (int tries = 1;; ++tries) {
      std::uint64_t read = 0;
      content_.clear();
      try {
        const ByteSource file = source_of_file(found, run_, [&](std::size_t size) {
          read += size;
          count(size);
        });
        const TakenItem taken = work().take_item(name, [&](std::span<std::uint8_t> into) {
          const std::size_t got = file(into);
          remember_content(into.first(got));
          return got;
        });
        line.outcome = taken.duplicate ? Outcome::duplicate : Outcome::taken;
        line.item = taken.item;
        line.size_bytes = found.size_bytes;
        line.modified = found.modified;
        return look_at(line, name, content_, 1);
      } catch (const SourceFailure& failure) {
        done_bytes_ -= read;
        line.reason = failure.reason;
        if (!failure.changed || tries == kTriesOfChangingFile) return {};
        try {
          look_again(found);
        } catch (const SourceFailure& gone) {
          line.reason = gone.reason;
          return {};
        }
      }
    }
  }

  void read_list(const std::string& place, LedgerLine& line) {
    in_middle_ = true;
    const ListOfItem made = add_list_of_item(case_, work(), line.item, line.size_bytes, run_);
    in_middle_ = false;
    if (made.list == 0)
      line.reason = "kept as a file, and not read as a list: " + made.why_not;
    else
      documents_.note_list(line.item, made.list, place);
  }

  // What could not be read at once: each in a jail, kept in the order of being found. What lies in
  // messages may be archives, and those may hold messages.
  void make_texts() {
    if (waiting_.empty()) return;
    commit();
    Converting converting(run_.threads, request_.limits);
    std::deque<WaitingDocument> under_way;
    while (!waiting_.empty() || !under_way.empty()) {
      run_.stop_if_cancelled();
      if (!waiting_.empty() && !converting.is_full()) {
        under_way.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
        begin_converting(converting, under_way.back());
        continue;
      }
      // Woken to see Ctrl-C, and to make durable what is due.
      const auto conversion = converting.take(Clock::now() + std::chrono::milliseconds(50));
      if (conversion) {
        keep_conversion(under_way.front(), *conversion);
        made_bytes_ += under_way.front().size_bytes;
        under_way.pop_front();
        if (run_.progress) run_.progress("reading documents", made_bytes_, waiting_bytes_);
      }
      commit_if_due();
      open_inner_archives();
    }
  }

  // What is larger than the converter takes is not copied: its size alone makes it refuse.
  void begin_converting(Converting& converting, const WaitingDocument& document) {
    const bool is_too_large = document.size_bytes > request_.limits.input_bytes_max;
    converting.begin({.content = is_too_large ? memory_hole(document.size_bytes)
                                              : memory_file(case_, document.item),
                      .name = document.name,
                      .format = guess_document_format(
                          case_.read_item_part(document.item, 0, kGuessBytes), document.name)});
  }

  void keep_conversion(const WaitingDocument& document, const Conversion& conversion) {
    in_middle_ = true;
    if (document.line != 0) {
      std::uint64_t number = 0;
      for (const Attachment& attachment : conversion.attachments)
        take_attachment(document, attachment, ++number);
      if (conversion.reason != ConvertReason::none && conversion.reason != ConvertReason::no_text)
        add_line({.intake = intake_,
                  .place = number == 0 ? "(all that is in it)" : "(the rest of it)",
                  .inside = document.line,
                  .member = number + 1,
                  .reason = conversion.message});
      work().finish_archive(document.line);
    }
    documents_.keep(work(), document, conversion);
    in_middle_ = false;
    ++batch_lines_;
    batch_bytes_ += conversion.text.size();
  }

  void take_attachment(const WaitingDocument& message, const Attachment& attachment,
                       std::uint64_t number) {
    LedgerLine line;
    line.intake = intake_;
    line.place = attachment.name.empty() ? "(part " + attachment.part + ")" : attachment.name;
    line.inside = message.line;
    line.member = number;
    std::string_view rest = attachment.bytes;
    const Taken taken = take_into(line, message.place + " > " + shown_name(line.place),
                                  message.depth + 1, [&](std::span<std::uint8_t> into) {
                                    const std::size_t size = std::min(into.size(), rest.size());
                                    std::memcpy(into.data(), rest.data(), size);
                                    rest.remove_prefix(size);
                                    return size;
                                  });
    keep_inner_line(line, taken, message.depth + 1);
  }

  void count(std::size_t size) {
    batch_bytes_ += size;
    done_bytes_ += size;
    addition_.size_bytes += size;
    if (run_.progress) run_.progress("adding", done_bytes_, std::max(total_bytes_, done_bytes_));
  }

  Addition result() {
    for (const Intake& intake : case_.intakes())
      if (intake.id == intake_) addition_.intake = intake;
    for (List& list : case_.lists()) {
      const auto made = documents_.lists().find(list.id);
      if (made != documents_.lists().end())
        addition_.lists.push_back({std::move(list), made->second});
    }
    addition_.text_count = documents_.text_count();
    return std::move(addition_);
  }

  Case& case_;
  const AddRequest& request_;
  const Run& run_;
  const BatchLimits limits_;
  FoundFiles files_;

  std::int64_t intake_ = 0;
  std::unordered_set<Stamp, StampHash> known_;  // to the ledger, from before
  std::unordered_map<Stamp, OpenArchive, StampHash> half_open_;
  std::vector<OpenArchive> inner_archives_;  // still to be opened
  ArchiveJail jail_;
  std::optional<CaseWork> work_;
  std::uint64_t batch_lines_ = 0, batch_bytes_ = 0;
  Clock::time_point batch_begun_;
  bool in_middle_ = false;  // of a list or a message, which are kept whole or not at all
  std::uint64_t done_bytes_ = 0, total_bytes_ = 0;
  std::string content_;  // of what is being taken, its beginning
  ItemDocuments documents_;
  std::deque<WaitingDocument> waiting_;               // for its text
  std::uint64_t waiting_bytes_ = 0, made_bytes_ = 0;  // of all that waited; of those done
  Addition addition_;
};

}  // namespace

std::uint64_t Addition::row_count() const {
  std::uint64_t count = 0;
  for (const AddedList& added : lists) count += added.list.row_count;
  return count;
}

std::uint64_t Addition::rejected_row_count() const {
  std::uint64_t count = 0;
  for (const AddedList& added : lists) count += added.list.rejected_count;
  return count;
}

Addition add_to_case(Case& into, const AddRequest& request, const Run& run,
                     const BatchLimits& limits) {
  if (request.paths.empty()) throw Error(ErrorCode::invalid_input, "nothing to add was given");
  return Adding(into, request, run, limits).add();
}

}  // namespace hearim
