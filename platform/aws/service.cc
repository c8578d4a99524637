#include "platform/aws/service.h"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <string_view>

#include "platform/aws/xml.h"
#include "platform/json/codec.h"

namespace doggy::aws {
namespace {

// "https://sns.eu-central-1.amazonaws.com" → "sns.eu-central-1.amazonaws.com", with a port that is not the scheme's.
std::string host_of(const std::string& url) {
  const std::size_t begin = url.find("://") + 3;
  std::string host = url.substr(begin, url.find('/', begin) - begin);
  if (url.starts_with("http://") && host.ends_with(":80")) host.resize(host.size() - 3);
  if (url.starts_with("https://") && host.ends_with(":443")) host.resize(host.size() - 4);
  return host;
}

// "com.amazonaws.sqs#QueueDoesNotExist" or {"__type":…}, or <Code>: the name after the "#".
std::string error_code(const http::ClientResponse& answer) {
  std::string code;
  if (answer.body.starts_with('{')) {
    const auto parsed = codec::parse(answer.body);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    const auto* type = object == nullptr ? nullptr : object->if_contains("__type");
    if (type != nullptr && type->is_string()) code = std::string(type->get_string().c_str());
  } else {
    code = xml_text(answer.body, "Code");
  }
  return code.substr(code.find('#') + 1);
}

bool says(std::string_view code, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words)
    if (code.find(word) != std::string_view::npos) return true;
  return false;
}

Code code_of(unsigned status, std::string_view code) {
  if (status == 429 ||
      says(code, {"Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown", "ProvisionedThroughputExceeded"}))
    return Code::kThrottled;
  if (status >= 500 || says(code, {"ExpiredToken", "RequestExpired", "RequestTimeout", "IDPCommunicationError"}))
    return Code::kUnavailable;
  if (status == 404 || says(code, {"NotFound", "NonExistent", "DoesNotExist"})) return Code::kNotFound;
  if (status == 401 || status == 403 || says(code, {"AccessDenied", "AuthorizationError"})) return Code::kForbidden;
  if (says(code, {"ConditionalCheckFailed", "TransactionCanceled"})) return Code::kConflict;
  return Code::kInvalid;
}

Task<void> wait(std::chrono::milliseconds time) {
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

Service::Service(std::string name, ServiceOptions options, CredentialsProvider& credentials, http::Client& client)
    : name_(std::move(name)),
      options_(std::move(options)),
      credentials_(credentials),
      client_(client),
      url_(options_.endpoint.empty() ? fmt::format("https://{}.{}.amazonaws.com", name_, options_.region)
                                     : options_.endpoint),
      host_(host_of(url_)),
      budget_(options_.retry) {}

Task<Result<boost::json::object>> Service::call_json(std::string target, std::string version,
                                                     boost::json::object body) {
  http::ClientRequest request{.method = http::Method::kPost, .url = url_ + "/", .body = codec::to_text(body)};
  request.headers.add("Content-Type", "application/x-amz-json-" + version);
  request.headers.add("X-Amz-Target", target);
  auto answer = co_await call(std::move(request));
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  if (answer->empty()) co_return boost::json::object();
  auto parsed = codec::parse(*answer);
  if (!parsed || !parsed->is_object()) co_return fail(Code::kUnavailable, name_ + " gave an answer that is no JSON.");
  co_return std::move(parsed->as_object());
}

Task<Result<std::string>> Service::call_query(std::string version,
                                              std::vector<std::pair<std::string, std::string>> parameters) {
  http::ClientRequest request{.method = http::Method::kPost, .url = url_ + "/"};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = "Version=" + version;
  for (const auto& [name, value] : parameters) request.body += "&" + uri_encoded(name) + "=" + uri_encoded(value);
  co_return co_await call(std::move(request));
}

Task<Result<std::string>> Service::call(http::ClientRequest request) {
  request.timeout = options_.timeout;
  for (unsigned attempts = 1;; ++attempts) {
    auto answer = co_await call_once(request);
    if (answer) {
      budget_.succeeded();
      co_return answer;
    }
    const bool may_help = answer.error().code == Code::kThrottled || answer.error().code == Code::kUnavailable;
    if (!may_help || !budget_.take(attempts)) co_return answer;
    co_await wait(budget_.pause(attempts));
  }
}

Task<Result<std::string>> Service::call_once(http::ClientRequest request) {
  auto credentials = co_await credentials_.get();
  if (!credentials) co_return std::unexpected(std::move(credentials.error()));
  // Each try is signed anew: a signature has a time.
  SignableRequest signable{.method = "POST", .host = host_, .headers = request.headers.all(), .body = request.body};
  for (auto& [name, value] :
       sign(signable, *credentials, {.region = options_.region, .service = name_}, options_.clock()))
    request.headers.add(name, value);
  auto answer = co_await client_.send(std::move(request));
  if (!answer) co_return fail(Code::kUnavailable, fmt::format("{}: {}", name_, answer.error().detail));
  if (answer->status == 200) co_return std::move(answer->body);
  const std::string code = error_code(*answer);
  co_return std::unexpected(Error{.code = code_of(answer->status, code),
                                  .detail = fmt::format("{} answered {} {}", name_, answer->status, code),
                                  .retry_after = std::chrono::seconds(1)});
}

}  // namespace doggy::aws
