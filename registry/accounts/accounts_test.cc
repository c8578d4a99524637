#include "registry/accounts/accounts.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::accounts {
namespace {

class AccountsTest : public ::testing::Test {
 protected:
  Account sign_up(const std::string& email, const std::string& password = "long enough") {
    auto account = run_task(accounts_.sign_up({.email = email, .password = password, .name = "Toni"}, "::1"));
    EXPECT_TRUE(account.has_value());
    return *account;
  }
  Result<NewSession> sign_in(const std::string& email, const std::string& password,
                             const std::string& address = "::1") {
    return run_task(accounts_.sign_in({.email = email, .password = password}, {.address = address, .device = "test"}));
  }
  Code code_of(const Result<NewSession>& result) { return result.error().code; }
  void pass(std::int64_t seconds) { now_ms_ += seconds * 1000; }

  std::int64_t now_ms_ = 1'795'000'000'000;
  WorkerPool hashing_{{.name = "password checks", .threads = 2, .queue_limit = 10}};
  store::MemoryStore store_;
  Sessions sessions_{store_, [this] { return Timestamp::from_unix_ms(now_ms_); }};
  Accounts accounts_{store_, sessions_, hashing_, [this] { return Timestamp::from_unix_ms(now_ms_); }};
};

TEST_F(AccountsTest, SignsUpOnceForAnEmailWhateverItsCase) {
  sign_up("Toni@Example.org");
  auto again =
      run_task(accounts_.sign_up({.email = "toni@example.ORG", .password = "long enough", .name = "X"}, "::1"));
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, Code::kConflict);
  ASSERT_EQ(again.error().fields.size(), 1U);
  EXPECT_EQ(again.error().fields[0].field, "email");
  EXPECT_EQ(again.error().fields[0].rule, "unique");
}

TEST_F(AccountsTest, FindsTheCallerByTheToken) {
  const Account account = sign_up("toni@example.org");
  auto session = sign_in("TONI@example.org", "long enough");
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->account.id, account.id);
  auto caller = run_task(sessions_.authenticate(session->token));
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->account_id, account.id.text());
}

TEST_F(AccountsTest, KeepsNoTokenAndNoPasswordInTheStore) {
  sign_up("toni@example.org", "my secret password");
  auto session = sign_in("toni@example.org", "my secret password");
  ASSERT_TRUE(session.has_value());
  for (const store::Item& item : store_.all_items()) {
    for (const std::string& text : {item.key.pk, item.key.sk, item.body, item.label}) {
      EXPECT_EQ(text.find(session->token), std::string::npos);
      EXPECT_EQ(text.find("my secret password"), std::string::npos);
    }
  }
}

TEST_F(AccountsTest, AnswersAlikeForAWrongPasswordAndAnUnknownEmail) {
  sign_up("toni@example.org");
  auto wrong = sign_in("toni@example.org", "not the password");
  auto unknown = sign_in("nobody@example.org", "not the password");
  ASSERT_FALSE(wrong.has_value());
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(wrong.error(), unknown.error());
  EXPECT_EQ(wrong.error().code, Code::kUnauthenticated);
}

TEST_F(AccountsTest, EndsASessionWhenItsTimeIsUp) {
  sign_up("toni@example.org");
  auto session = sign_in("toni@example.org", "long enough");
  pass(Sessions::kSessionSeconds - 1);
  EXPECT_TRUE(run_task(sessions_.authenticate(session->token)).has_value());
  pass(1);
  auto caller = run_task(sessions_.authenticate(session->token));
  ASSERT_FALSE(caller.has_value());
  EXPECT_EQ(caller.error().code, Code::kUnauthenticated);
}

TEST_F(AccountsTest, SignsOutOneSessionOrAll) {
  const Account account = sign_up("toni@example.org");
  std::vector<std::string> tokens;
  for (int i = 0; i < 15; ++i) tokens.push_back(sign_in("toni@example.org", "long enough")->token);
  const std::string other = (sign_up("eva@example.org"), sign_in("eva@example.org", "long enough")->token);

  ASSERT_TRUE(run_task(sessions_.end(tokens[0])).has_value());
  EXPECT_FALSE(run_task(sessions_.authenticate(tokens[0])).has_value());
  EXPECT_TRUE(run_task(sessions_.authenticate(tokens[1])).has_value());

  ASSERT_TRUE(run_task(sessions_.end_all(account.id.text())).has_value());
  for (const std::string& token : tokens) EXPECT_FALSE(run_task(sessions_.authenticate(token)).has_value());
  EXPECT_TRUE(run_task(sessions_.authenticate(other)).has_value());
}

TEST_F(AccountsTest, StopsGuessingOfOneAccountFromOnePlaceAndThenForgets) {
  sign_up("toni@example.org");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of(sign_in("toni@example.org", "wrong guess")), Code::kUnauthenticated);
  auto stopped = sign_in("toni@example.org", "long enough");
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, Code::kThrottled);
  ASSERT_TRUE(stopped.error().retry_after.has_value());
  EXPECT_LE(stopped.error().retry_after->count(), 15 * 60);
  // The person, elsewhere, is not locked out.
  EXPECT_TRUE(sign_in("toni@example.org", "long enough", "192.0.2.7").has_value());
  pass(15 * 60 + 1);
  EXPECT_TRUE(sign_in("toni@example.org", "long enough").has_value());
}

TEST_F(AccountsTest, StopsGuessingOfOneAccountFromManyPlaces) {
  sign_up("toni@example.org");
  Code last = Code::kUnauthenticated;
  int guesses = 0;
  for (; guesses < 200 && last == Code::kUnauthenticated; ++guesses)
    last = code_of(sign_in("toni@example.org", "wrong guess", "192.0.2." + std::to_string(guesses)));
  EXPECT_EQ(last, Code::kThrottled);
  EXPECT_EQ(guesses, 101);
}

// One common password, tried with one email after the other.
TEST_F(AccountsTest, StopsGuessingOfManyAccountsFromOnePlace) {
  sign_up("toni@example.org");
  Code last = Code::kUnauthenticated;
  int guesses = 0;
  for (; guesses < 400 && last == Code::kUnauthenticated; ++guesses)
    last = code_of(sign_in("somebody-" + std::to_string(guesses) + "@example.org", "long enough"));
  EXPECT_EQ(last, Code::kThrottled);
  EXPECT_EQ(guesses, 201);
  EXPECT_EQ(code_of(sign_in("toni@example.org", "long enough")), Code::kThrottled);
  EXPECT_TRUE(sign_in("toni@example.org", "long enough", "192.0.2.7").has_value());
}

TEST_F(AccountsTest, ForgivesMistakesOnceThePasswordWasRight) {
  sign_up("toni@example.org");
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 8; ++i) EXPECT_EQ(code_of(sign_in("toni@example.org", "wrong guess")), Code::kUnauthenticated);
    EXPECT_TRUE(sign_in("toni@example.org", "long enough").has_value());
  }
}

// The token went to the address that the account had then, and proves nothing of another one.
TEST_F(AccountsTest, AResetLinkIsOfTheEmailThatItWasMailedTo) {
  const std::string id = sign_up("mallory@example.org").id.text();
  const auto mailed = run_task(accounts_.begin_reset("mallory@example.org"));
  ASSERT_TRUE(mailed.has_value() && mailed->has_value());
  ASSERT_TRUE(run_task(accounts_.change(id, {.email = "victim@example.org", .password = "long enough"})).has_value());

  const auto refused = run_task(accounts_.reset_password((*mailed)->token, "another long one"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::kGone);
  EXPECT_FALSE(run_task(accounts_.get(id))->email_verified);
  EXPECT_TRUE(sign_in("victim@example.org", "long enough").has_value());

  const auto proven = run_task(accounts_.begin_reset("victim@example.org"));
  ASSERT_TRUE(run_task(accounts_.reset_password((*proven)->token, "another long one")).has_value());
  EXPECT_TRUE(run_task(accounts_.get(id))->email_verified);
}

TEST_F(AccountsTest, EndsHoweverManySessionsThereAre) {
  const std::string id = sign_up("toni@example.org").id.text();
  std::vector<std::string> tokens;
  for (int i = 0; i < 1100; ++i) tokens.push_back(run_task(sessions_.open(id, "phone"))->token);
  EXPECT_EQ(run_task(sessions_.list(id, tokens[0]))->size(), tokens.size());
  ASSERT_TRUE(
      run_task(accounts_.change_password(id, {.current = "long enough", .password = "another long one"}, tokens[0]))
          .has_value());
  EXPECT_TRUE(run_task(sessions_.authenticate(tokens[0])).has_value());
  for (std::size_t i = 1; i < tokens.size(); ++i)
    EXPECT_FALSE(run_task(sessions_.authenticate(tokens[i])).has_value()) << i;
}

// Whoever has an IPv6 address has all 2^64 of its network.
TEST_F(AccountsTest, StopsGuessingFromAllOfANetwork) {
  sign_up("toni@example.org");
  const auto from = [](int i) { return "2001:db8:1:2::" + std::to_string(i + 1); };
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(code_of(sign_in("toni@example.org", "wrong guess", from(i))), Code::kUnauthenticated);
  EXPECT_EQ(code_of(sign_in("toni@example.org", "wrong guess", from(10))), Code::kThrottled);
  EXPECT_TRUE(sign_in("toni@example.org", "long enough", "2001:db8:1:3::1").has_value());
}

TEST_F(AccountsTest, CountsResetsByNetwork) {
  const auto from = [](int i) { return "2001:db8:1:2::" + std::to_string(i + 1); };
  bool stopped = false;
  for (int i = 0; i < 51 && !stopped; ++i) stopped = !run_task(accounts_.count_reset(from(i))).has_value();
  EXPECT_TRUE(stopped);
  EXPECT_TRUE(run_task(accounts_.count_reset("192.0.2.7")).has_value());
}

}  // namespace
}  // namespace doggy::accounts
