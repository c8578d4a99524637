#include "platform/http/connection.h"

#include <poll.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "platform/http/exchange.h"
#include "platform/http/problem.h"
#include "platform/http/response_head.h"
#include "platform/http/text.h"
#include "platform/http/web_socket.h"
#include "platform/http/web_socket_session.h"
#include "platform/observe/log.h"

namespace doggy::http {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kFirstBuffer = 4 * 1024;
constexpr std::size_t kOffloadFrom = 256 * 1024;  // Bytes that take longer to compress than others should wait.

bool is_request_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
           c == '-';
  };
  return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, allowed);
}

// 60 random bits: short enough for std::string to hold without an allocation.
std::string new_request_id(std::mt19937_64& random) {
  constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string id(12, '0');
  std::uint64_t bits = random();
  for (char& c : id) {
    c = kDigits[bits & 31U];
    bits >>= 5U;
  }
  return id;
}

// The last address of X-Forwarded-For, which the proxy in front of us wrote; what comes before it, a client may have.
std::string_view forwarded_for(const Headers& headers) {
  std::string_view last;
  for (const auto& [name, value] : headers.all()) {
    if (equals_ignoring_case(name, "X-Forwarded-For")) last = value;
  }
  if (const auto comma = last.rfind(','); comma != std::string_view::npos) last.remove_prefix(comma + 1);
  last = trim(last);
  const bool address = last.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
  return address && last.size() <= 45 ? last : std::string_view{};
}

constexpr std::string_view kNoRoom = "Too much is being sent at once. Try again in a moment.";

std::string_view read_failure_detail(unsigned status) {
  switch (status) {
    case 408:
      return "The request took too long to arrive.";
    case 413:
      return "The body is too large.";
    case 431:
      return "The header is too large.";
    case 501:
      return "A body may have no transfer coding but chunked.";
    case 503:
      return kNoRoom;
    default:
      return "The request is not well-formed HTTP.";
  }
}

Response handler_failed(std::string_view what, std::string_view request_id) {
  observe::log(observe::Level::kError, "handler-failed", {{"requestId", request_id}, {"what", what}});
  return problem(500, "Something went wrong here; it has been logged.", request_id);
}

Response no_room(std::string_view request_id) {
  Response response = problem(503, kNoRoom, request_id);
  response.headers.add("Retry-After", "1");
  return response;
}

// Whether the other side has gone, or at least sends no more, also when bytes of it are still to be read.
bool has_left(int socket) {
  pollfd watched{.fd = socket, .events = POLLRDHUP, .revents = 0};
  return ::poll(&watched, 1, 0) > 0;
}

}  // namespace

Connection::Connection(Socket socket, std::string remote_address, LoopState& loop)
    : socket_(std::move(socket)),
      remote_(std::move(remote_address)),
      loop_(loop),
      index_(loop.connections.size()),
      parser_(loop.options.header_limit),
      buffer_(std::min(kFirstBuffer, loop.options.header_limit)) {
  loop_.connections.push_back(this);
}

Connection::~Connection() {
  loop_.connections[index_] = loop_.connections.back();
  loop_.connections[index_]->index_ = index_;
  loop_.connections.pop_back();
}

void Connection::enter(Phase phase, std::chrono::milliseconds timeout) {
  phase_ = phase;
  deadline_ = timeout == kNoTimeout ? steady_clock::time_point::max() : steady_clock::now() + timeout;
}

void Connection::enter(Phase phase, const Pace& pace) {
  phase_ = phase;
  deadline_ = pace.deadline();
}

bool Connection::timed_out() const {
  return steady_clock::now() >= deadline_;
}

void Connection::check_deadline(steady_clock::time_point now) {
  const bool watched = phase_ == Phase::kHandling && client_left_ && !client_left_->load(std::memory_order_relaxed);
  if (watched && has_left(socket_.native_handle())) client_left_->store(true, std::memory_order_relaxed);
  if (now < deadline_) return;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::drain() {
  boost::system::error_code ignored;
  if (phase_ == Phase::kIdle && asked_) socket_.cancel(ignored);
  if (phase_ == Phase::kIdle && !asked_) enter(Phase::kIdle, kFirstRequest);
  if (!web_socket_) return;
  enter(Phase::kTalking, kGoodbye);  // A client that does not answer must not hold up the end.
  web_socket_->leave();
}

void Connection::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Task<void> Connection::serve() {
  bool open = true;
  while (open) open = co_await exchange();
  co_await linger();
}

Task<void> Connection::refuse() {
  Exchange exchange(loop_.bodies);
  exchange.request_id = new_request_id(loop_.random);
  exchange.response = problem(503, "There are too many connections.", exchange.request_id);
  exchange.response.headers.add("Retry-After", "1");
  linger_ = true;
  prepare_head(exchange);
  const bool written = co_await write(exchange, head_, exchange.body());
  if (written) co_await linger();
}

// True when the connection stays open for the next request.
Task<bool> Connection::exchange() {
  Exchange exchange(loop_.bodies);
  Request request;
  parser_.start(request);
  const bool have_header = co_await read_header();
  if (!have_header && read_failure_ == 0) co_return false;
  asked_ = true;
  begin(exchange, request);

  Admission& admission = exchange.admission;
  bool have_body = have_header && !parser_.head().has_body;
  if (have_header) {
    admission = admit(loop_.router, loop_.figures, parser_.head(), request);
    if (!have_body && admission.handler != nullptr) {
      have_body = co_await read_body(exchange, request);
      if (!have_body && read_failure_ == 0 && !admission.answer) {
        loop_.figures.request_ended();
        co_return false;
      }
    }
  }
  // A body that was not read to its end would be taken for the next request.
  if (!have_body) linger_ = true;

  if (read_failure_ != 0) {
    exchange.response = problem(read_failure_, read_failure_detail(read_failure_), exchange.request_id);
    if (read_failure_ == 503) exchange.response = no_room(exchange.request_id);
    request.body = std::string();
  } else if (admission.answer) {
    exchange.response = std::move(*admission.answer);
    request.body = std::string();
  } else {
    enter(Phase::kHandling, kNoTimeout);
    exchange.response = co_await call(admission.handler, std::move(request), exchange.request_id);
  }
  exchange.share.release();  // The handler has ended, and the body with it.
  if (exchange.response.upgrade) {
    record(exchange);
    co_await become_web_socket(std::move(exchange.response));
    co_return false;
  }
  if (exchange.is_not_modified()) {
    exchange.response = not_modified(std::move(exchange.response));
  } else if (!exchange.response.stream && is_compressible(exchange.response.content_type)) {
    co_await encode(exchange);
  }

  exchange.keep_alive = parser_.head().keep_alive && !linger_ && !loop_.leaving;
  make_room(exchange);
  prepare_head(exchange);
  bool written = co_await write(exchange, head_, exchange.sent_body());
  if (written && exchange.sends_stream()) written = co_await write_stream(exchange);
  record(exchange);
  const bool stays = written && exchange.keep_alive;
  co_return stays;
}

Task<void> Connection::become_web_socket(Response response) {
  // A client that sends before it knows the answer speaks another protocol.
  if (begin_ != end_ || loop_.draining) co_return response.upgrade->gone();
  enter(Phase::kTalking, kNoTimeout);
  web_socket_ = make_web_socket_session(socket_, std::move(response.upgrade->gone));
  co_await web_socket_->serve(std::move(response.web_socket_key), std::move(response.upgrade->speech));
  web_socket_.reset();
}

// Notes what is needed of a request after its handler has taken it, which may have arrived in part only.
void Connection::begin(Exchange& exchange, Request& request) {
  name(request);
  exchange.started = steady_clock::now();
  exchange.known_method = parser_.head().method.has_value();
  exchange.method = request.method;
  exchange.http10 = parser_.head().http10;
  exchange.request_id = request.request_id;
  exchange.remote = request.remote_address;
  exchange.coding = choose_coding(request.headers.get("Accept-Encoding"));
  exchange.if_none_match = request.headers.get("If-None-Match");
  exchange.admission.figures = &loop_.figures.unmatched();
  loop_.figures.request_started();
}

void Connection::record(const Exchange& exchange) {
  const auto took = steady_clock::now() - exchange.started;
  exchange.admission.figures->observe(exchange.response.status, std::chrono::duration<double>(took).count());
  loop_.figures.request_ended();
  if (!loop_.options.access_log) return;
  loop_.access_log.add({.method = exchange.known_method ? to_string(exchange.method) : "-",
                        .route = exchange.admission.figures->route,
                        .status = exchange.response.status,
                        .bytes = exchange.sent_body().size() + exchange.streamed,
                        .micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count(),
                        .request_id = exchange.request_id,
                        .remote = exchange.remote},
                       loop_.clock);
}

void Connection::name(Request& request) {
  const std::string_view theirs = request.headers.get("X-Request-Id");
  request.request_id = is_request_id(theirs) ? std::string(theirs) : new_request_id(loop_.random);
  const std::string_view forwarded =
      loop_.options.trust_forwarded ? forwarded_for(request.headers) : std::string_view{};
  request.remote_address = forwarded.empty() ? remote_ : std::string(forwarded);
  if (!client_left_) client_left_ = std::make_shared<std::atomic<bool>>(false);
  request.client_left = client_left_;
}

// A large body must fit before anything of it is sent: afterwards it can only be broken off.
void Connection::make_room(Exchange& exchange) {
  const std::size_t size = exchange.sent_body().size();
  if (size <= kSmallBody || !exchange.owns_body() || exchange.share.grow(size, exchange.remote)) return;
  exchange.response = no_room(exchange.request_id);
}

void Connection::prepare_head(Exchange& exchange) {
  loop_.clock.update();
  const auto write = [&] {
    head_.clear();
    write_head(head_, exchange.response,
               {.http_date = loop_.clock.http_date(),
                .request_id = exchange.request_id,
                .body_size = exchange.body_size(),
                .keep_alive = exchange.keep_alive,
                .http10 = exchange.http10});
  };
  try {
    write();
  } catch (const std::invalid_argument& error) {
    exchange.response = handler_failed(error.what(), exchange.request_id);
    write();
  }
}

// Asks the route whether the rest of the body may come. False when not: the admission has the answer then.
Task<bool> Connection::authorize(Exchange& exchange, Request& request) {
  enter(Phase::kHandling, kNoTimeout);
  std::string body = std::exchange(request.body, {});  // What has come of it is not copied.
  Request asked = request;
  request.body = std::move(body);
  std::optional<Response>& answer = exchange.admission.answer;
  std::string what;
  try {
    auto sender = co_await (*exchange.admission.authorize)(std::move(asked));
    if (sender)
      exchange.share.set_sender(std::move(*sender));
    else
      answer = std::move(sender.error());
    co_return sender.has_value();
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
    what = "not a std::exception";
  }
  answer = handler_failed(what, exchange.request_id);
  co_return false;
}

Task<Response> Connection::call(const Handler* handler, Request request, std::string request_id) {
  std::string what;
  try {
    co_return co_await (*handler)(std::move(request));
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
    what = "not a std::exception";
  }
  co_return handler_failed(what, request_id);
}

Task<void> Connection::encode(Exchange& exchange) {
  Response& response = exchange.response;
  const std::size_t size = exchange.body().size();
  if (size < loop_.options.compress_from || response.headers.has("Content-Encoding")) co_return;
  if (response.headers.get("Vary") != "Accept-Encoding") response.headers.add("Vary", "Accept-Encoding");
  if (exchange.coding == Coding::kIdentity) co_return;

  if (!response.shared_body) response.shared_body = std::make_shared<const std::string>(std::move(response.body));
  std::string compressed;
  if (size < kOffloadFrom) {
    compressed = compress(exchange.coding, *response.shared_body);
  } else {
    auto job = [coding = exchange.coding, body = response.shared_body] { return compress(coding, *body); };
    compressed = co_await offload(loop_.workers, std::move(job));
  }
  if (compressed.size() >= size) co_return;
  response.shared_body = nullptr;
  response.body = std::move(compressed);
  // The entity tag stays the handler's: it names the record's version, and a byte range is never served by it.
  response.headers.add("Content-Encoding", std::string(to_string(exchange.coding)));
}

}  // namespace doggy::http
