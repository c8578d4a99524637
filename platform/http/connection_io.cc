// What a connection reads and writes, and how long it waits for the other side.
#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "platform/http/exchange.h"
#include "platform/observe/log.h"

namespace doggy::http {
namespace {

using boost::asio::as_tuple;
using boost::asio::const_buffer;
using boost::asio::use_awaitable;
using std::chrono::steady_clock;

// Of a body that is read while it is sent.
constexpr std::size_t kPiece = std::size_t{128} * 1024;
constexpr std::size_t kSmallPiece = std::size_t{8} * 1024;  // When there is no room for more.

// What is left of two buffers when the first bytes of them have been sent.
std::array<const_buffer, 2> after(std::string_view head, std::string_view body, std::size_t sent) {
  const std::size_t of_head = std::min(sent, head.size());
  const std::size_t of_body = sent - of_head;
  return {const_buffer(head.data() + of_head, head.size() - of_head),
          const_buffer(body.data() + of_body, body.size() - of_body)};
}

}  // namespace

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

// False when there is no whole body: read_failure_ or the admission's answer says why, or the peer has left.
Task<bool> Connection::read_body(Exchange& exchange, Request& request) {
  const RequestHead& head = parser_.head();
  const ServerOptions& options = loop_.options;
  const bool waits = head.expects_continue && !head.http10 && begin_ == end_;
  bool authorized = exchange.admission.authorize == nullptr;
  if (!authorized && (waits || head.content_length.value_or(0) > kSmallBody)) {
    authorized = co_await authorize(exchange, request);
    if (!authorized) co_return false;
  }
  Pace pace({.pause = options.body_pause, .bytes_per_second = options.least_rate, .longest = options.body_timeout},
            steady_clock::now());
  if (waits) {
    const bool told = co_await write(exchange, "HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!told) co_return false;
    pace.resume(steady_clock::now());
  }
  while (true) {
    if (begin_ != end_) {
      const RequestParser::Step step = parser_.parse_body(unread(), exchange.admission.body_limit);
      begin_ += step.consumed;
      if (!exchange.share.grow(step.consumed, exchange.remote)) {
        read_failure_ = 503;
        co_return false;
      }
      if (step.status == RequestParser::Status::kDone) co_return true;
      if (step.status != RequestParser::Status::kNeedMore) co_return fail_read(step.status);
      pace.moved(step.consumed, steady_clock::now());
    }
    // A chunked body that goes on past what is read of anybody.
    if (!authorized && !head.content_length && request.body.size() + buffer_.size() > kSmallBody) {
      authorized = co_await authorize(exchange, request);
      if (!authorized) co_return false;
      pace.resume(steady_clock::now());
    }
    enter(Phase::kBody, pace);
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
    case RequestParser::Status::kUnknownCoding:
      read_failure_ = 501;
      break;
    case RequestParser::Status::kNeedMore:
    case RequestParser::Status::kDone:
    case RequestParser::Status::kMalformed:
      read_failure_ = 400;
      break;
  }
  return false;
}

// A peer may take its time as long as it takes something.
Task<bool> Connection::write(Exchange& exchange, std::string_view head, std::string_view body) {
  // Nearly always the socket takes all of it, and then there is nothing to wait for.
  const std::size_t size = head.size() + body.size();
  boost::system::error_code error;
  std::size_t written = socket_.write_some(after(head, body, 0), error);
  if (error == boost::asio::error::would_block) {
    error = {};
    written = 0;
  }
  if (error) co_return false;
  if (written == size) co_return true;

  // A small body counts from here on: ten thousand readers that stand still would add up. There is no answer left to
  // give to one for which there is no room.
  const bool counts = exchange.owns_body() && !exchange.response.stream && exchange.share.held() == 0;
  if (counts && !exchange.share.grow(size - written, exchange.remote)) co_return false;
  const ServerOptions& options = loop_.options;
  Pace pace({.pause = options.write_timeout, .bytes_per_second = options.least_rate, .longest = options.body_timeout},
            steady_clock::now());
  while (written < size) {
    enter(Phase::kWriting, pace);
    const auto [failure, bytes] =
        co_await socket_.async_write_some(after(head, body, written), as_tuple(use_awaitable));
    if (failure) co_return false;
    written += bytes;
    pace.moved(bytes, steady_clock::now());
  }
  if (counts) exchange.share.release();
  co_return true;
}

// Each piece is written by itself: a film takes as long as it takes, a peer that stands still does not.
Task<bool> Connection::write_stream(Exchange& exchange) {
  BodySource& source = *exchange.response.stream;
  const std::uint64_t size = source.size();
  while (exchange.streamed < size) {
    enter(Phase::kHandling, kNoTimeout);
    const std::size_t wanted = exchange.share.grow(kPiece, exchange.remote) ? kPiece : kSmallPiece;
    const std::size_t most = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, size - exchange.streamed));
    std::string piece;
    try {
      auto read = co_await source.read(most);
      if (read) piece = std::move(*read);
    } catch (const std::exception& error) {
      observe::log(observe::Level::kError, "body-failed", {{"requestId", exchange.request_id}, {"what", error.what()}});
    }
    if (piece.empty() || piece.size() > most) co_return false;
    const bool written = co_await write(exchange, {}, piece);
    if (!written) co_return false;
    exchange.streamed += piece.size();
    exchange.share.release();
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
