// `doggy-alert-analyzer dead-letters`: what was put aside, and how to try it again. Works while the analyzer runs.
#pragma once

#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::analyzer {

/// Prints one JSON object a line: alerts that could not be handled, and messages that could not be delivered. Error:
/// what cannot be opened; likewise below.
Result<int> list_dead_letters(const std::string& data, std::ostream& out);

/// Makes that of `id` wait again, or all when it is empty, and prints how many. The exit status is 1 when there is
/// none.
Result<int> replay_dead_letters(const std::string& data, const std::string& id, std::ostream& out);

}  // namespace doggy::analyzer
