#include "registry/app/load_figures.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <utility>

namespace doggy::app {

LoadFigures::LoadFigures(observe::Metrics& metrics, std::vector<std::reference_wrapper<const WorkerPool>> pools,
                         std::vector<std::reference_wrapper<const KeyedLimit>> limits)
    : pools_(std::move(pools)),
      limits_(std::move(limits)),
      waiting_(prometheus::BuildGauge()
                   .Name("doggy_pool_waiting")
                   .Help("Requests that wait for a thread of a pool, or for an account's earlier ones.")
                   .Register(metrics.registry())),
      refused_(prometheus::BuildCounter()
                   .Name("doggy_limit_refused_total")
                   .Help("Requests refused because their account had too many of that kind under way.")
                   .Register(metrics.registry())) {
  measure();
}

void LoadFigures::measure() {
  const std::lock_guard lock(mutex_);
  for (const WorkerPool& pool : pools_)
    waiting_.Add({{"pool", pool.options().name}}).Set(static_cast<double>(pool.waiting()));
  for (const KeyedLimit& limit : limits_) {
    const std::string& name = limit.options().name;
    waiting_.Add({{"pool", name}}).Set(static_cast<double>(limit.waiting()));
    const std::uint64_t refused = limit.refused();
    refused_.Add({{"limit", name}}).Increment(static_cast<double>(refused - std::exchange(counted_[name], refused)));
  }
}

}  // namespace doggy::app
