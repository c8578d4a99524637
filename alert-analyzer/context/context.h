// What is known around an alert. The port of context.
#pragma once

#include <vector>

#include "alert-analyzer/alerts/alert.h"
#include "alert-analyzer/context/excerpt.h"

namespace doggy::analyzer {

/// Thread-safe. Blocks, for a bounded time.
class Context {
 public:
  virtual ~Context() = default;

  /// Lines and series around these alerts of one incident, at least one. Never fails: what could not be had is in the
  /// notes. Nothing in it is redacted.
  [[nodiscard]] virtual Excerpt gather(const std::vector<Alert>& alerts) = 0;
};

}  // namespace doggy::analyzer
