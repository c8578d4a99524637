// What handlers read from a request, with an error that names the field when it is wrong.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "platform/http/message.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/api/endpoint.h"
#include "registry/records/records.h"

namespace doggy::api {

inline constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60 * 1000;

/// An error if the body is too large to be decoded on the event loop. Error: kTooLarge.
[[nodiscard]] Result<void> check_small(const http::Request& request);

/// The body as a described struct. A large one is refused, whatever the route's limit: read_large_body() reads those.
template <class T>
[[nodiscard]] Result<T> read_body(const http::Request& request) {
  CHECK_OK(check_small(request));
  return codec::decode_text<T>(request.body, codec::Source::kClient);
}

/// The body as any JSON object, by the same rule: read_large_object() reads large ones.
[[nodiscard]] Result<boost::json::object> read_object(const http::Request& request);

/// The version in If-Match; nothing when the header is absent or "*".
[[nodiscard]] Result<std::optional<std::uint64_t>> read_if_match(const http::Request& request);

/// An error unless every query parameter is one of `known`.
[[nodiscard]] Result<void> check_query(const http::Request& request, std::initializer_list<std::string_view> known);

/// `limit`, 1 to `most`.
[[nodiscard]] Result<std::size_t> read_limit(const http::Request& request, std::size_t usual, std::size_t most);

/// `from` and `to` as a half-open range in UTC text: a date means the whole day, a date-time the instant.
struct TimeRange {
  std::string from;
  std::string to;
};
[[nodiscard]] Result<TimeRange> read_time_range(const http::Request& request);

/// `type`, `from`, `to`, `tag` and `author`, with one error for each value that no record could have.
[[nodiscard]] Result<records::Filter> read_filter(const http::Request& request, const Caller& caller);

/// The path's record id in its canonical form. Error: kNotFound, as for any record that is not there.
[[nodiscard]] Result<std::string> read_record_id(const http::Request& request);

/// {"items":[…],"next":"…"} from JSON texts.
[[nodiscard]] http::Response page_response(const std::vector<std::string>& items, const std::string& next);

/// The same from described structs.
template <class T>
[[nodiscard]] http::Response list_response(const std::vector<T>& items, const std::string& next = {}) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const T& item : items) texts.push_back(codec::encode_text(item));
  return page_response(texts, next);
}

/// Nobody fills other people's mailboxes. Error: kThrottled.
Task<Result<void>> count_invitation_mail(Services& services, std::string account_id);

/// The caller as somebody who acts on the dog.
Task<Result<circle::Actor>> actor_of(Services& services, circle::Grant grant);

}  // namespace doggy::api
