// Calls of AWS' services: signed, tried again where that may help, their errors as ours.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/async/task.h"
#include "platform/aws/credentials.h"
#include "platform/aws/retry.h"
#include "platform/error.h"
#include "platform/http/client.h"
#include "platform/time/timestamp.h"

namespace doggy::aws {

struct ServiceOptions {
  std::string region = "us-east-1";
  std::string endpoint = {};  // "http://127.0.0.1:4566" for a service on this machine; empty: AWS' own.
  std::chrono::milliseconds timeout = std::chrono::seconds(10);
  RetryOptions retry;
  std::function<Timestamp()> clock = Timestamp::now;
};

/// One service in one region. Thread-safe.
class Service {
 public:
  /// `name` is that of the signature ("sns"). `credentials` and `client` outlive this.
  Service(std::string name, ServiceOptions options, CredentialsProvider& credentials, http::Client& client);

  /// The JSON protocol: `target` as in "AmazonSQS.SendMessage", `version` of it "1.0" or "1.1". The answer's object.
  /// Errors: kThrottled, kUnavailable (network, 5xx, credentials), kNotFound, kForbidden, kInvalid, each with AWS' code
  /// in the detail; never with what was sent.
  Task<Result<boost::json::object>> call_json(std::string target, std::string version, boost::json::object body);

  /// The query protocol: the parameters but for Version. The answer's XML.
  Task<Result<std::string>> call_query(std::string version,
                                       std::vector<std::pair<std::string, std::string>> parameters);

 private:
  Task<Result<std::string>> call(http::ClientRequest request);
  Task<Result<std::string>> call_once(http::ClientRequest request);

  const std::string name_;
  const ServiceOptions options_;
  CredentialsProvider& credentials_;
  http::Client& client_;
  const std::string url_;
  const std::string host_;
  RetryBudget budget_;
};

}  // namespace doggy::aws
