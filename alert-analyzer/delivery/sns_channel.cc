#include "alert-analyzer/delivery/sns_channel.h"

#include <utility>

#include "platform/async/run_task.h"
#include "platform/aws/messaging.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kSubjectBytes = 99;
constexpr std::size_t kMessageBytes = 200'000;

// run_task needs a value that can be made from nothing.
struct Published {
  Result<std::string> id;
};

Task<Published> send_one(aws::Service& sns, aws::Publication publication) {
  auto id = co_await aws::publish(sns, std::move(publication));
  co_return Published{std::move(id)};
}

class SnsChannel final : public Channel {
 public:
  SnsChannel(aws::Service& sns, std::string topic_arn) : sns_(sns), topic_arn_(std::move(topic_arn)) {}

  const std::string& name() const override { return name_; }
  Limits limits() const override { return {.subject = kSubjectBytes, .text = kMessageBytes, .ascii_subject = true}; }

  Result<void> send(const Outgoing& message) override {
    aws::Publication publication{.topic_arn = topic_arn_, .subject = message.subject, .message = message.text};
    if (topic_arn_.ends_with(".fifo")) {
      publication.group_id = message.incident_id;
      publication.deduplication_id = message.id;
    }
    Published published = run_task(send_one(sns_, std::move(publication)));
    if (published.id) return {};
    // Whoever mends a policy or makes the topic anew finds the messages still waiting.
    Error error = std::move(published.id.error());
    if (error.code != Code::kInvalid) error.code = Code::kUnavailable;
    return std::unexpected(std::move(error));
  }

 private:
  const std::string name_ = "sns";
  aws::Service& sns_;
  const std::string topic_arn_;
};

}  // namespace

std::unique_ptr<Channel> sns_channel(aws::Service& sns, std::string topic_arn) {
  return std::make_unique<SnsChannel>(sns, std::move(topic_arn));
}

}  // namespace doggy::analyzer
