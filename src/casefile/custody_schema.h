// What custody needs beside the log: docs/formats/case.md, "People, figures, withdrawals".
#pragma once

#include <string_view>

namespace hearim {

inline constexpr std::string_view kCustodySchema = R"sql(
-- The entry's leaf hash as it was when it was made, so that an entry that was altered later is
-- named. NULL in entries older than this column.
ALTER TABLE custody ADD COLUMN leaf BLOB;
)sql";

}  // namespace hearim
