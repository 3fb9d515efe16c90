// What leaves the case is entered in the log before it does.
#include "casefile/case_state.h"
#include "hearim/error.h"

namespace hearim {

bool Case::opens_identities() const { return state_ && !state_->keys.identities.empty(); }

void Case::log_export(std::string_view what) {
  if (!state_ || !state_->database) throw Error(ErrorCode::invalid_input, "the case is closed");
  log_alone(*state_, {.action = "exported", .object = "case", .parameters = std::string(what)});
}

}  // namespace hearim
