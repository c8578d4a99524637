// The few calls of SNS, SQS and Secrets Manager that services here need.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/aws/service.h"
#include "platform/error.h"

namespace doggy::aws {

struct Publication {
  std::string topic_arn;
  std::string subject;  // At most 99 characters of printable ASCII; empty: none.
  std::string message;  // At most 256 KiB of UTF-8.
  // For FIFO topics: what belongs together in order, and what makes two the same.
  std::string group_id = {};
  std::string deduplication_id = {};
};

/// SNS Publish; the id that SNS gave it. `sns` is the service "sns". Errors as of Service, likewise below.
Task<Result<std::string>> publish(Service& sns, Publication publication);

struct OutgoingMessage {
  std::string body;
  std::string group_id = {};  // FIFO queues; likewise the next.
  std::string deduplication_id = {};
};

/// SQS SendMessageBatch of at most ten. Fails when one of them was not taken.
Task<Result<void>> send_messages(Service& sqs, std::string queue_url, std::vector<OutgoingMessage> messages);

struct ReceivedMessage {
  std::string id;
  std::string body;
  std::string receipt;
  unsigned receives = 0;
  std::int64_t sent_ms = 0;  // Since 1970.
};

/// SQS ReceiveMessage of at most ten, hidden from others for `hold`; waits up to `wait` for the first.
Task<Result<std::vector<ReceivedMessage>>> receive_messages(Service& sqs, std::string queue_url, unsigned most,
                                                            std::chrono::seconds hold, std::chrono::seconds wait);

/// SQS DeleteMessage.
Task<Result<void>> delete_message(Service& sqs, std::string queue_url, std::string receipt);

/// SQS ChangeMessageVisibility: hidden for `hold` from now on.
Task<Result<void>> hide_message(Service& sqs, std::string queue_url, std::string receipt, std::chrono::seconds hold);

struct QueueDepth {
  std::uint64_t waiting = 0;
  std::uint64_t hidden = 0;
};
Task<Result<QueueDepth>> queue_depth(Service& sqs, std::string queue_url);

/// Secrets Manager GetSecretValue, of a secret that is text. `secrets` is the service "secretsmanager".
Task<Result<std::string>> secret_value(Service& secrets, std::string secret_id);

}  // namespace doggy::aws
