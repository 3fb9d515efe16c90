// A backup of a case: one file that holds the case's own files as they are, sealed, and can be
// put back whole. docs/formats/case.md, "Backups".
//
// Written beside its name, flushed, read back from the disk and compared, block by block and file
// by file, before it gets the name. Neither writing nor restoring ever overwrites anything.
#pragma once

#include "casefile/case_state.h"

namespace hearim {

// REQUIRES: no work under way. Throws Error(conflict) when `path` exists, Error(corrupt) when the
// case's own files do not authenticate or the backup does not read back as it was written.
BackupReceipt write_backup(CaseState& state, const std::string& path, const Run& run);

// Makes the case `folder` from the backup, checks everything, enters the restoring in the log, and
// only then gives it its name. Throws Error(conflict) when `folder` exists.
std::unique_ptr<CaseState> restore_backup(FileSystem& files, const std::string& backup,
                                          const std::string& folder, const CaseOptions& options,
                                          const CaseTuning& tuning, const Run& run);

// Brings an older case to this program's tables, after a backup beside it.
// REQUIRES: `from` is older than kSchemaVersion.
void upgrade_schema(CaseState& state, int from);

}  // namespace hearim
