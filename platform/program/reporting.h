// How a program speaks to whoever started it: what it logs, and why it did not work.
#pragma once

#include <string_view>

#include "platform/error.h"
#include "platform/observe/log.h"

namespace doggy::program {

/// Of "debug", "info", "warn" or "error"; kInfo for anything else.
[[nodiscard]] observe::Level log_level(std::string_view name);

/// Prints an error of the program called `program` on standard error, with its wrong fields. The exit status: 2 for
/// kInvalid (it was used wrongly), else 1.
int report(std::string_view program, const Error& error);

}  // namespace doggy::program
