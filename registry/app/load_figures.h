// Metrics of what waits for its turn: in the pools for expensive work and at the limits of accounts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "platform/async/keyed_limit.h"
#include "platform/async/worker_pool.h"
#include "platform/observe/metrics.h"

namespace prometheus {
template <class T>
class Family;
}

namespace doggy::app {

/// Thread-safe.
class LoadFigures {
 public:
  /// All outlive this.
  LoadFigures(observe::Metrics& metrics, std::vector<std::reference_wrapper<const WorkerPool>> pools,
              std::vector<std::reference_wrapper<const KeyedLimit>> limits);

  /// Takes the figures as they are now.
  void measure();

 private:
  const std::vector<std::reference_wrapper<const WorkerPool>> pools_;
  const std::vector<std::reference_wrapper<const KeyedLimit>> limits_;
  prometheus::Family<prometheus::Gauge>& waiting_;
  prometheus::Family<prometheus::Counter>& refused_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> counted_;  // Refusals, by limit. Guarded by mutex_.
};

}  // namespace doggy::app
