#include "registry/notify/letters.h"

#include <fmt/format.h>

namespace doggy::notify {

Letter verification_letter(const std::string& email, const std::string& name, const std::string& public_url,
                           const std::string& token) {
  return {.message = {.to = email,
                      .subject = "Confirm your email address",
                      .text = fmt::format(
                          "Hello {},\n\nplease confirm that this is your email address:\n\n{}/verify-email#{}\n\n"
                          "The link works for three days. If you have no account at Doggy App, ignore this mail.\n",
                          name, public_url, token)}};
}

Letter reset_letter(const std::string& email, const std::string& name, const std::string& public_url,
                    const std::string& token) {
  return {.message = {.to = email,
                      .subject = "Choose a new password",
                      .text = fmt::format(
                          "Hello {},\n\nsomebody, probably you, wants to choose a new password for your account at "
                          "Doggy App:\n\n{}/reset-password#{}\n\nThe link works once, within an hour. If it was "
                          "not you, ignore this mail: your password stays as it is.\n",
                          name, public_url, token)},
          .worth = std::chrono::hours(1)};
}

Letter password_changed_letter(const std::string& email, const std::string& name) {
  return {.message = {.to = email,
                      .subject = "Your password was changed",
                      .text = fmt::format(
                          "Hello {},\n\nthe password of your account at Doggy App was changed just now, and you were "
                          "signed out everywhere else. If that was not you, choose a new password at once by "
                          "\"Forgot password\" on the sign-in page.\n",
                          name)}};
}

Letter account_erased_letter(const std::string& email, const std::string& name) {
  return {.message = {.to = email,
                      .subject = "Your account was erased",
                      .text = fmt::format(
                          "Hello {},\n\nyour account at Doggy App is being erased, as was asked for just now with your "
                          "password or passkey. Nobody can sign in to it any more. If that was not you, tell whoever "
                          "runs the server.\n",
                          name)}};
}

Letter second_factor_on_letter(const std::string& email, const std::string& name) {
  return {.message = {.to = email,
                      .subject = "A second factor was turned on",
                      .text = fmt::format(
                          "Hello {},\n\nsigning in to your account at Doggy App by password takes a code of an "
                          "authenticator app from now on. If that was not you, tell whoever runs the server: somebody "
                          "knows your password.\n",
                          name)}};
}

Letter second_factor_off_letter(const std::string& email, const std::string& name) {
  return {.message = {.to = email,
                      .subject = "Your second factor was turned off",
                      .text = fmt::format(
                          "Hello {},\n\nsigning in to your account at Doggy App takes your password alone again: the "
                          "second factor was turned off just now. If that was not you, change your password, sign out "
                          "everywhere, and turn it on again under Security.\n",
                          name)}};
}

Letter passkey_added_letter(const std::string& email, const std::string& name) {
  return {.message = {.to = email,
                      .subject = "A passkey was added to your account",
                      .text = fmt::format(
                          "Hello {},\n\na passkey was added to your account at Doggy App just now: it signs in without "
                          "your password. If that was not you, remove it under Security, change your password and sign "
                          "out everywhere.\n",
                          name)}};
}

Letter passkey_removed_letter(const std::string& email, const std::string& name) {
  return {.message = {.to = email,
                      .subject = "A passkey was removed from your account",
                      .text = fmt::format(
                          "Hello {},\n\na passkey was removed from your account at Doggy App just now: it no longer "
                          "signs in. If that was not you, change your password and sign out everywhere.\n",
                          name)}};
}

Letter email_changed_letter(const std::string& old_email, const std::string& name) {
  return {.message = {.to = old_email,
                      .subject = "Your email address was changed",
                      .text = fmt::format(
                          "Hello {},\n\nyour account at Doggy App has another email address now. If that was not "
                          "you, tell whoever runs the server.\n",
                          name)}};
}

Letter webhook_disabled_letter(const std::string& email, const std::string& name, const std::string& public_url,
                               const std::string& url, bool gone) {
  const std::string_view why =
      gone ? "its receiver answered that it is gone" : "a message could not be delivered to it for about a day";
  return {.message = {.to = email,
                      .subject = "A webhook was turned off",
                      .text = fmt::format("Hello {},\n\nthe webhook to {} is sent nothing more, because {}. You can "
                                          "turn it on again here:\n\n{}/webhooks\n",
                                          name, url, why, public_url)}};
}

Letter invitation_letter(const std::string& email, const std::string& invited_by, const std::string& url) {
  return {.message = {.to = email,
                      .subject = "You are invited to a dog's care circle",
                      .text = fmt::format(
                          "Hello,\n\n{} invites you to share the records of a dog at Doggy App:\n\n{}\n\nThe link "
                          "works once. If you do not know who invites you, ignore this mail.\n",
                          invited_by, url)}};
}

}  // namespace doggy::notify
