// `hearim add`: files, folders, archives and lists into a case, everything found accounted for in
// the case's ledger, in batches that are durable one after the other.
//
// First everything is taken; then texts and lists are made of the documents that need a converter,
// in jails (item_documents.h), so that a document that harms its converter loses no item.
//
// What was asked before and interrupted is continued by asking the same again: what has a line
// in the ledger is passed by, unless the file changed since, and texts not yet made are made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hearim/case.h"
#include "hearim/convert.h"
#include "hearim/run.h"

namespace hearim {

struct AddRequest {
  std::string case_folder;  // is not gone into when it lies in what is added
  std::vector<std::string> paths;
  bool read_lists = true;
  bool open_archives = true;
  bool make_texts = true;
  ConvertLimits limits = {};  // of what is converted in a jail
};

struct AddedList {
  List list;
  std::string place;
};

struct Addition {
  Intake intake;
  bool continued = false;          // of one that was interrupted
  std::uint64_t found_before = 0;  // by the interrupted run
  std::uint64_t size_bytes = 0;    // read by this run
  std::vector<AddedList> lists;
  std::uint64_t text_count = 0;  // made by this run
  std::uint64_t row_count() const;
  std::uint64_t rejected_row_count() const;
};

// How much is committed at once: the first of these that is reached.
struct BatchLimits {
  std::uint64_t lines = 1000;
  std::uint64_t bytes = std::uint64_t{64} << 20;
  int milliseconds = 2000;
};

// Throws Error: what the case throws, cancelled (what was batched before is kept), not_found for
// a path given that is not there (then nothing was done). Progress is told in bytes. At most
// `run.threads` documents are converted at the same time.
Addition add_to_case(Case& into, const AddRequest& request, const Run& run,
                     const BatchLimits& limits = {});

}  // namespace hearim
