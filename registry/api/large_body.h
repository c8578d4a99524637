// Bodies that take too long to be decoded on the event loop, where everybody else would wait for them.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <utility>

#include "platform/async/worker_pool.h"
#include "platform/error.h"
#include "platform/http/message.h"
#include "platform/http/router.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/api/services.h"

namespace doggy::api {

/// `decode` of the text, in the pool for heavy work if it is large. It goes before what else waits there: it is short.
template <class T>
Task<Result<T>> decode_large(Services& services, std::string text, Abandoned abandoned,
                             Result<T> (*decode)(std::string_view)) {
  if (text.size() <= http::kSmallBody) co_return decode(text);
  std::function<Result<T>()> job = [text = std::move(text), decode] { return decode(text); };
  CO_TRY(auto decoded,
         co_await offload(services.heavy, WorkerPool::Priority::kFirst, std::move(abandoned), std::move(job)));
  co_return std::move(decoded);
}

/// One JSON object. Error: kMalformed, or kInvalid for another value.
[[nodiscard]] Result<boost::json::object> parse_object(std::string_view text);

/// The body as a described struct, of whatever size the route lets in. Takes it out of the request, so that it does not
/// stay in memory beside what was made of it.
template <class T>
[[nodiscard]] Task<Result<T>> read_large_body(Services& services, http::Request& request) {
  return decode_large<T>(services, std::exchange(request.body, {}), request.client_left,
                         [](std::string_view text) { return codec::decode_text<T>(text, codec::Source::kClient); });
}

/// The same as any JSON object.
[[nodiscard]] inline Task<Result<boost::json::object>> read_large_object(Services& services, http::Request& request) {
  return decode_large<boost::json::object>(services, std::exchange(request.body, {}), request.client_left,
                                           parse_object);
}

}  // namespace doggy::api
