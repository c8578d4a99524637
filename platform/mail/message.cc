#include <fmt/format.h>

#include <algorithm>

#include "platform/id/secret.h"
#include "platform/mail/mail.h"
#include "platform/time/internet_date.h"

namespace doggy::mail {
namespace {

// A line break in a header would begin another header, or the body.
bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
}

// An address goes into the envelope as it is, so nothing that SMTP reads as more than an address may be in it.
bool is_address(std::string_view text) {
  return !has_control(text) && text.find('@') != std::string_view::npos &&
         text.find_first_of(" <>,;\"") == std::string_view::npos;
}

bool is_header(std::string_view text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 127; });
  return ascii && !has_control(text) && text.find(": ") != std::string_view::npos;
}

// RFC 2047: encoded words of at most 75 characters, none cutting a UTF-8 sequence.
std::string header_text(const std::string& text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 127; })) return text;
  constexpr std::size_t kBytesInWord = 18;  // Three characters each, beside the markers and the name.
  std::string words;
  std::string part;
  const auto flush = [&] {
    if (part.empty()) return;
    std::string encoded;
    for (const char c : part) encoded += fmt::format("={:02X}", static_cast<unsigned char>(c));
    words += (words.empty() ? "" : "\r\n ") + fmt::format("=?UTF-8?Q?{}?=", encoded);
    part.clear();
  };
  for (const char c : text) {
    const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins_character && part.size() + 4 > kBytesInWord) flush();
    part += c;
  }
  flush();
  return words;
}

// RFC 2045, 6.7.
std::string quoted_printable(const std::string& text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > 75) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = (c > 32 && c < 127 && c != '=' && c != '.') || (c == ' ' && !ends_line) ||
                       (c == '.' && column > 0);  // A line of a single dot would end the message.
    if (c == '\n') {
      out += "\r\n";
      column = 0;
    } else if (plain) {
      put(std::string_view(&c, 1));
    } else {
      put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
    }
  }
  return out;
}

}  // namespace

Result<std::string> format(const Message& message, const std::string& from, const Timestamp& now) {
  if (!is_address(message.to)) return fail_field("to", "format", "This is no address to send mail to.");
  if (!is_address(from)) return fail_field("from", "format", "This is no address to send mail from.");
  if (has_control(message.subject)) return fail_field("subject", "format", "A subject is one line.");
  if (has_control(message.id) || !std::ranges::all_of(message.headers, is_header))
    return fail_field("headers", "format", "A header is one line of ASCII with a name.");
  const std::string domain = from.substr(from.find('@') + 1);
  std::string out = fmt::format("From: Doggy App <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\n", from, message.to,
                                header_text(message.subject), internet_date(now.unix_ms() / 1000) + " +0000");
  out += fmt::format("Message-ID: <{}@{}>\r\nMIME-Version: 1.0\r\n", message.id.empty() ? random_token() : message.id,
                     domain);
  out += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
  out += "Auto-Submitted: auto-generated\r\n";
  for (const std::string& header : message.headers) out += header + "\r\n";
  out += "\r\n";
  out += quoted_printable(message.text);
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out;
}

}  // namespace doggy::mail
