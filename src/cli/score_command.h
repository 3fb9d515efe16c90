// `hearim score --gold G FILE`: arguments in, the step called, the table printed.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace hearim {

void add_score_command(CLI::App& app, std::function<int()>& chosen);

}  // namespace hearim
