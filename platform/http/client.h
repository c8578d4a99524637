// Requests to other servers, by libcurl.
//
// Connections are kept for the next request to the same host. TLS certificates and names are always verified. Nothing
// of the machine's environment counts (proxy variables, .netrc), no cookies are kept, and responses are not
// decompressed. A request with a body is never sent twice: whoever asks decides about another try.
#pragma once

#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/http/egress.h"
#include "platform/http/message.h"

namespace doggy::http {

using std::chrono_literals::operator""s;

struct ClientOptions {
  /// For URLs that people gave: each connection is held against it, after the name was resolved. Requests of a guarded
  /// client share no connection with those of another. Without it a request goes anywhere.
  std::optional<Egress> guard = {};
  /// "http://proxy.example.org:3128"; empty: none. A guard cannot see behind a proxy: the two together throw
  /// std::logic_error.
  std::string proxy = {};
  /// PEM file of the authorities to trust; empty: the system's.
  std::string authorities = {};
  /// "host:port:address": what to take these names for, instead of asking the name server. The guard sees the address.
  std::vector<std::string> names = {};
  std::size_t connection_limit = 64;         // At once; further requests wait, and their timeout runs.
  std::size_t connections_a_host_limit = 8;  // The same for one host.
};

struct ClientRequest {
  Method method = Method::kGet;
  std::string url = {};
  Headers headers = {};  // Host, Content-Length and User-Agent are there without saying so.
  std::string body = {};
  std::chrono::milliseconds connect_timeout{5s};       // Until the connection stands, with name and TLS.
  std::chrono::milliseconds timeout{30s};              // For everything.
  std::size_t response_limit = std::size_t{1} << 20U;  // Bytes of the body; a longer one is kTooLarge.
  bool body_wanted = true;  // False: status and header are the answer; the body is dropped, whatever its size.
  unsigned redirects = 0;   // How many to follow (GET and HEAD only); a 3xx beyond is the answer.
};

struct ClientResponse {
  unsigned status = 0;
  Headers headers;
  std::string body;
};

/// What a Retry-After header asks for in seconds, at most `longest`; nothing without one. One that is a date is taken
/// for `longest`: it cannot be known by whose clock.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const ClientResponse& response,
                                                              std::chrono::seconds longest);

enum class ClientFailure : std::uint8_t {
  kBadRequest,       // The URL cannot be read, or a header has a line break.
  kForbiddenTarget,  // The guard refused every address.
  kUnresolved,       // The name is not known.
  kUnreachable,      // Nobody answers there.
  kTls,              // The certificate is not valid for it, or no TLS is spoken.
  kTimedOut,
  kTooLarge,
  kBroken,   // The connection ended in the middle, or what came is no HTTP.
  kStopped,  // The client was stopped.
};
BOOST_DESCRIBE_ENUM(ClientFailure, kBadRequest, kForbiddenTarget, kUnresolved, kUnreachable, kTls, kTimedOut, kTooLarge,
                    kBroken, kStopped)

struct ClientError {
  ClientFailure reason;
  std::string detail;  // For a log or an operator: it may name the address.
};

/// One thread of its own waits for all requests. Thread-safe.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  /// Stops. The executors of whoever still waits must be alive.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Any status is an answer, not an error.
  Task<std::expected<ClientResponse, ClientError>> send(ClientRequest request);

  /// Ends what is under way, and everything sent from now on, with kStopped.
  void stop();

 private:
  class Engine;
  const std::unique_ptr<Engine> engine_;
};

}  // namespace doggy::http
