#include "platform/http/transfer.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string_view>
#include <tuple>
#include <utility>

#include "platform/http/text.h"

namespace doggy::http {
namespace {

constexpr std::string_view kLineSpaces = " \t\r\n";
constexpr std::size_t kHeaderLimit = std::size_t{64} * 1024;

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void append(CurlPtr<curl_slist>& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  std::ignore = list.release();  // The longer one begins with it.
  list.reset(longer);
}

template <class Sockaddr>
Sockaddr read_as(const curl_sockaddr& peer) {
  Sockaddr address{};
  std::memcpy(&address, &peer.addr, std::min<std::size_t>(sizeof address, peer.addrlen));
  return address;
}

bool may_reach(const curl_sockaddr& peer, bool encrypted, Egress egress) {
  namespace ip = boost::asio::ip;
  if (peer.family == AF_INET) {
    const auto address = read_as<sockaddr_in>(peer);
    return may_connect(ip::address_v4(ntohl(address.sin_addr.s_addr)), ntohs(address.sin_port), encrypted, egress);
  }
  if (peer.family == AF_INET6) {
    const auto address = read_as<sockaddr_in6>(peer);
    ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), address.sin6_addr.s6_addr, bytes.size());
    return may_connect(ip::address_v6(bytes), ntohs(address.sin6_port), encrypted, egress);
  }
  return false;
}

ClientFailure reason_of(CURLcode code) {
  switch (static_cast<int>(code)) {  // libcurl has a hundred codes; the others are a connection that broke.
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return ClientFailure::kBadRequest;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return ClientFailure::kUnresolved;
    case CURLE_COULDNT_CONNECT:
      return ClientFailure::kUnreachable;
    case CURLE_OPERATION_TIMEDOUT:
      return ClientFailure::kTimedOut;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return ClientFailure::kTls;
    default:
      return ClientFailure::kBroken;
  }
}

}  // namespace

Transfer::Transfer(ClientRequest request, const ClientOptions& options, Resume<ClientAnswer> resume)
    : request_(std::move(request)), options_(options), resume_(std::move(resume)), handle_(curl_easy_init()) {
  if (!handle_) throw std::bad_alloc();
}

std::expected<void, ClientError> Transfer::prepare() {
  const auto bad = [](std::string why) {
    return std::unexpected(ClientError{.reason = ClientFailure::kBadRequest, .detail = std::move(why)});
  };
  CURL* const curl = handle_.get();
  if (!is_one_line(request_.url)) return bad("The URL has a line break.");
  if (options_.guard) {
    if (const auto checked = check_egress(request_.url, *options_.guard, "url"); !checked)
      return std::unexpected(ClientError{.reason = ClientFailure::kForbiddenTarget, .detail = checked.error().detail});
  }
  for (const auto& [name, value] : request_.headers.all()) {
    if (!is_one_line(name) || !is_one_line(value)) return bad("A header has a line break.");
    std::string line = name;
    line.append(value.empty() ? ";" : ": ").append(value);  // curl's way to send an empty one.
    append(headers_, line);
  }
  append(headers_, "Expect:");  // Not asking first whether a body is welcome.
  if (!request_.headers.has("Content-Type")) append(headers_, "Content-Type:");  // No guess at it.
  for (const std::string& name : options_.names) append(names_, name);

  curl_easy_setopt(curl, CURLOPT_PRIVATE, this);
  curl_easy_setopt(curl, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, options_.proxy.c_str());  // Empty: none, whatever the environment says.
  if (!options_.authorities.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.authorities.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(curl, CURLOPT_RESOLVE, names_.get());
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "doggy/" DOGGY_VERSION);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // A slow name server must not hold up the other requests.
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.timeout.count()));
  const bool follows = request_.redirects > 0 && (request_.method == Method::kGet || request_.method == Method::kHead);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, follows ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, static_cast<long>(request_.redirects));
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_connect);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, this);
  set_method();
  return {};
}

void Transfer::set_method() {
  CURL* const curl = handle_.get();
  const bool has_body = !request_.body.empty() || request_.method == Method::kPost || request_.method == Method::kPut ||
                        request_.method == Method::kPatch;
  if (has_body) {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    // curl sends a request again when a kept connection ends without an answer, though it may have been carried out.
    // What it reads from us it cannot read twice.
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, this);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  }
  if (request_.method == Method::kHead) {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  } else if (has_body ? request_.method != Method::kPost : request_.method != Method::kGet) {
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, std::string(to_string(request_.method)).c_str());
  }
}

std::size_t Transfer::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t copied = transfer.request_.body.copy(buffer, size * count, transfer.body_sent_);
  transfer.body_sent_ += copied;
  return copied;
}

std::size_t Transfer::on_header(char* line, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view text(line, size * count);
  if (text.starts_with("HTTP/")) transfer.response_ = {};  // After an interim response or a redirect.
  transfer.header_bytes_ += text.size();
  if (transfer.header_bytes_ > kHeaderLimit) {
    transfer.too_large_ = true;
    return 0;
  }
  const auto colon = text.find(':');
  if (colon != std::string_view::npos)
    transfer.response_.headers.add(std::string(trim(text.substr(0, colon), kLineSpaces)),
                                   std::string(trim(text.substr(colon + 1), kLineSpaces)));
  return text.size();
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view text(bytes, size * count);
  transfer.body_bytes_ += text.size();
  const bool fits = transfer.body_bytes_ <= transfer.request_.response_limit;
  if (!fits) {
    (transfer.request_.body_wanted ? transfer.too_large_ : transfer.dropped_) = true;
    return 0;
  }
  if (transfer.request_.body_wanted) transfer.response_.body += text;
  return text.size();
}

curl_socket_t Transfer::on_connect(void* self, curlsocktype, curl_sockaddr* peer) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.options_.guard) {
    char* url = nullptr;  // Where this connection is for: after a redirect, not where it began.
    curl_easy_getinfo(transfer.handle_.get(), CURLINFO_EFFECTIVE_URL, &url);
    const bool encrypted = url != nullptr && equals_ignoring_case(std::string_view(url).substr(0, 6), "https:");
    if (!may_reach(*peer, encrypted, *transfer.options_.guard)) {
      transfer.refused_ = true;
      return CURL_SOCKET_BAD;
    }
  }
  return ::socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

ClientAnswer Transfer::answer_of(CURLcode code) {
  const auto failed = [code](ClientFailure reason) {
    return std::unexpected(ClientError{.reason = reason, .detail = curl_easy_strerror(code)});
  };
  // A redirect beyond those allowed is an answer like another.
  if (code == CURLE_OK || dropped_ || code == CURLE_TOO_MANY_REDIRECTS) {
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<unsigned>(status);
    return std::move(response_);
  }
  if (too_large_) return failed(ClientFailure::kTooLarge);
  if (refused_ && code == CURLE_COULDNT_CONNECT)
    return std::unexpected(ClientError{.reason = ClientFailure::kForbiddenTarget,
                                       .detail = "The name leads to an address that is not public."});
  return failed(reason_of(code));
}

void Transfer::finish(CURLcode code) {
  resume_(answer_of(code));
}

void Transfer::fail(ClientError error) {
  resume_(std::unexpected(std::move(error)));
}

}  // namespace doggy::http
