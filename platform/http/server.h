// The HTTP/1.1 server: one acceptor per event loop (SO_REUSEPORT), keep-alive, pipelining, limits, timeouts, drain.
// Its parser is Beast's; request_parser.cc is the only file of the program that includes that.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "platform/async/runtime.h"
#include "platform/error.h"
#include "platform/http/router.h"
#include "platform/observe/metrics.h"

namespace doggy::http {

using std::chrono_literals::operator""s;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                         // 0 lets the system choose; port() tells.
  std::size_t header_limit = 16 * 1024;           // Bytes; more is 431.
  std::size_t connection_limit = 10'000;          // More are answered 503 and closed.
  std::size_t peer_connection_limit = 512;        // Of one peer; 0: no limit. Does not hold for proxies, see below.
  std::size_t body_memory = 192U << 20U;          // Bytes of all bodies at once, in and out; more is answered 503.
  std::size_t peer_body_memory = 96U << 20U;      // Bytes of one peer's larger ones.
  std::size_t sender_body_memory = 72U << 20U;    // Bytes of one sender's larger requests; see Authorize.
  bool limit_loopback = false;                    // Whether the limits of peers hold for this machine too.
  std::chrono::milliseconds header_timeout{10s};  // From the first byte of a request to the end of its header, or 408.
  std::size_t least_rate = 1024;                  // Bytes a second at which a body must arrive or be taken.
  std::chrono::milliseconds body_pause{10s};      // For which a request's body may fall behind that, or 408.
  std::chrono::milliseconds body_timeout{900s};   // For a whole body in either direction, however fast.
  std::chrono::milliseconds idle_timeout{75s};    // Before the first byte of a request; then the connection closes.
  std::chrono::milliseconds write_timeout{60s};   // For which the peer may fall behind with taking a response.
  std::chrono::milliseconds linger_timeout{2s};   // For a peer whose request was refused unread to take the answer.
  std::chrono::milliseconds leave_timeout{0s};    // After shutdown(), for others to learn that this server leaves.
  std::chrono::milliseconds drain_timeout{20s};   // After that, for what is under way.
  std::size_t compress_from = 1024;               // Bytes; a smaller response is sent as it is.
  bool access_log = true;
  // Believe X-Forwarded-For of the peer (behind an ingress only). Connections are not limited by peer then.
  bool trust_forwarded = false;
};

class Server {
 public:
  /// `router`, `runtime` and `metrics` outlive the server.
  Server(ServerOptions options, const Router& router, Runtime& runtime, observe::Metrics& metrics);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and starts accepting on every loop. Error: kUnavailable with the address and the system's reason.
  [[nodiscard]] Result<void> start();

  /// The bound port, after start().
  [[nodiscard]] std::uint16_t port() const;

  /// Answers with Connection: close from now on, and goes on accepting for leave_timeout, so that a load balancer which
  /// does not know yet meets no closed door. Then stops accepting, ends idle connections, lets requests under way
  /// finish, also the first of a connection that has just come, and calls `drained` on a loop's thread; after
  /// drain_timeout it closes what is left. Thread-safe; a second call does nothing.
  void shutdown(std::function<void()> drained);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doggy::http
