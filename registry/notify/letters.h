// The texts of mails. Subjects say nothing of a dog or a person: they are shown on locked screens.
#pragma once

#include <string>

#include "platform/mail/mail.h"

namespace doggy::notify {

/// Secrets stand in the fragment of links, which browsers send to no server.
[[nodiscard]] mail::Message verification_letter(const std::string& email, const std::string& name,
                                                const std::string& public_url, const std::string& token);
[[nodiscard]] mail::Message reset_letter(const std::string& email, const std::string& name,
                                         const std::string& public_url, const std::string& token);
[[nodiscard]] mail::Message password_changed_letter(const std::string& email, const std::string& name);
/// To the address that was the account's until now.
[[nodiscard]] mail::Message email_changed_letter(const std::string& old_email, const std::string& name);
/// `url` is the invitation's link.
[[nodiscard]] mail::Message invitation_letter(const std::string& email, const std::string& invited_by,
                                              const std::string& url);

}  // namespace doggy::notify
