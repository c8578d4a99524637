#include "platform/aws/service.h"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <cstdlib>
#include <string_view>

#include "platform/aws/xml.h"
#include "platform/json/codec.h"
#include "platform/time/internet_date.h"
#include "platform/try.h"

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

// Closer than this the clocks need not be: a signature is good for five minutes.
constexpr std::int64_t kSkewMs = 60'000;

std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

// What a refusal says of itself.
struct Refusal {
  std::string code;
  std::vector<std::string> reasons;
};

// "com.amazonaws.sqs#QueueDoesNotExist" or {"__type":…}, or <Code>: the name after the "#".
Refusal refusal_of(const http::ClientResponse& answer) {
  Refusal refusal;
  if (answer.body.starts_with('{')) {
    const auto parsed = codec::parse(answer.body);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    if (object == nullptr) return refusal;
    refusal.code = text_of(*object, "__type");
    const auto* listed = object->if_contains("CancellationReasons");
    const auto* reasons = listed == nullptr ? nullptr : listed->if_array();
    if (reasons != nullptr)
      for (const auto& reason : *reasons)
        refusal.reasons.push_back(reason.is_object() ? text_of(reason.get_object(), "Code") : std::string());
  } else {
    refusal.code = xml_text(answer.body, "Code");
  }
  refusal.code.erase(0, refusal.code.find('#') + 1);
  return refusal;
}

bool says(std::string_view code, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words)
    if (code.find(word) != std::string_view::npos) return true;
  return false;
}

// A signature whose time AWS does not take, or may not.
bool is_of_clock(std::string_view code) {
  return says(code, {"RequestTimeTooSkewed", "InvalidSignature", "SignatureDoesNotMatch", "RequestExpired"});
}

Code code_of(unsigned status, std::string_view code) {
  if (status == 429 ||
      says(code, {"Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown", "ProvisionedThroughputExceeded"}))
    return Code::kThrottled;
  if (status >= 500 || says(code, {"ExpiredToken", "RequestExpired", "RequestTimeTooSkewed", "TransactionInProgress",
                                   "RequestTimeout", "IDPCommunicationError"}))
    return Code::kUnavailable;
  if (status == 404 || says(code, {"NotFound", "NonExistent", "DoesNotExist"})) return Code::kNotFound;
  if (status == 401 || status == 403 ||
      says(code, {"AccessDenied", "AuthorizationError", "UnrecognizedClient", "InvalidSignature"}))
    return Code::kForbidden;
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

http::ClientRequest Service::json_request(const std::string& target, const std::string& version,
                                          const boost::json::object& body) const {
  http::ClientRequest request{.method = http::Method::kPost, .url = url_ + "/", .body = codec::to_text(body)};
  request.headers.add("Content-Type", "application/x-amz-json-" + version);
  request.headers.add("X-Amz-Target", target);
  return request;
}

Result<boost::json::object> Service::read_json(const std::string& answer) const {
  if (answer.empty()) return boost::json::object();
  auto parsed = codec::parse(answer);
  if (!parsed || !parsed->is_object()) return fail(Code::kUnavailable, name_ + " gave an answer that is no JSON.");
  return std::move(parsed->as_object());
}

Task<Result<boost::json::object>> Service::call_json(std::string target, std::string version,
                                                     boost::json::object body) {
  CO_TRY(auto answer, co_await call(json_request(target, version, body)));
  co_return read_json(answer);
}

Task<std::expected<boost::json::object, Failure>> Service::call_json_once(std::string target, std::string version,
                                                                          boost::json::object body) {
  CO_TRY(auto answer, co_await call_once(json_request(target, version, body)));
  auto read = read_json(answer);
  if (!read) co_return std::unexpected(Failure{.error = std::move(read.error()), .code = {}, .reasons = {}});
  co_return std::move(*read);
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
  for (unsigned attempts = 1;; ++attempts) {
    auto answer = co_await call_once(request);
    if (answer) {
      budget_.succeeded();
      co_return std::move(*answer);
    }
    Error& error = answer.error().error;
    const bool may_help = error.code == Code::kThrottled || error.code == Code::kUnavailable;
    if (!may_help || !budget_.take(attempts)) co_return std::unexpected(std::move(error));
    co_await wait(budget_.pause(attempts));
  }
}

// Once, and once more when the clock or the credentials were what it was refused for and there are better ones now.
Task<std::expected<std::string, Failure>> Service::call_once(http::ClientRequest request) {
  request.timeout = options_.timeout;
  request.response_limit = options_.response_limit;
  const std::int64_t offset = offset_ms_.load();
  auto credentials = co_await credentials_.get();
  if (!credentials) co_return std::unexpected(Failure{.error = std::move(credentials.error()), .sent = false});
  auto answer = co_await send(request, *credentials);
  if (answer) co_return answer;
  const std::string& code = answer.error().code;
  if (says(code, {"ExpiredToken", "UnrecognizedClient", "InvalidClientTokenId"})) {
    credentials_.refused(*credentials);
    auto found = co_await credentials_.get();
    const bool others = found && (found->access_key_id != credentials->access_key_id ||
                                  found->session_token != credentials->session_token);
    if (others) co_return co_await send(std::move(request), std::move(*found));
  } else if (is_of_clock(code) && offset_ms_.load() != offset) {
    co_return co_await send(std::move(request), std::move(*credentials));
  }
  co_return answer;
}

Task<std::expected<std::string, Failure>> Service::send(http::ClientRequest request, Credentials credentials) {
  // Each try is signed anew: a signature has a time.
  SignableRequest signable{.method = "POST", .host = host_, .headers = request.headers.all(), .body = request.body};
  for (auto& [name, value] : sign(signable, credentials, {.region = options_.region, .service = name_}, now()))
    request.headers.add(name, value);
  auto answer = co_await client_.send(std::move(request));
  if (!answer) {
    const http::ClientFailure why = answer.error().reason;
    const bool reached = why != http::ClientFailure::kUnreachable && why != http::ClientFailure::kUnresolved &&
                         why != http::ClientFailure::kTls;
    co_return std::unexpected(Failure{.error = {.code = Code::kUnavailable,
                                                .detail = fmt::format("{}: {}", name_, answer.error().detail),
                                                .retry_after = std::chrono::seconds(1)},
                                      .sent = reached});
  }
  if (answer->status == 200) co_return std::move(answer->body);
  Refusal refusal = refusal_of(*answer);
  if (is_of_clock(refusal.code)) learn_offset(*answer);
  // 5xx says nothing of whether it was done; any other refusal says that it was not.
  Error error{.code = code_of(answer->status, refusal.code),
              .detail = fmt::format("{} answered {} {}", name_, answer->status, refusal.code),
              .retry_after = std::chrono::seconds(1)};
  co_return std::unexpected(Failure{.error = std::move(error),
                                    .code = std::move(refusal.code),
                                    .sent = answer->status >= 500,
                                    .reasons = std::move(refusal.reasons)});
}

Timestamp Service::now() const {
  return Timestamp::from_unix_ms(options_.clock().unix_ms() + offset_ms_.load());
}

void Service::learn_offset(const http::ClientResponse& answer) {
  const auto theirs = parse_http_date(answer.headers.get("Date"));
  if (!theirs) return;
  const std::int64_t offset = (*theirs * 1000) - options_.clock().unix_ms();
  if (std::abs(offset - offset_ms_.load()) > kSkewMs) offset_ms_.store(offset);
}

}  // namespace doggy::aws
