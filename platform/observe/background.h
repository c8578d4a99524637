// What becomes of an exception of work that nobody waits for: see Supervisor.
#pragma once

#include <functional>
#include <string_view>

#include "platform/observe/metrics.h"

namespace doggy::observe {

/// Logs "background-failed" with the task and what it has thrown, and counts it in
/// doggy_background_failures_total{task}. Thread-safe; `metrics` outlives it.
[[nodiscard]] std::function<void(std::string_view task, std::string_view what)> background_failures(Metrics& metrics);

}  // namespace doggy::observe
