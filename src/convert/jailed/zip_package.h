// The files of a docx, xlsx, odt or ods, unpacked in memory with limits on bytes and ratio.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "convert/jailed/job.h"

namespace hearim {

struct ZipPackage {
  std::map<std::string, std::string, std::less<>> files;     // those that are wanted
  std::map<std::string, std::uint64_t, std::less<>> others;  // their sizes as stated

  // Empty where it is not there.
  std::string_view file(std::string_view name) const;
};

// Throws ConvertProblem: damaged, encrypted, too_large. A name that comes twice is taken the first
// time, with a remark.
ZipPackage open_zip_package(const Job& job,
                            const std::function<bool(std::string_view name)>& is_wanted);

}  // namespace hearim
