#include "registry/notify/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/json/line.h"
#include "platform/json/utf8.h"

namespace doggy::notify {
namespace {

// After these, mail programs find hosts and addresses: also the full stops that browsers take for dots.
constexpr std::array<std::string_view, 9> kLinkMakers{".", ":", "/", "\\", "@", "\u2024", "\u3002", "\uff0e", "\uff61"};

}  // namespace

std::string mailed_name(std::string_view name) {
  std::string shown;
  while (!name.empty()) {
    const std::string_view one = first_code_points(name, 1);
    name.remove_prefix(one.size());
    if (!is_one_line(one)) continue;
    shown += one == "\"" ? "'" : one;
    const bool makes_links = std::ranges::find(kLinkMakers, one) != kLinkMakers.end();
    if (makes_links && !name.empty() && !name.starts_with(' ')) shown += ' ';
  }
  return shown;
}

std::string greeting(const accounts::Account& to) {
  return to.email_verified ? fmt::format("Hello {},", mailed_name(to.name)) : "Hello,";
}

Letter verification_letter(const accounts::Account& to, const std::string& public_url, const std::string& token) {
  return {.message = {.to = to.email,
                      .subject = "Confirm your email address",
                      .text = fmt::format(
                          "{}\n\nplease confirm that this is your email address:\n\n{}/verify-email#{}\n\n"
                          "The link works for three days. If you have no account at Doggy App, ignore this mail.\n",
                          greeting(to), public_url, token)}};
}

Letter reset_letter(const accounts::Account& to, const std::string& public_url, const std::string& token) {
  return {.message = {.to = to.email,
                      .subject = "Choose a new password",
                      .text = fmt::format(
                          "{}\n\nsomebody, probably you, wants to choose a new password for your account at "
                          "Doggy App:\n\n{}/reset-password#{}\n\nThe link works once, within an hour. If it was "
                          "not you, ignore this mail: your password stays as it is.\n",
                          greeting(to), public_url, token)},
          .worth = std::chrono::hours(1)};
}

Letter password_changed_letter(const accounts::Account& to) {
  return {.message = {
              .to = to.email,
              .subject = "Your password was changed",
              .text = fmt::format("{}\n\nthe password of your account at Doggy App was changed just now, and you were "
                                  "signed out everywhere else. If that was not you, choose a new password at once by "
                                  "\"Forgot password\" on the sign-in page.\n",
                                  greeting(to))}};
}

Letter account_erased_letter(const accounts::Account& to) {
  return {.message = {.to = to.email,
                      .subject = "Your account was erased",
                      .text = fmt::format(
                          "{}\n\nyour account at Doggy App is being erased, as was asked for just now with your "
                          "password or passkey. Nobody can sign in to it any more. If that was not you, tell whoever "
                          "runs the server.\n",
                          greeting(to))}};
}

Letter second_factor_on_letter(const accounts::Account& to) {
  return {.message = {.to = to.email,
                      .subject = "A second factor was turned on",
                      .text = fmt::format(
                          "{}\n\nsigning in to your account at Doggy App by password takes a code of an "
                          "authenticator app from now on. If that was not you, tell whoever runs the server: somebody "
                          "knows your password.\n",
                          greeting(to))}};
}

Letter second_factor_off_letter(const accounts::Account& to) {
  return {.message = {.to = to.email,
                      .subject = "Your second factor was turned off",
                      .text = fmt::format(
                          "{}\n\nsigning in to your account at Doggy App takes your password alone again: the "
                          "second factor was turned off just now. If that was not you, change your password, sign out "
                          "everywhere, and turn it on again under Security.\n",
                          greeting(to))}};
}

Letter passkey_added_letter(const accounts::Account& to) {
  return {.message = {.to = to.email,
                      .subject = "A passkey was added to your account",
                      .text = fmt::format(
                          "{}\n\na passkey was added to your account at Doggy App just now: it signs in without "
                          "your password. If that was not you, remove it under Security, change your password and sign "
                          "out everywhere.\n",
                          greeting(to))}};
}

Letter passkey_removed_letter(const accounts::Account& to) {
  return {.message = {
              .to = to.email,
              .subject = "A passkey was removed from your account",
              .text = fmt::format("{}\n\na passkey was removed from your account at Doggy App just now: it no longer "
                                  "signs in. If that was not you, change your password and sign out everywhere.\n",
                                  greeting(to))}};
}

Letter email_changed_letter(const accounts::Account& before) {
  return {
      .message = {.to = before.email,
                  .subject = "Your email address was changed",
                  .text = fmt::format("{}\n\nyour account at Doggy App has another email address now. If that was not "
                                      "you, tell whoever runs the server.\n",
                                      greeting(before))}};
}

Letter webhook_disabled_letter(const accounts::Account& to, const std::string& public_url, const std::string& url,
                               bool gone) {
  const std::string_view why =
      gone ? "its receiver answered that it is gone" : "a message could not be delivered to it for about a day";
  const std::string which = to.email_verified ? "the webhook to " + url : "one of your webhooks";
  return {.message = {.to = to.email,
                      .subject = "A webhook was turned off",
                      .text = fmt::format("{}\n\n{} is sent nothing more, because {}. You can turn it on again "
                                          "here:\n\n{}/webhooks\n",
                                          greeting(to), which, why, public_url)}};
}

Letter invitation_letter(const std::string& email, const accounts::Account& invited_by, const std::string& url) {
  const std::string who = invited_by.email_verified ? fmt::format("\"{}\"", mailed_name(invited_by.name)) : "Somebody";
  return {.message = {.to = email,
                      .subject = "You are invited to a dog's care circle",
                      .text = fmt::format(
                          "Hello,\n\n{} invites you to share the records of a dog at Doggy App:\n\n{}\n\nThe link "
                          "works once. If you do not know who invites you, ignore this mail.\n",
                          who, url)}};
}

}  // namespace doggy::notify
