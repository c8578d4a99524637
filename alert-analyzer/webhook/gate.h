// Who may call: whoever has the token; and without a token, which only a service on loopback may be, whoever is on the
// machine.
#pragma once

#include <string>

#include "platform/http/message.h"

namespace doggy::analyzer {

/// Thread-safe.
class Gate {
 public:
  /// `token` may be empty.
  explicit Gate(std::string token) : token_(std::move(token)) {}

  /// True for "Authorization: Bearer TOKEN", and for Basic with the token as password, which browsers can ask for.
  /// Without a token: for a Host of the loopback, so that no web page reaches this through a name of its own.
  [[nodiscard]] bool admits(const http::Request& request) const;

  /// The 401 for whoever is not admitted. `challenge`: "Bearer", or "Basic" where a browser should ask.
  [[nodiscard]] static http::Response refusal(const http::Request& request, const std::string& challenge);

 private:
  const std::string token_;
};

}  // namespace doggy::analyzer
