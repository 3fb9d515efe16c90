// What odt and ods share: the package of OpenDocument (ISO/IEC 26300, part 2).
#pragma once

#include "convert/jailed/zip_package.h"

namespace hearim {

// Also writes the metadata and remarks. Throws ConvertProblem: what open_zip_package throws,
// encrypted, damaged (no content.xml).
ZipPackage open_open_document(const Job& job);

}  // namespace hearim
