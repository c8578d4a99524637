// `doggy-registry check`: whether everything in a store that no server uses at the moment is as the dogs' logs say.
#pragma once

#include <CLI/App.hpp>
#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::app {

/// Where things are; empty: the database, media and search in data.
struct CheckOptions {
  std::string data;
  std::string store;                   // As parse_store_uri() reads it.
  std::string media_store = "folder";  // This and the next as in Settings.
  std::string s3_bucket;
  std::string s3_endpoint;
  std::string media_folder;
  std::string search_folder;
  bool repair = false;
  bool accept_missing_wal = false;
};

void add_check_options(CLI::App& command, CheckOptions& options);

/// Prints each thing that is wrong, with whose it is, and a summary; the exit status: 0 all is well, 1 something is not
/// (or was not, and could not be repaired). With `repair`, what can be made anew from the records is: the search's
/// indexes. With `accept_missing_wal`, a database whose write-ahead log was lost is opened without what was in it, now
/// and from now on. Errors: what cannot be opened.
Result<int> run_check(const CheckOptions& options, std::ostream& out);

}  // namespace doggy::app
