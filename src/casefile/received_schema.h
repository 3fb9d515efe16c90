// The tables of what came in, since version 2: docs/formats/case.md, "What came in".
#pragma once

#include <string_view>

namespace hearim {

inline constexpr std::string_view kReceivedSchema = R"sql(
CREATE INDEX item_by_blob ON item(blob);

CREATE TABLE intake(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  begun TEXT NOT NULL,
  request BLOB NOT NULL,
  salt BLOB NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ledger_line(
  id INTEGER PRIMARY KEY,
  intake INTEGER NOT NULL REFERENCES intake(id),
  place BLOB NOT NULL,
  inside INTEGER REFERENCES ledger_line(id),
  member INTEGER NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 3),
  item INTEGER REFERENCES item(id),
  reason TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified TEXT NOT NULL,
  salt BLOB,
  commitment BLOB NOT NULL,
  under_way INTEGER NOT NULL,
  CHECK ((item IS NULL) = (outcome = 3))
) STRICT;

CREATE TABLE ledger_batch(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  salt BLOB NOT NULL
) STRICT;

CREATE TABLE list(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  item INTEGER NOT NULL REFERENCES item(id),
  name TEXT NOT NULL,
  columns BLOB NOT NULL,
  how_read TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  rejected_count INTEGER NOT NULL,
  salt BLOB NOT NULL
) STRICT;

CREATE TABLE list_block(
  list INTEGER NOT NULL REFERENCES list(id) DEFERRABLE INITIALLY DEFERRED,
  first_row INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  rejected_count INTEGER NOT NULL,
  rows BLOB NOT NULL,
  PRIMARY KEY (list, first_row)
) STRICT;

CREATE TABLE text(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  item INTEGER NOT NULL REFERENCES item(id),
  tool TEXT NOT NULL,
  content BLOB NOT NULL,
  map_format TEXT NOT NULL,
  map BLOB NOT NULL,
  salt BLOB NOT NULL
) STRICT;

CREATE INDEX text_by_item ON text(item);
)sql";

}  // namespace hearim
