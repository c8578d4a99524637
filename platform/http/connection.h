// One client's connection: reads requests, has them answered, writes the responses in order.
#pragma once

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "platform/async/runtime.h"
#include "platform/http/access_log.h"
#include "platform/http/admission.h"
#include "platform/http/body_budget.h"
#include "platform/http/clock.h"
#include "platform/http/encoding.h"
#include "platform/http/figures.h"
#include "platform/http/pace.h"
#include "platform/http/request_parser.h"
#include "platform/http/router.h"
#include "platform/http/server.h"

namespace doggy::http {

class Connection;
class WebSocketSession;

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// What the connections of one event loop share. Used on that loop's thread only.
struct LoopState {
  const ServerOptions& options;
  const Router& router;
  const Figures& figures;
  boost::asio::thread_pool& workers;
  BodyBudget& bodies;
  Clock clock = {};
  AccessLog access_log = {};
  std::mt19937_64 random{std::random_device{}()};
  std::vector<Connection*> connections = {};
  bool leaving = false;   // No connection stays open after the request under way.
  bool draining = false;  // No further request is waited for, but for the first of a connection, a moment.
  std::function<void()> connection_ended = {};
};

class Connection {
 public:
  Connection(Socket socket, std::string remote_address, LoopState& loop);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Serves until either side ends it. Throws only what is a bug.
  Task<void> serve();
  /// Answers 503 and ends: there are too many connections.
  Task<void> refuse();

  /// Ends the connection if it waits for another request; else it ends after the response under way, or a moment
  /// later when nothing was asked yet.
  void drain();
  /// Ends it at once, whatever is under way.
  void close();
  /// Called now and then: enforces the timeouts, and notes whether a client that waits for its handler is still there.
  /// One sweep over all connections is cheaper than a timer for each read.
  void check_deadline(std::chrono::steady_clock::time_point now);

 private:
  enum class Phase { kIdle, kHeader, kBody, kHandling, kWriting, kTalking, kLingering };
  struct Exchange;

  void enter(Phase phase, std::chrono::milliseconds timeout);
  void enter(Phase phase, const Pace& pace);
  bool timed_out() const;
  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }

  Task<bool> exchange();
  Task<bool> read_header();
  Task<bool> read_body(Exchange& exchange, Request& request);
  Task<bool> authorize(Exchange& exchange, Request& request);
  Task<bool> read_more();
  Task<Response> call(const Handler* handler, Request request, std::string request_id);
  Task<void> encode(Exchange& exchange);
  Task<bool> write(Exchange& exchange, std::string_view head, std::string_view body);
  Task<bool> write_stream(Exchange& exchange);
  Task<void> linger();
  Task<void> become_web_socket(Response response);

  void name(Request& request);
  void begin(Exchange& exchange, Request& request);
  void record(const Exchange& exchange);
  void make_room(Exchange& exchange);
  void prepare_head(Exchange& exchange);
  bool fail_read(RequestParser::Status status);

  Socket socket_;
  std::unique_ptr<WebSocketSession> web_socket_;  // While it is one.
  std::string remote_;
  LoopState& loop_;
  std::size_t index_;  // In loop_.connections.
  RequestParser parser_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // Of what was read and is not yet parsed.
  std::size_t end_ = 0;
  std::string head_;           // Of the response being written; kept for its memory.
  unsigned read_failure_ = 0;  // The status that says why a request could not be read; 0 when the peer just left.
  bool asked_ = false;         // Something, by now.
  bool linger_ = false;        // The peer may be sending what will not be read.
  Phase phase_ = Phase::kIdle;
  std::shared_ptr<std::atomic<bool>> client_left_;  // Made for the first handler.
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace doggy::http
