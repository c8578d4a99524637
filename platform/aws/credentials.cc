#include "platform/aws/credentials.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "platform/aws/xml.h"
#include "platform/http/text.h"
#include "platform/json/codec.h"
#include "platform/try.h"

namespace doggy::aws {
namespace {

constexpr std::string_view kIniSpaces = " \t\r";
constexpr std::int64_t kRefreshMs = 300'000;             // Before they expire.
constexpr std::int64_t kRetryMs = 10'000;                // After a failure, while the old ones are good.
constexpr auto kLocalTimeout = std::chrono::seconds(2);  // Of an address on this machine's link.

using Found = Result<std::optional<Credentials>>;  // Nothing: this source is not set up.

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string without_line_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

// {"AccessKeyId":…,"SecretAccessKey":…,"Token":…,"Expiration":…} of containers and instances.
Found from_json(const std::string& body, const std::string& source) {
  auto parsed = codec::parse(body);
  const auto* object = parsed ? parsed->if_object() : nullptr;
  const auto text = [&](const char* name) {
    const auto* value = object == nullptr ? nullptr : object->if_contains(name);
    const auto* string = value == nullptr ? nullptr : value->if_string();
    return string == nullptr ? std::string() : std::string(string->data(), string->size());
  };
  Credentials found{.access_key_id = text("AccessKeyId"),
                    .secret_access_key = text("SecretAccessKey"),
                    .session_token = text("Token"),
                    .expires_at = Timestamp::parse(text("Expiration"))};
  if (found.access_key_id.empty() || found.secret_access_key.empty())
    return fail(Code::kUnavailable, source + " gave no credentials");
  return found;
}

Found from_environment(const CredentialsOptions& options) {
  Credentials found{.access_key_id = options.environment("AWS_ACCESS_KEY_ID"),
                    .secret_access_key = options.environment("AWS_SECRET_ACCESS_KEY"),
                    .session_token = options.environment("AWS_SESSION_TOKEN")};
  if (found.access_key_id.empty() || found.secret_access_key.empty()) return std::nullopt;
  return found;
}

Found from_profile(const CredentialsOptions& options) {
  std::string path = options.environment("AWS_SHARED_CREDENTIALS_FILE");
  if (path.empty() && !options.environment("HOME").empty()) path = options.environment("HOME") + "/.aws/credentials";
  std::string profile = options.environment("AWS_PROFILE");
  if (profile.empty()) profile = "default";
  const auto file = path.empty() ? std::nullopt : read_file(path);
  if (!file) return std::nullopt;
  const auto keys = read_profile(*file, profile);
  const auto key = [&](const char* name) {
    const auto one = keys.find(name);
    return one == keys.end() ? std::string() : one->second;
  };
  Credentials found{.access_key_id = key("aws_access_key_id"),
                    .secret_access_key = key("aws_secret_access_key"),
                    .session_token = key("aws_session_token")};
  if (found.access_key_id.empty() || found.secret_access_key.empty()) return std::nullopt;
  return found;
}

Task<Found> from_web_identity(CredentialsOptions options, http::Client& client) {
  const std::string file = options.environment("AWS_WEB_IDENTITY_TOKEN_FILE");
  const std::string role = options.environment("AWS_ROLE_ARN");
  if (file.empty() || role.empty()) co_return std::nullopt;
  const auto token = read_file(file);
  if (!token) co_return fail(Code::kUnavailable, "the web identity's token file cannot be read");
  std::string session = options.environment("AWS_ROLE_SESSION_NAME");
  if (session.empty()) session = "doggy";
  const std::string url =
      options.sts_url.empty() ? fmt::format("https://sts.{}.amazonaws.com", options.region) : options.sts_url;
  http::ClientRequest request{.method = http::Method::kPost, .url = url + "/"};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = fmt::format(
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn={}&RoleSessionName={}&WebIdentityToken={}",
      uri_encoded(role), uri_encoded(session), uri_encoded(without_line_end(*token)));
  auto answer = co_await client.send(std::move(request));
  if (!answer) co_return fail(Code::kUnavailable, "STS: " + answer.error().detail);
  if (answer->status != 200)
    co_return fail(Code::kUnavailable,
                   fmt::format("STS answered {} {}", answer->status, xml_text(answer->body, "Code")));
  Credentials found{.access_key_id = xml_text(answer->body, "AccessKeyId"),
                    .secret_access_key = xml_text(answer->body, "SecretAccessKey"),
                    .session_token = xml_text(answer->body, "SessionToken"),
                    .expires_at = Timestamp::parse(xml_text(answer->body, "Expiration"))};
  if (found.access_key_id.empty()) co_return fail(Code::kUnavailable, "STS gave no credentials");
  co_return found;
}

Task<Found> from_container(CredentialsOptions options, http::Client& client) {
  std::string url = options.environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  const std::string relative = options.environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  if (!relative.empty()) url = options.container_url + relative;
  if (url.empty()) co_return std::nullopt;
  http::ClientRequest request{.url = url};
  request.timeout = kLocalTimeout;
  std::string token = options.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (const std::string file = options.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty()) {
    auto content = read_file(file);  // Read anew each time: the kubelet rotates it.
    if (!content) co_return fail(Code::kUnavailable, "the container's token file cannot be read");
    token = without_line_end(*std::move(content));
  }
  if (!token.empty()) request.headers.add("Authorization", token);
  auto answer = co_await client.send(std::move(request));
  if (!answer) co_return fail(Code::kUnavailable, "the container's endpoint: " + answer.error().detail);
  if (answer->status != 200)
    co_return fail(Code::kUnavailable, fmt::format("the container's endpoint answered {}", answer->status));
  co_return from_json(answer->body, "the container's endpoint");
}

Task<Result<std::string>> from_metadata(CredentialsOptions options, http::Client& client, std::string path,
                                        std::string token) {
  http::ClientRequest request{.method = token.empty() ? http::Method::kPut : http::Method::kGet,
                              .url = options.metadata_url + path};
  request.timeout = kLocalTimeout;
  request.connect_timeout = kLocalTimeout;
  if (token.empty())
    request.headers.add("X-aws-ec2-metadata-token-ttl-seconds", "21600");
  else
    request.headers.add("X-aws-ec2-metadata-token", token);
  auto answer = co_await client.send(std::move(request));
  if (!answer) co_return fail(Code::kUnavailable, "the metadata service: " + answer.error().detail);
  if (answer->status != 200)
    co_return fail(Code::kUnavailable, fmt::format("the metadata service answered {}", answer->status));
  co_return std::move(answer->body);
}

Task<Found> from_instance(CredentialsOptions options, http::Client& client) {
  if (options.environment("AWS_EC2_METADATA_DISABLED") == "true") co_return std::nullopt;
  const std::string folder = "/latest/meta-data/iam/security-credentials/";
  CO_TRY(auto token, co_await from_metadata(options, client, "/latest/api/token", ""));
  CO_TRY(auto role, co_await from_metadata(options, client, folder, token));
  CO_TRY(auto keys, co_await from_metadata(options, client, folder + role.substr(0, role.find('\n')), token));
  co_return from_json(keys, "the metadata service");
}

// The first source that is set up.
Task<Result<Credentials>> look(CredentialsOptions options, http::Client& client) {
  for (Found found : {from_environment(options), from_profile(options)})
    if (found && *found) co_return **std::move(found);
  Found by_token = co_await from_web_identity(options, client);
  if (!by_token) co_return std::unexpected(std::move(by_token.error()));
  if (*by_token) co_return **std::move(by_token);
  Found by_container = co_await from_container(options, client);
  if (!by_container) co_return std::unexpected(std::move(by_container.error()));
  if (*by_container) co_return **std::move(by_container);
  Found by_instance = co_await from_instance(options, client);
  if (!by_instance) co_return std::unexpected(std::move(by_instance.error()));
  if (*by_instance) co_return **std::move(by_instance);
  co_return fail(Code::kUnavailable, "no source is set up");
}

}  // namespace

std::string process_environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables.
  return value == nullptr ? "" : value;
}

std::map<std::string, std::string> read_profile(const std::string& ini, const std::string& profile) {
  std::map<std::string, std::string> keys;
  bool inside = false;
  for (std::size_t at = 0; at < ini.size();) {
    const std::size_t end = std::min(ini.find('\n', at), ini.size());
    const std::string_view line = http::trim(std::string_view(ini).substr(at, end - at), kIniSpaces);
    at = end + 1;
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    if (line[0] == '[') {
      inside = line == "[" + profile + "]" || line == "[profile " + profile + "]";
      continue;
    }
    const std::size_t equals = line.find('=');
    if (inside && equals != std::string::npos)
      keys[std::string(http::trim(line.substr(0, equals), kIniSpaces))] =
          http::trim(line.substr(equals + 1), kIniSpaces);
  }
  return keys;
}

struct CredentialsProvider::State {
  CredentialsOptions options;
  http::Client& client;
  std::mutex mutex;
  std::optional<Credentials> known;  // Guarded by mutex; likewise the next.
  std::int64_t look_again_ms = 0;
};

CredentialsProvider::CredentialsProvider(CredentialsOptions options, http::Client& client)
    : state_(std::make_shared<State>(std::move(options), client)) {}
CredentialsProvider::~CredentialsProvider() = default;

Task<Result<Credentials>> CredentialsProvider::get() {
  const std::shared_ptr<State> state = state_;
  const std::int64_t now_ms = state->options.clock().unix_ms();
  std::optional<Credentials> old;
  {
    const std::lock_guard lock(state->mutex);
    old = state->known;
    if (old && (!old->expires_at || now_ms < state->look_again_ms)) co_return *old;
  }
  // Several may look at once; each finds the same.
  auto found = co_await look(state->options, state->client);
  const std::lock_guard lock(state->mutex);
  if (found) {
    state->known = *found;
    if (found->expires_at) state->look_again_ms = found->expires_at->unix_ms() - kRefreshMs;
    co_return *found;
  }
  if (old && old->expires_at && now_ms < old->expires_at->unix_ms()) {
    state->look_again_ms = now_ms + kRetryMs;
    co_return *old;
  }
  co_return fail(Code::kUnavailable, "There are no credentials for AWS: " + found.error().detail + ".");
}

void CredentialsProvider::refused(const Credentials& credentials) {
  const std::lock_guard lock(state_->mutex);
  if (state_->known && state_->known->access_key_id == credentials.access_key_id &&
      state_->known->session_token == credentials.session_token)
    state_->known.reset();
}

}  // namespace doggy::aws
