#include "platform/http/server.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

#include "platform/async/supervisor.h"
#include "platform/http/connection.h"
#include "platform/http/figures.h"
#include "platform/http/peers.h"
#include "platform/observe/background.h"
#include "platform/observe/log.h"

namespace doggy::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using Timer =
    asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, asio::io_context::executor_type>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int kBacklog = 4096;
constexpr std::size_t kRefusedAtOnce = 64;  // Beyond the limit and these, a connection is closed without an answer.
constexpr std::size_t kRefusedOfPeer = 8;   // The same of one peer.
constexpr auto kAcceptPause = std::chrono::milliseconds(50);
// Without them nobody is served, or no timeout ends.
constexpr Supervisor::Restart kRestart{.first = std::chrono::milliseconds(10),
                                       .longest = std::chrono::milliseconds(500)};

// How often timeouts are checked and the access log is handed over.
steady_clock::duration sweep_interval(const ServerOptions& options) {
  const auto shortest =
      std::min({options.header_timeout, options.body_pause, options.body_timeout, options.idle_timeout,
                options.write_timeout, options.linger_timeout, options.drain_timeout});
  return std::clamp<steady_clock::duration>(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
}

// What the loops share; outlives every connection.
struct Shared {
  Shared(ServerOptions o, const Router& r, asio::thread_pool& w, observe::Metrics& metrics)
      : options(std::move(o)),
        router(r),
        workers(w),
        figures(router, metrics),
        tasks(observe::background_failures(metrics)),
        bodies({.all = options.body_memory,
                .of_peer = options.peer_body_memory,
                .of_sender = options.sender_body_memory,
                .of_loopback = options.limit_loopback}) {}

  const ServerOptions options;
  const Router& router;
  asio::thread_pool& workers;
  const Figures figures;
  Supervisor tasks;
  BodyBudget bodies;
  PeerCounts peers;  // Connections.
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> loops_left = 0;
  std::function<void()> drained;
};

// One connection of its peer, until this ends.
class PeerPlace {
 public:
  enum class Verdict { kWelcome, kRefused, kIgnored };

  PeerPlace(Shared& shared, const std::string& address) : counts_(shared.peers) {
    const ServerOptions& options = shared.options;
    const std::size_t limit = options.peer_connection_limit;
    if (limit == 0 || options.trust_forwarded || (!options.limit_loopback && is_loopback(address))) return;
    peer_ = peer_of(address);
    const auto now = counts_.add(peer_, 1, limit + kRefusedOfPeer);
    if (!now) peer_.clear();
    verdict_ = !now ? Verdict::kIgnored : *now > limit ? Verdict::kRefused : Verdict::kWelcome;
  }
  ~PeerPlace() {
    if (!peer_.empty()) counts_.remove(peer_, 1);
  }
  PeerPlace(const PeerPlace&) = delete;
  PeerPlace& operator=(const PeerPlace&) = delete;

  [[nodiscard]] Verdict verdict() const { return verdict_; }

 private:
  PeerCounts& counts_;
  std::string peer_;  // Empty when it is not counted.
  Verdict verdict_ = Verdict::kWelcome;
};

// The server's part on one event loop. Everything but construction and open() happens on that loop.
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  Loop(asio::io_context& context, std::shared_ptr<Shared> shared)
      : context_(context),
        acceptor_(context),
        timer_(context),
        shared_(std::move(shared)),
        state_{.options = shared_->options,
               .router = shared_->router,
               .figures = shared_->figures,
               .workers = shared_->workers,
               .bodies = shared_->bodies} {}

  error_code open(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor_.set_option(ReusePort(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(kBacklog, error);
    return error;
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void start() {
    const auto executor = context_.get_executor();
    shared_->tasks.spawn(executor, "http-accept", [self = shared_from_this()] { return accept(self); }, kRestart);
    shared_->tasks.spawn(executor, "http-sweep", [self = shared_from_this()] { return sweep(self); }, kRestart);
  }

  void leave() {
    asio::post(context_, [self = shared_from_this()] {
      self->state_.leaving = true;
      self->leave_deadline_ = steady_clock::now() + self->shared_->options.leave_timeout;
      if (self->shared_->options.leave_timeout == std::chrono::milliseconds(0)) self->drain();
    });
  }

  void abandon() {
    asio::post(context_, [self = shared_from_this()] {
      error_code ignored;
      self->acceptor_.close(ignored);
      for (Connection* connection : self->state_.connections) connection->close();
      self->ended_ = true;
      self->timer_.cancel();
    });
  }

 private:
  static Task<void> accept(std::shared_ptr<Loop> self) {
    while (self->acceptor_.is_open()) {
      auto [error, socket] = co_await self->acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
      if (!error && !self->ended_) self->welcome(std::move(socket));
      if (error && self->acceptor_.is_open()) {
        // Most likely out of file descriptors: the next try would fail alike at once.
        if (error != asio::error::connection_aborted) {
          observe::log(observe::Level::kError, "accept-failed", {{"reason", error.message()}});
        }
        Timer pause(self->context_, kAcceptPause);
        co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      }
    }
  }

  void welcome(Socket socket) {
    const std::size_t others = shared_->connections.load(std::memory_order_relaxed);
    const std::size_t limit = shared_->options.connection_limit;
    if (others >= limit + kRefusedAtOnce) return;
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (!error) socket.non_blocking(true, error);
    if (!error) socket.set_option(tcp::no_delay(true), error);
    if (error) return;  // The peer is gone already.
    shared_->connections.fetch_add(1, std::memory_order_relaxed);
    ++open_;
    const bool refused = others >= limit;
    shared_->figures.connection_opened();
    shared_->tasks.spawn_once(context_.get_executor(), "http-connection",
                              run(shared_from_this(), std::move(socket), peer.address().to_string(), refused),
                              [self = shared_from_this()] { self->connection_ended(); });
  }

  static Task<void> run(std::shared_ptr<Loop> self, Socket socket, std::string peer, bool refused) {
    const PeerPlace place(*self->shared_, peer);
    Connection connection(std::move(socket), std::move(peer), self->state_);
    if (refused || place.verdict() == PeerPlace::Verdict::kRefused) {
      co_await connection.refuse();
    } else if (place.verdict() == PeerPlace::Verdict::kWelcome) {
      co_await connection.serve();
    }
  }

  void connection_ended() {
    shared_->connections.fetch_sub(1, std::memory_order_relaxed);
    --open_;
    shared_->figures.connection_closed();
    end_if_drained();
  }

  static Task<void> sweep(std::shared_ptr<Loop> self) {
    const auto interval = sweep_interval(self->shared_->options);
    while (!self->ended_) {
      self->timer_.expires_after(interval);
      co_await self->timer_.async_wait(asio::as_tuple(asio::use_awaitable));
      self->state_.access_log.flush();
      const auto now = steady_clock::now();
      for (Connection* connection : self->state_.connections) connection->check_deadline(now);
      if (self->state_.leaving && !self->state_.draining && now >= self->leave_deadline_) self->drain();
      if (self->state_.draining && now >= self->drain_deadline_) self->give_up();
    }
  }

  void drain() {
    state_.draining = true;
    drain_deadline_ = steady_clock::now() + shared_->options.drain_timeout;
    welcome_all();
    error_code ignored;
    acceptor_.close(ignored);
    for (Connection* connection : state_.connections) connection->drain();
    // Behind what accept() has got already.
    asio::post(context_, [self = shared_from_this()] { self->end_if_drained(); });
  }

  // Those that the system has accepted for us: with the acceptor it would reset them.
  void welcome_all() {
    error_code error;
    acceptor_.non_blocking(true, error);
    while (!error) {
      Socket socket(context_);
      acceptor_.accept(socket, error);
      if (!error) welcome(std::move(socket));
    }
  }

  void give_up() {
    for (Connection* connection : state_.connections) connection->close();
    end();
  }

  void end_if_drained() {
    if (state_.draining && open_ == 0) end();
  }

  void end() {
    if (std::exchange(ended_, true)) return;
    state_.access_log.flush();
    timer_.cancel();
    if (shared_->loops_left.fetch_sub(1) == 1 && shared_->drained) shared_->drained();
  }

  asio::io_context& context_;
  Acceptor acceptor_;
  Timer timer_;
  std::shared_ptr<Shared> shared_;
  LoopState state_;
  std::size_t open_ = 0;  // Connections, also those whose coroutine has yet to begin.
  steady_clock::time_point leave_deadline_;
  steady_clock::time_point drain_deadline_;
  bool ended_ = false;
};

// SO_REUSEPORT lets a second process of the same user share our port without an error, and take half of our clients: so
// the port is first bound alone.
error_code check_free(const tcp::endpoint& endpoint) {
  asio::io_context context;
  tcp::acceptor probe(context);
  error_code error;
  probe.open(endpoint.protocol(), error);
  if (!error) probe.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) probe.bind(endpoint, error);
  return error;
}

}  // namespace

struct Server::State {
  State(Runtime& r, std::shared_ptr<Shared> s) : runtime(r), shared(std::move(s)) {}

  Runtime& runtime;
  std::shared_ptr<Shared> shared;
  std::vector<std::shared_ptr<Loop>> loops;
  std::uint16_t port = 0;
  std::atomic<bool> shutting_down = false;
};

Server::Server(ServerOptions options, const Router& router, Runtime& runtime, observe::Metrics& metrics)
    : state_(std::make_unique<State>(
          runtime, std::make_shared<Shared>(std::move(options), router, runtime.background(), metrics))) {}

Server::~Server() {
  if (state_->shutting_down) return;
  for (const auto& loop : state_->loops) loop->abandon();
}

Result<void> Server::start() {
  const ServerOptions& options = state_->shared->options;
  const auto failed = [&options](const error_code& error) {
    return fail(Code::kUnavailable,
                fmt::format("Cannot listen on {} port {}: {}.", options.address, options.port, error.message()));
  };
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return failed(error);
  tcp::endpoint endpoint(address, options.port);
  if (const error_code taken = check_free(endpoint)) return failed(taken);

  for (std::size_t i = 0; i < state_->runtime.loops(); ++i) {
    auto loop = std::make_shared<Loop>(state_->runtime.loop(i), state_->shared);
    if (const error_code unbound = loop->open(endpoint)) return failed(unbound);
    endpoint.port(loop->port());
    state_->loops.push_back(std::move(loop));
  }
  state_->port = endpoint.port();
  for (const auto& loop : state_->loops) loop->start();
  return {};
}

std::uint16_t Server::port() const {
  return state_->port;
}

void Server::shutdown(std::function<void()> drained) {
  if (state_->shutting_down.exchange(true)) return;
  state_->shared->drained = std::move(drained);
  state_->shared->loops_left = state_->loops.size();
  for (const auto& loop : state_->loops) loop->leave();
}

}  // namespace doggy::http
