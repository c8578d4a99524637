// From the queue to the record: decides which incident an alert belongs to and which messages are due, without asking
// anybody. Nothing here waits for a network, so a critical alert is never behind an analysis.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/pipeline/figures.h"
#include "alert-analyzer/pipeline/mailroom.h"
#include "alert-analyzer/pipeline/policy.h"
#include "alert-analyzer/queue/queue.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

class Intake {
 public:
  /// All of them outlive this.
  Intake(Queue& queue, Ledger& ledger, const Mailroom& mailroom, const Policy& policy, Figures& figures,
         std::function<Timestamp()> clock);

  /// Takes what waits in the queue and puts it on record, then plans the notices that are due and looks for heartbeats
  /// that are missing. Whether there was anything to take. Error: kUnavailable; what was taken stays in the queue.
  [[nodiscard]] Result<bool> step();

 private:
  [[nodiscard]] Result<std::vector<Leased>> lease();
  void take(Books& books, const Leased& message, std::int64_t now_ms);
  void take_firing(Books& books, const Alert& alert, std::int64_t received_ms, std::int64_t now_ms);
  void take_resolved(Books& books, const Alert& alert, KnownAlert known, std::int64_t now_ms);
  void beat(Books& books, const Alert& alert, std::int64_t now_ms);
  [[nodiscard]] Incident incident_for(Books& books, const Alert& alert, std::int64_t now_ms) const;
  void close(Books& books, Incident incident, std::int64_t now_ms) const;
  void plan_notices(Books& books, std::int64_t now_ms) const;
  void look_for_heartbeats(Books& books, std::int64_t now_ms) const;
  [[nodiscard]] bool is_critical(const Alert& alert) const;

  Queue& queue_;
  Ledger& ledger_;
  const Mailroom& mailroom_;
  const Policy& policy_;
  Figures& figures_;
  const std::function<Timestamp()> clock_;
  const std::int64_t started_ms_;
};

}  // namespace doggy::analyzer
