// The metrics of webhooks.
#pragma once

#include <string>

#include "platform/observe/metrics.h"

namespace prometheus {
template <class T>
class Family;
}

namespace doggy::webhooks {

/// doggy_webhook_attempts_total{outcome}: delivered, withheld, the class of a status ("4xx"), or why there was no
/// answer. Thread-safe.
class Figures {
 public:
  explicit Figures(observe::Metrics& metrics);

  void attempted(const std::string& outcome);
  void disabled();

 private:
  prometheus::Family<prometheus::Counter>& attempts_;
  prometheus::Counter& disabled_;
};

}  // namespace doggy::webhooks
