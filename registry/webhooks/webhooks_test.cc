#include "registry/webhooks/webhooks.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::webhooks {
namespace {

const std::string kTina = "0192f0c0-0000-7000-8000-00000000000a";
const std::string kOlaf = "0192f0c0-0000-7000-8000-00000000000b";

class WebhooksTest : public ::testing::Test {
 protected:
  static Result<void> rule(std::string_view url) {
    if (url.starts_with("https://")) return {};
    return fail_field("url", "scheme", "The URL must begin with https://.");
  }

  Webhook make(std::string url = "https://example.org/hook") {
    return run_task(webhooks_.make(kTina, {.url = std::move(url), .kinds = {notify::NoticeKind::kComment}})).value();
  }
  Delivery deliver(const Webhook& webhook) {
    now_ms_ += 1000;
    Delivery delivery{.id = Uuid::v7(), .message_id = "msg_1", .type = "comment"};
    delivery.at = Timestamp::from_unix_ms(now_ms_);
    EXPECT_TRUE(run_task(webhooks_.note(kTina, webhook.id.text(), delivery)));
    return delivery;
  }
  std::vector<Delivery> deliveries(const Webhook& webhook) {
    return run_task(webhooks_.deliveries(kTina, webhook.id.text())).value();
  }
  template <class T>
  static Code code_of(const Result<T>& result) {
    return result.error().code;
  }

  std::int64_t now_ms_ = 1'795'428'000'000;
  store::MemoryStore store_;
  Webhooks webhooks_{store_, rule, [this] { return Timestamp::from_unix_ms(now_ms_); }};
};

TEST_F(WebhooksTest, AreTheirOwnersAlone) {
  const Webhook made = make();
  EXPECT_TRUE(made.secret.starts_with("whsec_"));
  EXPECT_EQ(run_task(webhooks_.list(kTina))->size(), 1U);
  EXPECT_EQ(run_task(webhooks_.get(kTina, made.id.text()))->url, made.url);
  EXPECT_TRUE(run_task(webhooks_.list(kOlaf))->empty());
  EXPECT_EQ(code_of(run_task(webhooks_.get(kOlaf, made.id.text()))), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(webhooks_.change(kOlaf, made.id.text(), {.enabled = false}))), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(webhooks_.rotate_secret(kOlaf, made.id.text()))), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(webhooks_.remove(kOlaf, made.id.text()))), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(webhooks_.get(kTina, "WEBHOOK"))), Code::kNotFound);
}

TEST_F(WebhooksTest, KeepTheRule) {
  EXPECT_EQ(code_of(run_task(webhooks_.make(kTina, {.url = "http://example.org"}))), Code::kInvalid);
  const Webhook made = make();
  EXPECT_EQ(code_of(run_task(webhooks_.change(kTina, made.id.text(), {.url = "http://example.org"}))), Code::kInvalid);
  EXPECT_EQ(
      code_of(run_task(webhooks_.make(kTina, {.url = "https://example.org",
                                              .kinds = {notify::NoticeKind::kComment, notify::NoticeKind::kComment}}))),
      Code::kInvalid);
}

TEST_F(WebhooksTest, AreTwentyAtMost) {
  for (std::size_t i = 0; i < Webhooks::kMostWebhooks; ++i) make();
  EXPECT_EQ(code_of(run_task(webhooks_.make(kTina, {.url = "https://example.org"}))), Code::kConflict);
}

TEST_F(WebhooksTest, ChangeWhatIsNamed) {
  const Webhook made = make();
  const auto changed = run_task(webhooks_.change(kTina, made.id.text(), {.description = "ours", .enabled = false}));
  EXPECT_EQ(changed->url, made.url);
  EXPECT_EQ(changed->kinds, made.kinds);
  EXPECT_EQ(changed->description, "ours");
  EXPECT_EQ(changed->disabled_because, Disabled::kByItsOwner);
  EXPECT_FALSE(run_task(webhooks_.change(kTina, made.id.text(), {.enabled = true}))->disabled_because);
}

TEST_F(WebhooksTest, AreDisabledOnce) {
  const Webhook made = make();
  EXPECT_TRUE(run_task(webhooks_.disable(kTina, made.id.text(), Disabled::kFailing)).value());
  EXPECT_FALSE(run_task(webhooks_.disable(kTina, made.id.text(), Disabled::kFailing)).value());
  EXPECT_EQ(run_task(webhooks_.get(kTina, made.id.text()))->disabled_because, Disabled::kFailing);
}

TEST_F(WebhooksTest, SignByBothSecretsForADay) {
  const Webhook made = make();
  const Webhook rotated = run_task(webhooks_.rotate_secret(kTina, made.id.text())).value();
  EXPECT_NE(rotated.secret, made.secret);
  const auto at = [this](std::int64_t hours) { return Timestamp::from_unix_ms(now_ms_ + hours * 60 * 60 * 1000); };
  EXPECT_EQ(secrets_at(rotated, at(23)), (std::vector{rotated.secret, made.secret}));
  EXPECT_EQ(secrets_at(rotated, at(24)), (std::vector{rotated.secret}));
}

TEST_F(WebhooksTest, KeepTheLastFiftyDeliveries) {
  const Webhook made = make();
  const Webhook other = make("https://example.org/other");
  std::vector<std::string> ids;
  for (int i = 0; i < 55; ++i) ids.push_back(deliver(made).id.text());
  deliver(other);
  const auto kept = deliveries(made);
  ASSERT_EQ(kept.size(), Webhooks::kDeliveriesKept);
  std::set<std::string> found;
  for (const Delivery& one : kept) found.insert(one.id.text());
  EXPECT_TRUE(found.contains(ids.back()));
  EXPECT_EQ(deliveries(other).size(), 1U);
  EXPECT_EQ(run_task(webhooks_.delivery(kTina, made.id.text(), ids.back()))->id.text(), ids.back());
  EXPECT_EQ(code_of(run_task(webhooks_.delivery(kTina, other.id.text(), ids.back()))), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(webhooks_.delivery(kOlaf, made.id.text(), ids.back()))), Code::kNotFound);
}

TEST_F(WebhooksTest, LeaveNothingBehind) {
  const Webhook made = make();
  for (int i = 0; i < 30; ++i) deliver(made);
  ASSERT_TRUE(run_task(webhooks_.remove(kTina, made.id.text())));
  EXPECT_TRUE(deliveries(made).empty());
  deliver(made);
  EXPECT_TRUE(deliveries(made).empty());
  EXPECT_TRUE(run_task(webhooks_.list(kTina))->empty());
}

}  // namespace
}  // namespace doggy::webhooks
