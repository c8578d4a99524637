#include "registry/webhooks/courier.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/webhooks/signature.h"

namespace doggy::webhooks {

/// What a job carries.
struct Errand {
  std::string account_id;
  Uuid webhook_id;
  Event event;
  bool asked = false;
};
BOOST_DESCRIBE_STRUCT(Errand, (), (account_id, webhook_id, event, asked))

/// What a receiver gets.
struct MessageData {
  std::optional<Uuid> dog_id;
  std::optional<Uuid> record_id;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(MessageData, (), (dog_id, record_id, url))

struct Message {
  std::string type;
  Timestamp timestamp;
  MessageData data;
};
BOOST_DESCRIBE_STRUCT(Message, (), (type, timestamp, data))

}  // namespace doggy::webhooks

namespace doggy::codec {

template <>
struct Schema<webhooks::Errand> {
  static constexpr std::string_view kName = "WebhookErrand";
  static constexpr std::string_view kDoc = "A message on its way.";
  static constexpr std::array kFields{
      Field{.member = "account_id", .doc = "Whose webhook."},
      Field{.member = "webhook_id", .doc = "Which."},
      Field{.member = "event", .doc = "What it says."},
      Field{.member = "asked", .doc = "By its owner, just now."},
  };
};

template <>
struct Schema<webhooks::MessageData> {
  static constexpr std::string_view kName = "WebhookMessageData";
  static constexpr std::string_view kDoc = "Where something happened.";
  static constexpr std::array kFields{
      Field{.member = "dog_id", .doc = "The dog."},
      Field{.member = "record_id", .doc = "The record."},
      Field{.member = "url", .doc = "The page that shows it."},
  };
};

template <>
struct Schema<webhooks::Message> {
  static constexpr std::string_view kName = "WebhookMessage";
  static constexpr std::string_view kDoc = "The body of a message to a webhook.";
  static constexpr std::array kFields{
      Field{.member = "type", .doc = "What happened."},
      Field{.member = "timestamp", .doc = "When it happened."},
      Field{.member = "data", .doc = "Where."},
  };
};

}  // namespace doggy::codec

namespace doggy::webhooks {
namespace {

constexpr std::chrono::seconds kTimeout(15);
constexpr std::string_view kMessage = "msg_";  // Before the id of the notice.
constexpr std::string_view kTest = "test";

Delivery begun(const Errand& errand, const jobs::Job& job, Timestamp now) {
  Delivery delivery{.id = Uuid::v7(), .message_id = errand.event.id, .type = errand.event.type};
  delivery.at = std::move(now);
  delivery.attempt = job.attempt;
  delivery.event = errand.event;
  return delivery;
}

// What became of it, and its name among the figures.
std::string conclude(Delivery& delivery, const std::expected<http::ClientResponse, http::ClientError>& answer) {
  delivery.outcome = Outcome::kFailed;
  if (!answer) {
    delivery.failure = std::string(codec::enum_name(answer.error().reason));
    return *delivery.failure;
  }
  delivery.status = answer->status;
  if (answer->status / 100 != 2) return fmt::format("{}xx", answer->status / 100);
  delivery.outcome = Outcome::kDelivered;
  return "delivered";
}

}  // namespace

jobs::NewJob job_for(std::string account_id, const std::string& webhook_id, Event event, bool asked, Timestamp now) {
  Errand errand{.account_id = std::move(account_id), .webhook_id = *Uuid::parse(webhook_id)};
  errand.event = std::move(event);
  errand.asked = asked;
  // What is told twice is one job; what was asked for is asked for each time.
  std::string id = asked ? std::string() : webhook_id + " " + errand.event.id;
  return {.kind = std::string(kJobKind),
          .payload = codec::encode(errand, codec::Source::kStored),
          .due = std::move(now),
          .id = std::move(id)};
}

std::string message_id(const Uuid& notice_id) {
  return fmt::format("{}{}", kMessage, notice_id.text());
}

Event test_event(Timestamp now) {
  Event event{.id = message_id(Uuid::v7()), .type = std::string(kTest)};
  event.at = std::move(now);
  event.path = "/webhooks";
  return event;
}

Task<Result<bool>> Courier::may_see(std::string account_id, Event event) {
  if (event.type == kTest) co_return true;
  if (!event.dog_id) co_return co_await may_see_notice(std::move(account_id), std::move(event.id));
  auto grant = co_await parts_.circle.grant_of(event.dog_id->text(), std::move(account_id));
  if (!grant && grant.error().code == Code::kNotFound) co_return false;
  if (!grant) co_return std::unexpected(grant.error());
  if (!event.record_id) co_return true;
  auto record = co_await parts_.records.get(event.dog_id->text(), event.record_id->text(), std::move(*grant));
  if (!record && record.error().code == Code::kNotFound) co_return false;
  if (!record) co_return std::unexpected(record.error());
  co_return true;
}

Task<Result<bool>> Courier::may_see_notice(std::string account_id, std::string message_id) {
  const std::string notice_id = message_id.substr(std::min(kMessage.size(), message_id.size()));
  CO_TRY(auto notice, co_await parts_.notices.get_visible(std::move(account_id), notice_id));
  co_return notice.has_value();
}

http::ClientRequest Courier::request_for(const Webhook& webhook, const Event& event) const {
  const Timestamp now = parts_.clock();
  const std::int64_t seconds = now.unix_ms() / 1000;
  Message message{.type = event.type, .timestamp = event.at};
  message.data = {.dog_id = event.dog_id, .record_id = event.record_id, .url = parts_.public_url() + event.path};
  http::ClientRequest request{.method = http::Method::kPost, .url = webhook.url};
  request.body = codec::encode_text(message);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("webhook-id", event.id);
  request.headers.add("webhook-timestamp", std::to_string(seconds));
  request.headers.add("webhook-signature", signatures(secrets_at(webhook, now), event.id, seconds, request.body));
  request.timeout = kTimeout;
  request.body_wanted = false;
  request.response_limit = 16 * 1024;
  return request;
}

Task<Result<void>> Courier::give_up(std::string account_id, Webhook webhook, Disabled why) {
  CO_TRY(auto was_enabled, co_await parts_.webhooks.disable(account_id, webhook.id.text(), why));
  if (was_enabled) {
    webhook.enabled = false;
    webhook.disabled_because = why;
    parts_.figures.disabled();
    co_await parts_.tell(std::move(account_id), std::move(webhook));
  }
  co_return Result<void>{};
}

Task<Result<void>> Courier::deliver(jobs::Job job) {
  auto errand = codec::decode<Errand>(job.payload, codec::Source::kStored);
  if (!errand) co_return std::unexpected(codec::invalid(std::move(errand.error())));
  const std::string account_id = errand->account_id;
  const std::string webhook_id = errand->webhook_id.text();
  auto webhook = co_await parts_.webhooks.get(account_id, webhook_id);
  if (!webhook && webhook.error().code == Code::kNotFound) co_return Result<void>{};
  if (!webhook) co_return std::unexpected(webhook.error());
  if (!webhook->enabled && !errand->asked) co_return Result<void>{};

  Delivery delivery = begun(*errand, job, parts_.clock());
  CO_TRY(auto visible, co_await may_see(account_id, errand->event));
  if (!visible) {
    delivery.outcome = Outcome::kWithheld;
    delivery.event = {};
    parts_.figures.attempted("withheld");
    co_return co_await parts_.webhooks.note(account_id, webhook_id, std::move(delivery));
  }

  const auto start = std::chrono::steady_clock::now();
  const auto answer = co_await parts_.client.send(request_for(*webhook, errand->event));
  const auto took = std::chrono::steady_clock::now() - start;
  if (!answer && answer.error().reason == http::ClientFailure::kStopped)
    co_return fail(Code::kUnavailable, answer.error().detail);  // The server is ending: nobody's failure.
  delivery.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  parts_.figures.attempted(conclude(delivery, answer));
  const bool delivered = delivery.outcome == Outcome::kDelivered;
  // What could not be noted is not sent again for that.
  static_cast<void>(co_await parts_.webhooks.note(account_id, webhook_id, std::move(delivery)));

  if (delivered) co_return Result<void>{};
  if (answer && answer->status == 410) co_return co_await give_up(account_id, std::move(*webhook), Disabled::kGone);
  if (errand->asked) co_return Result<void>{};
  if (job.attempt >= kEffort.attempts) co_return co_await give_up(account_id, std::move(*webhook), Disabled::kFailing);
  Error again{.code = Code::kUnavailable, .detail = "The webhook's receiver did not take the message."};
  if (answer && (answer->status == 429 || answer->status == 503))
    again.retry_after = http::retry_after(*answer, kEffort.longest_delay);
  if (again.retry_after) again.code = Code::kThrottled;
  co_return std::unexpected(std::move(again));
}

}  // namespace doggy::webhooks
