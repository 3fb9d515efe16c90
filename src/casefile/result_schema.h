// The table of what steps made from what the case holds, since version 4: docs/formats/case.md,
// "Results".
#pragma once

#include <string_view>

namespace hearim {

inline constexpr std::string_view kResultSchema = R"sql(
CREATE TABLE result(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  step TEXT NOT NULL,
  subject TEXT NOT NULL,
  made_with TEXT NOT NULL,
  content BLOB NOT NULL,
  salt BLOB NOT NULL,
  stale TEXT
) STRICT;

CREATE INDEX result_by_subject ON result(step, subject, id);

CREATE TABLE result_input(
  result INTEGER NOT NULL REFERENCES result(id),
  input TEXT NOT NULL,
  PRIMARY KEY (result, input)
) STRICT, WITHOUT ROWID;

CREATE INDEX result_input_by_input ON result_input(input);

CREATE INDEX judgement_by_about ON judgement(about);
)sql";

}  // namespace hearim
