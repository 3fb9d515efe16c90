// The members of an archive, one after the other, their bytes drawn as they are needed. The archive
// is unpacked in the jail of src/convert, in another process, which hands its bytes over; a thread
// of ours takes them from there and waits while nobody draws. Constant memory.
//
// Names and bytes come from an untrusted file. Thread-compatible.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hearim/run.h"

namespace hearim {

// The jail, set up for the first archive and used again for the next.
class ArchiveJail {
 public:
  ArchiveJail();
  ~ArchiveJail();
  struct State;  // internal
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

struct ArchiveMember {
  std::uint64_t number = 0;  // from 1; folders are counted, too
  std::string name;          // bytes, as the archive has them; never a path to be used
  std::string shown_name;    // UTF-8: guessed from bytes that are not
  bool is_folder = false;
  std::string refused;  // why it is not to be taken, from its kind or its name; empty: it can be
};

class ArchiveMembers {
 public:
  // `descriptor`: the archive, open; it and `run` outlive this. One at a time in a jail.
  // `name` is the archive's: a compressed file that holds one member and no name is named by it.
  ArchiveMembers(ArchiveJail& jail, int descriptor, std::string_view name, const Run& run);
  ~ArchiveMembers();
  ArchiveMembers(const ArchiveMembers&) = delete;
  ArchiveMembers& operator=(const ArchiveMembers&) = delete;

  // What is not drawn of the member before is passed over. Throws Error(cancelled, io).
  std::optional<ArchiveMember> next();
  // The bytes of the last one; 0 at its end. Throws SourceFailure when they are not whole.
  std::size_t read(std::span<std::uint8_t> into);

  // After next() returned nothing: why there may be more than that; empty when there is not.
  const std::string& not_whole() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hearim
