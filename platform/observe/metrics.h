// The figures of a service in Prometheus' text format, on prometheus-cpp.
#pragma once

#include <memory>
#include <string>

namespace prometheus {
class Registry;
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace doggy::observe {

/// Owns the registry. Families are registered at start; the returned instruments live as long as this and are
/// thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  [[nodiscard]] prometheus::Registry& registry() { return *registry_; }

  /// All metrics, plus process_resident_memory_bytes, process_open_fds and process_start_time_seconds, read at the
  /// call. Thread-safe.
  [[nodiscard]] std::string text() const;

 private:
  struct Process;
  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<Process> process_;
};

}  // namespace doggy::observe
