// `hearim read FILE...`: arguments in, the step called, each document's reading printed.
#pragma once

#include <functional>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

void add_read_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);

}  // namespace hearim
