// From method and path to handler.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/async/task.h"
#include "platform/http/message.h"

namespace doggy::http {

/// Up to here a body is small, in bytes: it is read of anybody, and decoded on the event loop.
inline constexpr std::size_t kSmallBody = std::size_t{64} * 1024;

using Handler = std::function<Task<Response>(Request)>;
/// Who sends it, when the request may be made: the server holds only so much of each sender's bodies at once; an empty
/// name is not counted. Else the answer that refuses it. Gets the request without its body.
using Authorize = std::function<Task<std::expected<std::string, Response>>(Request)>;

struct Route {
  Method method;
  std::string path;  // "/v1/dogs/{dogId}": literal segments and whole-segment parameters.
  Handler handler;
  std::size_t body_limit = kSmallBody;  // Bytes; a larger body is 413 before it is read.
  bool accepts_body = false;            // Without it a body is refused with 400.
  // The media type a body must have, else 415. For PATCH, application/json stands for application/merge-patch+json too.
  std::string body_type = "application/json";
  // Asked before more than a small body is read, and before a client that waits for 100 is told to send. Whoever takes
  // large bodies must have it. The handler decides for itself once more: much may have changed until all is there.
  Authorize authorize = {};
};

/// Immutable once the server runs; lookups are thread-safe. A literal segment wins over a parameter.
class Router {
 public:
  Router();
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// Throws std::logic_error for a route that is there already, is no path, or reads large bodies of anybody.
  void add(Route route);

  /// Answers every GET and HEAD that no route's path matches (static files and the page's own deep links), but for the
  /// paths under `except`, which belong to the API: an unknown one of those is 404.
  void set_fallback(Handler handler, std::string except = "/v1");
  /// The fallback if it answers `path`, else null.
  [[nodiscard]] const Handler* fallback(std::string_view path) const;

  struct Match {
    const Route* route = nullptr;  // Null when the path is unknown, or known but not with this method.
    std::vector<std::pair<std::string_view, std::string>> params;
    std::string_view allow;  // The methods of the path, for 405 and OPTIONS; empty when the path is unknown.
  };
  /// `path` decoded and normalized. HEAD matches a GET route. Nothing for a `method` that this program does not know.
  [[nodiscard]] Match find(std::optional<Method> method, std::string_view path) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node;  // One segment of the paths.

  std::vector<Route> routes_;
  std::unique_ptr<Node> root_;
  Handler fallback_;
  std::string fallback_except_;
};

}  // namespace doggy::http
