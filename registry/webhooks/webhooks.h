// Webhooks and what became of their messages, as they are stored: ACCOUNT#id/WEBHOOK#id, and the last deliveries of
// each at ACCOUNT#id/HOOKLOG#webhook#delivery.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"
#include "registry/webhooks/webhook.h"

namespace doggy::webhooks {

using Clock = std::function<Timestamp()>;

/// Says whether a URL may be a webhook's: kInvalid naming `url`.
using UrlRule = std::function<Result<void>(std::string_view)>;

/// Thread-safe. A webhook of another account is kNotFound, like one that never was.
class Webhooks {
 public:
  /// `store` outlives this.
  Webhooks(store::Store& store, UrlRule rule, Clock clock);

  /// Oldest first.
  Task<Result<std::vector<Webhook>>> list(std::string account_id);
  Task<Result<Webhook>> get(std::string account_id, std::string id);

  /// With its secret. Errors: kInvalid; kConflict with more than kMostWebhooks.
  Task<Result<Webhook>> make(std::string account_id, NewWebhook request);
  /// Errors: kInvalid, kNotFound; kConflict when it is changed at the same time.
  Task<Result<Webhook>> change(std::string account_id, std::string id, WebhookChange change);
  /// A new secret; the one before signs messages for another kOverlapHours as well.
  Task<Result<Webhook>> rotate_secret(std::string account_id, std::string id);
  Task<Result<void>> remove(std::string account_id, std::string id);

  /// Sends it nothing more until its owner says so. Whether it was enabled until now: of many who say so at once, one
  /// hears true.
  Task<Result<bool>> disable(std::string account_id, std::string id, Disabled why);

  /// Newest first, at most kDeliveriesKept.
  Task<Result<std::vector<Delivery>>> deliveries(std::string account_id, std::string id);
  Task<Result<Delivery>> delivery(std::string account_id, std::string id, std::string delivery_id);
  /// Adds one and removes those beyond kDeliveriesKept. Nothing is kept of a webhook that is gone.
  Task<Result<void>> note(std::string account_id, std::string id, Delivery delivery);

  static constexpr std::size_t kMostWebhooks = 20;
  static constexpr std::size_t kDeliveriesKept = 50;
  static constexpr std::int64_t kOverlapHours = 24;

 private:
  struct Stored {
    Webhook webhook;
    std::uint64_t version = 0;
  };
  Task<Result<Stored>> read(std::string account_id, std::string id);
  Task<Result<Webhook>> replace(std::string account_id, Stored stored);

  store::Store& store_;
  const UrlRule rule_;
  const Clock clock_;
};

/// The secrets that sign a message at that time, the newest first.
[[nodiscard]] std::vector<std::string> secrets_at(const Webhook& webhook, const Timestamp& now);

}  // namespace doggy::webhooks
