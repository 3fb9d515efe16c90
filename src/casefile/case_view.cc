// That somebody looked at what names people: docs/formats/case.md, "The custody log".
#include "casefile/case_state.h"
#include "hearim/error.h"

namespace hearim {

void Case::enter_view(const std::string& object) {
  if (!state_ || !state_->database) throw Error(ErrorCode::invalid_input, "the case is closed");
  if (state_->keys.identities.empty())
    throw Error(ErrorCode::refused, "this key does not open what names people", {},
                "ask somebody whose key does; hearim key CASE lists them");
  log_alone(*state_, {.action = "rows-viewed", .object = object});
}

}  // namespace hearim
