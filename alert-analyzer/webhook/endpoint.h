// POST /webhooks/alertmanager and /webhooks/grafana: 202 when every alert of the call is on the disk, 503 when not.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "alert-analyzer/queue/queue.h"
#include "alert-analyzer/webhook/gate.h"
#include "platform/http/router.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

/// What the endpoint tells of what came. Called on any thread.
struct WebhookEvents {
  std::function<void(std::size_t alerts)> accepted;
  std::function<void(std::size_t alerts)> refused;
  std::function<void(std::uint64_t alerts)> truncated;
};

/// Everything outlives the router.
void add_webhook_routes(http::Router& router, const Gate& gate, Queue& queue, boost::asio::thread_pool& workers,
                        const WebhookEvents& events, const std::function<Timestamp()>& clock);

}  // namespace doggy::analyzer
