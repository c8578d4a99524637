// One request of the client on its way: the curl handle with what it reads and writes.
#pragma once

#include <cstddef>
#include <expected>
#include <string>

#include "platform/async/task.h"
#include "platform/curl/curl.h"
#include "platform/http/client.h"

namespace doggy::http {

using ClientAnswer = std::expected<ClientResponse, ClientError>;

/// Belongs to the client's thread once it was added there. Does not move: its handle points to it.
class Transfer {
 public:
  Transfer(ClientRequest request, const ClientOptions& options, Resume<ClientAnswer> resume);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() = default;

  /// Error: kBadRequest; the handle must not be used then.
  [[nodiscard]] std::expected<void, ClientError> prepare();

  [[nodiscard]] CURL* handle() const { return handle_.get(); }

  /// Tells whoever waits how it ended. Once.
  void finish(CURLcode code);
  void fail(ClientError error);

 private:
  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* line, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static curl_socket_t on_connect(void* self, curlsocktype purpose, curl_sockaddr* peer);

  void set_method();
  [[nodiscard]] ClientAnswer answer_of(CURLcode code);

  const ClientRequest request_;
  const ClientOptions& options_;
  Resume<ClientAnswer> resume_;
  const CurlPtr<CURL> handle_;
  CurlPtr<curl_slist> headers_;
  CurlPtr<curl_slist> names_;
  ClientResponse response_;
  std::size_t header_bytes_ = 0;
  std::size_t body_sent_ = 0;
  std::size_t body_bytes_ = 0;
  bool too_large_ = false;
  bool dropped_ = false;  // The rest of the body is not wanted.
  bool refused_ = false;  // By the guard, at least once.
};

}  // namespace doggy::http
