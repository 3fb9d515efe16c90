// How much memory this machine has, and a last guard against using more than it has.
#pragma once

#include <cstdint>

namespace hearim {

// Bytes of physical memory, or of the control group's limit where that is less; 0 if unknown.
std::uint64_t machine_memory_bytes();

// From now on an allocation that would take the process over the machine's memory fails, and is
// reported, instead of having the system end some process. Does nothing under sanitizers, whose
// own tables are larger than any machine.
void limit_to_machine_memory();

}  // namespace hearim
