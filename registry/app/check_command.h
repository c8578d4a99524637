// `doggy-registry check`: whether everything in a data folder that no server uses at the moment is as the dogs' logs
// say.
#pragma once

#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::app {

/// Where things are; empty: media and search in data.
struct CheckOptions {
  std::string data;
  std::string media_folder;
  std::string search_folder;
};

/// Prints what is wrong and a summary; the exit status: 0 all is well, 1 something is not. Errors: what cannot be
/// opened.
Result<int> run_check(const CheckOptions& options, std::ostream& out);

}  // namespace doggy::app
