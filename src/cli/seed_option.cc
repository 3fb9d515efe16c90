#include "cli/seed_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>

namespace hearim {

void add_seed_option(CLI::App& verb, std::uint64_t& seed) {
  verb.add_option("--seed", seed, "Of the random numbers; the same seed, the same answer")
      ->check([](const std::string& text) {  // a sign would wrap around
        return text.find_first_not_of("0123456789") == std::string::npos
                   ? std::string()
                   : fmt::format("expected a whole number from 0 to 2^64 - 1, got '{}'", text);
      })
      ->capture_default_str();
}

}  // namespace hearim
