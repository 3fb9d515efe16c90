// Faults that the tests plant to prove that the crash harness would find them. `none` outside of
// tests; no option of the program reaches this.
#pragma once

namespace hearim {

enum class PlantedFault {
  none,
  skip_associated_data,       // blocks not bound to their place
  reuse_nonce,                // one nonce for every block
  drop_wal_sync,              // a commit does not wait for the disk
  drop_database_sync,         // the log is emptied before its pages are safe
  drop_blob_sync,             // a blob's bytes are not flushed before it is named
  drop_folder_sync,           // a new blob's name is not flushed
  acknowledge_before_commit,  // commit() returns with the transaction still open
  log_apart_from_data,        // custody entries in a transaction of their own
  torn_page_one_is_an_error,  // a damaged first block stops recovery
  torn_wal_block_is_an_error  // a damaged block of the log stops recovery
};

}  // namespace hearim
