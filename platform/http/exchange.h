// One request and its response on their connection. For the sources of Connection alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/body_source.h"
#include "platform/http/conditional.h"
#include "platform/http/connection.h"

namespace doggy::http {

inline constexpr std::chrono::milliseconds kNoTimeout = std::chrono::milliseconds::max();
/// What a peer that has just connected, not knowing that the server leaves, has for its request to arrive.
inline constexpr std::chrono::milliseconds kFirstRequest = std::chrono::seconds(1);
/// What a WebSocket's client has to answer that the server leaves.
inline constexpr std::chrono::milliseconds kGoodbye = std::chrono::seconds(2);

/// But for what the handler owns meanwhile.
struct Connection::Exchange {
  explicit Exchange(BodyBudget& bodies) : share(bodies) {}

  Admission admission;
  Response response;
  BodyBudget::Share share;  // Of the request's body, then of the response's.
  std::chrono::steady_clock::time_point started;
  bool known_method = false;
  Method method = Method::kGet;
  bool http10 = false;
  bool keep_alive = false;
  std::string request_id;
  std::string remote;
  Coding coding = Coding::kIdentity;
  std::string if_none_match;
  std::uint64_t streamed = 0;  // Of the response's stream.

  std::string_view body() const {
    return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
  }
  std::uint64_t body_size() const { return response.stream ? response.stream->size() : body().size(); }
  bool sends_stream() const { return response.stream && method != Method::kHead; }
  std::string_view sent_body() const { return method == Method::kHead ? std::string_view{} : body(); }
  /// Whether the body would be gone without this response.
  bool owns_body() const { return !response.shared_body || response.shared_body.use_count() == 1; }

  bool is_not_modified() const {
    const bool safe = method == Method::kGet || method == Method::kHead;
    return safe && response.status == 200 && matches_etag(if_none_match, response.etag);
  }
};

}  // namespace doggy::http
