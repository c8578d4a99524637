// The hook for a virus scanner: a program that is given the path of an uploaded file before anything of it is served.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "platform/error.h"

namespace doggy::media {

struct Scanner {
  std::string program;  // Empty: nothing is scanned. No shell, no arguments but the path.
  std::chrono::seconds timeout{60};
};

/// Runs it with the file's path; it ends with 0 when the file is clean and with 1 when it is not, as clamscan and
/// clamdscan do. Blocks. Errors: kInvalid when it is not clean; kUnavailable when the program cannot run, ends with
/// anything else, or has not ended after the timeout: it is then killed.
[[nodiscard]] Result<void> scan(const Scanner& scanner, const std::filesystem::path& file);

}  // namespace doggy::media
