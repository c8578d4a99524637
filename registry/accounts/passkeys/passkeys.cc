#include "registry/accounts/passkeys/passkeys.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/accounts/account_storage.h"
#include "registry/accounts/network.h"
#include "registry/accounts/passkeys/client_data.h"
#include "registry/accounts/throttle.h"
#include "registry/keys.h"

namespace doggy::accounts {
namespace {

constexpr std::uint32_t kTimeoutMs = Challenges::kSeconds * 1000;
constexpr Allowance kChallengeAllowance{.attempts = 300, .seconds = 15 * 60};
constexpr Allowance kProofAllowance{.attempts = 50, .seconds = 15 * 60};
constexpr std::size_t kPasskeyIdSize = 64;

store::Key own_key(const std::string& account_id, const std::string& id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "PASSKEY#" + id};
}
store::Key unique_key(const std::string& id) {
  return {.pk = keys::kPasskeyKey.of(id), .sk = "PASSKEY"};
}

store::Put put_of(const std::string& account_id, const Passkey& passkey, std::uint64_t version,
                  store::Condition condition) {
  return {{.key = own_key(account_id, passkey.id),
           .version = version,
           .body = codec::encode_text(passkey, codec::Source::kStored)},
          condition};
}

Result<std::string> bytes_of(const std::string& field, const std::string& text) {
  auto bytes = from_base64url(text);
  if (!bytes || bytes->empty()) return fail_field(field, "format", "This is base64url without padding.");
  return std::move(*bytes);
}

// One text for a passkey that nobody has and one that has not signed this.
std::unexpected<Error> refused() {
  return fail_field("signature", "wrong", "This passkey is not one of yours, or not for this site.");
}

CredentialDescriptor descriptor_of(const Passkey& passkey) {
  return {.id = passkey.credential_id, .transports = passkey.transports};
}

// A challenge to add a passkey is worth what the proof before it was.
std::string adder(const Account& account) {
  return fmt::format("{} {}", account.id.text(), account.credentials);
}

struct Decoded {
  std::string credential_id;
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
};

Result<Decoded> decode(const PasskeyAssertion& asserted) {
  Decoded decoded;
  struct Part {
    std::string name;
    const std::string& text;
    std::string& bytes;
  };
  for (const Part& part : {Part{"credentialId", asserted.credential_id, decoded.credential_id},
                           Part{"clientDataJson", asserted.client_data_json, decoded.client_data},
                           Part{"authenticatorData", asserted.authenticator_data, decoded.authenticator_data},
                           Part{"signature", asserted.signature, decoded.signature}}) {
    TRY(auto bytes, bytes_of(part.name, part.text));
    part.bytes = std::move(bytes);
  }
  return decoded;
}

// A counter that does not go on says that there are two of a key that should be one (WebAuthn, 6.1.1).
Result<void> check_counter(std::uint32_t before, std::uint32_t told) {
  if ((before == 0 && told == 0) || told > before) return {};
  return fail_field(
      "authenticatorData", "counter",
      "This passkey seems to have been copied: it counts fewer uses than before. Remove it, and add a new one.");
}

}  // namespace

Passkeys::Passkeys(store::Store& store, Clock clock)
    : store_(store), clock_(std::move(clock)), challenges_(store, clock_) {}

Task<Result<std::vector<Passkey>>> Passkeys::list(std::string account_id) {
  CO_TRY(auto items,
         co_await store_.query({.pk = keys::kAccount.of(account_id), .from = "PASSKEY#", .to = "PASSKEY$"}));
  std::vector<Passkey> passkeys;
  for (const store::Item& item : items) {
    CO_TRY(auto passkey, codec::decode_text<Passkey>(item.body, codec::Source::kStored));
    passkeys.push_back(std::move(passkey));
  }
  std::ranges::sort(passkeys, std::greater{}, [](const Passkey& one) { return one.created_at.unix_ms(); });
  co_return passkeys;
}

Task<Result<CreationOptions>> Passkeys::begin_adding(Account proven, RelyingParty party) {
  const std::string account_id = proven.id.text();
  CO_TRY(auto there, co_await list(account_id));
  if (there.size() >= kMost) co_return fail(Code::kConflict, "There are 20 passkeys already: remove one first.");
  CO_TRY(auto challenge, co_await challenges_.issue(Purpose::kAdd, adder(proven)));
  CreationOptions options{.rp = {.id = std::move(party.id), .name = "Doggy App"},
                          .user = {.id = base64url(account_id), .name = proven.email, .display_name = proven.name},
                          .challenge = std::move(challenge),
                          .timeout = kTimeoutMs};
  for (const int algorithm : {-7, -8, -257}) options.pub_key_cred_params.push_back({.alg = algorithm});
  for (const Passkey& passkey : there) options.exclude_credentials.push_back(descriptor_of(passkey));
  co_return options;
}

Task<Result<Passkey>> Passkeys::add(std::string account_id, NewPasskey made, RelyingParty party) {
  CO_TRY(auto client_data, bytes_of("clientDataJson", made.client_data_json));
  CO_TRY(auto object, bytes_of("attestationObject", made.attestation_object));
  CO_TRY(auto challenge, challenge_in(client_data, Ceremony::kCreate, party));
  CO_TRY(const auto before, co_await load_account(store_, account_id));
  if (!before) co_return fail(Code::kNotFound, "There is no such account.");
  const std::uint64_t credentials = before->account.credentials;
  CO_CHECK_OK(co_await challenges_.redeem(Purpose::kAdd, adder(before->account), std::move(challenge)));
  CO_TRY(auto credential, read_attestation(object, client_data, party.id));

  const Passkey passkey{.id = sha256_hex(credential.id),
                        .name = std::move(made.name),
                        .created_at = clock_(),
                        .last_used_at = {},
                        .synced = credential.backed_up,
                        .credential_id = base64url(credential.id),
                        .public_key = base64url(credential.key.bytes),
                        .algorithm = credential.key.algorithm,
                        .counter = credential.counter,
                        .transports = std::move(made.transports)};
  AccountEdit edit = [&](Account& account) -> Result<std::vector<store::Write>> {
    if (account.credentials != credentials) return outdated_proof();
    ++account.credentials;
    std::vector<store::Write> writes;
    writes.emplace_back(
        store::Put{{.key = unique_key(passkey.id), .version = 1, .label = account_id}, store::Absent{}});
    writes.emplace_back(put_of(account_id, passkey, 1, store::Absent{}));
    return writes;
  };
  auto done = co_await update_account(store_, account_id, std::move(edit));
  if (!done && done.error().code == Code::kConflict) {
    CO_TRY(const auto there, co_await store_.get(unique_key(passkey.id)));
    if (there) co_return fail(Code::kConflict, "This passkey is there already.");
  }
  if (!done) co_return std::unexpected(done.error());
  co_return passkey;
}

Task<Result<Passkey>> Passkeys::rename(std::string account_id, std::string id, std::string name) {
  const auto missing = [] { return fail(Code::kNotFound, "There is no passkey with this id."); };
  if (id.size() != kPasskeyIdSize) co_return missing();
  CO_TRY(auto item, co_await store_.get(own_key(account_id, id)));
  if (!item) co_return missing();
  auto passkey = codec::decode_text<Passkey>(item->body, codec::Source::kStored);
  if (!passkey) co_return std::unexpected(passkey.error());
  passkey->name = std::move(name);
  const std::uint64_t version = item->version;
  std::vector<store::Write> writes;
  writes.emplace_back(put_of(account_id, *passkey, version + 1, store::VersionIs{version}));
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict)
    co_return fail(Code::kConflict, "This passkey was used or changed just now. Try again.");
  if (!done) co_return std::unexpected(done.error());
  co_return passkey;
}

Task<Result<void>> Passkeys::remove(Account proven, std::string id) {
  const std::string account_id = proven.id.text();
  const auto missing = [] { return fail(Code::kNotFound, "There is no passkey with this id."); };
  if (id.size() != kPasskeyIdSize) co_return missing();
  CO_TRY(const auto item, co_await store_.get(own_key(account_id, id)));
  if (!item) co_return missing();
  AccountEdit edit = [&](Account& account) -> Result<std::vector<store::Write>> {
    if (account.credentials != proven.credentials) return outdated_proof();
    ++account.credentials;
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{unique_key(id), store::Any{}});
    writes.emplace_back(store::Delete{own_key(account_id, id), store::Any{}});
    return writes;
  };
  CO_CHECK_OK(co_await update_account(store_, account_id, std::move(edit)));
  co_return Result<void>{};
}

Task<Result<RequestOptions>> Passkeys::begin_sign_in(std::string address, RelyingParty party) {
  CO_CHECK_OK(co_await count_attempt(store_, "passkey from " + network_of(address), kChallengeAllowance, clock_()));
  CO_TRY(auto challenge, co_await challenges_.issue(Purpose::kSignIn, {}));
  co_return RequestOptions{
      .challenge = std::move(challenge), .rp_id = std::move(party.id), .timeout = kTimeoutMs, .allow_credentials = {}};
}

Task<Result<RequestOptions>> Passkeys::begin_proof(std::string account_id, RelyingParty party) {
  CO_CHECK_OK(co_await count_attempt(store_, "passkey proof of " + account_id, kProofAllowance, clock_()));
  CO_TRY(auto passkeys, co_await list(account_id));
  if (passkeys.empty()) co_return fail(Code::kConflict, "You have no passkey.");
  CO_TRY(auto challenge, co_await challenges_.issue(Purpose::kProve, std::move(account_id)));
  RequestOptions options{
      .challenge = std::move(challenge), .rp_id = std::move(party.id), .timeout = kTimeoutMs, .allow_credentials = {}};
  for (const Passkey& passkey : passkeys) options.allow_credentials.push_back(descriptor_of(passkey));
  co_return options;
}

Task<Result<Account>> Passkeys::sign_in(PasskeyAssertion asserted, RelyingParty party) {
  if (!asserted.user_handle) co_return fail(Code::kUnauthenticated, "This passkey does not say whose it is.");
  auto account = co_await verify(Purpose::kSignIn, {}, std::move(asserted), std::move(party));
  if (!account && account.error().code == Code::kInvalid) account.error().code = Code::kUnauthenticated;
  co_return account;
}

Task<Result<Account>> Passkeys::prove(std::string account_id, PasskeyAssertion asserted, RelyingParty party) {
  co_return co_await verify(Purpose::kProve, std::move(account_id), std::move(asserted), std::move(party));
}

// The challenge is used up before anything else is looked at, so that nobody tries twice on one.
Task<Result<Account>> Passkeys::verify(Purpose purpose, std::string account_id, PasskeyAssertion asserted,
                                       RelyingParty party) {
  CO_TRY(auto decoded, decode(asserted));
  CO_TRY(auto challenge, challenge_in(decoded.client_data, Ceremony::kGet, party));
  CO_CHECK_OK(co_await challenges_.redeem(purpose, account_id, std::move(challenge)));

  const std::string id = sha256_hex(decoded.credential_id);
  CO_TRY(auto found, co_await store_.get(unique_key(id)));
  const std::string whose = found ? found->label : std::string();
  const bool handle_agrees = !asserted.user_handle || *asserted.user_handle == base64url(whose);
  if (whose.empty() || !handle_agrees || (!account_id.empty() && account_id != whose)) co_return refused();

  // The account first: whatever is changed after this makes the proof outdated.
  CO_TRY(auto stored, co_await load_account(store_, whose));
  if (!stored) co_return refused();
  CO_TRY(auto item, co_await store_.get(own_key(whose, id)));
  if (!item) co_return refused();
  CO_TRY(auto passkey, codec::decode_text<Passkey>(item->body, codec::Source::kStored));
  const PublicKey key{.algorithm = passkey.algorithm, .bytes = from_base64url(passkey.public_key).value_or("")};
  const Signed sent{.client_data = decoded.client_data,
                    .authenticator_data = decoded.authenticator_data,
                    .signature = decoded.signature};
  auto counter = verify_assertion(sent, key, party.id);
  if (!counter && counter.error().fields.front().field == "signature") co_return refused();
  if (!counter) co_return std::unexpected(counter.error());
  CO_CHECK_OK(check_counter(passkey.counter, *counter));

  passkey.counter = *counter;
  passkey.last_used_at = clock_();
  const std::uint64_t version = item->version;
  std::vector<store::Write> writes;
  writes.emplace_back(put_of(whose, passkey, version + 1, store::VersionIs{version}));
  auto done = co_await store_.commit(std::move(writes));
  // Removed or used elsewhere at this moment: of two uses with one counter only the first may count.
  if (!done && done.error().code == Code::kConflict) co_return refused();
  if (!done) co_return std::unexpected(done.error());
  co_return std::move(stored->account);
}

}  // namespace doggy::accounts
