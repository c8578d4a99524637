#include "platform/aws/messaging.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <charconv>
#include <string_view>
#include <utility>

#include "platform/aws/xml.h"
#include "platform/try.h"

namespace doggy::aws {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string text(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  const auto* string = found == nullptr ? nullptr : found->if_string();
  return string == nullptr ? std::string() : std::string(string->data(), string->size());
}

const object* inner(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

const array* list(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  return found == nullptr ? nullptr : found->if_array();
}

template <class T>
T number(const std::string& digits) {
  T read = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), read);
  return read;
}

}  // namespace

Task<Result<std::string>> publish(Service& sns, Publication publication) {
  std::vector<std::pair<std::string, std::string>> parameters{
      {"Action", "Publish"}, {"TopicArn", publication.topic_arn}, {"Message", publication.message}};
  if (!publication.subject.empty()) parameters.emplace_back("Subject", publication.subject);
  if (!publication.group_id.empty()) parameters.emplace_back("MessageGroupId", publication.group_id);
  if (!publication.deduplication_id.empty())
    parameters.emplace_back("MessageDeduplicationId", publication.deduplication_id);
  CO_TRY(auto answer, co_await sns.call_query("2010-03-31", std::move(parameters)));
  co_return xml_text(answer, "MessageId");
}

Task<Result<void>> send_messages(Service& sqs, std::string queue_url, std::vector<OutgoingMessage> messages) {
  array entries;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    object entry{{"Id", std::to_string(i)}, {"MessageBody", std::move(messages[i].body)}};
    if (!messages[i].group_id.empty()) entry["MessageGroupId"] = messages[i].group_id;
    if (!messages[i].deduplication_id.empty()) entry["MessageDeduplicationId"] = messages[i].deduplication_id;
    entries.push_back(std::move(entry));
  }
  CO_TRY(auto answer, co_await sqs.call_json("AmazonSQS.SendMessageBatch", "1.0",
                                             {{"QueueUrl", queue_url}, {"Entries", std::move(entries)}}));
  if (const array* failed = list(answer, "Failed"); failed != nullptr && !failed->empty())
    co_return fail(Code::kUnavailable, fmt::format("sqs did not take {} messages.", failed->size()));
  co_return Result<void>{};
}

Task<Result<std::vector<ReceivedMessage>>> receive_messages(Service& sqs, std::string queue_url, unsigned most,
                                                            std::chrono::seconds hold, std::chrono::seconds wait) {
  CO_TRY(auto answer, co_await sqs.call_json("AmazonSQS.ReceiveMessage", "1.0",
                                             {{"QueueUrl", queue_url},
                                              {"MaxNumberOfMessages", most},
                                              {"VisibilityTimeout", hold.count()},
                                              {"WaitTimeSeconds", wait.count()},
                                              {"AttributeNames", array{"ApproximateReceiveCount", "SentTimestamp"}}}));
  std::vector<ReceivedMessage> received;
  const array* messages = list(answer, "Messages");
  if (messages == nullptr) co_return received;
  for (const value& one : *messages) {
    const object* message = one.if_object();
    if (message == nullptr) continue;
    const object* attributes = inner(*message, "Attributes");
    received.push_back({.id = text(*message, "MessageId"),
                        .body = text(*message, "Body"),
                        .receipt = text(*message, "ReceiptHandle")});
    if (attributes == nullptr) continue;
    received.back().receives = number<unsigned>(text(*attributes, "ApproximateReceiveCount"));
    received.back().sent_ms = number<std::int64_t>(text(*attributes, "SentTimestamp"));
  }
  co_return received;
}

Task<Result<void>> delete_message(Service& sqs, std::string queue_url, std::string receipt) {
  CO_CHECK_OK(
      co_await sqs.call_json("AmazonSQS.DeleteMessage", "1.0", {{"QueueUrl", queue_url}, {"ReceiptHandle", receipt}}));
  co_return Result<void>{};
}

Task<Result<void>> hide_message(Service& sqs, std::string queue_url, std::string receipt, std::chrono::seconds hold) {
  CO_CHECK_OK(co_await sqs.call_json(
      "AmazonSQS.ChangeMessageVisibility", "1.0",
      {{"QueueUrl", queue_url}, {"ReceiptHandle", receipt}, {"VisibilityTimeout", hold.count()}}));
  co_return Result<void>{};
}

Task<Result<QueueDepth>> queue_depth(Service& sqs, std::string queue_url) {
  CO_TRY(auto answer,
         co_await sqs.call_json(
             "AmazonSQS.GetQueueAttributes", "1.0",
             {{"QueueUrl", queue_url},
              {"AttributeNames", array{"ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"}}}));
  QueueDepth depth;
  if (const object* attributes = inner(answer, "Attributes")) {
    depth.waiting = number<std::uint64_t>(text(*attributes, "ApproximateNumberOfMessages"));
    depth.hidden = number<std::uint64_t>(text(*attributes, "ApproximateNumberOfMessagesNotVisible"));
  }
  co_return depth;
}

Task<Result<std::string>> secret_value(Service& secrets, std::string secret_id) {
  CO_TRY(auto answer, co_await secrets.call_json("secretsmanager.GetSecretValue", "1.1", {{"SecretId", secret_id}}));
  std::string secret = text(answer, "SecretString");
  if (secret.empty()) co_return fail(Code::kInvalid, "The secret is no text.");
  co_return secret;
}

}  // namespace doggy::aws
