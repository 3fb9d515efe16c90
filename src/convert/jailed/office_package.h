// What docx and xlsx share: the Open Packaging Conventions (ISO/IEC 29500-2). Which part is the
// main one, what it refers to, and what the package states of itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "convert/jailed/zip_package.h"

namespace hearim {

struct OfficeRelation {
  std::string id;
  std::string type;    // the last step of its type's name: "footnotes"
  std::string target;  // a part of the package: "word/footnotes.xml"
  bool external = false;
};

struct OfficePackage {
  ZipPackage zip;
  std::string main_part;
  std::vector<OfficeRelation> relations;  // of the main part
};

// Also writes the metadata, and remarks on macros, pictures, and what would have been fetched.
OfficePackage open_office_package(const Job& job);

}  // namespace hearim
