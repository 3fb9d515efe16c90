// A unit of work: begun, committed, or undone. What can be done in it stands with its subject:
// case_item.cc, case_intake.cc, case_list.cc, case_text.cc, case_judgement.cc, case_identity.cc.
#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"
#include "hearim/error.h"

namespace hearim {

CaseWork::CaseWork(CaseState& state) {
  if (state.work_under_way)
    throw Error(ErrorCode::conflict, "another unit of work is under way in this case");
  state_ = std::make_unique<State>(state);
  state.work_under_way = true;
}

CaseWork::CaseWork(CaseWork&&) noexcept = default;

CaseWork::~CaseWork() {
  if (!state_) return;
  if (state_->committed) return;
  CaseState& owner = state_->owner;
  owner.work_under_way = false;
  for (const Sha256Digest& sha256 : state_->new_files) {
    try {
      owner.blobs->remove(sha256);
    } catch (...) {
      // Stays as a file that nobody has the key of; `verify` remarks on it.
    }
  }
}

void CaseWork::commit() {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  log_ledger_lines(*state_);
  if (!state_->new_files.empty()) owner.blobs->sync_names();
  // A failure from here on may come after the commit; the files stay for what may refer to them.
  state_->new_files.clear();
  commit_log(owner, state_->transaction, state_->log);
  state_->committed = true;
  owner.work_under_way = false;
}

}  // namespace hearim
