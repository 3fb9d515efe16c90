// The jail pushes what it unpacks, the case pulls what it keeps: a queue between two threads turns
// one into the other. It holds a few pieces and no more, so that an archive of any size is
// unpacked no faster than it is kept.
#include "steps/archive_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "hearim/convert.h"
#include "hearim/error.h"
#include "steps/file_source.h"

namespace hearim {
namespace {

constexpr std::size_t kQueueBytesMax = std::size_t{2} << 20;

struct Event {
  enum class Kind { begin, data, end } kind = Kind::begin;
  std::string text;  // name, bytes, or why the member is not whole
  std::string shown_name = {};
  bool is_folder = false;
  std::string refused = {};
};

class EventQueue {
 public:
  // Throws Error(cancelled) once nobody draws any more.
  void push(Event event) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return bytes_ < kQueueBytesMax || abandoned_; });
    if (abandoned_) throw Error(ErrorCode::cancelled, "stopped");
    bytes_ += event.text.size() + sizeof(Event);
    events_.push_back(std::move(event));
    more_.notify_one();
  }

  void close(std::string not_whole, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    not_whole_ = std::move(not_whole);
    failure_ = failure;
    more_.notify_one();
  }

  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    room_.notify_one();
  }

  // Nothing once it is closed and drawn to its end. Throws what the other side failed with.
  std::optional<Event> pop(const Run& run) {
    std::unique_lock lock(mutex_);
    while (events_.empty() && !closed_) {
      run.stop_if_cancelled();
      more_.wait_for(lock, std::chrono::milliseconds(50));
    }
    if (events_.empty()) {
      if (failure_) std::rethrow_exception(failure_);
      return std::nullopt;
    }
    Event event = std::move(events_.front());
    events_.pop_front();
    bytes_ -= event.text.size() + sizeof(Event);
    room_.notify_one();
    return event;
  }

  const std::string& not_whole() const { return not_whole_; }

 private:
  std::mutex mutex_;
  std::condition_variable room_, more_;
  std::deque<Event> events_;
  std::size_t bytes_ = 0;
  bool closed_ = false, abandoned_ = false;
  std::string not_whole_;
  std::exception_ptr failure_;
};

// What is one compressed file has no name for it: "notes.txt.gz" -> "notes.txt". In any other
// archive a name that is missing, or that could not be read, is said to be so.
std::string name_instead(std::string_view archive, std::uint64_t number) {
  archive.remove_prefix(archive.rfind('/') + 1);
  for (const std::string_view ending : {".gz", ".xz", ".bz2", ".zst", ".lzma"})
    if (archive.ends_with(ending) && archive.size() > ending.size())
      return std::string(archive.substr(0, archive.size() - ending.size()));
  return fmt::format("(member {}: no name that can be read)", number);
}

}  // namespace

struct ArchiveMembers::State {
  EventQueue queue;
  CancelToken stop;  // of the unpacking
  Run unpacking;
  const Run* run = nullptr;
  std::string archive_name;
  std::uint64_t number = 0;
  bool in_member = false;
  std::string piece;  // being drawn
  std::size_t drawn = 0;
  std::thread thread;
};

struct ArchiveJail::State {
  Converter converter;
};

namespace {

// Nothing is ever written under these names; but a name that points out of its archive is a sign
// of an attack on somebody, and shown as what it is.
bool leads_out(std::string_view name) {
  if (name.starts_with('/') || name.starts_with('\\')) return true;
  if (name.size() > 1 && name[1] == ':') return true;  // a drive
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find_first_of("/\\", begin), name.size());
    if (name.substr(begin, end - begin) == "..") return true;
    begin = end + 1;
  }
  return false;
}

class QueueSink : public ArchiveSink {
 public:
  explicit QueueSink(EventQueue& queue) : queue_(queue) {}

  void begin(const ArchiveEntry& entry) override {
    Event event{.kind = Event::Kind::begin,
                .text = entry.name_bytes,
                .shown_name = entry.name,
                .is_folder = entry.kind == ArchiveEntry::Kind::folder};
    if (leads_out(entry.name) || leads_out(entry.name_bytes))
      event.refused = "has a name that leads out of the archive";
    else if (entry.kind == ArchiveEntry::Kind::link)
      event.refused = "is a link inside an archive, not followed";
    else if (entry.kind == ArchiveEntry::Kind::other)
      event.refused = "is neither a file nor a folder";
    queue_.push(std::move(event));
  }
  void data(std::string_view bytes) override {
    queue_.push({.kind = Event::Kind::data, .text = std::string(bytes)});
  }
  void end(const std::string& entry_reason) override {
    queue_.push({.kind = Event::Kind::end, .text = entry_reason});
  }

 private:
  EventQueue& queue_;
};

void unpack(Converter& converter, int descriptor, EventQueue& queue, const Run& run) {
  try {
    QueueSink sink(queue);
    const Unpacking done = converter.unpack(descriptor, sink, {}, run);
    queue.close(done.status == ConvertStatus::converted ? "" : done.message, nullptr);
  } catch (...) {
    queue.close("", std::current_exception());
  }
}

}  // namespace

ArchiveMembers::ArchiveMembers(ArchiveJail& jail, int descriptor, std::string_view name,
                               const Run& run)
    : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.run = &run;
  s.archive_name = name;
  s.unpacking.cancel = &s.stop;
  s.thread = std::thread([&s, &converter = jail.state().converter, descriptor] {
    unpack(converter, descriptor, s.queue, s.unpacking);
  });
}

ArchiveJail::ArchiveJail() : state_(std::make_unique<State>()) {}
ArchiveJail::~ArchiveJail() = default;

ArchiveMembers::~ArchiveMembers() {
  state_->stop.cancel();
  state_->queue.abandon();
  if (state_->thread.joinable()) state_->thread.join();
}

std::optional<ArchiveMember> ArchiveMembers::next() {
  State& s = *state_;
  s.in_member = false;
  s.piece.clear();
  while (auto event = s.queue.pop(*s.run)) {
    if (event->kind != Event::Kind::begin) continue;
    ArchiveMember member{.number = ++s.number,
                         .name = std::move(event->text),
                         .shown_name = std::move(event->shown_name),
                         .is_folder = event->is_folder && event->refused.empty(),
                         .refused = std::move(event->refused)};
    if (member.name.empty())
      member.name = member.shown_name = name_instead(s.archive_name, s.number);
    s.in_member = true;
    return member;
  }
  return std::nullopt;
}

std::size_t ArchiveMembers::read(std::span<std::uint8_t> into) {
  State& s = *state_;
  while (s.drawn == s.piece.size()) {
    if (!s.in_member) return 0;
    auto event = s.queue.pop(*s.run);
    if (!event) throw SourceFailure{"is not whole: " + s.queue.not_whole()};
    s.drawn = 0;
    s.piece.clear();
    if (event->kind == Event::Kind::data) {
      s.piece = std::move(event->text);
      continue;
    }
    s.in_member = false;
    if (!event->text.empty()) throw SourceFailure{event->text};
  }
  const std::size_t size = std::min(into.size(), s.piece.size() - s.drawn);
  std::memcpy(into.data(), s.piece.data() + s.drawn, size);
  s.drawn += size;
  return size;
}

const std::string& ArchiveMembers::not_whole() const { return state_->queue.not_whole(); }

}  // namespace hearim
