#include "registry/push/push_channel.h"

#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"

namespace doggy::push {
namespace {

// What is of use for how long, and how soon.
Handling handling_of(notify::NoticeKind kind) {
  switch (kind) {
    case notify::NoticeKind::kAlert:
      return {.urgency = Urgency::kHigh, .ttl = std::chrono::hours(72)};
    case notify::NoticeKind::kMention:
    case notify::NoticeKind::kComment:
    case notify::NoticeKind::kInvitation:
    case notify::NoticeKind::kHandover:
      return {.urgency = Urgency::kNormal, .ttl = std::chrono::hours(72)};
    case notify::NoticeKind::kHomeworkDue:
      return {.urgency = Urgency::kNormal, .ttl = std::chrono::hours(12)};
    case notify::NoticeKind::kVisitReport:
    case notify::NoticeKind::kVaccineDue:
    case notify::NoticeKind::kMastery:
      return {.urgency = Urgency::kLow, .ttl = std::chrono::hours(24)};
  }
  return {};
}

class PushChannel final : public notify::Channel {
 public:
  PushChannel(Pusher& pusher, jobs::Runner& runner) : pusher_(pusher), runner_(runner) {}

  Task<Result<void>> deliver(notify::Delivery delivery) override {
    const std::string notice_id = delivery.notice.id.text();
    Message message{.kind = std::string(codec::enum_name(delivery.notice.kind)),
                    .title = std::move(delivery.title),
                    .body = std::move(delivery.notice.dog_name),
                    .path = std::move(delivery.path)};
    // Another notice about the same thing takes the place of one that was not looked at.
    message.tag = message.kind + " " + message.path;
    CO_TRY(auto made, co_await pusher_.jobs_for(delivery.to.id.text(), notice_id, std::move(message),
                                                handling_of(delivery.notice.kind)));
    for (jobs::NewJob& job : made) {
      auto enqueued = co_await runner_.enqueue(std::move(job));
      if (!enqueued) co_return enqueued;
    }
    co_return Result<void>{};
  }

 private:
  Pusher& pusher_;
  jobs::Runner& runner_;
};

}  // namespace

std::shared_ptr<notify::Channel> push_channel(Pusher& pusher, jobs::Runner& runner) {
  return std::make_shared<PushChannel>(pusher, runner);
}

}  // namespace doggy::push
