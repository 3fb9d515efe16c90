#include "hearim/run.h"

#include "hearim/error.h"

namespace hearim {

void Run::stop_if_cancelled() const {
  if (cancel != nullptr && cancel->cancelled())
    throw Error(ErrorCode::cancelled, "stopped; nothing was written");
}

}  // namespace hearim
