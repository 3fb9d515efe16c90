// How the lists overlap: each column is one combination of lists and how many people are on exactly
// those; each row is a list and its size.
// Source: A. Lex, N. Gehlenborg, H. Strobelt, R. Vuillemot & H. Pfister, IEEE Transactions on
// Visualization and Computer Graphics 20 (2014) 1983-1992.
#pragma once

#include "hearim/capture_table.h"
#include "report/svg.h"

namespace hearim {

struct UpsetOptions {
  double width = 720;
  int pattern_max = 40;  // fewer where the width does not hold them; the rest is counted in words
  int list_max = 24;     // the largest; the others share one row
};

Markup upset_chart(const CaptureTable& table, const UpsetOptions& options);

}  // namespace hearim
