// How the store fares, for /metrics.
#pragma once

#include "platform/observe/metrics.h"

namespace doggy::store::sqlite {

/// Thread-safe.
class Figures {
 public:
  /// `metrics` outlives this.
  explicit Figures(observe::Metrics& metrics);

  /// One more commit, of one request or of a group, succeeded or failed.
  void committed(bool success);

 private:
  prometheus::Gauge& writable_;
  prometheus::Counter& failures_;
};

}  // namespace doggy::store::sqlite
