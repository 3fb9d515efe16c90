// The files of an export while they are written: into a new folder, hashed on the way.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/new_folder.h"
#include "base/sha256.h"

namespace hearim {

struct ExportedFile {
  std::string name;
  std::uint64_t size_bytes = 0;
  std::string sha256;
  std::uint64_t row_count = 0;  // of CSV, below the header
};

class ExportFiles;

// One file. Throws Error(io). finish() once, last.
class ExportFile {
 public:
  ExportFile(ExportFiles& files, std::string name);
  void write(std::string_view bytes);
  // A line of CSV of cells that are numbers, codes, or made by csv_cell() already.
  void row(const std::vector<std::string>& cells);
  void finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  ExportFiles& files_;
  ExportedFile about_;
  std::unique_ptr<std::FILE, Close> file_;
  Sha256 hash_;
  bool header_ = true;
};

class ExportFiles {
 public:
  explicit ExportFiles(std::string folder) : shown_(folder), folder_(std::move(folder)) {}
  const std::vector<ExportedFile>& all() const { return all_; }
  const std::string& shown() const { return shown_; }
  void commit() { folder_.commit(); }

 private:
  friend class ExportFile;
  std::string shown_;
  NewFolder folder_;
  std::vector<ExportedFile> all_;
};

}  // namespace hearim
