// A request and a response as handlers see them. No Beast type appears here or in any handler.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doggy::http {

struct Upgrade;    // web_socket.h
class BodySource;  // body_source.h

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };

/// "GET", …
[[nodiscard]] std::string_view to_string(Method method);

/// True if the two are equal but for the case of ASCII letters.
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);

/// `text` with its %XX sequences decoded; nothing if one is malformed. `plus_is_space` is the rule of query strings.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// Header fields in order of arrival; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// The first field of that name, or an empty view.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  Method method = Method::kGet;
  std::string path;   // Decoded and normalized: absolute, no "." or ".." segment, no empty segment but the last.
  std::string query;  // As sent, without the "?".
  Headers headers;
  std::string body;
  std::string remote_address;                                    // The peer's, or what a trusted proxy says of it.
  std::string request_id;                                        // Ours, or the client's when it is well formed.
  std::vector<std::pair<std::string_view, std::string>> params;  // From the route's {…} segments, decoded.
  std::shared_ptr<const std::atomic<bool>> client_left = {};     // True once the client has gone; null: not watched.

  /// The path parameter of that name; the route guarantees it, so asking for another is a bug.
  [[nodiscard]] const std::string& param(std::string_view name) const;
  /// The decoded first query parameter of that name; nothing if absent. A malformed %XX stands for itself.
  [[nodiscard]] std::optional<std::string> query_param(std::string_view name) const;
  /// Every decoded query parameter in order.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> query_params() const;
  /// The cookie of that name, or an empty view.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

struct Response {
  unsigned status = 200;
  std::string content_type = {};  // Empty with an empty body.
  std::string body = {};
  Headers headers = {};
  std::shared_ptr<const std::string> shared_body = {};  // Set instead of `body` for bytes that many responses share.
  std::shared_ptr<BodySource> stream = {};              // Set instead of a body: it is read while it is sent, as it is.
  std::string etag = {};  // Quoted; the server answers If-None-Match of GET and HEAD with 304 from it.
  // Set by open_web_socket() alone: the connection becomes a WebSocket.
  std::shared_ptr<Upgrade> upgrade = {};
  std::string web_socket_key = {};

  [[nodiscard]] static Response json(std::string text, unsigned status = 200) {
    return {.status = status, .content_type = "application/json", .body = std::move(text)};
  }
  [[nodiscard]] static Response empty(unsigned status = 204) { return {.status = status}; }
};

}  // namespace doggy::http
