#include "platform/aws/sigv4.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/id/secret.h"

namespace doggy::aws {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsignedBody = "UNSIGNED-PAYLOAD";

// "20150830T123600Z".
std::string amz_date(const Timestamp& at) {
  const std::string text = at.utc_text();
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 5) + text.substr(14, 2) + text.substr(17, 2) + "Z";
}

std::string scope_text(const Scope& scope, const Timestamp& at) {
  return fmt::format("{}/{}/{}/aws4_request", amz_date(at).substr(0, 8), scope.region, scope.service);
}

// RFC 3986, 5.2.4, and empty segments as well.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (segment != ".." && segment != "." && !segment.empty()) kept.push_back(segment);
    at = end + 1;
  }
  std::string out;
  for (std::string_view segment : kept) out.append(1, '/').append(segment);
  const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  if (out.empty() || folder) out += '/';
  return out;
}

std::string canonical_query(std::string_view query) {
  Pairs parameters;
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view part = query.substr(at, end - at);
    const std::size_t equals = std::min(part.find('='), part.size());
    if (!part.empty())
      parameters.emplace_back(part.substr(0, equals), equals < part.size() ? part.substr(equals + 1) : "");
    at = end + 1;
  }
  // What is encoded stays so; what should be and is not, becomes it.
  const auto encoded = [](std::string_view text) {
    std::string out;
    for (char c : text) out += c == '%' ? std::string("%") : uri_encoded(std::string_view(&c, 1));
    return out;
  };
  for (auto& [name, value] : parameters) {
    name = encoded(name);
    value = encoded(value);
  }
  std::ranges::sort(parameters);
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// Without the spaces around it, each run of spaces within as one.
std::string trimmed(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

// By name, several values of one name joined.
std::map<std::string, std::string> canonical_headers(const SignableRequest& request) {
  std::map<std::string, std::string> headers;
  headers["host"] = request.host;
  for (const auto& [name, value] : request.headers) {
    std::string& canonical = headers[lower(name)];
    if (lower(name) == "host") continue;
    canonical += (canonical.empty() ? "" : ",") + trimmed(value);
  }
  return headers;
}

std::string signed_headers(const SignableRequest& request) {
  std::string names;
  for (const auto& [name, value] : canonical_headers(request)) names += (names.empty() ? "" : ";") + name;
  return names;
}

}  // namespace

std::string uri_encoded(std::string_view text, bool keep_slash) {
  std::string out;
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || (c == '/' && keep_slash);
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string canonical_request(const SignableRequest& request, std::string_view body_hash, SignOptions options) {
  const std::string path = options.raw_path ? request.path : uri_encoded(without_dots(request.path), true);
  std::string headers;
  for (const auto& [name, value] : canonical_headers(request))
    headers.append(name).append(":").append(value).append("\n");
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, path, canonical_query(request.query), headers,
                     signed_headers(request), body_hash);
}

std::string string_to_sign(std::string_view canonical, const Scope& scope, const Timestamp& at) {
  return fmt::format("{}\n{}\n{}\n{}", kAlgorithm, amz_date(at), scope_text(scope, at), sha256_hex(canonical));
}

std::string signature(std::string_view text, const Credentials& credentials, const Scope& scope, const Timestamp& at) {
  std::string key = hmac_sha256("AWS4" + credentials.secret_access_key, amz_date(at).substr(0, 8));
  for (std::string_view part :
       {std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")})
    key = hmac_sha256(key, part);
  std::string hex;
  for (char c : hmac_sha256(key, text)) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

Pairs sign(const SignableRequest& request, const Credentials& credentials, const Scope& scope, const Timestamp& at,
           SignOptions options) {
  SignableRequest complete = request;
  Pairs added;
  const auto add = [&](const char* name, const std::string& value) {
    added.emplace_back(name, value);
    complete.headers.emplace_back(name, value);
  };
  const std::string body_hash = sha256_hex(request.body);
  add("X-Amz-Date", amz_date(at));
  if (options.hash_header) add("X-Amz-Content-Sha256", body_hash);
  if (!credentials.session_token.empty()) add("X-Amz-Security-Token", credentials.session_token);
  const std::string text = string_to_sign(canonical_request(complete, body_hash, options), scope, at);
  added.emplace_back("Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                                                  credentials.access_key_id, scope_text(scope, at),
                                                  signed_headers(complete), signature(text, credentials, scope, at)));
  return added;
}

std::string presigned_query(const SignableRequest& request, const Credentials& credentials, const Scope& scope,
                            const Timestamp& at, std::chrono::seconds lifetime, SignOptions options) {
  SignableRequest complete = request;
  const auto add = [&](std::string_view name, std::string_view value) {
    complete.query += fmt::format("{}{}={}", complete.query.empty() ? "" : "&", name, uri_encoded(value));
  };
  add("X-Amz-Algorithm", kAlgorithm);
  add("X-Amz-Credential", credentials.access_key_id + "/" + scope_text(scope, at));
  add("X-Amz-Date", amz_date(at));
  add("X-Amz-Expires", std::to_string(lifetime.count()));
  if (!credentials.session_token.empty()) add("X-Amz-Security-Token", credentials.session_token);
  add("X-Amz-SignedHeaders", signed_headers(complete));
  const std::string_view hash = scope.service == "s3" ? kUnsignedBody : std::string_view();
  const std::string body_hash = hash.empty() ? sha256_hex("") : std::string(hash);
  const std::string text = string_to_sign(canonical_request(complete, body_hash, options), scope, at);
  add("X-Amz-Signature", signature(text, credentials, scope, at));
  return complete.query;
}

}  // namespace doggy::aws
