#include "registry/accounts/accounts.h"

#include <algorithm>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "registry/accounts/common_passwords.h"
#include "registry/accounts/lower.h"
#include "registry/accounts/network.h"
#include "registry/accounts/password.h"
#include "registry/accounts/second_factor.h"
#include "registry/accounts/throttle.h"

namespace doggy::accounts {
namespace {

// A person mistypes a few times; a guesser is stopped. The pair of email and address is counted tightly, so that
// somebody elsewhere cannot lock a person out with ten wrong guesses; the email and the address alone more loosely.
constexpr Allowance kPairAllowance{.attempts = 10, .seconds = 15 * 60};
constexpr Allowance kEmailAllowance{.attempts = 100, .seconds = 15 * 60};
constexpr Allowance kAddressAllowance{.attempts = 200, .seconds = 15 * 60};
constexpr Allowance kSignUpAllowance{.attempts = 100, .seconds = 60 * 60};
constexpr Allowance kMailAllowance{.attempts = 5, .seconds = 60 * 60};
constexpr Allowance kMailAddressAllowance{.attempts = 50, .seconds = 60 * 60};

constexpr std::int64_t kResetSeconds = 60 * 60;
constexpr std::int64_t kVerifySeconds = 3 * kDaySeconds;
constexpr int kTries = 8;

store::Key account_key(const std::string& id) {
  return {.pk = "ACCOUNT#" + id, .sk = "ACCOUNT"};
}
store::Key email_key(const std::string& email) {
  return {.pk = "KEY#EMAIL#" + lower(email), .sk = "EMAIL"};
}
store::Key reset_key(const std::string& token) {
  return {.pk = "KEY#RESET#" + sha256_hex(token), .sk = "RESET"};
}
store::Key verify_key(const std::string& token) {
  return {.pk = "KEY#VERIFY#" + sha256_hex(token), .sk = "VERIFY"};
}

std::unexpected<Error> taken_email() {
  return fail(Code::kConflict, "There is an account with this email already.",
              {{"email", "unique", "There is an account with this email already."}});
}

std::unexpected<Error> bad_link() {
  return fail(Code::kGone, "This link has been used or is too old. Ask for a new one.");
}

store::Put account_put(const Account& account, std::uint64_t version, store::Condition condition) {
  return {{.key = account_key(account.id.text()),
           .version = version,
           .body = codec::encode_text(account, codec::Source::kStored)},
          condition};
}

Result<void> check_strength(const std::string& field, const std::string& password, const std::string& email,
                            const std::string& name) {
  auto weak = weak_password(field, password, email, name);
  if (!weak) return {};
  std::string detail = weak->message;
  return fail(Code::kInvalid, std::move(detail), {std::move(*weak)});
}

struct Attempt {
  std::string pair;
  std::string email;
  std::string address;
};

Attempt attempt_names(const std::string& email, const std::string& address) {
  const std::string who = lower(email);
  const std::string network = network_of(address);
  return {.pair = "pair " + who + " " + network, .email = "email " + who, .address = "address " + network};
}

// The widest counter first: an attempt that one refuses does not use up the narrower ones.
Task<Result<void>> count_all(store::Store& store, Attempt names, Timestamp now) {
  auto address = co_await count_attempt(store, names.address, kAddressAllowance, now);
  if (!address) co_return address;
  auto email = co_await count_attempt(store, names.email, kEmailAllowance, now);
  if (!email) co_return email;
  co_return co_await count_attempt(store, names.pair, kPairAllowance, now);
}

Task<Result<std::optional<Account>>> look_up(store::Store& store, std::string email) {
  auto owner = co_await store.get(email_key(email));
  if (!owner) co_return std::unexpected(owner.error());
  if (!*owner) co_return std::optional<Account>{};
  auto item = co_await store.get(account_key((*owner)->body));
  if (!item) co_return std::unexpected(item.error());
  if (!*item) co_return std::optional<Account>{};
  co_return codec::decode_text<Account>((*item)->body, codec::Source::kStored);
}

}  // namespace

Accounts::Accounts(store::Store& store, Sessions& sessions, boost::asio::thread_pool& workers, Clock clock)
    : store_(store), sessions_(sessions), workers_(workers), clock_(std::move(clock)) {}

Task<std::string> Accounts::hashed(std::string password) {
  std::function<std::string()> hash = [password = std::move(password)] { return hash_password(password); };
  co_return co_await offload(workers_, std::move(hash));
}

Task<Result<Account>> Accounts::sign_up(SignUp request, std::string address) {
  if (auto strong = check_strength("password", request.password, request.email, request.name); !strong)
    co_return std::unexpected(strong.error());
  auto counted = co_await count_attempt(store_, "sign-up " + network_of(address), kSignUpAllowance, clock_());
  if (!counted) co_return std::unexpected(counted.error());
  Account account{.id = Uuid::v7(), .email = request.email, .name = request.name, .created_at = clock_()};
  account.password_hash = co_await hashed(std::move(request.password));

  std::vector<store::Write> writes;
  writes.emplace_back(
      store::Put{{.key = email_key(account.email), .version = 1, .body = account.id.text()}, store::Absent{}});
  writes.emplace_back(account_put(account, 1, store::Absent{}));
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return taken_email();
  if (!done) co_return std::unexpected(done.error());
  co_return account;
}

Task<Result<NewSession>> Accounts::sign_in(SignIn request, std::string address, std::string device) {
  const Attempt names = attempt_names(request.email, address);
  auto counted = co_await count_all(store_, names, clock_());
  if (!counted) co_return std::unexpected(counted.error());

  auto found = co_await look_up(store_, request.email);
  if (!found) co_return std::unexpected(found.error());
  const std::string hash = *found ? (*found)->password_hash : std::string();
  std::function<bool()> verify = [hash, password = request.password] { return password_matches(hash, password); };
  const bool right = co_await offload(workers_, std::move(verify));
  if (!right) co_return fail(Code::kUnauthenticated, "The email or the password is wrong.");
  if ((*found)->second_factor) {
    auto checked = co_await check_code(**found, request.code.value_or(""));
    if (!checked) co_return std::unexpected(checked.error());
  }

  auto session = co_await open_session((*found)->id.text(), std::move(device));
  if (!session) co_return session;
  // Being right clears the suspicion of this person from this place, not that of the address.
  auto forgotten = co_await forget_attempts(store_, names.pair);
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_return session;
}

Task<Result<NewSession>> Accounts::open_session(std::string account_id, std::string device) {
  auto account = co_await get(account_id);
  if (!account) co_return std::unexpected(account.error());
  auto opened = co_await sessions_.open(std::move(account_id), std::move(device));
  if (!opened) co_return std::unexpected(opened.error());
  co_return NewSession{
      .token = std::move(opened->token), .expires_at = opened->expires_at, .account = std::move(*account)};
}

// A code works once: what it used up is written before anybody is let in.
Task<Result<void>> Accounts::check_code(Account account, std::string code) {
  const auto wrong = [](std::string rule, const std::string& text) {
    return fail(Code::kUnauthenticated, text, {{"code", std::move(rule), text}});
  };
  if (code.empty()) co_return wrong("required", "Enter the code of your authenticator app, or a recovery code.");
  const Timestamp now = clock_();
  Edit use = [&code, &now, &wrong](Account& current) -> Result<std::vector<store::Write>> {
    if (const auto counter = totp_counter(current.totp_secret, code, now, current.totp_counter)) {
      current.totp_counter = *counter;
      return std::vector<store::Write>{};
    }
    if (std::erase(current.recovery_codes, recovery_hash(code)) > 0) return std::vector<store::Write>{};
    return wrong("wrong", "This code is wrong or was used already.");
  };
  auto used = co_await update(account.id.text(), std::move(use));
  if (!used) co_return std::unexpected(used.error());
  co_return Result<void>{};
}

Task<Result<Account>> Accounts::get(std::string account_id) {
  auto item = co_await store_.get(account_key(account_id));
  if (!item) co_return std::unexpected(item.error());
  if (!*item) co_return fail(Code::kNotFound, "There is no such account.");
  co_return codec::decode_text<Account>((*item)->body, codec::Source::kStored);
}

Task<Result<Account>> Accounts::find_by_email(std::string email) {
  auto found = co_await look_up(store_, std::move(email));
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return fail(Code::kNotFound, "There is no such account.");
  co_return std::move(**found);
}

Task<Result<Account>> Accounts::update(std::string account_id, Edit edit) {
  for (int i = 0; i < kTries; ++i) {
    auto item = co_await store_.get(account_key(account_id));
    if (!item) co_return std::unexpected(item.error());
    if (!*item) co_return fail(Code::kNotFound, "There is no such account.");
    auto account = codec::decode_text<Account>((*item)->body, codec::Source::kStored);
    if (!account) co_return std::unexpected(account.error());
    auto writes = edit(*account);
    if (!writes) co_return std::unexpected(writes.error());
    const std::uint64_t version = (*item)->version;
    writes->emplace_back(account_put(*account, version + 1, store::VersionIs{version}));
    auto done = co_await store_.commit(std::move(*writes));
    if (done) co_return std::move(*account);
    if (done.error().code != Code::kConflict) co_return std::unexpected(done.error());
    // Somebody was quicker with the account, or a condition of the other writes does not hold.
    auto after = co_await store_.get(account_key(account_id));
    if (!after) co_return std::unexpected(after.error());
    if (*after && (*after)->version == version) co_return std::unexpected(done.error());
  }
  co_return fail(Code::kConflict, "This account is being changed by many at once. Try again.");
}

Task<Result<void>> Accounts::check_password(std::string account_id, std::string password, std::string field) {
  auto account = co_await get(account_id);
  if (!account) co_return std::unexpected(account.error());
  const std::string counter = "password of " + account_id;
  auto counted = co_await count_attempt(store_, counter, kPairAllowance, clock_());
  if (!counted) co_return counted;
  std::function<bool()> verify = [hash = account->password_hash, password = std::move(password)] {
    return password_matches(hash, password);
  };
  const bool right = co_await offload(workers_, std::move(verify));
  if (!right) co_return fail_field(std::move(field), "wrong", "This is not your password.");
  co_return co_await forget_attempts(store_, counter);
}

Task<Result<void>> Accounts::check_second_factor(std::string account_id, std::string code) {
  auto account = co_await get(account_id);
  if (!account) co_return std::unexpected(account.error());
  if (!account->second_factor) co_return Result<void>{};
  const std::string counter = "code of " + account_id;
  auto counted = co_await count_attempt(store_, counter, kPairAllowance, clock_());
  if (!counted) co_return counted;
  auto checked = co_await check_code(std::move(*account), std::move(code));
  // Whoever is signed in stays so.
  if (!checked && checked.error().code == Code::kUnauthenticated) checked.error().code = Code::kInvalid;
  if (!checked) co_return checked;
  co_return co_await forget_attempts(store_, counter);
}

Task<Result<void>> Accounts::close(std::string account_id) {
  for (int i = 0; i < kTries; ++i) {
    auto item = co_await store_.get(account_key(account_id));
    if (!item) co_return std::unexpected(item.error());
    if (!*item) co_return Result<void>{};
    auto account = codec::decode_text<Account>((*item)->body, codec::Source::kStored);
    if (!account) co_return std::unexpected(account.error());
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{email_key(account->email), store::Any{}});
    writes.emplace_back(store::Delete{account_key(account_id), store::VersionIs{(*item)->version}});
    auto done = co_await store_.commit(std::move(writes));
    if (done || done.error().code != Code::kConflict) co_return done;
  }
  co_return fail(Code::kConflict, "This account is being changed by many at once. Try again.");
}

Task<Result<Account>> Accounts::change(std::string account_id, AccountChange change) {
  auto before = co_await get(account_id);
  if (!before) co_return std::unexpected(before.error());
  const bool moves = change.email && *change.email != before->email;
  if (moves && !change.password) co_return fail_field("password", "required", "Another email takes your password.");
  if (moves) {
    auto right = co_await check_password(account_id, *change.password, "password");
    if (!right) co_return std::unexpected(right.error());
  }
  Edit edit = [&change, moves, &account_id](Account& account) -> Result<std::vector<store::Write>> {
    std::vector<store::Write> writes;
    if (change.name) account.name = *change.name;
    if (change.locale) account.locale = change.locale;
    if (change.units) account.units = *change.units;
    if (!moves) return writes;
    if (lower(account.email) != lower(*change.email)) {
      writes.emplace_back(store::Delete{email_key(account.email), store::Any{}});
      writes.emplace_back(
          store::Put{{.key = email_key(*change.email), .version = 1, .body = account_id}, store::Absent{}});
    }
    account.email = *change.email;
    account.email_verified = false;
    return writes;
  };
  auto changed = co_await update(account_id, std::move(edit));
  if (!changed && changed.error().code == Code::kConflict && moves) co_return taken_email();
  co_return changed;
}

Task<Result<Account>> Accounts::change_password(std::string account_id, std::string current, std::string wanted,
                                                std::string token) {
  auto right = co_await check_password(account_id, std::move(current), "current");
  if (!right) co_return std::unexpected(right.error());
  auto account = co_await get(account_id);
  if (!account) co_return account;
  if (auto strong = check_strength("password", wanted, account->email, account->name); !strong)
    co_return std::unexpected(strong.error());
  const std::string hash = co_await hashed(std::move(wanted));
  Edit edit = [&hash](Account& changed) -> Result<std::vector<store::Write>> {
    changed.password_hash = hash;
    return std::vector<store::Write>{};
  };
  auto done = co_await update(account_id, std::move(edit));
  if (!done) co_return done;
  auto ended = co_await sessions_.end_all(account_id, std::move(token));
  if (ended) ended = co_await sessions_.revoke_tokens(account_id);
  if (!ended) co_return std::unexpected(ended.error());
  co_return done;
}

Task<Result<void>> Accounts::count_reset(std::string address) {
  co_return co_await count_attempt(store_, "reset from " + network_of(address), kMailAddressAllowance, clock_());
}

Task<Result<std::optional<MailedToken>>> Accounts::begin_reset(std::string email) {
  const Timestamp now = clock_();
  auto counted = co_await count_attempt(store_, "reset of " + lower(email), kMailAllowance, now);
  if (!counted) co_return std::unexpected(counted.error());
  auto found = co_await look_up(store_, std::move(email));
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return std::optional<MailedToken>{};
  MailedToken mailed{.account = std::move(**found), .token = random_token()};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = reset_key(mailed.token),
                                  .version = 1,
                                  .body = mailed.account.email,
                                  .label = mailed.account.id.text(),
                                  .expires_at = now.unix_ms() / 1000 + kResetSeconds},
                                 store::Absent{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done) co_return std::unexpected(done.error());
  co_return std::optional<MailedToken>(std::move(mailed));
}

Task<Result<Account>> Accounts::reset_password(std::string token, std::string wanted) {
  const store::Key key = reset_key(token);
  auto found = co_await store_.get(key);
  if (!found) co_return std::unexpected(found.error());
  if (!*found || (*found)->expires_at <= clock_().unix_ms() / 1000) co_return bad_link();
  const std::string account_id = (*found)->label;
  auto account = co_await get(account_id);
  if (!account) co_return bad_link();
  if (auto strong = check_strength("password", wanted, account->email, account->name); !strong)
    co_return std::unexpected(strong.error());
  const std::string hash = co_await hashed(std::move(wanted));
  Edit edit = [&hash, &key, email = (*found)->body](Account& changed) -> Result<std::vector<store::Write>> {
    if (changed.email != email) return bad_link();
    changed.password_hash = hash;
    changed.email_verified = true;  // The link was read there.
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{key, store::VersionIs{1}});
    return writes;
  };
  auto done = co_await update(account_id, std::move(edit));
  if (!done && done.error().code == Code::kConflict) co_return bad_link();
  if (!done) co_return done;
  auto ended = co_await sessions_.end_all(account_id);
  if (ended) ended = co_await sessions_.revoke_tokens(account_id);
  if (!ended) co_return std::unexpected(ended.error());
  co_return done;
}

Task<Result<MailedToken>> Accounts::begin_verification(std::string account_id) {
  auto account = co_await get(account_id);
  if (!account) co_return std::unexpected(account.error());
  if (account->email_verified) co_return fail(Code::kConflict, "This email is verified already.");
  const Timestamp now = clock_();
  auto counted = co_await count_attempt(store_, "verification of " + account_id, kMailAllowance, now);
  if (!counted) co_return std::unexpected(counted.error());
  MailedToken mailed{.account = std::move(*account), .token = random_token()};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = verify_key(mailed.token),
                                  .version = 1,
                                  .body = mailed.account.email,
                                  .label = account_id,
                                  .expires_at = now.unix_ms() / 1000 + kVerifySeconds},
                                 store::Absent{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done) co_return std::unexpected(done.error());
  co_return mailed;
}

Task<Result<void>> Accounts::verify_email(std::string token) {
  const store::Key key = verify_key(token);
  auto found = co_await store_.get(key);
  if (!found) co_return std::unexpected(found.error());
  if (!*found || (*found)->expires_at <= clock_().unix_ms() / 1000) co_return bad_link();
  Edit edit = [&key, email = (*found)->body](Account& account) -> Result<std::vector<store::Write>> {
    if (account.email != email) return bad_link();
    account.email_verified = true;
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{key, store::VersionIs{1}});
    return writes;
  };
  auto done = co_await update((*found)->label, std::move(edit));
  if (!done && (done.error().code == Code::kConflict || done.error().code == Code::kNotFound)) co_return bad_link();
  if (!done) co_return std::unexpected(done.error());
  co_return Result<void>{};
}

Task<Result<SecondFactor>> Accounts::begin_second_factor(std::string account_id) {
  const std::string secret = new_totp_secret();
  Edit edit = [&secret](Account& account) -> Result<std::vector<store::Write>> {
    if (account.second_factor) return fail(Code::kConflict, "There is a second factor already: remove it first.");
    account.totp_secret = secret;
    account.totp_counter = 0;
    return std::vector<store::Write>{};
  };
  auto account = co_await update(std::move(account_id), std::move(edit));
  if (!account) co_return std::unexpected(account.error());
  co_return SecondFactor{.secret = secret, .url = totp_url(secret, account->email)};
}

Task<Result<std::vector<std::string>>> Accounts::confirm_second_factor(std::string account_id, std::string code) {
  const std::string counter = "second factor of " + account_id;
  auto counted = co_await count_attempt(store_, counter, kPairAllowance, clock_());
  if (!counted) co_return std::unexpected(counted.error());
  const std::vector<std::string> codes = new_recovery_codes();
  const Timestamp now = clock_();
  Edit edit = [&codes, &code, &now](Account& account) -> Result<std::vector<store::Write>> {
    if (account.second_factor || account.totp_secret.empty())
      return fail(Code::kConflict, "There is no second factor that waits for its first code.");
    const auto used = totp_counter(account.totp_secret, code, now, account.totp_counter);
    if (!used) return fail_field("code", "wrong", "This is not the code that the app shows now.");
    account.second_factor = true;
    account.totp_counter = *used;
    account.recovery_codes.clear();
    for (const std::string& one : codes) account.recovery_codes.push_back(recovery_hash(one));
    return std::vector<store::Write>{};
  };
  auto done = co_await update(std::move(account_id), std::move(edit));
  if (!done) co_return std::unexpected(done.error());
  auto forgotten = co_await forget_attempts(store_, counter);
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_return codes;
}

Task<Result<void>> Accounts::remove_second_factor(std::string account_id) {
  Edit edit = [](Account& account) -> Result<std::vector<store::Write>> {
    account.second_factor = false;
    account.totp_secret.clear();
    account.recovery_codes.clear();
    return std::vector<store::Write>{};
  };
  auto done = co_await update(std::move(account_id), std::move(edit));
  if (!done) co_return std::unexpected(done.error());
  co_return Result<void>{};
}

}  // namespace doggy::accounts
