// From method and path to handler.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/async/task.h"
#include "platform/http/message.h"

namespace doggy::http {

using Handler = std::function<Task<Response>(Request)>;

struct Route {
  Method method;
  std::string path;  // "/v1/dogs/{dogId}": literal segments and whole-segment parameters.
  Handler handler;
  std::size_t body_limit = std::size_t{1} << 20U;  // Bytes; a larger body is 413 before it is read.
  bool accepts_body = false;                       // Without it a body is refused.
};

/// Immutable once the server runs; lookups are thread-safe. A literal segment wins over a parameter.
class Router {
 public:
  /// Throws std::logic_error for a route that is there already or is no path.
  void add(Route route);

  /// Answers every GET and HEAD that no route's path matches (static files and the page's own deep links).
  void set_fallback(Handler handler) { fallback_ = std::move(handler); }
  [[nodiscard]] const Handler& fallback() const { return fallback_; }

  struct Match {
    const Route* route = nullptr;  // Null when the path is unknown, or known but not with this method.
    std::vector<std::pair<std::string_view, std::string>> params;
    std::string allow;  // The methods of the path, for 405 and OPTIONS; empty when the path is unknown.
  };
  /// `path` decoded and normalized. HEAD matches a GET route.
  [[nodiscard]] Match find(Method method, std::string_view path) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  Handler fallback_;
};

}  // namespace doggy::http
