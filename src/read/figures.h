// What the speech around a figure says of it: what it counts where the words right behind it do
// not tell, who says it through whom, and the caveat beside it.
//
//   Lenka Dorrin told the Chronicle that at least 240 people ...   Dorrin, via the Chronicle
//   a report by the Brackwater Centre says that 60 percent ...     the Centre, via the report
//   the 300 acknowledged by the army                               the army
//   the number of refugees had more than doubled                   counts refugees
//
// sources[0] is who says it, then whoever passes that on, outwards. `stated` false: nobody is
// named in its sentence, but the one before in the same paragraph had a source. Linear.
#pragma once

#include <string>
#include <vector>

#include "read/speech.h"

namespace hearim {

struct FigureSource {
  std::int32_t who = -1, via = -1;  // actors
  TextSpan cue;
  bool stated = true;
};

struct FigureContext {
  TextSpan counted;  // empty: as before
  TextSpan caveat;
  std::vector<FigureSource> sources;
};

// One for each quantity, in their order.
std::vector<FigureContext> figures_in_context(const StoryView& view,
                                              const std::vector<Actor>& actors,
                                              const Speech& speech,
                                              const std::vector<Quantity>& quantities);

}  // namespace hearim
