// `hearim link` on plain files: lists in, clusters, pairs and capture tables out (DESIGN section
// 4).
//
// Each file is a list, each row a record. Columns are recognised by their headers or named by the
// user; every column that is not used, and every row that cannot be, is in the result.
// Throws Error with file, line and field, and what read_file_bytes and link_records throw.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hearim/link.h"
#include "table/rejected_row.h"

namespace hearim {

struct LinkFilesRequest {
  std::vector<std::string> paths;
  // Column and type, as the user named them; without any, headers are recognised.
  std::vector<std::pair<std::string, FieldType>> fields = {};
  std::vector<std::string> clean = {};  // lists that hold nobody twice, by file name; "all"
  std::string truth_column = {};
  LinkOptions options = {};
};

struct LinkFiles {
  LinkRecords records;
  std::vector<std::string> columns_unused;  // "file: column"
  std::vector<RejectedRow> rejected_rows;
  std::vector<std::uint32_t> truth;  // empty without a truth column
};

// Reads and types the lists; list names are the files' base names.
LinkFiles read_link_files(const LinkFilesRequest& request, const Run& run);

std::string clusters_csv(const LinkRecords& records, const LinkedClusters& clusters);
std::string pairs_csv(const LinkRecords& records, const Linkage& linkage);
// One table, or with `draws` one for each, told apart by a column `draw`.
std::string capture_csv(const LinkRecords& records, const LinkedClusters& clusters);
std::string capture_csv(const LinkRecords& records,
                        const std::vector<std::vector<CapturePattern>>& draws);

}  // namespace hearim
