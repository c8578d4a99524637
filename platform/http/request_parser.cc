#include "platform/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>

#include "platform/http/target.h"
#include "platform/http/text.h"

namespace doggy::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using BeastView = boost::beast::string_view;

std::optional<Method> method_of(beast_http::verb verb) {
  if (verb == beast_http::verb::get) return Method::kGet;
  if (verb == beast_http::verb::head) return Method::kHead;
  if (verb == beast_http::verb::post) return Method::kPost;
  if (verb == beast_http::verb::put) return Method::kPut;
  if (verb == beast_http::verb::patch) return Method::kPatch;
  if (verb == beast_http::verb::delete_) return Method::kDelete;
  if (verb == beast_http::verb::options) return Method::kOptions;
  return std::nullopt;
}

std::string_view view(BeastView text) {
  return {text.data(), text.size()};
}

// A client can claim any length: memory is given as the bytes come.
constexpr std::uint64_t kReserveAtMost = 64 * 1024;

// Beast's parser that fills a Request directly.
class Parser final : public beast_http::basic_parser<true> {
 public:
  Parser(Request& request, RequestHead& head, std::size_t header_limit) : request_(request), head_(head) {
    this->header_limit(
        static_cast<std::uint32_t>(std::min<std::size_t>(header_limit, std::numeric_limits<std::uint32_t>::max())));
    body_limit(boost::none);  // Ours is the route's, known only after the header.
  }

  void limit_body(std::size_t bytes) { body_left_ = bytes - std::min(bytes, request_.body.size()); }
  bool has_unknown_coding() const { return unknown_coding_; }

 private:
  void on_request_impl(beast_http::verb verb, BeastView, BeastView target, int version, error_code&) override {
    head_.method = method_of(verb);
    head_.http10 = version == 10;
    head_.asterisk = verb == beast_http::verb::options && target == "*";
    if (auto parsed = http::parse_target(view(target))) {
      head_.normal_target = true;
      request_.path = std::move(parsed->path);
      request_.query = std::move(parsed->query);
    }
    if (head_.method) request_.method = *head_.method;
  }

  void on_field_impl(beast_http::field field, BeastView name, BeastView value, error_code& error) override {
    if (header_done_) return;  // A trailer: nothing after the body may change what was decided from the header.
    if (field == beast_http::field::host && ++hosts_ > 1) error = beast_http::error::bad_field;
    if (field == beast_http::field::transfer_encoding) {
      ++transfer_encodings_;
      other_coding_ = other_coding_ || !equals_ignoring_case(trim(view(value)), "chunked");
    }
    if (field == beast_http::field::expect && equals_ignoring_case(view(value), "100-continue")) {
      head_.expects_continue = true;
    }
    request_.headers.add(std::string(view(name)), std::string(view(value)));
  }

  void on_header_impl(error_code& error) override {
    header_done_ = true;
    if (hosts_ == 0 && !head_.http10) error = beast_http::error::bad_field;
    // A coding other than a final "chunked" leaves the end of the body unknown, and HTTP/1.0 has no codings.
    if (transfer_encodings_ == 0) return;
    const bool once = chunked() && !head_.http10 && (transfer_encodings_ == 1 || other_coding_);
    if (once && !other_coding_) return;
    unknown_coding_ = once;  // What is inside of the chunks is coded once more, and would be taken for the body.
    error = beast_http::error::bad_transfer_encoding;
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, kReserveAtMost)));
  }

  std::size_t on_body_impl(BeastView body, error_code& error) override {
    if (body.size() > body_left_) {
      error = beast_http::error::body_limit;
      return 0;
    }
    body_left_ -= body.size();
    request_.body.append(body.data(), body.size());
    return body.size();
  }

  void on_chunk_header_impl(std::uint64_t size, BeastView, error_code& error) override {
    if (size > body_left_) error = beast_http::error::body_limit;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, error_code& error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(error_code&) override {}
  void on_response_impl(int, BeastView, int, error_code&) override {}

  Request& request_;
  RequestHead& head_;
  std::size_t body_left_ = 0;
  unsigned hosts_ = 0;
  unsigned transfer_encodings_ = 0;
  bool other_coding_ = false;  // Than "chunked" alone.
  bool unknown_coding_ = false;
  bool header_done_ = false;
};

}  // namespace

class RequestParser::Impl {
 public:
  RequestHead head;
  std::optional<Parser> parser;
};

RequestParser::RequestParser(std::size_t header_limit) : header_limit_(header_limit), impl_(std::make_unique<Impl>()) {}
RequestParser::~RequestParser() = default;

void RequestParser::start(Request& request) {
  header_bytes_ = 0;
  impl_->head = {};
  impl_->parser.emplace(request, impl_->head, header_limit_);
}

RequestParser::Step RequestParser::parse_header(std::string_view bytes) {
  Parser& parser = *impl_->parser;
  error_code error;
  const std::size_t consumed = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  header_bytes_ += consumed;
  if (error == beast_http::error::header_limit) return {Status::kHeaderTooLarge, consumed};
  if (error && parser.has_unknown_coding()) return {Status::kUnknownCoding, consumed};
  if (error && error != beast_http::error::need_more) return {Status::kMalformed, consumed};
  const std::size_t seen = header_bytes_ + (parser.is_header_done() ? 0 : bytes.size() - consumed);
  if (seen > header_limit_) return {Status::kHeaderTooLarge, consumed};
  if (!parser.is_header_done()) return {Status::kNeedMore, consumed};

  RequestHead& head = impl_->head;
  head.keep_alive = parser.keep_alive();
  if (const auto length = parser.content_length()) head.content_length = *length;
  head.has_body = parser.chunked() || head.content_length.value_or(0) > 0;
  return {Status::kDone, consumed};
}

const RequestHead& RequestParser::head() const {
  return impl_->head;
}

RequestParser::Step RequestParser::parse_body(std::string_view bytes, std::size_t limit) {
  Parser& parser = *impl_->parser;
  parser.eager(true);
  parser.limit_body(limit);
  error_code error;
  const std::size_t consumed = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error == beast_http::error::body_limit) return {Status::kBodyTooLarge, consumed};
  if (error && error != beast_http::error::need_more) return {Status::kMalformed, consumed};
  return {parser.is_done() ? Status::kDone : Status::kNeedMore, consumed};
}

}  // namespace doggy::http
