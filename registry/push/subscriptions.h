// Push subscriptions as they are stored: ACCOUNT#id/PUSH#id, and KEY#PUSH#id/PUSH, which says whose it is: a browser
// tells one person, the one who asked for it last.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/sessions.h"
#include "registry/push/subscription.h"
#include "registry/store/store.h"

namespace doggy::push {

/// Says whether a URL may be an endpoint: kInvalid naming `endpoint`.
using EndpointRule = std::function<Result<void>(std::string_view)>;

/// Thread-safe.
class Subscriptions {
 public:
  /// `store` and `sessions` outlive this.
  Subscriptions(store::Store& store, accounts::Sessions& sessions, EndpointRule rule, accounts::Clock clock);

  /// Adds it, or replaces the keys of one with the same endpoint. `token` is that of the session that asks. Errors:
  /// kInvalid; kConflict with more than kMostSubscriptions, or when it is added twice at the same time.
  Task<Result<Subscription>> add(std::string account_id, std::string token, NewSubscription request);

  /// Those whose session goes on; the others are removed.
  Task<Result<std::vector<Subscription>>> list(std::string account_id);

  /// Error: kNotFound.
  Task<Result<void>> remove(std::string account_id, std::string id);

  static constexpr std::size_t kMostSubscriptions = 20;

 private:
  store::Store& store_;
  accounts::Sessions& sessions_;
  const EndpointRule rule_;
  const accounts::Clock clock_;
};

}  // namespace doggy::push
