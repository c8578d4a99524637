#include "alert-analyzer/analysis/openai.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <expected>
#include <string_view>
#include <utility>

#include "platform/async/run_task.h"
#include "platform/json/codec.h"
#include "platform/json/utf8.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::size_t kReasonLength = 300;

struct Sent {
  std::expected<http::ClientResponse, http::ClientError> answer;
};

Task<Sent> send(http::Client& client, http::ClientRequest request) {
  auto answer = co_await client.send(std::move(request));
  co_return Sent{std::move(answer)};
}

std::string_view text_of(const value* from) {
  const auto* string = from == nullptr ? nullptr : from->if_string();
  return string == nullptr ? std::string_view() : std::string_view(string->data(), string->size());
}

const value* member(const value* from, std::string_view name) {
  const object* fields = from == nullptr ? nullptr : from->if_object();
  return fields == nullptr ? nullptr : fields->if_contains(name);
}

std::uint64_t count_of(const value* from) {
  if (from == nullptr) return 0;
  boost::json::error_code error;
  const auto number = from->to_number<std::uint64_t>(error);
  return error ? 0 : number;
}

std::string cut(std::string_view text) {
  if (!is_valid_utf8(text)) return "(no text)";
  return std::string(first_code_points(text, kReasonLength));
}

// What the server says of an error: {"error":{"message":…}}.
std::string reason_of(const std::string& body) {
  const auto parsed = codec::parse(body);
  if (!parsed) return cut(body);
  const std::string_view message = text_of(member(member(&*parsed, "error"), "message"));
  return cut(message.empty() ? std::string_view(body) : message);
}

std::optional<std::chrono::seconds> seconds_of(const std::string& retry_after) {
  int seconds = 0;
  const char* const end = retry_after.data() + retry_after.size();
  const auto [stop, error] = std::from_chars(retry_after.data(), end, seconds);
  if (error != std::errc() || stop != end || seconds < 0) return {};
  return std::chrono::seconds(seconds);
}

std::unexpected<Error> refused(std::string_view why) {
  return fail(Code::kInvalid, fmt::format("the model gave no answer: {}", cut(why)));
}

// The text of {"output":[{"type":"message","content":[{"type":"output_text","text":…}]}]}.
Result<std::string> output_text(const value& body) {
  if (const std::string_view status = text_of(member(&body, "status")); !status.empty() && status != "completed")
    return refused(fmt::format("{} {}", status, text_of(member(member(&body, "incomplete_details"), "reason"))));
  const value* output = member(&body, "output");
  const array* items = output == nullptr ? nullptr : output->if_array();
  if (items == nullptr) return refused("it has no output");
  std::string text;
  for (const value& item : *items) {
    const value* content = member(&item, "content");
    const array* parts = content == nullptr ? nullptr : content->if_array();
    if (parts == nullptr) continue;  // Reasoning, for instance.
    for (const value& part : *parts) {
      if (text_of(member(&part, "type")) == "refusal") return refused(text_of(member(&part, "refusal")));
      if (text_of(member(&part, "type")) == "output_text") text += text_of(member(&part, "text"));
    }
  }
  if (text.empty()) return refused("it is empty");
  return text;
}

// The text of {"choices":[{"message":{"content":…}}]}.
Result<std::string> message_text(const value& body) {
  const value* choices = member(&body, "choices");
  const array* list = choices == nullptr ? nullptr : choices->if_array();
  if (list == nullptr || list->empty()) return refused("it has no choices");
  const value* message = member(&list->front(), "message");
  if (const std::string_view refusal = text_of(member(message, "refusal")); !refusal.empty()) return refused(refusal);
  const std::string_view text = text_of(member(message, "content"));
  if (text.empty()) return refused(text_of(member(&list->front(), "finish_reason")));
  return std::string(text);
}

}  // namespace

OpenAi::OpenAi(OpenAiOptions options, std::string name, std::string schema, http::Client& client)
    : options_(std::move(options)),
      name_(std::move(name)),
      schema_(std::move(schema)),
      client_(client),
      only_chat_(options_.api == LlmApi::kChat) {}

Result<Answer> OpenAi::ask(const Question& question) {
  if (only_chat_) return ask_chat(question);
  bool unknown = false;
  auto answer = ask_responses(question, unknown);
  if (!unknown || options_.api == LlmApi::kResponses) return answer;
  auto by_chat = ask_chat(question);
  if (by_chat) only_chat_ = true;
  return by_chat;
}

Result<OpenAi::Reply> OpenAi::post(const std::string& path, const std::string& body) const {
  http::ClientRequest request{.method = http::Method::kPost, .url = options_.url + path, .body = body};
  request.timeout = options_.timeout;
  request.headers.add("Content-Type", "application/json");
  if (!options_.key.empty()) request.headers.add("Authorization", "Bearer " + options_.key);
  Sent sent = run_task(send(client_, std::move(request)));
  if (!sent.answer) return fail(Code::kUnavailable, sent.answer.error().detail);
  return Reply{.status = sent.answer->status,
               .body = std::move(sent.answer->body),
               .retry_after = std::string(sent.answer->headers.get("Retry-After"))};
}

// `unknown` becomes true when the server does not seem to know this API.
Result<Answer> OpenAi::ask_responses(const Question& question, bool& unknown) const {
  auto schema = codec::parse(schema_);
  if (!schema) return fail(Code::kInvalid, "the schema is no JSON");
  const object body{
      {"model", options_.model},
      {"instructions", question.instructions},
      {"input", question.material},
      {"store", false},
      {"max_output_tokens", question.output_tokens},
      {"text",
       object{{"format", object{{"type", "json_schema"}, {"name", name_}, {"strict", true}, {"schema", *schema}}}}}};
  TRY(auto reply, post("/responses", codec::to_text(body)));
  unknown =
      reply.status == 404 || reply.status == 405 || reply.status == 501 || reply.status == 400 || reply.status == 422;
  if (reply.status != 200)
    return std::unexpected(Error{.code = reply.status == 429 ? Code::kThrottled : Code::kUnavailable,
                                 .detail = fmt::format("it answered {}: {}", reply.status, reason_of(reply.body)),
                                 .retry_after = seconds_of(reply.retry_after)});
  auto parsed = codec::parse(reply.body);
  if (!parsed) return refused("it is no JSON");
  auto text = output_text(*parsed);
  if (!text) return std::unexpected(std::move(text.error()));
  const value* usage = member(&*parsed, "usage");
  return Answer{.json = *std::move(text),
                .input_tokens = count_of(member(usage, "input_tokens")),
                .output_tokens = count_of(member(usage, "output_tokens"))};
}

Result<Answer> OpenAi::ask_chat(const Question& question) const {
  auto schema = codec::parse(schema_);
  if (!schema) return fail(Code::kInvalid, "the schema is no JSON");
  const object body{
      {"model", options_.model},
      {"messages", array{object{{"role", "system"}, {"content", question.instructions}},
                         object{{"role", "user"}, {"content", question.material}}}},
      {"store", false},
      {"max_completion_tokens", question.output_tokens},
      {"response_format", object{{"type", "json_schema"},
                                 {"json_schema", object{{"name", name_}, {"strict", true}, {"schema", *schema}}}}}};
  TRY(auto reply, post("/chat/completions", codec::to_text(body)));
  if (reply.status != 200)
    return std::unexpected(Error{.code = reply.status == 429 ? Code::kThrottled : Code::kUnavailable,
                                 .detail = fmt::format("it answered {}: {}", reply.status, reason_of(reply.body)),
                                 .retry_after = seconds_of(reply.retry_after)});
  auto parsed = codec::parse(reply.body);
  if (!parsed) return refused("it is no JSON");
  auto text = message_text(*parsed);
  if (!text) return std::unexpected(std::move(text.error()));
  const value* usage = member(&*parsed, "usage");
  return Answer{.json = *std::move(text),
                .input_tokens = count_of(member(usage, "prompt_tokens")),
                .output_tokens = count_of(member(usage, "completion_tokens"))};
}

}  // namespace doggy::analyzer
