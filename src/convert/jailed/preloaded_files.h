// Files that a library opens by name while it reads a document, kept in memory from before the jail
// closed. `fopen` of this program answers with them; every other name is denied as before.
//
// Why not let the jail open these folders: a filter of system calls sees no names, so that without
// namespaces or Landlock it would have to allow all files.
#pragma once

#include <string>

namespace hearim {

// Every file under `folder`, however deep; nothing where there is no such folder. They are mapped,
// not read: memory is used for those that are opened.
void preload_files(const std::string& folder);

}  // namespace hearim
