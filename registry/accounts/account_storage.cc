#include "registry/accounts/account_storage.h"

#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/accounts/common_passwords.h"
#include "registry/accounts/lower.h"
#include "registry/keys.h"

namespace doggy::accounts {

store::Key account_key(const std::string& id) {
  return {.pk = keys::kAccount.of(id), .sk = "ACCOUNT"};
}

store::Key email_key(const std::string& email) {
  return {.pk = keys::kEmailKey.of(lower(email)), .sk = "EMAIL"};
}

Task<Result<std::optional<StoredAccount>>> load_account(store::Store& store, std::string account_id) {
  CO_TRY(const auto item, co_await store.get(account_key(account_id)));
  if (!item) co_return std::optional<StoredAccount>{};
  CO_TRY(Account account, codec::decode_text<Account>(item->body, codec::Source::kStored));
  co_return StoredAccount{.account = std::move(account), .version = item->version};
}

store::Put account_put(const Account& account, std::uint64_t version, store::Condition condition) {
  return {{.key = account_key(account.id.text()),
           .version = version,
           .body = codec::encode_text(account, codec::Source::kStored)},
          condition};
}

Task<Result<Account>> update_account(store::Store& store, std::string account_id, AccountEdit edit) {
  for (int i = 0; i < kAccountTries; ++i) {
    CO_TRY(auto stored, co_await load_account(store, account_id));
    if (!stored) co_return fail(Code::kNotFound, "There is no such account.");
    CO_TRY(auto writes, edit(stored->account));
    writes.emplace_back(account_put(stored->account, stored->version + 1, store::VersionIs{stored->version}));
    auto done = co_await store.commit(std::move(writes));
    if (done) co_return std::move(stored->account);
    if (done.error().code != Code::kConflict) co_return std::unexpected(done.error());
    // Somebody was quicker with the account, or a condition of the other writes does not hold.
    CO_TRY(const auto after, co_await store.get(account_key(account_id)));
    if (after && after->version == stored->version) co_return std::unexpected(done.error());
  }
  co_return busy_account();
}

Result<void> check_strength(const std::string& field, const std::string& password, const std::string& email,
                            const std::string& name) {
  auto weak = weak_password(field, password, email, name);
  if (!weak) return {};
  std::string detail = weak->message;
  return fail(Code::kInvalid, std::move(detail), {std::move(*weak)});
}

void set_password(Account& account, std::string hash) {
  account.password_hash = std::move(hash);
  if (!account.second_factor) account.totp_secret.clear();
  ++account.credentials;
}

std::unexpected<Error> outdated_proof() {
  return fail(Code::kConflict, "How you sign in was changed just now. Try again.");
}

std::unexpected<Error> busy_account() {
  return fail(Code::kConflict, "This account is being changed by many at once. Try again.");
}

}  // namespace doggy::accounts
