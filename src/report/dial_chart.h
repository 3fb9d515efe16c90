// The dial: N as a function of the one assumption that no data can test.
//
// The odds ratio of all lists together is 1 when they have no tie of their own beyond those of
// fewer lists; every other value fits the table as well, and gives another N. The marks stand where
// each method's answer would put the dial.
// Source: S. Aleshin-Guendel, M. Sadinle & J. Wakefield, Biometrics 80 (2024).
#pragma once

#include "hearim/estimate.h"
#include "report/svg.h"

namespace hearim {

struct DialChartOptions {
  double width = 720;
};

bool has_dial(const Dial& dial);
// REQUIRES: has_dial(dial).
Markup dial_chart(const Dial& dial, const DialChartOptions& options);

}  // namespace hearim
