// What the store costs and how it fares, for /metrics.
#pragma once

#include <string>

#include "platform/observe/metrics.h"

namespace prometheus {
template <typename T>
class Family;
}  // namespace prometheus

namespace doggy::store::dynamodb {

/// Thread-safe.
class Figures {
 public:
  /// `metrics` outlives this.
  explicit Figures(observe::Metrics& metrics);

  /// One more call of this operation, also when it is the same again.
  void called(const std::string& operation);
  /// Capacity units, of DynamoDB's operation of that name.
  void read(const std::string& operation, double units);
  void written(const std::string& operation, double units);
  void retried();
  void throttled();
  void breaker(bool open);

 private:
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Counter>& read_units_;
  prometheus::Family<prometheus::Counter>& write_units_;
  prometheus::Counter& retries_;
  prometheus::Counter& throttles_;
  prometheus::Gauge& breaker_open_;
};

}  // namespace doggy::store::dynamodb
