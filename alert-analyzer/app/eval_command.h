// `doggy-alert-analyzer eval`: how good the analyses of the model are that the settings name.
#pragma once

#include <iosfwd>
#include <string>

#include "alert-analyzer/app/settings.h"
#include "platform/error.h"

namespace doggy::analyzer {

/// Prints the score of each incident of `file` and the mean. The exit status is 1 when that is less than `least`.
/// Error: what cannot be read, or a setting that is wrong.
Result<int> run_eval(const Settings& settings, const std::string& file, double least, std::ostream& out);

}  // namespace doggy::analyzer
