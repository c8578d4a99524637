// Calls of AWS' services: signed, tried again where that may help, their errors as ours.
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
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
  std::size_t response_limit = std::size_t{1} << 20U;  // Bytes of an answer; a longer one is a failure.
  RetryOptions retry;
  std::function<Timestamp()> clock = Timestamp::now;
};

/// Why a call failed, for callers to whom an Error says too little.
struct Failure {
  Error error;            // As of Service::call_json.
  std::string code = {};  // AWS' word for it, "TransactionCanceledException"; empty: nobody answered.
  bool sent = true;       // Whether it may have been carried out all the same, for all that is known.
  std::vector<std::string> reasons =
      {};  // Of a canceled transaction: the code of each write, "None" where it was fine.
};

/// One service in one region. It learns how far this machine's clock is off when AWS refuses a signature for that, and
/// asks for new credentials when AWS refuses those it has; then it sends a request once more. Thread-safe.
class Service {
 public:
  /// `name` is that of the signature ("sns"). `credentials` and `client` outlive this.
  Service(std::string name, ServiceOptions options, CredentialsProvider& credentials, http::Client& client);

  /// The JSON protocol: `target` as in "AmazonSQS.SendMessage", `version` of it "1.0" or "1.1". The answer's object.
  /// Errors: kThrottled, kUnavailable (network, 5xx, credentials), kNotFound, kForbidden, kInvalid, each with AWS' code
  /// in the detail; never with what was sent.
  Task<Result<boost::json::object>> call_json(std::string target, std::string version, boost::json::object body);

  /// The same without another try, for callers that have rules of their own about it.
  Task<std::expected<boost::json::object, Failure>> call_json_once(std::string target, std::string version,
                                                                   boost::json::object body);

  /// The query protocol: the parameters but for Version. The answer's XML.
  Task<Result<std::string>> call_query(std::string version,
                                       std::vector<std::pair<std::string, std::string>> parameters);

 private:
  [[nodiscard]] http::ClientRequest json_request(const std::string& target, const std::string& version,
                                                 const boost::json::object& body) const;
  [[nodiscard]] Result<boost::json::object> read_json(const std::string& answer) const;
  Task<Result<std::string>> call(http::ClientRequest request);
  Task<std::expected<std::string, Failure>> call_once(http::ClientRequest request);
  Task<std::expected<std::string, Failure>> send(http::ClientRequest request, Credentials credentials);
  [[nodiscard]] Timestamp now() const;
  void learn_offset(const http::ClientResponse& answer);

  const std::string name_;
  const ServiceOptions options_;
  CredentialsProvider& credentials_;
  http::Client& client_;
  const std::string url_;
  const std::string host_;
  RetryBudget budget_;
  std::atomic<std::int64_t> offset_ms_ = 0;  // What to add to the clock, as AWS' answers tell.
};

}  // namespace doggy::aws
