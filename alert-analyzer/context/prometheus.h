// Measured values from Prometheus' HTTP API.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "alert-analyzer/context/query.h"
#include "platform/error.h"

namespace doggy::analyzer {

/// The expression of a rule, from the address that Prometheus gives for it (…/graph?g0.expr=…); empty without one.
[[nodiscard]] std::string expression_of(const std::string& generator_url);

/// The side of a comparison that is measured: "rate(x[5m]) > 0.1" → "rate(x[5m])", whose values before the alert are of
/// interest too. An expression without a comparison outside all brackets and quotes stays as it is.
[[nodiscard]] std::string measured_side(const std::string& expression);

struct SeriesQuery {
  std::string expression;
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  std::size_t points = 20;
  std::size_t series = 5;  // Of more, the first are taken and a line says so.
};

/// GET /api/v1/query_range: each series as one line of text, "{job="a"}: 03:10 0.1, 03:11 0.4". Blocks. Error:
/// kUnavailable.
[[nodiscard]] Result<std::vector<std::string>> query_prometheus(http::Client& client, const QueryTarget& prometheus,
                                                                const SeriesQuery& query);

}  // namespace doggy::analyzer
