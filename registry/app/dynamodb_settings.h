// From the settings to what registry/store/dynamodb is told.
#pragma once

#include <string>

#include "registry/app/aws_region.h"
#include "registry/store/dynamodb/dynamodb_store.h"

namespace doggy::app {

/// `endpoint` and `region` may be empty: AWS' own, and what the environment says.
[[nodiscard]] inline store::DynamodbOptions dynamodb_options(std::string table, std::string endpoint = {},
                                                             std::string region = {}) {
  return {
      .table = std::move(table), .region = region_of(std::move(region)), .endpoint = std::move(endpoint), .calls = {}};
}

}  // namespace doggy::app
