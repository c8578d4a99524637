#include "platform/observe/background.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <string>

#include "platform/observe/log.h"

namespace doggy::observe {

std::function<void(std::string_view task, std::string_view what)> background_failures(Metrics& metrics) {
  auto& failures = prometheus::BuildCounter()
                       .Name("doggy_background_failures_total")
                       .Help("Exceptions that ended a background task, or made it begin anew.")
                       .Register(metrics.registry());
  return [&failures](std::string_view task, std::string_view what) {
    log(Level::kError, "background-failed", {{"task", task}, {"what", what}});
    failures.Add({{"task", std::string(task)}}).Increment();
  };
}

}  // namespace doggy::observe
