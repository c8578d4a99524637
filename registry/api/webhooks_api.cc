#include "registry/api/webhooks_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/accounts/throttle.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/jobs/runner.h"
#include "registry/webhooks/courier.h"

namespace doggy::api {

struct WebhookSecret {
  webhooks::Webhook webhook;
  std::string secret;
};
BOOST_DESCRIBE_STRUCT(WebhookSecret, (), (webhook, secret))

struct WebhookMessageId {
  std::string message_id;
};
BOOST_DESCRIBE_STRUCT(WebhookMessageId, (), (message_id))

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::WebhookSecret> {
  static constexpr std::string_view kName = "WebhookSecret";
  static constexpr std::string_view kDoc = "A webhook with the secret that signs its messages.";
  static constexpr std::array kFields{
      Field{.member = "webhook", .doc = "The webhook.", .access = Access::kReadOnly},
      Field{.member = "secret",
            .doc = "For a library of Standard Webhooks, to check signatures by; shown once.",
            .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::WebhookMessageId> {
  static constexpr std::string_view kName = "WebhookMessageId";
  static constexpr std::string_view kDoc = "A message that is on its way.";
  static constexpr std::array kFields{
      Field{.member = "message_id",
            .doc = "Under which its delivery is listed, once it was tried.",
            .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec

namespace doggy::api {
namespace {

// The path's id in its canonical form; what is none leads to nothing.
std::string webhook_id(const http::Request& request) {
  const auto id = Uuid::parse(request.param("webhookId"));
  return id ? id->text() : std::string();
}

http::Response with_secret(webhooks::Webhook webhook) {
  WebhookSecret shown{.webhook = std::move(webhook), .secret = {}};
  shown.secret = shown.webhook.secret;
  return http::Response::json(codec::encode_text(shown));
}

Task<Answer> make_webhook(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<webhooks::NewWebhook>(request));
  CO_TRY(auto made, co_await services.webhooks.make(caller.account_id, std::move(body)));
  co_return with_secret(std::move(made));
}

Task<Answer> list_webhooks(Services& services, http::Request, Caller caller) {
  CO_TRY(auto all, co_await services.webhooks.list(caller.account_id));
  co_return list_response(all);
}

Task<Answer> get_webhook(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto webhook, co_await services.webhooks.get(caller.account_id, webhook_id(request)));
  co_return http::Response::json(codec::encode_text(webhook));
}

Task<Answer> change_webhook(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<webhooks::WebhookChange>(request));
  CO_TRY(auto webhook, co_await services.webhooks.change(caller.account_id, webhook_id(request), std::move(body)));
  co_return http::Response::json(codec::encode_text(webhook));
}

Task<Answer> remove_webhook(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(co_await services.webhooks.remove(caller.account_id, webhook_id(request)));
  co_return http::Response::empty();
}

Task<Answer> rotate_secret(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto webhook, co_await services.webhooks.rotate_secret(caller.account_id, webhook_id(request)));
  co_return with_secret(std::move(webhook));
}

// What somebody asks for, as often as they like, must not stand before what others are waiting for.
Task<Answer> send_event(Services& services, std::string account_id, std::string webhook, webhooks::Event event) {
  constexpr accounts::Allowance kAllowance{.attempts = 60, .seconds = 60 * 60};
  CO_CHECK_OK(co_await accounts::count_attempt(services.store, "webhook messages asked for by " + account_id,
                                               kAllowance, services.clock()));
  WebhookMessageId sent{.message_id = event.id};
  CO_CHECK_OK(co_await services.jobs.enqueue(
      webhooks::job_for(std::move(account_id), webhook, std::move(event), true, services.clock())));
  co_return http::Response::json(codec::encode_text(sent));
}

Task<Answer> send_sample(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto webhook, co_await services.webhooks.get(caller.account_id, webhook_id(request)));
  co_return co_await send_event(services, std::move(caller.account_id), webhook.id.text(),
                                webhooks::test_event(services.clock()));
}

Task<Answer> list_deliveries(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto webhook, co_await services.webhooks.get(caller.account_id, webhook_id(request)));
  CO_TRY(auto deliveries, co_await services.webhooks.deliveries(caller.account_id, webhook.id.text()));
  co_return list_response(deliveries);
}

Task<Answer> redeliver(Services& services, http::Request request, Caller caller) {
  const auto delivery_id = Uuid::parse(request.param("deliveryId"));
  CO_TRY(auto webhook, co_await services.webhooks.get(caller.account_id, webhook_id(request)));
  CO_TRY(auto delivery, co_await services.webhooks.delivery(caller.account_id, webhook.id.text(),
                                                            delivery_id ? delivery_id->text() : std::string()));
  if (!delivery.event) co_return fail(Code::kConflict, "What this message was about may no longer be seen.");
  co_return co_await send_event(services, std::move(caller.account_id), webhook.id.text(), std::move(*delivery.event));
}

}  // namespace

std::vector<Endpoint> webhook_endpoints() {
  using enum http::Method;
  const std::string_view one = "/v1/me/webhooks/{webhookId}";
  std::vector<Endpoint> endpoints{
      {.method = kPost,
       .path = "/v1/me/webhooks",
       .handle = make_webhook,
       .summary = "Have a URL told; its secret is shown once",
       .request = body_of<webhooks::NewWebhook>(),
       .response = body_of<WebhookSecret>(),
       .status = 201},
      {.method = kGet,
       .path = "/v1/me/webhooks",
       .handle = list_webhooks,
       .summary = "The caller's webhooks",
       .response = body_of<webhooks::Webhook>(),
       .list = true},
      {.method = kGet,
       .path = one,
       .handle = get_webhook,
       .summary = "One webhook",
       .response = body_of<webhooks::Webhook>()},
      {.method = kPatch,
       .path = one,
       .handle = change_webhook,
       .summary = "Change a webhook, or end or begin again to send to it",
       .request = body_of<webhooks::WebhookChange>(),
       .response = body_of<webhooks::Webhook>()},
      {.method = kDelete, .path = one, .handle = remove_webhook, .summary = "Remove a webhook", .status = 204},
      {.method = kPost,
       .path = "/v1/me/webhooks/{webhookId}/secret",
       .handle = rotate_secret,
       .summary = "A new secret, shown once; for a day messages are signed by the one before as well",
       .response = body_of<WebhookSecret>()},
      {.method = kPost,
       .path = "/v1/me/webhooks/{webhookId}/test",
       .handle = send_sample,
       .summary = "Send a message that says nothing, to see whether it arrives",
       .response = body_of<WebhookMessageId>(),
       .status = 202},
      {.method = kGet,
       .path = "/v1/me/webhooks/{webhookId}/deliveries",
       .handle = list_deliveries,
       .summary = "The last 50 attempts to deliver a message, newest first",
       .response = body_of<webhooks::Delivery>(),
       .list = true},
      {.method = kPost,
       .path = "/v1/me/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver",
       .handle = redeliver,
       .summary = "Send the message of a delivery again, under its id",
       .response = body_of<WebhookMessageId>(),
       .status = 202},
  };
  for (Endpoint& endpoint : endpoints) endpoint.session_only = true;
  return endpoints;
}

}  // namespace doggy::api
