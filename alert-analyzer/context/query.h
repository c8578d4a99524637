// GET of a JSON API of Loki or Prometheus.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "platform/error.h"
#include "platform/http/client.h"

namespace doggy::analyzer {

struct QueryTarget {
  std::string url;     // "http://loki:3100"; empty: none.
  std::string token;   // Bearer; empty: none.
  std::string tenant;  // X-Scope-OrgID; empty: none.
  std::chrono::milliseconds timeout{10'000};
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// "a=b%20c&…".
[[nodiscard]] std::string query_string(const Parameters& parameters);

/// The "data" of {"status":"success","data":{…}}. Blocks. Error: kUnavailable with the reason; what the server says is
/// cut to a sentence's length.
[[nodiscard]] Result<boost::json::object> query_json(http::Client& client, const QueryTarget& target,
                                                     const std::string& path, const Parameters& parameters);

}  // namespace doggy::analyzer
