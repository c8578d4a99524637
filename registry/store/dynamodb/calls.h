// Calls of DynamoDB that know what may be tried again and what a refusal means.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>

#include "platform/async/task.h"
#include "platform/aws/retry.h"
#include "platform/aws/service.h"
#include "platform/error.h"
#include "platform/observe/metrics.h"
#include "registry/store/dynamodb/breaker.h"
#include "registry/store/dynamodb/figures.h"

namespace doggy::store::dynamodb {

struct CallOptions {
  aws::RetryOptions retry{.attempts = 10,
                          .first = std::chrono::milliseconds(20),
                          .longest = std::chrono::milliseconds(2000),
                          .budget = 1000};
  std::chrono::milliseconds patience = std::chrono::seconds(8);  // No further try begins after so long.
  BreakerOptions breaker;
};

/// Thread-safe.
class Calls {
 public:
  /// `service` ("dynamodb") and `metrics` outlive this.
  Calls(aws::Service& service, CallOptions options, observe::Metrics& metrics);

  /// One operation ("GetItem"). Reads and transactions with a token are tried again whenever that may help; plain
  /// writes only while it is certain that nothing was written. Errors: kConflict when a condition did not hold;
  /// kTooLarge when the partition is full; kUnavailable with retry_after. Throws std::logic_error when DynamoDB does
  /// not understand the request.
  Task<Result<boost::json::object>> call(std::string operation, boost::json::object request);

  /// Waits before what was left out of an answer is asked for again, `tries` times so far; false when it was asked for
  /// often enough.
  Task<bool> wait_for_rest(unsigned tries);

 private:
  void count(const std::string& operation, const boost::json::object& answer);

  aws::Service& service_;
  const CallOptions options_;
  aws::RetryBudget budget_;
  Breaker breaker_;
  Figures figures_;
};

}  // namespace doggy::store::dynamodb
