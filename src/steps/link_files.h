// `hearim link` on plain files: lists in, clusters, pairs and capture tables out (DESIGN section
// 4).
//
// Each file is a list, each row a record. Columns are named by the user or recognised; what became
// of every column, every row that could not be used and every value that could not be read is in
// the result.
// Throws Error with file, line and field, and what read_file_bytes and link_records throw.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hearim/link.h"
#include "steps/link_columns.h"
#include "steps/link_settings.h"
#include "table/rejected_row.h"

namespace hearim {

enum class RawRows : std::uint8_t { forget, keep };

struct LinkFilesRequest {
  std::vector<std::string> paths;
  // Column and type, as the user named them; without any, columns are recognised.
  std::vector<std::pair<std::string, FieldType>> fields = {};
  std::vector<std::string> clean = {};  // lists that hold nobody twice, by file name; "all"
  std::string truth_column = {};
  LinkOptions options = {};
  LinkSettings settings = {};
  RawRows raw_rows = RawRows::forget;  // of rows that cannot be used
};

// What is known of a list besides its rows.
struct LinkListFile {
  std::string name = {};
  std::string path = {};
  std::string sha256 = {};
  std::string encoding = {};
  char delimiter = ',';
  std::uint64_t row_count = 0;
  std::uint64_t rejected_count = 0;
  std::uint64_t empty_count = 0;  // records without a value in any field
  std::vector<std::string> notes = {};
};

struct RejectedListRow : RejectedRow {
  std::uint32_t list = 0;
  std::uint64_t row = 0;  // data rows from 1, as in clusters_csv
  std::string raw = {};   // as it stands in the file, decoded
};

// Values that stand for "missing" because they cannot be read as their type.
struct UnreadableValues {
  std::uint32_t list = 0;
  int field = 0;
  std::uint64_t count = 0;
  std::uint64_t first_row = 0;
};

struct LinkFiles {
  LinkRecords records;
  LinkColumns columns = {};
  std::vector<LinkListFile> lists = {};
  std::vector<RejectedListRow> rejected_rows = {};
  std::vector<UnreadableValues> unreadable = {};
  std::vector<std::string> notes = {};    // about the lists and fields as a whole
  std::vector<std::uint32_t> truth = {};  // empty without a truth column
  LinkOptions options = {};               // those of the request, with the rules of the settings
};

// A list, wherever it stands.
struct LinkListInput {
  LinkListFile about;  // name, path, sha256, encoding, delimiter; the rest is filled in
  std::unique_ptr<ListReader> reader;
};

// Reads and types the lists; `request.paths` is not looked at. REQUIRES: names differ, 1 or more.
LinkFiles read_link_lists(std::vector<LinkListInput> lists, const LinkFilesRequest& request,
                          const Run& run);
// The same from the files of the request; list names are the files' base names.
LinkFiles read_link_files(const LinkFilesRequest& request, const Run& run);

// Why rows cannot be used, with how many there are of each.
std::map<std::string, std::uint64_t> rejected_by_reason(const std::vector<RejectedListRow>& rows);

std::string clusters_csv(const LinkRecords& records, const LinkedClusters& clusters);
std::string pairs_csv(const LinkRecords& records, const Linkage& linkage);
// file,row,line,field,reason,content.
std::string rejected_csv(const LinkFiles& files);
// One table, or with `draws` one for each, told apart by a column `draw`.
std::string capture_csv(const LinkRecords& records, const LinkedClusters& clusters);
std::string capture_csv(const LinkRecords& records,
                        const std::vector<std::vector<CapturePattern>>& draws);

}  // namespace hearim
