// What could not be made of items, since version 4: docs/formats/case.md, "Texts".
#pragma once

#include <string_view>

namespace hearim {

inline constexpr std::string_view kShortfallSchema = R"sql(
CREATE TABLE shortfall(
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE REFERENCES custody(sequence),
  item INTEGER NOT NULL REFERENCES item(id),
  tool TEXT NOT NULL,
  why TEXT NOT NULL,
  salt BLOB NOT NULL
) STRICT;

CREATE INDEX shortfall_by_item ON shortfall(item);
)sql";

}  // namespace hearim
