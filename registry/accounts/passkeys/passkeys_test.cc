#include "registry/accounts/passkeys/passkeys.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "platform/try.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/passkeys/testing/software_passkey.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::accounts {
namespace {

using testing::SoftwarePasskey;

class PasskeysTest : public ::testing::Test {
 protected:
  Account person(const std::string& name) {
    SignUp request{.email = name + "@example.org", .password = "walks in the rain", .name = name};
    return run_task(accounts_.sign_up(std::move(request), "::1")).value();
  }
  // As it is now.
  Account proven(const Account& account) { return run_task(accounts_.get(account.id.text())).value(); }

  [[nodiscard]] std::string challenge_to_add(const Account& account) {
    return run_task(passkeys_.begin_adding(proven(account), party_))->challenge;
  }
  [[nodiscard]] std::string challenge_to_sign_in() {
    return run_task(passkeys_.begin_sign_in("::1", party_))->challenge;
  }
  Result<Passkey> add(const Account& account, SoftwarePasskey& device) {
    device.account_id = account.id.text();
    return run_task(passkeys_.add(account.id.text(), device.create(challenge_to_add(account)), party_));
  }
  Result<std::string> sign_in(PasskeyAssertion asserted) {
    TRY(auto account, run_task(passkeys_.sign_in(std::move(asserted), party_)));
    return account.id.text();
  }
  static std::string rule_of(const Error& error) { return error.fields.empty() ? "" : error.fields.front().rule; }

  std::int64_t now_ms_ = 1'795'428'000'000;
  store::MemoryStore store_;
  RelyingParty party_{.id = "localhost", .origin = "http://localhost:8080"};
  Clock clock_ = [this] { return Timestamp::from_unix_ms(now_ms_++); };
  WorkerPool hashing_{{.name = "password checks", .threads = 2, .queue_limit = 10}};
  Sessions sessions_{store_, clock_};
  Accounts accounts_{store_, sessions_, hashing_, clock_};
  Passkeys passkeys_{store_, clock_};
  Account toni_ = person("Toni");
  Account eve_ = person("Eve");
};

TEST_F(PasskeysTest, SignsItsPersonIn) {
  SoftwarePasskey device;
  ASSERT_TRUE(add(toni_, device).has_value());
  EXPECT_EQ(sign_in(device.sign(challenge_to_sign_in())), toni_.id.text());
  const auto list = run_task(passkeys_.list(toni_.id.text()));
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().name, "Phone");
  EXPECT_TRUE(list->front().last_used_at.has_value());
  EXPECT_TRUE(run_task(passkeys_.list(eve_.id.text()))->empty());
}

TEST_F(PasskeysTest, AChallengeIsGoodOnce) {
  SoftwarePasskey device;
  const std::string challenge = challenge_to_add(toni_);
  ASSERT_TRUE(run_task(passkeys_.add(toni_.id.text(), device.create(challenge), party_)).has_value());
  device.account_id = toni_.id.text();
  EXPECT_EQ(rule_of(run_task(passkeys_.add(toni_.id.text(), device.create(challenge), party_)).error()), "challenge");

  const PasskeyAssertion asserted = device.sign(challenge_to_sign_in());
  ASSERT_TRUE(sign_in(asserted).has_value());
  const auto again = sign_in(asserted);
  EXPECT_EQ(again.error().code, Code::kUnauthenticated);
  EXPECT_EQ(rule_of(again.error()), "challenge");
}

TEST_F(PasskeysTest, AChallengeEndsAfterFiveMinutes) {
  SoftwarePasskey device;
  ASSERT_TRUE(add(toni_, device).has_value());
  const PasskeyAssertion asserted = device.sign(challenge_to_sign_in());
  now_ms_ += Challenges::kSeconds * 1000 + 1000;
  EXPECT_EQ(rule_of(sign_in(asserted).error()), "challenge");
}

TEST_F(PasskeysTest, AChallengeIsForOnePurposeOfOneAccount) {
  SoftwarePasskey device;
  ASSERT_TRUE(add(toni_, device).has_value());
  const std::string toni = toni_.id.text();
  const std::string to_prove = run_task(passkeys_.begin_proof(toni, party_))->challenge;
  EXPECT_EQ(rule_of(sign_in(device.sign(to_prove)).error()), "challenge");
  EXPECT_EQ(rule_of(sign_in(device.sign(challenge_to_add(toni_))).error()), "challenge");
  EXPECT_EQ(rule_of(run_task(passkeys_.prove(toni, device.sign(challenge_to_sign_in()), party_)).error()), "challenge");
  EXPECT_TRUE(run_task(passkeys_.prove(toni, device.sign(to_prove), party_)).has_value());

  SoftwarePasskey other;
  EXPECT_EQ(rule_of(run_task(passkeys_.add(eve_.id.text(), other.create(challenge_to_add(toni_)), party_)).error()),
            "challenge");
  EXPECT_EQ(rule_of(run_task(passkeys_.add(toni, other.create(random_token()), party_)).error()), "challenge");
}

TEST_F(PasskeysTest, SomebodyElsesPasskeyProvesNothing) {
  SoftwarePasskey device;
  SoftwarePasskey eves;
  ASSERT_TRUE(add(toni_, device).has_value());
  ASSERT_TRUE(add(eve_, eves).has_value());
  const std::string challenge = run_task(passkeys_.begin_proof(toni_.id.text(), party_))->challenge;
  EXPECT_EQ(rule_of(run_task(passkeys_.prove(toni_.id.text(), eves.sign(challenge), party_)).error()), "wrong");
  // Their own passkey under another's name, and another's credential id over their own signature.
  eves.account_id = toni_.id.text();
  EXPECT_EQ(sign_in(eves.sign(challenge_to_sign_in())).error().code, Code::kUnauthenticated);
  eves.credential_id = device.credential_id;
  EXPECT_EQ(sign_in(eves.sign(challenge_to_sign_in())).error().code, Code::kUnauthenticated);
}

TEST_F(PasskeysTest, ACredentialIdIsUniqueAmongAll) {
  SoftwarePasskey device;
  ASSERT_TRUE(add(toni_, device).has_value());
  SoftwarePasskey eves;
  eves.credential_id = device.credential_id;
  EXPECT_EQ(add(eve_, eves).error().code, Code::kConflict);
  EXPECT_EQ(add(toni_, device).error().code, Code::kConflict);
  EXPECT_EQ(sign_in(device.sign(challenge_to_sign_in())), toni_.id.text());
}

TEST_F(PasskeysTest, OtherPagesAndOtherSitesAreRefused) {
  SoftwarePasskey device;
  device.origin = "http://evil.example";
  EXPECT_EQ(rule_of(add(toni_, device).error()), "origin");
  device.origin = party_.origin;
  device.party_id = "evil.example";
  EXPECT_EQ(rule_of(add(toni_, device).error()), "relyingParty");
  device.party_id = party_.id;
  ASSERT_TRUE(add(toni_, device).has_value());
  device.party_id = "evil.example";
  EXPECT_EQ(sign_in(device.sign(challenge_to_sign_in())).error().code, Code::kUnauthenticated);
  device.party_id = party_.id;
  device.more_client_data = R"(,"crossOrigin":true)";
  EXPECT_EQ(rule_of(sign_in(device.sign(challenge_to_sign_in())).error()), "origin");
}

TEST_F(PasskeysTest, ATamperedSignatureUsesUpTheChallenge) {
  SoftwarePasskey device;
  ASSERT_TRUE(add(toni_, device).has_value());
  const PasskeyAssertion right = device.sign(challenge_to_sign_in());
  PasskeyAssertion tampered = right;
  tampered.signature = device.sign(random_token()).signature;
  EXPECT_EQ(rule_of(sign_in(tampered).error()), "wrong");
  EXPECT_EQ(rule_of(sign_in(right).error()), "challenge");
}

TEST_F(PasskeysTest, ACounterThatDoesNotGoOnIsToldAndRefused) {
  SoftwarePasskey device;
  device.counter = 5;
  ASSERT_TRUE(add(toni_, device).has_value());
  for (const std::uint32_t told : {5U, 4U, 0U}) {
    device.counter = told;
    const auto refused = sign_in(device.sign(challenge_to_sign_in()));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(rule_of(refused.error()), "counter");
  }
  device.counter = 6;
  EXPECT_TRUE(sign_in(device.sign(challenge_to_sign_in())).has_value());
}

TEST_F(PasskeysTest, ARemovedPasskeyIsRefused) {
  SoftwarePasskey device;
  const std::string id = add(toni_, device)->id;
  EXPECT_EQ(run_task(passkeys_.remove(proven(eve_), id)).error().code, Code::kNotFound);
  EXPECT_EQ(run_task(passkeys_.rename(eve_.id.text(), id, "mine")).error().code, Code::kNotFound);
  EXPECT_EQ(run_task(passkeys_.rename(toni_.id.text(), id, "Laptop"))->name, "Laptop");
  ASSERT_TRUE(run_task(passkeys_.remove(proven(toni_), id)).has_value());
  EXPECT_EQ(sign_in(device.sign(challenge_to_sign_in())).error().code, Code::kUnauthenticated);
  EXPECT_TRUE(add(toni_, device).has_value());
}

TEST_F(PasskeysTest, ThereAreAtMostTwenty) {
  for (std::size_t i = 0; i < Passkeys::kMost; ++i) {
    SoftwarePasskey device;
    ASSERT_TRUE(add(toni_, device).has_value());
  }
  EXPECT_EQ(run_task(passkeys_.begin_adding(proven(toni_), party_)).error().code, Code::kConflict);
}

}  // namespace
}  // namespace doggy::accounts
