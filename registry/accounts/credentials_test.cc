// What is under way when the password, the second factor or a passkey changes does not outlive the change.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/passkeys/passkeys.h"
#include "registry/accounts/passkeys/proofs.h"
#include "registry/accounts/passkeys/testing/software_passkey.h"
#include "registry/accounts/testing/interrupted_store.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::accounts {
namespace {

using testing::InterruptedStore;
using testing::SoftwarePasskey;

constexpr std::string_view kOld = "long enough";
constexpr std::string_view kNew = "another long one";

class CredentialsTest : public ::testing::Test {
 protected:
  Account sign_up(const std::string& email) {
    return run_task(accounts_.sign_up({.email = email, .password = std::string(kOld), .name = "Toni"}, "::1")).value();
  }
  [[nodiscard]] Result<NewSession> sign_in_slowly(const std::string& email) {
    return run_task(slow_accounts_.sign_in({.email = email, .password = std::string(kOld)}, {.address = "::1"}));
  }
  void change_password(const Account& account) {
    ASSERT_TRUE(run_task(accounts_.change_password(account.id.text(),
                                                   {.current = std::string(kOld), .password = std::string(kNew)}, {})));
  }
  void reset_password(const Account& account) {
    const auto mailed = run_task(accounts_.begin_reset(account.email));
    ASSERT_TRUE(run_task(accounts_.reset_password((*mailed)->token, std::string(kNew))));
  }
  // Its id. The passkey of `device` is then the account's.
  std::string add_passkey(const Account& account, SoftwarePasskey& device) {
    device.account_id = account.id.text();
    const auto options = run_task(passkeys_.begin_adding(run_task(accounts_.get(account.id.text())).value(), party_));
    return run_task(passkeys_.add(account.id.text(), device.create(options->challenge), party_)).value().id;
  }
  [[nodiscard]] Result<Account> sign_by(SoftwarePasskey& device) {
    const auto options = run_task(passkeys_.begin_sign_in("::1", party_));
    return run_task(passkeys_.sign_in(device.sign(options->challenge), party_));
  }
  [[nodiscard]] std::size_t sessions_of(const Account& account) {
    return run_task(sessions_.list(account.id.text(), {}))->size();
  }

  std::int64_t now_ms_ = 1'795'000'000'000;
  Clock clock_ = [this] { return Timestamp::from_unix_ms(now_ms_); };
  WorkerPool hashing_{{.name = "password checks", .threads = 2, .queue_limit = 10}};
  store::MemoryStore store_;
  Sessions sessions_{store_, clock_};
  Accounts accounts_{store_, sessions_, hashing_, clock_};
  Passkeys passkeys_{store_, clock_};
  RelyingParty party_{.id = "localhost", .origin = "http://localhost:8080"};
  // Those of a request that others overtake.
  InterruptedStore slow_{store_};
  Sessions slow_sessions_{slow_, clock_};
  Accounts slow_accounts_{slow_, slow_sessions_, hashing_, clock_};
};

TEST_F(CredentialsTest, ASignInThatIsUnderWayEndsWithWhatItWasProvenBy) {
  const std::vector<std::pair<std::string, std::function<void(const Account&)>>> changes{
      {"password", [this](const Account& account) { change_password(account); }},
      {"reset", [this](const Account& account) { reset_password(account); }},
      {"passkey", [this](const Account& account) { add_passkey(account, *std::make_unique<SoftwarePasskey>()); }},
      {"email",
       [this](const Account& account) {
         const AccountChange change{.email = "new-" + account.email, .password = std::string(kOld)};
         ASSERT_TRUE(run_task(accounts_.change(account.id.text(), change)));
       }},
      {"second factor removed",
       [this](const Account& account) { ASSERT_TRUE(run_task(accounts_.remove_second_factor(account))); }},
      {"account closed", [this](const Account& account) { ASSERT_TRUE(run_task(accounts_.close(account.id.text()))); }},
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& [name, change] = changes[i];
    SCOPED_TRACE(name);
    const Account account = sign_up("toni-" + std::to_string(i) + "@example.org");
    slow_.before_commit_to("KEY#SESSION#", [&] { change(account); });
    const auto session = sign_in_slowly(account.email);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, Code::kUnauthenticated);
    EXPECT_EQ(sessions_of(account), 0U);
  }
}

TEST_F(CredentialsTest, AnotherNameIsNoReasonToRefuseASignIn) {
  const Account account = sign_up("toni@example.org");
  slow_.before_commit_to("KEY#SESSION#",
                         [&] { ASSERT_TRUE(run_task(accounts_.change(account.id.text(), {.name = "Toni B."}))); });
  const auto session = sign_in_slowly(account.email);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->account.name, "Toni B.");
}

TEST_F(CredentialsTest, ARemovedPasskeyOpensNoSession) {
  const Account account = sign_up("toni@example.org");
  SoftwarePasskey device;
  const std::string id = add_passkey(account, device);
  const auto proven = sign_by(device);
  ASSERT_TRUE(proven);
  ASSERT_TRUE(run_task(passkeys_.remove(*proven, id)));
  const auto session = run_task(accounts_.open_session(*proven, {}));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, Code::kUnauthenticated);
}

TEST_F(CredentialsTest, NoPasskeyIsAddedByAProofFromBeforeAReset) {
  const Account account = sign_up("toni@example.org");
  const auto options = run_task(passkeys_.begin_adding(account, party_));
  reset_password(account);
  SoftwarePasskey device;
  const auto added = run_task(passkeys_.add(account.id.text(), device.create(options->challenge), party_));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().fields.front().rule, "challenge");
  EXPECT_TRUE(run_task(passkeys_.list(account.id.text()))->empty());

  // The same when the reset comes between the challenge and the commit.
  Passkeys slow_passkeys{slow_, clock_};
  const auto again = run_task(passkeys_.begin_adding(run_task(accounts_.get(account.id.text())).value(), party_));
  slow_.before_commit_to("KEY#PASSKEY#", [&] { reset_password(account); });
  EXPECT_EQ(run_task(slow_passkeys.add(account.id.text(), device.create(again->challenge), party_)).error().code,
            Code::kConflict);
  EXPECT_TRUE(run_task(passkeys_.list(account.id.text()))->empty());
}

TEST_F(CredentialsTest, AnOutdatedProofAllowsNothing) {
  const Account account = sign_up("toni@example.org");
  SoftwarePasskey device;
  const std::string passkey = add_passkey(account, device);
  const auto proven = run_task(check_proof(accounts_, passkeys_, account.id.text(),
                                           {.password = std::string(kOld), .code = {}, .passkey = {}}, party_));
  ASSERT_TRUE(proven);
  reset_password(account);
  EXPECT_EQ(run_task(accounts_.begin_second_factor(*proven)).error().code, Code::kConflict);
  EXPECT_EQ(run_task(accounts_.remove_second_factor(*proven)).error().code, Code::kConflict);
  EXPECT_EQ(run_task(accounts_.still_proven(*proven)).error().code, Code::kConflict);
  EXPECT_EQ(run_task(passkeys_.remove(*proven, passkey)).error().code, Code::kConflict);
  EXPECT_EQ(run_task(passkeys_.list(account.id.text()))->size(), 1U);
}

TEST_F(CredentialsTest, APasswordChangeByTheOldPasswordDoesNotUndoAReset) {
  const Account account = sign_up("toni@example.org");
  slow_.before_commit_to("ACCOUNT#", [&] { reset_password(account); });
  const auto changed = run_task(slow_accounts_.change_password(
      account.id.text(), {.current = std::string(kOld), .password = "the password of a thief"}, {}));
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, Code::kConflict);
  EXPECT_TRUE(run_task(accounts_.check_password(account.id.text(), std::string(kNew), "password")));
}

TEST_F(CredentialsTest, AResetEndsASecondFactorThatWaitsForItsFirstCode) {
  const Account account = sign_up("toni@example.org");
  ASSERT_TRUE(run_task(accounts_.begin_second_factor(account)));
  reset_password(account);
  EXPECT_EQ(run_task(accounts_.confirm_second_factor(account.id.text(), "123456")).error().code, Code::kConflict);
}

TEST_F(CredentialsTest, ASessionThatHasEndedMakesNoTokenAndNoFeed) {
  const Account account = sign_up("toni@example.org");
  const std::string id = account.id.text();
  CalendarFeeds slow_feeds{slow_, clock_};
  CalendarFeeds feeds{store_, clock_};
  const auto open = [&] { return run_task(sessions_.open(id, "phone"))->token; };

  const std::string first = open();
  slow_.before_commit_to("KEY#SESSION#", [&] { change_password(account); });
  const auto token = run_task(slow_sessions_.make_token(id, {.name = "script"}, first));
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().code, Code::kUnauthenticated);
  EXPECT_TRUE(run_task(sessions_.tokens(id))->empty());

  const std::string second = open();
  slow_.before_commit_to("KEY#CALENDAR#", [&] { reset_password(account); });
  const auto feed = run_task(slow_feeds.renew(id, second));
  ASSERT_FALSE(feed);
  EXPECT_EQ(feed.error().code, Code::kUnauthenticated);
  EXPECT_TRUE(run_task(feeds.list(id))->empty());
}

TEST_F(CredentialsTest, FeedsEndWithAResetAndOnRequestWithAPasswordChange) {
  const Account account = sign_up("toni@example.org");
  const std::string id = account.id.text();
  CalendarFeeds feeds{store_, clock_};
  const std::string session = run_task(sessions_.open(id, "phone"))->token;
  const auto change = [&](std::string from, std::string to, bool end_feeds) {
    return run_task(accounts_.change_password(
        id, {.current = std::move(from), .password = std::move(to), .end_feeds = end_feeds}, session));
  };
  const std::string feed = run_task(feeds.renew(id, session)).value();
  ASSERT_TRUE(change(std::string(kOld), "a third long one", false));
  EXPECT_TRUE(run_task(feeds.account_of(feed)));
  ASSERT_TRUE(change("a third long one", std::string(kOld), true));
  EXPECT_FALSE(run_task(feeds.account_of(feed)));
  const std::string other = run_task(feeds.renew(id, session)).value();
  EXPECT_EQ(run_task(feeds.list(id))->front().created_at, clock_());
  reset_password(account);
  EXPECT_FALSE(run_task(feeds.account_of(other)));
}

}  // namespace
}  // namespace doggy::accounts
