// Resamples and jackknife of a table, each put through the whole procedure, selection included.
#pragma once

#include <span>
#include <vector>

#include "estimate/bca_interval.h"
#include "estimate/loglinear_procedure.h"

namespace hearim {

struct LoglinearResamples {
  std::vector<double> replicates;         // N of each resample; +infinity where it has no estimate
  std::vector<JackknifeValue> jackknife;  // one per seen history
  int replicates_infinite = 0;
  double jackknife_infinite = 0;  // people
};

// Multinomial resamples of the observed people; resample i uses the stream ("loglinear-bootstrap",
// i). REQUIRES: table.observed() >= 1.
LoglinearResamples resample_loglinear(const CaptureTable& table,
                                      const LoglinearProcedure& procedure, int resamples,
                                      const Run& run);

}  // namespace hearim
