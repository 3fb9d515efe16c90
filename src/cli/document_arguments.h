// What every verb that reads documents asks: which files, their date and language, threads.
#pragma once

#include <string>

#include "steps/read_files.h"

namespace CLI {
class App;
}

namespace hearim {

struct DocumentArguments {
  ReadFilesRequest request;
  std::string date, language;
  std::string corrections;  // a file
  std::string names;        // a file
  int threads = 0;

  void add_to(CLI::App& verb);
  void settle();  // fills the request; throws Error(invalid_input)
  int thread_count() const;
};

// Says on standard error what went wrong with one file. Returns its exit status.
int complain_of_file(const Error& error);

}  // namespace hearim
