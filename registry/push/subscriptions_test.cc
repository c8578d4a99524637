#include "registry/push/subscriptions.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "platform/id/secret.h"
#include "platform/push/p256.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::push {
namespace {

const std::string kDeviceOwner = "0192f0c0-0000-7000-8000-00000000000a";
const std::string kOlaf = "0192f0c0-0000-7000-8000-00000000000b";

class SubscriptionsTest : public testing::Test {
 protected:
  static Result<void> rule(std::string_view url) {
    if (url.starts_with("https://")) return {};
    return fail_field("endpoint", "scheme", "The URL must begin with https://.");
  }
  static NewSubscription browser(const std::string& name) {
    return {.endpoint = "https://push.example.org:8443/send/" + name,
            .keys = {.p256dh = base64url(KeyPair::generate().point()), .auth = base64url(std::string(16, 'a'))},
            .name = name};
  }
  std::string sign_in(const std::string& account_id) { return run_task(sessions_.open(account_id, "")).value().token; }
  Result<Subscription> add(const std::string& account_id, const std::string& token, NewSubscription request) {
    return run_task(subscriptions_.add(account_id, token, std::move(request)));
  }
  std::vector<Subscription> list(const std::string& account_id) {
    return run_task(subscriptions_.list(account_id)).value();
  }

  std::int64_t now_ms_ = 1'795'428'000'000;
  accounts::Clock clock_ = [this] { return Timestamp::from_unix_ms(now_ms_); };
  store::MemoryStore store_;
  accounts::Sessions sessions_{store_, clock_};
  Subscriptions subscriptions_{store_, sessions_, rule, clock_};
  const std::string token_ = sign_in(kDeviceOwner);
};

TEST_F(SubscriptionsTest, AreListedAndRemoved) {
  const Subscription added = add(kDeviceOwner, token_, browser("phone")).value();
  EXPECT_EQ(added.id, sha256_hex("https://push.example.org:8443/send/phone").substr(0, 32));
  ASSERT_EQ(list(kDeviceOwner).size(), 1U);
  EXPECT_EQ(list(kDeviceOwner)[0].service, "push.example.org");
  EXPECT_TRUE(list(kOlaf).empty());
  EXPECT_EQ(run_task(subscriptions_.remove(kOlaf, added.id)).error().code, Code::kNotFound);
  EXPECT_EQ(run_task(subscriptions_.remove(kDeviceOwner, "x")).error().code, Code::kNotFound);
  EXPECT_TRUE(run_task(subscriptions_.remove(kDeviceOwner, added.id)));
  EXPECT_TRUE(list(kDeviceOwner).empty());
}

TEST_F(SubscriptionsTest, AreOneForEachEndpoint) {
  ASSERT_TRUE(add(kDeviceOwner, token_, browser("phone")));
  const NewSubscription again = browser("phone");
  ASSERT_TRUE(add(kDeviceOwner, token_, again));
  ASSERT_EQ(list(kDeviceOwner).size(), 1U);
  EXPECT_EQ(list(kDeviceOwner)[0].keys.p256dh, again.keys.p256dh);
}

TEST_F(SubscriptionsTest, ABrowserTellsWhoeverAskedLast) {
  ASSERT_TRUE(add(kDeviceOwner, token_, browser("shared")));
  ASSERT_TRUE(add(kOlaf, sign_in(kOlaf), browser("shared")));
  EXPECT_TRUE(list(kDeviceOwner).empty());
  EXPECT_EQ(list(kOlaf).size(), 1U);
}

TEST_F(SubscriptionsTest, EndWithTheirSession) {
  const std::string other = sign_in(kDeviceOwner);
  ASSERT_TRUE(add(kDeviceOwner, token_, browser("phone")));
  ASSERT_TRUE(add(kDeviceOwner, other, browser("laptop")));
  ASSERT_TRUE(run_task(sessions_.end(token_)));
  ASSERT_EQ(list(kDeviceOwner).size(), 1U);
  EXPECT_EQ(list(kDeviceOwner)[0].name, "laptop");
  now_ms_ += accounts::Sessions::kSessionSeconds * 1000;
  EXPECT_TRUE(list(kDeviceOwner).empty());
}

TEST_F(SubscriptionsTest, AreTwentyAtMost) {
  for (std::size_t i = 0; i < Subscriptions::kMostSubscriptions; ++i)
    ASSERT_TRUE(add(kDeviceOwner, token_, browser(std::to_string(i))));
  EXPECT_EQ(add(kDeviceOwner, token_, browser("more")).error().code, Code::kConflict);
  EXPECT_TRUE(add(kDeviceOwner, token_, browser("0")));
}

TEST_F(SubscriptionsTest, NameTheFieldThatIsWrong) {
  const auto field = [this](NewSubscription request) {
    return add(kDeviceOwner, token_, std::move(request)).error().fields.at(0).field;
  };
  NewSubscription wrong = browser("phone");
  wrong.endpoint = "http://push.example.org/";
  EXPECT_EQ(field(wrong), "endpoint");
  wrong = browser("phone");
  wrong.keys.p256dh = base64url(std::string(65, '\4'));
  EXPECT_EQ(field(wrong), "keys.p256dh");
  wrong.keys.p256dh = "no base64url!";
  EXPECT_EQ(field(wrong), "keys.p256dh");
  wrong = browser("phone");
  wrong.keys.auth = base64url(std::string(15, 'a'));
  EXPECT_EQ(field(wrong), "keys.auth");
}

}  // namespace
}  // namespace doggy::push
