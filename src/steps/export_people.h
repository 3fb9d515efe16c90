// The people of a linkage as they may be counted outside: by the lists they are on, of each list,
// in all; small counts left out together with those they would follow from (disclosure_control.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/disclosure_control.h"
#include "steps/case_step.h"
#include "steps/export_files.h"
#include "text/name_mask.h"

namespace hearim {

using SmallCells = std::optional<DisclosureRule>;  // absent: counts go out as they are

class ExportedPeople {
 public:
  // `linkage`: what link_case.h keeps.
  ExportedPeople(const Json& linkage, const NameMask& mask, const SmallCells& rule);

  void write_lists(ExportFiles& files) const;                     // lists.csv
  void write_clusters(ExportFiles& files, const Run& run) const;  // clusters.csv
  void write_capture(ExportFiles& files) const;                   // capture.csv, capture-draws.csv

  // The report of the linkage with its counts as they may be seen.
  Json report() const;
  const ProtectedCell& all() const { return all_; }
  // Whether clusters.csv leaves anything out; how much would count it.
  bool withholds_rows() const;

 private:
  bool is_withheld(std::uint64_t cluster) const;
  std::string header() const;

  const Json& linkage_;
  SmallCells rule_;
  std::vector<std::string> names_;                   // of lists, masked, told apart
  std::vector<std::uint64_t> history_;               // by cluster, from 0; bit l: on list l
  std::map<std::uint64_t, ProtectedCell> patterns_;  // by history
  std::vector<ProtectedCell> people_;                // by list
  ProtectedCell all_;
};

// A count as a cell: empty where it is left out.
std::string shown_count(const ProtectedCell& cell);

}  // namespace hearim
