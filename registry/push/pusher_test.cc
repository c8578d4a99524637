#include "registry/push/pusher.h"

#include <gmock/gmock.h>

#include "platform/async/run_task.h"
#include "platform/id/secret.h"
#include "registry/push/push_service_for_test.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::push {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kTina = "0192f0c0-0000-7000-8000-00000000000a";

// Whether a browser can read what it gets is for tests/push.
class PusherTest : public testing::Test {
 protected:
  PusherTest() {
    device_ = run_task(subscriptions_.add(kTina, run_task(sessions_.open(kTina, "")).value().token,
                                          {.endpoint = service_->url(),
                                           .keys = {.p256dh = base64url(KeyPair::generate().point()),
                                                    .auth = base64url(std::string(16, 'a'))}}))
                  .value();
  }

  std::vector<jobs::NewJob> jobs_for(Handling handling = {}) {
    return run_task(
               pusher_.jobs_for(
                   kTina, "notice 1",
                   {.kind = "comment", .title = "A comment for you", .body = "Balu", .path = "/dogs/1", .tag = "dog 1"},
                   handling))
        .value();
  }
  Result<void> deliver() {
    const jobs::NewJob made = jobs_for({.urgency = Urgency::kHigh, .ttl = std::chrono::hours(1)}).at(0);
    return run_task(pusher_.deliver({.kind = made.kind, .payload = made.payload, .id = made.id}));
  }

  Task<Result<bool>> may_see(std::string notice_id) {
    EXPECT_EQ(notice_id, "notice 1");
    co_return may_see_;
  }

  Result<bool> may_see_ = true;
  std::optional<PushServiceForTest> service_{std::in_place};
  accounts::Clock clock_ = [] { return Timestamp::from_unix_ms(1'795'428'000'000); };
  store::MemoryStore store_;
  accounts::Sessions sessions_{store_, clock_};
  Subscriptions subscriptions_{store_, sessions_, [](std::string_view) { return Result<void>(); }, clock_};
  observe::Metrics metrics_;
  Figures figures_{metrics_};
  http::Client client_{{.guard = http::Egress{.loopback = true}}};
  Pusher pusher_{{.subscriptions = subscriptions_,
                  .client = client_,
                  .figures = figures_,
                  .key = KeyPair::generate(),
                  .contact = "mailto:dogs@example.org",
                  .clock = clock_,
                  .may_see = [this](std::string, std::string notice_id) { return may_see(std::move(notice_id)); }}};
  Subscription device_;
};

TEST_F(PusherTest, MakesAJobForEachDevice) {
  const auto made = jobs_for({.ttl = std::chrono::hours(1)});
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].id, "notice 1 " + device_.id);
  EXPECT_EQ(made[0].useless_after->unix_ms(), clock_().unix_ms() + 60 * 60 * 1000);
  EXPECT_TRUE(made[0].secret);
}

TEST_F(PusherTest, NamesTheDogOnlyWhereItMay) {
  EXPECT_EQ(jobs_for().at(0).payload.at("message").at("body"), "");
  ASSERT_TRUE(run_task(subscriptions_.add(kTina, run_task(sessions_.open(kTina, "")).value().token,
                                          {.endpoint = device_.endpoint, .keys = device_.keys, .show_names = true})));
  EXPECT_EQ(jobs_for().at(0).payload.at("message").at("body"), "Balu");
}

TEST_F(PusherTest, TellsOneDeviceThatItIsTold) {
  const auto made = run_task(pusher_.test_job(kTina, device_.id)).value();
  ASSERT_TRUE(run_task(pusher_.deliver({.kind = made.kind, .payload = made.payload})));
  EXPECT_EQ(service_->received().size(), 1U);
  EXPECT_EQ(run_task(pusher_.test_job(kTina, std::string(32, '0'))).error().code, Code::kNotFound);
}

TEST_F(PusherTest, SendsWhatOnlyTheBrowserCanRead) {
  const auto delivered = deliver();
  ASSERT_TRUE(delivered) << delivered.error().detail;
  ASSERT_EQ(service_->received().size(), 1U);
  const auto request = service_->received()[0];
  EXPECT_EQ(request.headers.get("Content-Encoding"), "aes128gcm");
  EXPECT_EQ(request.headers.get("TTL"), "3600");
  EXPECT_EQ(request.headers.get("Urgency"), "high");
  EXPECT_EQ(request.headers.get("Topic").size(), 32U);
  EXPECT_THAT(request.headers.get("Authorization"), StartsWith("vapid t="));
  EXPECT_THAT(std::string(request.headers.get("Authorization")), HasSubstr(",k=" + pusher_.public_key()));
  EXPECT_THAT(request.body, Not(HasSubstr("comment")));
  EXPECT_THAT(metrics_.text(), HasSubstr(R"(doggy_push_messages_total{outcome="sent"} 1)"));
}

TEST_F(PusherTest, AsksBeforeEachAttemptWhetherItMayBeSeen) {
  service_->answer("503 Service Unavailable");
  EXPECT_EQ(deliver().error().code, Code::kUnavailable);
  may_see_ = std::unexpected(Error{.code = Code::kUnavailable});
  EXPECT_EQ(deliver().error().code, Code::kUnavailable);
  may_see_ = false;
  EXPECT_TRUE(deliver());
  EXPECT_EQ(service_->received().size(), 1U);
  EXPECT_THAT(metrics_.text(), HasSubstr(R"(doggy_push_messages_total{outcome="withheld"} 1)"));
}

TEST_F(PusherTest, ForgetsADeviceThatIsGone) {
  const auto later = jobs_for();
  service_->answer("410 Gone");
  EXPECT_TRUE(deliver());
  EXPECT_TRUE(run_task(subscriptions_.list(kTina))->empty());
  EXPECT_TRUE(run_task(pusher_.deliver({.kind = later[0].kind, .payload = later[0].payload})));
  EXPECT_EQ(service_->received().size(), 1U);
}

TEST_F(PusherTest, WaitsAsLongAsItIsAskedTo) {
  service_->answer("429 Too Many Requests", "Retry-After: 90\r\n");
  EXPECT_EQ(deliver().error().code, Code::kThrottled);
  EXPECT_EQ(deliver().error().retry_after, std::chrono::seconds(90));
  service_->answer("503 Service Unavailable");
  EXPECT_EQ(deliver().error().code, Code::kUnavailable);
  EXPECT_EQ(run_task(subscriptions_.list(kTina))->size(), 1U);
}

TEST_F(PusherTest, DoesNotRepeatWhatIsRefused) {
  service_->answer("400 Bad Request");
  EXPECT_EQ(deliver().error().code, Code::kInvalid);
  EXPECT_THAT(metrics_.text(), HasSubstr(R"(doggy_push_messages_total{outcome="4xx"} 1)"));
}

TEST_F(PusherTest, TriesAgainWhenNobodyAnswers) {
  service_.reset();
  EXPECT_EQ(deliver().error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::push
