// Secrets of a service come in files: no flag and no variable holds one, both are seen by others on the machine.
#pragma once

#include <string>

#include "platform/error.h"

namespace doggy::program {

/// The first line of the file; empty without a file. Error: kInvalid that names `setting` when the file cannot be read
/// or begins with an empty line.
[[nodiscard]] Result<std::string> read_secret(const std::string& file, const std::string& setting);

}  // namespace doggy::program
