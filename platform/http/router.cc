#include "platform/http/router.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace doggy::http {
namespace {

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::kOptions) + 1;
constexpr std::size_t kNoRoute = static_cast<std::size_t>(-1);

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

bool is_literal(std::string_view segment) {
  return segment.find_first_of("{}/") == std::string_view::npos;
}

// Takes the first segment off `rest`, which holds what follows a "/".
std::string_view take_segment(std::string_view& rest, bool& more) {
  const auto slash = rest.find('/');
  const std::string_view segment = rest.substr(0, slash);
  more = slash != std::string_view::npos;
  rest = more ? rest.substr(slash + 1) : std::string_view{};
  return segment;
}

}  // namespace

struct Router::Node {
  std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
  std::unique_ptr<Node> parameter;
  std::string parameter_name;
  std::array<std::size_t, kMethods> routes{};
  std::string allow;

  Node() { routes.fill(kNoRoute); }

  const Node* literal(std::string_view segment) const {
    for (const auto& [name, node] : literals) {
      if (name == segment) return node.get();
    }
    return nullptr;
  }

  Node& child(std::string_view segment) {
    if (is_parameter(segment)) {
      const std::string_view name = segment.substr(1, segment.size() - 2);
      if (!parameter) {
        parameter = std::make_unique<Node>();
        parameter_name = name;
      }
      if (parameter_name != name) throw std::logic_error("two names for one path parameter: " + std::string(segment));
      return *parameter;
    }
    for (auto& [name, node] : literals) {
      if (name == segment) return *node;
    }
    return *literals.emplace_back(std::string(segment), std::make_unique<Node>()).second;
  }

  // The node of a path, literals first; a path that leads nowhere that way is tried with the parameter.
  const Node* find(std::string_view rest, std::vector<std::pair<std::string_view, std::string>>& params) const {
    bool more = false;
    const std::string_view segment = take_segment(rest, more);
    if (const Node* next = literal(segment)) {
      const Node* found = more ? next->find(rest, params) : (next->allow.empty() ? nullptr : next);
      if (found != nullptr) return found;
    }
    if (!parameter || segment.empty()) return nullptr;
    params.emplace_back(parameter_name, segment);
    const Node* found = more ? parameter->find(rest, params) : (parameter->allow.empty() ? nullptr : parameter.get());
    if (found == nullptr) params.pop_back();
    return found;
  }

  void list_methods() {
    allow.clear();
    const auto has = [this](Method method) { return routes[static_cast<std::size_t>(method)] != kNoRoute; };
    for (const Method method : {Method::kGet, Method::kHead, Method::kPost, Method::kPut, Method::kPatch,
                                Method::kDelete, Method::kOptions}) {
      const bool implied = method == Method::kOptions || (method == Method::kHead && has(Method::kGet));
      if (!implied && !has(method)) continue;
      if (!allow.empty()) allow += ", ";
      allow += to_string(method);
    }
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Route route) {
  const auto refuse = [&route](std::string_view why) {
    throw std::logic_error("route " + std::string(to_string(route.method)) + " " + route.path + ": " +
                           std::string(why));
  };
  if (!route.path.starts_with('/')) refuse("is no absolute path");
  if (!route.handler) refuse("has no handler");
  if (route.accepts_body && route.body_limit > kSmallBody && !route.authorize)
    refuse("reads large bodies, and does not say of whom");
  Node* node = root_.get();
  std::string_view rest = std::string_view(route.path).substr(1);
  bool more = true;
  while (more) {
    const std::string_view segment = take_segment(rest, more);
    const bool parameter = segment.size() > 2 && segment.front() == '{' && segment.back() == '}' &&
                           is_literal(segment.substr(1, segment.size() - 2));
    if (!parameter && !is_literal(segment)) refuse("has a segment that is neither literal nor a parameter");
    if (segment.empty() && more) refuse("has an empty segment");
    node = &node->child(segment);
  }
  std::size_t& slot = node->routes[static_cast<std::size_t>(route.method)];
  if (slot != kNoRoute) refuse("is there already");
  slot = routes_.size();
  node->list_methods();
  routes_.push_back(std::move(route));
}

void Router::set_fallback(Handler handler, std::string except) {
  fallback_ = std::move(handler);
  fallback_except_ = std::move(except);
}

const Handler* Router::fallback(std::string_view path) const {
  if (!fallback_) return nullptr;
  if (path.starts_with(fallback_except_)) {
    const std::string_view rest = path.substr(fallback_except_.size());
    if (rest.empty() || rest.front() == '/') return nullptr;
  }
  return &fallback_;
}

Router::Match Router::find(std::optional<Method> method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  const Node* node = root_->find(path.substr(1), match.params);
  if (node == nullptr) return match;
  match.allow = node->allow;
  if (!method) return match;
  std::size_t route = node->routes[static_cast<std::size_t>(*method)];
  if (route == kNoRoute && *method == Method::kHead) route = node->routes[static_cast<std::size_t>(Method::kGet)];
  if (route != kNoRoute) match.route = &routes_[route];
  return match;
}

}  // namespace doggy::http
