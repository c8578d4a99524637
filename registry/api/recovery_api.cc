#include "registry/api/recovery_api.h"

#include <chrono>
#include <utility>

#include "platform/try.h"
#include "registry/api/activity_api.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/notify/letters.h"

namespace doggy::api {

struct ForgottenPassword {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(ForgottenPassword, (), (email))

struct NewPassword {
  std::string token;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (token, password))

struct MailedLink {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(MailedLink, (), (token))

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::ForgottenPassword> {
  static constexpr std::string_view kName = "ForgottenPassword";
  static constexpr std::string_view kDoc = "Whose password is forgotten.";
  static constexpr std::array kFields{
      Field{.member = "email", .doc = "The account's email.", .max_length = 254, .format = "email"},
  };
};

template <>
struct Schema<api::NewPassword> {
  static constexpr std::string_view kName = "NewPassword";
  static constexpr std::string_view kDoc = "A password in place of a forgotten one.";
  static constexpr std::array kFields{
      Field{.member = "token", .doc = "The end of the mailed link.", .max_length = 100},
      Field{.member = "password", .doc = "Any characters; long beats complicated.", .min_length = 8, .max_length = 256},
  };
};

template <>
struct Schema<api::MailedLink> {
  static constexpr std::string_view kName = "MailedLink";
  static constexpr std::string_view kDoc = "What a mailed link holds.";
  static constexpr std::array kFields{
      Field{.member = "token", .doc = "The end of the link.", .max_length = 100},
  };
};

}  // namespace doggy::codec

namespace doggy::api {
namespace {

constexpr const char* kResetKind = "password-reset";
constexpr jobs::Effort kResetEffort{
    .attempts = 20, .first_delay = std::chrono::seconds(2), .longest_delay = std::chrono::minutes(5)};
constexpr std::chrono::minutes kResetWorth(30);  // After that, people have asked again.

Task<Result<void>> mail_reset(Services& services, jobs::Job job) {
  auto asked = codec::decode<ForgottenPassword>(job.payload, codec::Source::kStored);
  if (!asked) co_return std::unexpected(codec::invalid(std::move(asked.error())));
  auto begun = co_await services.accounts.begin_reset(std::move(asked->email));
  if (!begun && begun.error().code == Code::kThrottled) co_return Result<void>{};  // Enough have been mailed.
  if (!begun) co_return std::unexpected(std::move(begun.error()));
  if (!*begun) co_return Result<void>{};
  const accounts::Account& account = (*begun)->account;
  co_return co_await services.post.enqueue(notify::reset_letter(account, services.public_url, (*begun)->token));
}

Task<Answer> forgot_password(Services& services, http::Request request) {
  CO_TRY(auto body, read_body<ForgottenPassword>(request));
  auto counted = co_await services.accounts.count_reset(request.remote_address);
  if (!counted && counted.error().code == Code::kThrottled) co_return http::Response::empty();
  if (!counted) co_return std::unexpected(std::move(counted.error()));
  // A job looks for the account: answers take as long, and fail alike, whether somebody has the email or nobody.
  const Timestamp now = services.clock();
  CO_CHECK_OK(co_await services.jobs.enqueue(
      {.kind = kResetKind,
       .payload = codec::encode(body),
       .due = now,
       .useless_after = Timestamp::from_unix_ms(now.unix_ms() + std::chrono::milliseconds(kResetWorth).count()),
       .secret = true}));
  co_return http::Response::empty();
}

Task<Answer> reset_password(Services& services, http::Request request) {
  CO_TRY(auto body, read_body<NewPassword>(request));
  CO_TRY(auto account, co_await services.accounts.reset_password(std::move(body.token), std::move(body.password),
                                                                 request.client_left));
  services.live.account_changed(account.id.text());
  co_await note_activity(services, account.id.text(), accounts::ActivityKind::kPasswordReset, whereabouts_of(request));
  co_await services.post.send(notify::password_changed_letter(account));
  co_return http::Response::empty();
}

Task<Answer> ask_verification(Services& services, http::Request, Caller caller) {
  CO_CHECK_OK(co_await mail_verification(services, std::move(caller.account_id)));
  co_return http::Response::empty();
}

Task<Answer> verify_email(Services& services, http::Request request) {
  CO_TRY(auto body, read_body<MailedLink>(request));
  CO_CHECK_OK(co_await services.accounts.verify_email(std::move(body.token)));
  co_return http::Response::empty();
}

}  // namespace

Task<Result<void>> mail_verification(Services& services, std::string account_id) {
  CO_TRY(auto mailed, co_await services.accounts.begin_verification(std::move(account_id)));
  const accounts::Account& account = mailed.account;
  co_return co_await services.post.enqueue(notify::verification_letter(account, services.public_url, mailed.token));
}

void do_password_resets(Services& services) {
  services.jobs.handle(
      kResetKind, [&services](jobs::Job job) { return mail_reset(services, std::move(job)); }, kResetEffort);
}

std::vector<Endpoint> recovery_endpoints() {
  using enum http::Method;
  return {
      {.method = kPost,
       .path = "/v1/password-resets",
       .handle = forgot_password,
       .summary = "Mail a link to choose a new password; the answer is the same when nobody has this email",
       .request = body_of<ForgottenPassword>(),
       .status = 204},
      {.method = kPost,
       .path = "/v1/password-resets/redeem",
       .handle = reset_password,
       .summary = "Choose a new password by a mailed link; ends every session, API token and feed",
       .request = body_of<NewPassword>(),
       .status = 204},
      {.method = kPost,
       .path = "/v1/email-verifications",
       .handle = ask_verification,
       .summary = "Mail the link that verifies the caller's email once more",
       .status = 204,
       .session_only = true},
      {.method = kPost,
       .path = "/v1/email-verifications/redeem",
       .handle = verify_email,
       .summary = "Verify an email by a mailed link",
       .request = body_of<MailedLink>(),
       .status = 204},
  };
}

}  // namespace doggy::api
