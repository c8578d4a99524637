#include "registry/accounts/accounts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "platform/try.h"
#include "registry/accounts/account_storage.h"
#include "registry/accounts/lower.h"
#include "registry/accounts/network.h"
#include "registry/accounts/password.h"
#include "registry/accounts/throttle.h"

namespace doggy::accounts {
namespace {

// A person mistypes a few times; a guesser is stopped. The pair of email and address is counted tightly, so that
// somebody elsewhere cannot lock a person out with ten wrong guesses; the email and the address alone more loosely. A
// device that signed in before is counted by itself alone: the guesses of others do not lock it out.
constexpr Allowance kPairAllowance{.attempts = 10, .seconds = 15 * 60};
constexpr Allowance kDeviceAllowance{.attempts = 10, .seconds = 15 * 60};
constexpr Allowance kEmailAllowance{.attempts = 100, .seconds = 15 * 60};
constexpr Allowance kAddressAllowance{.attempts = 200, .seconds = 15 * 60};
constexpr Allowance kSignUpAllowance{.attempts = 100, .seconds = 60 * 60};

std::unexpected<Error> taken_email() {
  return fail(Code::kConflict, "There is an account with this email already.",
              {{"email", "unique", "There is an account with this email already."}});
}

std::unexpected<Error> wrong_sign_in() {
  return fail(Code::kUnauthenticated, "The email or the password is wrong.");
}

std::unexpected<Error> overtaken_sign_in() {
  return fail(Code::kUnauthenticated, "How you sign in was changed just now. Sign in again.");
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

// An attempt that one counter refuses does not use up the others.
Task<Result<void>> count_all(store::Store& store, Attempt names, Timestamp now) {
  co_return co_await count_attempt(store,
                                   {{.name = std::move(names.address), .allowance = kAddressAllowance},
                                    {.name = std::move(names.email), .allowance = kEmailAllowance},
                                    {.name = std::move(names.pair), .allowance = kPairAllowance}},
                                   now);
}

}  // namespace

Accounts::Accounts(store::Store& store, Sessions& sessions, WorkerPool& hashing, Clock clock)
    : store_(store),
      sessions_(sessions),
      hashing_(hashing),
      checks_({.name = "password checks", .at_once = 2, .waiting = 4, .retry_after = std::chrono::seconds(1)}),
      strangers_({.name = "sign-ins", .at_once = hashing.options().queue_limit}),
      clock_(std::move(clock)),
      devices_(store, clock_),
      feeds_(store, clock_) {}

Task<Result<std::string>> Accounts::hashed(std::string password, WorkerPool::Priority priority, Abandoned left) {
  auto hash = [password = std::move(password)] { return hash_password(password); };
  co_return co_await offload(hashing_, priority, std::move(left), std::move(hash));
}

Task<Result<bool>> Accounts::matches(std::string hash, std::string password, WorkerPool::Priority priority,
                                     Abandoned left) {
  auto verify = [hash = std::move(hash), password = std::move(password)] { return password_matches(hash, password); };
  co_return co_await offload(hashing_, priority, std::move(left), std::move(verify));
}

Task<Result<KeyedLimit::Permit>> Accounts::place_for_stranger() {
  auto place = co_await strangers_.acquire("anybody");
  const bool queue_is_full = hashing_.waiting() >= hashing_.options().queue_limit;
  if (!place || queue_is_full) co_return std::unexpected(not_done(hashing_, WorkerPool::Verdict::kFull));
  co_return place;
}

Task<Result<Account>> Accounts::sign_up(SignUp request, std::string address, Abandoned left) {
  CO_CHECK_OK(check_strength("password", request.password, request.email, request.name));
  CO_TRY(const auto place, co_await place_for_stranger());
  CO_CHECK_OK(co_await count_attempt(store_, "sign-up " + network_of(address), kSignUpAllowance, clock_()));
  Account account{.id = Uuid::v7(), .email = request.email, .name = request.name, .created_at = clock_()};
  CO_TRY(account.password_hash,
         co_await hashed(std::move(request.password), WorkerPool::Priority::kNormal, std::move(left)));

  std::vector<store::Write> writes;
  writes.emplace_back(
      store::Put{{.key = email_key(account.email), .version = 1, .body = account.id.text()}, store::Absent{}});
  writes.emplace_back(account_put(account, 1, store::Absent{}));
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return taken_email();
  if (!done) co_return std::unexpected(done.error());
  co_return account;
}

struct Accounts::Standing {
  WorkerPool::Priority priority = WorkerPool::Priority::kNormal;
  std::string counter;  // Forgotten once the password was right.
  KeyedLimit::Permit turn = {};
};

// `account_id` is empty for an email that nobody has; what is read and counted is the same.
Task<Result<Accounts::Standing>> Accounts::count_sign_in(std::string email, std::string account_id, Visitor visitor,
                                                         KeyedLimit::Permit place) {
  CO_TRY(const auto device, co_await devices_.find(account_id, std::move(visitor.cookie)));
  if (device) {
    Standing standing{.priority = WorkerPool::Priority::kFirst, .counter = "device " + *device};
    CO_CHECK_OK(co_await count_attempt(store_, standing.counter, kDeviceAllowance, clock_()));
    CO_TRY(standing.turn, co_await checks_.acquire(std::move(account_id), std::move(visitor.left)));
    co_return standing;
  }
  if (!place) {
    CO_TRY(place, co_await place_for_stranger());
  }
  const Attempt names = attempt_names(email, visitor.address);
  CO_CHECK_OK(co_await count_all(store_, names, clock_()));
  co_return Standing{.counter = names.pair, .turn = std::move(place)};
}

Task<Result<NewSession>> Accounts::sign_in(SignIn request, Visitor visitor) {
  KeyedLimit::Permit place;
  if (visitor.cookie.empty()) {  // Nobody knows them, so nothing is read for those who find no place.
    CO_TRY(place, co_await place_for_stranger());
  }
  CO_TRY(const auto owner, co_await store_.get(email_key(request.email)));
  const std::string account_id = owner ? owner->body : std::string();
  CO_TRY(auto stored, co_await load_account(store_, account_id.empty() ? "nobody" : account_id));
  CO_TRY(const Standing standing, co_await count_sign_in(request.email, account_id, visitor, std::move(place)));
  CO_TRY(const bool right, co_await matches(stored ? stored->account.password_hash : std::string(),
                                            std::move(request.password), standing.priority, visitor.left));
  if (!right) co_return wrong_sign_in();
  Account account = std::move(stored->account);
  if (account.second_factor) {
    auto checked = co_await check_code(std::move(account), request.code.value_or(""));
    if (!checked && checked.error().code == Code::kConflict) co_return overtaken_sign_in();
    if (!checked) co_return std::unexpected(checked.error());
    account = std::move(*checked);
  }
  // Being right clears the suspicion of this person from this place, not that of the address.
  std::vector<store::Write> also;
  also.push_back(forgotten_attempts(standing.counter));
  co_return co_await open_session(std::move(account), std::move(visitor), std::move(also));
}

Task<Result<NewSession>> Accounts::open_session(Account proven, Visitor visitor, std::vector<store::Write> also) {
  const std::string account_id = proven.id.text();
  CO_TRY(const auto remembered, co_await devices_.remember(account_id, std::move(visitor.cookie)));
  for (int i = 0; i < kAccountTries; ++i) {
    CO_TRY(auto stored, co_await load_account(store_, account_id));
    if (!stored || stored->account.credentials != proven.credentials) co_return overtaken_sign_in();
    std::vector<store::Write> writes = remembered.writes;
    std::ranges::copy(also, std::back_inserter(writes));
    writes.emplace_back(store::Check{account_key(account_id), store::VersionIs{stored->version}});
    auto opened = co_await sessions_.open(account_id, visitor.device, std::move(writes));
    if (opened)
      co_return NewSession{.token = std::move(opened->token),
                           .expires_at = opened->expires_at,
                           .account = std::move(stored->account),
                           .cookie = remembered.cookie};
    if (opened.error().code != Code::kConflict) co_return std::unexpected(opened.error());
  }
  co_return busy_account();
}

Task<Result<void>> Accounts::sign_out_everywhere(std::string account_id) {
  CO_CHECK_OK(co_await devices_.forget_all(account_id));
  co_return co_await sessions_.end_all(std::move(account_id));
}

Task<Result<Account>> Accounts::get(std::string account_id) {
  CO_TRY(auto stored, co_await load_account(store_, std::move(account_id)));
  if (!stored) co_return fail(Code::kNotFound, "There is no such account.");
  co_return std::move(stored->account);
}

Task<Result<Account>> Accounts::find_by_email(std::string email) {
  CO_TRY(const auto owner, co_await store_.get(email_key(email)));
  if (!owner) co_return fail(Code::kNotFound, "There is no such account.");
  co_return co_await get(owner->body);
}

Task<Result<Account>> Accounts::check_password(std::string account_id, std::string password, std::string field,
                                               Abandoned left) {
  CO_TRY(Account account, co_await get(account_id));
  // Whoever knows the password could keep the pool busy otherwise: a right one is not counted.
  CO_TRY(const KeyedLimit::Permit turn, co_await checks_.acquire(account_id, left));
  const std::string counter = "password of " + account_id;
  CO_CHECK_OK(co_await count_attempt(store_, counter, kPairAllowance, clock_()));
  CO_TRY(const bool right,
         co_await matches(account.password_hash, std::move(password), WorkerPool::Priority::kFirst, std::move(left)));
  if (!right) co_return fail_field(std::move(field), "wrong", "This is not your password.");
  CO_CHECK_OK(co_await forget_attempts(store_, counter));
  co_return account;
}

Task<Result<store::Write>> Accounts::still_proven(Account proven) {
  const std::string account_id = proven.id.text();
  CO_TRY(const auto stored, co_await load_account(store_, account_id));
  if (!stored || stored->account.credentials != proven.credentials) co_return outdated_proof();
  co_return store::Check{account_key(account_id), store::VersionIs{stored->version}};
}

Task<Result<void>> Accounts::close(std::string account_id) {
  for (int i = 0; i < kAccountTries; ++i) {
    CO_TRY(const auto stored, co_await load_account(store_, account_id));
    if (!stored) co_return Result<void>{};
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{email_key(stored->account.email), store::Any{}});
    writes.emplace_back(store::Delete{account_key(account_id), store::VersionIs{stored->version}});
    auto done = co_await store_.commit(std::move(writes));
    if (done || done.error().code != Code::kConflict) co_return done;
  }
  co_return busy_account();
}

Task<Result<Account>> Accounts::change(std::string account_id, AccountChange change, Abandoned left) {
  CO_TRY(const Account before, co_await get(account_id));
  const bool moves = change.email && *change.email != before.email;
  if (moves && !change.password) co_return fail_field("password", "required", "Another email takes your password.");
  std::uint64_t proven = 0;
  if (moves) {
    CO_TRY(const Account checked, co_await check_password(account_id, *change.password, "password", std::move(left)));
    proven = checked.credentials;
  }
  bool outdated = false;
  AccountEdit edit = [&](Account& account) -> Result<std::vector<store::Write>> {
    std::vector<store::Write> writes;
    if (change.name) account.name = *change.name;
    if (change.locale) account.locale = change.locale;
    if (change.units) account.units = *change.units;
    if (!moves) return writes;
    outdated = account.credentials != proven;
    if (outdated) return outdated_proof();
    if (lower(account.email) != lower(*change.email)) {
      writes.emplace_back(store::Delete{email_key(account.email), store::Any{}});
      writes.emplace_back(
          store::Put{{.key = email_key(*change.email), .version = 1, .body = account_id}, store::Absent{}});
    }
    account.email = *change.email;
    account.email_verified = false;
    ++account.credentials;
    return writes;
  };
  auto changed = co_await update_account(store_, account_id, std::move(edit));
  if (!changed && changed.error().code == Code::kConflict && moves && !outdated) co_return taken_email();
  co_return changed;
}

Task<Result<Account>> Accounts::change_password(std::string account_id, PasswordChange change, std::string token,
                                                Abandoned left) {
  CO_TRY(const Account proven, co_await check_password(account_id, std::move(change.current), "current", left));
  CO_CHECK_OK(check_strength("password", change.password, proven.email, proven.name));
  CO_TRY(const std::string hash,
         co_await hashed(std::move(change.password), WorkerPool::Priority::kFirst, std::move(left)));
  AccountEdit edit = [&](Account& account) -> Result<std::vector<store::Write>> {
    if (account.credentials != proven.credentials) return outdated_proof();
    set_password(account, hash);
    return std::vector<store::Write>{};
  };
  CO_TRY(Account changed, co_await update_account(store_, account_id, std::move(edit)));
  // Sessions first: what a request of an ended session makes meanwhile is among the tokens and feeds then.
  CO_CHECK_OK(co_await sessions_.end_all(account_id, std::move(token)));
  CO_CHECK_OK(co_await sessions_.revoke_tokens(account_id));
  if (change.end_feeds) CO_CHECK_OK(co_await feeds_.revoke(account_id));
  co_return changed;
}

}  // namespace doggy::accounts
