// What leaves for servers of others, put together: web push and webhooks.
#pragma once

#include <memory>
#include <string>

#include "platform/http/client.h"
#include "platform/push/p256.h"
#include "registry/api/services.h"
#include "registry/app/settings.h"
#include "registry/push/pusher.h"
#include "registry/webhooks/courier.h"

namespace doggy::app {

/// Does the jobs of both kinds. Begins nothing by itself.
class Outgoing {
 public:
  struct Parts {
    store::Store& store;
    accounts::Sessions& sessions;
    accounts::Accounts& accounts;
    circle::Circle& circle;
    records::Records& records;
    notify::Notices& notices;
    notify::Post& post;
    jobs::Runner& runner;
    observe::Metrics& metrics;
    std::function<Timestamp()> clock;
    std::function<std::string()> public_url;  // Known once the server listens.
  };
  /// What `parts` refers to outlives this, and this the event loops.
  Outgoing(const Settings& settings, push::KeyPair key, Parts parts);
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;
  ~Outgoing() = default;

  /// Ends the requests under way; their jobs are tried again.
  void stop() { client_.stop(); }

  push::Subscriptions& subscriptions() { return subscriptions_; }
  push::Pusher& pusher() { return pusher_; }
  webhooks::Webhooks& webhooks() { return webhooks_; }

 private:
  Task<void> tell_disabled(std::string account_id, webhooks::Webhook webhook);

  accounts::Accounts& accounts_;
  notify::Post& post_;
  const std::function<std::string()> public_url_;
  http::Client client_;
  push::Figures push_figures_;
  push::Subscriptions subscriptions_;
  push::Pusher pusher_;
  webhooks::Figures webhook_figures_;
  webhooks::Webhooks webhooks_;
  webhooks::Courier courier_;
};

/// The key that browsers subscribe by: in the file that the settings name; without one, of this run alone. Errors as of
/// push::key_in_file().
[[nodiscard]] Result<push::KeyPair> push_key(const Settings& settings);

}  // namespace doggy::app
