#include "alert-analyzer/analysis/openai.h"

#include <gmock/gmock.h>

#include <mutex>

#include "platform/http/test_client.h"
#include "platform/json/codec.h"

namespace doggy::analyzer {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

// A server that answers each path as it is told, and keeps what it was asked.
class FakeServer {
 public:
  FakeServer() {
    for (const char* path : {"/v1/responses", "/v1/chat/completions"})
      router_.add({.method = http::Method::kPost,
                   .path = path,
                   .handler = [this, path = std::string(path)](
                                  http::Request request) { return answer(path, std::move(request)); },
                   .accepts_body = true});
    server_.emplace(router_);
  }

  Task<http::Response> answer(std::string path, http::Request request) {
    const std::lock_guard lock(mutex_);
    asked.emplace_back(path, std::move(request));
    http::Response response = http::Response::json(answers[path].second, answers[path].first);
    if (response.status == 429) response.headers.add("Retry-After", "7");
    co_return response;
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/v1"; }

  std::map<std::string, std::pair<unsigned, std::string>> answers;
  std::vector<std::pair<std::string, http::Request>> asked;

 private:
  std::mutex mutex_;
  http::Router router_;
  std::optional<http::TestServer> server_;
};

constexpr const char* kResponses = R"({"status":"completed","output":[{"type":"reasoning"},
  {"type":"message","content":[{"type":"output_text","text":"{\"a\":1}"}]}],
  "usage":{"input_tokens":11,"output_tokens":3}})";
constexpr const char* kChat = R"({"choices":[{"message":{"content":"{\"a\":2}"},"finish_reason":"stop"}],
  "usage":{"prompt_tokens":12,"completion_tokens":4}})";

class OpenAiTest : public testing::Test {
 protected:
  OpenAi llm(LlmApi api = LlmApi::kAuto) {
    return {{.url = server_.url(), .model = "m", .key = "k", .api = api}, "answer", R"({"type":"object"})", client_};
  }
  static Question question() { return {.instructions = "be brief", .material = "data", .output_tokens = 99}; }

  FakeServer server_;
  http::Client client_;
};

TEST_F(OpenAiTest, AsksTheResponsesApiForStrictJsonAndNoStorage) {
  server_.answers["/v1/responses"] = {200, kResponses};
  OpenAi openai = llm();
  const auto answer = openai.ask(question());
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(answer->json, R"({"a":1})");
  EXPECT_EQ(answer->input_tokens, 11U);
  EXPECT_EQ(answer->output_tokens, 3U);
  ASSERT_THAT(server_.asked, SizeIs(1));
  EXPECT_EQ(server_.asked[0].second.headers.get("Authorization"), "Bearer k");
  const auto body = codec::parse(server_.asked[0].second.body).value();
  EXPECT_EQ(body.at("store"), false);
  EXPECT_EQ(body.at("instructions"), "be brief");
  EXPECT_EQ(body.at("input"), "data");
  EXPECT_EQ(body.at("max_output_tokens"), 99);
  EXPECT_EQ(body.at_pointer("/text/format/strict"), true);
  EXPECT_EQ(body.at_pointer("/text/format/schema/type"), "object");
}

TEST_F(OpenAiTest, FallsBackToChatCompletionsAndStaysThere) {
  server_.answers["/v1/responses"] = {404, R"({"error":{"message":"no such path"}})"};
  server_.answers["/v1/chat/completions"] = {200, kChat};
  OpenAi openai = llm();
  EXPECT_EQ(openai.ask(question())->json, R"({"a":2})");
  EXPECT_EQ(openai.ask(question())->input_tokens, 12U);
  ASSERT_THAT(server_.asked, SizeIs(3));
  EXPECT_EQ(server_.asked[2].first, "/v1/chat/completions");
  const auto body = codec::parse(server_.asked[2].second.body).value();
  EXPECT_EQ(body.at("store"), false);
  EXPECT_EQ(body.at_pointer("/response_format/json_schema/strict"), true);
  EXPECT_EQ(body.at_pointer("/messages/0/role"), "system");
}

TEST_F(OpenAiTest, SaysWhatWentWrong) {
  OpenAi openai = llm(LlmApi::kResponses);
  server_.answers["/v1/responses"] = {429, R"({"error":{"message":"slow down"}})"};
  auto failed = openai.ask(question());
  EXPECT_EQ(failed.error().code, Code::kThrottled);
  EXPECT_EQ(failed.error().retry_after, std::chrono::seconds(7));
  EXPECT_THAT(failed.error().detail, HasSubstr("slow down"));
  for (const char* body : {"", "[]", "{}", R"({"output":[]})",
                           R"({"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}})",
                           R"({"output":[{"content":[{"type":"refusal","refusal":"no"}]}]})"}) {
    server_.answers["/v1/responses"] = {200, body};
    EXPECT_EQ(openai.ask(question()).error().code, Code::kInvalid) << body;
  }
  server_.answers["/v1/responses"] = {500, "oops"};
  EXPECT_EQ(openai.ask(question()).error().code, Code::kUnavailable);
}

TEST_F(OpenAiTest, NobodyThereIsUnavailable) {
  OpenAi openai({.url = "http://127.0.0.1:1/v1", .model = "m"}, "answer", "{}", client_);
  EXPECT_EQ(openai.ask(question()).error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::analyzer
