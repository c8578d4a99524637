#include "registry/accounts/known_devices.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <string>
#include <vector>

#include "platform/async/run_task.h"
#include "platform/id/secret.h"
#include "registry/accounts/accounts.h"
#include "registry/store/faulty_store.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::accounts {
namespace {

const std::string kPassword = "long enough";

class KnownDevicesTest : public ::testing::Test {
 protected:
  Account sign_up(const std::string& email) {
    return run_task(accounts_.sign_up({.email = email, .password = kPassword, .name = "Toni"}, "::1")).value();
  }
  [[nodiscard]] Result<NewSession> sign_in(const std::string& email, const std::string& password, Visitor visitor) {
    return run_task(accounts_.sign_in({.email = email, .password = password}, std::move(visitor)));
  }
  // The cookie after signing in with one.
  [[nodiscard]] std::string cookie_after(const std::string& email, const std::string& cookie = {}) {
    return sign_in(email, kPassword, {.address = "192.0.2.1", .cookie = cookie}).value().cookie;
  }
  [[nodiscard]] bool knows(const Account& account, const std::string& cookie) {
    return run_task(devices_.find(account.id.text(), cookie)).value().has_value();
  }
  void pass(std::int64_t seconds) { now_ms_ += seconds * 1000; }

  std::int64_t now_ms_ = 1'795'000'000'000;
  Clock clock_ = [this] { return Timestamp::from_unix_ms(now_ms_); };
  WorkerPool hashing_{{.name = "password checks", .threads = 2, .queue_limit = 10}};
  store::MemoryStore store_;
  Sessions sessions_{store_, clock_};
  Accounts accounts_{store_, sessions_, hashing_, clock_};
  KnownDevices devices_{store_, clock_};
};

TEST_F(KnownDevicesTest, GuessesOfOthersDoNotLockOutADeviceThatSignedInBefore) {
  sign_up("toni@example.org");
  const std::string cookie = cookie_after("toni@example.org");
  const auto from = [](int i) { return "198.51.100." + std::to_string(i); };
  Code last = Code::kUnauthenticated;
  for (int i = 0; i < 101 && last == Code::kUnauthenticated; ++i)
    last = sign_in("toni@example.org", "wrong guess", {.address = from(i)}).error().code;
  ASSERT_EQ(last, Code::kThrottled);
  EXPECT_EQ(sign_in("toni@example.org", kPassword, {.address = "192.0.2.1"}).error().code, Code::kThrottled);
  EXPECT_TRUE(sign_in("toni@example.org", kPassword, {.address = "192.0.2.1", .cookie = cookie}));
  // Nor does it guess without end.
  const Visitor known{.address = "192.0.2.1", .cookie = cookie};
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(sign_in("toni@example.org", "wrong guess", known).error().code, Code::kUnauthenticated);
  EXPECT_EQ(sign_in("toni@example.org", kPassword, known).error().code, Code::kThrottled);
}

TEST_F(KnownDevicesTest, ADeviceIsKnownToItsOwnAccountsAlone) {
  const Account toni = sign_up("toni@example.org");
  const Account eva = sign_up("eva@example.org");
  const std::string tonis = cookie_after("toni@example.org");
  EXPECT_TRUE(knows(toni, tonis));
  EXPECT_FALSE(knows(eva, tonis));
  // The family's tablet.
  const std::string both = cookie_after("eva@example.org", tonis);
  EXPECT_TRUE(knows(toni, both));
  EXPECT_TRUE(knows(eva, both));
  EXPECT_EQ(cookie_after("toni@example.org", both).size(), both.size());
}

TEST_F(KnownDevicesTest, ASecretThatTheServerDidNotMakeIsNotTaken) {
  const Account toni = sign_up("toni@example.org");
  const std::string planted = random_token();
  EXPECT_TRUE(knows(toni, cookie_after("toni@example.org", planted)));
  EXPECT_FALSE(knows(toni, planted));
  std::string many;
  for (int i = 0; i < 20; ++i) many += random_token() + ".";
  EXPECT_TRUE(knows(toni, cookie_after("toni@example.org", many + "...x.")));
}

TEST_F(KnownDevicesTest, IsForgottenAfterAYearOrAResetOrSigningOutEverywhere) {
  const Account toni = sign_up("toni@example.org");
  std::string cookie = cookie_after("toni@example.org");
  pass(KnownDevices::kSeconds / 2);
  cookie = cookie_after("toni@example.org", cookie);
  pass(KnownDevices::kSeconds - 1);
  EXPECT_TRUE(knows(toni, cookie));
  pass(1);
  EXPECT_FALSE(knows(toni, cookie));

  cookie = cookie_after("toni@example.org");
  ASSERT_TRUE(run_task(accounts_.sign_out_everywhere(toni.id.text())));
  EXPECT_FALSE(knows(toni, cookie));

  cookie = cookie_after("toni@example.org");
  const auto mailed = run_task(accounts_.begin_reset("toni@example.org"));
  ASSERT_TRUE(run_task(accounts_.reset_password((*mailed)->token, "another long one")));
  EXPECT_FALSE(knows(toni, cookie));
}

TEST_F(KnownDevicesTest, ThereAreAtMostTwentyOfAnAccount) {
  const Account toni = sign_up("toni@example.org");
  std::vector<std::string> cookies;
  for (std::size_t i = 0; i < KnownDevices::kMost + 2; ++i) {
    cookies.push_back(cookie_after("toni@example.org"));
    pass(1);
  }
  EXPECT_FALSE(knows(toni, cookies[0]));
  EXPECT_FALSE(knows(toni, cookies[1]));
  EXPECT_TRUE(knows(toni, cookies[2]));
  EXPECT_EQ(run_task(store_.query({.pk = "ACCOUNT#" + toni.id.text(), .from = "DEVICE#", .to = "DEVICE$"}))->size(),
            KnownDevices::kMost);
}

// Nothing tells a stranger whether there is an account.
TEST_F(KnownDevicesTest, AStrangersCookieLearnsNothing) {
  sign_up("toni@example.org");
  sign_up("mallory@example.org");
  const Visitor mallory{.address = "192.0.2.9", .cookie = cookie_after("mallory@example.org")};
  EXPECT_EQ(sign_in("toni@example.org", "wrong guess", mallory).error(),
            sign_in("nobody@example.org", "wrong guess", mallory).error());
}

// A pool in which one job runs until it is let go, and another waits in a queue of one.
class BusyHashing : public KnownDevicesTest {
 protected:
  void occupy() {
    pool_.submit(WorkerPool::Priority::kNormal, {}, [this](WorkerPool::Verdict) {
      running_.set_value();
      let_go_.get_future().wait();
    });
    running_.get_future().wait();
    pool_.submit(WorkerPool::Priority::kNormal, {}, [this](WorkerPool::Verdict verdict) { other_.set_value(verdict); });
  }

  std::promise<void> running_;
  std::promise<void> let_go_;
  std::promise<WorkerPool::Verdict> other_;
  WorkerPool pool_{{.name = "password checks", .threads = 1, .queue_limit = 1}};
  Accounts busy_{store_, sessions_, pool_, clock_};
};

TEST_F(BusyHashing, StrangersAreRefusedAtOnceAndAKnownDeviceGoesFirst) {
  sign_up("toni@example.org");
  const SignIn right{.email = "toni@example.org", .password = kPassword, .code = {}};
  const Visitor known{.address = "192.0.2.1", .cookie = cookie_after("toni@example.org")};
  occupy();
  for (int i = 0; i < 20; ++i) {
    const auto refused = run_task(busy_.sign_in(right, {.address = "192.0.2.1"}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::kUnavailable);
    EXPECT_TRUE(refused.error().retry_after.has_value());
  }
  EXPECT_EQ(
      run_task(busy_.sign_up({.email = "new@example.org", .password = kPassword, .name = "N"}, "::1")).error().code,
      Code::kUnavailable);

  auto session = std::async(std::launch::async, [&] { return run_task(busy_.sign_in(right, known)); });
  EXPECT_EQ(other_.get_future().get(), WorkerPool::Verdict::kFull);  // It made room.
  let_go_.set_value();
  EXPECT_TRUE(session.get());
  // What was not looked at was not counted.
  EXPECT_TRUE(run_task(busy_.sign_in(right, {.address = "192.0.2.1"})));
}

// Found by tests/chaos: all who came while the first were being counted were counted, too, and then refused. That kept
// the store busy.
TEST_F(KnownDevicesTest, StrangersTakeAPlaceBeforeTheyAreCounted) {
  sign_up("toni@example.org");
  const SignIn wrong{.email = "toni@example.org", .password = "wrong guess", .code = {}};
  const std::size_t places = hashing_.options().queue_limit;
  store::FaultyStore slow(store_);
  slow.plan_commits(std::vector(places + 5, store::Fault::kHold));
  Accounts accounts(slow, sessions_, hashing_, clock_);
  boost::asio::io_context loop(1);
  std::vector<Code> refused;
  for (std::size_t i = 0; i < places + 5; ++i)
    boost::asio::co_spawn(
        loop, accounts.sign_in(wrong, {.address = fmt::format("192.0.2.{}", i)}),
        [&](std::exception_ptr, const Result<NewSession>& session) { refused.push_back(session.error().code); });
  loop.poll();
  EXPECT_EQ(refused, std::vector(5, Code::kUnavailable));
  EXPECT_EQ(slow.held(), places);
  slow.plan_commits({});
  slow.release();
  loop.run();
  EXPECT_EQ(std::ranges::count(refused, Code::kUnavailable), 5);
}

TEST_F(BusyHashing, WorkForAClientThatLeftIsNotDone) {
  sign_up("toni@example.org");
  const auto left = std::make_shared<std::atomic<bool>>(true);
  const auto refused = run_task(busy_.sign_in({.email = "toni@example.org", .password = kPassword, .code = {}},
                                              {.address = "192.0.2.1", .left = left}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::accounts
