// The runner's metrics.
#pragma once

#include <string>

#include "platform/observe/metrics.h"
#include "registry/jobs/queue.h"

namespace prometheus {
template <class T>
class Family;
}

namespace doggy::jobs {

enum class Outcome : std::uint8_t { kDone, kAgain, kDead };

/// Thread-safe.
class Figures {
 public:
  explicit Figures(observe::Metrics& metrics);

  void attempted(const std::string& kind, Outcome outcome);
  void running(std::size_t jobs);
  void measured(const Depth& depth);

 private:
  prometheus::Family<prometheus::Counter>& attempts_;
  prometheus::Gauge& running_;
  prometheus::Gauge& due_;
  prometheus::Gauge& oldest_;
  prometheus::Gauge& dead_;
};

}  // namespace doggy::jobs
