// An account's item in the store, and how it is changed. For the files of this folder.
//
// Whoever has proven who they are holds the account as it was then. What the proof allows is written together with a
// condition on the account's item, and is refused once Account::credentials has been raised: a sign-in that is under
// way does not outlive a change of the password.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/account.h"
#include "registry/store/store.h"

namespace doggy::accounts {

/// How often a change is tried when others change the account at the same time.
inline constexpr int kAccountTries = 8;

[[nodiscard]] store::Key account_key(const std::string& id);
[[nodiscard]] store::Key email_key(const std::string& email);

struct StoredAccount {
  Account account;
  std::uint64_t version = 0;
};
[[nodiscard]] Task<Result<std::optional<StoredAccount>>> load_account(store::Store& store, std::string account_id);

[[nodiscard]] store::Put account_put(const Account& account, std::uint64_t version, store::Condition condition);

/// Edits the account and returns what else is to be written.
using AccountEdit = std::function<Result<std::vector<store::Write>>(Account&)>;
/// Reads the account, edits it and writes it, again when somebody was quicker. Errors: kNotFound; kConflict when a
/// condition of the other writes does not hold; those of `edit`.
[[nodiscard]] Task<Result<Account>> update_account(store::Store& store, std::string account_id, AccountEdit edit);

/// kInvalid naming `field` for a password that is easy to guess.
[[nodiscard]] Result<void> check_strength(const std::string& field, const std::string& password,
                                          const std::string& email, const std::string& name);
/// Raises the credentials, and ends a second factor that waits for its first code.
void set_password(Account& account, std::string hash);

/// kConflict: how the person signs in was changed between a proof and what it was for.
[[nodiscard]] std::unexpected<Error> outdated_proof();
[[nodiscard]] std::unexpected<Error> busy_account();

}  // namespace doggy::accounts
