// From the settings to what registry/store/dynamodb is told.
#pragma once

#include <string>

#include "platform/aws/credentials.h"
#include "registry/store/dynamodb/dynamodb_store.h"

namespace doggy::app {

/// `endpoint` and `region` may be empty: AWS' own, and what the environment says.
[[nodiscard]] inline store::DynamodbOptions dynamodb_options(std::string table, std::string endpoint = {},
                                                             std::string region = {}) {
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"})
    if (region.empty()) region = aws::process_environment(name);
  if (region.empty()) region = "us-east-1";
  return {.table = std::move(table), .region = std::move(region), .endpoint = std::move(endpoint), .calls = {}};
}

}  // namespace doggy::app
