// The tables of a case: docs/formats/case.md, "Tables". Each version appends a step to upgrade from
// the one before; none is ever edited.
#pragma once

#include <array>
#include <string_view>

#include "casefile/custody_schema.h"
#include "casefile/received_schema.h"
#include "casefile/result_schema.h"
#include "casefile/shortfall_schema.h"

namespace hearim {

inline constexpr std::string_view kSchema = R"sql(
CREATE TABLE setting(
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE custody(
  sequence INTEGER PRIMARY KEY,
  entry BLOB NOT NULL
) STRICT;

CREATE TABLE log_head(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  frontier BLOB NOT NULL
) STRICT;

CREATE TABLE blob(
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  size_bytes INTEGER NOT NULL,
  content BLOB,
  key BLOB,
  CHECK ((content IS NULL) <> (key IS NULL))
) STRICT;

CREATE TABLE item(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  blob INTEGER NOT NULL REFERENCES blob(id),
  content_salt BLOB NOT NULL,
  name TEXT NOT NULL,
  name_salt BLOB NOT NULL
) STRICT;

CREATE TABLE judgement(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  about TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  supersedes INTEGER REFERENCES judgement(id),
  salt BLOB NOT NULL
) STRICT;

CREATE TABLE identity(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  sealed BLOB NOT NULL
) STRICT;
)sql";

// Step i leads from version i to version i + 1.
inline constexpr std::array kSchemaSteps = {kSchema, kCustodySchema, kReceivedSchema, kResultSchema,
                                            kShortfallSchema};
inline constexpr int kSchemaVersion = static_cast<int>(kSchemaSteps.size());

}  // namespace hearim
