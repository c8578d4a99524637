#include "alert-analyzer/context/query.h"

#include <fmt/format.h>

#include "platform/async/run_task.h"
#include "platform/json/codec.h"
#include "platform/json/utf8.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kResponseLimit = std::size_t{8} << 20U;
constexpr std::size_t kReasonLength = 200;

std::string percent_encoded(const std::string& text) {
  std::string out;
  for (char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// run_task needs a value that can be made from nothing.
struct Reply {
  std::expected<http::ClientResponse, http::ClientError> answer;
};

Task<Reply> send(http::Client& client, http::ClientRequest request) {
  auto answer = co_await client.send(std::move(request));
  co_return Reply{std::move(answer)};
}

std::string first_words(const std::string& text) {
  if (!is_valid_utf8(text)) return "(no text)";
  return std::string(first_code_points(text, kReasonLength));
}

}  // namespace

std::string query_string(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    text += (text.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  return text;
}

Result<boost::json::object> query_json(http::Client& client, const QueryTarget& target, const std::string& path,
                                       const Parameters& parameters) {
  http::ClientRequest request{.url = target.url + path + "?" + query_string(parameters)};
  request.timeout = target.timeout;
  request.response_limit = kResponseLimit;
  request.headers.add("Accept", "application/json");
  if (!target.token.empty()) request.headers.add("Authorization", "Bearer " + target.token);
  if (!target.tenant.empty()) request.headers.add("X-Scope-OrgID", target.tenant);
  const Reply reply = run_task(send(client, std::move(request)));
  if (!reply.answer) return fail(Code::kUnavailable, reply.answer.error().detail);
  if (reply.answer->status != 200)
    return fail(Code::kUnavailable,
                fmt::format("it answered {}: {}", reply.answer->status, first_words(reply.answer->body)));
  auto body = codec::parse(reply.answer->body);
  if (!body) return fail(Code::kUnavailable, "its answer is no JSON");
  const auto* object = body->if_object();
  const auto* data = object == nullptr ? nullptr : object->if_contains("data");
  if (data == nullptr || !data->is_object()) return fail(Code::kUnavailable, "its answer has no data");
  return data->get_object();
}

}  // namespace doggy::analyzer
