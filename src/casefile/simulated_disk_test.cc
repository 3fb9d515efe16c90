#include "casefile/simulated_disk.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kSectorSize = 512;

struct PendingWrite {
  bool truncates = false;
  std::uint64_t offset = 0;  // or the new size
  ByteBuffer bytes;
};

struct Node;
using NodePointer = std::shared_ptr<Node>;

struct Node {
  bool is_folder = false;
  // A file: what a reader sees, what is surely on the disk, and what came since.
  ByteBuffer current, durable;
  std::vector<PendingWrite> pending;
  // A folder, likewise; what came since is kept for the whole disk, for a rename touches two.
  std::map<std::string, NodePointer> names, durable_names;
};

struct NameChange {
  struct Edit {
    NodePointer folder;
    std::string name;
    NodePointer node;  // null: the name goes
  };
  std::vector<Edit> edits;  // all or none
};

void write_into(ByteBuffer& bytes, const PendingWrite& write) {
  if (write.truncates) {
    bytes.resize(write.offset);
    return;
  }
  if (bytes.size() < write.offset + write.bytes.size())
    bytes.resize(write.offset + write.bytes.size());
  std::copy(write.bytes.begin(), write.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(write.offset));
}

void edit_names(const NameChange::Edit& edit, std::map<std::string, NodePointer>& names) {
  if (edit.node)
    names[edit.name] = edit.node;
  else
    names.erase(edit.name);
}

// How a power cut treats what is pending; drawn once per cut, so that the pure cases come often.
enum class Mood { drop_all, keep_all, keep_prefix, keep_some, tear_some };

Mood draw_mood(Rng& rng) { return static_cast<Mood>(rng.below(5)); }

ByteBuffer surviving_bytes(const Node& file, Mood mood, Rng& rng) {
  ByteBuffer bytes = file.durable;
  std::vector<PendingWrite> writes = file.pending;
  if (mood == Mood::keep_prefix) {
    writes.resize(rng.below(writes.size() + 1));
    mood = Mood::keep_all;
  } else if ((mood == Mood::keep_some || mood == Mood::tear_some) && rng.below(4) == 0) {
    for (std::size_t i = writes.size(); i > 1; --i) std::swap(writes[i - 1], writes[rng.below(i)]);
  }
  const bool rubbish = rng.below(2) == 0;
  const auto grow = [&](std::uint64_t size) {
    while (bytes.size() < size)
      bytes.push_back(rubbish ? static_cast<std::uint8_t>(rng()) : std::uint8_t{0});
  };
  for (const PendingWrite& write : writes) {
    const std::uint64_t fate = mood == Mood::drop_all ? 0
                               : mood == Mood::keep_all
                                   ? 1
                                   : rng.below(mood == Mood::keep_some ? 2 : 4);
    if (fate == 0) continue;
    if (fate == 1 || write.truncates) {
      if (!write.truncates) grow(write.offset);
      write_into(bytes, write);
      continue;
    }
    if (fate == 2) {  // a prefix, to the byte
      PendingWrite part = write;
      part.bytes.resize(rng.below(write.bytes.size() + 1));
      grow(write.offset);
      write_into(bytes, part);
      continue;
    }
    // Some sectors; the file has grown all the same.
    grow(write.offset + write.bytes.size());
    for (std::size_t begin = 0; begin < write.bytes.size();) {
      const std::size_t to_boundary = kSectorSize - (write.offset + begin) % kSectorSize;
      const std::size_t end = std::min(write.bytes.size(), begin + to_boundary);
      if (rng.below(2) == 0)
        std::copy(write.bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                  write.bytes.begin() + static_cast<std::ptrdiff_t>(end),
                  bytes.begin() + static_cast<std::ptrdiff_t>(write.offset + begin));
      begin = end;
    }
  }
  return bytes;
}

}  // namespace

struct SimulatedDisk::State {
  explicit State(std::uint64_t seed) : rng(seed, "disk", 0), root(std::make_shared<Node>()) {
    root->is_folder = true;
  }

  Rng rng;
  NodePointer root;
  std::vector<NameChange> pending_names;
  std::set<std::string> locked;

  std::uint64_t operations = 0;
  std::uint64_t cut_at = 0;
  bool power_is_off = false;
  std::uint64_t failing_at = 0;
  Failure failure = Failure::io;
  bool failure_stays = false;
  bool has_failed = false;
  std::uint64_t bytes_max = 0;

  // Counts an operation. Returns whether the power goes in it: then it is done, in part, and
  // throws; a failure that was planned is thrown here.
  void begin_operation(const std::string& path) {
    if (power_is_off) throw PowerCut{};
    ++operations;
    if (cut_at != 0 && operations >= cut_at) power_is_off = true;
    if (fails_now() && failure != Failure::short_write) {
      has_failed = true;
      throw Error(ErrorCode::io,
                  failure == Failure::no_space ? "cannot be written: No space left on device"
                                               : "cannot be used: Input/output error",
                  {.file = path});
    }
  }
  bool fails_now() const {
    return failing_at != 0 &&
           (operations == failing_at || (failure_stays && operations > failing_at));
  }
  void end_operation() const {
    if (power_is_off) throw PowerCut{};
  }

  NodePointer find(const std::string& path) const {
    NodePointer node = root;
    std::size_t begin = 0;
    while (begin < path.size()) {
      std::size_t end = path.find('/', begin);
      if (end == std::string::npos) end = path.size();
      const std::string name = path.substr(begin, end - begin);
      begin = end + 1;
      if (name.empty() || name == ".") continue;
      if (!node->is_folder) return nullptr;
      const auto found = node->names.find(name);
      if (found == node->names.end()) return nullptr;
      node = found->second;
    }
    return node;
  }

  NodePointer folder_for(const std::string& path) const {
    NodePointer folder = find(folder_of(path));
    if (!folder || !folder->is_folder)
      throw Error(ErrorCode::not_found, "its folder is not there", {.file = path});
    return folder;
  }

  static std::string name_in(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
  }

  void change_names(NameChange change) {
    for (const auto& edit : change.edits) edit_names(edit, edit.folder->names);
    pending_names.push_back(std::move(change));
  }

  std::uint64_t bytes_used(const Node& node) const {
    std::uint64_t bytes = node.current.size();
    for (const auto& [name, child] : node.names) bytes += bytes_used(*child);
    return bytes;
  }
};

namespace {

class SimulatedFile : public File {
 public:
  SimulatedFile(SimulatedDisk& disk, SimulatedDisk::State& state, std::string path,
                NodePointer node, OpenMode mode)
      : disk_(disk), state_(state), path_(std::move(path)), node_(std::move(node)), mode_(mode) {}

  std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    state_.begin_operation(path_);
    const ByteBuffer& bytes = node_->current;
    std::size_t got = 0;
    if (offset < bytes.size()) {
      got = std::min<std::size_t>(out.size(), bytes.size() - offset);
      std::memcpy(out.data(), bytes.data() + offset, got);
    }
    state_.end_operation();
    return got;
  }

  void write_at(std::uint64_t offset, ByteView bytes) override {
    CHECK(mode_ != OpenMode::read);
    state_.begin_operation(path_);
    if (disk_.on_write) disk_.on_write(path_, offset, bytes);
    const bool full =
        state_.bytes_max != 0 && offset + bytes.size() > node_->current.size() &&
        state_.bytes_used(*state_.root) + (offset + bytes.size() - node_->current.size()) >
            state_.bytes_max;
    const bool fails = state_.fails_now() || full;
    PendingWrite write{.offset = offset, .bytes = ByteBuffer(bytes.begin(), bytes.end())};
    if (fails) write.bytes.resize(state_.rng.below(bytes.size() + 1));
    write_into(node_->current, write);
    node_->pending.push_back(std::move(write));
    state_.end_operation();
    if (fails) {
      state_.has_failed = true;
      throw Error(ErrorCode::io, "cannot be written: No space left on device", {.file = path_});
    }
  }

  void truncate(std::uint64_t size_bytes) override {
    CHECK(mode_ != OpenMode::read);
    state_.begin_operation(path_);
    PendingWrite write{.truncates = true, .offset = size_bytes, .bytes = {}};
    write_into(node_->current, write);
    node_->pending.push_back(std::move(write));
    state_.end_operation();
  }

  void sync() override {
    try {
      state_.begin_operation(path_);
    } catch (const Error&) {
      // As Linux does: after a failed flush the bytes may be lost, and nobody is told again.
      node_->durable = surviving_bytes(*node_, draw_mood(state_.rng), state_.rng);
      node_->pending.clear();
      throw;
    }
    state_.end_operation();  // the power went before it was done
    node_->durable = node_->current;
    node_->pending.clear();
  }

  std::uint64_t size_bytes() override {
    state_.begin_operation(path_);
    state_.end_operation();
    return node_->current.size();
  }

 private:
  SimulatedDisk& disk_;
  SimulatedDisk::State& state_;
  std::string path_;
  NodePointer node_;
  OpenMode mode_;
};

class SimulatedLock : public FileLock {
 public:
  SimulatedLock(std::set<std::string>& locked, std::string path)
      : locked_(locked), path_(std::move(path)) {
    locked_.insert(path_);
  }
  ~SimulatedLock() override { locked_.erase(path_); }

 private:
  std::set<std::string>& locked_;
  std::string path_;
};

NodePointer deep_copy(const NodePointer& node, std::map<const Node*, NodePointer>& copies) {
  auto& copy = copies[node.get()];
  if (copy) return copy;
  copy = std::make_shared<Node>(*node);
  const NodePointer result = copy;
  for (auto& [name, child] : result->names) child = deep_copy(child, copies);
  for (auto& [name, child] : result->durable_names) child = deep_copy(child, copies);
  return result;
}

void settle(const NodePointer& node) {
  if (node->is_folder) {
    node->durable_names = node->names;
    for (auto& [name, child] : node->names) settle(child);
  } else {
    node->durable = node->current;
    node->pending.clear();
  }
}

}  // namespace

SimulatedDisk::SimulatedDisk(std::uint64_t seed) : state_(std::make_unique<State>(seed)) {}
SimulatedDisk::SimulatedDisk(std::unique_ptr<State> state) : state_(std::move(state)) {}
SimulatedDisk::~SimulatedDisk() = default;

void SimulatedDisk::cut_power_at(std::uint64_t number) {
  state_->operations = 0;
  state_->cut_at = number;
}

void SimulatedDisk::fail_at(std::uint64_t number, Failure failure, bool stays) {
  state_->operations = 0;
  state_->failing_at = number;
  state_->failure = failure;
  state_->failure_stays = stays;
  state_->has_failed = false;
}

void SimulatedDisk::limit_bytes(std::uint64_t bytes_max) {
  state_->bytes_max = bytes_max;
  state_->has_failed = false;
}
std::uint64_t SimulatedDisk::operation_count() const { return state_->operations; }
bool SimulatedDisk::failed() const { return state_->has_failed; }

std::unique_ptr<SimulatedDisk> SimulatedDisk::copy(std::uint64_t seed) const {
  auto state = std::make_unique<State>(seed);
  std::map<const Node*, NodePointer> copies;
  state->root = deep_copy(state_->root, copies);
  settle(state->root);
  return std::unique_ptr<SimulatedDisk>(new SimulatedDisk(std::move(state)));
}

std::unique_ptr<SimulatedDisk> SimulatedDisk::after_power_cut(std::uint64_t seed) const {
  auto state = std::make_unique<State>(seed);
  Rng& rng = state->rng;
  std::map<const Node*, NodePointer> copies;
  state->root = deep_copy(state_->root, copies);
  // Names first: which of the pending changes reached the disk.
  const Mood name_mood = draw_mood(rng);
  for (auto& [original, node] : copies)
    if (node->is_folder) node->names = node->durable_names;
  std::size_t prefix = name_mood == Mood::keep_prefix ? rng.below(state_->pending_names.size() + 1)
                                                      : state_->pending_names.size();
  for (const NameChange& change : state_->pending_names) {
    const bool in_prefix = prefix > 0;
    if (prefix > 0) --prefix;
    const bool kept =
        name_mood == Mood::keep_all || (name_mood == Mood::keep_prefix && in_prefix) ||
        ((name_mood == Mood::keep_some || name_mood == Mood::tear_some) && rng.below(2) == 0);
    if (!kept) continue;
    for (NameChange::Edit edit : change.edits) {
      const NodePointer folder = deep_copy(edit.folder, copies);
      if (edit.node) edit.node = deep_copy(edit.node, copies);
      edit_names(edit, folder->names);
    }
  }
  const Mood mood = draw_mood(rng);
  const std::function<void(const NodePointer&)> resolve = [&](const NodePointer& node) {
    if (!node->is_folder)
      node->current = surviving_bytes(*node, rng.below(3) == 0 ? draw_mood(rng) : mood, rng);
    for (auto& [name, child] : node->names) resolve(child);
  };
  resolve(state->root);
  settle(state->root);
  return std::unique_ptr<SimulatedDisk>(new SimulatedDisk(std::move(state)));
}

std::vector<std::string> SimulatedDisk::file_paths() const {
  std::vector<std::string> paths;
  const std::function<void(const Node&, const std::string&)> visit = [&](const Node& node,
                                                                         const std::string& path) {
    for (const auto& [name, child] : node.names) {
      const std::string inside = path.empty() ? name : path + "/" + name;
      if (child->is_folder)
        visit(*child, inside);
      else
        paths.push_back(inside);
    }
  };
  visit(*state_->root, "");
  return paths;
}

std::vector<std::uint8_t>& SimulatedDisk::bytes_of(const std::string& path) {
  const NodePointer node = state_->find(path);
  CHECK(node && !node->is_folder);
  return node->current;
}

std::unique_ptr<File> SimulatedDisk::open(const std::string& path, OpenMode mode) {
  state_->begin_operation(path);
  NodePointer node = state_->find(path);
  if (node && (node->is_folder || mode == OpenMode::create_new))
    throw Error(ErrorCode::conflict, "exists already", {.file = path});
  if (!node) {
    if (mode == OpenMode::read || mode == OpenMode::read_write)
      throw Error(ErrorCode::not_found, "is not there", {.file = path});
    const NodePointer folder = state_->folder_for(path);
    node = std::make_shared<Node>();
    state_->change_names({{{folder, State::name_in(path), node}}});
  }
  state_->end_operation();
  return std::make_unique<SimulatedFile>(*this, *state_, path, node, mode);
}

bool SimulatedDisk::exists(const std::string& path) {
  state_->begin_operation(path);
  state_->end_operation();
  return state_->find(path) != nullptr;
}

void SimulatedDisk::remove(const std::string& path) {
  state_->begin_operation(path);
  const NodePointer node = state_->find(path);
  if (!node) throw Error(ErrorCode::not_found, "is not there", {.file = path});
  if (!node->names.empty()) throw Error(ErrorCode::io, "is not empty", {.file = path});
  state_->change_names({{{state_->folder_for(path), State::name_in(path), nullptr}}});
  state_->end_operation();
}

void SimulatedDisk::rename(const std::string& from, const std::string& to) {
  state_->begin_operation(to);
  const NodePointer node = state_->find(from);
  if (!node) throw Error(ErrorCode::not_found, "is not there", {.file = from});
  state_->change_names({{{state_->folder_for(from), State::name_in(from), nullptr},
                         {state_->folder_for(to), State::name_in(to), node}}});
  state_->end_operation();
}

void SimulatedDisk::make_folder(const std::string& path) {
  state_->begin_operation(path);
  if (state_->find(path)) throw Error(ErrorCode::conflict, "exists already", {.file = path});
  const NodePointer node = std::make_shared<Node>();
  node->is_folder = true;
  state_->change_names({{{state_->folder_for(path), State::name_in(path), node}}});
  state_->end_operation();
}

void SimulatedDisk::sync_folder(const std::string& path) {
  state_->begin_operation(path);
  state_->end_operation();
  const NodePointer folder = state_->find(path);
  if (!folder) throw Error(ErrorCode::not_found, "is not there", {.file = path});
  std::vector<NameChange> left;
  for (NameChange& change : state_->pending_names) {
    const bool touches =
        std::any_of(change.edits.begin(), change.edits.end(),
                    [&](const NameChange::Edit& edit) { return edit.folder == folder; });
    if (!touches) {
      left.push_back(std::move(change));
      continue;
    }
    for (const auto& edit : change.edits) edit_names(edit, edit.folder->durable_names);
  }
  state_->pending_names = std::move(left);
}

std::vector<std::string> SimulatedDisk::list_folder(const std::string& path) {
  state_->begin_operation(path);
  state_->end_operation();
  const NodePointer folder = state_->find(path);
  if (!folder) throw Error(ErrorCode::not_found, "is not there", {.file = path});
  std::vector<std::string> names;
  for (const auto& [name, node] : folder->names) names.push_back(name);
  return names;
}

std::unique_ptr<FileLock> SimulatedDisk::try_lock(const std::string& path) {
  state_->begin_operation(path);
  state_->end_operation();
  if (state_->locked.contains(path)) return nullptr;
  return std::make_unique<SimulatedLock>(state_->locked, path);
}

namespace {

TEST(SimulatedDisk, what_was_synced_survives_every_power_cut) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SimulatedDisk disk(seed);
    disk.open("a", OpenMode::create_new)->write_at(0, view_of("hello"));
    disk.open("a", OpenMode::read_write)->sync();
    disk.sync_folder(".");
    const auto found = disk.after_power_cut(seed);
    EXPECT_EQ(text_of(read_whole(*found, "a", 100)), "hello");
  }
}

TEST(SimulatedDisk, what_was_not_synced_is_lost_kept_and_torn_over_the_seeds) {
  std::set<std::string> found_contents;
  bool name_lost = false;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SimulatedDisk disk(seed);
    const auto file = disk.open("a", OpenMode::create_new);
    const std::string text(1200, 'x');
    file->write_at(0, view_of(text));
    const auto found = disk.after_power_cut(seed);
    if (!found->exists("a")) {
      name_lost = true;
      continue;
    }
    const ByteBuffer bytes = read_whole(*found, "a", 5000);
    found_contents.insert(bytes.empty()            ? "lost"
                          : text_of(bytes) == text ? "kept"
                          : bytes.size() == 1200   ? "sectors"
                                                   : "prefix");
  }
  EXPECT_TRUE(name_lost);
  EXPECT_EQ(found_contents, (std::set<std::string>{"lost", "kept", "sectors", "prefix"}));
}

TEST(SimulatedDisk, a_rename_is_all_or_nothing) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SimulatedDisk disk(seed);
    disk.open("a", OpenMode::create_new)->sync();
    disk.open("b", OpenMode::create_new)->sync();
    disk.sync_folder(".");
    disk.rename("a", "b");
    const auto found = disk.after_power_cut(seed);
    EXPECT_TRUE(found->exists("b"));
  }
}

TEST(SimulatedDisk, after_the_cut_nothing_works) {
  SimulatedDisk disk(1);
  disk.cut_power_at(2);
  const auto file = disk.open("a", OpenMode::create_new);
  EXPECT_THROW(file->write_at(0, view_of("x")), PowerCut);
  EXPECT_THROW(disk.exists("a"), PowerCut);
}

}  // namespace
}  // namespace hearim
