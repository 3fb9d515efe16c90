// A sheet of a workbook (xlsx, ods) as a list: every row as received, rejected ones with their
// reason.
//
// The row that names the columns is the first one that holds more than one cell; a title alone
// above it is said and is no row. A row of the list has the number of its row in the sheet as
// `line`, counted from 1 as programs show it; its `offset` and `size_bytes` are its bytes in the
// text that was made of the workbook (UTF-8, cells parted by tabs), whose map leads to the cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "hearim/case.h"
#include "hearim/convert.h"
#include "steps/list_of_item.h"

namespace hearim {

// `text`: the number of the workbook's text in the case. REQUIRES: sheet < workbook.sheets.size().
ListOfItem add_list_of_sheet(CaseWork& work, std::int64_t item, std::int64_t text,
                             const Conversion& workbook, std::size_t sheet);

// The text that the rows of a list lie in, for a list of a sheet; 0: they lie in the item.
std::int64_t text_of_list(const List& list);

}  // namespace hearim
