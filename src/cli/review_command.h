// hearim review: doubtful pairs laid before a person, one key each.
#pragma once

#include <functional>

#include "hearim/run.h"

namespace CLI {
class App;
}  // namespace CLI

namespace hearim {

void add_review_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);

}  // namespace hearim
