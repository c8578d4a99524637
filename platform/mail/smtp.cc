#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "platform/curl/curl.h"
#include "platform/mail/mail.h"
#include "platform/try.h"

namespace doggy::mail {
namespace {

// What is left to send.
struct Rest {
  std::string_view text;
};

std::size_t read_rest(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& rest = *static_cast<Rest*>(user);
  const std::size_t bytes = std::min(size * count, rest.text.size());
  std::memcpy(buffer, rest.text.data(), bytes);
  rest.text.remove_prefix(bytes);
  return bytes;
}

class Smtp final : public Mailer {
 public:
  Smtp(SmtpServer server, std::string from) : server_(std::move(server)), from_(std::move(from)) { ensure_curl(); }

  Result<void> send(const Message& message) override {
    TRY(auto text, format(message, from_, Timestamp::now()));
    const CurlPtr<CURL> handle(curl_easy_init());
    const CurlPtr<curl_slist> recipients(curl_slist_append(nullptr, ("<" + message.to + ">").c_str()));
    if (!handle || !recipients) return fail(Code::kUnavailable, "The mail could not be sent: out of memory.");
    Rest rest{text};
    CURL* const curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, server_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(server_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (!server_.user.empty()) {
      curl_easy_setopt(curl, CURLOPT_USERNAME, server_.user.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, server_.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + from_ + ">").c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_rest);
    curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    // RFC 5321: 5yz says that the same mail will not be taken later either. Being refused a sign-in is the server's
    // trouble, not the mail's.
    if (code == CURLE_SEND_ERROR && status >= 550 && status <= 554)
      return fail(Code::kInvalid, fmt::format("The mail server refuses the mail: {}.", status));
    if (code != CURLE_OK)
      return fail(Code::kUnavailable, std::string("The mail could not be sent: ") + curl_easy_strerror(code) + ".");
    return {};
  }

 private:
  const SmtpServer server_;
  const std::string from_;
};

}  // namespace

std::unique_ptr<Mailer> smtp(SmtpServer server, std::string from) {
  return std::make_unique<Smtp>(std::move(server), std::move(from));
}

}  // namespace doggy::mail
