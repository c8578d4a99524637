// Lines of logs from Loki's HTTP API.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "alert-analyzer/context/excerpt.h"
#include "alert-analyzer/context/query.h"
#include "platform/error.h"

namespace doggy::analyzer {

struct LogQuery {
  std::string selector;
  std::int64_t from_ns = 0;
  std::int64_t to_ns = 0;  // Not included.
  std::size_t limit = 100;
  bool newest = false;  // When there are more: the newest of them, else the oldest.
};

/// GET /loki/api/v1/query_range. Blocks. Error: kUnavailable.
[[nodiscard]] Result<std::vector<LogLine>> query_loki(http::Client& client, const QueryTarget& loki,
                                                      const LogQuery& query);

}  // namespace doggy::analyzer
