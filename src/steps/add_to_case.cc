#include "steps/add_to_case.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/sha256.h"
#include "hearim/error.h"
#include "steps/file_source.h"
#include "steps/found_files.h"
#include "steps/list_of_item.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

constexpr int kTriesOfChangingFile = 3;

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
  std::string text = fmt::format("add-1 lists:{} archives:{} ", request.read_lists ? 1 : 0,
                                 request.open_archives ? 1 : 0);
  for (const FoundFiles::Root& root : roots) {
    put_led(text, root.given);
    put_led(text, root.resolved);
  }
  return text;
}

class Adding {
 public:
  Adding(Case& into, const AddRequest& request, const Run& run, const BatchLimits& limits)
      : case_(into),
        request_(request),
        run_(run),
        limits_(limits),
        files_(request.paths, request.case_folder) {}

  Addition add() {
    begin();
    try {
      while (auto found = files_.next()) {
        run_.stop_if_cancelled();
        account_for(*found);
      }
    } catch (const Error& error) {
      if (error.code() == ErrorCode::cancelled) keep_on_stopping();
      throw;
    }
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
    for (const List& list : case_.lists()) items_with_lists_.insert(list.item);
    if (intake_ == 0) {
      intake_ = work().begin_intake(text);
      commit();
      return;
    }
    case_.for_each_ledger_line(intake_, [&](const LedgerLine& line) {
      if (line.inside == 0) known_.insert(stamp_of(line.place, line.size_bytes, line.modified));
    });
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
    work_->commit();
    work_.reset();
  }

  // Ctrl-C: what is whole is kept; a unit in the middle of a list is not.
  void keep_on_stopping() {
    if (in_list_)
      work_.reset();
    else
      commit();
  }

  void add_line(const LedgerLine& line) {
    work().add_ledger_line(line);
    ++batch_lines_;
  }

  void commit_if_due() {
    if (batch_lines_ >= limits_.lines || batch_bytes_ >= limits_.bytes ||
        Clock::now() - batch_begun_ >= std::chrono::milliseconds(limits_.milliseconds))
      commit();
  }

  void account_for(FoundFile& found) {
    if (known_.contains(stamp_of(found.place, found.size_bytes, found.modified))) {
      done_bytes_ += found.size_bytes;
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
    if (found.reason.empty()) take(found, line);
    add_line(line);
    commit_if_due();
  }

  void take(FoundFile& found, LedgerLine& line) {
    const std::string name = shown_name(found.place);
    for (int tries = 1;; ++tries) {
      std::uint64_t read = 0;
      try {
        const TakenItem taken =
            work().take_item(name, source_of_file(found, run_, [&](std::size_t size) {
                               read += size;
                               count(size);
                             }));
        line.outcome = taken.duplicate ? Outcome::duplicate : Outcome::taken;
        line.item = taken.item;
        line.size_bytes = found.size_bytes;
        line.modified = found.modified;
        if (request_.read_lists && is_list_name(found.place) &&
            items_with_lists_.insert(taken.item).second)
          read_list(found, line);
        return;
      } catch (const SourceFailure& failure) {
        done_bytes_ -= read;
        line.reason = failure.reason;
        if (!failure.changed || tries == kTriesOfChangingFile) return;
        try {
          look_again(found);
        } catch (const SourceFailure& gone) {
          line.reason = gone.reason;
          return;
        }
      }
    }
  }

  void read_list(const FoundFile& found, LedgerLine& line) {
    in_list_ = true;
    const ListOfItem made = add_list_of_item(case_, work(), line.item, found.size_bytes, run_);
    in_list_ = false;
    if (made.list == 0)
      line.reason = "kept as a file, and not read as a list: " + made.why_not;
    else
      made_lists_.emplace(made.list, found.place);
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
      const auto made = made_lists_.find(list.id);
      if (made != made_lists_.end()) addition_.lists.push_back({std::move(list), made->second});
    }
    return std::move(addition_);
  }

  Case& case_;
  const AddRequest& request_;
  const Run& run_;
  const BatchLimits limits_;
  FoundFiles files_;

  std::int64_t intake_ = 0;
  std::unordered_set<Stamp, StampHash> known_;  // to the ledger, from before
  std::optional<CaseWork> work_;
  std::uint64_t batch_lines_ = 0, batch_bytes_ = 0;
  Clock::time_point batch_begun_;
  bool in_list_ = false;
  std::uint64_t done_bytes_ = 0, total_bytes_ = 0;
  std::unordered_set<std::int64_t> items_with_lists_;
  std::unordered_map<std::int64_t, std::string> made_lists_;
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
