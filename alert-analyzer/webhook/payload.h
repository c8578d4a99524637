// Alertmanager's webhook, version 4, and Grafana's form of it, as alerts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "alert-analyzer/alerts/alert.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

struct Notification {
  std::vector<Alert> alerts;
  std::uint64_t truncated = 0;  // How many alerts of the group the sender left out (truncatedAlerts).
};

/// Every alert of the call. Unknown fields are ignored. What can be read is read: an alert with a wrong part (a label
/// that is no text, a time that is none) is kept with a remark, because a strange alert is better than none; an alert
/// without a readable start starts at `now`. Error: kMalformed when it is no JSON, kInvalid when it has no list of
/// alerts.
[[nodiscard]] Result<Notification> read_notification(std::string_view json, const Timestamp& now);

}  // namespace doggy::analyzer
