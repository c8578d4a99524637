// One JSON line for each request that was answered.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/clock.h"

namespace doggy::http {

struct AccessEntry {
  std::string_view method;
  std::string_view route;  // The pattern, never the path: paths can hold tokens.
  unsigned status;
  std::size_t bytes;  // Of the response's body as sent.
  std::int64_t micros;
  std::string_view request_id;  // Of characters that need no escaping, like the next.
  std::string_view remote;
};

/// Gathers lines and hands them to observe::log_line some at a time, so that a request costs no lock and no system
/// call. Not thread-safe: each event loop has one.
class AccessLog {
 public:
  void add(const AccessEntry& entry, const Clock& clock);
  void flush();

 private:
  std::string lines_;
};

}  // namespace doggy::http
