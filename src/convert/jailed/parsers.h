// The table of formats and the converters that read them. Inside the jail only.
#pragma once

#include "convert/jailed/job.h"

namespace hearim {

void prepare_parsers(JailHello& hello);
void parse_document(const Job& job);  // throws ConvertProblem

}  // namespace hearim
