// Brings messages to webhooks: one job for each message and webhook, tried again for about a day.
//
// Before each attempt it is asked anew whether the webhook's owner may see what the message is about. Messages may
// arrive twice or in another order; webhook-id and timestamp tell. After the last attempt, or when the receiver answers
// 410, the webhook is disabled and its owner told.
#pragma once

#include <functional>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/http/client.h"
#include "registry/circle/circle.h"
#include "registry/jobs/job.h"
#include "registry/notify/notices.h"
#include "registry/records/records.h"
#include "registry/webhooks/figures.h"
#include "registry/webhooks/webhooks.h"

namespace doggy::webhooks {

inline constexpr std::string_view kJobKind = "webhook";

/// Half of the waits' sum, about 17 hours, is what is to be expected of their full jitter; twice that is the most.
inline constexpr jobs::Effort kEffort{.attempts = 16,
                                      .first_delay = std::chrono::seconds(30),
                                      .longest_delay = std::chrono::hours(5),
                                      .lease = std::chrono::minutes(2),
                                      .at_once = 8};

/// The job that delivers `event`. `asked`: its owner asked for it just now, so it is tried once, and also while the
/// webhook is disabled.
[[nodiscard]] jobs::NewJob job_for(std::string account_id, const std::string& webhook_id, Event event, bool asked,
                                   Timestamp now);

/// The id of the message that tells a notice.
[[nodiscard]] std::string message_id(const Uuid& notice_id);

/// An event that says nothing, to see whether messages arrive.
[[nodiscard]] Event test_event(Timestamp now);

/// Thread-safe.
class Courier {
 public:
  struct Parts {
    Webhooks& webhooks;
    circle::Circle& circle;
    records::Records& records;
    notify::Notices& notices;
    http::Client& client;  // A guarded one.
    Figures& figures;
    std::function<std::string()> public_url;  // Asked late: a server that listens on any port knows it late.
    Clock clock;
    /// A webhook was disabled because of what its receiver answered, or did not.
    std::function<Task<void>(std::string account_id, Webhook webhook)> tell;
  };
  /// What `parts` refers to outlives this.
  explicit Courier(Parts parts) : parts_(std::move(parts)) {}

  /// One attempt at a job of kJobKind.
  Task<Result<void>> deliver(jobs::Job job);

 private:
  Task<Result<bool>> may_see(std::string account_id, Event event);
  /// Of what concerns no dog of the account's yet: an invitation.
  Task<Result<bool>> may_see_notice(std::string account_id, std::string message_id);
  [[nodiscard]] http::ClientRequest request_for(const Webhook& webhook, const Event& event) const;
  Task<Result<void>> give_up(std::string account_id, Webhook webhook, Disabled why);

  const Parts parts_;
};

}  // namespace doggy::webhooks
