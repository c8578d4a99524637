#include "alert-analyzer/pipeline/figures.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace doggy::analyzer {

Figures::Figures(observe::Metrics& metrics) {
  prometheus::Registry& registry = metrics.registry();
  const auto counters = [&](const char* name, const char* help) -> prometheus::Family<prometheus::Counter>& {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  };
  const auto gauge = [&](const char* name, const char* help) {
    return &prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
  };
  auto& alerts = counters("doggy_analyzer_alerts_total", "Alerts by what became of them.");
  received = &alerts.Add({{"outcome", "received"}});
  refused = &alerts.Add({{"outcome", "refused"}});
  truncated = &alerts.Add({{"outcome", "truncated"}});
  repeated = &alerts.Add({{"outcome", "repeated"}});
  unreadable = &alerts.Add({{"outcome", "unreadable"}});
  storage_writable =
      gauge("doggy_analyzer_storage_writable", "1 when queue and incidents could be written to last, else 0.");
  queue_waiting = gauge("doggy_analyzer_queue_depth", "Alerts in the queue.");
  queue_dead = gauge("doggy_analyzer_queue_dead", "Alerts put aside.");
  queue_age = gauge("doggy_analyzer_queue_age_seconds", "How long the oldest alert has been in the queue.");
  heartbeat_age = gauge("doggy_analyzer_heartbeat_age_seconds", "Since the last Watchdog alert.");
  deliveries_waiting = gauge("doggy_analyzer_deliveries_waiting", "Messages that are to be sent.");
  deliveries_dead = gauge("doggy_analyzer_deliveries_dead", "Messages given up.");
  delivery_age = gauge("doggy_analyzer_delivery_age_seconds", "How long the oldest message has waited.");
  auto& sent = counters("doggy_analyzer_deliveries_total", "Messages sent.");
  sent_notices = &sent.Add({{"kind", "notice"}});
  sent_reports = &sent.Add({{"kind", "report"}});
  sent_resolved = &sent.Add({{"kind", "resolved"}});
  sent_heartbeats = &sent.Add({{"kind", "heartbeat"}});
  send_failures = &counters("doggy_analyzer_delivery_failures_total", "Tries to send that failed.").Add({});
  notice_seconds = &prometheus::BuildHistogram()
                        .Name("doggy_analyzer_notice_seconds")
                        .Help("From the receipt of a critical alert to the delivery of its notice.")
                        .Register(registry)
                        .Add({}, prometheus::Histogram::BucketBoundaries{0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300});
  auto& analyses = counters("doggy_analyzer_analyses_total", "Reports by where their analysis is from.");
  analyses_done = &analyses.Add({{"analysis", "done"}});
  analyses_cached = &analyses.Add({{"analysis", "cached"}});
  analyses_fallback = &analyses.Add({{"analysis", "fallback"}});
  injections = &counters("doggy_analyzer_suspected_injections_total", "Incidents whose logs speak to the LLM.").Add({});
  quotes_unverified = &counters("doggy_analyzer_quotes_unverified_total", "Quotes that are in no log line.").Add({});
  auto& calls = counters("doggy_analyzer_llm_calls_total", "Requests to the LLM.");
  llm_calls = &calls.Add({{"outcome", "answered"}});
  llm_failures = &calls.Add({{"outcome", "failed"}});
  auto& tokens = counters("doggy_analyzer_llm_tokens_total", "Tokens that the LLM counted.");
  llm_input_tokens = &tokens.Add({{"direction", "input"}});
  llm_output_tokens = &tokens.Add({{"direction", "output"}});
  llm_cost = &counters("doggy_analyzer_llm_cost_total", "What they cost at the prices that are set.").Add({});
  llm_breaker = gauge("doggy_analyzer_llm_breaker_open", "1 while the LLM is left alone after failures.");
  context_failures = &counters("doggy_analyzer_context_failures_total", "Queries for context that failed.").Add({});
}

}  // namespace doggy::analyzer
