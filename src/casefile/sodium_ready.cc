#include "casefile/sodium_ready.h"

#include <sodium.h>

#include "base/check.h"

namespace hearim {

void sodium_ready() { CHECK(sodium_init() >= 0); }

}  // namespace hearim
