#include "registry/webhooks/courier.h"

#include <gmock/gmock.h>

#include <mutex>

#include "platform/http/test_client.h"
#include "platform/json/codec.h"
#include "registry/jobs/runner.h"
#include "registry/notify/notifier.h"
#include "registry/testing/world.h"
#include "registry/webhooks/signature.h"
#include "registry/webhooks/webhook_channel.h"

namespace doggy::webhooks {
namespace {

using ::testing::HasSubstr;

// A receiver on the loopback that answers as it is told.
class CourierTest : public doggy::testing::World {
 protected:
  CourierTest() {
    router_.add({.method = http::Method::kPost,
                 .path = "/hook",
                 .handler = [this](http::Request request) { return receive(std::move(request)); },
                 .accepts_body = true});
    server_.emplace(router_);
    webhook_ = run_task(webhooks_.make(doggy::testing::kTrainer,
                                       {.url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/hook",
                                        .kinds = {notify::NoticeKind::kComment}}))
                   .value();
  }

  Task<http::Response> receive(http::Request request) {
    const std::lock_guard lock(mutex_);
    received_.push_back(std::move(request));
    http::Response response = http::Response::empty(status_);
    if (!retry_after_.empty()) response.headers.add("Retry-After", retry_after_);
    co_return response;
  }

  Task<void> note(Webhook webhook) {
    told_.push_back(std::move(webhook));
    co_return;
  }

  [[nodiscard]] Event event_of(const std::string& dog_id) const {
    Event event{.id = "msg_1", .type = "comment"};
    event.at = clock();
    event.dog_id = Uuid::parse(dog_id);
    event.path = "/dogs/" + dog_id;
    return event;
  }
  Result<void> deliver(Event event, unsigned attempt = 1, bool asked = false) {
    jobs::NewJob made = job_for(doggy::testing::kTrainer, webhook_.id.text(), std::move(event), asked, clock());
    return run_task(courier_.deliver({.kind = made.kind, .payload = made.payload, .id = "1", .attempt = attempt}));
  }
  Delivery last() { return run_task(webhooks_.deliveries(doggy::testing::kTrainer, webhook_.id.text()))->at(0); }
  Webhook now() { return run_task(webhooks_.get(doggy::testing::kTrainer, webhook_.id.text())).value(); }

  unsigned status_ = 204;
  std::string retry_after_;
  std::mutex mutex_;
  std::vector<http::Request> received_;
  std::vector<Webhook> told_;
  http::Router router_;
  std::optional<http::TestServer> server_;
  observe::Metrics metrics_;
  Figures figures_{metrics_};
  http::Client client_{{.guard = http::Egress{.loopback = true}}};
  records::Records records_{store, log, circle, clock};
  notify::Notices notices_{store, circle, clock};
  Webhooks webhooks_{store, [](std::string_view) { return Result<void>(); }, clock};
  Courier courier_{{.webhooks = webhooks_,
                    .circle = circle,
                    .records = records_,
                    .notices = notices_,
                    .client = client_,
                    .figures = figures_,
                    .public_url = [] { return std::string("https://doggy.example"); },
                    .clock = clock,
                    .tell = [this](std::string, Webhook webhook) { return note(std::move(webhook)); }}};
  Webhook webhook_;
};

TEST_F(CourierTest, SendsASignedMessage) {
  const std::string dog_id = make_dog(doggy::testing::kTrainer);
  ASSERT_TRUE(deliver(event_of(dog_id)));
  ASSERT_EQ(received_.size(), 1U);
  const http::Request& request = received_[0];
  EXPECT_EQ(boost::json::parse(request.body),
            boost::json::parse(R"({"type":"comment","timestamp":"2026-11-23T10:00:00.000Z","data":{"dogId":")" +
                               dog_id + R"(","url":"https://doggy.example/dogs/)" + dog_id + "\"}}"));
  EXPECT_EQ(request.headers.get("webhook-id"), "msg_1");
  EXPECT_EQ(request.headers.get("webhook-timestamp"), "1795428000");
  EXPECT_EQ(request.headers.get("webhook-signature"), signatures({webhook_.secret}, "msg_1", 1795428000, request.body));
  EXPECT_EQ(last().outcome, Outcome::kDelivered);
  EXPECT_EQ(last().status, 204U);
  EXPECT_THAT(metrics_.text(), HasSubstr(R"(doggy_webhook_attempts_total{outcome="delivered"} 1)"));
}

TEST_F(CourierTest, TriesAgainWhenItFails) {
  const std::string dog_id = make_dog(doggy::testing::kTrainer);
  status_ = 500;
  EXPECT_EQ(deliver(event_of(dog_id)).error().code, Code::kUnavailable);
  EXPECT_EQ(last().outcome, Outcome::kFailed);
  status_ = 302;
  EXPECT_EQ(deliver(event_of(dog_id), 2).error().code, Code::kUnavailable);
  status_ = 503;
  retry_after_ = "120";
  const auto throttled = deliver(event_of(dog_id), 3);
  EXPECT_EQ(throttled.error().code, Code::kThrottled);
  EXPECT_EQ(throttled.error().retry_after, std::chrono::seconds(120));
  EXPECT_EQ(last().attempt, 3U);
  EXPECT_TRUE(now().enabled);
}

TEST_F(CourierTest, DisablesAfterTheLastAttemptAndTells) {
  const std::string dog_id = make_dog(doggy::testing::kTrainer);
  status_ = 500;
  EXPECT_TRUE(deliver(event_of(dog_id), kEffort.attempts));
  EXPECT_EQ(now().disabled_because, Disabled::kFailing);
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_FALSE(told_[0].enabled);
  received_.clear();
  EXPECT_TRUE(deliver(event_of(dog_id)));
  EXPECT_TRUE(received_.empty());
  EXPECT_TRUE(deliver(test_event(clock()), 1, true));  // Its owner tries whether it works again.
  EXPECT_EQ(received_.size(), 1U);
  EXPECT_EQ(told_.size(), 1U);
}

TEST_F(CourierTest, TakesGoneForAnAnswer) {
  status_ = 410;
  EXPECT_TRUE(deliver(test_event(clock()), 1, true));
  EXPECT_EQ(now().disabled_because, Disabled::kGone);
}

TEST_F(CourierTest, TriesOnceWhatWasAskedFor) {
  status_ = 500;
  EXPECT_TRUE(deliver(test_event(clock()), 1, true));
  EXPECT_EQ(last().status, 500U);
  EXPECT_TRUE(now().enabled);
}

TEST_F(CourierTest, WithholdsWhatItsOwnerMayNoLongerSee) {
  const std::string dog_id = make_dog(doggy::testing::kOwner, "owner");
  EXPECT_TRUE(deliver(event_of(dog_id)));
  EXPECT_TRUE(received_.empty());
  EXPECT_EQ(last().outcome, Outcome::kWithheld);
  EXPECT_FALSE(last().event);

  join(dog_id, doggy::testing::kOwner, doggy::testing::kTrainer, circle::Role::kTrainer);
  EXPECT_TRUE(deliver(event_of(dog_id)));
  EXPECT_EQ(received_.size(), 1U);

  const std::string record_id = Uuid::v7().text();
  ASSERT_TRUE(run_task(records_.put(dog_id, record_id, actor(dog_id, doggy::testing::kOwner),
                                    {{"type", "note"},
                                     {"occurredAt", "2026-11-23T10:00:00Z"},
                                     {"text", "secret"},
                                     {"audience", boost::json::array{"owner"}}},
                                    {})));
  Event hidden = event_of(dog_id);
  hidden.record_id = Uuid::parse(record_id);
  EXPECT_TRUE(deliver(hidden));
  EXPECT_EQ(received_.size(), 1U);
}

// What a notice leads to by the channel: the job, done at once.
TEST_F(CourierTest, TellsOfAnInvitationWithoutItsLinkAndOnlyWhileItStands) {
  using doggy::testing::kOwner;
  using doggy::testing::kTrainer;
  ASSERT_TRUE(run_task(webhooks_.change(kTrainer, webhook_.id.text(), {.kinds = {notify::NoticeKind::kInvitation}})));
  const std::string dog_id = make_dog(kOwner, "owner");
  const auto invitation = invite(dog_id, kOwner, {.role = circle::Role::kTrainer});
  notify::Notice notice{.id = Uuid::v7(), .kind = notify::NoticeKind::kInvitation, .at = clock()};
  notice.dog_name = "Balu";
  notice.invitation = invitation->token;
  ASSERT_TRUE(run_task(notices_.add(kTrainer, notice, {})));
  jobs::Runner runner(store, clock, metrics_);
  runner.handle(std::string(kJobKind), [this](jobs::Job job) { return courier_.deliver(std::move(job)); });
  accounts::Account account;
  account.id = *Uuid::parse(kTrainer);
  const auto channel = webhook_channel(webhooks_, runner, clock);
  ASSERT_TRUE(run_task(channel->deliver({.to = account, .notice = notice, .path = notify::path_of(notice)})));
  for (const store::Item& item : store.all_items())
    if (item.key.pk.starts_with("JOBS#")) EXPECT_THAT(item.body, ::testing::Not(HasSubstr(*invitation->token)));

  EXPECT_EQ(run_task(runner.run_due()), 1U);
  ASSERT_EQ(received_.size(), 1U);
  EXPECT_THAT(received_[0].body, HasSubstr("https://doggy.example/notifications"));
  EXPECT_THAT(received_[0].body, ::testing::Not(HasSubstr(*invitation->token)));

  ASSERT_TRUE(run_task(circle.revoke_invitation(dog_id, actor(dog_id, kOwner), invitation->id.text())));
  ASSERT_TRUE(deliver(*last().event, 1, true));
  EXPECT_EQ(received_.size(), 1U);
  EXPECT_EQ(last().outcome, Outcome::kWithheld);
}

TEST_F(CourierTest, NotesWhyNothingAnswered) {
  server_.reset();
  EXPECT_EQ(deliver(test_event(clock()), 1).error().code, Code::kUnavailable);
  EXPECT_EQ(last().failure, "unreachable");
  EXPECT_FALSE(last().status);
}

TEST_F(CourierTest, SendsNothingOfARemovedWebhook) {
  ASSERT_TRUE(run_task(webhooks_.remove(doggy::testing::kTrainer, webhook_.id.text())));
  EXPECT_TRUE(deliver(test_event(clock())));
  EXPECT_TRUE(received_.empty());
}

}  // namespace
}  // namespace doggy::webhooks
