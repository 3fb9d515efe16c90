// libsodium must be initialised before its random numbers and its choice of fast code are used.
// Cheap to call again; thread-safe.
#pragma once

namespace hearim {

void sodium_ready();

}  // namespace hearim
