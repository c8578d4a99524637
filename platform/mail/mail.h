// Sending mail: over SMTP, or into a folder for whoever runs the server on a machine without a mail account.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "platform/error.h"
#include "platform/time/timestamp.h"

namespace doggy::mail {

struct Message {
  std::string to;
  std::string subject;
  std::string text;                       // UTF-8, lines end with "\n".
  std::vector<std::string> headers = {};  // More of them, "Name: value", ASCII.
  std::string id = {};                    // The part of the Message-ID before the @; empty: a new one.
};

/// Thread-safe. Blocking, so called through offload.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Errors: kInvalid for an address, subject or header with a line break or control character, and what the server
  /// will never take (5xx); kUnavailable.
  virtual Result<void> send(const Message& message) = 0;
};

/// The message as RFC 5322 text with CRLF lines, quoted-printable. Error: kInvalid, as above.
[[nodiscard]] Result<std::string> format(const Message& message, const std::string& from, const Timestamp& now);

/// Writes each message into `folder` as a file of its own, readable by the server's user alone.
[[nodiscard]] std::unique_ptr<Mailer> outbox(std::filesystem::path folder, std::string from);

struct SmtpServer {
  std::string url;  // "smtps://mail.example.org" or "smtp://mail.example.org:587"
  std::string user;
  std::string password;
  /// Refuse to speak without TLS. Off only for a server on the same machine.
  bool require_tls = true;
};
[[nodiscard]] std::unique_ptr<Mailer> smtp(SmtpServer server, std::string from);

}  // namespace doggy::mail
