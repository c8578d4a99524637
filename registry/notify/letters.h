// The texts of mails. Subjects say nothing of a dog or a person: they are shown on locked screens.
#pragma once

#include <chrono>
#include <string>

#include "platform/mail/mail.h"

namespace doggy::notify {

/// A mail, and for how long it is worth sending: a link that has expired is not.
struct Letter {
  mail::Message message;
  std::chrono::hours worth = std::chrono::hours(72);
};

/// Secrets stand in the fragment of links, which browsers send to no server.
[[nodiscard]] Letter verification_letter(const std::string& email, const std::string& name,
                                         const std::string& public_url, const std::string& token);
[[nodiscard]] Letter reset_letter(const std::string& email, const std::string& name, const std::string& public_url,
                                  const std::string& token);
[[nodiscard]] Letter password_changed_letter(const std::string& email, const std::string& name);
[[nodiscard]] Letter account_erased_letter(const std::string& email, const std::string& name);
[[nodiscard]] Letter second_factor_on_letter(const std::string& email, const std::string& name);
[[nodiscard]] Letter second_factor_off_letter(const std::string& email, const std::string& name);
[[nodiscard]] Letter passkey_added_letter(const std::string& email, const std::string& name);
[[nodiscard]] Letter passkey_removed_letter(const std::string& email, const std::string& name);
/// To the address that was the account's until now.
[[nodiscard]] Letter email_changed_letter(const std::string& old_email, const std::string& name);
/// `url` is the webhook's. `gone`: its receiver said so; otherwise it failed for about a day.
[[nodiscard]] Letter webhook_disabled_letter(const std::string& email, const std::string& name,
                                             const std::string& public_url, const std::string& url, bool gone);
/// `url` is the invitation's link.
[[nodiscard]] Letter invitation_letter(const std::string& email, const std::string& invited_by, const std::string& url);

}  // namespace doggy::notify
