// `doggy-registry check`: whether everything in a data folder that no server uses at the moment is as the dogs' logs
// say.
#pragma once

#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::app {

/// Prints what is wrong and a summary; the exit status: 0 all is well, 1 something is not. `media_folder` empty: media
/// in data. Errors: what cannot be opened.
Result<int> run_check(const std::string& data, const std::string& media_folder, std::ostream& out);

}  // namespace doggy::app
