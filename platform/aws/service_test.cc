#include "platform/aws/service.h"

#include <gmock/gmock.h>

#include <deque>

#include "platform/async/run_task.h"
#include "platform/aws/messaging.h"
#include "platform/aws/xml.h"
#include "platform/http/test_client.h"

namespace doggy::aws {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    for (const char* type : {"application/x-amz-json-1.0"}) router_.add(route(type));
    server_.emplace(router_);
  }

  http::Route route(const char* type) {
    return {.method = http::Method::kPost,
            .path = "/",
            .handler =
                [this](http::Request request) {
                  asked_.push_back(std::move(request));
                  const auto [status, body] = answers_.empty() ? std::pair(200U, std::string("{}")) : answers_.front();
                  if (!answers_.empty()) answers_.pop_front();
                  return [](unsigned code, std::string text) -> Task<http::Response> {
                    co_return http::Response::json(std::move(text), code);
                  }(status, body);
                },
            .accepts_body = true,
            .body_type = type};
  }

  Service service(RetryOptions retry = {}) {
    retry.first = std::chrono::milliseconds(1);
    return {"sqs",
            {.endpoint = "http://127.0.0.1:" + std::to_string(server_->port()), .retry = retry},
            credentials_,
            client_};
  }

  http::Client client_;
  CredentialsProvider credentials_{{.environment = [](const char* name) { return "value of " + std::string(name); }},
                                   client_};
  std::deque<std::pair<unsigned, std::string>> answers_;
  std::vector<http::Request> asked_;
  http::Router router_;
  std::optional<http::TestServer> server_;
};

TEST_F(ServiceTest, SignsAndTriesAgainWhereThatMayHelp) {
  answers_ = {{503, "{}"}, {400, R"({"__type":"com.amazonaws#ThrottlingException"})"}, {200, R"({"a":1})"}};
  Service sqs = service();
  const auto answer = run_task(sqs.call_json("AmazonSQS.X", "1.0", {{"b", 2}}));
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->at("a"), 1);
  ASSERT_THAT(asked_, SizeIs(3));
  EXPECT_THAT(std::string(asked_[2].headers.get("Authorization")), HasSubstr("Credential=value of AWS_ACCESS_KEY_ID/"));
  EXPECT_EQ(asked_[2].headers.get("X-Amz-Target"), "AmazonSQS.X");
  EXPECT_EQ(asked_[2].body, R"({"b":2})");
}

TEST_F(ServiceTest, GivesUpAtOnceWhenItCannotHelp) {
  answers_ = {{400, R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"secret"})"},
              {403, R"({"__type":"AccessDenied"})"},
              {400, R"({"__type":"InvalidParameterValue"})"}};
  Service sqs = service();
  for (const Code code : {Code::kNotFound, Code::kForbidden, Code::kInvalid}) {
    const auto answer = run_task(sqs.call_json("X", "1.0", {}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, code);
    EXPECT_THAT(answer.error().detail, testing::Not(HasSubstr("secret")));
  }
  EXPECT_THAT(asked_, SizeIs(3));
}

TEST_F(ServiceTest, TellsWhyATransactionWasCanceledAndDoesNotTryAgain) {
  answers_ = {{400, R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
                    R"("CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"secret"}]})"},
              {500, R"({"__type":"InternalServerError"})"}};
  Service dynamodb = service();
  const auto canceled = run_task(dynamodb.call_json_once("X", "1.0", {}));
  ASSERT_FALSE(canceled);
  EXPECT_EQ(canceled.error().error.code, Code::kConflict);
  EXPECT_EQ(canceled.error().code, "TransactionCanceledException");
  EXPECT_EQ(canceled.error().reasons, (std::vector<std::string>{"None", "ConditionalCheckFailed"}));
  EXPECT_FALSE(canceled.error().sent);
  const auto failed = run_task(dynamodb.call_json_once("X", "1.0", {}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().error.code, Code::kUnavailable);
  EXPECT_TRUE(failed.error().sent) << "it may have been done";
  EXPECT_THAT(asked_, SizeIs(2));
}

TEST_F(ServiceTest, LearnsHowFarItsClockIsOff) {
  answers_ = {{400, R"({"__type":"com.amazon.coral.service#InvalidSignatureException"})"}};
  Service sqs("sqs",
              {.endpoint = "http://127.0.0.1:" + std::to_string(server_->port()),
               .clock = [] { return Timestamp::from_unix_ms(Timestamp::now().unix_ms() - 3'600'000); }},
              credentials_, client_);
  EXPECT_TRUE(run_task(sqs.call_json("X", "1.0", {})));
  EXPECT_TRUE(run_task(sqs.call_json("X", "1.0", {})));
  ASSERT_THAT(asked_, SizeIs(3)) << "once more for the first, and then it knows";
  const auto hour = [&](std::size_t i) { return std::string(asked_[i].headers.get("X-Amz-Date")).substr(0, 11); };
  EXPECT_NE(hour(0), hour(1));
  EXPECT_EQ(hour(1), hour(2));
}

// What it may have done is not sent again because another call has learned the time meanwhile.
TEST_F(ServiceTest, SendsAgainForTheClockOnlyWhatWasRefusedForIt) {
  answers_ = {{400, R"({"__type":"com.amazon.coral.service#InvalidSignatureException"})"}, {200, "{}"}, {500, "{}"}};
  std::function<void()> meanwhile;
  Service sqs("sqs",
              {.endpoint = "http://127.0.0.1:" + std::to_string(server_->port()),
               .clock =
                   [&meanwhile] {
                     if (const auto once = std::exchange(meanwhile, {})) once();
                     return Timestamp::from_unix_ms(Timestamp::now().unix_ms() - 3'600'000);
                   }},
              credentials_, client_);
  meanwhile = [&] { EXPECT_TRUE(run_task(sqs.call_json_once("Other", "1.0", {}))); };
  const auto failed = run_task(sqs.call_json_once("X", "1.0", {}));
  ASSERT_FALSE(failed);
  EXPECT_TRUE(failed.error().sent);
  EXPECT_THAT(asked_, SizeIs(3)) << "the other twice, and this once";
}

TEST_F(ServiceTest, AsksForNewCredentialsWhenTheyAreRefused) {
  answers_ = {{400, R"({"__type":"com.amazon.coral.service#ExpiredTokenException"})"}};
  int looked = 0;
  CredentialsProvider rotated({.environment =
                                   [&looked](const char* name) {
                                     return name == std::string("AWS_ACCESS_KEY_ID") ? "key" + std::to_string(++looked)
                                                                                     : "value of " + std::string(name);
                                   }},
                              client_);
  Service sqs("sqs", {.endpoint = "http://127.0.0.1:" + std::to_string(server_->port())}, rotated, client_);
  EXPECT_TRUE(run_task(sqs.call_json("X", "1.0", {})));
  ASSERT_THAT(asked_, SizeIs(2));
  EXPECT_THAT(std::string(asked_[0].headers.get("Authorization")), HasSubstr("Credential=key1/"));
  EXPECT_THAT(std::string(asked_[1].headers.get("Authorization")), HasSubstr("Credential=key2/"));
}

TEST_F(ServiceTest, ItsRetriesHaveABudget) {
  for (int i = 0; i < 30; ++i) answers_.emplace_back(500, "{}");
  Service sqs = service({.attempts = 4, .budget = 20});
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(run_task(sqs.call_json("X", "1.0", {})));
  // Three retries, then one, then the budget is spent: 4 + 2 + 1 + 1 + 1.
  EXPECT_THAT(asked_, SizeIs(9));
}

TEST(Xml, GivesTheTextOfAnElement) {
  EXPECT_EQ(xml_text("<A><B>x &lt;&amp;&gt; y</B><B>z</B></A>", "B"), "x <&> y");
  EXPECT_EQ(xml_text("<A/>", "B"), "");
  EXPECT_EQ(xml_text("<B>never ends", "B"), "never ends");
}

}  // namespace
}  // namespace doggy::aws
