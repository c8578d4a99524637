#include "registry/push/pusher.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/id/secret.h"
#include "platform/id/uuid.h"
#include "platform/json/codec.h"
#include "platform/push/encryption.h"
#include "platform/try.h"

namespace doggy::push {

/// What a job carries.
struct Errand {
  std::string account_id;
  std::string subscription_id;
  std::optional<std::string> notice_id;
  Message message;
  Urgency urgency = Urgency::kNormal;
  Timestamp useless_after;
};
BOOST_DESCRIBE_STRUCT(Errand, (), (account_id, subscription_id, notice_id, message, urgency, useless_after))

}  // namespace doggy::push

template <>
struct doggy::codec::Schema<doggy::push::Errand> {
  static constexpr std::string_view kName = "PushErrand";
  static constexpr std::string_view kDoc = "A message on its way to one device.";
  static constexpr std::array kFields{
      Field{.member = "account_id", .doc = "Whose device."},
      Field{.member = "subscription_id", .doc = "Which."},
      Field{.member = "notice_id", .doc = "Of the notice it tells; a trial has none."},
      Field{.member = "message", .doc = "What it is told."},
      Field{.member = "urgency", .doc = "How soon."},
      Field{.member = "useless_after", .doc = "When it is too late."},
  };
};

namespace doggy::push {
namespace {

constexpr std::size_t kTopicSize = 32;  // RFC 8030, 5.4.

bool is_gone(unsigned status) {
  return status == 404 || status == 410;
}

bool may_work_later(unsigned status) {
  return status == 429 || status >= 500;
}

}  // namespace

std::string Pusher::public_key() const {
  return base64url(parts_.key.point());
}

jobs::NewJob Pusher::job_for(const std::string& account_id, const Subscription& device,
                             const std::optional<std::string>& notice_id, Message message, Handling handling) const {
  const Timestamp now = parts_.clock();
  const auto ttl = std::chrono::duration_cast<std::chrono::milliseconds>(handling.ttl);
  Errand errand{.account_id = account_id, .subscription_id = device.id, .message = std::move(message)};
  errand.notice_id = notice_id;
  errand.urgency = handling.urgency;
  errand.useless_after = Timestamp::from_unix_ms(now.unix_ms() + ttl.count());
  if (!device.show_names) errand.message.body.clear();
  // What it says may name a dog: not for a dead letter.
  return {.kind = std::string(kJobKind),
          .payload = codec::encode(errand, codec::Source::kStored),
          .due = now,
          .id = fmt::format("{} {}", notice_id ? *notice_id : Uuid::v7().text(), device.id),
          .useless_after = errand.useless_after,
          .secret = true};
}

Task<Result<std::vector<jobs::NewJob>>> Pusher::jobs_for(std::string account_id, std::string notice_id, Message message,
                                                         Handling handling) {
  CO_TRY(auto devices, co_await parts_.subscriptions.list(account_id));
  std::vector<jobs::NewJob> made;
  made.reserve(devices.size());
  for (const Subscription& device : devices) made.push_back(job_for(account_id, device, notice_id, message, handling));
  co_return made;
}

Task<Result<jobs::NewJob>> Pusher::test_job(std::string account_id, std::string subscription_id) {
  CO_TRY(auto devices, co_await parts_.subscriptions.list(account_id));
  const auto device = std::ranges::find(devices, subscription_id, &Subscription::id);
  if (device == devices.end()) co_return fail(Code::kNotFound, "There is no such subscription.");
  Message message{.kind = "test", .title = "Notifications work on this device", .path = "/push", .tag = "test"};
  const Handling handling{.urgency = Urgency::kHigh, .ttl = std::chrono::minutes(5)};
  co_return job_for(account_id, *device, std::nullopt, std::move(message), handling);
}

Task<Result<void>> Pusher::deliver(jobs::Job job) {
  auto errand = codec::decode<Errand>(job.payload, codec::Source::kStored);
  if (!errand) co_return std::unexpected(codec::invalid(std::move(errand.error())));
  CO_TRY(auto devices, co_await parts_.subscriptions.list(errand->account_id));
  const auto device = std::ranges::find(devices, errand->subscription_id, &Subscription::id);
  if (device == devices.end()) co_return Result<void>{};
  if (errand->notice_id) {
    CO_TRY(auto seen, co_await parts_.may_see(errand->account_id, *errand->notice_id));
    if (!seen) {
      parts_.figures.attempted("withheld");
      co_return Result<void>{};
    }
  }

  const Timestamp now = parts_.clock();
  const auto point = from_base64url(device->keys.p256dh);
  const auto auth = from_base64url(device->keys.auth);
  CO_TRY(auto body,
         encrypt(codec::encode_text(errand->message), {.point = point.value_or(""), .auth = auth.value_or("")}));
  http::ClientRequest request{.method = http::Method::kPost, .url = device->endpoint, .body = std::move(body)};
  request.headers.add("Authorization", vapid_authorization(parts_.key, device->endpoint, parts_.contact, now));
  request.headers.add("Content-Type", "application/octet-stream");
  request.headers.add("Content-Encoding", "aes128gcm");
  request.headers.add(
      "TTL", std::to_string(std::max<std::int64_t>(0, (errand->useless_after.unix_ms() - now.unix_ms()) / 1000)));
  request.headers.add("Urgency", std::string(codec::enum_name(errand->urgency)));
  if (!errand->message.tag.empty()) request.headers.add("Topic", sha256_hex(errand->message.tag).substr(0, kTopicSize));
  request.timeout = std::chrono::seconds(20);
  request.body_wanted = false;
  request.response_limit = 16 * 1024;

  const auto answer = co_await parts_.client.send(std::move(request));
  if (!answer) {
    parts_.figures.attempted(std::string(codec::enum_name(answer.error().reason)));
    const bool never = answer.error().reason == http::ClientFailure::kForbiddenTarget;
    co_return fail(never ? Code::kForbidden : Code::kUnavailable, answer.error().detail);
  }
  if (answer->status / 100 == 2) {
    parts_.figures.attempted("sent");
    co_return Result<void>{};
  }
  if (is_gone(answer->status)) {
    parts_.figures.attempted("gone");
    auto removed = co_await parts_.subscriptions.remove(errand->account_id, errand->subscription_id);
    if (!removed && removed.error().code != Code::kNotFound) co_return removed;
    co_return Result<void>{};
  }
  parts_.figures.attempted(fmt::format("{}xx", answer->status / 100));
  Error refused{.code = Code::kInvalid, .detail = fmt::format("The push service answered {}.", answer->status)};
  if (may_work_later(answer->status)) {
    refused.retry_after = http::retry_after(*answer, kEffort.longest_delay);
    refused.code = refused.retry_after ? Code::kThrottled : Code::kUnavailable;
  }
  co_return std::unexpected(std::move(refused));
}

}  // namespace doggy::push
