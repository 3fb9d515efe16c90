#include "steps/export_files.h"

#include <cerrno>
#include <system_error>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {

ExportFile::ExportFile(ExportFiles& files, std::string name) : files_(files) {
  about_.name = std::move(name);
  file_.reset(std::fopen(files.folder_.path_of(about_.name).c_str(), "wbx"));
  if (!file_)
    throw Error(ErrorCode::io, "cannot be written: " + std::generic_category().message(errno),
                {.file = files.shown_}, "nothing was written");
}

void ExportFile::write(std::string_view bytes) {
  CHECK(file_ != nullptr);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
    throw Error(ErrorCode::io, "could not be written: " + std::generic_category().message(errno),
                {.file = files_.shown_}, "nothing was written");
  hash_.update(bytes);
  about_.size_bytes += bytes.size();
}

void ExportFile::row(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    line += cell;
  }
  write(line + '\n');
  if (!header_) ++about_.row_count;
  header_ = false;
}

void ExportFile::finish() {
  if (std::fclose(file_.release()) != 0)
    throw Error(ErrorCode::io, "could not be written: " + std::generic_category().message(errno),
                {.file = files_.shown_}, "nothing was written");
  about_.sha256 = to_hex(hash_.finish());
  files_.all_.push_back(std::move(about_));
}

}  // namespace hearim
