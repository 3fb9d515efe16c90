// What a unit of work is made of. Only casefile includes this.
#pragma once

#include <optional>
#include <vector>

#include "casefile/case_state.h"
#include "casefile/compressed.h"
#include "hearim/error.h"

namespace hearim {

struct CaseWork::State {
  explicit State(CaseState& case_state)
      : owner(case_state),
        transaction(case_state.database ? *case_state.database : closed()),
        log(case_state.log) {}

  static Database& closed() { throw Error(ErrorCode::invalid_input, "the case is closed"); }

  CaseState& owner;
  Transaction transaction;
  MerkleFrontier log;
  std::vector<Sha256Digest> new_files;  // named, but not yet referred to by anything committed
  bool committed = false;

  // Ledger lines that no entry of the log speaks of yet.
  std::int64_t first_line = 0, last_line = 0;
  Sha256 line_commitments;

  std::optional<Compressor> compressor;  // of texts, made when it is needed
};

// Sorts them and leaves each once. Throws Error(not_found) for one that does not stand().
void check_inputs(Database& database, const std::string& folder, std::vector<std::string>& inputs);
// Throws Error(not_found) when there is no such item, or no more.
void require_item(Database& database, std::int64_t id);
// Enters the lines of this unit in the log: once, before it is committed.
void log_ledger_lines(CaseWork::State& work);

}  // namespace hearim
