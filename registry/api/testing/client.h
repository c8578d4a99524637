// For API tests: somebody who calls the API over a real socket, and what they expect of its answers.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/message.h"

namespace doggy::testing {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  unsigned status = 0;
  http::Headers headers;
  std::string body;

  /// These throw when the body is no JSON or has nothing at the JSON pointer ("/items/0/id"), which fails the test.
  [[nodiscard]] boost::json::value json() const;
  [[nodiscard]] boost::json::value at(std::string_view pointer) const;
  [[nodiscard]] std::string text(std::string_view pointer) const;
  [[nodiscard]] std::uint64_t number(std::string_view pointer) const;
  /// The `id`s of the objects in the list there.
  [[nodiscard]] std::vector<std::string> ids(std::string_view pointer = "/items") const;
  [[nodiscard]] bool has(std::string_view pointer) const;
};

/// Calls the API, each time on a connection of its own; with a token, as whoever it belongs to.
class Client {
 public:
  explicit Client(std::uint16_t port, std::string token = {}) : port_(port), token_(std::move(token)) {}

  /// Sends just this, and Authorization when there is a token.
  [[nodiscard]] Reply send(std::string_view method, std::string_view target, HeaderList headers = {},
                           std::string_view body = {}) const;

  [[nodiscard]] Reply get(std::string_view target, HeaderList headers = {}) const;
  [[nodiscard]] Reply remove(std::string_view target, HeaderList headers = {}) const;
  [[nodiscard]] Reply post(std::string_view target, const boost::json::object& body = {},
                           HeaderList headers = {}) const;
  [[nodiscard]] Reply put(std::string_view target, const boost::json::object& body, HeaderList headers = {}) const;
  [[nodiscard]] Reply patch(std::string_view target, const boost::json::object& body, HeaderList headers = {}) const;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::string& token() const { return token_; }

 private:
  [[nodiscard]] Reply send_json(std::string_view method, std::string_view target, const boost::json::object& body,
                                HeaderList headers) const;

  std::uint16_t port_;
  std::string token_;
};

/// The reply, when it has that status. What a test only prepares and cannot is no failure of its own: this throws.
[[nodiscard]] Reply expected(unsigned status, Reply reply);

/// One wrong field and the rule it breaks.
using Wrong = std::pair<std::string, std::string>;

/// Adds a test failure unless the reply is a problem (RFC 9457) of that status which names just these fields.
void expect_problem(const Reply& reply, unsigned status, const std::vector<Wrong>& wrong = {});

}  // namespace doggy::testing
