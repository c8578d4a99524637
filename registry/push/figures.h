// The metrics of web push.
#pragma once

#include <string>

#include "platform/observe/metrics.h"

namespace prometheus {
template <class T>
class Family;
}

namespace doggy::push {

/// doggy_push_messages_total{outcome}: sent, gone (the browser no longer wants any), withheld (its owner may no longer
/// see it, or has read it), the class of a status ("5xx"), or why there was no answer. Thread-safe.
class Figures {
 public:
  explicit Figures(observe::Metrics& metrics);

  void attempted(const std::string& outcome);

 private:
  prometheus::Family<prometheus::Counter>& messages_;
};

}  // namespace doggy::push
