// The analyzer's own metrics. No label of them comes from an alert.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "platform/observe/metrics.h"

namespace doggy::analyzer {

struct Figures {
  explicit Figures(observe::Metrics& metrics);

  // Alerts.
  prometheus::Counter* received;    // Accepted by the webhook.
  prometheus::Counter* refused;     // Not accepted: could not be made durable.
  prometheus::Counter* truncated;   // Left out by the sender.
  prometheus::Counter* repeated;    // Known already.
  prometheus::Counter* unreadable;  // Put aside.
  prometheus::Gauge* storage_writable;
  prometheus::Gauge* queue_waiting;
  prometheus::Gauge* queue_dead;
  prometheus::Gauge* queue_age;      // Seconds.
  prometheus::Gauge* heartbeat_age;  // Likewise; of the one that has been silent longest.
  // Deliveries.
  prometheus::Gauge* deliveries_waiting;
  prometheus::Gauge* deliveries_dead;
  prometheus::Gauge* delivery_age;
  prometheus::Counter* sent_notices;
  prometheus::Counter* sent_reports;
  prometheus::Counter* sent_resolved;
  prometheus::Counter* sent_heartbeats;
  prometheus::Counter* send_failures;
  prometheus::Histogram* notice_seconds;  // From the receipt of a critical alert to its notice being taken.
  // Analyses.
  prometheus::Counter* analyses_done;
  prometheus::Counter* analyses_cached;
  prometheus::Counter* analyses_fallback;
  prometheus::Counter* injections;
  prometheus::Counter* quotes_unverified;
  prometheus::Counter* llm_calls;
  prometheus::Counter* llm_failures;
  prometheus::Counter* llm_input_tokens;
  prometheus::Counter* llm_output_tokens;
  prometheus::Counter* llm_cost;  // In the currency of the price that is set.
  prometheus::Gauge* llm_breaker;
  prometheus::Counter* context_failures;
};

}  // namespace doggy::analyzer
