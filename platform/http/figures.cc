#include "platform/http/figures.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>

namespace doggy::http {
namespace {

const prometheus::Histogram::BucketBoundaries kBuckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                          0.1,    0.25,  0.5,    1,     2.5,  5,     10};

}  // namespace

void RouteFigures::observe(unsigned status, double duration_seconds) const {
  by_class[std::min<std::size_t>(status / 100, by_class.size() - 1)]->Increment();
  seconds->Observe(duration_seconds);
}

Figures::Figures(const Router& router, observe::Metrics& metrics) : router_(router) {
  auto& requests = prometheus::BuildCounter()
                       .Name("doggy_http_requests_total")
                       .Help("Requests answered.")
                       .Register(metrics.registry());
  auto& durations = prometheus::BuildHistogram()
                        .Name("doggy_http_request_duration_seconds")
                        .Help("From the end of a request's header to the end of its response.")
                        .Register(metrics.registry());
  const auto figures = [&](const std::string& method, const std::string& route) {
    RouteFigures made{.route = route};
    for (std::size_t digit = 1; digit < made.by_class.size(); ++digit) {
      const std::string status = std::to_string(digit) + "xx";
      made.by_class[digit] = &requests.Add({{"method", method}, {"route", route}, {"status", status}});
    }
    made.by_class[0] = made.by_class[5];  // No such status is sent.
    made.seconds = &durations.Add({{"method", method}, {"route", route}}, kBuckets);
    return made;
  };
  for (const Route& route : router.routes())
    routes_.push_back(figures(std::string(to_string(route.method)), route.path));
  fallback_ = figures("GET", "(static)");
  unmatched_ = figures("(any)", "(unmatched)");
  connections_ = &prometheus::BuildGauge()
                      .Name("doggy_http_connections")
                      .Help("Connections open now.")
                      .Register(metrics.registry())
                      .Add({});
  in_flight_ = &prometheus::BuildGauge()
                    .Name("doggy_http_requests_in_flight")
                    .Help("Requests being answered now.")
                    .Register(metrics.registry())
                    .Add({});
}

const RouteFigures& Figures::of(const Route& route) const {
  return routes_[static_cast<std::size_t>(&route - router_.routes().data())];
}

void Figures::connection_opened() const {
  connections_->Increment();
}
void Figures::connection_closed() const {
  connections_->Decrement();
}
void Figures::request_started() const {
  in_flight_->Increment();
}
void Figures::request_ended() const {
  in_flight_->Decrement();
}

}  // namespace doggy::http
