#include "registry/webhooks/webhook_channel.h"

#include <algorithm>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/webhooks/courier.h"

namespace doggy::webhooks {
namespace {

bool wants(const Webhook& webhook, notify::NoticeKind kind) {
  return webhook.enabled && std::ranges::find(webhook.kinds, kind) != webhook.kinds.end();
}

class WebhookChannel final : public notify::Channel {
 public:
  WebhookChannel(Webhooks& webhooks, jobs::Runner& runner, Clock clock)
      : webhooks_(webhooks), runner_(runner), clock_(std::move(clock)) {}

  Task<Result<void>> deliver(notify::Delivery delivery) override {
    const std::string account_id = delivery.to.id.text();
    CO_TRY(auto all, co_await webhooks_.list(account_id));
    Event event{.id = message_id(delivery.notice.id), .type = std::string(codec::enum_name(delivery.notice.kind))};
    event.at = delivery.notice.at;
    event.dog_id = delivery.notice.dog_id;
    event.record_id = delivery.notice.record_id;
    // The link of an invitation is its secret: who has it has the place. Its receiver is told where to find it.
    event.path = delivery.notice.invitation ? "/notifications" : std::move(delivery.path);
    for (const Webhook& webhook : all) {
      if (!wants(webhook, delivery.notice.kind)) continue;
      auto enqueued = co_await runner_.enqueue(job_for(account_id, webhook.id.text(), event, false, clock_()));
      if (!enqueued) co_return enqueued;
    }
    co_return Result<void>{};
  }

 private:
  Webhooks& webhooks_;
  jobs::Runner& runner_;
  const Clock clock_;
};

}  // namespace

std::shared_ptr<notify::Channel> webhook_channel(Webhooks& webhooks, jobs::Runner& runner, Clock clock) {
  return std::make_shared<WebhookChannel>(webhooks, runner, std::move(clock));
}

}  // namespace doggy::webhooks
