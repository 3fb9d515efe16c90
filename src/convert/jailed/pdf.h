#pragma once

#include "convert/jailed/job.h"

namespace hearim {

// Loads what poppler reads from files (character maps of CJK fonts), so that it is there when no
// file can be opened. Throws std::runtime_error.
void prepare_pdf();
void convert_pdf(const Job& job);

}  // namespace hearim
