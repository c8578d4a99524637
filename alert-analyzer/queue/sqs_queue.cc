#include "alert-analyzer/queue/sqs_queue.h"

#include <algorithm>
#include <utility>

#include "platform/async/run_task.h"
#include "platform/aws/messaging.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kBatch = 10;  // Of SQS, messages; likewise the next, bytes.
constexpr std::size_t kBatchBytes = 250'000;
constexpr std::chrono::seconds kWait{1};  // For the first message, instead of asking all the time.
constexpr std::chrono::seconds kLongestHold{43'200};

// run_task needs a value that can be made from nothing.
template <class T>
struct Box {
  Result<T> value;
};

template <class T>
Task<Box<T>> boxed(Task<Result<T>> task) {
  auto value = co_await std::move(task);
  co_return Box<T>{std::move(value)};
}

template <class T>
Result<T> wait_for(Task<Result<T>> task) {
  Result<T> value = run_task(boxed(std::move(task))).value;
  // A queue has one kind of error.
  if (!value) value.error().code = Code::kUnavailable;
  return value;
}

class SqsQueue final : public Queue {
 public:
  SqsQueue(aws::Service& sqs, std::string url, std::unique_ptr<Queue> local)
      : sqs_(sqs), url_(std::move(url)), local_(std::move(local)) {}

  Result<void> enqueue(const std::vector<Message>& messages) override {
    std::vector<aws::OutgoingMessage> batch;
    std::size_t bytes = 0;
    for (const Message& message : messages) {
      // The id goes first, on a line of its own.
      std::string body = message.id + '\n' + message.body;
      if (batch.size() == kBatch || (!batch.empty() && bytes + body.size() > kBatchBytes)) {
        auto sent = wait_for(aws::send_messages(sqs_, url_, std::exchange(batch, {})));
        if (!sent) return sent;
        bytes = 0;
      }
      bytes += body.size();
      batch.push_back({.body = std::move(body)});
    }
    if (batch.empty()) return {};
    return wait_for(aws::send_messages(sqs_, url_, std::move(batch)));
  }

  Result<std::vector<Leased>> lease(std::size_t most, std::chrono::milliseconds hold) override {
    auto leased = local_->lease(most, hold);
    if (!leased) return leased;
    while (leased->size() < most) {
      const auto count = static_cast<unsigned>(std::min(kBatch, most - leased->size()));
      auto received = wait_for(
          aws::receive_messages(sqs_, url_, count, seconds(hold), leased->empty() ? kWait : std::chrono::seconds(0)));
      if (!received) {
        // What was handed out is handled; the rest waits.
        if (leased->empty()) return std::unexpected(std::move(received.error()));
        break;
      }
      if (received->empty()) break;
      for (aws::ReceivedMessage& message : *received) {
        const std::size_t line = std::min(message.body.find('\n'), message.body.size());
        leased->push_back({.id = message.body.substr(0, line),
                           .body = message.body.substr(std::min(line + 1, message.body.size())),
                           .attempts = message.receives,
                           .enqueued_ms = message.sent_ms,
                           .receipt = std::move(message.receipt)});
      }
    }
    return leased;
  }

  Result<void> done(const std::vector<Leased>& messages) override {
    std::vector<Leased> replayed;
    for (const Leased& message : messages) {
      if (message.receipt.empty()) {
        replayed.push_back(message);
        continue;
      }
      auto deleted = wait_for(aws::delete_message(sqs_, url_, message.receipt));
      if (!deleted) return deleted;
    }
    if (replayed.empty()) return {};
    return local_->done(replayed);
  }

  Result<void> retry(const Leased& message, std::chrono::milliseconds delay) override {
    if (message.receipt.empty()) return local_->retry(message, delay);
    return wait_for(aws::hide_message(sqs_, url_, message.receipt, seconds(delay)));
  }

  Result<void> bury(const Leased& message, const std::string& reason) override {
    if (message.receipt.empty()) return local_->bury(message, reason);
    auto kept = local_->enqueue({{.id = message.id, .body = message.body}});
    if (!kept) return kept;
    auto buried = local_->bury(message, reason);
    if (!buried) return buried;
    return wait_for(aws::delete_message(sqs_, url_, message.receipt));
  }

  Result<std::vector<DeadMessage>> dead(std::size_t most) override { return local_->dead(most); }
  Result<std::uint64_t> replay(const std::string& id) override { return local_->replay(id); }

  Result<QueueFigures> figures() override {
    auto figures = local_->figures();
    if (!figures) return figures;
    TRY(const auto depth, wait_for(aws::queue_depth(sqs_, url_)));
    figures->waiting += depth.waiting;
    figures->leased += depth.hidden;
    return figures;
  }

  Result<void> ready() override {
    CHECK_OK(local_->ready());
    CHECK_OK(wait_for(aws::queue_depth(sqs_, url_)));
    return {};
  }

 private:
  static std::chrono::seconds seconds(std::chrono::milliseconds time) {
    return std::min(std::chrono::ceil<std::chrono::seconds>(time), kLongestHold);
  }

  aws::Service& sqs_;
  const std::string url_;
  const std::unique_ptr<Queue> local_;
};

}  // namespace

std::unique_ptr<Queue> sqs_queue(aws::Service& sqs, std::string url, std::unique_ptr<Queue> local) {
  return std::make_unique<SqsQueue>(sqs, std::move(url), std::move(local));
}

}  // namespace doggy::analyzer
