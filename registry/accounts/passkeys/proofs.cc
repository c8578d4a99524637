#include "registry/accounts/passkeys/proofs.h"

#include <utility>

namespace doggy::accounts {

Task<Result<void>> check_proof(Accounts& accounts, Passkeys& passkeys, std::string account_id, Proof proof,
                               Result<RelyingParty> party) {
  if (proof.passkey) {
    if (!party) co_return std::unexpected(party.error());
    co_return co_await passkeys.prove(std::move(account_id), std::move(*proof.passkey), std::move(*party));
  }
  if (!proof.password) co_return fail_field("password", "required", "This takes your password, or a passkey.");
  auto right = co_await accounts.check_password(account_id, std::move(*proof.password), "password");
  if (!right) co_return right;
  co_return co_await accounts.check_second_factor(std::move(account_id), proof.code.value_or(""));
}

}  // namespace doggy::accounts
