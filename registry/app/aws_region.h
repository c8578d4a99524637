// Which region of AWS a table and a bucket are in.
#pragma once

#include <string>

#include "platform/aws/credentials.h"

namespace doggy::app {

/// That of the setting; without one what the environment says, else us-east-1.
[[nodiscard]] inline std::string region_of(std::string setting) {
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"})
    if (setting.empty()) setting = aws::process_environment(name);
  return setting.empty() ? "us-east-1" : setting;
}

}  // namespace doggy::app
