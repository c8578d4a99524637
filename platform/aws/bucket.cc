#include "platform/aws/bucket.h"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <charconv>
#include <string_view>
#include <utility>

#include "platform/aws/xml.h"
#include "platform/http/client.h"
#include "platform/try.h"

namespace doggy::aws {
namespace {

constexpr std::size_t kLargestAnswer = std::size_t{64} << 20U;
constexpr std::size_t kConnections = 32;

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string query_of(const Pairs& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters)
    query += fmt::format("{}{}={}", query.empty() ? "" : "&", uri_encoded(name), uri_encoded(value));
  return query;
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// "https://host:9000" without what the scheme says anyway.
std::string host_of_origin(std::string_view origin) {
  const bool tls = origin.starts_with("https://");
  std::string host(origin.substr(origin.find("://") + 3));
  const std::string_view usual = tls ? ":443" : ":80";
  if (host.ends_with(usual)) host.resize(host.size() - usual.size());
  return host;
}

Error refusal(const http::ClientResponse& answer) {
  const std::string code = xml_text(answer.body, "Code");
  Error error{.code = Code::kUnavailable,
              .detail = fmt::format("S3 answered {} {}.", answer.status, code.empty() ? "without a reason" : code),
              .retry_after = std::chrono::seconds(10)};
  if (answer.status == 404 && code != "NoSuchBucket") error.code = Code::kNotFound;
  if (answer.status == 403) error.code = Code::kForbidden;
  if (answer.status == 412) error.code = Code::kConflict;
  if (error.code != Code::kUnavailable) error.retry_after.reset();
  return error;
}

// The credentials.
bool are_old(const http::ClientResponse& answer) {
  const std::string code = xml_text(answer.body, "Code");
  return code == "ExpiredToken" || code == "InvalidToken" || code == "InvalidAccessKeyId";
}

bool may_help_again(const http::ClientResponse& answer) {
  if (answer.status == 429 || answer.status >= 500) return true;
  const std::string code = xml_text(answer.body, "Code");
  return code == "RequestTimeout" || code == "SlowDown" || are_old(answer);
}

Task<void> pause_for(std::chrono::milliseconds time) {
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

std::string bucket_origin(const BucketOptions& options) {
  if (options.endpoint.empty()) return fmt::format("https://{}.s3.{}.amazonaws.com", options.name, options.region);
  return options.endpoint.substr(0, options.endpoint.find_last_not_of('/') + 1);
}

struct Bucket::State {
  // One request, but for what is the same for all.
  struct Call {
    http::Method method = http::Method::kGet;
    std::string key = {};
    Pairs parameters = {};
    Pairs headers = {};
    std::string body = {};
  };

  explicit State(BucketOptions chosen)
      : options(std::move(chosen)),
        origin(bucket_origin(options)),
        client({.connection_limit = kConnections, .connections_a_host_limit = kConnections}),
        credentials({.environment = options.environment, .region = options.region, .clock = options.clock}, client),
        budget(options.retry) {}

  [[nodiscard]] std::string path_of(const std::string& key) const {
    const std::string bucket = options.endpoint.empty() ? "" : "/" + uri_encoded(options.name);
    return bucket + "/" + uri_encoded(key, true);
  }
  [[nodiscard]] Scope scope() const { return {.region = options.region, .service = "s3"}; }

  // For what makes an object.
  [[nodiscard]] Pairs encryption() const {
    if (options.kms_key.empty()) return {{"x-amz-server-side-encryption", "AES256"}};
    return {{"x-amz-server-side-encryption", "aws:kms"},
            {"x-amz-server-side-encryption-aws-kms-key-id", options.kms_key}};
  }

  [[nodiscard]] http::ClientRequest signed_request(const Call& call, const Credentials& who) const {
    const SignableRequest request{.method = std::string(http::to_string(call.method)),
                                  .host = host_of_origin(origin),
                                  .path = path_of(call.key),
                                  .query = query_of(call.parameters),
                                  .headers = call.headers,
                                  .body = call.body};
    http::ClientRequest sent{.method = call.method,
                             .url = origin + request.path + (request.query.empty() ? "" : "?" + request.query),
                             .body = call.body,
                             .timeout = options.timeout,
                             .response_limit = kLargestAnswer};
    for (const auto& [name, value] : call.headers) sent.headers.add(name, value);
    for (auto& [name, value] : sign(request, who, scope(), options.clock(), {.raw_path = true, .hash_header = true}))
      sent.headers.add(std::move(name), std::move(value));
    return sent;
  }

  // The answer, of success; any other status is an error, also a redirection: S3 sends to a bucket of another region
  // so, and has kept nothing.
  Task<Result<http::ClientResponse>> send(Call call) {
    for (unsigned attempts = 1;; ++attempts) {
      CO_TRY(auto who, co_await credentials.get());
      auto answer = co_await client.send(signed_request(call, who));
      if (answer && answer->status < 300) {
        budget.succeeded();
        co_return std::move(*answer);
      }
      if (answer && are_old(*answer)) credentials.refused(who);
      const bool again = answer ? may_help_again(*answer) : answer.error().reason != http::ClientFailure::kStopped;
      if (!again || !budget.take(attempts)) {
        if (answer) co_return std::unexpected(refusal(*answer));
        co_return std::unexpected(Error{.code = Code::kUnavailable,
                                        .detail = "S3 cannot be reached: " + answer.error().detail,
                                        .retry_after = std::chrono::seconds(10)});
      }
      co_await pause_for(budget.pause(attempts));
    }
  }

  // All pages of a listing, as XML.
  Task<Result<std::vector<std::string>>> list_pages(std::string prefix, std::string delimiter) {
    std::vector<std::string> pages;
    for (std::string token;;) {
      Pairs parameters{{"list-type", "2"}, {"prefix", prefix}};
      if (!delimiter.empty()) parameters.emplace_back("delimiter", delimiter);
      if (!token.empty()) parameters.emplace_back("continuation-token", token);
      CO_TRY(auto answer, co_await send({.parameters = std::move(parameters)}));
      token = xml_text(answer.body, "NextContinuationToken");
      pages.push_back(std::move(answer.body));
      if (token.empty()) co_return pages;
    }
  }

  const BucketOptions options;
  const std::string origin;
  http::Client client;
  CredentialsProvider credentials;
  RetryBudget budget;
};

Bucket::Bucket(BucketOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Bucket::~Bucket() = default;

Task<Result<void>> Bucket::put(std::string key, std::string bytes) {
  CO_CHECK_OK(co_await state_->send({.method = http::Method::kPut,
                                     .key = std::move(key),
                                     .headers = state_->encryption(),
                                     .body = std::move(bytes)}));
  co_return Result<void>{};
}

Task<Result<Object>> Bucket::head(std::string key) {
  CO_TRY(auto answer, co_await state_->send({.method = http::Method::kHead, .key = key}));
  co_return Object{.key = std::move(key),
                   .size = number_in(answer.headers.get("Content-Length")),
                   .etag = std::string(answer.headers.get("ETag"))};
}

Task<Result<std::string>> Bucket::get(std::string key, std::uint64_t at, std::uint64_t most, std::string etag) {
  Pairs headers{{"Range", fmt::format("bytes={}-{}", at, at + most - 1)}};
  if (!etag.empty()) headers.emplace_back("If-Match", std::move(etag));
  auto answer = co_await state_->send({.key = std::move(key), .headers = std::move(headers)});
  if (!answer && answer.error().detail.starts_with("S3 answered 416")) co_return std::string();  // At the end.
  if (!answer) co_return std::unexpected(answer.error());
  co_return std::move(answer->body);
}

Task<Result<void>> Bucket::remove(std::string key) {
  auto answer = co_await state_->send({.method = http::Method::kDelete, .key = std::move(key)});
  if (!answer && answer.error().code != Code::kNotFound) co_return std::unexpected(answer.error());
  co_return Result<void>{};
}

Task<Result<std::vector<Object>>> Bucket::list(std::string prefix) {
  CO_TRY(auto pages, co_await state_->list_pages(std::move(prefix), ""));
  std::vector<Object> objects;
  for (const std::string& page : pages)
    for (const std::string_view one : xml_elements(page, "Contents")) {
      const auto changed = Timestamp::parse(xml_text(one, "LastModified"));
      objects.push_back({.key = xml_text(one, "Key"),
                         .size = number_in(xml_text(one, "Size")),
                         .changed_at = changed ? changed->unix_ms() / 1000 : 0});
    }
  co_return objects;
}

Task<Result<std::vector<std::string>>> Bucket::folders(std::string prefix) {
  CO_TRY(auto pages, co_await state_->list_pages(prefix, "/"));
  std::vector<std::string> names;
  for (const std::string& page : pages)
    for (const std::string_view one : xml_elements(page, "CommonPrefixes")) {
      std::string name = xml_text(one, "Prefix").substr(prefix.size());
      name.pop_back();  // "/"
      names.push_back(std::move(name));
    }
  co_return names;
}

Task<Result<std::string>> Bucket::begin_parts(std::string key) {
  CO_TRY(auto answer, co_await state_->send({.method = http::Method::kPost,
                                             .key = std::move(key),
                                             .parameters = {{"uploads", ""}},
                                             .headers = state_->encryption()}));
  co_return xml_text(answer.body, "UploadId");
}

Task<Result<std::string>> Bucket::put_part(std::string key, std::string upload, unsigned number, std::string bytes) {
  CO_TRY(auto answer,
         co_await state_->send({.method = http::Method::kPut,
                                .key = std::move(key),
                                .parameters = {{"partNumber", std::to_string(number)}, {"uploadId", upload}},
                                .body = std::move(bytes)}));
  co_return std::string(answer.headers.get("ETag"));
}

Task<Result<void>> Bucket::finish_parts(std::string key, std::string upload, std::vector<std::string> etags) {
  std::string list;
  for (std::size_t i = 0; i < etags.size(); ++i)
    list += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", i + 1, etags[i]);
  CO_TRY(auto answer,
         co_await state_->send({.method = http::Method::kPost,
                                .key = std::move(key),
                                .parameters = {{"uploadId", upload}},
                                .body = "<CompleteMultipartUpload>" + list + "</CompleteMultipartUpload>"}));
  // It answers 200 before it knows.
  if (answer.body.find("<Error>") != std::string::npos)
    co_return std::unexpected(Error{.code = Code::kUnavailable,
                                    .detail = "S3 answered " + xml_text(answer.body, "Code") + ".",
                                    .retry_after = std::chrono::seconds(10)});
  co_return Result<void>{};
}

Task<Result<void>> Bucket::abort_parts(std::string key, std::string upload) {
  auto answer = co_await state_->send(
      {.method = http::Method::kDelete, .key = std::move(key), .parameters = {{"uploadId", std::move(upload)}}});
  if (!answer && answer.error().code != Code::kNotFound) co_return std::unexpected(answer.error());
  co_return Result<void>{};
}

Task<Result<std::string>> Bucket::link(std::string key, LinkOptions options) {
  CO_TRY(auto who, co_await state_->credentials.get());
  Pairs parameters;
  for (auto& [name, value] : Pairs{{"response-cache-control", std::move(options.cache_control)},
                                   {"response-content-disposition", std::move(options.content_disposition)},
                                   {"response-content-type", std::move(options.content_type)}})
    if (!value.empty()) parameters.emplace_back(name, std::move(value));
  const SignableRequest request{.method = "GET",
                                .host = host_of_origin(state_->origin),
                                .path = state_->path_of(key),
                                .query = query_of(parameters)};
  co_return state_->origin + request.path + "?" +
      presigned_query(request, who, state_->scope(), state_->options.clock(), options.lifetime, {.raw_path = true});
}

}  // namespace doggy::aws
