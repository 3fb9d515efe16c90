// Standard output as a person or a pipe sees it.
#pragma once

#include <string>

namespace hearim {

// Columns of the terminal, 60 to 100; 80 where it is none.
int terminal_columns();

// Writes all of it to standard output. A reader that has gone away (| head) has seen enough; any
// other failure throws Error(io).
void print_answer(const std::string& text);

}  // namespace hearim
