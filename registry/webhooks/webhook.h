// A webhook: a URL of somebody's that is told when something happens that concerns them; and its deliveries.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/notify/notice.h"

namespace doggy::webhooks {

/// Why a webhook is sent nothing any more.
enum class Disabled : std::uint8_t { kByItsOwner, kFailing, kGone };
BOOST_DESCRIBE_ENUM(Disabled, kByItsOwner, kFailing, kGone)

struct Webhook {
  Uuid id;
  std::string url;
  std::vector<notify::NoticeKind> kinds;
  std::string description;
  bool enabled = true;
  std::optional<Disabled> disabled_because;
  Timestamp created_at;
  std::optional<Timestamp> old_secret_until;
  std::string secret;                     // Stored; see WebhookWithSecret.
  std::optional<std::string> old_secret;  // Still signs, until then.
};
BOOST_DESCRIBE_STRUCT(Webhook, (),
                      (id, url, kinds, description, enabled, disabled_because, created_at, old_secret_until, secret,
                       old_secret))

struct NewWebhook {
  std::string url;
  std::vector<notify::NoticeKind> kinds;
  std::string description;
};
BOOST_DESCRIBE_STRUCT(NewWebhook, (), (url, kinds, description))

/// What stays away stays as it is.
struct WebhookChange {
  std::optional<std::string> url;
  std::vector<notify::NoticeKind> kinds;  // Empty: unchanged.
  std::optional<std::string> description;
  std::optional<bool> enabled;
};
BOOST_DESCRIBE_STRUCT(WebhookChange, (), (url, kinds, description, enabled))

/// What a message is about: enough to ask for the rest, and nothing that the policy could hide later.
struct Event {
  std::string id;    // The message's, in every attempt and redelivery.
  std::string type;  // A kind, or "test".
  Timestamp at;
  std::optional<Uuid> dog_id;
  std::optional<Uuid> record_id;
  std::string path;  // Of the page that shows it, from the public URL on.
};
BOOST_DESCRIBE_STRUCT(Event, (), (id, type, at, dog_id, record_id, path))

enum class Outcome : std::uint8_t {
  kDelivered,
  kFailed,    // Tried again later, unless it was the last attempt.
  kWithheld,  // Its owner may no longer see what it was about: nothing was sent.
};
BOOST_DESCRIBE_ENUM(Outcome, kDelivered, kFailed, kWithheld)

struct Delivery {
  Uuid id;
  std::string message_id;
  std::string type;
  Timestamp at;
  unsigned attempt = 1;
  Outcome outcome = Outcome::kDelivered;
  std::optional<unsigned> status;      // Of the answer; never more of it.
  std::optional<std::string> failure;  // Why there was none.
  std::int64_t duration_ms = 0;
  std::optional<Event> event;  // To send it again.
};
BOOST_DESCRIBE_STRUCT(Delivery, (), (id, message_id, type, at, attempt, outcome, status, failure, duration_ms, event))

}  // namespace doggy::webhooks

namespace doggy::codec {

template <>
struct Schema<webhooks::Webhook> {
  static constexpr std::string_view kName = "Webhook";
  static constexpr std::string_view kDoc = "A URL that is told when something happens.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "To change or remove it.", .access = Access::kReadOnly},
      Field{.member = "url", .doc = "Where messages go.", .access = Access::kReadOnly, .max_length = 2000},
      Field{.member = "kinds", .doc = "What it is told.", .access = Access::kReadOnly},
      Field{.member = "description", .doc = "What it is for.", .access = Access::kReadOnly},
      Field{.member = "enabled", .doc = "Whether it is sent anything.", .access = Access::kReadOnly},
      Field{.member = "disabled_because",
            .doc = "Why not: by-its-owner; failing: a message could not be delivered for about a day; gone: the URL "
                   "answered 410.",
            .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made.", .access = Access::kReadOnly},
      Field{.member = "old_secret_until",
            .doc = "Until when messages are signed by the secret before as well.",
            .access = Access::kReadOnly},
      Field{.member = "secret", .doc = "Signs messages.", .access = Access::kInternal},
      Field{.member = "old_secret", .doc = "Signs messages as well.", .access = Access::kInternal},
  };
};

template <>
struct Schema<webhooks::NewWebhook> {
  static constexpr std::string_view kName = "NewWebhook";
  static constexpr std::string_view kDoc = "A webhook to make.";
  static constexpr std::array kFields{
      Field{.member = "url",
            .doc = "https, port 443 or 8443, to a public address; no user, no fragment.",
            .min_length = 1,
            .max_length = 2000},
      Field{.member = "kinds", .doc = "What it is told.", .min_items = 1, .max_items = 50},
      Field{.member = "description", .doc = "What it is for.", .max_length = 200, .defaulted = true},
  };
};

template <>
struct Schema<webhooks::WebhookChange> {
  static constexpr std::string_view kName = "WebhookChange";
  static constexpr std::string_view kDoc = "What is to change of a webhook; what is absent stays.";
  static constexpr std::array kFields{
      Field{.member = "url", .doc = "As for a new one.", .min_length = 1, .max_length = 2000},
      Field{.member = "kinds", .doc = "What it is told.", .max_items = 50},
      Field{.member = "description", .doc = "What it is for.", .max_length = 200},
      Field{.member = "enabled", .doc = "True also after it was disabled for failing."},
  };
};

template <>
struct Schema<webhooks::Event> {
  static constexpr std::string_view kName = "WebhookEvent";
  static constexpr std::string_view kDoc = "What a message is about.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The message's."},
      Field{.member = "type", .doc = "What happened."},
      Field{.member = "at", .doc = "When."},
      Field{.member = "dog_id", .doc = "The dog."},
      Field{.member = "record_id", .doc = "The record."},
      Field{.member = "path", .doc = "Of the page that shows it.", .max_length = 500},
  };
};

template <>
struct Schema<webhooks::Delivery> {
  static constexpr std::string_view kName = "WebhookDelivery";
  static constexpr std::string_view kDoc = "One attempt to deliver a message.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "To send the message again.", .access = Access::kReadOnly},
      Field{.member = "message_id",
            .doc = "The webhook-id header: the same for each attempt at a message.",
            .access = Access::kReadOnly},
      Field{.member = "type", .doc = "What the message says: a kind, or test.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "attempt", .doc = "Which attempt at the message it was.", .access = Access::kReadOnly},
      Field{.member = "outcome",
            .doc = "delivered: answered 2xx; failed; withheld: not sent, because its owner may no longer see what it "
                   "was about.",
            .access = Access::kReadOnly},
      Field{.member = "status", .doc = "The answer's status code.", .access = Access::kReadOnly},
      Field{.member = "failure",
            .doc = "Why there was no answer: forbidden-target, unresolved, unreachable, tls, timed-out, broken.",
            .access = Access::kReadOnly},
      Field{.member = "duration_ms", .doc = "How long it took.", .access = Access::kReadOnly, .unit = "ms"},
      Field{.member = "event", .doc = "To send it again.", .access = Access::kInternal},
  };
};

}  // namespace doggy::codec
