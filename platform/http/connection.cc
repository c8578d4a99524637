#include "platform/http/connection.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <utility>

#include "platform/http/body_source.h"
#include "platform/http/conditional.h"
#include "platform/http/problem.h"
#include "platform/http/response_head.h"
#include "platform/http/text.h"
#include "platform/http/web_socket.h"
#include "platform/http/web_socket_session.h"
#include "platform/observe/log.h"

namespace doggy::http {
namespace {

using boost::asio::as_tuple;
using boost::asio::use_awaitable;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kNoTimeout = std::chrono::milliseconds::max();
// What a peer that has just connected, not knowing that the server leaves, has for its request to arrive.
constexpr std::chrono::milliseconds kFirstRequest = std::chrono::seconds(1);
constexpr std::size_t kFirstBuffer = 4 * 1024;
constexpr std::size_t kPiece = 128 * 1024;        // Of a body that is read while it is sent.
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

std::string_view read_failure_detail(unsigned status) {
  switch (status) {
    case 408:
      return "The request took too long to arrive.";
    case 413:
      return "The body is too large.";
    case 431:
      return "The header is too large.";
    case 503:
      return "Too much is being sent here at once. Try again in a moment.";
    default:
      return "The request is not well-formed HTTP.";
  }
}

Response handler_failed(std::string_view what, std::string_view request_id) {
  observe::log(observe::Level::kError, "handler-failed", {{"requestId", request_id}, {"what", what}});
  return problem(500, "Something went wrong here; it has been logged.", request_id);
}

}  // namespace

// One request and its response, but for what its handler owns meanwhile.
struct Connection::Exchange {
  Admission admission;
  Response response;
  steady_clock::time_point started;
  bool known_method = false;
  Method method = Method::kGet;
  bool http10 = false;
  bool keep_alive = false;
  std::string request_id;
  std::string remote;
  Coding coding = Coding::kIdentity;
  std::string if_none_match;
  std::uint64_t streamed = 0;  // Of the response's stream.

  std::string_view body() const {
    return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
  }
  std::uint64_t body_size() const { return response.stream ? response.stream->size() : body().size(); }
  bool sends_stream() const { return response.stream && method != Method::kHead; }
  std::string_view sent_body() const { return method == Method::kHead ? std::string_view{} : body(); }

  bool is_not_modified() const {
    const bool safe = method == Method::kGet || method == Method::kHead;
    return safe && response.status == 200 && matches_etag(if_none_match, response.etag);
  }
};

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

bool Connection::timed_out() const {
  return steady_clock::now() >= deadline_;
}

void Connection::check_deadline(steady_clock::time_point now) {
  if (now < deadline_) return;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::drain() {
  boost::system::error_code ignored;
  if (phase_ == Phase::kIdle && asked_) socket_.cancel(ignored);
  if (phase_ == Phase::kIdle && !asked_) enter(Phase::kIdle, kFirstRequest);
  // Unlike a cancellation this also ends what is begun after it.
  if (phase_ == Phase::kTalking) socket_.shutdown(Socket::shutdown_both, ignored);
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
  Exchange exchange;
  exchange.request_id = new_request_id(loop_.random);
  exchange.response = problem(503, "There are too many connections.", exchange.request_id);
  exchange.response.headers.add("Retry-After", "1");
  linger_ = true;
  prepare_head(exchange);
  const bool written = co_await write(head_, exchange.body());
  if (written) co_await linger();
}

// True when the connection stays open for the next request.
Task<bool> Connection::exchange() {
  Exchange exchange;
  Request request;
  parser_.start(request);
  const bool have_header = co_await read_header();
  if (!have_header && read_failure_ == 0) co_return false;
  asked_ = true;
  begin(exchange, request);

  BodyBudget::Share share(loop_.bodies);
  bool have_body = have_header && !parser_.head().has_body;
  if (have_header) {
    exchange.admission = admit(loop_.router, loop_.figures, parser_.head(), request);
    if (!have_body && exchange.admission.handler != nullptr) {
      have_body = co_await read_body(exchange.admission.body_limit, share);
      if (!have_body && read_failure_ == 0) {
        loop_.figures.request_ended();
        co_return false;
      }
    }
  }
  // A body that was not read to its end would be taken for the next request.
  if (!have_body) linger_ = true;

  if (read_failure_ != 0) {
    exchange.response = problem(read_failure_, read_failure_detail(read_failure_), exchange.request_id);
    if (read_failure_ == 503) exchange.response.headers.add("Retry-After", "1");
    request.body = std::string();
    share.release();
  } else if (exchange.admission.answer) {
    exchange.response = std::move(*exchange.admission.answer);
  } else {
    enter(Phase::kHandling, kNoTimeout);
    exchange.response = co_await call(exchange.admission.handler, std::move(request), exchange.request_id);
  }
  if (have_body) share.release();  // The handler has ended, and the body with it.
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
  prepare_head(exchange);
  bool written = co_await write(head_, exchange.sent_body());
  if (written && exchange.sends_stream()) written = co_await write_stream(exchange);
  record(exchange);
  const bool stays = written && exchange.keep_alive;
  co_return stays;
}

Task<void> Connection::become_web_socket(Response response) {
  // A client that sends before it knows the answer speaks another protocol.
  if (begin_ != end_ || loop_.draining) co_return response.upgrade->gone();
  enter(Phase::kTalking, kNoTimeout);
  co_await serve_web_socket(socket_, std::move(response.web_socket_key), std::move(*response.upgrade));
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
}

Task<bool> Connection::read_header() {
  enter(Phase::kIdle, loop_.draining ? kFirstRequest : loop_.options.idle_timeout);
  while (true) {
    if (begin_ != end_) {
      if (phase_ == Phase::kIdle) enter(Phase::kHeader, loop_.options.header_timeout);
      const RequestParser::Step step = parser_.parse_header(unread());
      begin_ += step.consumed;
      if (step.status == RequestParser::Status::kDone) co_return true;
      if (step.status != RequestParser::Status::kNeedMore) co_return fail_read(step.status);
    } else if (loop_.draining && phase_ == Phase::kIdle && asked_) {
      co_return false;
    }
    const bool more = co_await read_more();
    if (!more) co_return false;
  }
}

Task<bool> Connection::read_body(std::size_t limit, BodyBudget::Share& share) {
  enter(Phase::kBody, loop_.options.body_timeout);
  if (parser_.head().expects_continue && !parser_.head().http10 && begin_ == end_) {
    const bool told = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!told) co_return false;
    enter(Phase::kBody, loop_.options.body_timeout);
  }
  while (true) {
    if (begin_ != end_) {
      const RequestParser::Step step = parser_.parse_body(unread(), limit);
      begin_ += step.consumed;
      if (!share.grow(step.consumed)) {
        read_failure_ = 503;
        co_return false;
      }
      if (step.status == RequestParser::Status::kDone) co_return true;
      if (step.status != RequestParser::Status::kNeedMore) co_return fail_read(step.status);
    }
    const bool more = co_await read_more();
    if (!more) co_return false;
  }
}

// Waits for more bytes. False when there are none to come; read_failure_ says whether the peer is to be told why.
Task<bool> Connection::read_more() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
  } else if (begin_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) {
    // A header, a chunk's size line or a trailer that fills the whole buffer and is not complete.
    if (buffer_.size() >= loop_.options.header_limit) co_return fail_read(RequestParser::Status::kHeaderTooLarge);
    buffer_.resize(std::min(buffer_.size() * 4, loop_.options.header_limit));
  }
  const auto [error, bytes] = co_await socket_.async_read_some(
      boost::asio::buffer(buffer_.data() + end_, buffer_.size() - end_), as_tuple(use_awaitable));
  end_ += bytes;
  if (!error) co_return true;
  if (phase_ != Phase::kIdle && timed_out()) read_failure_ = 408;
  co_return false;
}

bool Connection::fail_read(RequestParser::Status status) {
  switch (status) {
    case RequestParser::Status::kHeaderTooLarge:
      read_failure_ = 431;
      break;
    case RequestParser::Status::kBodyTooLarge:
      read_failure_ = 413;
      break;
    case RequestParser::Status::kNeedMore:
    case RequestParser::Status::kDone:
    case RequestParser::Status::kMalformed:
      read_failure_ = 400;
      break;
  }
  return false;
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

Task<bool> Connection::write(std::string_view head, std::string_view body) {
  const std::array buffers = {boost::asio::const_buffer(head.data(), head.size()),
                              boost::asio::const_buffer(body.data(), body.size())};
  // Nearly always the socket takes all of it, and then there is nothing to wait for.
  boost::system::error_code error;
  std::size_t written = socket_.write_some(buffers, error);
  if (error == boost::asio::error::would_block) {
    error = {};
    written = 0;
  }
  if (error) co_return false;
  if (written == head.size() + body.size()) co_return true;

  enter(Phase::kWriting, loop_.options.write_timeout);
  const std::size_t of_head = std::min(written, head.size());
  const std::array rest = {buffers[0] + of_head, buffers[1] + (written - of_head)};
  const auto [failure, bytes] = co_await boost::asio::async_write(socket_, rest, as_tuple(use_awaitable));
  co_return !failure;
}

// Each piece has the write timeout to itself: a film takes as long as it takes, a peer that stands still does not.
Task<bool> Connection::write_stream(Exchange& exchange) {
  BodySource& source = *exchange.response.stream;
  const std::uint64_t size = source.size();
  while (exchange.streamed < size) {
    enter(Phase::kHandling, kNoTimeout);
    const std::size_t most = static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, size - exchange.streamed));
    std::string piece;
    try {
      auto read = co_await source.read(most);
      if (read) piece = std::move(*read);
    } catch (const std::exception& error) {
      observe::log(observe::Level::kError, "body-failed", {{"requestId", exchange.request_id}, {"what", error.what()}});
    }
    if (piece.empty() || piece.size() > most) co_return false;
    const bool written = co_await write({}, piece);
    if (!written) co_return false;
    exchange.streamed += piece.size();
  }
  co_return true;
}

// Closing while bytes of the peer are unread makes the kernel send a reset, which can destroy the answer on its way
// (RFC 9112, 9.6): so the sending side ends first, and what still comes is thrown away for a while.
Task<void> Connection::linger() {
  boost::system::error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error || (!linger_ && begin_ == end_)) co_return;
  enter(Phase::kLingering, loop_.options.linger_timeout);
  while (!error && !timed_out()) {
    const auto [failure, bytes] =
        co_await socket_.async_read_some(boost::asio::buffer(buffer_), as_tuple(use_awaitable));
    error = failure;
  }
}

}  // namespace doggy::http
