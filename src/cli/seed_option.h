// --seed, the same for every verb that draws random numbers.
#pragma once

#include <cstdint>

namespace CLI {
class App;
}

namespace hearim {

void add_seed_option(CLI::App& verb, std::uint64_t& seed);

}  // namespace hearim
