// What custody needs beside the log: docs/formats/case.md, "People, figures, withdrawals".
#pragma once

#include <string_view>

namespace hearim {

inline constexpr std::string_view kCustodySchema = R"sql(
-- The entry's leaf hash as it was when it was made, so that an entry that was altered later is
-- named. NULL in entries older than this column.
ALTER TABLE custody ADD COLUMN leaf BLOB;

CREATE TABLE actor(
  id INTEGER PRIMARY KEY,
  sequence INTEGER REFERENCES custody(sequence),
  name TEXT NOT NULL UNIQUE,
  salt BLOB NOT NULL
) STRICT;

CREATE TABLE actor_key(
  slot INTEGER PRIMARY KEY,
  actor INTEGER NOT NULL REFERENCES actor(id)
) STRICT;

CREATE TABLE figure(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  made_with TEXT NOT NULL,
  salt BLOB NOT NULL,
  stale TEXT
) STRICT;

CREATE TABLE figure_input(
  figure INTEGER NOT NULL REFERENCES figure(id),
  input TEXT NOT NULL,
  PRIMARY KEY (figure, input)
) STRICT, WITHOUT ROWID;

CREATE INDEX figure_input_by_input ON figure_input(input);
)sql";

}  // namespace hearim
