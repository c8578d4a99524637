// The server's metrics, looked up once a route.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "platform/http/router.h"
#include "platform/observe/metrics.h"

namespace doggy::http {

/// doggy_http_requests_total{method,route,status} and doggy_http_request_duration_seconds{method,route} of one route.
struct RouteFigures {
  std::string route;
  std::array<prometheus::Counter*, 6> by_class{};  // By the first digit of the status.
  prometheus::Histogram* seconds = nullptr;

  void observe(unsigned status, double duration_seconds) const;
};

/// Thread-safe after construction. `router` must be complete.
class Figures {
 public:
  Figures(const Router& router, observe::Metrics& metrics);

  [[nodiscard]] const RouteFigures& of(const Route& route) const;
  /// Of the fallback, and of requests that no route matched: they are one route each, whatever their path.
  [[nodiscard]] const RouteFigures& fallback() const { return fallback_; }
  [[nodiscard]] const RouteFigures& unmatched() const { return unmatched_; }

  void connection_opened() const;
  void connection_closed() const;
  void request_started() const;
  void request_ended() const;

 private:
  const Router& router_;
  std::vector<RouteFigures> routes_;  // In the router's order.
  RouteFigures fallback_;
  RouteFigures unmatched_;
  prometheus::Gauge* connections_;
  prometheus::Gauge* in_flight_;
};

}  // namespace doggy::http
