#include "registry/accounts/passkeys/proofs.h"

#include <utility>

#include "platform/try.h"

namespace doggy::accounts {

Task<Result<Account>> check_proof(Accounts& accounts, Passkeys& passkeys, std::string account_id, Proof proof,
                                  Result<RelyingParty> party, Abandoned left) {
  if (proof.passkey) {
    if (!party) co_return std::unexpected(party.error());
    co_return co_await passkeys.prove(std::move(account_id), std::move(*proof.passkey), std::move(*party));
  }
  if (!proof.password) co_return fail_field("password", "required", "This takes your password, or a passkey.");
  CO_TRY(Account account, co_await accounts.check_password(std::move(account_id), std::move(*proof.password),
                                                           "password", std::move(left)));
  co_return co_await accounts.check_second_factor(std::move(account), proof.code.value_or(""));
}

}  // namespace doggy::accounts
