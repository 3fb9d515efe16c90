#include "steps/claims_files.h"

#include <filesystem>
#include <map>

namespace hearim {

std::vector<ClaimDocument> ClaimsOfFiles::documents() const {
  std::vector<ClaimDocument> out;
  for (std::size_t i = 0; i < readings.size(); ++i)
    out.push_back({names[i], readings[i].document.text, &readings[i].reading});
  return out;
}

ClaimsOfFiles claims_of_files(const ReadFilesRequest& request, const Run& run) {
  ClaimsOfFiles out;
  read_files(request, run, [&](DocumentReading& read) {
    if (read.error)
      out.errors.push_back(*read.error);
    else
      out.readings.push_back(std::move(read));
  });
  std::map<std::string, int> bearers;
  const auto base_name = [](const DocumentReading& read) {
    return std::filesystem::path(read.document.facts.path).filename().string();
  };
  for (const DocumentReading& read : out.readings) ++bearers[base_name(read)];
  for (const DocumentReading& read : out.readings)
    out.names.push_back(bearers[base_name(read)] > 1 ? read.document.facts.path : base_name(read));
  if (out.readings.empty()) return out;
  const std::vector<ClaimDocument> documents = out.documents();
  out.board = find_claims(documents, run);
  return out;
}

}  // namespace hearim
