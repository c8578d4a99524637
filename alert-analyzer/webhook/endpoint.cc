#include "alert-analyzer/webhook/endpoint.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "alert-analyzer/webhook/payload.h"
#include "platform/async/runtime.h"
#include "platform/http/problem.h"
#include "platform/observe/log.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kBodyLimit = std::size_t{8} << 20U;

struct Endpoint {
  const Gate& gate;
  Queue& queue;
  boost::asio::thread_pool& workers;
  const WebhookEvents& events;
  const std::function<Timestamp()>& clock;
};

Task<http::Response> receive(Endpoint endpoint, http::Request request) {
  if (!endpoint.gate.admits(request)) co_return Gate::refusal(request, "Bearer");
  auto notification = read_notification(request.body, endpoint.clock());
  if (!notification) co_return http::problem(notification.error(), request.request_id);
  std::vector<Message> messages;
  messages.reserve(notification->alerts.size());
  for (const Alert& alert : notification->alerts) messages.push_back({.id = alert.key(), .body = to_text(alert)});
  const std::size_t count = messages.size();
  Queue& queue = endpoint.queue;
  Result<void> durable =
      co_await offload(endpoint.workers, [&queue, messages = std::move(messages)] { return queue.enqueue(messages); });
  if (!durable) {
    endpoint.events.refused(count);
    co_return http::problem(durable.error(), request.request_id);
  }
  endpoint.events.accepted(count);
  if (notification->truncated > 0) {
    endpoint.events.truncated(notification->truncated);
    observe::log(observe::Level::kWarn, "alerts-truncated-by-sender", {{"alerts", notification->truncated}});
  }
  co_return http::Response::json(fmt::format("{{\"accepted\":{}}}", count), 202);
}

// Who does not know the token sends no large body. Who knows it is not told apart, so none counts as a sender.
Task<std::expected<std::string, http::Response>> authorize(Endpoint endpoint, http::Request request) {
  if (endpoint.gate.admits(request)) co_return std::string();
  co_return std::unexpected(Gate::refusal(request, "Bearer"));
}

}  // namespace

void add_webhook_routes(http::Router& router, const Gate& gate, Queue& queue, boost::asio::thread_pool& workers,
                        const WebhookEvents& events, const std::function<Timestamp()>& clock) {
  const Endpoint endpoint{gate, queue, workers, events, clock};
  for (const char* path : {"/webhooks/alertmanager", "/webhooks/grafana"})
    router.add({.method = http::Method::kPost,
                .path = path,
                .handler = [endpoint](http::Request request) { return receive(endpoint, std::move(request)); },
                .body_limit = kBodyLimit,
                .accepts_body = true,
                .authorize = [endpoint](http::Request request) { return authorize(endpoint, std::move(request)); }});
}

}  // namespace doggy::analyzer
