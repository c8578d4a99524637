// From letters to deliveries: for each channel one message with secrets hidden, cut to what the channel takes, numbered
// in its thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "alert-analyzer/delivery/channel.h"
#include "alert-analyzer/delivery/letter.h"
#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/pipeline/policy.h"
#include "alert-analyzer/redaction/redactor.h"

namespace doggy::analyzer {

class Mailroom {
 public:
  /// All of them outlive this.
  Mailroom(const std::vector<std::unique_ptr<Channel>>& channels, const Redactor& redactor, const Policy& policy)
      : channels_(channels), redactor_(redactor), policy_(policy) {}

  /// Plans the letter for every channel and counts it in `incident`, which the caller puts. `vault` knows what else was
  /// hidden in this incident.
  void plan(Books& books, Incident& incident, DeliveryKind kind, const Letter& letter, Vault& vault,
            std::int64_t now_ms) const;

  [[nodiscard]] const std::vector<std::unique_ptr<Channel>>& channels() const { return channels_; }

 private:
  const std::vector<std::unique_ptr<Channel>>& channels_;
  const Redactor& redactor_;
  const Policy& policy_;
};

}  // namespace doggy::analyzer
