// A fitted state, described for people: parameters in plain coding, deviance, BIC.
#pragma once

#include <span>

#include "estimate/loglinear_procedure.h"
#include "hearim/loglinear.h"

namespace hearim {

// `terms`: of the model, empty ones too. `state` and `result`: what the procedure left.
LoglinearFit describe_fit(const LoglinearCounts& counts, std::span<const Cell> terms,
                          const LoglinearState& state, const ProcedureResult& result);

}  // namespace hearim
