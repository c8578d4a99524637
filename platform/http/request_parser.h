// From the bytes of a connection to requests. request_parser.cc is the only file that includes Beast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "platform/http/message.h"

namespace doggy::http {

/// What a request's header says that Request does not hold.
struct RequestHead {
  std::optional<Method> method;                 // Nothing for one that this program does not know.
  bool http10 = false;                          // HTTP/1.0; else HTTP/1.1.
  bool normal_target = false;                   // False: parse_target() refused it.
  bool asterisk = false;                        // "OPTIONS *": the server itself.
  bool keep_alive = false;                      // The client wants the connection to stay.
  bool has_body = false;                        // A Content-Length above 0, or chunked.
  bool expects_continue = false;                // It waits for 100 before it sends the body.
  std::optional<std::uint64_t> content_length;  // Nothing when chunked.
};

/// Strict: what RFC 9112 forbids is an error, above all where two readers could see two different requests (two
/// lengths, an unknown transfer coding, no or several hosts). Not thread-safe.
class RequestParser {
 public:
  explicit RequestParser(std::size_t header_limit);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  enum class Status { kNeedMore, kDone, kMalformed, kUnknownCoding, kHeaderTooLarge, kBodyTooLarge };
  struct Step {
    Status status;
    std::size_t consumed;  // Bytes of the input that were taken; the rest is to be given again, with more.
  };

  /// Begins a request that is written into `request`, which must live until its body is done.
  void start(Request& request);

  /// Reads on in the header. kDone: head() is complete, and what follows is the body or the next request.
  Step parse_header(std::string_view bytes);
  [[nodiscard]] const RequestHead& head() const;

  /// Reads on in the body; only after a header that has one. `limit` in bytes, decoded.
  Step parse_body(std::string_view bytes, std::size_t limit);

 private:
  class Impl;
  std::size_t header_limit_;
  std::size_t header_bytes_ = 0;
  std::unique_ptr<Impl> impl_;
};

}  // namespace doggy::http
