// The texts of mails. Subjects say nothing of a dog or a person: they are shown on locked screens. People are named
// only once their own address is verified, so that nobody sends their words to strangers under the name of this server.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "platform/mail/mail.h"
#include "registry/accounts/account.h"

namespace doggy::notify {

/// A mail, and for how long it is worth sending: a link that has expired is not.
struct Letter {
  mail::Message message;
  std::chrono::hours worth = std::chrono::hours(72);
};

/// A name that somebody typed, as a mail shows it: without control characters and quotation marks, and with a space
/// after whatever programs make links from, so that "https://evil.example" is no link.
[[nodiscard]] std::string mailed_name(std::string_view name);
/// "Hello Tina," or, before the address is verified, "Hello,".
[[nodiscard]] std::string greeting(const accounts::Account& to);

/// Secrets stand in the fragment of links, which browsers send to no server.
[[nodiscard]] Letter verification_letter(const accounts::Account& to, const std::string& public_url,
                                         const std::string& token);
[[nodiscard]] Letter reset_letter(const accounts::Account& to, const std::string& public_url, const std::string& token);
[[nodiscard]] Letter password_changed_letter(const accounts::Account& to);
[[nodiscard]] Letter account_erased_letter(const accounts::Account& to);
[[nodiscard]] Letter second_factor_on_letter(const accounts::Account& to);
[[nodiscard]] Letter second_factor_off_letter(const accounts::Account& to);
[[nodiscard]] Letter passkey_added_letter(const accounts::Account& to);
[[nodiscard]] Letter passkey_removed_letter(const accounts::Account& to);
/// `before` is the account with the address that it had until now.
[[nodiscard]] Letter email_changed_letter(const accounts::Account& before);
/// `url` is the webhook's. `gone`: its receiver said so; otherwise it failed for about a day.
[[nodiscard]] Letter webhook_disabled_letter(const accounts::Account& to, const std::string& public_url,
                                             const std::string& url, bool gone);
/// `url` is the invitation's link.
[[nodiscard]] Letter invitation_letter(const std::string& email, const accounts::Account& invited_by,
                                       const std::string& url);

}  // namespace doggy::notify
