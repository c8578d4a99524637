// Sends notifications to browsers through their push services (RFC 8030), encrypted to each browser: one job for each
// message and device, tried again until the message is of no use any more.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/http/client.h"
#include "platform/json/schema.h"
#include "platform/push/vapid.h"
#include "registry/jobs/job.h"
#include "registry/push/figures.h"
#include "registry/push/subscriptions.h"

namespace doggy::push {

inline constexpr std::string_view kJobKind = "push";
inline constexpr jobs::Effort kEffort{.attempts = 12,
                                      .first_delay = std::chrono::seconds(5),
                                      .longest_delay = std::chrono::hours(1),
                                      .lease = std::chrono::minutes(2),
                                      .at_once = 8};

/// How soon the browser's device is to be woken for it (RFC 8030, 5.3).
enum class Urgency : std::uint8_t { kVeryLow, kLow, kNormal, kHigh };
BOOST_DESCRIBE_ENUM(Urgency, kVeryLow, kLow, kNormal, kHigh)

/// What the service worker gets: no more than may stand on a locked screen.
struct Message {
  std::string kind;
  std::string title;
  std::string body;  // The dog's name, on devices that may show it.
  std::string path;  // Of the page to open, such as "/dogs/…".
  std::string tag;   // A later message with the same tag takes the place of an earlier one.
};
BOOST_DESCRIBE_STRUCT(Message, (), (kind, title, body, path, tag))

/// How it is to be delivered.
struct Handling {
  Urgency urgency = Urgency::kNormal;
  std::chrono::seconds ttl = std::chrono::hours(24);  // After that it is of no use.
};

/// Thread-safe.
class Pusher {
 public:
  struct Parts {
    Subscriptions& subscriptions;
    http::Client& client;  // A guarded one.
    Figures& figures;
    KeyPair key;
    std::string contact;  // mailto: or https: of whoever runs the server.
    accounts::Clock clock;
    /// Whether the account may still see what a notice is about; false when it has read or deleted it.
    std::function<Task<Result<bool>>(std::string account_id, std::string notice_id)> may_see;
  };
  /// What `parts` refers to outlives this.
  explicit Pusher(Parts parts) : parts_(std::move(parts)) {}

  /// What browsers subscribe with: the public key in base64url.
  [[nodiscard]] std::string public_key() const;

  /// A job for each of the account's devices that tells a notice; those that may not show names get no body. Two with
  /// the same notice are one.
  Task<Result<std::vector<jobs::NewJob>>> jobs_for(std::string account_id, std::string notice_id, Message message,
                                                   Handling handling);

  /// A job that tells one device that it is told. Error: kNotFound.
  Task<Result<jobs::NewJob>> test_job(std::string account_id, std::string subscription_id);

  /// One attempt at a job of kJobKind: before each it is asked anew whether the notice may be seen. A device whose push
  /// service says that it is gone is removed.
  Task<Result<void>> deliver(jobs::Job job);

 private:
  /// Without a notice it is told in any case.
  [[nodiscard]] jobs::NewJob job_for(const std::string& account_id, const Subscription& device,
                                     const std::optional<std::string>& notice_id, Message message,
                                     Handling handling) const;

  const Parts parts_;
};

}  // namespace doggy::push

template <>
struct doggy::codec::Schema<doggy::push::Message> {
  static constexpr std::string_view kName = "PushMessage";
  static constexpr std::string_view kDoc = "What a service worker gets.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What happened."},
      Field{.member = "title", .doc = "One line.", .max_length = 200},
      Field{.member = "body", .doc = "The dog's name, or nothing.", .max_length = 500},
      Field{.member = "path", .doc = "The page to open.", .max_length = 500},
      Field{.member = "tag", .doc = "Replaces an earlier one with the same tag.", .max_length = 200},
  };
};
