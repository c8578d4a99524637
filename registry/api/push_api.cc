#include "registry/api/push_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/jobs/runner.h"
#include "registry/push/pusher.h"

namespace doggy::api {

struct PushKey {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(PushKey, (), (key))

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::PushKey> {
  static constexpr std::string_view kName = "PushKey";
  static constexpr std::string_view kDoc = "What a browser needs to subscribe.";
  static constexpr std::array kFields{
      Field{.member = "key",
            .doc = "The server's public key (VAPID): an uncompressed point on P-256 in base64url.",
            .access = Access::kReadOnly},
  };
};

namespace doggy::api {
namespace {

Task<Answer> get_key(Services& services, http::Request) {
  co_return http::Response::json(codec::encode_text(PushKey{.key = services.pusher.public_key()}));
}

Task<Answer> subscribe(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<push::NewSubscription>(request));
  CO_TRY(auto added, co_await services.push_subscriptions.add(caller.account_id, caller.token, std::move(body)));
  co_return http::Response::json(codec::encode_text(added));
}

Task<Answer> list_subscriptions(Services& services, http::Request, Caller caller) {
  CO_TRY(auto all, co_await services.push_subscriptions.list(caller.account_id));
  co_return list_response(all);
}

Task<Answer> send_test(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto job, co_await services.pusher.test_job(caller.account_id, request.param("subscriptionId")));
  CO_CHECK_OK(co_await services.jobs.enqueue(std::move(job)));
  co_return http::Response::empty();
}

Task<Answer> remove_subscription(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(co_await services.push_subscriptions.remove(caller.account_id, request.param("subscriptionId")));
  co_return http::Response::empty();
}

}  // namespace

std::vector<Endpoint> push_endpoints() {
  using enum http::Method;
  return {
      {.method = kGet,
       .path = "/v1/push/key",
       .handle = get_key,
       .summary = "The key that browsers subscribe to push notifications with",
       .response = body_of<PushKey>()},
      {.method = kPost,
       .path = "/v1/me/push-subscriptions",
       .handle = subscribe,
       .summary = "Tell a browser as well; one with the same endpoint is replaced, whoever's it was",
       .request = body_of<push::NewSubscription>(),
       .response = body_of<push::Subscription>(),
       .status = 201,
       .session_only = true},
      {.method = kGet,
       .path = "/v1/me/push-subscriptions",
       .handle = list_subscriptions,
       .summary = "The browsers that are told",
       .response = body_of<push::Subscription>(),
       .list = true,
       .session_only = true},
      {.method = kPost,
       .path = "/v1/me/push-subscriptions/{subscriptionId}/test",
       .handle = send_test,
       .summary = "Tell one browser that it is told",
       .status = 204,
       .session_only = true},
      {.method = kDelete,
       .path = "/v1/me/push-subscriptions/{subscriptionId}",
       .handle = remove_subscription,
       .summary = "Tell a browser no more",
       .status = 204,
       .session_only = true},
  };
}

}  // namespace doggy::api
